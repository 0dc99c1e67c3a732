// Starts the page, or says why it cannot be started.
const { program, code } = document.querySelector("script[data-program]").dataset;

function say(text) {
  const place = document.getElementById("before") ?? document.body.appendChild(document.createElement("p"));
  place.id = "before";
  place.setAttribute("role", "alert");
  place.textContent = text;
}

// A panic leaves the page as it is; what is on the screen can still be read.
window.addEventListener("error", ({ error }) => {
  if (error instanceof WebAssembly.RuntimeError) say("The page stopped because of an error of its own. Reload it to go on.");
});

// Of what could send something, the page needs `fetch` alone, for its own files.
const WAYS_OUT = [
  "fetchLater", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "RTCPeerConnection", "SharedWorker",
];
for (const way of WAYS_OUT) Object.defineProperty(window, way, { value: undefined });
Object.defineProperty(navigator, "sendBeacon", { value: undefined });

// Counts what requests carry: their bodies, and the queries of their addresses.
let sent = 0;
function count(bytes) {
  sent += bytes;
  document.getElementById("sent").textContent = sent === 1 ? "1 byte" : `${sent} bytes`;
}
new PerformanceObserver((list) => {
  for (const { name } of list.getEntries()) count(new URL(name).search.length);
}).observe({ type: "resource", buffered: true });
const { fetch } = window;
window.fetch = async (...asked) => {
  const request = new Request(...asked);
  count((await request.clone().arrayBuffer()).byteLength);
  return fetch(request);
};

// How long a newer build may take to answer.
const PATIENCE = 3000;

// A newer build that is all there takes over now, while nothing has begun, unless other windows run the one before it.
async function takeNewest() {
  const { serviceWorker } = navigator;
  if (!serviceWorker?.controller) return;
  const { waiting } = await serviceWorker.getRegistration();
  if (!waiting) return;
  serviceWorker.addEventListener("controllerchange", () => location.reload());
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => {
    port1.onmessage = ({ data: taken }) => taken || resolve();
    setTimeout(resolve, PATIENCE);
  });
  waiting.postMessage("", [port2]);
  await answer;
}

if (typeof WebAssembly !== "object") {
  say("This browser has no WebAssembly, which Grove runs on. A current version of Firefox, Chrome, Edge or Safari has it.");
} else {
  try {
    await takeNewest().catch(() => {});
    const { default: start } = await import(new URL(program, document.baseURI));
    await start({ module_or_path: new URL(code, document.baseURI) });
  } catch (error) {
    say(`The page could not be started (${error.message}). Reload it; if that does not help, try another browser.`);
    throw error;
  }
}
