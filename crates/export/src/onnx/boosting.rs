//! Writes gradient boosting: the leaf of each tree, and the sum of what the leaves say, computed as in Grove, with the
//! same bits. The exponential of the link is the reader's own, so that last bits can differ.

use grove_boosting::{GradientBoosting, Link, Node, SplitTest, Tree};
use grove_recipe::error::StageError;

use super::ensemble::{Ensemble, EnsembleNode, EnsembleSplit, EnsembleTest, check_size, of_trees};
use super::graph::{GraphBuilder, Name, int};
use super::inputs::beside;

/// Writes a model, and returns rows × classes, or a list of values. `features` has a column per feature; `categories`
/// has for each the categories that its encoding numbers, if it does.
pub fn export(
    graph: &mut GraphBuilder,
    model: &GradientBoosting,
    categories: &[Option<&[String]>],
    features: &str,
) -> Result<Name, StageError> {
    let shapes = model.shapes();
    let nodes = shapes.iter().map(|shape| u64::from(shape.leaves)).sum();
    let sets = CategorySets::new(model, categories);
    check_size("The model", (nodes, nodes), 1, sets.members)?;
    let each = model.trees_per_iteration();
    let baseline = graph.numbers(model.baseline(), &[each as usize, 1]);
    let sum = match model.n_iter() {
        0 => for_each_row(graph, &baseline, features),
        iterations => {
            let (mut ensemble, mut leaves) = (Ensemble::default(), Vec::new());
            for tree in trees(model) {
                ensemble.add(nodes_of(&tree, &sets, &mut leaves));
            }
            let features = sets.numbered_from_one(graph, features);
            let places = ensemble.places(graph, &features);
            let leaves = graph.numbers(&leaves, &[leaves.len()]);
            let mut sum = baseline;
            let each = vec![i64::from(each); iterations as usize];
            for trees in of_trees(graph, &places, &each) {
                let says = graph.node("Gather", &[&leaves, &trees]);
                sum = graph.node("Add", &[&sum, &says]);
            }
            sum
        }
    };
    // Trees × rows.
    let shares = match model.link() {
        Link::Identity => return Ok(graph.flat(&sum)),
        Link::Log => {
            let mean = graph.node("Exp", &[&sum]);
            let mean = graph.within(&mean, 0.0, f64::MAX);
            return Ok(graph.flat(&mean));
        }
        Link::Logit => {
            let sum = graph.upright(&sum);
            let second = logistic(graph, &sum);
            let one = graph.number(1.0);
            let first = graph.node("Sub", &[&one, &second]);
            beside(graph, &[first, second])
        }
        Link::Softmax => {
            let sums = graph.node("Transpose", &[&sum]);
            graph.with("Softmax", &[&sums], vec![int("axis", -1)])
        }
    };
    Ok(of_all_classes(graph, model, shares))
}

/// Gives the classes that did not occur among the train rows a probability of 0: rows × classes.
fn of_all_classes(graph: &mut GraphBuilder, model: &GradientBoosting, shares: Name) -> Name {
    let (occurring, all) = (model.classes(), model.n_classes() as usize);
    if occurring.len() == all {
        return shares;
    }
    let mut places = vec![0.0; occurring.len() * all];
    for (row, class) in places.chunks_exact_mut(all).zip(occurring) {
        row[*class as usize] = 1.0;
    }
    let places = graph.numbers(&places, &[occurring.len(), all]);
    graph.node("MatMul", &[&shares, &places])
}

/// Computes the logistic function by an exponential that cannot overflow.
fn logistic(graph: &mut GraphBuilder, sum: &str) -> Name {
    let (zero, one) = (graph.number(0.0), graph.number(1.0));
    let size = graph.node("Abs", &[sum]);
    let turned = graph.node("Sub", &[&zero, &size]);
    let small = graph.node("Exp", &[&turned]);
    let all = graph.node("Add", &[&one, &small]);
    let share = graph.node("Div", &[&one, &all]);
    let rest = graph.node("Mul", &[&small, &share]);
    let rises = graph.node("LessOrEqual", &[&zero, sum]);
    graph.node("Where", &[&rises, &share, &rest])
}

