//! `grove explain`: says why a model answers as it does for rows of a file, along a column, or in a tree.

use std::rc::Rc;

use grove_engine::EncodedRows;
use grove_engine::clean::Cleaned;
use grove_engine::explain::{
    AnatomyWish, TrainRows, anatomy, draw_background, draw_explained, effect, encode, least_change,
    neighbours, rows_numbered, rules, shapley,
};
use grove_engine::pace::Work;
use grove_engine::predict;
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::split::SplitParts;
use grove_engine::table::Table;
use grove_export::explanation::{self, Explanation};
use grove_protocol::report::{
    EXPLAINED_AT_MOST, EffectReport, LeastChange, Neighbour, RowAnatomy, ShapleyReport, TreeRules,
};
use grove_recipe::stage::Stage;

use crate::arguments::ExplainArguments;
use crate::failure::{CommandFailure, shown};
use crate::{explained, files, reading, set, trained_on};

/// The most rows among which the least change is looked for.
const SEARCHED: u32 = 1000;

pub fn explain(arguments: &ExplainArguments) -> Result<(), CommandFailure> {
    let ExplainArguments { model, out, .. } = arguments;
    if let Some(out) = out {
        files::replaceable(out)?;
    }
    if arguments.rows.len() > EXPLAINED_AT_MOST as usize {
        return Err(CommandFailure::Said(format!(
            "At most {EXPLAINED_AT_MOST} rows are explained at once. Ask for fewer."
        )));
    }
    set::whole(model)?;
    let fitted = Rc::new(grove_export::model::read(&files::read(model)?)?);
    let explaining = Explaining::begin(fitted, arguments)?;
    let explanation = Explanation {
        shapley: explaining.shapley()?,
        of_many: arguments.all.is_some(),
        anatomies: explaining.anatomies()?,
        neighbours: explaining.neighbours()?,
        changes: explaining.changes()?,
        effects: explaining.effects()?,
        tree: explaining.tree()?,
    };
    if let Some(out) = out {
        files::write(out, &explanation::write(&explanation))?;
    }
    explained::print(&explanation);
    if let Some(out) = out {
        println!("written to {}", out.display());
    }
    Ok(())
}

/// What an explanation is made of.
struct Explaining<'a> {
    fitted: Rc<FittedPipeline>,
    arguments: &'a ExplainArguments,
    /// The rows of the file.
    table: Table,
    /// Positions of the rows that are explained.
    rows: Vec<u32>,
    /// Positions of rows that can be background rows.
    others: Vec<u32>,
    /// Whether the file is the one that the model was trained on, so that these are its train rows.
    own: bool,
    /// The encoded train rows, if the file is the one that the model was trained on.
    train: Option<Rc<EncodedRows>>,
}

impl<'a> Explaining<'a> {
    /// Reads the file, and finds the rows.
    fn begin(
        fitted: Rc<FittedPipeline>,
        arguments: &'a ExplainArguments,
    ) -> Result<Self, CommandFailure> {
        let (data, choices) = (&arguments.data, arguments.reading.choices());
        let (name, bytes) = (files::file_name(data), files::read_data(data)?);
        let own = trained_on::is_own(&fitted, &bytes, &choices);
        let (table, others, test, train) = match own {
            true => trained_on(&fitted, &name, bytes, arguments.neighbours.is_some())?,
            false => {
                let loaded = predict::read_with(&fitted, &name, &bytes, &choices);
                let table = loaded.map_err(reading::refused)?.table;
                eprintln!(
                    "note: {} is not the file that the model was trained on, so its own rows are the background.",
                    shown(&name)
                );
                let all: Vec<u32> = (0..table.height()).collect();
                (table, all.clone(), all, None)
            }
        };
        let rows = match arguments.all {
            Some(wanted) => Ok(draw_explained(&test, wanted, fitted.recipe.seed)),
            None => rows_numbered(&table, &arguments.rows),
        };
        let rows = rows.map_err(|number| {
            CommandFailure::Said(format!(
                "{} has no row {number} that can be read. Its rows are numbered from 1 below the header.",
                data.display()
            ))
        })?;
        Ok(Self {
            fitted,
            arguments,
            table,
            rows,
            others,
            own,
            train,
        })
    }

    fn drawn(&self, wanted: u32) -> Vec<u32> {
        draw_background(&self.others, wanted, self.fitted.recipe.seed)
    }

