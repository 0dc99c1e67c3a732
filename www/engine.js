// Starts the engine in its worker, and tells the page when it breaks.
// An engine that has broken cannot speak for itself, so word goes over a channel that the page names.
const channel = new BroadcastChannel(new URL(self.location.href).searchParams.get("channel"));

// The engine's own workers start from here.
self.trainer = new URL("./trainer.js", import.meta.url).href;

function broke(reason) {
  channel.postMessage(String(self.lastWords ?? reason?.message ?? reason ?? "unknown reason"));
  self.close();
}

self.addEventListener("error", (event) => broke(event.error ?? event.message));
self.addEventListener("unhandledrejection", (event) => broke(event.reason));

try {
  const { default: init } = await import("./worker.js");
  await init();
} catch (error) {
  broke(error);
}
