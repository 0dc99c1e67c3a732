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

if (typeof WebAssembly !== "object") {
  say("This browser has no WebAssembly, which Grove runs on. A current version of Firefox, Chrome, Edge or Safari has it.");
} else {
  try {
    const { default: start } = await import(new URL(program, document.baseURI));
    await start({ module_or_path: new URL(code, document.baseURI) });
  } catch (error) {
    say(`The page could not be started (${error.message}). Reload it; if that does not help, try another browser.`);
    throw error;
  }
}
