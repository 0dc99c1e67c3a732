// The engine in its worker. By `import()`, which the policy's `script-src` allows: Firefox holds what a worker's module
// imports in its first lines against `worker-src`, which is for blobs alone.
// What it needs is fetched side by side.
const code = fetch(new URL("./worker_bg.wasm", import.meta.url));
const program = import("./worker.js");
for (const fetched of [code, program]) fetched.catch(() => {}); // It is told where it is awaited.
const { start } = await import("./start.js");

// The engine's own workers start from here.
self.trainer = new URL("./trainer.js", import.meta.url).href;

await start(code);
