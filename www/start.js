// Starts the program in a worker, and removes its access to the network. If it fails, it sends the reason as a text and ends.
function broke(reason, event) {
  // It is reported, and would otherwise also be an error of the starter.
  event?.preventDefault();
  console.error(reason);
  self.postMessage(String(self.panicMessage || reason?.message || reason || "unknown reason"));
  self.close();
}

self.addEventListener("error", (event) => broke(event.error ?? event.message, event));
self.addEventListener("unhandledrejection", (event) => broke(event.reason, event));

// The page's content-security policy, which this worker has inherited, lets none of these reach another origin. The
// program needs none of them once it is loaded, so that they ask nothing of this origin either.
const WAYS_OUT = [
  "fetch", "fetchLater", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource",
  "RTCPeerConnection", "importScripts", "caches", "SharedWorker",
];

export async function start(code) {
  try {
    const { default: init } = await import("./worker.js");
    await init(code && { module_or_path: code });
    for (const way of WAYS_OUT) {
      Object.defineProperty(self, way, { value: undefined, writable: false, configurable: false });
    }
  } catch (error) {
    broke(error);
  }
}
