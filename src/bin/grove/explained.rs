//! What `grove explain` prints.

use grove_export::explanation::Explanation;
use grove_protocol::report::{
    EffectPlaces, EffectReport, ExplainedRow, LeastChange, Neighbour, ShapleyMethod, ShapleyReport,
};
use grove_recipe::cut::cut;
use grove_recipe::number::{counted, fixed, significant};

use crate::anatomy;
use crate::failure::shown;

/// The most columns that are printed for a row; the file has all.
const PRINTED: usize = 10;
/// The most letters of a column and its value that are printed.
const LETTERS_AT_MOST: usize = 40;
/// The most classes for which the columns are printed.
const CLASSES: usize = 3;
/// The most places along a column that are printed.
const PLACES: usize = 12;

pub fn print(explanation: &Explanation) {
    match &explanation.shapley {
        Some(shapley) if explanation.of_many => print_many(shapley),
        Some(shapley) => print_shapley(shapley),
        None => {}
    }
    let classes = explanation.shapley.iter().flat_map(|of| &of.classes);
    let classes: Vec<&str> = classes.map(String::as_str).collect();
    for anatomy in &explanation.anatomies {
        anatomy::print(anatomy, &classes);
    }
    let rows = explanation.shapley.iter().flat_map(|shapley| &shapley.rows);
    for (row, neighbours) in rows.zip(&explanation.neighbours) {
        println!("most like row {}:", row.row);
        neighbours.iter().for_each(print_neighbour);
    }
    explanation.changes.iter().for_each(print_change);
    if let Some(effects) = &explanation.effects {
        print_effects(effects);
    }
    if let Some(tree) = &explanation.tree {
        println!("tree {}:", tree.tree);
        print!("{}", shown(&tree.text));
        for path in &tree.paths {
            println!("row {}: {}", path.row, shown(&path.steps.join("; ")));
        }
    }
}

fn print_neighbour(neighbour: &Neighbour) {
    let proximity = fixed(neighbour.proximity, 4);
    let target = shown(&neighbour.target);
    println!("  row {:<10}{proximity:>10}  {target}", neighbour.row);
}

fn print_change(change: &Option<LeastChange>) {
    let Some(change) = change else {
        println!("No change to values of other rows gives another class.");
        return;
    };
    let (before, after) = change.probability;
    println!(
        "row {}: {} instead of {} (its probability {} instead of {}) if",
        change.row,
        shown(&change.to),
        shown(&change.from),
        fixed(after, 3),
        fixed(before, 3)
    );
    for column in &change.changes {
        let text = |value: &Option<String>| shown(value.as_deref().unwrap_or("missing"));
        let (from, to) = (text(&column.from), text(&column.to));
        println!("  {} is {to} instead of {from}", shown(&column.column));
    }
}

fn print_effects(effects: &EffectReport) {
    let output = effects.classes.len().min(2).saturating_sub(1);
    let of = match effects.classes.get(output) {
        Some(class) => format!("the probability of {}", shown(class)),
        None => "the answer".into(),
    };
    let rows = counted(effects.rows.len() as u64, "row", "rows");
    println!("{of} along {}, mean of {rows}:", shown(&effects.column));
    let number = |value: f64| significant(value, 4);
    let places: Vec<String> = match &effects.places {
        EffectPlaces::Intervals { thresholds, .. } => {
            let up_to = thresholds.iter().map(|at| format!("up to {}", number(*at)));
            up_to.chain(["above".to_owned()]).collect()
        }
        EffectPlaces::Values { values, .. } => values.iter().map(|value| number(*value)).collect(),
        EffectPlaces::Categories { values, .. } => {
            values.iter().map(|value| shown(value)).collect()
        }
    };
    let step = places.len().div_ceil(PLACES).max(1);
    let along = places.iter().zip(&effects.partial_dependence);
    for (place, answer) in along.step_by(step) {
        let place = cut(place, LETTERS_AT_MOST);
        println!("  {place:<44}{:>12}", number(answer[output]));
    }
    if step > 1 {
        println!("The file has all {} places.", places.len());
    }
}

fn print_shapley(explained: &ShapleyReport) {
    for row in &explained.rows {
        let output = row.class as usize;
        let number = |value: f64| significant(value, 4);
        let answer = match explained.classes.get(output) {
            Some(class) => format!("{} with probability", shown(class)),
            None => "the answer is".into(),
        };
        println!(
            "row {}: {answer} {}, on average {}",
            row.row,
            number(row.answer[output]),
            number(explained.base[output])
        );
        print_columns(explained, row, output);
    }
    println!("{}", how(explained));
}

/// Prints the columns, those first that move the answers most. Of two classes, what moves one moves the other as far.
fn print_many(explained: &ShapleyReport) {
    let rows = counted(explained.rows.len() as u64, "row", "rows");
    let outputs = match explained.classes.len() {
        2 => 1..2,
        _ => 0..explained.base.len().min(CLASSES),
    };
    for output in outputs {
        let of = match explained.classes.get(output) {
            Some(class) => format!("the probability of {}", shown(class)),
            None => "the answer".into(),
        };
        println!("how far each column moves {of}, mean of {rows}:");
        let means = explained.mean_moves(output);
        let mut columns: Vec<(&String, f64)> = explained.columns.iter().zip(means).collect();
        columns.sort_by(|a, b| b.1.total_cmp(&a.1));
        for (name, mean) in columns.iter().take(2 * PRINTED) {
            let name = shown(&cut(name, LETTERS_AT_MOST));
            println!("  {name:<44}{:>12}", significant(*mean, 4));
        }
    }
    if explained.classes.len() > CLASSES {
        println!("The file has all classes.");
    }
    println!("{}", how(explained));
}

fn print_columns(explained: &ShapleyReport, row: &ExplainedRow, output: usize) {
    let values = row.contributions.iter().map(|of| of[output]);
    let named = explained.columns.iter().zip(&row.values).zip(values);
    let mut columns: Vec<((&String, &Option<String>), f64)> = named.collect();
    columns.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let (printed, rest) = columns.split_at(columns.len().min(PRINTED));
    for ((name, value), contribution) in printed {
        let value = value.as_deref().unwrap_or("missing");
        let name = shown(&cut(&format!("{name} = {value}"), LETTERS_AT_MOST));
        println!("  {name:<44}{:>12}", signed(*contribution));
    }
    if !rest.is_empty() {
        let sum: f64 = rest.iter().map(|column| column.1).sum();
        let others = counted(rest.len() as u64, "other column", "other columns");
        println!("  {others:<44}{:>12}", signed(sum));
    }
}

fn signed(value: f64) -> String {
    let digits = significant(value.abs(), 4);
    format!("{}{digits}", if value < 0.0 { "-" } else { "+" })
}

/// Says how the values were computed.
fn how(explained: &ShapleyReport) -> String {
    let rows = explained.background_rows.len();
    let how = match explained.method {
        ShapleyMethod::Exact | ShapleyMethod::EverySubset => "exact",
        ShapleyMethod::Sampled => {
            "estimated, since the model needs many columns; the file has their standard errors"
        }
    };
    format!("Shapley values against {rows} background rows, {how}.")
}
