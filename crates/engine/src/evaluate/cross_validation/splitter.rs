//! Assigns train rows to folds, by scikit-learn's rules for each method.

use crate::split::{RowGroups, SplitParts, times};
use crate::table::Table;
use crate::table::target::{labels, target_of};
use grove_forest::Stream;
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Evaluate, Recipe, SplitMethod};

/// The method by which rows are assigned to folds. Each list has an entry per row.
#[derive(Clone, Debug, PartialEq)]
pub enum FoldSplitter {
    /// In a random order, into folds of nearly equal size.
    KFold,
    /// Each row's class.
    StratifiedKFold(Vec<u32>),
    /// Each row's group.
    GroupKFold(Vec<u32>),
    /// Each row's time, as days since 1970-01-01 for dates; earlier rows train, later ones are held out.
    TimeSeriesSplit(Vec<f64>),
    /// Each row's fold.
    PredefinedSplit(Vec<u32>),
}

/// Assigns rows to folds, once or several times.
#[derive(Clone, Debug, PartialEq)]
pub struct FoldAssigner {
    /// The method, with what it needs to know of each row.
    pub splitter: FoldSplitter,
    /// The number of rows.
    pub rows: u32,
    /// The number of folds in each repeat.
    pub n_splits: u32,
    /// The number of repeats; 1 if every repeat would be the same.
    pub n_repeats: u32,
    seed: u32,
    /// How the folds differ from what was asked for or may be expected.
    pub note: Option<String>,
}

/// Positions among the rows that were split, each in ascending order.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// Rows that the fold's model learns from.
    pub train: Vec<u32>,
    /// Rows that the fold's model is scored on.
    pub held_out: Vec<u32>,
}

impl FoldSplitter {
    /// Returns scikit-learn's name.
    pub const fn name(&self) -> &'static str {
        match self {
            FoldSplitter::KFold => "KFold",
            FoldSplitter::StratifiedKFold(_) => "StratifiedKFold",
            FoldSplitter::GroupKFold(_) => "GroupKFold",
            FoldSplitter::TimeSeriesSplit(_) => "TimeSeriesSplit",
            FoldSplitter::PredefinedSplit(_) => "PredefinedSplit",
        }
    }

    /// Returns the splitter for the train rows: by the method of the split, or else by whether there are classes.
    ///
    /// # Errors
    /// As [`FoldAssigner::new`].
    pub fn of(table: &Table, parts: &SplitParts, recipe: &Recipe) -> Result<Self, StageError> {
        let (split, rows) = (&recipe.split, &parts.train);
        let column = |name: Option<&str>| {
            let column = name.and_then(|name| table.column(name));
            column.expect("the rows were split by it")
        };
        let of_train = |all: &[u32]| rows.iter().map(|&row| all[row as usize]).collect();
        match split.method {
            SplitMethod::Group => {
                let groups = RowGroups::of(column(recipe.group.as_deref()));
                return Ok(FoldSplitter::GroupKFold(of_train(&groups.of_rows)));
            }
            SplitMethod::Time => {
                let times = times(table, column(split.time_column.as_deref()))?;
                let of_train = rows.iter().map(|&row| times[row as usize]).collect();
                return Ok(FoldSplitter::TimeSeriesSplit(of_train));
            }
            SplitMethod::Folds if !split.test_fold.is_empty() => {
                let (folds, _) = labels(column(split.folds()));
                let folds: Vec<u32> = rows.iter().filter_map(|&row| folds[row as usize]).collect();
                let (_, len) = renumbered(&folds, true);
                if (Evaluate::n_splits.min..=Evaluate::n_splits.max).contains(&len) {
                    return Ok(FoldSplitter::PredefinedSplit(folds));
                }
            }
            SplitMethod::Folds | SplitMethod::Random => {}
        }
        Ok(match target_of(table, recipe).labels() {
            Some(labels) => FoldSplitter::StratifiedKFold(of_train(labels)),
            None => FoldSplitter::KFold,
        })
    }
}

