//! Split: whether the target is distributed alike in train, validation and test rows.

use grove_protocol::report::{SplitReport, TargetDistribution};
use grove_recipe::number::{count, counted, percent, share, significant};

use crate::axis::{PlotArea, grid_line, ticks_across, upright_label, value_text, x_axis};
use crate::bar::bar;
use crate::bins::Bins;
use crate::mark::{Anchor, Html, Mark};
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// More classes than this are put into a frame that scrolls.
const ROOMY: usize = 12;

/// The rows of one part, and the class of its style.
struct SplitBarPart<'a> {
    name: &'static str,
    bar: &'static str,
    rows: u32,
    counts: &'a [u32],
}

impl SplitBarPart<'_> {
    fn share(&self, i: usize) -> f64 {
        share(self.counts.get(i).copied().unwrap_or(0), self.rows)
    }

    fn most(&self) -> f64 {
        (0..self.counts.len()).fold(0.0, |most, i| self.share(i).max(most))
    }
}

fn parts(report: &SplitReport) -> Vec<SplitBarPart<'_>> {
    let (TargetDistribution::Classes {
        train,
        validation,
        test,
        ..
    }
    | TargetDistribution::Numbers {
        train,
        validation,
        test,
        ..
    }) = &report.target;
    let part = |name, bar, rows, counts| SplitBarPart {
        name,
        bar,
        rows,
        counts,
    };
    [
        part("train", "bar-train", report.train, train.as_slice()),
        part(
            "validation",
            "bar-validation",
            report.validation,
            validation,
        ),
        part("test", "bar-test", report.test, test),
    ]
    .into_iter()
    .filter(|part| part.rows > 0)
    .collect()
}

/// Draws the distribution of the column `target` in each part: at most `shown` classes, or all bins.
pub fn scene(report: &SplitReport, target: &str, width: f64, shown: usize) -> Scene {
    let parts = parts(report);
    let title = ["“", target, "” in each part"].concat();
    let mut summary = in_words(report, &parts);
    if parts.is_empty() {
        return Scene::nothing(title, summary, "There are no rows in any part.");
    }
    match &report.target {
        TargetDistribution::Classes { labels, .. } => {
            let left_out = labels.len().saturating_sub(shown) as u32;
            if left_out > 0 {
                let more = counted(left_out, "more class is", "more classes are");
                summary.extend([" ", &more, " not drawn."]);
            }
            let labels = &labels[..labels.len().min(shown)];
            Scene::flowing(title, summary, vec![class_shares(labels, &parts)])
        }
        TargetDistribution::Numbers {
            min, max, train, ..
        } => {
            let bins = Bins {
                min: *min,
                max: *max,
                count: train.len() as u32,
            };
            let marks = numbers(bins, &parts, width, target);
            let drawing = Drawing::plot(width, height_of(parts.len()), "split", marks);
            Scene::drawn(title, summary, drawing)
        }
    }
}

fn in_words(report: &SplitReport, parts: &[SplitBarPart]) -> String {
    let rows: Vec<String> = parts
        .iter()
        .map(|part| format!("{} {}", part.name, count(part.rows)))
        .collect();
    let all = rows.join(", ");
    // The largest difference between a bar and that of the train rows measures how alike the parts are.
    let apart = parts.split_first().map_or(0.0, |(first, others)| {
        others
            .iter()
            .flat_map(|part| (0..part.counts.len()).map(|i| (part.share(i) - first.share(i)).abs()))
            .fold(0.0, f64::max)
    });
    let what = match report.target {
        TargetDistribution::Classes { .. } => "A class's share",
        TargetDistribution::Numbers { .. } => "A bin's share",
    };
    let alike = if parts.len() > 1 {
        format!(
            " {what} differs between train and the other parts by at most {} of rows.",
            percent(apart)
        )
    } else {
        String::new()
    };
    format!("Rows: {all}.{alike}")
}

