// Has the page kept for use without a network, and tells it when a newer build is all there. It runs in a frame of the
// page, since the page's own policy lets no worker start from a file. A browser that keeps nothing, as in a private window,
// is no trouble: the page comes over the network then. Why: docs/decisions/0038-one-build-or-none.md
const { build } = parent.document.querySelector("script[data-build]").dataset;

async function keep() {
  const registration = await navigator.serviceWorker.register("./offline.js", { updateViaCache: "none" });
  const tell = () => {
    if (registration.active && registration.waiting) parent.dispatchEvent(new Event("newbuild"));
  };
  const watch = () => registration.installing?.addEventListener("statechange", tell);
  registration.addEventListener("updatefound", watch);
  watch();
  tell();
  const { active } = await navigator.serviceWorker.ready;
  // On a first visit the page has come over the network; what it asks for from now on is of the same build.
  if (!parent.navigator.serviceWorker.controller) active.postMessage(build);
}

if (build !== "none") keep().catch(() => {});
