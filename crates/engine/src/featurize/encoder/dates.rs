//! Encodes dates: their parts, their position in a cycle, or the days since the first one.

use std::f64::consts::TAU;

use serde::{Deserialize, Serialize};

use crate::featurize::dates::DatePart;
use crate::load::types::{day, numbers};
use crate::table::column::Column;
use grove_recipe::{Encoding, Plan};

use super::impute::impute;
use super::{FeatureBlock, NamedFeature, filled};

/// Numbers computed from a date, each with its value for a missing date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DateEncoder {
    /// Each feature with its value for a missing date; NaN leaves it missing.
    pub features: Vec<(DateFeature, f64)>,
}

/// A number computed from a date.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum DateFeature {
    /// The part itself.
    Part(DatePart),
    /// The sine of a cyclic part.
    Sine(DatePart),
    /// The cosine of a cyclic part.
    Cosine(DatePart),
    /// Days since a moment, which is given in days since 1970-01-01.
    Since(f64),
}

const PARTS: [DatePart; 6] = [
    DatePart::Year,
    DatePart::Month,
    DatePart::Day,
    DatePart::Weekday,
    DatePart::Hour,
    DatePart::Minute,
];
const CYCLES: [DatePart; 4] = [
    DatePart::Month,
    DatePart::DayOfYear,
    DatePart::Weekday,
    DatePart::Hour,
];

impl DateEncoder {
    /// Learns the features. Those that do not vary among the train rows are left out, which may be all.
    pub fn fit(column: &Column, plan: &Plan) -> Self {
        let candidates: Vec<DateFeature> = match plan.encoding {
            Encoding::Cyclic => CYCLES
                .into_iter()
                .filter(|part| varies(&part.read(column)))
                .flat_map(|part| [DateFeature::Sine(part), DateFeature::Cosine(part)])
                .collect(),
            Encoding::Elapsed => {
                let days = numbers(column).into_iter().flatten();
                vec![DateFeature::Since(days.fold(f64::INFINITY, f64::min))]
            }
            _ => PARTS.map(DateFeature::Part).to_vec(),
        };
        let fitted = |feature: DateFeature| {
            let values = feature.read(column);
            let present = values.iter().flatten().copied();
            let fill = || impute(present.collect(), column.len(), plan);
            varies(&values).then(|| (feature, fill()))
        };
        Self {
            features: candidates.into_iter().filter_map(fitted).collect(),
        }
    }

    /// Checks that only cyclic parts have an angle, and that no value is infinite.
    pub fn is_sound(&self) -> bool {
        let sound = |feature: DateFeature| match feature {
            DateFeature::Part(_) => true,
            DateFeature::Sine(part) | DateFeature::Cosine(part) => period(part).is_some(),
            DateFeature::Since(start) => start.is_finite(),
        };
        let mut features = self.features.iter();
        features.all(|(feature, fill)| sound(*feature) && !fill.is_infinite())
    }

    /// Returns whether a missing date gives a missing value.
    pub fn leaves_missing(&self) -> bool {
        self.features.iter().any(|(_, fill)| fill.is_nan())
    }

    /// Returns the number of features.
    pub fn width(&self) -> usize {
        self.features.len()
    }

    /// Returns each feature's name and what was learned for it, for the column of this name.
    pub fn features(&self, column: &str) -> Vec<NamedFeature> {
        let named = |(feature, fill): &(DateFeature, f64)| {
            let name = match feature {
                DateFeature::Part(part) => part.name().to_owned(),
                DateFeature::Sine(part) => format!("{} sin", part.name()),
                DateFeature::Cosine(part) => format!("{} cos", part.name()),
                DateFeature::Since(start) => {
                    let date = day(start.floor() as i32);
                    date.map_or("days".into(), |date| format!("days since {date}"))
                }
            };
            (format!("{column}: {name}"), filled(*fill))
        };
        self.features.iter().map(named).collect()
    }

    /// Returns each feature's values for these rows. O(rows × features).
    pub fn apply(&self, column: &Column) -> FeatureBlock {
        let apply = |(feature, fill): &(DateFeature, f64)| {
            let values = feature.read(column).into_iter();
            values.map(|value| value.unwrap_or(*fill)).collect()
        };
        self.features.iter().map(apply).collect()
    }
}

impl DateFeature {
    /// Returns the angle of a cyclic part; `None` for others.
    pub fn angle(part: DatePart, value: f64) -> Option<f64> {
        let (start, length) = period(part)?;
        Some((value - start) / length * TAU)
    }

    fn read(self, column: &Column) -> Vec<Option<f64>> {
        let turned = |part: DatePart, wave: fn(f64) -> f64| {
            let values = part.read(column).into_iter();
            let values = values.map(|value| Self::angle(part, value?).map(wave));
            values.collect::<Vec<_>>()
        };
        match self {
            Self::Part(part) => part.read(column),
            Self::Sine(part) => turned(part, libm::sin),
            Self::Cosine(part) => turned(part, libm::cos),
            Self::Since(start) => numbers(column)
                .into_iter()
                .map(|days| days.map(|days| days - start))
                .collect(),
        }
    }
}

/// Returns the first value of a cyclic part, and the number of its values.
fn period(part: DatePart) -> Option<(f64, f64)> {
    match part {
        DatePart::Month => Some((1.0, 12.0)),
        DatePart::DayOfYear => Some((1.0, 365.25)),
        DatePart::Weekday => Some((0.0, 7.0)),
        DatePart::Hour => Some((0.0, 24.0)),
        DatePart::Year | DatePart::Day | DatePart::Minute => None,
    }
}

fn varies(values: &[Option<f64>]) -> bool {
    let mut values = values.iter().flatten();
    values
        .next()
        .is_some_and(|first| values.any(|value| value != first))
}
