//! Our forests beside scikit-learn's (`tests/reference/make.py` made the numbers).

use std::collections::BTreeMap;

use grove_forest::{Parameters, Splitter, Target, TreeSize};
use serde::Deserialize;

use crate::scores;
use crate::tables::{SPLITS, Table, TableCase, labels};
use crate::tools::{assemble, classes};

#[derive(Deserialize)]
struct Reference {
    tables: Vec<TableCase>,
    forests: Vec<ForestCase>,
}

/// What differs from growing until the leaves are pure.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Changes {
    max_depth: Option<u32>,
    min_samples_split: Option<u32>,
    min_samples_leaf: Option<u32>,
    min_impurity_decrease: f64,
    max_leaf_nodes: Option<u32>,
    class_weight: Option<String>,
    max_samples: Option<f64>,
    ccp_alpha: f64,
    monotonic_cst: Vec<i8>,
}

#[derive(Deserialize)]
struct ForestCase {
    kind: String,
    table: String,
    parameters: Changes,
    /// Of each measure its value on each split. Nobody reads sizes, but they show a wrong rule long
    /// before a score does.
    measures: BTreeMap<String, Vec<f64>>,
}

impl Changes {
    pub fn apply(&self, to: Parameters) -> Parameters {
        Parameters {
            max_depth: self.max_depth,
            min_samples_split: self.min_samples_split.unwrap_or(2),
            min_samples_leaf: self.min_samples_leaf.unwrap_or(1),
            min_impurity_decrease: self.min_impurity_decrease,
            max_leaf_nodes: self.max_leaf_nodes,
            balanced: self.class_weight.is_some(),
            max_samples: self.max_samples.unwrap_or(1.0),
            ccp_alpha: self.ccp_alpha,
            monotonic_cst: self.monotonic_cst.clone(),
            ..to
        }
    }
}

/// Grows on the rows that are not in the split's test part and measures on those that are, or on the
/// rows out of the bag.
fn measure(
    case: &ForestCase,
    part: &TableCase,
    table: &Table,
    split: u64,
) -> BTreeMap<&'static str, f64> {
    let (train, test) = part.rows(split);
    let weights: Vec<f64> = train.iter().map(|row| (row % 4) as f64).collect();
    let weights = (case.kind == "weights").then_some(weights.as_slice());
    let (known, train) = table.part(&train);
    let (truth, test) = table.part(&test);
    let classes_known;
    let target = if table.regression {
        Target::Values(&known)
    } else {
        classes_known = labels(&known);
        classes(&classes_known)
    };
    let assembler = assemble(&train, target, weights, case.parameters(table, split)).unwrap();
    let mut found = BTreeMap::new();
    if case.kind == "out of bag" {
        let score = assembler.out_of_bag().and_then(|rows| rows.score());
        found.insert("oob_score", score.unwrap());
        return found;
    }
    let forest = assembler.finish().unwrap();
    if table.regression {
        let predicted = forest.predict_values(&test).unwrap();
        found.insert("score", scores::r2(&truth, &predicted));
    } else {
        let truth = labels(&truth);
        let predicted = forest.predict_classes(&test).unwrap();
        found.insert("score", scores::accuracy(&truth, &predicted));
        if forest.n_classes() == 2 {
            let balanced = scores::balanced_accuracy(&truth, &predicted);
            let proba = forest.predict_proba(&test).unwrap();
            found.insert("balanced_accuracy", balanced);
            found.insert("roc_auc", scores::roc_auc(&truth, &proba));
        }
    }
    let shapes = forest.shapes();
    let mean_of = |value: fn(&TreeSize) -> u32| {
        let values: Vec<f64> = shapes.iter().map(|shape| f64::from(value(shape))).collect();
        scores::mean(&values)
    };
    found.insert("leaves", mean_of(|shape| shape.leaves));
    found.insert("depth", mean_of(|shape| shape.depth));
    found
}

impl ForestCase {
    fn parameters(&self, table: &Table, seed: u64) -> Parameters {
        let features = table.columns.len() as u32;
        let max_features = if table.regression {
            features
        } else {
            features.isqrt()
        };
        let is_extra = self.kind == "extra trees";
        Parameters {
            splitter: if is_extra {
                Splitter::Random
            } else {
                Splitter::Best
            },
            bootstrap: !is_extra,
            seed,
            ..self.parameters.apply(Parameters::new(max_features))
        }
    }
}

/// What is wrong where the means differ by more than two standard errors of the difference of two
/// means, or by more than three of the mean difference.
///
/// Both were measured on the same splits, which makes the second the sharper one; with so many
/// comparisons two errors of it would be exceeded by chance.
fn compare(what: &str, ours: &[f64], theirs: &[f64]) -> Option<String> {
    assert_eq!(ours.len(), theirs.len());
    let differences: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a - b).collect();
    let difference = scores::mean(&differences);
    let paired = scores::standard_error(&differences);
    let apart = scores::standard_error(ours).hypot(scores::standard_error(theirs));
    let found = format!(
        "{what}: {:.5}, scikit-learn's {:.5}, difference {difference:.5}, \
         standard error {apart:.5}, of the pairs {paired:.5}",
        scores::mean(ours),
        scores::mean(theirs)
    );
    println!("{found}");
    let is_same = difference.abs() <= 2.0 * apart && difference.abs() <= 3.0 * paired;
    (!is_same).then_some(found)
}

/// Grows the forests of a kind and compares all that scikit-learn's were measured by.
fn assert_same_forests(kind: &str, count: usize) {
    let reference: Reference =
        serde_json::from_str(include_str!("../../../../tests/reference/forest.json")).unwrap();
    let of_kind = |case: &&ForestCase| case.kind == kind;
    let cases: Vec<&ForestCase> = reference.forests.iter().filter(of_kind).collect();
    assert_eq!(cases.len(), count);
    let mut wrong = Vec::new();
    for case in cases {
        let named = |table: &&TableCase| table.name == case.table;
        let part = reference.tables.iter().find(named).unwrap();
        let table = part.load();
        let found: Vec<_> = (0..SPLITS)
            .map(|split| measure(case, part, &table, split))
            .collect();
        for (measure, theirs) in &case.measures {
            let ours: Vec<f64> = found.iter().map(|found| found[measure.as_str()]).collect();
            let what = format!("{measure} on {}", case.table);
            wrong.extend(compare(&what, &ours, theirs));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn forests_score_and_grow_as_scikit_learns() {
    assert_same_forests("plain", 9);
}

#[test]
fn limited_forests_score_and_grow_as_scikit_learns() {
    assert_same_forests("limits", 2);
}

#[test]
fn balanced_forests_score_and_grow_as_scikit_learns() {
    assert_same_forests("balanced", 1);
}

#[test]
fn weighted_forests_score_and_grow_as_scikit_learns() {
    assert_same_forests("weights", 2);
}

#[test]
fn forests_of_few_samples_score_and_grow_as_scikit_learns() {
    assert_same_forests("max samples", 2);
}

#[test]
fn extra_trees_score_and_grow_as_scikit_learns() {
    assert_same_forests("extra trees", 4);
}

#[test]
fn out_of_bag_scores_are_scikit_learns() {
    assert_same_forests("out of bag", 2);
}

#[test]
fn forests_on_missing_values_score_and_grow_as_scikit_learns() {
    assert_same_forests("missing", 2);
}
