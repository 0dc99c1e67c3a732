//! Clean: the table from far away, before and after, with what changed lit.

use web_sys::PointerEvent;
use yew::{Callback, Html, Properties, component, html, use_memo, use_state_eq};

use super::axis::px;
use super::figure::{FigureFrame, FigureIds, nothing, use_figure_ids};
use super::number::{count, counted, percent};
use super::width::{pointed_at, use_width};
use grove_protocol::report::{Band, Minimap};

#[derive(Properties, PartialEq)]
pub struct MinimapChartProps {
    pub minimap: Minimap,
}

const GAP: f64 = 24.0;
const HEAD: f64 = 20.0;
/// Room left of each map for the mark of dropped rows.
const EDGE: f64 = 10.0;
/// Narrower columns are drawn together.
const NARROWEST: f64 = 3.0;
/// Shades of a changed cell, from few rows of its band to all.
const SHADES: usize = 4;

#[component]
pub fn MinimapChart(props: &MinimapChartProps) -> Html {
    let ids = use_figure_ids();
    let (node, width) = use_width();
    let read = use_state_eq(|| None::<(usize, usize)>);
    let map = &props.minimap;
    let layout = use_memo((map.clone(), width), |(map, width)| Layout::of(map, *width));
    let onpointermove = {
        let (layout, read) = (layout.clone(), read.setter());
        Callback::from(move |event: PointerEvent| {
            if let Some((x, y)) = pointed_at(&event) {
                read.set(layout.cell_at(x, y));
            }
        })
    };
    let onpointerleave = {
        let read = read.setter();
        Callback::from(move |_: PointerEvent| read.set(None))
    };
    let empty = map.bands.is_empty() || map.columns.is_empty();
    html! {
        <FigureFrame ids={ids.clone()} title="The table before and after" summary={in_words(map)} save_as={(!empty).then_some("cleaning")}>
            <div class="measured" ref={node}>
                if empty {
                    { nothing("There are no rows to draw.") }
                } else {
                    <svg class="picture minimap" role="img" aria-labelledby={ids.title.clone()} aria-describedby={ids.summary.clone()}
                        width={px(width)} height={px(layout.height + HEAD + 8.0)} {onpointermove} {onpointerleave}>
                        { drawing(&layout, &ids) }
                    </svg>
                }
            </div>
            if !empty {
                { legend(&ids) }
                <p class="figure-note">{ read.and_then(|cell| told(map, cell)).unwrap_or("Point at a cell to read it.".to_string()) }</p>
            }
        </FigureFrame>
    }
}

/// Everything drawn, as a few paths over all cells.
#[derive(PartialEq)]
struct Layout {
    /// Of each map, in pixels.
    width: f64,
    height: f64,
    columns: usize,
    bands: usize,
    /// Columns drawn as one.
    together: usize,
    changed: [String; SHADES],
    missing: String,
    /// Marks beside the bands that lost rows, as wide as their share.
    dropped: String,
    /// The bands that lost all their rows.
    gone: String,
    /// Where each column begins, if there is room to show it.
    columns_apart: String,
}

