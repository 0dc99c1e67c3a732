//! Similar categories: found by the engine, confirmed by the person, kept in the step.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::editor::{STEPS, StepEditor};
use crate::ui::charts::number::counted;
use crate::ui::state::State;
use crate::ui::widgets::parameter::field;
use grove_recipe::parameters::{SIMILAR_METHOD, SIMILARITY};
use grove_recipe::similar::{Similar, SimilarMethod};
use grove_recipe::{Merge, Operation};

pub fn merges(
    editor: &StepEditor,
    state: &State,
    place: usize,
    column: &str,
    confirmed: &[Merge],
) -> Html {
    let (method, similarity) = *editor.looked_for;
    let looked_for = editor.looked_for.clone();
    let onmethod = Callback::from(move |method| looked_for.set((method, similarity)));
    let looked_for = editor.looked_for.clone();
    let onsimilarity = Callback::from(move |similarity| looked_for.set((method, similarity)));
    let onclick = {
        let editor = editor.clone();
        move |_| {
            editor
                .page
                .client()
                .similar(&editor.recipe, place as u32, method, similarity);
        }
    };
    let found = state
        .similar
        .answer
        .as_ref()
        .filter(|found| found.column == column);
    html! {
        <>
            { field(&SIMILAR_METHOD, &method, onmethod) }
            if method == SimilarMethod::NearestNeighbour {
                { field(&SIMILARITY, &similarity, onsimilarity) }
            }
            <div class="form-wide">
                <button type="button" class="button" data-testid="find-similar"
                    disabled={column.is_empty() || !state.can_run()} {onclick}>{ "Find similar values" }</button>
                { groups(editor, place, confirmed, found.map(|found| &**found)) }
            </div>
        </>
    }
}

/// The groups that were confirmed, and below them those that were found and not.
fn groups(editor: &StepEditor, place: usize, confirmed: &[Merge], found: Option<&Similar>) -> Html {
    let taken = |value: &String| confirmed.iter().any(|merge| merge.from.contains(value));
    let open: Vec<Merge> = found
        .iter()
        .flat_map(|found| &found.clusters)
        .filter(|cluster| !cluster.values.iter().any(|(value, _)| taken(value)))
        .map(|cluster| Merge {
            from: cluster
                .values
                .iter()
                .map(|(value, _)| value.clone())
                .collect(),
            to: cluster
                .values
                .first()
                .map(|(value, _)| value.clone())
                .unwrap_or_default(),
        })
        .collect();
    let rows = |value: &String| {
        let values = found
            .iter()
            .flat_map(|found| &found.clusters)
            .flat_map(|c| &c.values);
        let count = values.into_iter().find(|(known, _)| known == value);
        count.map_or(String::new(), |(_, rows)| {
            format!(" ({})", counted(*rows, "row", "rows"))
        })
    };
    let said = match found {
        Some(found) if open.is_empty() && confirmed.is_empty() => match &found.note {
            Some(note) => note.clone(),
            None => "No similar values were found.".to_string(),
        },
        Some(found) => found.note.clone().unwrap_or_default(),
        None => String::new(),
    };
    let all = confirmed
        .iter()
        .map(|merge| (merge, true))
        .chain(open.iter().map(|merge| (merge, false)));
    html! {
        <>
            if !said.is_empty() {
                <p class="section-note" role="status">{ said }</p>
            }
            <ul class="merges">
                { for all.enumerate().map(|(index, (merge, on))| html! {
                    <li class="merge">
                        <label class="check">
                            <input type="checkbox" data-testid={format!("merge-{index}")} checked={on} onchange={ticked(editor, place, merge)} />
                            <span>{ merge.from.iter().map(|value| value.clone() + &rows(value)).collect::<Vec<_>>().join(", ") }</span>
                        </label>
                        if on {
                            <label class="labelled">
                                <span class="labelled-name">{ "become" }</span>
                                <input class="control" type="text" autocomplete="off" value={merge.to.clone()} onchange={named(editor, place, merge)} />
                            </label>
                        }
                    </li>
                }) }
            </ul>
        </>
    }
}

fn ticked(editor: &StepEditor, place: usize, merge: &Merge) -> Callback<Event> {
    let (editor, merge) = (editor.clone(), merge.clone());
    Callback::from(move |event: Event| {
        let on = event.target_unchecked_into::<HtmlInputElement>().checked();
        change(&editor, place, |merges| {
            merges.retain(|known| known.from != merge.from);
            if on {
                merges.push(merge.clone());
            }
        });
    })
}

fn named(editor: &StepEditor, place: usize, merge: &Merge) -> Callback<Event> {
    let (editor, merge) = (editor.clone(), merge.clone());
    Callback::from(move |event: Event| {
        let name = event.target_unchecked_into::<HtmlInputElement>().value();
        change(&editor, place, |merges| {
            if let Some(known) = merges.iter_mut().find(|known| known.from == merge.from) {
                known.to = name;
            }
        });
    })
}

fn change(editor: &StepEditor, place: usize, change: impl FnOnce(&mut Vec<Merge>)) {
    editor.edit(STEPS, |steps| {
        let operation = steps.get_mut(place).map(|step| &mut step.operation);
        if let Some(Operation::MergeCategories { merges, .. }) = operation {
            change(merges);
        }
    });
}