fn class_shares(labels: &[String], parts: &[SplitBarPart]) -> Mark {
    let most = parts.iter().map(SplitBarPart::most).fold(0.0, f64::max);
    let classes = labels.iter().enumerate();
    let classes = classes.map(|(class, label)| {
        let name = Mark::html_text(Html::Term, label.clone()).class("split-label");
        let mut cells = vec![name.titled(label.clone())];
        cells.extend(
            parts
                .iter()
                .map(|part| class_share(part, class, label, most)),
        );
        Mark::html(Html::Div, cells).class("split-class")
    });
    let list = Mark::html(Html::TermDetails, classes.collect()).class("split");
    let many = labels.len() > ROOMY;
    let frame = if many {
        "split-frame split-many"
    } else {
        "split-frame"
    };
    Mark::html(Html::Div, vec![list])
        .class(frame)
        .with("tabindex", "0")
        .with("role", "region")
        .with("aria-label", "Class shares per part")
}

fn class_share(part: &SplitBarPart, class: usize, label: &str, most: f64) -> Mark {
    let n = part.counts.get(class).copied().unwrap_or(0);
    let of = part.share(class);
    let title = format!(
        "{label} in {}: {} ({} of {})",
        part.name,
        counted(n, "row", "rows"),
        percent(of),
        counted(part.rows, "row", "rows")
    );
    let cells = vec![
        Mark::html_text(Html::Span, part.name).class("split-name"),
        bar(if most > 0.0 { of / most } else { 0.0 }, part.bar),
        Mark::html_text(Html::Span, percent(of)).class("split-share"),
        Mark::html_text(Html::Span, count(n)).class("split-count"),
    ];
    Mark::html(Html::Details, cells)
        .class("split-part")
        .titled(title)
}

const PANEL: f64 = 88.0;
const GAP: f64 = 20.0;

fn height_of(panels: usize) -> f64 {
    panels as f64 * (PANEL + GAP) + 44.0
}

/// Draws a panel per part, one above the other over a common axis, each with the outline of the train rows.
fn numbers(bins: Bins, parts: &[SplitBarPart], width: f64, target: &str) -> Vec<Mark> {
    let most = parts.iter().map(SplitBarPart::most).fold(0.0, f64::max);
    let area = PlotArea::within(width, height_of(parts.len()), &percent(most));
    let domain = (bins.min, bins.max);
    let x = Linear::new(domain, area.x());
    let ticks = Ticks::within(domain, ticks_across(width));
    let train = parts.first().map_or(Vec::new(), shares);
    let mut marks = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let top = GAP + place as f64 * (PANEL + GAP);
        let bottom = top + PANEL;
        let y = Linear::new((0.0, most), (bottom, top));
        let value = |y: f64, share: f64| {
            value_text((area.left - 6.0, y + 4.0), Anchor::End, percent(share))
        };
        let mut panel = vec![
            grid_line(area, top),
            Mark::line((area.left, bottom), (area.right, bottom)).class("axis-line"),
            value(top, most),
            value(bottom, 0.0),
            Mark::path(bins.outline(&shares(part), &x, &y, true)).class(part.bar),
        ];
        let mut label = [part.name, ", ", &counted(part.rows, "row", "rows")].concat();
        if place > 0 {
            panel.push(Mark::path(bins.outline(&train, &x, &y, false)).class("outline-train"));
            label.push_str(" (line: train)");
        }
        panel.push(Mark::text((area.right, top - 5.0), Anchor::End, label).class("panel-label"));
        panel.extend((0..part.counts.len()).map(|bin| hover_area(part, &bins, bin, &x, top)));
        marks.push(Mark::group(panel));
    }
    marks.push(x_axis(area, &x, &ticks, target));
    marks.push(upright_label(area.bottom / 2.0, "share of the part"));
    marks
}

/// Draws an invisible area that shows the bin's description while the pointer is on it.
fn hover_area(part: &SplitBarPart, bins: &Bins, bin: usize, x: &Linear, top: f64) -> Mark {
    let (from, to) = bins.edges(bin);
    let (left, right) = (x.at(from), x.at(to));
    let title = format!(
        "{}, {} to {}: {} ({})",
        part.name,
        significant(from, 4),
        significant(to, 4),
        counted(part.counts[bin], "row", "rows"),
        percent(part.share(bin))
    );
    Mark::rect(left, top, right - left, PANEL)
        .class("hover-area")
        .titled(title)
}

fn shares(part: &SplitBarPart) -> Vec<f64> {
    (0..part.counts.len()).map(|i| part.share(i)).collect()
}
