//! Checks what is given, draws the validation rows and bins the columns.

use grove_forest::{Matrix, Target};

use super::binning::{FeatureBins, categories, check_categories, numbers};
use super::booster::{Booster, Prepared};
use super::columns::Columns;
use super::losses::{NO_CLASS, Objective, Targets};
use super::parameters::LARGEST_WEIGHT;
use super::train_rows::TrainRows;
use super::validation::{ValidationRows, draw, picked};
use super::{BoostingError, Parameters};

/// Rows that are not learned from, on which each iteration is scored.
#[derive(Clone, Copy, Debug)]
pub struct Validation<'a> {
    /// Rows × features, as many as the train rows have.
    pub matrix: &'a Matrix,
    /// One entry per row.
    pub target: Target<'a>,
    /// One per row, from 0 to 10¹⁵; `None` where all weigh 1.
    pub weights: Option<&'a [f64]>,
}

/// Builds a [`Booster`] one column at a time, for a caller that wants to pause in between.
pub struct BoosterBuilder {
    parameters: Parameters,
    /// 0 for a regression.
    n_classes: u32,
    /// Those that occur, ascending.
    classes: Vec<u32>,
    /// The rows of the matrix that are learned from; `None` for all.
    train: Option<Vec<u32>>,
    rows: TrainRows,
    columns: Columns,
    bins: Vec<FeatureBins>,
    validation: Option<ValidationRows>,
    /// The validation rows in the matrix; `None` where the caller gave some or all are learned from.
    drawn: Option<Vec<u32>>,
    /// The rows of the caller's validation rows that weigh something; `None` for all.
    weighing: Option<Vec<u32>>,
    scale: f64,
    stops_early: bool,
}

impl BoosterBuilder {
    /// Checks all arguments and draws the validation rows, if there are to be any.
    ///
    /// `sample_weight` has a weight from 0 to 10¹⁵ for each row; `None` weighs all rows alike. Rows of weight 0 are
    /// ignored. Early stopping looks at the rows of `validation`; without them it draws some of the rows. Without early
    /// stopping the rows of `validation` are scored all the same.
    ///
    /// # Errors
    /// Where a length, a target, a label, a weight, a category or a parameter is out of its range. See
    /// [`BoostingError`].
    pub fn new(
        matrix: &Matrix,
        target: Target,
        sample_weight: Option<&[f64]>,
        validation: Option<Validation>,
        parameters: &Parameters,
    ) -> Result<Self, BoostingError> {
        let n_classes = match target {
            Target::Classes { n_classes, .. } => Some(n_classes),
            Target::Values(_) => None,
        };
        parameters.check(matrix.features(), n_classes)?;
        check_weights(sample_weight, matrix.rows(), "weights")?;
        check_labels(target, matrix.rows(), "targets")?;
        let classes = occurring(target, sample_weight);
        let objective = Objective::new(target, classes.len(), parameters.loss);
        check_values(objective, target, matrix.rows(), "targets")?;
        for feature in 0..matrix.features() {
            if parameters.is_categorical(feature) {
                check_categories(feature, &matrix.columns()[feature as usize])?;
            }
        }
        let weighing = weighing_rows(sample_weight, matrix.rows(), false)?;
        let rows = weighing
            .as_ref()
            .map_or(matrix.rows(), |rows| rows.len() as u32);
        let stops_early = parameters.early_stopping.unwrap_or(rows > 10_000);
        let weights = match (parameters.balanced, target) {
            (true, Target::Classes { labels, n_classes }) => {
                Some(balanced(labels, n_classes, sample_weight))
            }
            _ => sample_weight.map(<[f64]>::to_vec),
        };
        // Without others they are as no weights, to the last bit.
        let tells = |weight: &f64| *weight != 0.0 && *weight != 1.0;
        let weights = weights.filter(|weights| weights.iter().any(tells));

        let labels = match target {
            Target::Classes { labels, .. } => Some(labels),
            Target::Values(_) => None,
        };
        let (train, drawn) = if stops_early && validation.is_none() {
            let all = weighing.unwrap_or_else(|| (0..matrix.rows()).collect());
            let drawn = draw(
                &all,
                labels,
                parameters.validation_fraction,
                parameters.seed,
            );
            let is_drawn = |row: &u32| drawn.binary_search(row).is_ok();
            let train = all.into_iter().filter(|row| !is_drawn(row)).collect();
            (Some(train), Some(drawn).filter(|drawn| !drawn.is_empty()))
        } else {
            (weighing, None)
        };

        let mut targets = pick_targets(target, train.as_deref(), &classes);
        let scale = scale(&mut targets, objective);
        if objective == Objective::Poisson && all_zero(&targets) {
            return Err(BoostingError::AllZero);
        }
        let train_weights = weights
            .as_ref()
            .map(|weights| pick(weights, train.as_deref()));
        let features = matrix.features() as usize;
        let (validation, weighing) = match (validation, &drawn) {
            (Some(given), _) => {
                let (rows, weighing) =
                    check_validation(&given, matrix, target, objective, &classes, scale)?;
                (Some(rows), weighing)
            }
            (None, Some(drawn)) => {
                let mut targets = pick_targets(target, Some(drawn), &classes);
                rescale(&mut targets, scale);
                let weights = weights.map(|weights| pick(&weights, Some(drawn)));
                (Some(ValidationRows::new(targets, weights, features)), None)
            }
            (None, None) => (None, None),
        };
        Ok(Self {
            parameters: parameters.clone(),
            n_classes: n_classes.unwrap_or(0),
            classes,
            columns: Columns::new(targets.len()),
            rows: TrainRows::new(objective, targets, train_weights),
            train,
            bins: Vec::new(),
            validation,
            drawn,
            weighing,
            scale,
            stops_early,
        })
    }