impl FoldAssigner {
    /// Refuses, as scikit-learn does, more folds than there are rows, groups or times, or than any class has rows.
    pub fn new(splitter: FoldSplitter, rows: u32, recipe: &Recipe) -> Result<Self, StageError> {
        let mut assigner = Self {
            splitter,
            rows,
            n_splits: recipe.evaluate.n_splits,
            n_repeats: recipe.evaluate.repeats(),
            seed: recipe.seed,
            note: None,
        };
        let wanted = assigner.n_splits;
        let too_many = |one: &str, many: &str, there: u32| {
            let are = if there == 1 { "is" } else { "are" };
            StageError::new(
                Stage::Evaluate,
                format!(
                    "n_splits is {wanted}, but there {are} only {}.",
                    counted(there, one, many)
                ),
                "Choose fewer folds, or no cross-validation.",
            )
        };
        match &assigner.splitter {
            FoldSplitter::KFold if rows < wanted => {
                return Err(too_many("train row", "train rows", rows));
            }
            FoldSplitter::KFold => {}
            FoldSplitter::StratifiedKFold(classes) => {
                let (classes, len) = renumbered(classes, false);
                let members = tally(&classes, len);
                let most = members.iter().copied().max().unwrap_or(0);
                if most < wanted {
                    let (one, many) = ("train row", "train rows");
                    let [one, many] =
                        [one, many].map(|rows| format!("{rows} of the most frequent class"));
                    return Err(too_many(&one, &many, most));
                }
                let few = members.iter().filter(|&&members| members < wanted).count() as u32;
                if few > 0 {
                    assigner.note = Some(format!(
                        "{} fewer train rows than there are folds, so some folds have no rows of {}.",
                        counted(few, "class has", "classes have"),
                        if few == 1 { "it" } else { "them" }
                    ));
                }
            }
            FoldSplitter::GroupKFold(groups) => {
                let (_, len) = renumbered(groups, true);
                if len < wanted {
                    return Err(too_many("group of train rows", "groups of train rows", len));
                }
            }
            FoldSplitter::TimeSeriesSplit(times) => {
                let (_, ends) = in_order(times);
                if (ends.len() as u32) < wanted {
                    return Err(too_many(
                        "different time of train rows",
                        "different times of train rows",
                        ends.len() as u32,
                    ));
                }
                assigner.note = assigner.once("in the order of time");
            }
            FoldSplitter::PredefinedSplit(folds) => {
                assigner.note = assigner.once("given by their column");
                assigner.n_splits = renumbered(folds, true).1;
            }
        }
        if matches!(
            assigner.splitter,
            FoldSplitter::TimeSeriesSplit(_) | FoldSplitter::PredefinedSplit(_)
        ) {
            assigner.n_repeats = 1;
        }
        Ok(assigner)
    }

    fn once(&self, how: &str) -> Option<String> {
        (self.n_repeats > 1)
            .then(|| format!("Folds {how} are the same each time, so they are not repeated."))
    }

    /// Returns how many models are trained.
    pub fn folds(&self) -> u32 {
        self.n_splits * self.n_repeats
    }

    /// Returns each row's fold in a repeat, from 0. For folds in the order of time, the first one is only trained on.
    /// O(rows · log rows).
    pub fn assign(&self, repeat: u32) -> Vec<u32> {
        let stream = |index: u32| Stream::new(u64::from(self.seed), "folds", u64::from(index));
        match &self.splitter {
            FoldSplitter::KFold => {
                let mut rows: Vec<u32> = (0..self.rows).collect();
                stream(repeat).shuffle(&mut rows);
                let mut folds = vec![0; rows.len()];
                for (fold, of_fold) in (0..).zip(chunks(&rows, self.n_splits)) {
                    of_fold.iter().for_each(|&row| folds[row as usize] = fold);
                }
                folds
            }
            FoldSplitter::StratifiedKFold(classes) => {
                let (classes, len) = renumbered(classes, false);
                let mut assigned = stratified(&tally(&classes, len), self.n_splits);
                for (of_class, class) in assigned.iter_mut().zip(0..) {
                    stream(repeat * len + class).shuffle(of_class);
                }
                // Takes each class's folds from the end.
                classes
                    .iter()
                    .map(|&class| assigned[class as usize].pop().expect("one for each row"))
                    .collect()
            }
            FoldSplitter::GroupKFold(groups) => {
                let (groups, len) = renumbered(groups, true);
                let of_groups = if self.n_repeats > 1 {
                    let mut order: Vec<u32> = (0..len).collect();
                    stream(repeat).shuffle(&mut order);
                    let mut folds = vec![0; order.len()];
                    for (fold, of_fold) in (0..).zip(chunks(&order, self.n_splits)) {
                        of_fold
                            .iter()
                            .for_each(|&group| folds[group as usize] = fold);
                    }
                    folds
                } else {
                    balanced(&tally(&groups, len), self.n_splits)
                };
                groups
                    .iter()
                    .map(|&group| of_groups[group as usize])
                    .collect()
            }
            FoldSplitter::TimeSeriesSplit(times) => one_after_another(times, self.n_splits),
            FoldSplitter::PredefinedSplit(folds) => renumbered(folds, true).0,
        }
    }

