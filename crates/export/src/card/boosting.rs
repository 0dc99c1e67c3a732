//! What the model card says of gradient boosting.

use grove_protocol::report::BoostingReport;
use grove_recipe::count::{count, counted};

/// What becomes of a category that is missing or new.
pub const CATEGORIES: &str = "Where categories are taken as they are, a missing one and one that the train rows did not \
                              have go where the model has learned to send missing values.";

/// Describes how gradient boosting went on, and why it ended.
pub fn sentence(report: &BoostingReport, iterations: u32) -> String {
    let each = match report.per_iteration {
        1 => "one tree".to_owned(),
        count => format!("{count} trees, one for each class"),
    };
    let grown = counted(iterations, "iteration", "iterations");
    let end = match report.stopped_early {
        true => format!(
            "of at most {}: growing stopped early, since the loss of rows that were not learned from no longer decreased",
            count(report.asked)
        ),
        false => format!("of {}", count(report.asked)),
    };
    let loss = report.loss.replace('_', " ");
    let mut told = format!("Its trees minimise the {loss}: {grown} {end}, each of {each}.");
    if let Some(best) = report.best {
        let best = count(best);
        told.push_str(&format!(
            " The loss of rows that were not learned from was least after iteration {best}."
        ));
    }
    told
}
