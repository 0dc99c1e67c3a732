//! What a person takes home to other tools: names and values of any kind come through as themselves.

mod mlflow;
mod mlruns;
mod report;
mod script;
mod session;

use std::io::{Cursor, Read};

use grove_engine::Pipeline;
use grove_protocol::report::StageReport;
use grove_recipe::columns::DataSummary;
use grove_recipe::{Recipe, Task};
use zip::ZipArchive;

use crate::tools::{finish, open};

/// Names that formats take for their own, unless they are written with care.
pub const HOSTILE: [&str; 12] = [
    "say \"hi\"\\",
    "two\nlines",
    "emoji 😀 é",
    "class",
    "<script>alert('1')</script>",
    "a|b, c; d",
    "\"\"\"",
    "__ROWS__",
    "{}: - # &x *y !z",
    "rtl \u{202e}drow",
    "None",
    "../up",
];

/// A run, and what it was of.
pub struct Run {
    pub pipeline: Pipeline,
    pub data: DataSummary,
    pub recipe: Recipe,
    pub stages: Vec<StageReport>,
}

pub fn run(csv: &[u8], change: impl FnOnce(&mut Recipe)) -> Run {
    let (mut pipeline, data, mut recipe) = open(csv).unwrap();
    recipe.train.set("n_estimators", 5).unwrap();
    change(&mut recipe);
    let stages = finish(&mut pipeline, &recipe).unwrap();
    Run {
        pipeline,
        data,
        recipe,
        stages,
    }
}

/// A table with these columns, every second one of categories that are as odd as the names, and a target of two
/// classes named after the first two.
pub fn table(names: &[&str]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(names.iter().chain(&["target"]))
        .unwrap();
    for row in 0..80usize {
        let cell = |column: usize| match column % 2 {
            0 => format!("{}.5", (row * 7 + column) % 13),
            _ => names[(row + column) % 4 % names.len()].to_owned(),
        };
        let class = names[row % 2].to_owned();
        let cells = (0..names.len()).map(cell).chain([class]);
        writer.write_record(cells).unwrap();
    }
    writer.into_inner().unwrap()
}

/// Every column is used, none is an identifier or a text.
pub fn all_columns(recipe: &mut Recipe) {
    recipe.leave_out.clear();
    recipe.target = "target".into();
    recipe.task = Task::Classification;
}

/// Plain names, as many as there are hostile ones.
pub fn plain() -> Vec<String> {
    (0..HOSTILE.len()).map(|i| format!("name{i}")).collect()
}

/// The files in a zip.
pub fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let file = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..ZipArchive::new(Cursor::new(bytes)).unwrap().len())
        .map(file)
        .collect()
}

/// One of them, as text.
pub fn text_of(files: &[(String, Vec<u8>)], path: &str) -> String {
    let file = files.iter().find(|(name, _)| name == path);
    let (_, bytes) = file.unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(bytes.clone()).unwrap()
}
