//! What the tests share: a project in a folder of its own, commands in it, and what is in its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use grove_engine::{Pipeline, RunEvent};
use grove_recipe::{
    CrossValidation, DataReference, FillStrategy, Operation, Recipe, Split, SplitMethod, Task,
};

pub const STAGES: [&str; 7] = [
    "load",
    "clean",
    "check",
    "split",
    "featurize",
    "train",
    "evaluate",
];

/// Files by their paths.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A folder with data and a recipe for it.
pub struct Project {
    pub folder: PathBuf,
    pub recipe: Recipe,
    pub data: String,
}

impl Project {
    /// The recipe that is proposed for the data, changed, with a forest of 10 trees.
    pub fn new(name: &str, data: &str, target: &str, change: impl FnOnce(&mut Recipe)) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // Of an earlier run of the tests.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let mut pipeline = Pipeline::default();
        let opened = pipeline.open("data.csv", data.as_bytes(), &Default::default());
        let opened = opened.expect("a table");
        let column = opened.columns.iter().find(|column| column.name == target);
        let reference = DataReference {
            name: opened.name.clone(),
            sha256: opened.sha256.clone(),
        };
        let task = column.expect("a target").task();
        let mut recipe = Recipe::new(reference, target.into(), task, Vec::new());
        recipe.train.set("n_estimators", 10).unwrap();
        change(&mut recipe);
        let project = Self {
            folder,
            recipe,
            data: data.into(),
        };
        fs::write(project.folder.join("data.csv"), data).expect("a file");
        project.write_recipe();
        project
    }

    pub fn write_recipe(&self) {
        fs::write(self.folder.join("recipe.json"), self.recipe.to_json()).expect("a file");
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grove"));
        command.current_dir(&self.folder).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments)
            .output()
            .expect("the command starts")
    }

    /// What a command that ends well says on standard error.
    pub fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", error(&output));
        error(&output)
    }

    /// What a command says that ends with this code.
    pub fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{}", error(&output));
        error(&output)
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All files below the folder of the stages, by their paths.
    pub fn kept(&self) -> Files {
        let mut files = Files::new();
        collect(&self.path("stages"), &mut files);
        files
    }

    /// What a run in this process leaves, as the page's does.
    pub fn outcome(&self) -> Pipeline {
        let mut pipeline = Pipeline::default();
        let opened = pipeline.open("data.csv", self.data.as_bytes(), &self.recipe.load);
        opened.expect("a table");
        pipeline.begin(self.recipe.clone()).expect("a recipe");
        while pipeline.step().expect("a run") != RunEvent::Ended {}
        pipeline
    }
}

fn collect(folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
}

pub fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The stages that ran, and why, from what was said.
pub fn reasons(said: &str) -> Vec<(String, String)> {
    let of_stages = |line: &&str| !line.starts_with("note: ") && !line.starts_with("      ");
    let lines = said.lines().filter(of_stages);
    let mut lines = lines.map(|line| line.split_at(line.len().min(10)));
    let mut reasons = Vec::new();
    while let Some((stage, what)) = lines.next() {
        if what != "unchanged" {
            reasons.push((stage.trim().to_owned(), what.to_owned()));
            // What it did.
            lines.next();
        }
    }
    reasons
}

pub fn ran(said: &str) -> Vec<String> {
    reasons(said).into_iter().map(|(stage, _)| stage).collect()
}

/// A column of each kind, with gaps; `kind` is of three classes, `amount` a number.
pub fn table(rows: u32) -> String {
    let mut csv = String::from("id,size,whole,colour,day,at,text,flag,who,share,kind,amount\n");
    for i in 0..rows {
        let n = i * 7 % 23;
        let gap = |value: String| {
            if (i + n) % 11 == 0 {
                String::new()
            } else {
                value
            }
        };
        let colour = ["red", "green \"x\"", "blau, größe"][(n % 3) as usize];
        csv.push_str(&format!(
            "{i},{},{},{},2024-0{}-1{},2024-01-1{} 1{}:30,{},{},g{},{}.5,{},{}\n",
            gap(format!("{}.25", n * n)),
            gap(format!("{}", i64::from(n) - 5)),
            gap(format!("\"{}\"", colour.replace('"', "\"\""))),
            n % 9 + 1,
            n % 10,
            n % 10,
            n % 10,
            ["a quick fox", "the lazy dog", "über all"][(i % 3) as usize],
            ["yes", "no"][(n % 2) as usize],
            i % 17,
            n % 4 + 1,
            ["a", "b", "c"][((n + i % 2) % 3) as usize],
            f64::from(n * 3 + i % 5) / 7.0,
        ));
    }
    csv
}

/// Steps that learn, a validation part, weights, folds: whatever a stage has to hand on.
pub fn demanding(recipe: &mut Recipe) {
    recipe.clean.steps = vec![
        Operation::DropDuplicates {
            columns: Vec::new(),
        }
        .into(),
        Operation::FillMissing {
            columns: vec!["size".into()],
            strategy: FillStrategy::Mean,
            fill_value: String::new(),
        }
        .into(),
        Operation::Filter {
            condition: "whole > -5 OR whole IS NULL".into(),
        }
        .into(),
    ];
    recipe.weight = Some("share".into());
    recipe.group = Some("who".into());
    recipe.leave_out = vec!["id".into()];
    recipe.split = Split {
        method: SplitMethod::Group,
        validation_size: 0.2,
        ..Split::default()
    };
    recipe.evaluate.cross_validation = CrossValidation::KFold;
    recipe.evaluate.n_splits = 3;
    if recipe.task == Task::Regression {
        recipe.featurize.missing_indicator = false;
    }
}
