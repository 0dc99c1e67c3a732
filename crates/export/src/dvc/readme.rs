//! Writes a DVC project's README.

use super::data_path;
use crate::text::markdown;
use grove_recipe::{Recipe, Task};

pub fn write(recipe: &Recipe) -> String {
    let task = match recipe.task {
        Task::Classification => "classes of",
        Task::Regression => "values of",
    };
    // Without trees there is always the share of test rows.
    let trees = recipe.train.clone().trees_mut().map(|(_, name)| name);
    let (part, parameter) = trees.map_or(("split", "test_size"), |name| ("train", name));
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
   `{hash}`; the first stage refuses any other file.
2. Install DVC (`pip install dvc`) and have `grove` in the `PATH` (`cargo install --path . --features cli` in Grove's
   source).
3. Run `git init` once if this is not in a git repository yet: DVC compares with what is in git.
4. Run it:

```
dvc repro                     # runs every stage that is out of date; a second time, none
git add . && git commit -m "First run"
```

## To change it
Change a value in `params.yaml`, such as `{parameter}` below `{part}`, and compare the results:

```
dvc repro                     # what follows from it alone
dvc metrics diff              # the scores beside those of the last commit
dvc plots diff                # the plots of both, as a page that loads its plotting library from the web
```

To use other data, run `grove load DATA --accept`, which writes its hash into `params.yaml`.

Without DVC, `grove repro` does the same from the same files. What the stages wrote is in `stages/`: tables as Parquet,
reports as JSON, the split as row numbers, and in `stages/evaluate` the model (`grove predict stages/evaluate/model.grove
NEW.csv --out predictions.csv`, which treats missing values as the run did, and reports columns with a category that
the train rows did not have), the predictions of the test rows and the scores.

The data is not committed: git ignores `data/`. To keep it in a DVC remote with the outputs of the stages, run `dvc add`
on it, then `dvc push`.
"#,
        hash = data.sha256
    )
}
