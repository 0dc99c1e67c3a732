//! Collects the facts about a model, which the model card and the report both print.

use serde_json::Value;

use super::boosting;
use super::results::results;
use grove_protocol::report::{
    CheckReport, CheckVerdict, CleanReport, CleanStep, Detail, Doubt, Feature, FeaturizeReport,
    Finding, SplitReport, StageReport, TrainReport,
};
use grove_recipe::columns::{BadLines, ColumnSummary, DataSummary};
use grove_recipe::count::{count, counted};
use grove_recipe::models::Trees;
use grove_recipe::provenance::{parameters, text};
use grove_recipe::stage::Stage;
use grove_recipe::{Encoding, Recipe, Role, Task};

/// A section of facts.
pub struct Section {
    /// The section's heading.
    pub title: &'static str,
    /// In the order in which they are printed.
    pub parts: Vec<SectionPart>,
}

/// Plain text, which the model card escapes for Markdown and the report for HTML.
pub enum SectionPart {
    /// A paragraph.
    Text(String),
    /// A list of items.
    List(Vec<String>),
    /// A table with a caption above it.
    Table {
        /// One line; says how many rows were left out, if any.
        caption: String,
        /// The names of the columns.
        header: Vec<String>,
        /// The rows, with a cell per column.
        rows: Vec<Vec<String>>,
    },
}

/// The most rows of a table; of more, only their number is given.
const ROWS_AT_MOST: usize = 50;

/// Returns the doubts about the scores, which come first; `None` if there are none.
pub fn belief(stages: &[StageReport]) -> Option<Section> {
    let found = stages.iter().find_map(|report| match &report.detail {
        Detail::Evaluate(evaluation) => Some(&evaluation.belief),
        _ => None,
    })?;
    let told = |doubt: &Doubt| format!("{}: {doubt}", doubt.question.title());
    let list = SectionPart::List(found.iter().map(told).collect());
    (!found.is_empty()).then(|| section("Reasons to doubt the scores", vec![list]))
}

/// Returns what is known of a model from its recipe and from the reports of its run, as far as they are there.
pub fn facts(recipe: &Recipe, stages: &[StageReport]) -> Vec<Section> {
    let detail = |stage: Stage| stages.iter().find(|r| r.stage == stage).map(|r| &r.detail);
    let mut sections = vec![model(recipe, stages)];
    sections.push(use_and_limits(recipe));
    sections.push(data(recipe, detail(Stage::Load)));
    if let Some(Detail::Load(summary)) = detail(Stage::Load) {
        sections.extend(reading(summary));
    }
    let mut pipeline = vec![path(stages)];
    if let Some(Detail::Clean(report)) = detail(Stage::Clean) {
        pipeline.extend(cleaning(report));
    }
    if let Some(Detail::Check(report)) = detail(Stage::Check) {
        pipeline.push(checks(report));
    }
    if let Some(Detail::Split(report)) = detail(Stage::Split) {
        pipeline.extend(split(report));
    }
    if let Some(Detail::Featurize(report)) = detail(Stage::Featurize) {
        pipeline.extend(features(report));
    }
    sections.push(section("Pipeline", pipeline));
    sections.push(section("Parameters", vec![training(recipe)]));
    if let Some(Detail::Evaluate(evaluation)) = detail(Stage::Evaluate) {
        sections.push(section("Results", results(evaluation)));
    }
    sections.push(again(recipe));
    sections
}

fn section(title: &'static str, parts: Vec<SectionPart>) -> Section {
    Section { title, parts }
}

/// Makes a table of the first rows, and says in the caption how many more there are.
pub fn table(
    caption: impl Into<String>,
    header: &[&str],
    mut rows: Vec<Vec<String>>,
) -> SectionPart {
    let left_out = rows.len().saturating_sub(ROWS_AT_MOST);
    rows.truncate(ROWS_AT_MOST);
    let mut caption = caption.into();
    if left_out > 0 {
        caption.push_str(&format!(
            " (the first {ROWS_AT_MOST}; {} more)",
            count(left_out as u64)
        ));
    }
    SectionPart::Table {
        caption,
        header: header.iter().map(|&name| name.into()).collect(),
        rows,
    }
}

