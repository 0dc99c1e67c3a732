//! How a model improved while it grew: the losses of gradient boosting after each iteration, or the out-of-bag score of a
//! forest after each tree.

use grove_protocol::report::{Detail, Losses, StageReport, TrainReport, TreeShape};

/// Figures after each step of growing.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What a step is: `iteration` or `tree`.
    step: &'static str,
    /// The number of the first step: 0 is before the first iteration.
    first: u32,
    /// The figures by their names; `None` where one is not defined.
    series: Vec<(&'static str, Vec<Option<f64>>)>,
}

impl Curve {
    /// Returns the curve of the model that these stages trained; `None` where it has none. O(iterations or trees).
    pub fn of(stages: &[StageReport]) -> Option<Self> {
        stages.iter().find_map(|stage| match &stage.detail {
            Detail::Train(report) => Self::of_training(report),
            _ => None,
        })
    }

    fn of_training(report: &TrainReport) -> Option<Self> {
        let Some(boosting) = &report.boosting else {
            let scores = report.trees.iter().map(|tree| tree.oob_score);
            return report.out_of_bag.as_ref().map(|_| Self {
                step: "tree",
                first: 1,
                series: vec![("oob_score", scores.collect())],
            });
        };
        let losses = |of: fn(&Losses) -> Option<f64>| {
            let of_iteration = |tree: &TreeShape| tree.losses.as_ref().and_then(of);
            let before = std::iter::once(of(&boosting.baseline));
            before
                .chain(report.trees.iter().map(of_iteration))
                .collect::<Vec<_>>()
        };
        let mut series = vec![("train_loss", losses(|losses| Some(losses.train)))];
        if boosting.baseline.validation.is_some() {
            series.push(("validation_loss", losses(|losses| losses.validation)));
        }
        Some(Self {
            step: "iteration",
            first: 0,
            series,
        })
    }

    /// Returns each series by its name: the defined figures with the numbers of their steps.
    pub fn series(&self) -> impl Iterator<Item = (&'static str, impl Iterator<Item = (u32, f64)>)> {
        self.series.iter().map(|(name, figures)| {
            let steps = (self.first..).zip(figures);
            let defined = steps.filter_map(|(step, figure)| Some((step, (*figure)?)));
            (*name, defined)
        })
    }

    /// Writes a row for each step where a figure is defined: the step and the figures. UTF-8 CSV.
    pub fn csv(&self) -> Vec<u8> {
        let names = self.series.iter().map(|(name, _)| *name);
        let header: Vec<&str> = std::iter::once(self.step).chain(names).collect();
        let mut text = header.join(",") + "\n";
        let steps = self.series.first().map_or(0, |(_, figures)| figures.len());
        for (step, place) in (self.first..).zip(0..steps) {
            let figures = self.series.iter().map(|(_, figures)| figures[place]);
            let figures: Vec<Option<f64>> = figures.collect();
            if figures.iter().any(Option::is_some) {
                text += &step.to_string();
                for figure in figures {
                    text.push(',');
                    text += &figure.map(|figure| figure.to_string()).unwrap_or_default();
                }
                text.push('\n');
            }
        }
        text.into_bytes()
    }
}
