//! Clean: the table before and after as two small maps, with the changed cells coloured.

use grove_protocol::report::{Band, Minimap};
use grove_recipe::number::{count, counted, percent};

use crate::mark::{Anchor, Html, Mark, px};
use crate::scene::{Drawing, Scene};

const GAP: f64 = 24.0;
/// The room above each map for its name.
const HEAD: f64 = 20.0;
/// The room above each map for the columns' names, side by side or upwards.
const NAMES: [f64; 2] = [16.0, 84.0];
/// The width of a column from which on its name stands above it, level or upwards.
const NAMED: [f64; 2] = [64.0, 11.0];
/// The width of a letter, about.
const LETTER: f64 = 6.4;
/// The room left of each map for the marks of dropped rows.
const EDGE: f64 = 10.0;
/// The least width of a column; narrower ones are drawn together.
const NARROWEST: f64 = 3.0;
/// Shades of a changed cell, from few rows of its band to all.
const SHADES: usize = 4;

/// Draws both maps. `id` names the pattern of missing cells and must be unique in the document. O(bands × columns).
pub fn scene(map: &Minimap, layout: &MinimapLayout, id: &str, width: f64) -> Scene {
    let title = "The table before and after";
    let summary = in_words(map);
    if map.bands.is_empty() || map.columns.is_empty() {
        return Scene::nothing(title, summary, "There are no rows to draw.");
    }
    let height = layout.top() + layout.height + 8.0;
    let drawing = Drawing {
        class: "minimap",
        ..Drawing::plot(width, height, "cleaning", layout.marks(map, id))
    };
    Scene::drawn(title, summary, drawing)
}

/// All cells, as a few paths.
#[derive(PartialEq)]
pub struct MinimapLayout {
    /// The width of each map, in pixels.
    width: f64,
    height: f64,
    columns: usize,
    bands: usize,
    /// How many columns are drawn as one.
    together: usize,
    changed: [String; SHADES],
    missing: String,
    /// Marks beside the bands that lost rows; a mark's width is the share of lost rows.
    dropped: String,
    /// The bands that lost all their rows.
    gone: String,
    /// The left edges of the columns, if there is room to show them.
    columns_apart: String,
}

impl MinimapLayout {
    /// Computes the paths for a picture of this width. O(bands × columns).
    pub fn of(map: &Minimap, width: f64) -> Self {
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
            let (x, y, w, h) = (px(x), px(y), px(w), px(h));
            ["M", &x, " ", &y, "h", &w, "v", &h, "h-", &w, "Z"].concat()
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
                let height = px(layout.height);
                layout.columns_apart.extend(["M", &x, " 0V", &height]);
            }
        }
        layout
    }

    /// Returns the width of a column, or of those that are drawn as one.
    fn wide(&self) -> f64 {
        self.width / self.columns.div_ceil(self.together).max(1) as f64
    }

    /// Returns how names of columns stand above the maps: 0 for level, 1 for upwards, or `None` without room.
    fn naming(&self) -> Option<usize> {
        let wide = self.wide();
        let room = NAMED.iter().position(|least| wide >= *least);
        room.filter(|_| self.together == 1)
    }

    /// Returns the upper edge of the maps.
    fn top(&self) -> f64 {
        HEAD + self.naming().map_or(0.0, |naming| NAMES[naming])
    }

    /// Returns the left edge of the second map.
    fn second(&self) -> f64 {
        EDGE + self.width + GAP + EDGE
    }

    /// Returns the band and the first column at a point of the picture.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        let x = [x - EDGE, x - self.second()]
            .into_iter()
            .find(|x| (0.0..self.width).contains(x))?;
        let y = y - self.top();
        if !(0.0..self.height).contains(&y) {
            return None;
        }
        let groups = self.columns.div_ceil(self.together);
        let group = (x / self.width * groups as f64) as usize;
        let band = (y / self.height * self.bands as f64) as usize;
        Some((band, group * self.together))
    }
}

/// Returns the largest share in a group of columns.
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

impl MinimapLayout {
    fn marks(&self, map: &Minimap, id: &str) -> Vec<Mark> {
        let missing = || Mark::path(self.missing.clone()).with("fill", striped(id));
        let before = vec![
            missing(),
            Mark::path(self.dropped.clone()).class("map-dropped"),
            Mark::path(self.gone.clone()).class("map-gone"),
        ];
        let after = vec![
            missing(),
            Mark::path(self.gone.clone()).class("map-emptied"),
        ];
        let named = |name, changed, inside| {
            let mut marks = vec![
                Mark::text((0.0, 13.0 - self.top()), Anchor::Start, name).class("panel-label"),
            ];
            marks.extend(self.names(map));
            marks.extend(self.map(changed, inside));
            marks
        };
        vec![
            Mark::stripes(id),
            Mark::group(named("before", "map-changed", before)).moved(EDGE, self.top()),
            Mark::group(named("after", "map-mended", after)).moved(self.second(), self.top()),
        ]
    }

