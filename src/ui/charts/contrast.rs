//! Checks that the style sheet's colours have the contrast of WCAG 2.2, AA.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../www/styles/tokens.css");

/// A token's colour in light and in dark, as red, green and blue from 0 to 1.
type Pair = [[f64; 3]; 2];

/// Returns every token that is a plain colour or a pair of them.
fn colours() -> BTreeMap<&'static str, Pair> {
    TOKENS
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "))
        .filter_map(|(name, value)| {
            let mut found = value.match_indices('#').filter_map(|(at, _)| {
                let digits = value.get(at + 1..at + 7)?;
                let number = u32::from_str_radix(digits, 16).ok()?;
                Some([16, 8, 0].map(|bits| f64::from(number >> bits & 255) / 255.0))
            });
            let light = found.next()?;
            Some((name, [light, found.next().unwrap_or(light)]))
        })
        .collect()
}

/// Computes the relative luminance as WCAG 2.2 defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| {
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn assert_contrast(front: &str, back: &str, least: f64) {
    let colours = colours();
    let get = |name: &str| {
        *colours
            .get(name)
            .unwrap_or_else(|| panic!("no token {name}"))
    };
    for (theme, (front_colour, back_colour)) in ["light", "dark"]
        .iter()
        .zip(get(front).into_iter().zip(get(back)))
    {
        let found = contrast(front_colour, back_colour);
        assert!(
            found >= least,
            "{front} on {back} in {theme}: {found:.2}, needs {least}"
        );
    }
}

#[test]
fn contrast_is_of_the_extremes() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    assert_eq!(contrast([0.5; 3], [0.5; 3]), 1.0);
}

#[test]
fn text_can_be_read_on_every_surface() {
    for front in [
        "text",
        "text-muted",
        "accent",
        "accent-hover",
        "state-fresh",
        "state-stale",
        "state-running",
        "state-failed",
    ] {
        for back in ["background", "surface", "sunken", "hover"] {
            assert_contrast(front, back, 4.5);
        }
    }
    assert_contrast("on-accent", "accent", 4.5);
    assert_contrast("on-accent", "accent-hover", 4.5);
    assert_contrast("accent", "accent-soft", 4.5);
    for state in ["fresh", "stale", "running", "failed"] {
        assert_contrast(
            &format!("state-{state}"),
            &format!("state-{state}-soft"),
            4.5,
        );
    }
}

#[test]
fn edges_of_controls_can_be_seen() {
    for back in ["background", "surface", "sunken"] {
        assert_contrast("control", back, 3.0);
    }
}

#[test]
fn numbers_can_be_read_on_every_shade_of_the_matrix() {
    for level in 0..=10 {
        assert_contrast(&format!("heat-text-{level}"), &format!("heat-{level}"), 4.5);
    }
}

#[test]
fn marks_of_a_single_colour_stand_out() {
    for front in ["mark", "series-0", "series-2", "series-5", "accent"] {
        assert_contrast(front, "surface", 3.0);
    }
}

#[test]
fn lines_from_the_worst_score_to_the_best_can_be_seen() {
    for step in 0..=5 {
        assert_contrast(&format!("score-{step}"), "surface", 3.0);
    }
}