fn model(recipe: &Recipe, stages: &[StageReport]) -> Section {
    let what = match recipe.task {
        Task::Classification => "the class in",
        Task::Regression => "the number in",
    };
    let name = match recipe.train.about().trees {
        Trees::Sequential => format!("{} model", recipe.train.about().label),
        _ => recipe.train.model().name().replace('_', " "),
    };
    let mut parts = vec![SectionPart::Text(format!(
        "A {name} that predicts {what} the column {} from other columns of the same row. It was made with Grove {} in \
         one run of one recipe; every random choice follows from the seed {}.",
        recipe.target,
        env!("CARGO_PKG_VERSION"),
        recipe.seed,
    ))];
    let train = stages.iter().find_map(|report| match &report.detail {
        Detail::Train(train) => Some((report, train)),
        _ => None,
    });
    if let Some((
        report,
        TrainReport {
            rows,
            features,
            note,
            boosting: boosted,
            trees,
            ..
        },
    )) = train
    {
        let rows = counted(*rows, "row", "rows");
        let features = counted(*features, "feature", "features");
        let trained = format!(
            "It learned from {rows} and {features}: {}.",
            report.sentence
        );
        parts.push(SectionPart::Text(trained));
        let boosted = boosted
            .as_ref()
            .map(|of| boosting::sentence(of, trees.len() as u32));
        parts.extend(boosted.map(SectionPart::Text));
        parts.extend(note.clone().map(SectionPart::Text));
    }
    section("Model", parts)
}

fn use_and_limits(recipe: &Recipe) -> Section {
    let mut limits = vec![
        "Use it for rows of the same kind and origin as the train rows. For other rows, or for later ones if conditions have changed, its predictions and scores may be wrong."
            .into(),
        "It finds associations in the data, not causes.".into(),
        "A missing value is filled with a value learned from the train rows, or becomes a category of its own. A category that the train rows did not have is reported; the model has learned nothing about it."
            .into(),
        "Whether it treats groups of people equally was not tested.".into(),
    ];
    let own = recipe.featurize.columns.values();
    let mut encodings = own.filter_map(|own| own.encoding);
    if recipe.featurize.encoding == Encoding::Categorical
        || encodings.any(|encoding| encoding == Encoding::Categorical)
    {
        limits.push(boosting::CATEGORIES.into());
    }
    if recipe.task == Task::Regression {
        limits.push(
            "Forests and nearest neighbours never predict values outside the range of the train rows."
                .into(),
        );
    }
    section("Use and limits", vec![SectionPart::List(limits)])
}

fn data(recipe: &Recipe, detail: Option<&Detail>) -> Section {
    let mut parts = vec![SectionPart::Text(format!(
        "{}, SHA-256 {}.",
        recipe.data.name,
        match recipe.data.sha256.as_str() {
            "" => "unknown",
            hash => hash,
        }
    ))];
    if let Some(Detail::Load(summary)) = detail {
        parts.push(SectionPart::Text(format!(
            "{} and {}.",
            counted(summary.rows, "row", "rows"),
            counted(summary.columns.len() as u64, "column", "columns"),
        )));
        let row = |column: &ColumnSummary| {
            vec![
                column.name.clone(),
                column.kind_and_unit(),
                role(recipe, &column.name).into(),
                count(column.missing),
                count(column.distinct),
            ]
        };
        let rows = summary.columns.iter().map(row).collect();
        let header = ["Column", "Type", "Role", "Missing", "Different values"];
        parts.push(table("Columns as they were read", &header, rows));
    }
    section("Data", parts)
}

/// Describes what was assumed in reading the file, and what could not be read; `None` if there is nothing.
fn reading(summary: &DataSummary) -> Option<Section> {
    let BadLines { rows, cells, .. } = summary.bad_lines;
    let mut told: Vec<String> = summary.notes.iter().map(ToString::to_string).collect();
    if rows > 0 {
        let rows = counted(rows, "row", "rows");
        told.push(format!(
            "{rows} of the file could not be read and are not in the table."
        ));
    }
    if cells > 0 {
        let cells = counted(cells, "cell", "cells");
        told.push(format!(
            "{cells} of the file could not be read as their column's type and count as missing."
        ));
    }
    (!told.is_empty()).then(|| section("How the file was read", vec![SectionPart::List(told)]))
}