    /// Writes the columns' names above them, shortened to the room that there is.
    fn names(&self, map: &Minimap) -> Vec<Mark> {
        let Some(naming) = self.naming() else {
            return Vec::new();
        };
        let wide = self.wide();
        let room = [wide - 4.0, NAMES[1] - 8.0][naming];
        let letters = (room / LETTER).max(1.0) as usize;
        let name = |(place, name): (usize, &String)| {
            let middle = (place as f64 + 0.5) * wide;
            let mut shown = name.clone();
            if let Some((end, _)) = name.char_indices().nth(letters) {
                shown.truncate(end);
                shown.pop();
                shown.push('…');
            }
            let mark = match naming {
                0 => Mark::text((middle, -5.0), Anchor::Middle, shown),
                _ => Mark::upwards((middle + 4.0, -5.0), Anchor::Start, shown),
            };
            mark.class("map-name")
        };
        map.columns.iter().enumerate().map(name).collect()
    }

    fn map(&self, changed: &'static str, inside: Vec<Mark>) -> Vec<Mark> {
        let (width, height) = (self.width, self.height);
        let mut marks = vec![Mark::rect(0.0, 0.0, width, height).class("map-ground")];
        for (shade, path) in self.changed.iter().enumerate() {
            let opacity = px(0.4 + 0.2 * shade as f64);
            let cells = Mark::path(path.clone()).class(changed);
            marks.push(cells.with("fill-opacity", opacity));
        }
        marks.extend(inside);
        marks.push(Mark::path(self.columns_apart.clone()).class("map-columns"));
        marks.push(Mark::rect(0.0, 0.0, width, height).class("map-edge"));
        marks
    }
}

fn striped(id: &str) -> String {
    ["url(#", id, ")"].concat()
}

/// Draws the legend of the colours.
pub fn legend(id: &str) -> Mark {
    let swatch = |class: &'static str| Mark::rect(0.0, 0.0, 16.0, 12.0).class(class);
    let dropped = Mark::rect(5.0, 0.0, 6.0, 12.0).class("map-dropped");
    let missing = Mark::rect(0.0, 0.0, 16.0, 12.0).with("fill", striped(id));
    let items = [
        (swatch("map-changed"), "to be changed"),
        (dropped, "rows dropped"),
        (swatch("map-mended"), "changed"),
        (missing, "missing"),
    ];
    let items = items.map(|(swatch, words)| {
        let swatch = Mark::ornament("legend-swatch", vec![swatch])
            .with("width", "16")
            .with("height", "12");
        Mark::html(Html::Item, vec![swatch])
            .class("legend-item")
            .saying(words)
    });
    Mark::html(Html::List, items.into()).class("legend")
}

/// Describes a cell, given by its band and its column.
pub fn describe(map: &Minimap, (band, column): (usize, usize)) -> Option<String> {
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
        let layout = MinimapLayout::of(&map(4, 10), 480.0);
        let (x, y) = (layout.width * 0.99, layout.height * 0.05 + layout.top());
        assert_eq!(layout.cell_at(EDGE + x, y), Some((0, 3)));
        assert_eq!(layout.cell_at(layout.second() + x, y), Some((0, 3)));
        assert_eq!(layout.cell_at(0.0, y), None);
        assert_eq!(layout.cell_at(EDGE + x, 0.0), None);
    }

    #[test]
    fn columns_are_named_where_there_is_room() {
        let naming = |columns| MinimapLayout::of(&map(columns, 2), 480.0).naming();
        assert_eq!([3, 10, 40].map(naming), [Some(0), Some(1), None]);
        let mut wide = map(10, 2);
        wide.columns[3] = "passenger_class_name".into();
        let layout = MinimapLayout::of(&wide, 480.0);
        let names = layout.names(&wide);
        assert_eq!(names.len(), 10);
        let mut text = String::new();
        crate::markup::write(&names[3], &mut text);
        assert!(text.contains("passenger_…"), "{text}");
        assert_eq!(layout.top(), HEAD + NAMES[1]);
    }

    #[test]
    fn a_thousand_columns_are_drawn_together() {
        let layout = MinimapLayout::of(&map(1000, 2), 320.0);
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
