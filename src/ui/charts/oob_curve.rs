//! Train: how good the forest is on train rows that a tree did not learn from, as it grows.

use web_sys::PointerEvent;
use yew::{Callback, Html, Properties, component, html, use_state_eq};

use super::axis::{PlotArea, px, ticks_across, widest, x_axis, y_axis};
use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::metric_names::label;
use super::number::{count, counted, fixed};
use super::scale::{Linear, Ticks};
use super::width::{pointed_at, use_width};
use grove_protocol::report::{OutOfBagReport, TreeShape};

#[derive(Properties, PartialEq)]
pub struct OobCurveProps {
    /// The trees grown so far, in order.
    pub shapes: Vec<TreeShape>,
    /// Trees that there will be.
    pub expected: u32,
    /// Scikit-learn's name of the score: `accuracy` or `r2`.
    pub metric: &'static str,
    /// Once all trees have grown.
    #[prop_or_default]
    pub report: Option<OutOfBagReport>,
    /// Train rows, once all trees have grown.
    #[prop_or_default]
    pub rows: u32,
}

const HEIGHT: f64 = 220.0;
/// More points than this make the line no clearer.
const POINTS_AT_MOST: usize = 500;
/// A tree alone can be far below the mean's R² of 0; what is worse than this is drawn at the bottom.
const WORST_DRAWN: f64 = -1.0;

#[component]
pub fn OobCurve(props: &OobCurveProps) -> Html {
    let ids = use_figure_ids();
    let (node, width) = use_width();
    let chosen = use_state_eq(|| None::<f64>);
    let curve = curve(&props.shapes);
    let last = curve.last().copied();
    let score = match &props.report {
        Some(report) => report.score,
        None => last.map(|(_, score)| score),
    };
    let onpointermove = {
        let chosen = chosen.setter();
        Callback::from(move |event: PointerEvent| chosen.set(pointed_at(&event).map(|(x, _)| x)))
    };
    let onpointerleave = {
        let chosen = chosen.setter();
        Callback::from(move |_: PointerEvent| chosen.set(None))
    };
    html! {
        <FigureFrame ids={ids.clone()} title="Out-of-bag score" summary={in_words(props, &curve)}
            save_as={(curve.len() > 1).then_some("out-of-bag")}>
            <div class="measured" ref={node}>
                if curve.len() > 1 {
                    <svg class="picture plot" role="img" aria-labelledby={ids.title} aria-describedby={ids.summary}
                        width={px(width)} height={px(HEIGHT)} {onpointermove} {onpointerleave}>
                        { plot(&curve, props, width, *chosen) }
                    </svg>
                } else {
                    { nothing("A score can be drawn from the second tree on.") }
                }
            </div>
            <p class="figure-readout" data-testid="oob-score" data-value={score.map(|score| score.to_string())}>
                { told(props, score) }
            </p>
        </FigureFrame>
    }
}

/// Number of trees and score, where it is defined; every so many of a long curve, and always its end.
fn curve(shapes: &[TreeShape]) -> Vec<(u32, f64)> {
    let every = shapes.len().div_ceil(POINTS_AT_MOST).max(1);
    let last = shapes.len().saturating_sub(1);
    let drawn = (0..shapes.len()).filter(|index| index % every == 0 || *index == last);
    drawn
        .filter_map(|index| Some((index as u32 + 1, shapes.get(index)?.oob_score?)))
        .collect()
}

fn in_words(props: &OobCurveProps, curve: &[(u32, f64)]) -> String {
    let meaning = "Each train row is judged by the trees that did not learn from it: an exam that costs no rows. Where the curve lies flat, more trees change nothing.";
    match curve {
        [first, .., last] => format!(
            "{} from {} with {} to {} with {}. {meaning}",
            label(props.metric),
            fixed(first.1, 3),
            counted(first.0, "tree", "trees"),
            fixed(last.1, 3),
            counted(last.0, "tree", "trees"),
        ),
        _ => meaning.to_string(),
    }
}

