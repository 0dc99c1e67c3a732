//! Evaluate: the scores, and how much better than the baseline they are.

use yew::{Html, classes, html};

use super::bar::bar;
use super::metric_names::{label, meaning};
use super::number::{percent, score_text};
use grove_protocol::report::{INTERVAL_NOTE, Metric};

/// Draws the scores. The `secondary` ones have no ids for tests, which are for the scores on the test rows. `moved` says from
/// what a score moved.
pub fn metric_tiles(metrics: &[Metric], secondary: bool, moved: &dyn Fn(&Metric) -> Html) -> Html {
    html! {
        <ul class="metrics">
            { for metrics.iter().map(|metric| tile(metric, secondary, moved(metric))) }
        </ul>
    }
}

fn tile(metric: &Metric, secondary: bool, moved: Html) -> Html {
    let name = label(&metric.name).to_string();
    let testid = (!secondary).then(|| format!("metric-{}", metric.name));
    let full = metric.value.map(|value| value.to_string());
    let gain = Gain::of_metric(metric);
    let (low, high) = ends(metric);
    html! {
        <li class="metric" data-testid={testid} data-value={full.clone()} data-low={low} data-high={high}>
            <span class="metric-name" title={meaning(&metric.name)}>{ name }</span>
            <span class={classes!("metric-value", full.is_none().then_some("metric-undefined"))} title={full.clone()}>
                { metric.value.map_or("not defined".to_string(), score_text) }
            </span>
            if let Some(interval) = metric.interval_text() {
                <span class="metric-interval" title={INTERVAL_NOTE}>{ interval }</span>
            }
            { moved }
            if let Some(gain) = gain {
                { bar(gain.share.abs(), if gain.share < 0.0 { "bar-loss" } else { "bar-gain" }) }
                <span class="metric-gain">{ gain.words }</span>
            }
            if let Some(baseline) = metric.baseline {
                <span class="metric-baseline">
                    <span>{ format!("baseline {}", score_text(baseline)) }</span>
                    if !metric.higher_is_better { <span>{ "lower is better" }</span> }
                </span>
            }
            if let Some(note) = &metric.note {
                <span class="metric-note">{ note }</span>
            }
            <span class="metric-meaning">{ meaning(&metric.name) }</span>
        </li>
    }
}

/// Writes the ends of a score's interval in full.
pub fn ends(metric: &Metric) -> (Option<String>, Option<String>) {
    metric
        .interval
        .map(|(low, high)| (low.to_string(), high.to_string()))
        .unzip()
}

/// The improvement over the baseline.
pub struct Gain {
    /// The share of the way from the baseline to a perfect score; negative if the model is worse.
    share: f64,
    pub words: String,
}

impl Gain {
    /// Computes the improvement; `None` where there is no score or no baseline.
    pub fn of_metric(metric: &Metric) -> Option<Self> {
        let (value, baseline) = metric.value.zip(metric.baseline)?;
        Some(Self::of(value, baseline, metric.higher_is_better))
    }

    /// Computes the improvement. A perfect score is 1 if higher is better and 0 if lower is.
    fn of(value: f64, baseline: f64, higher_is_better: bool) -> Self {
        let (gained, room) = if higher_is_better {
            (value - baseline, 1.0 - baseline)
        } else {
            (baseline - value, baseline)
        };
        let share = if room > 0.0 && gained.is_finite() {
            (gained / room).clamp(-1.0, 1.0)
        } else {
            0.0
        };
        let words = if gained == 0.0 {
            "no better than the baseline".to_string()
        } else if !higher_is_better && room > 0.0 {
            let changed = percent((gained / room).abs());
            if gained > 0.0 {
                format!("{changed} less than the baseline")
            } else {
                format!("{changed} more than the baseline")
            }
        } else if gained > 0.0 {
            format!("{} above the baseline", score_text(gained))
        } else {
            format!("{} below the baseline", score_text(-gained))
        };
        Self { share, words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gain_is_the_share_of_the_way_to_perfect() {
        let gain = Gain::of(0.9, 0.6, true);
        assert!((gain.share - 0.75).abs() < 1e-12);
        assert_eq!(gain.words, "0.300 above the baseline");
        let gain = Gain::of(30.0, 40.0, false);
        assert_eq!(gain.share, 0.25);
        assert_eq!(gain.words, "25\u{202f}% less than the baseline");
    }

    #[test]
    fn a_worse_model_loses_and_a_perfect_baseline_leaves_no_room() {
        let gain = Gain::of(0.4, 0.5, true);
        assert!((gain.share + 0.2).abs() < 1e-12);
        assert_eq!(gain.words, "0.100 below the baseline");
        assert_eq!(
            Gain::of(1.0, 1.0, true).words,
            "no better than the baseline"
        );
        assert_eq!(Gain::of(2.0, 0.0, false).share, 0.0);
        assert_eq!(Gain::of(f64::NAN, 0.5, true).share, 0.0);
    }
}
