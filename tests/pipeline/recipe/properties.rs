//! Whatever a recipe holds, its text gives it back; whatever a text holds, it is read or refused at a place within.

use grove_recipe::columns::ColumnKind;
use grove_recipe::{
    ComparisonOperator, Encoding, Expectation, Merge, Operation, Recipe, Reference, Rule, Severity,
    Step,
};
use proptest::prelude::*;

use super::full;

/// Names as files have them, and as nobody should.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_]{1,8}",
        "\\PC{0,6}",
        "[\"\\\\./\n\t\u{0}-\u{1f}]{0,4}"
    ]
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(name(), 0..4)
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        -1e15..1e15_f64,
        any::<f64>().prop_filter("finite", |x| x.is_finite())
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        name().prop_map(|column| Rule::ColumnPresent { column }),
        (name(), number()).prop_map(|(column, min)| Rule::InRange {
            column,
            min: Some(min),
            max: None
        }),
        (name(), name(), prop::collection::vec(name(), 1..4))
            .prop_map(|(column, _, values)| Rule::InSet { column, values }),
        (name(), name()).prop_map(|(left, right)| Rule::CompareColumns {
            left,
            right,
            comparison: ComparisonOperator::Le
        }),
        (name(), prop::collection::vec((name(), 1..9_u32), 1..4)).prop_map(|(column, counts)| {
            Rule::Distribution {
                column,
                alpha: 0.01,
                reference: Reference::Categories { counts, other: 3 },
            }
        }),
    ]
}

/// A step that is off need not be complete.
fn step() -> impl Strategy<Value = Step> {
    let operation = prop_oneof![
        prop::sample::select(Operation::all()),
        (name(), names(), name()).prop_map(|(column, from, to)| Operation::MergeCategories {
            column,
            merges: vec![Merge { from, to }]
        }),
        (name(), name()).prop_map(|(column, expression)| Operation::Derive { column, expression }),
        names().prop_map(|columns| Operation::Cast {
            columns,
            kind: ColumnKind::Date
        }),
    ];
    operation.prop_map(|operation| Step {
        on: false,
        operation,
    })
}

prop_compose! {
    fn recipe()(
        texts in (name(), name(), name()),
        lists in (names(), names(), names()),
        seed in any::<u32>(),
        numbers in (number().prop_map(|x| x.clamp(-1e15, 1e15)), 0.01..0.45_f64, 1..500_u32),
        steps in prop::collection::vec(step(), 0..5),
        rules in prop::collection::vec((rule(), any::<bool>()), 0..5),
        kinds in prop::collection::btree_map(name(), prop::sample::select(vec![ColumnKind::Text, ColumnKind::Date]), 0..4),
        columns in prop::collection::btree_map(name(), prop::option::of(0.0..1e6_f64), 0..4),
    ) -> Recipe {
        let mut recipe = full();
        // An empty one is not chosen yet, which no recipe in a text may have.
        recipe.target = if texts.0.is_empty() { "t".to_string() } else { texts.0 };
        recipe.data.name = texts.1;
        recipe.weight = Some(texts.2);
        (recipe.leave_out, recipe.load.missing_values, recipe.split.test_fold) = lists;
        recipe.seed = seed;
        let n_estimators: u32;
        (recipe.featurize.fill_value, recipe.split.test_size, n_estimators) = numbers;
        recipe.train.set("n_estimators", n_estimators).unwrap();
        recipe.clean.steps = steps;
        recipe.check.expectations = rules.into_iter().map(|(rule, on)| Expectation {
            on,
            severity: Severity::Stop,
            rule,
        }).collect();
        recipe.load.kinds = kinds;
        for (column, smooth) in columns {
            let mut own = grove_recipe::ColumnEncoding::default();
            if let Some(smooth) = smooth {
                (own.smooth, own.encoding) = (smooth, Some(Encoding::Target));
            }
            recipe.featurize.columns.insert(column, own);
        }
        recipe
    }
}

/// Either it is a recipe, or the error is within the text.
fn read_or_refused(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Err(found) = Recipe::from_bytes(bytes) {
        let lines = bytes.split(|byte| *byte == b'\n');
        let line = found.line.expect("a line") as usize;
        let length = lines.clone().nth(line - 1).map(<[u8]>::len);
        prop_assert!(length.is_some(), "{found} is below the text");
        let column = found.column.expect("a column") as usize;
        prop_assert!(
            column <= length.unwrap_or_default() + 1,
            "{found} is beside the text"
        );
        prop_assert!(!found.problem.is_empty());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_gives_its_recipe_back(recipe in recipe()) {
        let text = recipe.to_json();
        // Written by us, as the library would.
        prop_assert_eq!(&text, &serde_json::to_string_pretty(&recipe).unwrap());
        prop_assert_eq!(Recipe::from_json(&text), Ok(recipe.clone()));
        let compact = serde_json::to_string(&recipe).unwrap();
        prop_assert_eq!(Recipe::from_json(&compact), Ok(recipe));
    }

    #[test]
    fn a_damaged_text_is_read_or_refused_at_its_place(
        recipe in recipe(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 1..20),
    ) {
        let text = recipe.to_json().into_bytes();
        for (place, byte, how) in damages {
            let mut damaged = text.clone();
            let place = place.index(damaged.len());
            match how {
                0 => damaged[place] = byte,
                1 => damaged.insert(place, byte),
                _ => drop(damaged.remove(place)),
            }
            read_or_refused(&damaged)?;
        }
    }
}

#[test]
fn any_single_byte_can_be_damaged() {
    let text = full().to_json().into_bytes();
    for place in 0..text.len() {
        for byte in *b"\0\"{]:,9-x\n\\\xFF" {
            let mut damaged = text.clone();
            damaged[place] = byte;
            read_or_refused(&damaged).unwrap_or_else(|error| panic!("byte {place}: {error}"));
        }
    }
}