    /// Returns a fold, given each row's. O(rows).
    pub fn fold(&self, of_rows: &[u32], fold: u32) -> Fold {
        let rows = |keep: &dyn Fn(u32) -> bool| -> Vec<u32> {
            let rows = of_rows.iter().zip(0u32..);
            rows.filter_map(|(&of, row)| keep(of).then_some(row))
                .collect()
        };
        match self.splitter {
            FoldSplitter::TimeSeriesSplit(_) => Fold {
                train: rows(&|of| of <= fold),
                held_out: rows(&|of| of == fold + 1),
            },
            _ => Fold {
                train: rows(&|of| of != fold),
                held_out: rows(&|of| of == fold),
            },
        }
    }
}

/// Renumbers without gaps, in ascending order or in the order of first appearance. Returns also how many different
/// numbers there are.
fn renumbered(numbers: &[u32], in_order: bool) -> (Vec<u32>, u32) {
    const NONE: u32 = u32::MAX;
    let all = numbers.iter().max().map_or(0, |most| *most as usize + 1);
    let mut places = vec![NONE; all];
    let mut len = 0;
    let mut name = |place: &mut u32| {
        if *place == NONE {
            *place = len;
            len += 1;
        }
    };
    if in_order {
        let mut occurs = vec![false; all];
        numbers.iter().for_each(|&n| occurs[n as usize] = true);
        let occurring = places.iter_mut().zip(occurs);
        occurring
            .filter(|(_, occurs)| *occurs)
            .for_each(|(place, _)| name(place));
    } else {
        numbers.iter().for_each(|&n| name(&mut places[n as usize]));
    }
    (numbers.iter().map(|&n| places[n as usize]).collect(), len)
}

fn tally(numbers: &[u32], len: u32) -> Vec<u32> {
    let mut counts = vec![0; len as usize];
    numbers.iter().for_each(|&n| counts[n as usize] += 1);
    counts
}

/// Divides rows into chunks of nearly equal length, longer ones first.
fn chunks(rows: &[u32], n: u32) -> impl Iterator<Item = &[u32]> {
    let (short, longer) = (rows.len() / n as usize, rows.len() % n as usize);
    let mut rest = rows;
    (0..n as usize).map(move |fold| {
        let (chunk, after) = rest.split_at(short + usize::from(fold < longer));
        rest = after;
        chunk
    })
}

/// Returns the folds of each class's rows: the rows, class by class, are assigned to one fold after the other.
fn stratified(members: &[u32], n_splits: u32) -> Vec<Vec<u32>> {
    let mut next = 0;
    let deal = |&members: &u32| {
        let mut folds: Vec<u32> = (next..next + members)
            .map(|place| place % n_splits)
            .collect();
        next = (next + members) % n_splits;
        folds.sort_unstable();
        folds
    };
    members.iter().map(deal).collect()
}

/// Returns the fold of each group: the largest group first, each to the fold with the fewest rows.
fn balanced(rows: &[u32], n_splits: u32) -> Vec<u32> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&group| rows[group]);
    let mut filled = vec![0u32; n_splits as usize];
    let mut folds = vec![0; rows.len()];
    for group in order.into_iter().rev() {
        let lightest = (0..filled.len()).min_by_key(|&fold| filled[fold]);
        let lightest = lightest.expect("there are folds");
        filled[lightest] += rows[group];
        folds[group] = lightest as u32;
    }
    folds
}

/// Returns the rows in the order of their times, and the positions at which a later time starts.
fn in_order(times: &[f64]) -> (Vec<u32>, Vec<u32>) {
    let time = |row: u32| times[row as usize];
    let mut order: Vec<u32> = (0..times.len() as u32).collect();
    order.sort_by(|&a, &b| time(a).total_cmp(&time(b)));
    let ends = (1..)
        .zip(order.windows(2))
        .filter_map(|(place, pair)| (time(pair[0]) < time(pair[1])).then_some(place))
        .collect();
    (order, ends)
}

/// Returns each row's part: one part more than there are folds, of nearly equal length except for the first, which gets
/// the remainder. A part starts at the nearest position at which a time starts.
fn one_after_another(times: &[f64], n_splits: u32) -> Vec<u32> {
    let (order, ends) = in_order(times);
    let (rows, parts) = (order.len(), n_splits as usize);
    let size = rows / (parts + 1);
    let mut folds = vec![0; rows];
    let mut from = 0;
    for part in 1..=parts {
        let wanted = (rows - (parts + 1 - part) * size) as u32;
        // Leaves an end for each part after this one.
        let open = from..ends.len() - (parts - part);
        let end = open.min_by_key(|&end| ends[end].abs_diff(wanted));
        let end = end.expect("there are as many ends as parts");
        order[ends[end] as usize..]
            .iter()
            .for_each(|&row| folds[row as usize] = part as u32);
        from = end + 1;
    }
    folds
}
