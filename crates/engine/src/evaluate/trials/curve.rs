//! The learning curve: folds of the train rows, and fewer and fewer rows to learn from in each.

use grove_forest::Stream;
use grove_protocol::report::{CurveSize, LearningCurve, metrics_of};
use grove_recipe::error::StageError;
use grove_recipe::{CrossValidation, Recipe};

use super::{Training, Tried};
use crate::evaluate::cross_validation::{Fold, FoldAssigner, FoldSplitter};
use crate::evaluate::higher_is_better;
use crate::evaluate::refit::scored_otherwise;
use crate::split::SplitParts;
use crate::table::Table;

/// Folds, unless the split's own folds are others.
const FOLDS: u32 = 5;

/// The most sizes; each is half of the next.
const SIZES: u32 = 6;

/// Fewer rows than this teach a model nothing that could be compared.
const FEWEST: u32 = 10;

/// The rows of a learning curve.
pub struct Curve {
    assigner: FoldAssigner,
    /// Each train row's fold.
    folds: Vec<u32>,
    seed: u32,
    sizes: u32,
    note: Option<String>,
}

/// A report without scores.
pub fn empty(recipe: &Recipe) -> LearningCurve {
    let metric = metrics_of(recipe.task)[0];
    LearningCurve {
        metric: metric.into(),
        higher_is_better: higher_is_better(metric),
        folds: FOLDS,
        sizes: Vec::new(),
        note: None,
    }
}

impl Curve {
    /// Assigns the train rows to folds, and enters the sizes into the report.
    ///
    /// # Errors
    /// Where the folds are impossible.
    pub fn new(
        (table, parts): (&Table, &SplitParts),
        recipe: &Recipe,
        told: &mut LearningCurve,
    ) -> Result<Self, StageError> {
        let mut curve = Self::folds((table, parts), recipe)?;
        let (assigner, folds) = (&curve.assigner, &curve.folds);
        let trained: Vec<u32> = (0..assigner.n_splits)
            .map(|fold| assigner.fold(folds, fold).train.len() as u32)
            .collect();
        let least = trained.iter().copied().min().unwrap_or(0);
        let halved = |size: &u32| *size == 0 || least >> size >= FEWEST;
        let sizes = (0..SIZES).take_while(halved).count() as u32;
        let mean = |size: u32| {
            let rows = trained.iter().map(|rows| u64::from(rows >> size));
            (rows.sum::<u64>() / trained.len().max(1) as u64) as u32
        };
        let none = |size: u32| CurveSize {
            rows: mean(size),
            train: Vec::new(),
            held_out: Vec::new(),
        };
        told.sizes = (0..sizes).rev().map(none).collect();
        told.folds = assigner.n_splits;
        told.note = curve.note();
        curve.sizes = sizes;
        Ok(curve)
    }

    /// Assigns the train rows to folds, all of whose train rows are learned from.
    ///
    /// # Errors
    /// Where the folds are impossible.
    pub fn folds(
        (table, parts): (&Table, &SplitParts),
        recipe: &Recipe,
    ) -> Result<Self, StageError> {
        let mut recipe = recipe.clone();
        recipe.evaluate.cross_validation = CrossValidation::KFold;
        recipe.evaluate.n_splits = FOLDS;
        let splitter = FoldSplitter::of(table, parts, &recipe)?;
        let assigner = FoldAssigner::new(splitter, parts.train.len() as u32, &recipe)?;
        let notes = assigner.note.as_deref().into_iter();
        let notes: Vec<&str> = notes.chain(scored_otherwise(&recipe.evaluate)).collect();
        Ok(Self {
            folds: assigner.assign(0),
            seed: recipe.seed,
            sizes: 1,
            note: (!notes.is_empty()).then(|| notes.join(" ")),
            assigner,
        })
    }

    /// Returns the number of folds.
    pub fn n_folds(&self) -> u32 {
        self.assigner.n_splits
    }

    /// Returns how folds and scores differ from what may be expected.
    pub fn note(&self) -> Option<String> {
        self.note.clone()
    }

    /// Returns all rows to learn from and the held-out ones, as positions among the train rows.
    pub fn fold(&self, fold: u32) -> (Vec<u32>, Vec<u32>) {
        let Fold { train, held_out } = self.assigner.fold(&self.folds, fold);
        (train, held_out)
    }

    /// All sizes of the first fold, then of the next: a curve is there early.
    pub fn trainings(&self) -> Vec<Training> {
        let sizes = self.sizes as usize;
        let of_fold = |fold| (0..sizes).map(move |size| Training::Size { fold, size });
        (0..self.assigner.n_splits).flat_map(of_fold).collect()
    }

    /// Returns the rows to learn from and the held-out ones, as positions among the train rows. A smaller size is a part of
    /// the next larger one.
    pub fn rows(&self, fold: u32, size: usize) -> (Vec<u32>, Vec<u32>) {
        let (train, held_out) = self.fold(fold);
        let kept = train.len() >> (self.sizes as usize - 1 - size);
        let random = Stream::new(u64::from(self.seed), "learning curve", u64::from(fold));
        let mut rows = in_order(&self.assigner.splitter, train, random);
        rows.truncate(kept);
        rows.sort_unstable();
        (rows, held_out)
    }
}

/// Puts rows into the order in which they are taken: the newest first where rows have times, otherwise at random, of each
/// class in the same proportion.
fn in_order(splitter: &FoldSplitter, mut rows: Vec<u32>, mut random: Stream) -> Vec<u32> {
    if let FoldSplitter::TimeSeriesSplit(times) = splitter {
        let time = |row: &u32| times[*row as usize];
        rows.sort_by(|a, b| time(b).total_cmp(&time(a)));
        return rows;
    }
    random.shuffle(&mut rows);
    let FoldSplitter::StratifiedKFold(classes) = splitter else {
        return rows;
    };
    let class = |row: &u32| classes[*row as usize] as usize;
    let mut members = vec![0u32; classes.iter().max().map_or(0, |most| *most as usize + 1)];
    rows.iter().for_each(|row| members[class(row)] += 1);
    let mut seen = vec![0u32; members.len()];
    let mut placed: Vec<(f64, u32)> = Vec::with_capacity(rows.len());
    for row in rows {
        let class = class(&row);
        placed.push((
            (f64::from(seen[class]) + 0.5) / f64::from(members[class]),
            row,
        ));
        seen[class] += 1;
    }
    placed.sort_by(|a, b| a.0.total_cmp(&b.0));
    placed.into_iter().map(|(_, row)| row).collect()
}

/// Adds the scores of a training.
pub fn note(told: &mut LearningCurve, size: usize, tried: Result<Tried, StageError>) {
    let metric = |of: &[grove_protocol::report::Metric]| {
        let found = of.iter().find(|metric| metric.name == told.metric);
        found.and_then(|metric| metric.value)
    };
    let (train, held_out) = match &tried {
        Ok(Tried::Scores(scored)) => (
            scored.train.as_deref().and_then(metric),
            metric(&scored.held_out),
        ),
        _ => (None, None),
    };
    if let Err(error) = &tried {
        let failed = format!("A training failed: {}", error.problem);
        let note = told.note.get_or_insert_default();
        if !note.contains(&failed) {
            note.push_str(if note.is_empty() { "" } else { " " });
            note.push_str(&failed);
        }
    }
    if let Some(at) = told.sizes.get_mut(size) {
        at.train.push(train);
        at.held_out.push(held_out);
    }
}
