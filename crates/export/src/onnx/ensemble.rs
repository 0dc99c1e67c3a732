//! Writes trees as one operator that gives the leaf of each tree for each row.
//!
//! Readers sum in different orders and precisions, so the operator does not sum. Leaves are whole numbers, which no
//! reader rounds; what the leaves say is looked up and added behind it, in Grove's order.

use grove_recipe::error::StageError;

use super::graph::{GraphBuilder, Name, doubles, held, int, ints, small};
use super::proto::{AttributeProto, ElementKind};
use super::refused;

/// The largest file: few readers take larger ones, a browser has little memory for them, and protobuf ends at 2 GB.
pub const BYTES_AT_MOST: u64 = 1 << 29;

/// The size of a split and a leaf in the file, and in memory while it is made.
const BYTES_PER_NODE: u64 = 64;

/// Values of the operator's own enumerations.
const SUM: i64 = 1;
pub const AT_MOST: u8 = 0;
pub const MEMBER: u8 = 6;

/// A node of a tree, whose root comes first and whose splits precede their children.
pub enum EnsembleNode {
    /// Its place among the leaves of all trees.
    Leaf(u32),
    Split(EnsembleSplit),
}

pub struct EnsembleSplit {
    pub feature: u32,
    pub test: EnsembleTest,
    pub missing_left: bool,
    /// The children's places in the tree.
    pub left: u32,
    pub right: u32,
}

/// Which values go left.
pub enum EnsembleTest {
    AtMost(f64),
    /// Those that are among these, of which there is at least one.
    In(Vec<f64>),
}

/// The attributes of the operator.
#[derive(Default)]
pub struct Ensemble {
    roots: Vec<i64>,
    /// By split, its kind and its threshold.
    modes: Vec<u8>,
    thresholds: Vec<f64>,
    /// The sets of those splits that have one, each with NaN at its end.
    members: Vec<f64>,
    features: Vec<i64>,
    missing_left: Vec<i64>,
    /// By split, the node for rows that go left, or right.
    left: Vec<i64>,
    right: Vec<i64>,
    /// By split, whether that node is a leaf.
    left_is_leaf: Vec<i64>,
    right_is_leaf: Vec<i64>,
    /// By leaf, its tree and its place among the leaves of all trees.
    trees: Vec<i64>,
    places: Vec<f64>,
}

/// Refuses trees of so many nodes and leaves, where each leaf says `width` numbers and the splits' sets hold `members`.
pub fn check_size(
    title: &str,
    (nodes, leaves): (u64, u64),
    width: usize,
    members: u64,
) -> Result<(), StageError> {
    let bytes = BYTES_PER_NODE * nodes + 8 * (leaves * width as u64 + members);
    if bytes <= BYTES_AT_MOST {
        return Ok(());
    }
    Err(refused(
        format!(
            "{title} would take about {} MB as ONNX, and at most {} MB can be written.",
            bytes >> 20,
            BYTES_AT_MOST >> 20
        ),
        "Train fewer trees, limit their depth, or let leaves hold more rows.",
    ))
}

impl Ensemble {
    /// Adds a tree.
    pub fn add(&mut self, nodes: Vec<EnsembleNode>) {
        let tree = self.roots.len() as i64;
        self.roots.push(self.thresholds.len() as i64);
        if let [EnsembleNode::Leaf(place)] = nodes[..] {
            // A tree without a split gets one with two equal leaves.
            let (left, right) = (self.leaf(tree, place), self.leaf(tree, place));
            let split = EnsembleSplit {
                feature: 0,
                test: EnsembleTest::AtMost(f64::MAX),
                missing_left: true,
                left: 0,
                right: 1,
            };
            self.split(split, &[(left, true), (right, true)]);
            return;
        }
        // The position of each node: splits and leaves are counted separately.
        let mut splits = self.thresholds.len() as i64;
        let mut lies: Vec<(i64, bool)> = Vec::with_capacity(nodes.len());
        for node in &nodes {
            lies.push(match node {
                EnsembleNode::Leaf(place) => (self.leaf(tree, *place), true),
                EnsembleNode::Split(_) => {
                    splits += 1;
                    (splits - 1, false)
                }
            });
        }
        for node in nodes {
            if let EnsembleNode::Split(split) = node {
                self.split(split, &lies);
            }
        }
    }

