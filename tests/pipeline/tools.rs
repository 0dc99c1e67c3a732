//! What the tests share: a table in a few words, a run to its end.

use grove_engine::{Pipeline, RunEvent};
use grove_protocol::report::{Detail, StageReport};
use grove_recipe::columns::{ColumnKind, DataSummary};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{ColumnEncoding, Encoding, Recipe, Task};

/// Opens a file and makes its default recipe, which predicts what is likeliest.
pub fn open(csv: &[u8]) -> Result<(Pipeline, DataSummary, Recipe), StageError> {
    let mut pipeline = Pipeline::default();
    let summary = pipeline.open("test.csv", csv, &Default::default())?;
    let last = summary.columns.last().map(|column| column.name.as_str());
    let target = summary.proposal.likeliest().or(last);
    let recipe = summary.recipe(target.unwrap_or_default());
    Ok((pipeline, summary, recipe))
}

/// Runs to the end; the reports of the stages that ran.
pub fn finish(pipeline: &mut Pipeline, recipe: &Recipe) -> Result<Vec<StageReport>, StageError> {
    pipeline.begin(recipe.clone())?;
    let mut reports = Vec::new();
    loop {
        match pipeline.step()? {
            RunEvent::Finished(report) => reports.push(*report),
            RunEvent::Ended => return Ok(reports),
            _ => {}
        }
    }
}

/// Opens a file, changes its default recipe, and runs it.
pub fn run(
    csv: impl AsRef<[u8]>,
    change: impl FnOnce(&mut Recipe),
) -> Result<(Pipeline, Vec<StageReport>), StageError> {
    let (mut pipeline, _, mut recipe) = open(csv.as_ref())?;
    recipe.train.set("n_estimators", 10).unwrap();
    change(&mut recipe);
    let reports = finish(&mut pipeline, &recipe)?;
    Ok((pipeline, reports))
}

/// A column of each kind for each encoding that it can have, with gaps, and a target `t` of two classes. Not categories
/// as they are, which few models take.
pub fn every_encoding(rows: u32) -> (String, impl Fn(&mut Recipe)) {
    encodings(rows, |encoding| encoding != Encoding::Categorical)
}

/// The same for these encodings.
pub fn encodings(rows: u32, wanted: impl Fn(Encoding) -> bool) -> (String, impl Fn(&mut Recipe)) {
    let kinds = [
        ColumnKind::Decimal,
        ColumnKind::Category,
        ColumnKind::Boolean,
        ColumnKind::DateTime,
        ColumnKind::Text,
    ];
    let columns: Vec<(String, ColumnKind, Encoding)> = kinds
        .into_iter()
        .flat_map(|kind| Encoding::of(kind).iter().map(move |e| (kind, *e)))
        .filter(|(_, encoding)| wanted(*encoding))
        .map(|(kind, encoding)| (format!("{} {encoding:?}", kind.name()), kind, encoding))
        .collect();
    let names: Vec<&str> = columns.iter().map(|(name, ..)| name.as_str()).collect();
    let mut csv = format!("{},t\n", names.join(","));
    for i in 0..rows {
        for (place, (_, kind, _)) in (0..).zip(&columns) {
            let n = (i * 7 + place) % 11;
            csv.push_str(&match kind {
                _ if (i + place) % 13 == 0 => String::new(),
                ColumnKind::Decimal => format!("{}.5", n * n),
                ColumnKind::Category => ["red", "green", "blue", "é"][n as usize % 4].into(),
                ColumnKind::Boolean => ["yes", "no"][n as usize % 2].into(),
                ColumnKind::DateTime => format!("2024-0{}-1{} 1{n}:30", n % 9 + 1, n % 10),
                _ => format!("word{} and word{n} again", i % 5),
            });
            csv.push(',');
        }
        csv.push_str(["a\n", "b\n"][(i * 5 % 9 % 2) as usize]);
    }
    let csv = csv.replace(" 110:30", " 20:30");
    (csv, move |recipe: &mut Recipe| {
        recipe.leave_out.clear();
        recipe.target = "t".into();
        recipe.task = Task::Classification;
        recipe.featurize.missing_indicator = true;
        for (name, kind, encoding) in &columns {
            let own = ColumnEncoding {
                encoding: Some(*encoding),
                ..ColumnEncoding::default()
            };
            recipe.load.kinds.insert(name.clone(), *kind);
            recipe.featurize.columns.insert(name.clone(), own);
        }
    })
}

/// The error of a run that must fail.
pub fn fails(csv: impl AsRef<[u8]>, change: impl FnOnce(&mut Recipe)) -> StageError {
    match run(csv, change) {
        Ok(_) => panic!("the run should have failed"),
        Err(error) => error,
    }
}

/// Learns this target from every other column.
pub fn target(name: &str, task: Task) -> impl FnOnce(&mut Recipe) {
    move |recipe| {
        recipe.leave_out.clear();
        recipe.target = name.into();
        recipe.task = task;
    }
}

pub fn detail(reports: &[StageReport], stage: Stage) -> &Detail {
    &reports
        .iter()
        .find(|report| report.stage == stage)
        .unwrap()
        .detail
}

/// `rows` rows of two numbers and a class that they tell apart.
pub fn table(rows: u32) -> String {
    let mut csv = String::from("size,weight,kind\n");
    for i in 0..rows {
        let kind = if i % 2 == 0 { "cat" } else { "dog" };
        csv.push_str(&format!("{},{},{kind}\n", i % 2 * 10 + i % 3, i));
    }
    csv
}

/// A table of three features and a class, with other features in the rows of these numbers.
pub fn with_other_rows(csv: &str, rows: &[u32]) -> String {
    let changed = csv
        .lines()
        .zip(0u32..)
        .map(|(text, line)| match rows.contains(&line) {
            true => {
                let kind = text.rsplit(',').next().unwrap();
                format!("100000,-5,never,{kind}\n")
            }
            false => format!("{text}\n"),
        });
    changed.collect()
}
