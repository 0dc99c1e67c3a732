//! Reads data for all commands, and prints what was detected.

use std::path::Path;
use std::rc::Rc;
use std::task::Poll;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use grove_engine::load::{self, Loaded, load_alike};
use grove_engine::pace::Progress as Done;
use grove_recipe::columns::DataSummary;
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::parameters::{Choice, DATE_ORDER, DECIMAL, DELIMITER, THOUSANDS};
use grove_recipe::stage::Stage;
use grove_recipe::{
    DateOrder, Decimal, Delimiter, Draft, Load, LoadChoice, Thousands, columns_after,
};
use serde::Serialize;

use crate::failure::{CommandFailure, shown};
use crate::progress::Progress;
use crate::{files, interrupt, kept};

/// The most places that are named of what could not be read; `grove load FILE --json` names more.
const NAMED: usize = 5;

/// The options for reading a file otherwise than the recipe or the model says.
#[derive(Args)]
pub struct ReadingOptions {
    #[arg(long, help = DELIMITER.help, value_parser = one_of(&DELIMITER))]
    pub delimiter: Option<Delimiter>,
    #[arg(long, help = DATE_ORDER.help, value_parser = one_of(&DATE_ORDER))]
    pub date_order: Option<DateOrder>,
    #[arg(long, help = DECIMAL.help, value_parser = one_of(&DECIMAL))]
    pub decimal: Option<Decimal>,
    /// What groups the digits of large numbers by three; nothing if only --decimal is given.
    #[arg(long, requires = "decimal", value_parser = one_of(&THOUSANDS))]
    pub thousands: Option<Thousands>,
}

impl ReadingOptions {
    pub fn choices(&self) -> Vec<LoadChoice> {
        let thousands = self.thousands.unwrap_or(Thousands::None);
        let numbers = |decimal| LoadChoice::Numbers(decimal, thousands);
        let choices = [
            self.delimiter.map(LoadChoice::Delimiter),
            self.date_order.map(LoadChoice::DateOrder),
            self.decimal.map(numbers),
        ];
        choices.into_iter().flatten().collect()
    }

    /// Sets these choices in a recipe's load part.
    pub fn apply(&self, load: &mut Load) {
        self.choices().iter().for_each(|choice| choice.apply(load));
    }
}

/// Returns the parser for the values of a choice, by their names in a recipe; without a value it is detected.
pub fn one_of<T>(choice: &'static Choice<Option<T>>) -> impl TypedValueParser<Value = T>
where
    T: Copy + Serialize + Send + Sync + 'static,
{
    let options = choice.options.iter();
    let named = options.filter_map(|(value, label)| value.map(|value| (name(&value), label)));
    let values = named.map(|(name, label)| {
        // Options have hyphens.
        let hyphened = name.replace('_', "-");
        PossibleValue::new(name).alias(hyphened).help(*label)
    });
    PossibleValuesParser::new(values).map(move |said| {
        let mut values = choice.options.iter().filter_map(|(value, _)| *value);
        let found = values.find(|value| name(value) == said.replace('-', "_"));
        found.expect("one of them")
    })
}

fn name(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Reads a table, and prints the progress.
pub fn load(path: &Path, load: &Load) -> Result<(Rc<[u8]>, Loaded), CommandFailure> {
    let bytes = files::read_data(path)?;
    load_bytes(&files::file_name(path), bytes, load, &mut Progress::new())
}

pub fn load_bytes(
    name: &str,
    bytes: Vec<u8>,
    load: &Load,
    progress: &mut Progress,
) -> Result<(Rc<[u8]>, Loaded), CommandFailure> {
    let bytes: Rc<[u8]> = bytes.into();
    let mut loading = load::begin(name, Rc::clone(&bytes), load, None)?;
    loop {
        interrupt::check()?;
        if let Poll::Ready(loaded) = loading.poll() {
            return Ok((bytes, loaded?));
        }
        let Done { done, total, .. } = loading.progress();
        progress.share(Stage::Load, done, total);
    }
}

/// Reads a table that a recipe was not made for, in the way that its own was read. The recipe then records how this one
/// was read.
pub fn load_new(path: &Path, draft: &mut Draft) -> Result<(Rc<[u8]>, Loaded), CommandFailure> {
    let (name, load) = (files::file_name(path), &draft.recipe().load);
    let bytes = files::read_data(path)?;
    if draft.sha256() == Some(kept::hash(&bytes).as_str()) {
        return load_bytes(&name, bytes, load, &mut Progress::new());
    }
    // A step may make the target.
    let complete = |loaded: &Loaded| {
        let columns = loaded.columns.iter();
        let known = columns.map(|column| (column.name.clone(), Some(column.kind)));
        let known = columns_after(known, &draft.recipe().clean.steps);
        let target = draft.target();
        target.is_none_or(|target| known.iter().any(|(name, _)| name == target))
    };
    let loaded = load_alike(&name, &bytes, load, None, &complete).map_err(refused)?;
    draft.recipe_mut().load.clone_from(&loaded.load);
    Ok((bytes.into(), loaded))
}

/// Describes what is wrong with a file, and the option for reading it otherwise.
pub fn refused(error: StageError) -> CommandFailure {
    let options = error.choice.as_deref().and_then(|choice| match choice {
        LoadChoice::Delimiter(delimiter) => Some(format!("--delimiter {}", name(delimiter))),
        LoadChoice::DateOrder(order) => Some(format!("--date-order {}", name(order))),
        LoadChoice::Numbers(decimal, thousands) => {
            let (decimal, thousands) = (name(decimal), name(thousands));
            Some(format!("--decimal {decimal} --thousands {thousands}"))
        }
        _ => None,
    });
    let options = options.map_or(String::new(), |options| format!(" Here: {options}."));
    CommandFailure::Said(format!("{error}{options}"))
}

/// Prints what was assumed about a file, and what could not be read.
pub fn print_notes(data: &DataSummary) {
    for note in &data.notes {
        eprintln!("note: {}", shown(&note.to_string()));
    }
    let bad = &data.bad_lines;
    let rows = (bad.rows > 0).then(|| {
        let verb = if bad.rows == 1 { "is" } else { "are" };
        format!(
            "{} {verb} not in the table",
            counted(bad.rows, "row", "rows")
        )
    });
    let cells = (bad.cells > 0).then(|| {
        let verb = if bad.cells == 1 { "is" } else { "are" };
        format!(
            "{} {verb} missing in it",
            counted(bad.cells, "cell", "cells")
        )
    });
    let what: Vec<String> = [rows, cells].into_iter().flatten().collect();
    if what.is_empty() {
        return;
    }
    eprintln!(
        "note: {}, since they could not be read:",
        what.join(" and ")
    );
    for line in bad.listed.iter().take(NAMED) {
        eprintln!("      {}", shown(&line.problem));
    }
    let more = (bad.rows + bad.cells) as usize - bad.listed.len().min(NAMED);
    if more > 0 {
        eprintln!("      and {} more", counted(more as u64, "place", "places"));
    }
}
