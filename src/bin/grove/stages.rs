//! Runs single stages: those that are out of date, on the outputs of the stages before.

use std::path::Path;

use grove_engine::train::threads::TreeThreads;
use grove_engine::{Pipeline, RunEvent};
use grove_export::stages::{REPORT, StageFiles, restore, write};
use grove_protocol::report::{CheckVerdict, Detail, StageReport};
use grove_recipe::Recipe;
use grove_recipe::stage::{PATH, Stage};

use crate::arguments::{ReproArguments, StageOptions};
use crate::check::print_finding;
use crate::failure::{CommandFailure, shown};
use crate::kept::StageStanding;
use crate::progress::Progress;
use crate::project::Project;
use crate::{interrupt, reading};

/// The reason for a stage that is up to date.
const ASKED: &str = "It was asked for.";

/// Runs one stage if it is out of date. `data` is for load alone.
pub fn one(stage: Stage, options: &StageOptions, data: DataOptions) -> Result<(), CommandFailure> {
    one_by(stage, options, data, |_| {})
}

/// Runs a stage in the same way, by the project's recipe after this change.
pub fn one_by(
    stage: Stage,
    options: &StageOptions,
    data: DataOptions,
    change: impl Fn(&mut Recipe),
) -> Result<(), CommandFailure> {
    let mut project = Project::open(Path::new(""), &options.place, data.path)?;
    change(&mut project.recipe);
    // The data may have changed since its hash was stored.
    let file = match stage {
        Stage::Load => Some(read(&mut project, &data)?),
        _ => None,
    };
    let mut progress = Progress::new();
    let why = match project.standing(stage) {
        StageStanding::Fresh if options.force => ASKED.into(),
        StageStanding::Fresh => {
            progress.say(stage, "unchanged");
            print_notes_again(&project, stage);
            return Ok(());
        }
        StageStanding::Stale(why) => why,
    };
    for &needed in stage.about().needs {
        if let StageStanding::Stale(why) = project.standing(needed) {
            let (stage, needed) = (stage.name(), needed.name());
            return Err(CommandFailure::Said(format!(
                "{stage} needs what {needed} makes, and that is out of date: {why} Run `grove {needed}` first, or \
                 `grove repro` for all that has changed."
            )));
        }
    }
    let mut work = StageWork::new(project, progress, options.jobs);
    work.prints_findings = stage == Stage::Check;
    work.run(file, &[(stage, why)])
}

/// The path of the data, if given, and whether other data than the recipe's is accepted.
#[derive(Default)]
pub struct DataOptions<'a> {
    pub path: Option<&'a Path>,
    pub accept: bool,
}

struct StageInputs {
    name: String,
    bytes: Vec<u8>,
}

fn read(project: &mut Project, data: &DataOptions) -> Result<StageInputs, CommandFailure> {
    let path = project.data(data.path);
    Ok(StageInputs {
        bytes: project.read_data(&path, data.accept)?,
        name: crate::files::file_name(&path),
    })
}

/// Runs every stage that is out of date.
pub fn repro(arguments: &ReproArguments) -> Result<(), CommandFailure> {
    let folder = arguments.folder.as_deref().unwrap_or(Path::new(""));
    let mut project = Project::open(folder, &arguments.options.place, arguments.data.as_deref())?;
    let data = DataOptions {
        path: arguments.data.as_deref(),
        accept: arguments.accept,
    };
    let file = read(&mut project, &data)?;
    let mut progress = Progress::new();
    let mut stale: Vec<Vec<(Stage, String)>> = vec![Vec::new()];
    for stage in PATH {
        match project.standing(stage) {
            StageStanding::Fresh if !arguments.options.force => {
                progress.say(stage, "unchanged");
                print_notes_again(&project, stage);
                stale.push(Vec::new());
            }
            StageStanding::Fresh => stale.last_mut().expect("begun").push((stage, ASKED.into())),
            StageStanding::Stale(why) => stale.last_mut().expect("begun").push((stage, why)),
        }
    }
    let mut work = StageWork::new(project, progress, arguments.options.jobs);
    let mut file = Some(file);
    for run in stale.iter().filter(|run| !run.is_empty()) {
        work.run(file.take().filter(|_| run[0].0 == Stage::Load), run)?;
    }
    Ok(())
}

