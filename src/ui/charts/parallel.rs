//! Runs: the candidates of a search, each a line through what it was made of to what it scored.

use yew::{AttrValue, Html, Properties, classes, component, html};

use super::axis::px;
use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::metric_tiles::written;
use super::number::{counted, significant};
use super::scale::{Linear, Ticks};
use super::text::fit;
use super::width::use_width;

#[derive(Properties, PartialEq)]
pub struct ParallelProps {
    /// The parameters that are varied.
    pub axes: Vec<ParallelAxis>,
    /// What the score is called.
    pub metric: AttrValue,
    pub higher_is_better: bool,
    pub candidates: Vec<Candidate>,
    /// Index of the candidate that scored best.
    pub best: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ParallelAxis {
    pub name: String,
    pub values: AxisValues,
}

/// Of each candidate.
#[derive(Clone, Debug, PartialEq)]
pub enum AxisValues {
    Numbers(Vec<f64>),
    /// Each is one of a few options, which stand in their order: its place among them.
    Options {
        options: Vec<String>,
        places: Vec<usize>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub name: String,
    /// `None` where it could not be scored: it has no line then.
    pub score: Option<f64>,
}

/// An axis as it is drawn.
struct Drawn {
    name: String,
    /// Where each candidate crosses it, from 0 below to 1 above.
    crossings: Vec<f64>,
    marks: Vec<(f64, String)>,
}

const HEIGHT: f64 = 300.0;
const TOP: f64 = 36.0;
const BOTTOM: f64 = 16.0;
/// Room for values beside the outer axes.
const SIDE: f64 = 56.0;
/// Beyond this ratio of the largest to the smallest, an axis goes by the logarithm.
const WIDE: f64 = 30.0;

#[component]
pub fn Parallel(props: &ParallelProps) -> Html {
    let ids = use_figure_ids();
    let (node, width) = use_width();
    let scored = props
        .candidates
        .iter()
        .any(|candidate| candidate.score.is_some());
    let drawable = scored && !props.axes.is_empty();
    html! {
        <FigureFrame ids={ids.clone()} title="What each candidate scored" summary={in_words(props)} save_as={drawable.then_some("search")}>
            <div class="measured" ref={node}>
                if drawable {
                    <svg class="picture plot" data-testid="parallel" role="img" aria-labelledby={ids.title} aria-describedby={ids.summary} width={px(width)} height={px(HEIGHT)}>
                        { plot(props, width) }
                    </svg>
                } else {
                    { nothing(if scored { "With a second candidate there is something to compare." } else { "No candidate has been scored yet." }) }
                }
            </div>
        </FigureFrame>
    }
}

fn plot(props: &ParallelProps, width: f64) -> Html {
    let mut axes: Vec<Drawn> = props.axes.iter().map(drawn).collect();
    let scores = props
        .candidates
        .iter()
        .map(|candidate| candidate.score.unwrap_or(f64::NAN));
    axes.push(numbers(&props.metric, &scores.collect::<Vec<f64>>()));
    let steps = (axes.len() - 1).max(1) as f64;
    let x = |place: usize| SIDE + (width - 2.0 * SIDE) * place as f64 / steps;
    let y = |share: f64| HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    let line = |index: usize| -> Html {
        let (Some(candidate), Some(score)) = (props.candidates.get(index), axes.last()) else {
            return html! {};
        };
        if candidate.score.is_none() {
            return html! {};
        }
        let points = axes.iter().enumerate().map(|(place, axis)| {
            let share = axis.crossings.get(index).copied().unwrap_or(0.0);
            [
                if place == 0 { "M" } else { "L" },
                &px(x(place)),
                " ",
                &px(y(share)),
            ]
            .concat()
        });
        let share = score.crossings.get(index).copied().unwrap_or(0.0);
        let share = if props.higher_is_better {
            share
        } else {
            1.0 - share
        };
        let best = props.best == Some(index);
        html! {
            <path class={classes!("parallel-line", step(share), best.then_some("parallel-best"))} d={points.collect::<String>()}>
                <title>{ told(props, index) }</title>
            </path>
        }
    };
    let (best, others): (Vec<usize>, Vec<usize>) =
        (0..props.candidates.len()).partition(|index| props.best == Some(*index));
    let last = axes.len() - 1;
    let room = (width - 2.0 * SIDE) / steps;
    let axis = |(place, axis): (usize, &Drawn)| {
        html! {
            <g class="axis" aria-hidden="true">
                <line class="axis-line" x1={px(x(place))} x2={px(x(place))} y1={px(TOP)} y2={px(HEIGHT - BOTTOM)} />
                <text class="panel-label" x={px(x(place))} y={px(TOP - 14.0)} text-anchor="middle">{ fit(&axis.name, room.max(SIDE)) }</text>
            </g>
        }
    };
    // Above the lines, so that they can be read.
    let marks = |(place, axis): (usize, &Drawn)| -> Html {
        let (dx, anchor) = if place == last {
            (6.0, "start")
        } else {
            (-6.0, "end")
        };
        let mark = |(share, text): &(f64, String)| {
            html! { <text class="readout" x={px(x(place) + dx)} y={px(y(*share) + 4.0)} text-anchor={anchor}>{ fit(text, room.clamp(SIDE, 110.0)) }</text> }
        };
        axis.marks.iter().map(mark).collect()
    };
    html! {
        <>
            { for axes.iter().enumerate().map(axis) }
            // The best is drawn last, above the others.
            { for others.into_iter().chain(best).map(line) }
            <g aria-hidden="true">{ for axes.iter().enumerate().map(marks) }</g>
        </>
    }
}

fn drawn(axis: &ParallelAxis) -> Drawn {
    match &axis.values {
        AxisValues::Numbers(values) => numbers(&axis.name, values),
        AxisValues::Options { options, places } => evenly(&axis.name, options, places),
    }
}

fn numbers(name: &str, values: &[f64]) -> Drawn {
    let known = || values.iter().copied().filter(|value| value.is_finite());
    let low = known().fold(f64::INFINITY, f64::min);
    let high = known().fold(f64::NEG_INFINITY, f64::max);
    let by_logarithm = low > 0.0 && high / low >= WIDE;
    let at = |value: f64| if by_logarithm { value.ln() } else { value };
    let scale = Linear::new((at(low), at(high)), (0.0, 1.0));
    let marks = if by_logarithm {
        let middle = (low * high).sqrt();
        [low, middle, high]
            .map(|value| (scale.at(at(value)), significant(value, 2)))
            .to_vec()
    } else {
        let ticks = Ticks::within(scale.domain(), 4);
        ticks
            .values
            .iter()
            .map(|value| (scale.at(*value), ticks.label(*value)))
            .collect()
    };
    Drawn {
        name: name.to_string(),
        crossings: values.iter().map(|value| scale.at(at(*value))).collect(),
        marks,
    }
}

/// Options evenly apart.
fn evenly(name: &str, options: &[String], places: &[usize]) -> Drawn {
    let last = options.len().saturating_sub(1).max(1) as f64;
    let share = |place: usize| place as f64 / last;
    let marks = options.iter().enumerate();
    Drawn {
        name: name.to_string(),
        crossings: places.iter().map(|place| share(*place)).collect(),
        marks: marks
            .map(|(place, text)| (share(place), text.clone()))
            .collect(),
    }
}

/// A candidate in words.
fn told(props: &ParallelProps, index: usize) -> String {
    let mut words = String::new();
    if let Some(candidate) = props.candidates.get(index) {
        words.push_str(&candidate.name);
        words.push_str(": ");
        words.push_str(&props.metric);
        words.push(' ');
        words.push_str(&candidate.score.map_or("not defined".to_string(), written));
    }
    for axis in &props.axes {
        let value = match &axis.values {
            AxisValues::Numbers(values) => values.get(index).map(|value| significant(*value, 4)),
            AxisValues::Options { options, places } => places
                .get(index)
                .and_then(|place| options.get(*place))
                .cloned(),
        };
        words.push_str("; ");
        words.push_str(&axis.name);
        words.push(' ');
        words.push_str(&value.unwrap_or_default());
    }
    words
}

fn in_words(props: &ParallelProps) -> String {
    let scored = props
        .candidates
        .iter()
        .filter(|candidate| candidate.score.is_some())
        .count();
    let all = counted(scored as u32, "candidate", "candidates");
    let how = " Each line is a candidate: it crosses every axis at its value, and ends at its score, the mean over the folds. \
               The more a line stands out, the better it scored, and the best of all is the thick line. Where lines of one colour meet on an axis, \
               that value matters.";
    match props.best {
        Some(best) => [&all, ". The best is ", &told(props, best), ".", how].concat(),
        None => [&all, ".", how].concat(),
    }
}

/// Which of the steps of colour from the worst to the best a share from 0 to 1 has.
fn step(share: f64) -> &'static str {
    const STEPS: [&str; 6] = [
        "score-0", "score-1", "score-2", "score-3", "score-4", "score-5",
    ];
    let most = STEPS.len() - 1;
    // What is no number becomes 0.
    STEPS[((share * STEPS.len() as f64) as usize).min(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_colour_is_as_wide() {
        assert_eq!(
            (step(0.0), step(0.16), step(0.17)),
            ("score-0", "score-0", "score-1")
        );
        assert_eq!((step(0.84), step(1.0)), ("score-5", "score-5"));
        assert_eq!(
            (step(f64::NAN), step(-1.0), step(7.0)),
            ("score-0", "score-0", "score-5")
        );
    }

    #[test]
    fn wide_axes_go_by_the_logarithm_and_others_do_not() {
        let wide = numbers("alpha", &[0.01, 1.0, 100.0]);
        assert!(
            (wide.crossings[1] - 0.5).abs() < 1e-12,
            "{:?}",
            wide.crossings
        );
        let narrow = numbers("depth", &[1.0, 2.0, 5.0]);
        assert_eq!(narrow.crossings, [0.0, 0.25, 1.0]);
        let signed = numbers("score", &[-1.0, 0.0, 1000.0]);
        assert!(signed.crossings[1] < 0.01, "{:?}", signed.crossings);
        let single = numbers("depth", &[3.0, 3.0]);
        assert_eq!(single.crossings, [0.5, 0.5]);
    }

    #[test]
    fn options_stand_evenly_apart() {
        let options = ["a", "b", "c"].map(String::from);
        let drawn = evenly("model", &options, &[1, 0, 2, 0]);
        assert_eq!(drawn.crossings, [0.5, 0.0, 1.0, 0.0]);
        assert_eq!(drawn.marks.len(), 3);
        assert_eq!(evenly("model", &options[..1], &[0]).crossings, [0.0]);
    }

    #[test]
    fn the_best_is_told_in_words() {
        let props = ParallelProps {
            axes: vec![ParallelAxis {
                name: "max_depth".into(),
                values: AxisValues::Numbers(vec![2.0, 8.0]),
            }],
            metric: "Accuracy".into(),
            higher_is_better: true,
            candidates: vec![
                Candidate {
                    name: "a1".into(),
                    score: Some(0.8),
                },
                Candidate {
                    name: "b2".into(),
                    score: Some(0.9),
                },
            ],
            best: Some(1),
        };
        let words = in_words(&props);
        assert!(
            words.starts_with("2 candidates. The best is b2: Accuracy 0.900; max_depth 8."),
            "{words}"
        );
    }
}