    /// Bins the next column and returns true, or returns false when all are binned. `matrix` and `validation` must be those
    /// given to [`BoosterBuilder::new`]. O(rows · log rows).
    ///
    /// # Panics
    /// If a matrix is another one, with fewer rows or columns.
    pub fn advance(&mut self, matrix: &Matrix, validation: Option<&Matrix>) -> bool {
        let feature = self.bins.len();
        let Some(column) = matrix.columns().get(feature) else {
            return false;
        };
        let train = self.train.as_deref();
        let values = || picked(matrix, feature, train);
        let max_bins = self.parameters.max_bins;
        let bins = if self.parameters.is_categorical(feature as u32) {
            categories(values(), max_bins)
        } else {
            numbers(values(), self.rows.weights.as_deref(), max_bins)
        };
        let features = matrix.features() as usize;
        let direction = self.parameters.direction(feature as u32);
        self.columns.push(&bins, values(), features, direction);
        if let Some(rows) = &mut self.validation {
            match (validation, &self.drawn) {
                (_, Some(drawn)) => {
                    let values = drawn.iter().map(|row| column[*row as usize]);
                    rows.fill(feature, &bins, values);
                }
                (Some(matrix), None) => {
                    let values = picked(matrix, feature, self.weighing.as_deref());
                    rows.fill(feature, &bins, values);
                }
                (None, None) => {}
            }
        }
        self.bins.push(bins);
        true
    }

    /// Returns the booster, once [`BoosterBuilder::advance`] has returned false. O(rows × classes).
    pub fn finish(self) -> Booster {
        Booster::new(Prepared {
            parameters: self.parameters,
            n_classes: self.n_classes,
            classes: self.classes,
            rows: self.rows,
            columns: self.columns,
            bins: self.bins,
            validation: self.validation,
            scale: self.scale,
            stops_early: self.stops_early,
        })
    }
}

fn check_length(what: &'static str, found: usize, rows: u32) -> Result<(), BoostingError> {
    if found == rows as usize {
        return Ok(());
    }
    Err(BoostingError::Length {
        what,
        rows,
        found: found as u64,
    })
}

fn check_labels(target: Target, rows: u32, what: &'static str) -> Result<(), BoostingError> {
    let Target::Classes { labels, n_classes } = target else {
        return Ok(());
    };
    check_length(what, labels.len(), rows)?;
    match (0..).zip(labels).find(|(_, label)| **label >= n_classes) {
        Some((row, value)) => Err(BoostingError::Label {
            row,
            value: *value,
            n_classes,
        }),
        None => Ok(()),
    }
}

fn check_values(
    objective: Objective,
    target: Target,
    rows: u32,
    what: &'static str,
) -> Result<(), BoostingError> {
    let Target::Values(values) = target else {
        return Ok(());
    };
    check_length(what, values.len(), rows)?;
    (0..)
        .zip(values)
        .try_for_each(|(row, value)| objective.check(row, *value))
}

/// Returns the classes with a row that weighs something, ascending; none for a regression.
fn occurring(target: Target, weights: Option<&[f64]>) -> Vec<u32> {
    let Target::Classes { labels, n_classes } = target else {
        return Vec::new();
    };
    let mut occurs = vec![false; n_classes as usize];
    for (row, label) in labels.iter().enumerate() {
        occurs[*label as usize] |= weights.is_none_or(|weights| weights[row] > 0.0);
    }
    (0..n_classes)
        .filter(|class| occurs[*class as usize])
        .collect()
}

fn check_weights(
    weights: Option<&[f64]>,
    rows: u32,
    what: &'static str,
) -> Result<(), BoostingError> {
    let Some(weights) = weights else {
        return Ok(());
    };
    check_length(what, weights.len(), rows)?;
    let in_range = |weight: &f64| (0.0..=LARGEST_WEIGHT).contains(weight);
    match (0..).zip(weights).find(|(_, weight)| !in_range(weight)) {
        Some((row, value)) => Err(BoostingError::Weight { row, value: *value }),
        None => Ok(()),
    }
}

