// One more worker of the engine's, which runs the code that the engine has compiled and hands over first.
const { start } = await import("./start.js");

await start(await self.first);
