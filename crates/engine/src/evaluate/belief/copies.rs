//! Finds test rows that are equal to train rows.

use crate::profile::full::hashes::join;
use crate::profile::full::sample::{Sampled, evenly};
use crate::table::column::Column;
use grove_protocol::report::{Doubt, Remedy};
use grove_recipe::number::{count, percent, share};
use grove_recipe::{Question, Task};

use super::{BeliefRows, QuestionResult, doubt};

/// The number of rows from which the rate of chance duplicates is estimated.
const JUDGED_BY: u32 = 10_000;
/// Equal rows are not reported as copies if chance explains this share of them.
const BY_CHANCE: f64 = 1.0 / 3.0;

/// Looks for copies. Rows are compared by a 64-bit hash: of a million different rows, two have the same hash once in 30
/// million tables.
pub fn ask(rows: &BeliefRows) -> QuestionResult {
    let table = &rows.cleaned.table;
    let features: Vec<&Column> = rows
        .features()
        .into_iter()
        .filter_map(|feature| table.column(&feature.name))
        .collect();
    let mut hashes = vec![0u64; table.height() as usize];
    features.iter().for_each(|column| join(column, &mut hashes));
    let equal = shared(rows, &hashes);
    let fine = "No test row has the same feature values as a train row.";
    if equal == 0 {
        return QuestionResult::fine(fine);
    }
    let target = table.column(&rows.recipe.target);
    target
        .into_iter()
        .for_each(|column| join(column, &mut hashes));
    let same = shared(rows, &hashes);
    let test = rows.parts.test.len() as u32;
    let by_chance = coincidences(rows, &features) * f64::from(test);
    // There are few classes, so that rows with equal features often have the same class; two equal numbers are not
    // chance.
    let found = match rows.recipe.task {
        Task::Classification => same,
        Task::Regression => equal,
    };
    let part = format!(
        "{} of {} test rows {} the same feature values as a train row",
        count(equal),
        count(test),
        if equal == 1 { "has" } else { "have" }
    );
    if found == 0 || by_chance > BY_CHANCE * f64::from(found) {
        let why = match found {
            0 => "but another class",
            _ => "which is expected by chance, because the columns have few different values",
        };
        return QuestionResult {
            of: test,
            ..QuestionResult::fine(format!("{part}, {why}."))
        };
    }
    let of_which = match same {
        same if same == equal => "and the same target".into(),
        same => format!("{} of them also the same target", count(same)),
    };
    let share = percent(share(found, test));
    let copied: Vec<String> = features.iter().map(|c| c.name().to_owned()).collect();
    let with_target = rows.recipe.task == Task::Classification || same == equal;
    let columns = with_target.then(|| rows.recipe.target.clone());
    let columns = copied.into_iter().chain(columns).collect();
    let remedy = Remedy::DropDuplicates { columns };
    QuestionResult {
        failing: found,
        of: test,
        fine: fine.into(),
        doubts: vec![Doubt {
            found: format!(
                "{part}, {of_which}. {share} of the score comes from {} of which the model was trained on a copy.",
                if found == 1 { "a row" } else { "rows" }
            ),
            advice: "Drop duplicates, unless equal rows are separate observations. Rows that are in both train and test make the score too high.".into(),
            ..doubt(Question::Copies, Vec::new(), remedy)
        }],
    }
}

/// Counts the test rows with the hash of a train row.
fn shared(rows: &BeliefRows, hashes: &[u64]) -> u32 {
    let of = |row: &u32| hashes[*row as usize];
    let mut train: Vec<u64> = rows.parts.train.iter().map(of).collect();
    train.sort_unstable();
    let test = rows.parts.test.iter().map(of);
    test.filter(|hash| train.binary_search(hash).is_ok())
        .count() as u32
}

/// Returns the share of test rows that would have the features of a train row if columns were independent.
fn coincidences(rows: &BeliefRows, features: &[&Column]) -> f64 {
    let positions = evenly(rows.cleaned.table.height(), JUDGED_BY);
    let n = positions.len() as f64;
    let mut equal = 1.0;
    for column in features {
        let (mut codes, _) = Sampled::of(&column.take(&positions)).classes();
        codes.sort_unstable();
        let runs = codes.chunk_by(|a, b| a == b);
        let pairs: f64 = runs
            .map(|run| run.len() as f64 * (run.len() as f64 - 1.0))
            .sum();
        equal *= pairs / (n * (n - 1.0)).max(1.0);
    }
    let train = rows.parts.train.len() as f64;
    (equal * train).min(1.0)
}
