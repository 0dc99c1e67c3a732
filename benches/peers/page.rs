//! Grove in Chromium: the built site, driven as a person drives it.

use grove_protocol::Download;
use grove_recipe::models::gradient_boosting::{EarlyStopping, Parameters as Boosted};
use grove_recipe::models::trees::{ForestParameters, TreeParameters};
use grove_recipe::parameters::MODEL;
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Split, SplitMethod, Task};
use serde_json::json;

use super::harness::browser::Browser;
use super::harness::page::Page;
use super::harness::site::Site;
use super::process::Renderer;
use super::table::{PART, Table};
use super::{Answer, Boosting, Job, Outcome};

pub fn answer(job: &Job) -> Outcome {
    let table = Table::read(job)?;
    let page = Page {
        site: Site::built(),
        browser: Browser::start(),
    };
    page.browser
        .goto(&format!("{}?workers={}", page.site.url(), job.threads));
    page.upload("rows.csv", table.csv(job).as_bytes());
    set(&page, job);
    if job.again {
        page.seed(&(job.seed + 1).to_string());
        page.click("run-all");
        page.reaches(Stage::Evaluate, "fresh");
    }
    page.seed(&job.seed.to_string());
    page.show(Stage::Featurize);
    make_features(&page);

    page.show(Stage::Train);
    let workers = || Renderer::find().and_then(|renderer| renderer.workers_cpu());
    let before = workers();
    page.click(&format!("run-to-{}", Stage::Train.name()));
    page.reaches(Stage::Train, "fresh");
    let after = workers();
    page.click("run-all");
    page.reaches(Stage::Evaluate, "fresh");

    let peak_bytes = Renderer::find().and_then(|renderer| renderer.peak());
    page.show(Stage::Evaluate);
    let metric = match job.task {
        Task::Classification => "accuracy",
        Task::Regression => "r2",
    };
    let score = page.metric(metric);
    let model_bytes = job
        .size
        .then(|| page.download(Download::Model).len() as u64);
    let wall = took(&page, Stage::Train)?;
    // With what the workers tell the page before and after.
    let cpu = after.zip(before).map(|(after, before)| after - before);
    Ok(Answer {
        wall: Some(wall),
        // Nor can one worker have taken more of the processor than there was time on the clock.
        cpu: cpu.map(|cpu| if job.threads == 1 { cpu.min(wall) } else { cpu }),
        predict: Some(took(&page, Stage::Evaluate)?),
        score: Some(score),
        model_bytes,
        peak_bytes,
        ..Answer::default()
    })
}

/// Runs the stages before training, so that their time is not counted. The page does that by itself for small tables.
fn make_features(page: &Page) {
    let script = "const find = handle => document.querySelector(`[data-testid='${handle}']`);
                  if (find('stage-' + arguments[0])?.dataset.state === 'fresh') return true;
                  find('run-to-' + arguments[0])?.click();
                  return false";
    let stage = Stage::Featurize.name();
    page.browser.until("features", script, vec![json!(stage)]);
}

fn set(page: &Page, job: &Job) {
    let task = match job.task {
        Task::Classification => "classification",
        Task::Regression => "regression",
    };
    page.select("target-select", "y");
    page.select("task-select", task);
    page.show(Stage::Split);
    let parameter = |name: &str| format!("parameter-{name}");
    let by_a_column = Split::method.label_of(SplitMethod::Folds);
    page.select(&parameter(Split::method.name), by_a_column);
    page.select(&parameter(Split::fold_column.name), PART);
    page.show(Stage::Train);
    if let Some(boosting) = &job.boosting {
        return set_boosting(page, job, boosting);
    }
    page.fill(ForestParameters::n_estimators.name, &job.trees.to_string());
    // A page that was just opened has no limit here.
    if let Some(depth) = job.max_depth {
        page.fill(TreeParameters::max_depth.name, &depth.to_string());
    }
    page.fill(
        TreeParameters::min_samples_leaf.name,
        &job.min_samples_leaf.to_string(),
    );
    page.select(
        &parameter(TreeParameters::max_features.name),
        &job.max_features_rule,
    );
}

fn set_boosting(page: &Page, job: &Job, boosting: &Boosting) {
    page.select("model-select", MODEL.label_of(ModelName::GradientBoosting));
    page.fill(Boosted::max_iter.name, &job.trees.to_string());
    page.fill(
        Boosted::max_leaf_nodes.name,
        &boosting.max_leaf_nodes.to_string(),
    );
    page.fill(
        Boosted::learning_rate.name,
        &boosting.learning_rate.to_string(),
    );
    page.select(
        &format!("parameter-{}", Boosted::early_stopping.name),
        Boosted::early_stopping.label_of(EarlyStopping::Off),
    );
}

/// Seconds that a stage took, as its row on the rail says at the end of its title.
fn took(page: &Page, stage: Stage) -> Result<f64, String> {
    let script = "return document.querySelector(`[data-testid='stage-${arguments[0]}']`)?.title.match(/\\(([^()]*)\\)$/)?.[1]";
    let text = page.browser.script(script, vec![json!(stage.name())]);
    let text = text.as_str().unwrap_or_default();
    let (number, unit) = text.split_once(char::is_whitespace).unwrap_or_default();
    match (number.parse::<f64>(), unit) {
        (Ok(milliseconds), "ms") => Ok(milliseconds / 1000.0),
        (Ok(seconds), "s") => Ok(seconds),
        _ => Err(format!("the row of {} says {text}", stage.name())),
    }
}
