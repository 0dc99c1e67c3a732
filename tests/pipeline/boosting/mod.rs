//! Gradient boosting in a run.

mod growth;
mod model;
mod sharing;

use grove_engine::Pipeline;
use grove_export::model as model_file;
use grove_forest::Stream;
use grove_protocol::report::{BoostingReport, Detail, StageReport, TrainReport};
use grove_recipe::stage::Stage;
use grove_recipe::{Encoding, ModelName, Recipe, Task};

use crate::tools::{detail, open, target};

pub const ITERATIONS: u32 = 20;

/// A number and a colour that make up the target, with gaps in both, and noise.
pub fn colours(rows: u32) -> String {
    let names = ["red", "green", "blue", "violet", "amber", "white"];
    let effects = [3.0, -1.0, 2.0, 5.0, 0.0, -4.0];
    let mut random = Stream::new(9, "colours", 0);
    let mut csv = String::from("size,colour,noise,y\n");
    for row in 0..rows {
        let (size, noise) = (random.unit(), random.unit());
        let colour = random.below(6) as usize;
        let y = effects[colour] + 4.0 * size * size + 0.1 * noise;
        let size = if row % 17 == 0 {
            String::new()
        } else {
            size.to_string()
        };
        let colour = if row % 23 == 0 { "" } else { names[colour] };
        csv.push_str(&format!("{size},{colour},{noise},{y}\n"));
    }
    csv
}

pub fn boosting(iterations: u32) -> impl Fn(&mut Recipe) {
    move |recipe| {
        target("y", Task::Regression)(recipe);
        recipe.train.choose(ModelName::GradientBoosting);
        recipe.train.set("max_iter", iterations).unwrap();
        recipe.train.set("min_samples_leaf", 5).unwrap();
        recipe.featurize.encoding = Encoding::Categorical;
    }
}

pub fn opened(iterations: u32) -> (Pipeline, Recipe) {
    let (pipeline, _, mut recipe) = open(colours(400).as_bytes()).unwrap();
    boosting(iterations)(&mut recipe);
    (pipeline, recipe)
}

pub fn trained(reports: &[StageReport]) -> (&TrainReport, &BoostingReport) {
    let Detail::Train(report) = detail(reports, Stage::Train) else {
        panic!("train has another report");
    };
    (report, report.boosting.as_ref().unwrap())
}

pub fn file(pipeline: &Pipeline) -> Vec<u8> {
    model_file::write(&pipeline.outcome().unwrap().fitted)
}