/// Repeats the baseline for each row: sums × rows.
fn for_each_row(graph: &mut GraphBuilder, baseline: &str, features: &str) -> Name {
    let column = graph.whole(&[0]);
    let first = graph.with("Gather", &[features, &column], vec![int("axis", 1)]);
    let row = graph.flat(&first);
    let rows = graph.node("Shape", &[&row]);
    let one = graph.whole(&[1]);
    let sizes = graph.with("Concat", &[&one, &rows], vec![int("axis", 0)]);
    graph.node("Expand", &[baseline, &sizes])
}

/// Which categories the splits of each feature know.
struct CategorySets {
    /// By feature, the numbers of the categories that go where missing values go; `None` for a feature of numbers.
    unknown: Vec<Option<Vec<u32>>>,
    members: u64,
}

impl CategorySets {
    fn new(model: &GradientBoosting, categories: &[Option<&[String]>]) -> Self {
        let unknown = |(feature, names): (u32, &Option<&[String]>)| {
            let known = model.seen(feature)?;
            let count = names.map_or(0, <[String]>::len) as u32;
            let unknown = (0..count).filter(|number| known.binary_search(number).is_err());
            Some(unknown.collect())
        };
        let mut sets = Self {
            unknown: (0..).zip(categories).map(unknown).collect(),
            members: 0,
        };
        let nodes = trees(model).map(|tree| tree.nodes().map(|node| sets.size(&node)).sum::<u64>());
        sets.members = nodes.sum();
        sets
    }

    /// Adds 1 to the numbers of categories. Some readers turn a missing value into a 0 where they look it up in a set.
    fn numbered_from_one(&self, graph: &mut GraphBuilder, features: &str) -> Name {
        if self.unknown.iter().all(Option::is_none) {
            return features.to_owned();
        }
        let more = |unknown: &Option<Vec<u32>>| f64::from(u8::from(unknown.is_some()));
        let more: Vec<f64> = self.unknown.iter().map(more).collect();
        let more = graph.numbers(&more, &[1, more.len()]);
        graph.node("Add", &[features, &more])
    }

    /// Returns how many numbers the set of a node takes.
    fn size(&self, node: &Node) -> u64 {
        match node {
            Node::Split {
                feature,
                test: SplitTest::In(known),
                missing_left,
                ..
            } => self.of(*feature, known, *missing_left).len() as u64 + 1,
            _ => 0,
        }
    }

    /// Returns the set of a split, with the categories that it does not know if these go left.
    fn of(&self, feature: u32, known: &[u32], missing_left: bool) -> Vec<f64> {
        let unknown = self
            .unknown
            .get(feature as usize)
            .and_then(Option::as_deref);
        let unknown = unknown.filter(|_| missing_left).unwrap_or_default();
        let number = |number: &u32| f64::from(*number) + 1.0;
        let mut set: Vec<f64> = known.iter().chain(unknown).map(number).collect();
        set.sort_unstable_by(f64::total_cmp);
        match set.is_empty() {
            // Readers want at least one, so it is one that no row has.
            true => vec![-1.0],
            false => set,
        }
    }
}

/// Iterates over the trees, iteration by iteration.
fn trees(model: &GradientBoosting) -> impl Iterator<Item = Tree<'_>> {
    let all = (0..model.n_iter()).flat_map(|iteration| {
        (0..model.trees_per_iteration()).map(move |class| (iteration, class))
    });
    all.filter_map(|(iteration, class)| model.tree(iteration, class))
}

/// Returns the nodes of a tree, and adds what its leaves say.
fn nodes_of(tree: &Tree, sets: &CategorySets, leaves: &mut Vec<f64>) -> Vec<EnsembleNode> {
    let node = |node| match node {
        Node::Leaf { value, .. } => {
            leaves.push(value);
            EnsembleNode::Leaf(leaves.len() as u32 - 1)
        }
        Node::Split {
            feature,
            test,
            missing_left,
            left,
            right,
            ..
        } => EnsembleNode::Split(EnsembleSplit {
            feature,
            test: match test {
                SplitTest::AtMost(threshold) => EnsembleTest::AtMost(threshold),
                SplitTest::In(known) => EnsembleTest::In(sets.of(feature, &known, missing_left)),
            },
            missing_left,
            left,
            right,
        }),
    };
    tree.nodes().map(node).collect()
}
