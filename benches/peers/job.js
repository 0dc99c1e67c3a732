// What every peer in the browser does alike: take a job, read its table, keep the time, answer.

/** The job's table as columns of numbers, the target last: its train rows and its test rows. */
async function read({ file, features, train }) {
  const response = await fetch(new URL(`../../data/${file}`, self.location));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  const numbers = new Float64Array(await response.arrayBuffer());
  const rows = numbers.length / (features + 1);
  const columns = Array.from({ length: features + 1 }, (_, j) => numbers.subarray(j * rows, (j + 1) * rows));
  const part = (from, to) => ({
    columns: columns.slice(0, -1).map(column => column.subarray(from, to)),
    target: columns.at(-1).subarray(from, to),
  });
  return { learned: part(0, train), unseen: part(train, rows) };
}

/** Accuracy for classes, R² for values. */
function score(task, predicted, truth) {
  if (task === 'classification') {
    return truth.reduce((hits, y, i) => hits + (y === predicted[i]), 0) / truth.length;
  }
  const mean = truth.reduce((sum, y) => sum + y, 0) / truth.length;
  const errors = truth.reduce((sum, y, i) => sum + (predicted[i] - y) ** 2, 0);
  return 1 - errors / truth.reduce((sum, y) => sum + (y - mean) ** 2, 0);
}

/**
 * Answers each job that the page sends. `load` makes the library ready; a peer then prepares the tables in the form
 * that it takes (not timed), trains, predicts, and tells how large its model is when it is saved.
 */
export function serve(load, { prepare, train, predict, bytes }) {
  self.onmessage = async ({ data: job }) => {
    try {
      const library = await load();
      const { learned, unseen } = await read(job);
      const [rows, unseenRows] = [learned, unseen].map(part => prepare(part, job));
      const began = performance.now();
      const model = train(library, rows, job);
      const trained = performance.now();
      const predicted = predict(model, unseenRows, job);
      const done = performance.now();
      const answer = {
        wall: (trained - began) / 1000,
        predict: (done - trained) / 1000,
        score: score(job.task, predicted, unseen.target),
      };
      self.postMessage(job.size ? { ...answer, model_bytes: await bytes(model) } : answer);
    } catch (error) {
      self.postMessage({ failed: String(error?.message ?? error) });
    }
  };
}
