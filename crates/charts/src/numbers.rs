//! The numbers of a picture as a table of texts, for those who want them exactly or do not see the picture.

use grove_protocol::profile::ProfileReport;
use grove_protocol::report::{
    ExampleRow, Feature, FeaturizeReport, PlaneReport, SplitReport, TargetDistribution, TestRow,
    TreeShape,
};
use grove_recipe::number::{count, four, significant};

use crate::bins::Bins;
use crate::corrections::name;
use crate::heat_map::{measured, names};
use crate::metric_names::label;
use crate::parallel::Search;
use crate::plane_words::{answer, value};
use crate::run_scores::RunScore;

/// The most rows of a table.
pub const ROWS: usize = 200;

/// A table of what a picture draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// The names of the columns.
    pub head: Vec<String>,
    /// The rows, each with a text for every column.
    pub rows: Vec<Vec<String>>,
    /// Which rows these are; empty where they are all.
    pub note: String,
}

impl Numbers {
    /// Makes a table of the first [`ROWS`] of `all` rows; `row` writes the one at a place. O(rows).
    pub fn first(head: &[&str], all: usize, row: &dyn Fn(usize) -> Vec<String>) -> Self {
        let rows: Vec<_> = (0..all.min(ROWS)).map(row).collect();
        let note = match all > ROWS {
            true => [
                "The first ",
                &count(ROWS as u64),
                " of ",
                &count(all as u64),
                ".",
            ]
            .concat(),
            false => String::new(),
        };
        Self::of(head, rows, note)
    }

    /// Makes a table along a line of `all` points: of every so many, and of the last. O(rows).
    pub fn along(head: &[&str], all: usize, row: &dyn Fn(usize) -> Vec<String>) -> Self {
        let every = all.div_ceil(ROWS).max(1);
        let places = (0..all).filter(|place| place % every == 0 || place + 1 == all);
        let rows: Vec<_> = places.map(row).collect();
        let note = match every {
            1 => String::new(),
            _ => ["One of every ", &count(every as u64), ", and the last."].concat(),
        };
        Self::of(head, rows, note)
    }

    fn of(head: &[&str], rows: Vec<Vec<String>>, note: String) -> Self {
        let head = head.iter().map(ToString::to_string).collect();
        Self { head, rows, note }
    }
}

/// The scores of a growing forest: `metric` is scikit-learn's name of the score.
pub fn of_scores(shapes: &[TreeShape], metric: &str) -> Numbers {
    Numbers::along(&["Trees", label(metric)], shapes.len(), &|place| {
        vec![count(place as u64 + 1), four(shapes[place].oob_score)]
    })
}

/// The losses of growing gradient boosting.
pub fn of_losses(shapes: &[TreeShape]) -> Numbers {
    let head = ["Iteration", "Train loss", "Validation loss"];
    Numbers::along(&head, shapes.len(), &|place| {
        let losses = shapes[place].losses;
        let train = four(losses.map(|losses| losses.train));
        let validation = four(losses.and_then(|losses| losses.validation));
        vec![count(place as u64 + 1), train, validation]
    })
}

/// The predictions of some rows before the first iteration and after each.
pub fn of_corrections(rows: &[ExampleRow]) -> Numbers {
    let names: Vec<String> = rows.iter().map(name).collect();
    let head: Vec<&str> = std::iter::once("Iteration")
        .chain(names.iter().map(String::as_str))
        .collect();
    let steps = rows.iter().map(|row| row.predicted.len()).max();
    Numbers::along(&head, steps.unwrap_or(0), &|step| {
        let predicted = rows
            .iter()
            .map(|row| four(row.predicted.get(step).copied()));
        std::iter::once(count(step as u64))
            .chain(predicted)
            .collect()
    })
}

/// Each test row's actual and predicted value, with the ends of its interval if there are any.
pub fn of_predictions(points: &[TestRow]) -> Numbers {
    let intervals = points.iter().any(|point| point.interval.is_some());
    let head = ["Actual", "Predicted", "From", "To"];
    let shown = if intervals { 4 } else { 2 };
    Numbers::first(&head[..shown], points.len(), &|place| {
        let TestRow {
            actual,
            predicted,
            interval,
        } = points[place];
        let (low, high) = interval.unzip();
        let all = [Some(actual), Some(predicted), low, high];
        all[..shown].iter().map(|value| four(*value)).collect()
    })
}

/// How many rows are in each bin, or in each part of the rows where there are several.
pub fn of_bins((min, max): (f64, f64), parts: &[(&str, &[u32])]) -> Numbers {
    let bins = Bins {
        min,
        max,
        count: parts.first().map_or(0, |(_, counts)| counts.len() as u32),
    };
    let edges = |bin| {
        let (from, to) = bins.edges(bin);
        vec![significant(from, 4), significant(to, 4)]
    };
    counted_in(&["From", "To"], parts, bins.count as usize, &edges)
}