    fn shapley(&self) -> Result<Option<ShapleyReport>, CommandFailure> {
        if self.rows.is_empty() {
            return Ok(None);
        }
        let drawn = self.drawn(self.arguments.background);
        let both: Vec<u32> = drawn.iter().chain(&self.rows).copied().collect();
        let (fitted, table) = (Rc::clone(&self.fitted), Rc::new(self.table.take(&both)));
        let background = drawn.len() as u32;
        let work =
            Work::new(|pace| async move { shapley(&fitted, table, background, &pace).await });
        trained_on::finish(work).map(Some)
    }

    fn anatomies(&self) -> Result<Vec<RowAnatomy>, CommandFailure> {
        if !self.arguments.votes {
            return Ok(Vec::new());
        }
        let train = match self.own {
            true => Some(TrainRows::new(&self.fitted, &self.table, &self.others)?),
            false => None,
        };
        let rows = self.table.take(&self.rows);
        let wish = AnatomyWish {
            class: None,
            tree: self.arguments.tree.unwrap_or(1),
        };
        Ok(anatomy(&self.fitted, &rows, train.as_ref(), wish)?)
    }

    fn neighbours(&self) -> Result<Vec<Vec<Neighbour>>, CommandFailure> {
        let Some(wanted) = self.arguments.neighbours else {
            return Ok(Vec::new());
        };
        let Some(train) = self.train.clone() else {
            return Err(CommandFailure::Said(format!(
                "Rows that are alike are found among the train rows. Give {}, the file that the model was trained on.",
                self.fitted.recipe.data.name
            )));
        };
        let rows = self.table.take(&self.rows);
        let (fitted, encoded) = (Rc::clone(&self.fitted), encode(&self.fitted, &rows)?);
        let work = Work::new(|pace| async move {
            neighbours(&fitted, &train, &encoded, &rows.rows, wanted, &pace).await
        });
        trained_on::finish(work)
    }

    fn changes(&self) -> Result<Vec<Option<LeastChange>>, CommandFailure> {
        if !self.arguments.change {
            return Ok(Vec::new());
        }
        let drawn = self.drawn(SEARCHED);
        let change = |row: &u32| {
            let others = drawn.iter().filter(|other| *other != row);
            let both: Vec<u32> = others.chain([row]).copied().collect();
            let (fitted, table) = (Rc::clone(&self.fitted), Rc::new(self.table.take(&both)));
            let locked = self.arguments.lock.clone();
            trained_on::finish(Work::new(|pace| async move {
                least_change(&fitted, table, &locked, &pace).await
            }))
        };
        self.rows.iter().map(change).collect()
    }

    fn effects(&self) -> Result<Option<EffectReport>, CommandFailure> {
        let Some(column) = self.arguments.effects.clone() else {
            return Ok(None);
        };
        let drawn = self.drawn(self.arguments.background);
        let (fitted, table) = (Rc::clone(&self.fitted), Rc::new(self.table.take(&drawn)));
        let work = Work::new(|pace| async move { effect(&fitted, table, &column, &pace).await });
        trained_on::finish(work).map(Some)
    }

    fn tree(&self) -> Result<Option<TreeRules>, CommandFailure> {
        let Some(number) = self.arguments.tree else {
            return Ok(None);
        };
        let rows = (!self.rows.is_empty()).then(|| self.table.take(&self.rows));
        Ok(Some(rules(&self.fitted, number, rows.as_ref())?))
    }
}

/// A file's rows, positions of the train and of the test rows, and the encoded rows if they are wanted.
type TrainedOn = (Table, Vec<u32>, Vec<u32>, Option<Rc<EncodedRows>>);

/// Runs the model's recipe on its own file up to the split, or until the rows are encoded.
fn trained_on(
    fitted: &FittedPipeline,
    name: &str,
    bytes: Vec<u8>,
    encoded: bool,
) -> Result<TrainedOn, CommandFailure> {
    let through = match encoded {
        true => Stage::Featurize,
        false => Stage::Split,
    };
    let pipeline = trained_on::replayed(fitted, name, bytes, through)?;
    let recipe = &fitted.recipe;
    let table = pipeline.loaded().expect("it was read").table.clone();
    let cleaned = pipeline.made::<Cleaned>(recipe).expect("clean ran");
    let parts = pipeline.made::<SplitParts>(recipe).expect("split ran");
    let in_file = |positions: &[u32]| {
        let number = |&position: &u32| cleaned.table.rows[position as usize];
        let numbers: Vec<u32> = positions.iter().map(number).collect();
        rows_numbered(&table, &numbers).expect("rows of the file")
    };
    let (train, mut test) = (in_file(&parts.train), in_file(&parts.test));
    test.sort_unstable();
    let encoded = pipeline.made::<EncodedRows>(recipe).cloned();
    Ok((table, train, test, encoded))
}
