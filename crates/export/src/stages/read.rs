//! Reads stages' files back into a pipeline, so that a run can resume behind them.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde::de::DeserializeOwned;

use super::{REPORT, SPLIT, STATE, STATE_HEAD, TABLE, part, part_name};
use grove_engine::check::CheckResult;
use grove_engine::clean::Cleaned;
use grove_engine::featurize::Featurizer;
use grove_engine::load::Loaded;
use grove_engine::split::SplitParts;
use grove_engine::table::Table;
use grove_engine::{EncodedRows, Pipeline, StageOutput, TrainedModel};
use grove_models::Model;
use grove_protocol::report::{Detail, Importance, StageReport};
use grove_recipe::Recipe;
use grove_recipe::stage::{KEPT_FORMAT, PATH, Stage};

/// Where the files of a stage are, by their names; an error in words for one that cannot be had.
pub trait StageFiles {
    /// Returns the content of a file that the stage wrote.
    fn file(&self, stage: Stage, name: &str) -> Result<Vec<u8>, String>;
}

/// The stages whose files a stage reads. Splitting takes nothing from the check but its word.
pub const fn needs(stage: Stage) -> &'static [Stage] {
    use Stage::{Check, Clean, Evaluate, Featurize, Load, Predict, Split, Train};
    match stage {
        Load | Predict => &[],
        Clean => &[Load],
        Check => &[Load, Clean],
        Split => &[Load, Clean, Check],
        Featurize => &[Load, Clean, Split],
        Train => &[Load, Featurize],
        Evaluate => &[Load, Clean, Check, Split, Featurize, Train],
    }
}

/// Puts back what a run by this recipe from this stage through that one needs of the stages before. An error in words,
/// whatever the files hold. O(bytes).
pub fn put_back(
    pipeline: &mut Pipeline,
    recipe: &Recipe,
    from: Stage,
    through: Stage,
    source: &impl StageFiles,
) -> Result<(), String> {
    use Stage::{Check, Clean, Featurize, Load, Split, Train};
    let stages = PATH
        .into_iter()
        .filter(|stage| (from..=through).contains(stage));
    let wanted: BTreeSet<Stage> = stages.flat_map(needs).copied().collect();
    let needed = |stage: Stage| stage < from && wanted.contains(&stage);
    let mut loaded: Loaded = state(source, Load)?;
    if from == Clean {
        loaded.table = table(source, Load)?;
    }
    pipeline.put_back_file(loaded);
    let mut put = |stage, made| -> Result<(), String> {
        let report: StageReport = json(source, stage)?;
        if report.stage != stage {
            return Err(wrong(stage, REPORT, "it is of another stage"));
        }
        pipeline.put_back(recipe, made, &report);
        Ok(())
    };
    let mut rows = None;
    if needed(Clean) {
        let mut cleaned: Cleaned = state(source, Clean)?;
        cleaned.table = table(source, Clean)?;
        cleaned
            .validate(recipe)
            .map_err(|why| wrong(Clean, STATE, &why))?;
        rows = Some(cleaned.table.rows.len());
        put(Clean, StageOutput::Cleaned(Rc::new(cleaned)))?;
    }
    if needed(Check) {
        let report: StageReport = json(source, Check)?;
        let Detail::Check(report) = report.detail else {
            return Err(wrong(Check, REPORT, "it is of another stage"));
        };
        let (stop, check) = (None, recipe.check.clone());
        let checked = CheckResult {
            report,
            stop,
            check,
        };
        put(Check, StageOutput::Checked(Rc::new(checked)))?;
    }
    if needed(Split) {
        let parts: SplitParts = state(source, Split)?;
        if rows.is_none_or(|rows| !parts.are_of(rows)) {
            return Err(wrong(Split, SPLIT, "its rows are not those of the table"));
        }
        put(Split, StageOutput::Parts(Rc::new(parts)))?;
    }
    if needed(Featurize) {
        let encoded = Rc::new(encoded_of(source)?);
        put(Featurize, StageOutput::Encoded(Rc::clone(&encoded)))?;
        if needed(Train) {
            let (model, importances): (Model, Vec<Importance>) = state(source, Train)?;
            model.validate().map_err(|why| wrong(Train, STATE, &why))?;
            let classes = part::classes(&encoded.train).map_or(0, <[String]>::len);
            let features = encoded.train.matrix.features();
            if model.n_features() != features || model.n_classes() as usize != classes {
                return Err(wrong(Train, STATE, "it is for other features or classes"));
            }
            let trained = TrainedModel {
                encoded,
                model: Rc::new(model),
                importances,
            };
            put(Train, StageOutput::Trained(Rc::new(trained)))?;
        }
    }
    Ok(())
}

fn encoded_of(source: &impl StageFiles) -> Result<EncodedRows, String> {
    let stage = Stage::Featurize;
    let (featurizer, classes, validated): (Featurizer, Option<Vec<String>>, bool) =
        state(source, stage)?;
    featurizer
        .validate()
        .map_err(|why| wrong(stage, STATE, &why))?;
    let read = |name: &str| {
        let name = part_name(name);
        let bytes = source.file(stage, &name)?;
        let (part, rows) =
            part::read(&bytes, classes.as_deref()).map_err(|why| wrong(stage, &name, &why))?;
        if part.matrix.features() as usize != featurizer.features().len() {
            return Err(wrong(
                stage,
                &name,
                "it has other features than were fitted",
            ));
        }
        Ok((part, rows))
    };
    let (test, test_rows) = read("test")?;
    let validation = validated.then(|| read("validation")).transpose()?;
    Ok(EncodedRows {
        train: read("train")?.0,
        validation: validation.map(|(part, _)| part),
        test,
        test_rows,
        featurizer,
    })
}

fn table(source: &impl StageFiles, stage: Stage) -> Result<Table, String> {
    let bytes = source.file(stage, TABLE)?;
    Table::from_parquet(&bytes).map_err(|why| wrong(stage, TABLE, &why))
}

fn state<T: DeserializeOwned>(source: &impl StageFiles, stage: Stage) -> Result<T, String> {
    let bytes = source.file(stage, STATE)?;
    let (format, values) = (bytes.strip_prefix(STATE_HEAD))
        .and_then(<[u8]>::split_first_chunk)
        .ok_or_else(|| wrong(stage, STATE, "it is no state of a stage"))?;
    if u32::from_le_bytes(*format) != KEPT_FORMAT {
        let why = "it was written by another version of Grove; run the stage again";
        return Err(wrong(stage, STATE, why));
    }
    postcard::from_bytes(values).map_err(|why| wrong(stage, STATE, &why.to_string()))
}

fn json<T: DeserializeOwned>(source: &impl StageFiles, stage: Stage) -> Result<T, String> {
    let bytes = source.file(stage, REPORT)?;
    serde_json::from_slice(&bytes).map_err(|why| wrong(stage, REPORT, &why.to_string()))
}

fn wrong(stage: Stage, name: &str, why: &str) -> String {
    format!("{name} of {} cannot be used: {why}", stage.name())
}