/// How many rows of each part have which target.
pub fn of_split(report: &SplitReport) -> Numbers {
    let (TargetDistribution::Classes {
        train,
        validation,
        test,
        ..
    }
    | TargetDistribution::Numbers {
        train,
        validation,
        test,
        ..
    }) = &report.target;
    let all: [(&str, &[u32]); 3] = [("Train", train), ("Validation", validation), ("Test", test)];
    let parts: Vec<(&str, &[u32])> = all.into_iter().filter(|(_, n)| !n.is_empty()).collect();
    match &report.target {
        TargetDistribution::Classes { labels, .. } => {
            counted_in(&["Class"], &parts, labels.len(), &|class| {
                vec![labels[class].clone()]
            })
        }
        TargetDistribution::Numbers { min, max, .. } => of_bins((*min, *max), &parts),
    }
}

/// Counts of rows of several parts, where `start` writes what is counted at a place.
fn counted_in(
    head: &[&str],
    parts: &[(&str, &[u32])],
    all: usize,
    start: &dyn Fn(usize) -> Vec<String>,
) -> Numbers {
    let names = parts.iter().map(|(name, _)| *name);
    let head: Vec<&str> = head.iter().copied().chain(names).collect();
    Numbers::first(&head, all, &|place| {
        let mut row = start(place);
        let counts = parts.iter().map(|(_, counts)| counts.get(place));
        row.extend(counts.map(|n| count(n.copied().unwrap_or(0))));
        row
    })
}

/// The association of every two columns.
pub fn of_associations(report: &ProfileReport) -> Numbers {
    let names = names(report);
    let of_first = |first: usize| (first + 1..names.len()).map(move |second| (first, second));
    let pairs: Vec<(usize, usize)> = (0..names.len()).flat_map(of_first).collect();
    let measured_pairs = &report.associations.pairs;
    let all = pairs.len().min(measured_pairs.len());
    Numbers::first(&["Column", "Column", "Association"], all, &|place| {
        let (first, second) = pairs[place];
        let association = measured(&measured_pairs[place]);
        vec![
            names[first].to_owned(),
            names[second].to_owned(),
            association,
        ]
    })
}

/// The features, and what was learned for each.
pub fn of_features(report: &FeaturizeReport) -> Numbers {
    let features = &report.features;
    Numbers::first(
        &["Column", "Feature", "Learned"],
        features.len(),
        &|place| {
            let Feature {
                name,
                column,
                fitted,
                ..
            } = &features[place];
            vec![column.clone(), name.clone(), fitted.clone()]
        },
    )
}

/// The candidates of a search, with their parameters.
pub fn of_candidates(search: &Search) -> Numbers {
    let mut head = vec!["Candidate"];
    head.extend(search.axes.iter().map(|axis| axis.name.as_str()));
    head.push(&search.metric);
    Numbers::first(&head, search.candidates.len(), &|place| {
        let candidate = &search.candidates[place];
        let mut row = vec![candidate.name.clone()];
        row.extend(search.axes.iter().map(|axis| axis.text(place)));
        row.push(four(candidate.score));
        row
    })
}

/// The scores of runs, with where they may lie.
pub fn of_runs(metric: &str, runs: &[RunScore]) -> Numbers {
    let head = ["Run", label(metric), "From", "To"];
    Numbers::first(&head, runs.len(), &|place| {
        let run = &runs[place];
        let (low, high) = run.interval.unzip();
        let mut row = vec![run.name.clone()];
        row.extend([Some(run.value), low, high].map(four));
        row
    })
}

/// The drawn rows of a plane.
pub fn of_plane(report: &PlaneReport) -> Numbers {
    let mut head = vec!["Row", &report.x.column, &report.y.column];
    let has_target = !report.target.is_empty();
    let predicted = report.points.iter().any(|point| point.predicted.is_some());
    head.extend(has_target.then_some(&*report.target));
    head.extend(predicted.then_some("Predicted"));
    Numbers::first(&head, report.points.len(), &|place| {
        let point = &report.points[place];
        let mut row = vec![point.row.to_string()];
        row.extend([value(&report.x, point.x), value(&report.y, point.y)]);
        row.extend(has_target.then(|| answer(report, point.target)));
        let known = |of: Option<f64>| of.map_or(String::new(), |of| answer(report, of));
        row.extend(predicted.then(|| known(point.predicted)));
        row
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(place: usize) -> Vec<String> {
        vec![place.to_string()]
    }

    #[test]
    fn a_long_table_says_which_rows_it_has() {
        let short = Numbers::first(&["Row"], 3, &row);
        assert_eq!((short.rows.len(), short.note.as_str()), (3, ""));
        let long = Numbers::first(&["Row"], 1234, &row);
        assert_eq!(long.rows.len(), ROWS);
        assert_eq!(long.note, "The first 200 of 1\u{202f}234.");
    }

    #[test]
    fn a_table_along_a_line_has_its_end() {
        let line = Numbers::along(&["Row"], 1000, &row);
        assert_eq!(line.rows.len(), ROWS + 1);
        assert_eq!(line.rows[1], ["5"]);
        assert_eq!(line.rows.last().unwrap(), &["999"]);
        assert_eq!(Numbers::along(&["Row"], 0, &row).rows.len(), 0);
    }
}
