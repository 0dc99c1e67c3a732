//! The scores of classes on weighted rows.

use grove_models::{Predictions, decided};

use super::Pair;
use crate::evaluate::ranked::Ranked;

/// Test rows with what their scores need, computed once.
pub struct ClassRows {
    classes: usize,
    /// The pairs of a true and a predicted class that occur.
    pairs: Vec<(u32, u32)>,
    /// Which of them each row has.
    pair: Vec<u32>,
    /// The log loss of each row.
    losses: Vec<f64>,
    /// By class, the rows by their probability of it; of two classes, of the second alone, whose order all rows are in. Empty
    /// where there is no time for it.
    ranked: Vec<Ranked>,
    /// The class that the baseline predicts.
    always: u32,
    /// The baseline's log loss of a row of each class.
    losses_of_baseline: Vec<f64>,
}

impl ClassRows {
    /// Prepares rows of these true classes. `baseline` has the probabilities of the baseline, which are the same for all rows.
    /// O(rows × (classes + log rows)), and × classes with the areas of more than two.
    pub fn new(
        actual: &[u32],
        predicted: &Predictions,
        baseline: &[f64],
        with_areas: bool,
    ) -> Self {
        let Predictions::Probabilities { values, .. } = predicted else {
            unreachable!("a classifier predicts probabilities")
        };
        let classes = baseline.len();
        let of_class = |class: usize| -> Vec<f64> {
            values
                .iter()
                .skip(class)
                .step_by(classes)
                .copied()
                .collect()
        };
        let ranked_by =
            |class: usize| Ranked::new(&of_class(class), |row| actual[row] as usize == class);
        let ranked: Vec<Ranked> = match classes {
            _ if !with_areas => Vec::new(),
            2 => vec![ranked_by(1)],
            _ => (0..classes).map(ranked_by).collect(),
        };
        let said = predicted.labels();
        // One pass in the order of memory is the fastest.
        let order: Vec<u32> = match (&*ranked, classes) {
            ([ranked], 2) => ranked.order.clone(),
            _ => (0..actual.len() as u32).collect(),
        };
        let loss_of =
            |probability: f64| -libm::log(probability.clamp(f64::EPSILON, 1.0 - f64::EPSILON));
        let rows = || order.iter().map(|row| *row as usize);
        let mut pairs: Vec<(u32, u32)> = rows().map(|row| (actual[row], said[row])).collect();
        let of_rows = pairs.clone();
        pairs.sort_unstable();
        pairs.dedup();
        let place = |pair: &(u32, u32)| pairs.partition_point(|other| other < pair) as u32;
        Self {
            classes,
            pair: of_rows.iter().map(place).collect(),
            losses: rows()
                .map(|row| loss_of(values[row * classes + actual[row] as usize]))
                .collect(),
            pairs,
            ranked,
            always: decided(baseline, None),
            losses_of_baseline: baseline.iter().map(|share| loss_of(*share)).collect(),
        }
    }

    /// Scores the rows with these weights, which sum to their number, in the order of the metrics. The area is `None` unless
    /// it is asked for and defined. O(rows × classes).
    pub fn scores(&self, weights: &[u8], with_area: bool) -> Vec<Pair> {
        // Neighbours with the same pair add to sums of their own, so that no sum waits for the one before.
        let mut sums = vec![[0u32; 4]; self.pairs.len()];
        let mut loss = 0.0;
        let rows = weights.iter().zip(&self.pair).zip(&self.losses);
        for (place, ((weight, pair), of_row)) in rows.enumerate() {
            sums[*pair as usize][place % 4] += u32::from(*weight);
            loss += f64::from(*weight) * of_row;
        }
        let mut counts = Counts::new(self.classes);
        for ((actual, said), sums) in self.pairs.iter().zip(&sums) {
            counts.add(*actual as usize, *said as usize, sums.iter().sum());
        }
        let rows = self.pair.len() as f64;
        let supports = counts.of.iter().map(|of| of.support);
        let losses = supports.clone().zip(&self.losses_of_baseline);
        let loss_of_baseline: f64 = losses.map(|(support, of)| f64::from(support) * of).sum();
        let mut of_baseline = Counts::new(self.classes);
        for (class, support) in supports.enumerate() {
            of_baseline.add(class, self.always as usize, support);
        }
        let area = with_area.then(|| self.area(weights)).flatten();
        let [a, b] = [
            (&counts, loss, area),
            (&of_baseline, loss_of_baseline, area.map(|_| 0.5)),
        ]
        .map(|(counts, loss, area)| {
            let [accuracy, balanced, f1] = counts.scores(rows);
            [accuracy, balanced, f1, Some(loss / rows), area]
        });
        a.into_iter().zip(b).map(|(a, b)| a.zip(b)).collect()
    }

    /// The area of the second of two classes, or else the mean over all classes.
    fn area(&self, weights: &[u8]) -> Option<f64> {
        if let ([ranked], 2) = (&*self.ranked, self.classes) {
            return ranked.area(|place| weights[place]);
        }
        let areas = self
            .ranked
            .iter()
            .map(|ranked| ranked.area(|place| weights[ranked.order[place] as usize]));
        let sum: f64 = areas.collect::<Option<Vec<f64>>>()?.iter().sum();
        (!self.ranked.is_empty()).then(|| sum / self.ranked.len() as f64)
    }
}

#[cfg(test)]
impl ClassRows {
    /// The order in which the rows are kept.
    pub fn order(&self) -> Vec<u32> {
        match (&*self.ranked, self.classes) {
            ([ranked], 2) => ranked.order.clone(),
            _ => (0..self.pair.len() as u32).collect(),
        }
    }
}

/// Weighted rows by class.
struct Counts {
    of: Vec<Count>,
}

#[derive(Clone, Copy, Default)]
struct Count {
    /// Rows of the class.
    support: u32,
    /// Rows that are predicted as it.
    predicted: u32,
    /// Rows of both.
    hits: u32,
}

impl Counts {
    fn new(classes: usize) -> Self {
        Self {
            of: vec![Count::default(); classes],
        }
    }

    fn add(&mut self, actual: usize, said: usize, weight: u32) {
        self.of[actual].support += weight;
        self.of[said].predicted += weight;
        self.of[actual].hits += weight * u32::from(actual == said);
    }

    /// Accuracy, balanced accuracy and macro F1, as `class_metrics` has them.
    fn scores(&self, rows: f64) -> [Option<f64>; 3] {
        let hits: u32 = self.of.iter().map(|of| of.hits).sum();
        let ratio = |part: u32, whole: u32| f64::from(part) / f64::from(whole);
        let there = self.of.iter().filter(|of| of.support > 0);
        let recalls = there.map(|of| ratio(of.hits, of.support));
        let said = self.of.iter().filter(|of| of.support + of.predicted > 0);
        let f1 = said.map(|of| ratio(2 * of.hits, of.support + of.predicted));
        [Some(f64::from(hits) / rows), mean(recalls), mean(f1)]
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0u32, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}
