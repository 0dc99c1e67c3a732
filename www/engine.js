// The engine in its worker.
import { start } from "./start.js";

// The engine's own workers start from here.
self.trainer = new URL("./trainer.js", import.meta.url).href;

await start();
