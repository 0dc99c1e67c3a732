//! The values of a grown tree's leaves.

use super::columns::Columns;
use super::grower::Grower;
use super::model::Link;
use super::train_rows::TrainRows;

/// The most that a tree adds to a logarithm or a logit: it makes odds and means 55 times as large at most. The Newton step
/// of a leaf with rare rows of another class is many times too long, and where the hessians vanish nothing brings such
/// sums back. (scikit-learn and LightGBM diverge there.)
const LARGEST_STEP: f64 = 4.0;

/// How many rows' sums are added to together, leaf after leaf: they stay in the cache, though each leaf has some of them
/// only.
const ROWS: usize = 1 << 15;

/// The least rows a leaf has among these on average, where there are so many: finding them takes some time.
const ROWS_OF_LEAF: usize = 64;

/// Gives the leaves of a tree their values, node after node, then adds them to the rows' sums.
#[derive(Default)]
pub(super) struct LeafValues {
    /// By node: what is added to the sums; 0 at a split.
    pub values: Vec<f64>,
    /// By node: the bounds of its leaves, without the learning rate.
    bounds: Vec<(f64, f64)>,
    /// How many rows' sums are complete.
    added: usize,
}

impl LeafValues {
    pub fn clear(&mut self) {
        self.values.clear();
        self.bounds.clear();
        self.added = 0;
    }

    /// Gives the next node its value, or adds the values to the sums of some rows. Returns about how many rows it looked
    /// at; `None` where all is done.
    pub fn next(
        &mut self,
        grower: &Grower,
        columns: &Columns,
        rows: &mut TrainRows,
        class: u32,
        learning_rate: f64,
    ) -> Option<u64> {
        let place = self.values.len();
        let Some(node) = grower.nodes.get(place) else {
            return self.add(grower, rows, class);
        };
        if self.bounds.is_empty() {
            self.bounds = vec![(f64::NEG_INFINITY, f64::INFINITY); grower.nodes.len()];
        }
        if node.left > 0 {
            self.values.push(0.0);
            return Some(self.bound_children(place, grower, columns, rows));
        }
        let step = match rows.objective.leaf_quantile() {
            Some(_) => {
                let (lower, upper) = self.bounds[place];
                rows.best_constant(&grower.rows(place)).clamp(lower, upper)
            }
            None => node.sums.value,
        };
        let value = match rows.objective.link() {
            Link::Identity => learning_rate * step,
            _ => (learning_rate * step).clamp(-LARGEST_STEP, LARGEST_STEP),
        };
        self.values.push(value);
        Some(node.rows() as u64)
    }

    /// Adds the values to the sums of the next rows.
    fn add(&mut self, grower: &Grower, rows: &mut TrainRows, class: u32) -> Option<u64> {
        let start = self.added;
        if start == rows.rows() {
            return None;
        }
        let nodes = &grower.nodes;
        let count = ROWS.max(ROWS_OF_LEAF * nodes.len().div_ceil(2));
        self.added = rows.rows().min(start + count);
        for (place, value) in self.values.iter().enumerate() {
            if nodes[place].left == 0 {
                for of_part in grower.partition.rows_in(place, start..self.added) {
                    rows.add(class, of_part, *value);
                }
            }
        }
        Some(2 * (self.added - start) as u64)
    }

    /// Where a leaf's value is a quantile, keeps the leaves of the children of a constrained split on both sides of the
    /// middle of the children's quantiles. (scikit-learn's leaves of these losses do not keep to constraints.) Other
    /// values are bounded while the tree grows.
    fn bound_children(
        &mut self,
        place: usize,
        grower: &Grower,
        columns: &Columns,
        rows: &TrainRows,
    ) -> u64 {
        let node = &grower.nodes[place];
        let (left, right) = (node.left as usize, node.right as usize);
        let bounds = self.bounds[place];
        self.bounds[left] = bounds;
        self.bounds[right] = bounds;
        let feature = node.split.map_or(0, |split| split.feature as usize);
        let direction = columns.features[feature].direction;
        if rows.objective.leaf_quantile().is_none() || direction == 0 {
            return 0;
        }
        let quantile = |node: usize| rows.best_constant(&grower.rows(node));
        let middle = (quantile(left) + quantile(right)) / 2.0;
        let middle = middle.clamp(bounds.0, bounds.1);
        if direction > 0 {
            self.bounds[left].1 = middle;
            self.bounds[right].0 = middle;
        } else {
            self.bounds[left].0 = middle;
            self.bounds[right].1 = middle;
        }
        node.rows() as u64
    }
}