    fn leaf(&mut self, tree: i64, place: u32) -> i64 {
        self.trees.push(tree);
        self.places.push(f64::from(place));
        self.places.len() as i64 - 1
    }

    fn split(&mut self, split: EnsembleSplit, lies: &[(i64, bool)]) {
        let (mode, threshold) = match split.test {
            EnsembleTest::AtMost(threshold) => (AT_MOST, threshold),
            EnsembleTest::In(members) => {
                self.members.extend(members);
                self.members.push(f64::NAN);
                (MEMBER, 0.0)
            }
        };
        self.modes.push(mode);
        self.thresholds.push(threshold);
        self.features.push(i64::from(split.feature));
        self.missing_left.push(i64::from(split.missing_left));
        let (left, right) = (lies[split.left as usize], lies[split.right as usize]);
        self.left.push(left.0);
        self.left_is_leaf.push(i64::from(left.1));
        self.right.push(right.0);
        self.right_is_leaf.push(i64::from(right.1));
    }

    /// Adds the operator, and returns the places of the leaves: trees × rows, so that the rows of a tree are adjacent.
    pub fn places(self, graph: &mut GraphBuilder, features: &str) -> Name {
        let places = graph.with("TreeEnsemble", &[features], self.attributes());
        let places = graph.cast(&places, ElementKind::Int64);
        graph.node("Transpose", &[&places])
    }

    fn attributes(self) -> Vec<AttributeProto> {
        let list = |values: &[f64]| doubles(values, &[values.len()]);
        let mut attributes = vec![
            int("n_targets", self.roots.len() as i64),
            int("aggregate_function", SUM),
            int("post_transform", 0),
            ints("tree_roots", self.roots),
            ints("nodes_featureids", self.features),
            held("nodes_splits", list(&self.thresholds)),
            held("nodes_modes", small(&self.modes)),
            ints("nodes_missing_value_tracks_true", self.missing_left),
            ints("nodes_truenodeids", self.left),
            ints("nodes_trueleafs", self.left_is_leaf),
            ints("nodes_falsenodeids", self.right),
            ints("nodes_falseleafs", self.right_is_leaf),
            ints("leaf_targetids", self.trees),
            held("leaf_weights", list(&self.places)),
        ];
        if !self.members.is_empty() {
            attributes.push(held("membership_values", list(&self.members)));
        }
        attributes
    }
}

/// Splits places into those of `each` trees at a time.
pub fn of_trees(graph: &mut GraphBuilder, places: &str, each: &[i64]) -> Vec<Name> {
    let parts: Vec<Name> = (0..each.len())
        .map(|part| graph.named(&format!("tree_{part}")))
        .collect();
    let sizes = graph.whole(each);
    graph.put(
        "Split",
        &[places, &sizes],
        parts.clone(),
        vec![int("axis", 0)],
    );
    parts
}

#[cfg(test)]
mod tests {
    use prost::Message;

    use super::*;
    use crate::onnx::graph::Size;
    use crate::onnx::proto::{ModelProto, NodeProto, TensorProto};
    use crate::onnx::read::OnnxReader;
    use crate::onnx::read::tensor::TensorData;

