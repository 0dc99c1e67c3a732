//! Explanations, beside what the model answers when it is asked directly.

mod anatomy;
mod asked;
mod effects;
mod rows;
mod shapley;

use grove_engine::Pipeline;
use grove_engine::clean::Cleaned;
use grove_engine::explain::{draw_background, rows_numbered};
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::predict::predict;
use grove_engine::split::SplitParts;
use grove_models::Predictions;
use grove_recipe::Recipe;

/// Numbers with gaps, a category, dates, and two targets: `kind` of three classes, `amount` a number.
fn mixed(rows: u32) -> String {
    let mut csv = String::from("size,share,colour,day,kind,amount\n");
    for i in 0..rows {
        let n = i * 7 % 23;
        let size = match i % 9 {
            4 => String::new(),
            _ => format!("{}.25", n * 3 % 17),
        };
        let colour = ["red", "green", "blue"][(i * 5 % 7 % 3) as usize];
        let kind = ["a", "b", "c"][((n + i % 2) % 3) as usize];
        let day = format!("2024-0{}-1{}", n % 9 + 1, i % 10);
        let amount = f64::from(n * 3 + i % 5) / 7.0;
        csv += &format!("{size},{}.5,{colour},{day},{kind},{amount}\n", i * 11 % 13);
    }
    csv
}

fn fitted(pipeline: &Pipeline) -> FittedPipeline {
    pipeline.outcome().unwrap().fitted.clone()
}

/// The recipe as it was asked for, whose outputs the pipeline has.
fn asked(pipeline: &Pipeline) -> Recipe {
    Recipe {
        load: pipeline.loaded().unwrap().load.clone(),
        ..fitted(pipeline).recipe
    }
}

/// Positions of background rows in the table that was read, drawn from the train rows.
fn background(pipeline: &Pipeline, wanted: u32) -> Vec<u32> {
    let table = &pipeline.loaded().unwrap().table;
    let cleaned = pipeline.made::<Cleaned>(&asked(pipeline)).unwrap();
    let parts = pipeline.made::<SplitParts>(&asked(pipeline)).unwrap();
    let number = |&position: &u32| cleaned.table.rows[position as usize];
    let train: Vec<u32> = parts.train.iter().map(number).collect();
    draw_background(&rows_numbered(table, &train).unwrap(), wanted, 42)
}

/// The answers for the rows of a file, each as one list.
fn answers(fitted: &FittedPipeline, csv: &str) -> Vec<Vec<f64>> {
    let (predicted, _) = predict(fitted, "mixed.csv", csv.as_bytes()).unwrap();
    match predicted.predicted {
        Predictions::Values(values) => values.into_iter().map(|value| vec![value]).collect(),
        Predictions::Probabilities {
            n_classes, values, ..
        } => values
            .chunks_exact(n_classes as usize)
            .map(<[f64]>::to_vec)
            .collect(),
    }
}

/// The cells of a file, its header first.
fn cells(csv: &str) -> Vec<Vec<&str>> {
    csv.lines().map(|line| line.split(',').collect()).collect()
}
