//! What is saved is what is read, and no bytes make a model panic.

use grove_models::Model;
use serde_json::{Value, json};

use crate::golden;
use crate::tools::{Table, bits, each, grows_trees, sound};

#[test]
fn the_same_rows_give_the_same_bytes() {
    let table = Table::random(40, 3);
    each(|learner, task| {
        let bytes = || postcard::to_allocvec(&table.fit(learner, task)).unwrap();
        assert_eq!(bytes(), bytes(), "{learner:?}");
    });
}

#[test]
fn models_have_the_bits_that_are_written_down() {
    golden::check();
}

#[test]
fn a_model_that_was_read_says_what_the_saved_one_said() {
    let table = Table::random(40, 3);
    each(|learner, task| {
        let model = table.fit(learner, task);
        let bytes = postcard::to_allocvec(&model).unwrap();
        let read: Model = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(read.validate(), Ok(()), "{learner:?}");
        assert_eq!(bits(&table.predict(&read)), bits(&table.predict(&model)));
        assert_eq!(read, model);
        assert_eq!(
            (read.n_features(), read.n_classes()),
            (model.n_features(), model.n_classes())
        );
        // Within half and twice what it takes in a file, where small numbers are shorter.
        let size = bytes.len() as u64;
        assert!(
            (size / 2..=3 * size).contains(&model.bytes()),
            "{learner:?} {size} {}",
            model.bytes()
        );
    });
}

/// Reads bytes that may be anything and predicts with what passes for a model.
fn try_out(bytes: &[u8], table: &Table) {
    let Ok(model) = postcard::from_bytes::<Model>(bytes) else {
        return;
    };
    if model.validate().is_ok()
        && let Ok(predictions) = model.predict(&table.matrix())
    {
        sound(&predictions);
    }
}

#[test]
fn bytes_that_are_cut_off_or_flipped_never_panic() {
    let table = Table::random(8, 2);
    each(|learner, task| {
        let mut bytes = postcard::to_allocvec(&table.fit(learner, task)).unwrap();
        for end in 0..bytes.len() {
            try_out(&bytes[..end], &table);
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                try_out(&bytes, &table);
                bytes[at] ^= 1 << bit;
            }
        }
    });
}

/// Calls `change` with every list of numbers in a model, one at a time, and `try_out` with what comes of it.
fn change_each_list(model: &Value, change: fn(&mut Vec<Value>), try_out: impl Fn(Value)) {
    fn lists(value: &mut Value) -> Vec<&mut Vec<Value>> {
        match value {
            Value::Array(list) => {
                if list.iter().all(Value::is_number) {
                    return vec![list];
                }
                list.iter_mut().flat_map(lists).collect()
            }
            Value::Object(fields) => fields.values_mut().flat_map(lists).collect(),
            _ => Vec::new(),
        }
    }
    let count = lists(&mut model.clone()).len();
    for list in 0..count {
        let mut changed = model.clone();
        change(lists(&mut changed)[list]);
        try_out(changed);
    }
}

#[test]
fn lists_that_do_not_fit_together_are_refused() {
    let table = Table::random(40, 2);
    each(|learner, task| {
        let model = table.fit(learner, task);
        let json = serde_json::to_value(&model).unwrap();
        for change in [
            |list: &mut Vec<Value>| drop(list.pop()),
            |list: &mut Vec<Value>| list.push(json!(1)),
            |list: &mut Vec<Value>| list.clear(),
        ] {
            change_each_list(&json, change, |changed| {
                let Ok(model) = serde_json::from_value::<Model>(changed.clone()) else {
                    return;
                };
                // A forest may hold a leaf that no tree leads to.
                match model.validate() {
                    Ok(()) if grows_trees(learner) => drop(table.predict(&model)),
                    checked => assert!(checked.is_err(), "{learner:?}: {changed}"),
                }
            });
        }
    });
}