    /// A tree that asks whether a category is 1 or 3, and of those whether it is above 2. `change` is applied to the
    /// operator.
    fn model(change: impl FnOnce(&mut NodeProto)) -> Vec<u8> {
        let mut graph = GraphBuilder::new(&[]);
        graph.input("x", ElementKind::Double, &[Size::Rows], "");
        let column = graph.upright("x");
        let split = |test, missing_left, left, right| {
            EnsembleNode::Split(EnsembleSplit {
                feature: 0,
                test,
                missing_left,
                left,
                right,
            })
        };
        let mut ensemble = Ensemble::default();
        ensemble.add(vec![EnsembleNode::Leaf(0)]);
        ensemble.add(vec![
            split(EnsembleTest::In(vec![1.0, 3.0]), true, 1, 4),
            split(EnsembleTest::AtMost(2.0), false, 2, 3),
            EnsembleNode::Leaf(1),
            EnsembleNode::Leaf(2),
            EnsembleNode::Leaf(3),
        ]);
        let places = ensemble.places(&mut graph, &column);
        graph.output(&places, ElementKind::Int64, &[Size::Of(2), Size::Rows], "");
        let mut graph = graph.finish();
        let trees = |node: &&mut NodeProto| node.op_type == "TreeEnsemble";
        change(graph.node.iter_mut().find(trees).unwrap());
        let opset = |(domain, version): (&str, i64)| crate::onnx::proto::OperatorSetProto {
            domain: domain.to_owned(),
            version: Some(version),
        };
        let model = ModelProto {
            graph: Some(graph),
            opset_import: crate::onnx::OPSETS.into_iter().map(opset).collect(),
            ..ModelProto::default()
        };
        model.encode_to_vec()
    }

    #[test]
    fn rows_go_left_whose_number_is_in_the_set() {
        let reader = OnnxReader::new(&model(|_| {})).unwrap();
        let rows = vec![0.0, 1.0, 2.0, 3.0, 4.0, -1.0, 2.5, f64::NAN];
        let answer = reader.run(&[("x", TensorData::Numbers(rows))]).unwrap();
        let places = answer.values().next().unwrap().whole().unwrap();
        assert_eq!(places[..8], [0; 8]);
        assert_eq!(places[8..], [3, 1, 3, 2, 3, 3, 3, 2]);
    }

    #[test]
    fn sets_that_do_not_fit_the_splits_are_errors() {
        let changed = |name: &str, to: TensorProto| {
            let bytes = model(|node| {
                let attribute = node.attribute.iter_mut().find(|of| of.name == name);
                attribute.unwrap().t = Some(to);
            });
            OnnxReader::new(&bytes).err()
        };
        let sets =
            |members: &[f64]| changed("membership_values", doubles(members, &[members.len()]));
        let nan = f64::NAN;
        assert_eq!(sets(&[3.0, 1.0, nan]), None);
        for members in [&[][..], &[1.0], &[1.0, nan, 2.0, nan], &[1.0, nan, 2.0]] {
            let error = sets(members).unwrap();
            assert!(error.contains("set"), "{members:?}: {error}");
        }
        for modes in [&[0, 0, 0][..], &[0, 6, 6], &[6, 6, 6], &[0, 4, 0], &[0, 6]] {
            assert!(changed("nodes_modes", small(modes)).is_some(), "{modes:?}");
        }
        let without = model(|node| node.attribute.retain(|of| of.name != "membership_values"));
        assert!(OnnxReader::new(&without).is_err());
    }

    #[test]
    fn a_file_that_would_be_too_large_is_refused_before_it_is_made() {
        let most = BYTES_AT_MOST / 8 / 1000;
        assert!(check_size("The forest", (0, most), 1000, 0).is_ok());
        let refused = |leaves, members| check_size("The forest", (0, leaves), 1000, members);
        for refusal in [refused(most + 1, 0), refused(most, 1000)] {
            let refusal = refusal.unwrap_err();
            assert!(refusal.problem.contains("The forest"), "{refusal}");
            assert!(refusal.problem.contains("512 MB"), "{refusal}");
            assert!(refusal.advice.contains("fewer trees"), "{refusal}");
        }
    }
}