impl Layout {
    fn of(map: &Minimap, width: f64) -> Self {
        let each = ((width - GAP) / 2.0 - EDGE).max(40.0);
        let columns = map.columns.len();
        let bands = map.bands.len();
        let together = (columns as f64 * NARROWEST / each).ceil().max(1.0) as usize;
        let groups = columns.div_ceil(together).max(1);
        let band = (240.0 / bands.max(1) as f64).clamp(2.0, 20.0);
        let mut layout = Self {
            width: each,
            height: band * bands as f64,
            columns,
            bands,
            together,
            changed: Default::default(),
            missing: String::new(),
            dropped: String::new(),
            gone: String::new(),
            columns_apart: String::new(),
        };
        let wide = each / groups as f64;
        let rect = |x: f64, y: f64, w: f64, h: f64| {
            format!("M{} {}h{}v{}h-{}Z", px(x), px(y), px(w), px(h), px(w))
        };
        for (i, row) in map.bands.iter().enumerate() {
            let y = i as f64 * band;
            for group in 0..groups {
                let x = group as f64 * wide;
                if let Some(path) = shade(most(&row.changed, group, together))
                    .and_then(|shade| layout.changed.get_mut(shade))
                {
                    path.push_str(&rect(x, y, wide, band));
                }
                if most(&row.missing, group, together) > 0.0 {
                    layout.missing.push_str(&rect(x, y, wide, band));
                }
            }
            if row.dropped > 0.0 {
                let mark = (f64::from(row.dropped) * (EDGE - 4.0)).max(2.0);
                layout.dropped.push_str(&rect(-3.0 - mark, y, mark, band));
            }
            if row.dropped >= 1.0 {
                layout.gone.push_str(&rect(0.0, y, each, band));
            }
        }
        if wide >= 8.0 {
            for group in 1..groups {
                let x = px(group as f64 * wide);
                layout
                    .columns_apart
                    .push_str(&format!("M{x} 0V{}", px(layout.height)));
            }
        }
        layout
    }

    /// Left edge of the second map.
    fn second(&self) -> f64 {
        EDGE + self.width + GAP + EDGE
    }

    /// Band and first column at a place in the picture.
    fn cell_at(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        let x = [x - EDGE, x - self.second()]
            .into_iter()
            .find(|x| (0.0..self.width).contains(x))?;
        let y = y - HEAD;
        if !(0.0..self.height).contains(&y) {
            return None;
        }
        let groups = self.columns.div_ceil(self.together);
        let group = (x / self.width * groups as f64) as usize;
        let band = (y / self.height * self.bands as f64) as usize;
        Some((band, group * self.together))
    }
}

/// The largest share in a group of columns.
fn most(shares: &[f32], group: usize, together: usize) -> f32 {
    let from = group * together;
    shares
        .iter()
        .skip(from)
        .take(together)
        .fold(0.0, |most: f32, &share| most.max(share))
}

fn shade(share: f32) -> Option<usize> {
    (share > 0.0).then(|| ((share * SHADES as f32).ceil() as usize).clamp(1, SHADES) - 1)
}

fn drawing(layout: &Layout, ids: &FigureIds) -> Html {
    let hatch = format!("url(#{})", ids.other);
    let (width, height) = (px(layout.width), px(layout.height));
    let map = |name: &'static str, left: f64, inside: Html| {
        html! {
            <g transform={format!("translate({} {HEAD})", px(left))}>
                <text class="panel-label" x="0" y="-7">{ name }</text>
                <rect class="map-ground" width={width.clone()} height={height.clone()} />
                { inside }
                <path class="map-columns" d={layout.columns_apart.clone()} />
                <rect class="map-edge" width={width.clone()} height={height.clone()} />
            </g>
        }
    };
    let changed = |kind: &'static str| {
        layout.changed.iter().enumerate().map(move |(i, d)| {
            html! { <path class={kind} d={d.clone()} fill-opacity={px(0.4 + 0.2 * i as f64)} /> }
        })
    };
    let before = html! {
        <>
            { for changed("map-changed") }
            <path class="map-dropped" d={layout.dropped.clone()} />
            <path class="map-gone" d={layout.gone.clone()} />
        </>
    };
    let after = html! {
        <>
            { for changed("map-mended") }
            <path d={layout.missing.clone()} fill={hatch} />
            <path class="map-emptied" d={layout.gone.clone()} />
        </>
    };
    html! {
        <>
            <defs>
                <pattern id={ids.other.clone()} patternUnits="userSpaceOnUse" width="5" height="5" patternTransform="rotate(45)">
                    <line class="hatch" x1="0" y1="0" x2="0" y2="5" />
                </pattern>
            </defs>
            { map("before", EDGE, before) }
            { map("after", layout.second(), after) }
        </>
    }
}