/// Returns the rows that weigh something; `None` for all.
fn weighing_rows(
    weights: Option<&[f64]>,
    rows: u32,
    validation: bool,
) -> Result<Option<Vec<u32>>, BoostingError> {
    let Some(weights) = weights else {
        return Ok(None);
    };
    let weighs = |row: &u32| weights[*row as usize] > 0.0;
    let weighing: Vec<u32> = (0..rows).filter(weighs).collect();
    match weighing.len() {
        0 => Err(BoostingError::NoWeight { validation }),
        count if count == rows as usize => Ok(None),
        _ => Ok(Some(weighing)),
    }
}

fn check_validation(
    given: &Validation,
    matrix: &Matrix,
    target: Target,
    objective: Objective,
    classes: &[u32],
    scale: f64,
) -> Result<(ValidationRows, Option<Vec<u32>>), BoostingError> {
    let (expected, found) = (matrix.features(), given.matrix.features());
    if expected != found {
        return Err(BoostingError::ValidationFeatures { expected, found });
    }
    let n_classes = |target| match target {
        Target::Classes { n_classes, .. } => Some(n_classes),
        Target::Values(_) => None,
    };
    if n_classes(given.target) != n_classes(target) {
        return Err(BoostingError::ValidationTarget);
    }
    let rows = given.matrix.rows();
    let what = "targets of the validation rows";
    check_labels(given.target, rows, what)?;
    check_values(objective, given.target, rows, what)?;
    check_weights(given.weights, rows, "weights of the validation rows")?;
    let weighing = weighing_rows(given.weights, rows, true)?;
    let mut targets = pick_targets(given.target, weighing.as_deref(), classes);
    rescale(&mut targets, scale);
    let weights = given
        .weights
        .map(|weights| pick(weights, weighing.as_deref()));
    let rows = ValidationRows::new(targets, weights, expected as usize);
    Ok((rows, weighing))
}

fn pick<T: Copy>(all: &[T], rows: Option<&[u32]>) -> Vec<T> {
    match rows {
        Some(rows) => rows.iter().map(|row| all[*row as usize]).collect(),
        None => all.to_vec(),
    }
}

/// Labels become places among `classes`; those of other classes [`NO_CLASS`].
fn pick_targets(target: Target, rows: Option<&[u32]>, classes: &[u32]) -> Targets {
    match target {
        Target::Classes { labels, n_classes } => {
            let mut places = vec![NO_CLASS; n_classes as usize];
            for (place, class) in (0..=NO_CLASS).zip(classes) {
                places[*class as usize] = place;
            }
            let place = |label: &u32| places[*label as usize];
            Targets::Labels(match rows {
                Some(rows) => rows
                    .iter()
                    .map(|row| place(&labels[*row as usize]))
                    .collect(),
                None => labels.iter().map(place).collect(),
            })
        }
        Target::Values(values) => Targets::Values(pick(values, rows)),
    }
}

/// Brings the targets to a size that gradients can have, and returns the factor.
fn scale(targets: &mut Targets, objective: Objective) -> f64 {
    let scale = match targets {
        Targets::Values(values) => objective.scale(values),
        Targets::Labels(_) => 1.0,
    };
    rescale(targets, scale);
    scale
}

fn rescale(targets: &mut Targets, scale: f64) {
    if let Targets::Values(values) = targets {
        values.iter_mut().for_each(|value| *value *= scale);
    }
}

fn all_zero(targets: &Targets) -> bool {
    (0..targets.len()).all(|row| targets.number(row) == 0.0)
}

/// Returns the rows' weights times W / (k · Wₖ), for each of the k classes with weight, so that all classes weigh the same.
fn balanced(labels: &[u32], n_classes: u32, sample_weight: Option<&[f64]>) -> Vec<f64> {
    let weight = |row: usize| sample_weight.map_or(1.0, |weights| weights[row]);
    let mut of_class = vec![0.0; n_classes as usize];
    for (row, label) in labels.iter().enumerate() {
        of_class[*label as usize] += weight(row);
    }
    let total: f64 = of_class.iter().sum();
    let occurring = of_class.iter().filter(|sum| **sum > 0.0).count() as f64;
    let rows = labels.iter().enumerate();
    rows.map(|(row, label)| {
        let (weight, of_class) = (weight(row), of_class[*label as usize]);
        let factor = total / (occurring * of_class);
        match weight {
            0.0 => 0.0,
            weight if factor.is_finite() => weight * factor,
            // The weights of a class that hardly weighs.
            weight => weight / of_class * (total / occurring),
        }
    })
    .collect()
}
