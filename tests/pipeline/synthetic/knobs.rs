//! What each knob changes, and what it leaves as it is.

use grove_recipe::parameters::Real;
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::{
    BALANCE, DATA_SETS, DRIFT, MISSING, NOISE, ROWS, SyntheticName, SyntheticSpec,
};
use grove_synthetic::make;

use super::{column, made, spec, table};
use crate::shared;
use crate::tools::open;

/// Whether a count of so many draws is within five standard deviations of what its share makes likely.
fn is_likely(count: usize, draws: usize, share: f64) -> bool {
    let (n, count) = (draws as f64, count as f64);
    (count - n * share).abs() <= 5.0 * (n * share * (1.0 - share)).sqrt() + 1.0
}

#[test]
fn the_table_of_data_sets_is_in_order_and_its_names_go_both_ways() {
    for (i, set) in DATA_SETS.iter().enumerate() {
        assert_eq!(set.name as usize, i, "{}", set.id);
        assert!(
            set.id
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        );
        let spec = SyntheticSpec::new(set.name);
        assert_eq!(spec.check(), Ok(()));
        assert_eq!(spec.file_name(), format!("{}-42.csv", set.id));
    }
}

#[test]
fn a_spec_gives_the_bytes_that_are_written_down() {
    for (name, digest) in shared::SYNTHETIC {
        let bytes = made(&shared::synthetic(name));
        assert_eq!(shared::hash(&bytes), digest, "{}", name.set().id);
    }
}

#[test]
fn seeds_and_every_other_knob_change_the_bytes() {
    for set in &DATA_SETS {
        let bytes = made(&SyntheticSpec::new(set.name));
        assert_eq!(bytes, made(&SyntheticSpec::new(set.name)));
        let mut others = vec![
            spec(set.name, |s| s.seed = 7),
            spec(set.name, |s| s.noise = 0.3),
            spec(set.name, |s| s.drift = 0.3),
        ];
        if set.missing {
            others.push(spec(set.name, |s| s.missing = 0.3));
        }
        if set.balance.is_some() {
            others.push(spec(set.name, |s| s.balance = 0.25));
        }
        for other in others {
            assert!(bytes != made(&other), "{other:?}");
        }
    }
}

#[test]
fn a_file_has_as_many_rows_as_were_asked_for() {
    for set in &DATA_SETS {
        for count in [ROWS.min, 997] {
            let (header, rows) = table(&spec(set.name, |s| s.rows = count));
            assert_eq!(rows.len(), count as usize, "{}", set.id);
            assert!(rows.iter().all(|row| row.len() == header.len()));
            assert!(
                header.iter().any(|column| column == set.target),
                "{}",
                set.id
            );
        }
    }
}

#[test]
fn missing_cells_are_as_many_as_asked_for_and_change_no_other_cell() {
    for set in DATA_SETS.iter().filter(|set| set.missing) {
        let (header, full) = table(&SyntheticSpec::new(set.name));
        let (_, gappy) = table(&spec(set.name, |s| s.missing = 0.3));
        let mut columns = 0;
        for (place, name) in header.iter().enumerate() {
            let pairs = full.iter().zip(&gappy).map(|(a, b)| (&a[place], &b[place]));
            let changed: Vec<_> = pairs.filter(|(a, b)| a != b).collect();
            if changed.is_empty() {
                continue;
            }
            columns += 1;
            assert_ne!(name, set.target);
            assert!(changed.iter().all(|(_, gap)| gap.is_empty()), "{name}");
            assert!(
                is_likely(changed.len(), full.len(), 0.3),
                "{name}: {}",
                changed.len()
            );
        }
        assert!(columns >= 4, "{}: {columns}", set.id);
    }
}

#[test]
fn classes_are_as_frequent_as_asked_for() {
    for set in DATA_SETS.iter().filter(|set| set.balance.is_some()) {
        for (share, drift) in [(0.1, 0.0), (0.5, 0.0), (0.3, 1.0)] {
            let spec = spec(set.name, |s| (s.balance, s.drift) = (share, drift));
            let target = column(&spec, set.target);
            let first = match set.name {
                SyntheticName::TaxiTrips => "yes",
                SyntheticName::Songs => "lullaby",
                _ => "orange",
            };
            let count = target.iter().filter(|class| *class == first).count();
            assert!(is_likely(count, target.len(), share), "{}: {count}", set.id);
        }
    }
}

#[test]
fn drift_changes_the_later_half_alone() {
    for set in &DATA_SETS {
        let (_, alike) = table(&SyntheticSpec::new(set.name));
        let (_, drifting) = table(&spec(set.name, |s| s.drift = 1.0));
        let half = alike.len() / 2;
        assert_eq!(alike[..half], drifting[..half], "{}", set.id);
        let changed = (half..alike.len()).filter(|row| alike[*row] != drifting[*row]);
        assert!(changed.count() > half * 9 / 10, "{}", set.id);
    }
}

#[test]
fn knobs_out_of_range_are_refused_by_name() {
    let taxi = |change: fn(&mut SyntheticSpec)| spec(SyntheticName::TaxiTrips, change);
    let cars = |change: fn(&mut SyntheticSpec)| spec(SyntheticName::CarEconomy, change);
    let moons = |change: fn(&mut SyntheticSpec)| spec(SyntheticName::Moons, change);
    for (spec, name) in [
        (taxi(|s| s.rows = 9), ROWS.name),
        (taxi(|s| s.rows = 1_000_001), ROWS.name),
        (taxi(|s| s.noise = 1.1), NOISE.name),
        (taxi(|s| s.noise = f64::NAN), NOISE.name),
        (taxi(|s| s.missing = -0.1), MISSING.name),
        (taxi(|s| s.balance = 0.0), BALANCE.name),
        (taxi(|s| s.balance = 0.6), BALANCE.name),
        (taxi(|s| s.drift = f64::INFINITY), DRIFT.name),
        (cars(|s| s.balance = 0.3), BALANCE.name),
        (moons(|s| s.missing = 0.3), MISSING.name),
    ] {
        let error = make(&spec).unwrap_err();
        assert_eq!(error.stage, Stage::Load);
        assert!(error.problem.contains(name), "{error}");
    }
}

#[test]
fn every_corner_of_the_ranges_gives_a_table() {
    for set in &DATA_SETS {
        for rows in [10, 11, 200] {
            for (noise, drift) in [(0.0, 1.0), (1.0, 0.0), (1.0, 1.0)] {
                for share in [0.0, 1.0] {
                    let at = |knob: &Real| knob.min + share * (knob.max - knob.min);
                    let spec = SyntheticSpec {
                        rows,
                        noise,
                        drift,
                        missing: if set.missing { at(&MISSING) } else { 0.0 },
                        balance: set.balance.map_or(0.0, |_| at(&BALANCE)),
                        ..SyntheticSpec::new(set.name)
                    };
                    open(&made(&spec)).unwrap_or_else(|error| panic!("{spec:?}: {error}"));
                }
            }
        }
    }
}