fn role(recipe: &Recipe, column: &str) -> &'static str {
    match recipe.role(column) {
        Role::Feature => "feature",
        Role::Target => "target",
        Role::Weight => "weight",
        Role::Group => "group",
        Role::Ignored => "not used",
    }
}

fn path(stages: &[StageReport]) -> SectionPart {
    let row = |report: &StageReport| {
        vec![
            report.stage.name().into(),
            report.sentence.clone(),
            count(report.rows_in),
            count(report.rows_out),
        ]
    };
    let rows = stages.iter().map(row).collect();
    let header = ["Stage", "What it did", "Rows in", "Rows out"];
    table("From the file to the scores", &header, rows)
}

fn cleaning(report: &CleanReport) -> Vec<SectionPart> {
    let steps = report.steps.iter().filter(|step| step.place.is_some());
    let row = |step: &CleanStep| {
        vec![
            step.name.clone(),
            count(step.rows_dropped()),
            count(step.cells_changed),
            step.learned.join(" "),
        ]
    };
    let rows: Vec<_> = steps.map(row).collect();
    let header = [
        "Step",
        "Rows dropped",
        "Cells changed",
        "Learned from train rows",
    ];
    let mut parts = Vec::new();
    if !rows.is_empty() {
        parts.push(table("Steps of cleaning", &header, rows));
    }
    let leaks = report.leaks.iter().map(|leak| leak.sentence.clone());
    let leaks: Vec<String> = leaks.collect();
    if !leaks.is_empty() {
        parts.push(SectionPart::List(leaks));
    }
    parts
}

fn checks(report: &CheckReport) -> SectionPart {
    let row = |finding: &Finding| {
        let verdict = match finding.verdict {
            CheckVerdict::Passed => "holds",
            CheckVerdict::Warned => "warning",
            CheckVerdict::Stopped => "stops the run",
        };
        vec![
            finding.name.clone(),
            verdict.into(),
            finding.message.clone(),
        ]
    };
    let rows = report.expectations.iter().map(row).collect();
    table(
        "Expectations of the data",
        &["Expectation", "Verdict", "Found"],
        rows,
    )
}

fn split(report: &SplitReport) -> Vec<SectionPart> {
    let rows = |n: u32| counted(n, "row", "rows");
    let notes = [&report.note, &report.unlike];
    let mut parts = vec![SectionPart::Text(format!(
        "{} for training, {} for validation, {} for testing{}.",
        rows(report.train),
        rows(report.validation),
        rows(report.test),
        if report.stratified {
            ", with the same share of each class in all parts"
        } else {
            ""
        }
    ))];
    parts.extend(notes.into_iter().flatten().cloned().map(SectionPart::Text));
    parts
}

fn features(report: &FeaturizeReport) -> Vec<SectionPart> {
    let row = |feature: &Feature| {
        vec![
            feature.name.clone(),
            feature.column.clone(),
            feature.fitted.clone(),
        ]
    };
    let rows = report.features.iter().map(row).collect();
    let mut parts = vec![table("Features", &["Feature", "Column", "Learned"], rows)];
    if !report.unused.is_empty() {
        let unused = report
            .unused
            .iter()
            .map(|(column, why)| vec![column.clone(), why.clone()]);
        let header = ["Column", "Why"];
        parts.push(table(
            "Columns without a feature",
            &header,
            unused.collect(),
        ));
    }
    parts
}

fn training(recipe: &Recipe) -> SectionPart {
    let row = |(name, value): (String, Value)| vec![name, text(&value)];
    let rows = parameters(Stage::Train, recipe).into_iter().map(row);
    table(
        "Parameters of training, by scikit-learn's names",
        &["Parameter", "Value"],
        rows.collect(),
    )
}

fn again(recipe: &Recipe) -> Section {
    section(
        "How to reproduce it",
        vec![SectionPart::Text(format!(
            "The same recipe and the same file ({}) give the same model bit for bit, in the page and with the command \
             grove run recipe.json FILE --out results.",
            recipe.data.name
        ))],
    )
}
