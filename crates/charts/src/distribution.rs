//! Profile: a column's rows by value, stacked by the target's class if it has classes.

use grove_protocol::profile::{Bars, ColumnProfile};
use grove_recipe::number::{count, counted};

use crate::column::{HEIGHT, WIDTH, histogram, nothing, written};
use crate::mark::{Mark, px};
use crate::tree::series;

/// Draws a distribution. `groups` are the report's. With `closely`, each bar has its own description.
pub fn distribution(column: &ColumnProfile, groups: &[String], closely: bool) -> Mark {
    let counts = &column.distribution.counts;
    let total = |bar: &Vec<u32>| bar.iter().fold(0, |sum: u32, n| sum.saturating_add(*n));
    let most = counts.iter().map(total).max().unwrap_or(0);
    if most == 0 {
        return nothing();
    }
    let unit = HEIGHT / f64::from(most);
    let step = WIDTH / counts.len() as f64;
    let mut bars = Vec::new();
    for (place, bar) in counts.iter().enumerate() {
        let x = place as f64 * step;
        let mut y = HEIGHT;
        let mut marks = Vec::new();
        for (group, n) in bar.iter().enumerate().filter(|(_, n)| **n > 0) {
            let height = f64::from(*n) * unit;
            y -= height;
            let class = if groups.is_empty() {
                "tile-bin-value".to_string()
            } else {
                series(group)
            };
            marks.push(Mark::rect(x, y, step * 0.9, height).class(class));
        }
        if closely {
            let ground = Mark::rect_of(px(x), "0", px(step), px(HEIGHT));
            let words = in_words(column, groups, place, bar);
            marks.push(ground.class("tile-bin-ground").titled(words));
        }
        bars.push(Mark::group(marks));
    }
    histogram(["Rows by value of ", &column.name].concat(), bars)
}

/// Describes what a bar stands for and its rows, by class if there are any.
pub fn in_words(column: &ColumnProfile, groups: &[String], place: usize, bar: &[u32]) -> String {
    let what = match column.distribution.bars {
        Bars::Numbers { min, max } => {
            let bars = column.distribution.counts.len() as f64;
            let edge = |place: usize| {
                let part = place as f64 / bars;
                written(column.kind, min * (1.0 - part) + max * part)
            };
            [edge(place), edge(place + 1)].join(" to ")
        }
        _ => column
            .top
            .get(place)
            .map_or("all others", |(value, _)| value)
            .to_string(),
    };
    let rows = bar.iter().fold(0, |sum: u32, n| sum.saturating_add(*n));
    let mut words = format!("{what}: {}", counted(rows, "row", "rows"));
    for (group, n) in groups.iter().zip(bar).filter(|(_, n)| **n > 0) {
        words.push_str(&format!(", {group} {}", count(*n)));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::profile::Distribution;
    use grove_recipe::columns::ColumnKind;

    #[test]
    fn bars_are_told_by_their_ends_and_their_classes() {
        let mut column = ColumnProfile {
            name: "size".into(),
            kind: ColumnKind::Decimal,
            missing: 0,
            distinct: 3,
            numbers: None,
            lengths: None,
            top: vec![("1".into(), 2)],
            distribution: Distribution {
                bars: Bars::Numbers { min: 0.0, max: 4.0 },
                counts: vec![vec![1, 0], vec![1, 1]],
            },
            alone: None,
        };
        let groups = ["cat".to_string(), "dog".to_string()];
        assert_eq!(
            in_words(&column, &groups, 1, &[1, 1]),
            "2 to 4: 2 rows, cat 1, dog 1"
        );
        assert_eq!(
            in_words(&column, &groups, 0, &[1, 0]),
            "0 to 2: 1 row, cat 1"
        );
        column.distribution.bars = Bars::Values;
        assert_eq!(in_words(&column, &[], 0, &[2]), "1: 2 rows");
        assert_eq!(in_words(&column, &[], 1, &[1]), "all others: 1 row");
    }
}
