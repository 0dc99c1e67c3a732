//! Writes each stage's output as files, and reads them back: tables and lists that other tools read, and state for Grove.
//!
//! Each stage says in the file of its name which files it has; `report.json` comes with all of them. The same output gives
//! the same bytes, on any machine.
//!
//! Why: `docs/decisions/0030-native-stages-as-files.md`.

mod check;
mod clean;
mod evaluate;
mod featurize;
mod load;
mod output;
mod part;
mod split;
mod train;

use std::collections::BTreeSet;

use serde::Serialize;

use grove_engine::load::Loaded;
use grove_engine::{Pipeline, StageOutput};
use grove_protocol::report::{Detail, StageReport};
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::{Recipe, for_each_stage};

use super::bundle::BundleEntry;
use super::curve::Curve;
use crate::fingerprint::CanonicalBytes;
use output::{FinishedRun, OutputFiles, StoredStage};

/// The file that holds a stage's report as JSON.
pub const REPORT: &str = "report.json";
/// The file of the train stage that says how the model improved while it grew, where that is known.
pub const CURVE: &str = "curve.csv";

/// Where the files of a stage are, by their names; an error in words for one that cannot be had.
pub trait StageFiles {
    /// Returns the content of a file that the stage wrote.
    fn file(&self, stage: Stage, name: &str) -> Result<Vec<u8>, String>;
}

/// The files of a stage that has just finished with this report; `None` where its result is not there. O(bytes).
pub fn write(
    pipeline: &Pipeline,
    recipe: &Recipe,
    report: &StageReport,
) -> Option<Vec<BundleEntry>> {
    let run = FinishedRun { pipeline, recipe };
    let output = pipeline.output(recipe, report.stage)?;
    let mut files = files(&output, &run)?;
    let curve = Curve::of(std::slice::from_ref(report));
    files.extend(curve.map(|curve| (CURVE.into(), curve.csv())));
    files.push((REPORT.into(), json(&of_any_machine(report))));
    Some(files)
}

/// Restores what a run by this recipe from this stage through that one needs of the stages before. An error in words,
/// whatever the files hold. O(bytes).
pub fn restore(
    pipeline: &mut Pipeline,
    recipe: &Recipe,
    from: Stage,
    through: Stage,
    source: &dyn StageFiles,
) -> Result<(), String> {
    let stages = PATH
        .into_iter()
        .filter(|stage| (from..=through).contains(stage));
    let needed: BTreeSet<Stage> = stages
        .flat_map(|stage| stage.about().needs)
        .copied()
        .filter(|needed| *needed < from)
        .collect();
    let stored = StoredStage {
        pipeline,
        recipe,
        stage: Stage::Load,
        source,
    };
    let mut loaded = Loaded::read_back(&stored)?;
    if from == Stage::Clean {
        loaded.table = stored.table()?;
    }
    pipeline.restore_file(loaded);
    let behind = needed.into_iter().filter(|stage| *stage != Stage::Load);
    for stage in behind {
        RESTORE[stage as usize](pipeline, recipe, source)?;
    }
    Ok(())
}

fn restore_one<T: OutputFiles>(
    pipeline: &mut Pipeline,
    recipe: &Recipe,
    source: &dyn StageFiles,
) -> Result<(), String> {
    let stored = StoredStage {
        pipeline,
        recipe,
        stage: T::STAGE,
        source,
    };
    let output = T::read_back(&stored)?;
    let report = stored.report()?;
    pipeline.restore(recipe, output, &report);
    Ok(())
}

type Restore = fn(&mut Pipeline, &Recipe, &dyn StageFiles) -> Result<(), String>;

macro_rules! files_of_outputs {
    (
        path { $($Stage:ident $module:ident $name:literal,)* }
        beside { $($rest:tt)* }
    ) => {
        fn files(output: &StageOutput, run: &FinishedRun) -> Option<Vec<BundleEntry>> {
            match output {
                $( StageOutput::$Stage(output) => output.files(run), )*
            }
        }

        /// Writes the canonical form of an output.
        pub(crate) fn canonical(output: &StageOutput, form: &mut CanonicalBytes) {
            match output {
                $( StageOutput::$Stage(output) => output.canonical(form), )*
            }
        }

        /// How the output of each stage on [`PATH`] is read back.
        const RESTORE: [Restore; PATH.len()] =
            [$( restore_one::<grove_engine::$module::stage::Output> ),*];
    };
}

for_each_stage!(files_of_outputs);

fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("values and texts alone");
    bytes.push(b'\n');
    bytes
}

/// Removes the number of trees that grew at the same time: it depends on the machine, not on the forest.
fn of_any_machine(report: &StageReport) -> StageReport {
    let mut report = report.clone();
    if let Detail::Train(train) = &mut report.detail {
        train.workers = 1;
    }
    report
}