fn legend(ids: &FigureIds) -> Html {
    let item = |swatch: Html, words: &'static str| {
        html! {
            <li class="legend-item">
                <svg class="legend-swatch" width="16" height="12" aria-hidden="true" focusable="false">{ swatch }</svg>
                { words }
            </li>
        }
    };
    html! {
        <ul class="legend">
            { item(html! { <rect class="map-changed" width="16" height="12" /> }, "to be changed") }
            { item(html! { <rect class="map-dropped" x="5" width="6" height="12" /> }, "rows dropped") }
            { item(html! { <rect class="map-mended" width="16" height="12" /> }, "changed") }
            { item(html! { <rect width="16" height="12" fill={format!("url(#{})", ids.other)} /> }, "still missing") }
        </ul>
    }
}

fn told(map: &Minimap, (band, column): (usize, usize)) -> Option<String> {
    let Band {
        rows,
        dropped,
        changed,
        missing,
    } = map.bands.get(band)?;
    let name = map.columns.get(column)?;
    let of = |shares: &[f32]| percent(f64::from(shares.get(column).copied().unwrap_or(0.0)));
    Some(format!(
        "{name}, rows {}–{}: {} changed, {} missing afterwards, {} of the rows dropped.",
        count(rows.0),
        count(rows.1),
        of(changed),
        of(missing),
        percent(f64::from(*dropped)),
    ))
}

fn in_words(map: &Minimap) -> String {
    let touched = |shares: fn(&Band) -> &[f32]| {
        (0..map.columns.len())
            .filter(|&c| {
                map.bands
                    .iter()
                    .any(|band| shares(band).get(c).is_some_and(|s| *s > 0.0))
            })
            .count() as u32
    };
    let lost = map.bands.iter().filter(|band| band.dropped > 0.0).count() as u32;
    let rows = map.bands.last().map_or(0, |band| band.rows.1);
    let (changed, missing) = (touched(|band| &band.changed), touched(|band| &band.missing));
    let seen = format!(
        "{} seen as {}, top to bottom.",
        counted(rows, "row", "rows"),
        counted(map.bands.len() as u64, "band", "bands")
    );
    let told = |n: u32, what: &str, one: &str, many: &str| match n {
        0 => format!(" No {what}."),
        _ => format!(" In {} {what}.", counted(n, one, many)),
    };
    [
        seen,
        told(changed, "values were changed", "column", "columns"),
        told(lost, "rows were dropped", "band", "bands"),
        told(
            missing,
            "values are missing afterwards",
            "column",
            "columns",
        ),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(columns: usize, bands: u32) -> Minimap {
        let band = |i: u32| Band {
            rows: (i * 10 + 1, i * 10 + 10),
            dropped: if i == 0 { 0.1 } else { 0.0 },
            changed: vec![0.5; columns],
            missing: vec![0.0; columns],
        };
        Minimap {
            columns: (0..columns).map(|c| format!("c{c}")).collect(),
            bands: (0..bands).map(band).collect(),
        }
    }

    #[test]
    fn cells_are_found_in_both_maps() {
        let layout = Layout::of(&map(4, 10), 480.0);
        let (x, y) = (layout.width * 0.99, layout.height * 0.05 + HEAD);
        assert_eq!(layout.cell_at(EDGE + x, y), Some((0, 3)));
        assert_eq!(layout.cell_at(layout.second() + x, y), Some((0, 3)));
        assert_eq!(layout.cell_at(0.0, y), None);
        assert_eq!(layout.cell_at(EDGE + x, 0.0), None);
    }

    #[test]
    fn a_thousand_columns_are_drawn_together() {
        let layout = Layout::of(&map(1000, 2), 320.0);
        assert!(layout.together > 1);
        let cells = layout.changed[1].matches('M').count();
        assert!(cells <= 200, "{cells}");
    }

    #[test]
    fn any_change_is_lit() {
        assert_eq!(shade(0.0), None);
        assert_eq!(shade(1e-6), Some(0));
        assert_eq!(shade(1.0), Some(SHADES - 1));
        assert_eq!(shade(f32::NAN), None);
    }
}
