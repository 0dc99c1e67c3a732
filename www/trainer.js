// Starts one more worker of the engine's, from the code that the engine has compiled and hands over first.
// When it breaks, the text that it sends is its last word.
const code = new Promise((resolve) => {
  self.addEventListener("message", ({ data }) => resolve(data), { once: true });
});

function broke(event, reason) {
  event?.preventDefault();
  self.postMessage(String(self.lastWords ?? reason?.message ?? reason ?? "unknown reason"));
  self.close();
}

self.addEventListener("error", (event) => broke(event, event.error ?? event.message));
self.addEventListener("unhandledrejection", (event) => broke(event, event.reason));

try {
  const { default: init } = await import("./worker.js");
  await init({ module_or_path: await code });
} catch (error) {
  broke(null, error);
}
