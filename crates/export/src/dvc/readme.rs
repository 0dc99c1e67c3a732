//! Writes a DVC project's README.

use super::data_path;
use crate::text::markdown;
use grove_recipe::{Recipe, Task};

pub fn write(recipe: &Recipe) -> String {
    let task = match recipe.task {
        Task::Classification => "classes of",
        Task::Regression => "values of",
    };
    let Recipe { data, target, .. } = recipe;
    let (target, name, path) = (
        markdown(target),
        markdown(&data.name),
        markdown(&data_path(recipe)),
    );
    format!(
        r#"# A Grove pipeline as a DVC project
It learns the {task} {target} from {name}. Each stage in `dvc.yaml` is a call of Grove's native command; `params.yaml` is
the recipe itself.

## To run it
1. Put the data at {path}. Its SHA-256 is
   `{hash}`; of any other file the first stage says so.
2. Install DVC (`pip install dvc`) and have `grove` in the `PATH` (`cargo install --path . --features cli` in Grove's
   source).
3. `git init` once, if this is in no repository yet: DVC compares what git has.
4. Run it:

```
dvc repro                     # every stage that is out of date; a second time nothing is
git add . && git commit -m "First run"
```

## To change it
Change a value in `params.yaml`, such as `n_estimators` below `train`, and look at what it did:

```
dvc repro                     # train and evaluate alone
dvc metrics diff              # the scores beside those of the last commit
dvc plots diff                # the pictures of both, as a page, whose drawing library comes from the web
```

Where the data itself is to be another, `grove load DATA --accept` writes its hash into `params.yaml`.

Without DVC, `grove repro` does the same from the same files. What the stages wrote is in `stages/`: tables as Parquet,
reports as JSON, the split as row numbers, and in `stages/evaluate` the model (`grove predict stages/evaluate/model.grove
NEW.csv --out predictions.csv`, which treats missing values as the run did, and tells which columns had a category that
the train rows did not have), the predictions of the test rows and the scores.

The data is in no commit: git ignores what is in `data/`. To keep it in a DVC remote with what the stages wrote, `dvc add`
it, then `dvc push`.
"#,
        hash = data.sha256
    )
}
