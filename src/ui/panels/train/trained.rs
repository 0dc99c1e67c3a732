//! Train: the facts about a fitted model.

use yew::{Html, html};

use crate::ui::charts::number::{bytes, count, counted, fixed};
use grove_protocol::report::{TrainReport, TreeShape, Watched};
use grove_recipe::order::sort_by_key;

pub fn facts(report: &TrainReport) -> Html {
    html! {
        <>
            if let Some(note) = &report.note {
                <p class="warning" data-testid="train-note"><strong>{ "! Note: " }</strong>{ note }</p>
            }
            <ul class="facts" data-testid="train-facts">
                <li>{ report.model.about().label }</li>
                <li>{ counted(learned_from(report), "row to learn from", "rows to learn from") }</li>
                <li>{ counted(report.features, "feature", "features") }</li>
                if let Some(tried) = report.features_per_split {
                    <li>{ format!("{tried} tried at each split") }</li>
                }
                if let [tree] = &*report.trees {
                    <li>{ format!("{} deep", counted(tree.depth, "question", "questions")) }</li>
                    <li>{ counted(tree.leaves, "leaf", "leaves") }</li>
                    <li>{ counted(nodes(tree, 1), "node", "nodes") }</li>
                } else if let Some(boosting) = &report.boosting {
                    <li>{ counted(report.trees.len() as u32, "iteration", "iterations") }</li>
                    if boosting.per_iteration > 1 {
                        <li>{ format!("{} trees in each, one for each class", count(boosting.per_iteration)) }</li>
                    }
                    { watched(boosting.watched) }
                } else if !report.trees.is_empty() {
                    <li>{ counted(report.workers, "tree at a time", "trees at a time") }</li>
                }
                <li>{ format!("{} in memory", bytes(f64::from(report.bytes))) }</li>
            </ul>
            if report.trees.len() > 1 {
                { sizes(&report.trees, report.boosting.as_ref().map_or(1, |boosting| boosting.per_iteration)) }
            }
        </>
    }
}

fn learned_from(report: &TrainReport) -> u32 {
    let boosting = report.boosting.as_ref();
    boosting.map_or(report.rows, |boosting| boosting.rows)
}

/// Says which rows the validation losses are of.
fn watched(rows: Watched) -> Html {
    let (rows, whose) = match rows {
        Watched::Nothing => return html! {},
        Watched::Split { rows } => (rows, "of the split"),
        Watched::Drawn { rows } => (rows, "drawn from the train rows"),
    };
    let rows = counted(rows, "validation row", "validation rows");
    html! { <li>{ [&rows, " ", whose].concat() }</li> }
}

/// Returns the number of nodes of a tree, or of so many trees: every split has two children.
fn nodes(tree: &TreeShape, trees: u32) -> u32 {
    (2 * tree.leaves).saturating_sub(trees)
}

/// Describes the smallest, the median and the largest tree, or iteration of several trees.
fn sizes(trees: &[TreeShape], in_each: u32) -> Html {
    let each = match in_each {
        1 => "Each tree",
        _ => "All trees of an iteration",
    };
    html! {
        <div class="table-frame tree-sizes" tabindex="0" role="region" aria-label="Size of the trees">
            <table class="plain-table" data-testid="tree-sizes">
                <caption class="section-title">{ "Size of the trees" }</caption>
                <thead><tr>
                    <th scope="col">{ each }</th>
                    <th scope="col" class="number">{ "Least" }</th>
                    <th scope="col" class="number">{ "Median" }</th>
                    <th scope="col" class="number">{ "Most" }</th>
                </tr></thead>
                <tbody>
                    { row("Depth", trees.iter().map(|tree| tree.depth).collect()) }
                    { row("Leaves", trees.iter().map(|tree| tree.leaves).collect()) }
                    { row("Nodes", trees.iter().map(|tree| nodes(tree, in_each)).collect()) }
                </tbody>
            </table>
        </div>
    }
}

fn row(name: &str, mut sizes: Vec<u32>) -> Html {
    sort_by_key(&mut sizes, |size| *size);
    let [least, .., most] = &*sizes else {
        return html! {};
    };
    html! {
        <tr>
            <th scope="row">{ name }</th>
            <td class="number">{ count(*least) }</td>
            <td class="number">{ median(&sizes) }</td>
            <td class="number">{ count(*most) }</td>
        </tr>
    }
}

/// Writes the median of sorted values, of which there is at least one.
fn median(sorted: &[u32]) -> String {
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    let twice = u64::from(low) + u64::from(high);
    if twice.is_multiple_of(2) {
        count(twice / 2)
    } else {
        fixed(twice as f64 / 2.0, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert_eq!(median(&[5]), "5");
        assert_eq!(median(&[1, 4, 9]), "4");
        assert_eq!(median(&[3, 4, 6, 9]), "5");
        assert_eq!(median(&[3, 5, 6, 9]), "5.5");
    }
}
