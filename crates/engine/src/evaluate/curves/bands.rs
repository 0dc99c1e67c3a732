//! Pointwise bands of the curves, and intervals of their areas, over resamples of the test rows.

use grove_protocol::report::BAND_PLACES;

use super::on_grid::OnGrid;
use crate::bootstrap::{Resamples, interval};
use crate::evaluate::ranked::Ranked;
use crate::pace::Pace;

/// The number of resamples, unless there are many rows.
const MOST: u32 = 1000;
/// The least number of resamples.
const FEWEST: u32 = 200;
/// The rows × classes that are visited in all while there are more than [`FEWEST`] resamples, and the most of all, which
/// take about a second.
const VISITS: [u64; 2] = [20_000_000, 60_000_000];

/// Bands and intervals, where they are defined.
#[derive(Default)]
pub struct Banded {
    /// Of ROC, precision by recall, and gain.
    pub bands: [Vec<(f64, f64)>; 3],
    /// Of the area under the ROC curve, and of the average precision.
    pub areas: [Option<(f64, f64)>; 2],
    /// 0 where there is no time for enough of them.
    pub resamples: u32,
    /// Those in which a class has no row, or all.
    pub undefined: u32,
}

/// Returns the number of resamples; 0 where there is no time for enough.
pub fn resamples(rows: u32, classes: u32) -> u32 {
    let [soon, at_most] = VISITS.map(|of| of / (u64::from(rows) * u64::from(classes)).max(1));
    let (fewest, most) = (u64::from(FEWEST), u64::from(MOST));
    match at_most >= fewest {
        true => soon.clamp(fewest, most) as u32,
        false => 0,
    }
}

/// Computes the bands of the mean curve of these classes. O(resamples × rows × classes).
pub async fn banded(ranked: &[Ranked], rows: u32, seed: u32, pace: &Pace) -> Banded {
    let mut banded = Banded {
        resamples: resamples(rows, ranked.len() as u32),
        ..Banded::default()
    };
    if rows < 2 || ranked.is_empty() {
        banded.resamples = 0;
    }
    let drawn = Resamples::new(u64::from(seed), "curves", rows);
    let mut weights = vec![0u8; rows as usize];
    let mut found: Vec<OnGrid> = Vec::new();
    for index in 0..banded.resamples {
        drawn.count(index, &mut weights, pace).await;
        let mut classes = ranked
            .iter()
            .map(|ranked| OnGrid::of(ranked, |place| weights[ranked.order[place] as usize]));
        // All classes must have a curve, so that a mean is one of the same classes in each resample.
        let first = classes.next().flatten();
        let mean = classes.fold(first, |sum, of| {
            let (mut sum, of) = sum.zip(of)?;
            sum.add(&of);
            Some(sum)
        });
        match mean {
            Some(sum) => found.push(sum.divided(ranked.len() as f64)),
            None => banded.undefined += 1,
        }
        pace.pause().await;
    }
    for curve in 0..banded.bands.len() {
        let heights: Vec<&Vec<f64>> = found
            .iter()
            .filter_map(|of| of.curves[curve].as_ref())
            .collect();
        let at = |place: usize| {
            let heights = heights.iter().map(|heights| heights[place]);
            interval(heights.collect(), banded.resamples)
        };
        let band: Option<Vec<(f64, f64)>> = (0..BAND_PLACES).map(at).collect();
        banded.bands[curve] = band.unwrap_or_default();
    }
    for area in 0..banded.areas.len() {
        let areas = found.iter().filter_map(|of| of.areas[area]);
        banded.areas[area] = interval(areas.collect(), banded.resamples);
    }
    let without_roc = found.iter().filter(|of| of.curves[0].is_none());
    banded.undefined += without_roc.count() as u32;
    banded
}