/// The score in full, and of how many rows nothing can be said.
fn told(props: &OobCurveProps, score: Option<f64>) -> String {
    let name = label(props.metric);
    let Some(score) = score else {
        return format!("{name} is not defined yet.");
    };
    let trees = counted(props.shapes.len() as u32, "tree", "trees");
    let never = match &props.report {
        None => String::new(),
        Some(report) if report.never == 0 => {
            " Every train row was left out by at least one tree.".to_string()
        }
        Some(report) => format!(
            " {} of {} never left out by any tree, so nothing can be said of them.",
            count(report.never),
            counted(props.rows, "train row was", "train rows were"),
        ),
    };
    format!("{name} {} with {trees}.{never}", fixed(score, 3))
}

fn plot(curve: &[(u32, f64)], props: &OobCurveProps, width: f64, pointed: Option<f64>) -> Html {
    let scores = || curve.iter().map(|(_, score)| score.max(WORST_DRAWN));
    let domain = (
        scores().fold(f64::INFINITY, f64::min),
        scores().fold(f64::NEG_INFINITY, f64::max),
    );
    let y_ticks = Ticks::around(domain, 4);
    let area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
    let y = Linear::new(y_ticks.ends(), area.y());
    let trees = (1.0, f64::from(props.expected.max(2)));
    let x = Linear::new(trees, area.x());
    let x_ticks = Ticks::within(trees, ticks_across(width));
    let at = |(tree, score): (u32, f64)| (x.at(f64::from(tree)), y.at(score));
    let path = curve.iter().enumerate().map(|(i, &point)| {
        let (x, y) = at(point);
        format!("{}{} {}", if i == 0 { "M" } else { "L" }, px(x), px(y))
    });
    let read = pointed.and_then(|pointed| {
        let distance = |point: (u32, f64)| (at(point).0 - pointed).abs();
        let nearest = |a: &&(u32, f64), b: &&(u32, f64)| distance(**a).total_cmp(&distance(**b));
        curve.iter().min_by(nearest).copied()
    });
    html! {
        <>
            { y_axis(area, &y, &y_ticks, label(props.metric)) }
            { x_axis(area, &x, &x_ticks, "trees") }
            <path class="curve" d={path.collect::<String>()} />
            if let Some((tree, score)) = read {
                <circle class="point-chosen" cx={px(at((tree, score)).0)} cy={px(at((tree, score)).1)} r="5" />
                <text class="readout" x={px(area.right)} y={px(area.bottom - 8.0)} text-anchor="end">
                    { format!("{}: {}", counted(tree, "tree", "trees"), fixed(score, 3)) }
                </text>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(oob_score: Option<f64>) -> TreeShape {
        TreeShape {
            depth: 1,
            leaves: 2,
            oob_score,
        }
    }

    #[test]
    fn a_curve_keeps_its_end_and_leaves_out_what_is_not_defined() {
        let shapes = [None, Some(0.5), Some(0.75)].map(shape);
        assert_eq!(curve(&shapes), [(2, 0.5), (3, 0.75)]);
        let long: Vec<TreeShape> = (0..1234).map(|i| shape(Some(f64::from(i)))).collect();
        let drawn = curve(&long);
        assert!(drawn.len() <= POINTS_AT_MOST);
        assert_eq!(drawn.first(), Some(&(1, 0.0)));
        assert_eq!(drawn.last(), Some(&(1234, 1233.0)));
        assert_eq!(curve(&[]), []);
    }

    #[test]
    fn rows_of_which_nothing_can_be_said_are_told() {
        let mut props = OobCurveProps {
            shapes: vec![shape(Some(0.5))],
            expected: 1,
            metric: "r2",
            report: None,
            rows: 9,
        };
        assert_eq!(told(&props, Some(0.5)), "R² 0.500 with 1 tree.");
        props.report = Some(OutOfBagReport {
            score: Some(0.5),
            never: 4,
        });
        let words = told(&props, Some(0.5));
        assert!(words.contains("4 of 9 train rows were never"), "{words}");
        assert_eq!(told(&props, None), "R² is not defined yet.");
    }
}