/// Prints again what was reported of the data when it was read.
fn print_notes_again(project: &Project, stage: Stage) {
    if stage != Stage::Load {
        return;
    }
    // The file is as it was written, because the stage is fresh.
    let report = project.file(stage, REPORT).unwrap_or_default();
    let report: Option<StageReport> = serde_json::from_slice(&report).ok();
    if let Some(Detail::Load(data)) = report.map(|report| report.detail) {
        reading::print_notes(&data);
    }
}

struct StageWork {
    project: Project,
    progress: Progress,
    pipeline: Pipeline,
    /// Whether the findings of a check are printed in full.
    prints_findings: bool,
}

impl StageWork {
    fn new(project: Project, progress: Progress, jobs: u32) -> Self {
        Self {
            project,
            progress,
            pipeline: Pipeline::new(Box::new(TreeThreads::new(jobs))),
            prints_findings: false,
        }
    }

    /// Runs consecutive stages, each with the reason; `file` is for load.
    fn run(
        &mut self,
        file: Option<StageInputs>,
        stages: &[(Stage, String)],
    ) -> Result<(), CommandFailure> {
        let why = |stage| {
            let reason = stages.iter().find(|(of, _)| *of == stage);
            reason.map_or("", |(_, why)| why.as_str())
        };
        let (from, through) = (stages[0].0, stages[stages.len() - 1].0);
        let recipe = self.project.recipe.clone();
        let from = match file {
            Some(file) => {
                self.progress.say(Stage::Load, why(Stage::Load));
                self.load(file, &recipe)?;
                Stage::Clean
            }
            None => {
                restore(&mut self.pipeline, &recipe, from, through, &self.project).map_err(
                    |why| CommandFailure::Said(format!("{why}. Run `grove repro --force`.")),
                )?;
                from
            }
        };
        if through < from {
            return Ok(());
        }
        self.pipeline.begin_at(recipe.clone(), from, through)?;
        loop {
            interrupt::check()?;
            match self.pipeline.step()? {
                RunEvent::Started(stage) => self.progress.say(stage, why(stage)),
                RunEvent::Progressed {
                    stage,
                    done,
                    total,
                    fold,
                    ..
                } => self.count(&recipe, stage, (done, total), fold),
                RunEvent::Finished(report) => self.finished(&recipe, &report)?,
                RunEvent::Reused(_) | RunEvent::Waiting => {}
                RunEvent::Ended => return Ok(()),
            }
        }
    }

    fn load(&mut self, file: StageInputs, recipe: &Recipe) -> Result<(), CommandFailure> {
        let StageInputs { name, bytes } = file;
        let (bytes, loaded) = reading::load_bytes(&name, bytes, &recipe.load, &mut self.progress)?;
        let opened = self.pipeline.opened(bytes, loaded);
        reading::print_notes(&opened);
        self.finished(recipe, &StageReport::of_load(opened))
    }

    fn count(
        &mut self,
        recipe: &Recipe,
        stage: Stage,
        (done, total): (u32, u32),
        fold: Option<(u32, u32)>,
    ) {
        let share = || u64::from(done) * 100 / u64::from(total.max(1));
        let what = match (stage, fold) {
            (Stage::Train, _) => {
                let (_, units) = recipe.train.about().trees.unit();
                format!("{done} of {total} {units}")
            }
            (_, Some((fold, folds))) => format!("{} %, fold {fold} of {folds}", share()),
            _ => return self.progress.share(stage, done, total),
        };
        self.progress.count(stage, &what);
    }

    /// Stores a stage's output. One that stops the run is not stored, so that it stops the next run, too.
    fn finished(&mut self, recipe: &Recipe, report: &StageReport) -> Result<(), CommandFailure> {
        if let Detail::Check(check) = &report.detail {
            let prints = |verdict| self.prints_findings || verdict == CheckVerdict::Stopped;
            let findings = check.expectations.iter();
            findings
                .filter(|finding| prints(finding.verdict))
                .for_each(print_finding);
        }
        if let Detail::Evaluate(evaluation) = &report.detail {
            for doubt in &evaluation.belief {
                println!("{}: {}", doubt.question.title(), shown(&doubt.to_string()));
            }
            for sentence in evaluation.sentences() {
                println!("{}", shown(&sentence));
            }
        }
        let output = self.pipeline.output(recipe, report.stage);
        if output.is_none_or(|output| output.stop().is_none()) {
            let files = write(&self.pipeline, recipe, report).expect("it has just finished");
            self.project.keep(report.stage, files)?;
        }
        self.progress.say(report.stage, &report.sentence);
        Ok(())
    }
}
