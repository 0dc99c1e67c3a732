//! Writes models without trees as sums of products. Readers add in different orders, so that last bits can differ.

use grove_models::baseline::Baseline;
use grove_models::standard::{FARTHEST, Standardizer};
use grove_models::{Fitted, GaussianNB, LinearModel, LogisticRegression};

use super::graph::{GraphBuilder, Name, int};
use super::inputs::beside;

/// The score of a class without train rows: its probability becomes 0.
const NEVER: f64 = -1e300;

/// Writes the baseline's prediction for every row; `list` has one value per row.
pub fn baseline(graph: &mut GraphBuilder, baseline: &Baseline, list: &str) -> Name {
    let rows = graph.node("Shape", &[list]);
    match baseline {
        Baseline::Mean(mean) => {
            let mean = graph.number(*mean);
            graph.node("Expand", &[&mean, &rows])
        }
        Baseline::Shares(shares) => {
            let (one, width) = (graph.whole(&[1]), graph.numbers(shares, &[1, shares.len()]));
            let sizes = graph.with("Concat", &[&rows, &one], vec![int("axis", 0)]);
            graph.node("Expand", &[&width, &sizes])
        }
    }
}

/// Writes a linear model, and returns a list of values.
pub fn linear(graph: &mut GraphBuilder, model: &LinearModel, features: &str) -> Name {
    let rows = standardised(graph, model.standard(), features);
    let coefficients = graph.numbers(model.coefficients(), &[model.coefficients().len(), 1]);
    let (product, intercept) = (
        graph.node("MatMul", &[&rows, &coefficients]),
        graph.number(model.intercept()),
    );
    let sum = graph.node("Add", &[&product, &intercept]);
    graph.flat(&sum)
}

/// Writes a logistic regression, and returns rows × classes.
pub fn logistic(graph: &mut GraphBuilder, model: &LogisticRegression, features: &str) -> Name {
    let (width, classes) = (model.n_features() as usize, model.n_classes() as usize);
    let mut coefficients = vec![0.0; width * classes];
    let mut intercepts = vec![NEVER; classes];
    for class in model.classes() {
        intercepts[*class as usize] = 0.0;
    }
    for (class, of_features, intercept) in model.scores() {
        intercepts[class as usize] = intercept;
        for (feature, coefficient) in of_features.iter().enumerate() {
            coefficients[feature * classes + class as usize] = *coefficient;
        }
    }
    let rows = standardised(graph, model.standard(), features);
    let coefficients = graph.numbers(&coefficients, &[width, classes]);
    let products = graph.node("MatMul", &[&rows, &coefficients]);
    let intercepts = graph.numbers(&intercepts, &[1, classes]);
    let scores = graph.node("Add", &[&products, &intercepts]);
    graph.with("Softmax", &[&scores], vec![int("axis", -1)])
}

/// Writes a naive Bayes model, and returns rows × classes.
pub fn bayes(graph: &mut GraphBuilder, model: &GaussianNB, features: &str) -> Name {
    let width = model.n_features() as usize;
    let (deviations, starts) = (model.deviations(), model.starts());
    let mut scores: Vec<Option<Name>> = vec![None; model.n_classes() as usize];
    let (half, axes) = (graph.number(0.5), graph.whole(&[1]));
    let each = model
        .means()
        .chunks_exact(width)
        .zip(deviations.chunks_exact(width));
    for ((class, (means, deviations)), start) in model.classes().iter().zip(each).zip(starts) {
        let means = graph.numbers(means, &[1, width]);
        let deviations = graph.numbers(deviations, &[1, width]);
        let start = graph.number(start);
        let off = graph.node("Sub", &[features, &means]);
        let off = graph.node("Div", &[&off, &deviations]);
        let off = graph.within(&off, -FARTHEST, FARTHEST);
        let squares = graph.node("Mul", &[&off, &off]);
        let sum = graph.node("ReduceSum", &[&squares, &axes]);
        let sum = graph.node("Mul", &[&sum, &half]);
        scores[*class as usize] = Some(graph.node("Sub", &[&start, &sum]));
    }
    // A class without train rows has a score in every row, too.
    let scores: Vec<Name> = match scores.iter().flatten().next().cloned() {
        None => Vec::new(),
        Some(any) => {
            let sizes = graph.node("Shape", &[&any]);
            let absent = |score: Option<Name>| {
                score.unwrap_or_else(|| {
                    let never = graph.number(NEVER);
                    graph.node("Expand", &[&never, &sizes])
                })
            };
            scores.into_iter().map(absent).collect()
        }
    };
    let scores = beside(graph, &scores);
    graph.with("Softmax", &[&scores], vec![int("axis", -1)])
}

fn standardised(graph: &mut GraphBuilder, standard: &Standardizer, features: &str) -> Name {
    let sizes = [1, standard.means().len()];
    let means = graph.numbers(standard.means(), &sizes);
    let scales = graph.numbers(standard.scales(), &sizes);
    let distances = graph.node("Sub", &[features, &means]);
    let scaled = graph.node("Div", &[&distances, &scales]);
    graph.within(&scaled, -FARTHEST, FARTHEST)
}
