//! What `grove explain --votes` prints: the trees' votes, a path, and how a row differs from the train rows.

use grove_protocol::report::{RowAnatomy, Votes};
use grove_recipe::number::{counted, fixed, percent, significant};

use crate::failure::shown;

/// The most classes whose votes are printed.
const CLASSES: usize = 5;

/// Prints a row's anatomy. `classes` are the names of the classes; none for a regression.
pub fn print(anatomy: &RowAnatomy, classes: &[&str]) {
    println!("row {} in the trees:", anatomy.row);
    match &anatomy.votes {
        Some(votes) => print_votes(votes, classes),
        None => println!("  The model has no trees."),
    }
    if let Some(path) = &anatomy.path {
        println!("  its path through tree {}:", path.tree);
        for step in &path.steps {
            let value = step.value.as_deref().unwrap_or("missing");
            println!(
                "    {}   ({} = {})",
                shown(&step.condition),
                shown(&step.column),
                shown(value)
            );
        }
        println!("    {}", shown(&path.answer));
    }
    if let Some(of) = &anatomy.commonness {
        println!(
            "  {} of {} are in the same leaf, in the mean of the trees: rarer than {} of {}",
            percent(of.share),
            counted(of.rows, "train row", "train rows"),
            percent(of.rarer_than),
            counted(of.compared, "train row", "train rows"),
        );
    }
    match (&anatomy.outside, &anatomy.needs) {
        (Some(outside), _) if outside.is_empty() => {
            println!("  No value lies outside of what the train rows have.");
        }
        (Some(outside), _) => {
            let told = outside.iter().map(|of| shown(&of.in_words()));
            told.for_each(|told| println!("  outside: {told}"));
        }
        (None, Some(file)) => println!(
            "  How common it is, and what lies outside, is told beside the train rows: give {}.",
            shown(file)
        ),
        (None, None) => {}
    }
}

fn print_votes(votes: &Votes, classes: &[&str]) {
    match votes {
        Votes::Classes { trees, mean, .. } => {
            let all = trees.iter().sum::<u32>();
            let mut voted: Vec<(usize, u32)> = trees.iter().copied().enumerate().collect();
            voted.sort_by_key(|of| std::cmp::Reverse(of.1));
            for (class, votes) in voted.into_iter().take(CLASSES).filter(|of| of.1 > 0) {
                let name = classes.get(class).copied().unwrap_or_default();
                let all = counted(all, "tree", "trees");
                let mean = fixed(mean[class], 3);
                println!("  {}: {votes} of {all}, mean share {mean}", shown(name));
            }
        }
        Votes::Values {
            min,
            max,
            counts,
            mean,
        } => {
            let trees = counted(counts.iter().sum::<u32>(), "tree", "trees");
            let [min, max, mean] = [min, max, mean].map(|value| significant(*value, 4));
            println!("  {trees} say {min} to {max}, {mean} in the mean");
        }
        Votes::Sums {
            iterations, points, ..
        } => {
            let told = points.first().zip(points.last());
            if let Some((first, last)) = told {
                let [first, last] = [first, last].map(|point| significant(point.1, 4));
                let iterations = counted(*iterations, "iteration", "iterations");
                println!("  the sum goes from {first} to {last} in {iterations}");
            }
        }
    }
}
