// A forest in plain JavaScript. It draws features once for each tree, not at each node, so its own default stands
// there; a node is a leaf at `minNumSamples` rows, and no gain is too small for a split.
import { RandomForestClassifier, RandomForestRegression } from 'ml-random-forest';
import { serve } from './job.js';

/** Rows as plain arrays. */
function prepare({ columns, target }) {
  return { rows: Array.from(target, (_, i) => columns.map(column => column[i])), target: Array.from(target) };
}

function train(_, { rows, target }, { task, trees, max_depth, min_samples_leaf, seed }) {
  const classes = task === 'classification';
  const options = {
    nEstimators: trees,
    seed,
    noOOB: true,
    treeOptions: {
      gainFunction: classes ? 'gini' : 'regression',
      maxDepth: max_depth ?? Infinity,
      minNumSamples: min_samples_leaf,
      gainThreshold: 0,
    },
  };
  const forest = classes ? new RandomForestClassifier(options) : new RandomForestRegression(options);
  forest.train(rows, target);
  return forest;
}

const predict = (forest, { rows }) => forest.predict(rows);
const bytes = forest => JSON.stringify(forest).length;

serve(async () => null, { prepare, train, predict, bytes });
