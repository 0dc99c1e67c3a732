// Yggdrasil decision forests, compiled to WebAssembly. Its learner takes no parameters: 300 trees, depth 16, at least
// 5 rows in a leaf, a seed of its own, and out-of-bag scores that cannot be turned off.
import JSZip from 'jszip';
import YDFTraining from 'ydf-training';
import { serve } from './job.js';

// It saves models with a library that it expects to be global.
self.JSZip = JSZip;

const load = () => YDFTraining({ locateFile: file => new URL(`../ydf-training/dist/${file}`, self.location).href });

/** Named columns as plain arrays; classes as text, or they would be numbers. */
function prepare({ columns, target }, { task }) {
  const named = Object.fromEntries(columns.map((column, j) => [`x${j}`, Array.from(column)]));
  return { features: named, target: Array.from(target, task === 'classification' ? y => `class ${y}` : y => y) };
}

function train(library, { features, target }, { task }) {
  const model = new library.RandomForestLearner('y', task.toUpperCase()).train({ ...features, y: target });
  return model;
}

/** Its predictions are one number a row for two classes (of the second) and for values, else one for each class. */
function predict(model, { features }, { task, classes }) {
  const numbers = model.predict(features);
  if (task === 'regression') return numbers;
  const names = model.getLabelClasses().map(name => Number(name.slice('class '.length)));
  if (classes === 2) return Array.from(numbers, p => names[p > 0.5 ? 1 : 0]);
  return Array.from({ length: numbers.length / classes }, (_, row) => {
    const shares = numbers.slice(row * classes, (row + 1) * classes);
    return names[shares.indexOf(Math.max(...shares))];
  });
}

serve(load, { prepare, train, predict, bytes: async model => (await model.save()).size });
