// Holds exported models against Grove's own predictions, with onnxruntime-web as a browser has it: WebAssembly, one
// thread. Folders are as interop/onnx_runtime.py has them.
//
//     npm install onnxruntime-web && node interop/onnx_web.mjs FOLDER...

import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { performance } from "node:perf_hooks";

// Where the package is installed: beside the caller.
const ort = createRequire(join(process.cwd(), "package.json"))("onnxruntime-web/wasm");
ort.env.wasm.numThreads = 1;

const PROBABILITY = 1e-6;
const VALUE = 1e-5;

/** The cells of a CSV file, row by row. */
function records(text) {
  const rows = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\n]*)(,|\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const [, value, end] = cell.exec(text);
    rows.at(-1).push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === "\n") rows.push([]);
  }
  if (rows.at(-1).length === 0) rows.pop();
  return rows;
}

function columns(path) {
  const [header, ...rows] = records(readFileSync(path, "utf8"));
  return Object.fromEntries(header.map((name, i) => [name, rows.map((row) => row[i] ?? "")]));
}

async function compare(folder) {
  const path = join(folder, "model.onnx");
  const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(path)), { executionProviders: ["wasm"] });
  const cells = columns(join(folder, "inputs.csv"));
  const expected = columns(join(folder, "predictions.csv"));
  const rows = expected.prediction.length;
  const feeds = {};
  for (const { name, type, shape } of session.inputMetadata) {
    const sizes = shape.length === 2 ? [rows, 1] : [rows];
    const number = (text) => (text === "" ? NaN : text === "inf" ? Infinity : Number(text));
    feeds[name] =
      type === "string"
        ? new ort.Tensor("string", cells[name], sizes)
        : new ort.Tensor("float64", Float64Array.from(cells[name], number), sizes);
  }
  await session.run(feeds);
  const started = performance.now();
  const outputs = await session.run(feeds);
  const seconds = (performance.now() - started) / 1000;
  let [mismatches, largest, limit] = [0, 0, PROBABILITY];
  const see = (difference) => (largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference));
  if (outputs.prediction) {
    limit = VALUE;
    outputs.prediction.data.forEach((found, i) => {
      const wanted = Number(expected.prediction[i]);
      see(found === wanted ? 0 : Math.abs(found - wanted) / Math.max(Math.abs(found), Math.abs(wanted)));
    });
  } else {
    const names = Object.keys(expected).filter((name) => name.startsWith("probability_"));
    names.forEach((name, place) => {
      const wanted = expected[name];
      const table = outputs.probabilities;
      const column = table ? null : outputs[session.outputNames[place + 1]];
      for (let i = 0; i < rows; i += 1) {
        const found = table ? table.data[i * names.length + place] : column.data[i];
        see(Math.abs(found - Number(wanted[i])));
      }
    });
    mismatches = outputs.label.data.filter((label, i) => label !== expected.prediction[i]).length;
  }
  const size = statSync(path).size;
  console.log(
    `onnxruntime-web ${ort.env.versions.web}  ${basename(folder).padEnd(24)}${String(rows).padStart(8)} rows  ` +
      `${mismatches} label mismatches  largest difference ${largest.toPrecision(2)}  ${size} bytes  ` +
      `${Math.round(rows / seconds)} rows/s`,
  );
  return mismatches === 0 && largest <= limit;
}

const failed = [];
for (const folder of process.argv.slice(2)) {
  if (!(await compare(folder))) failed.push(basename(folder));
}
if (failed.length > 0) {
  console.error(`not as Grove predicts: ${failed.join(", ")}`);
  process.exit(1);
}
