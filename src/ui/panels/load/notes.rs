//! Notes on how the file was read: what was assumed first, and a button for each other reading.

use yew::{Html, html};

use crate::ui::charts::number::counted;
use crate::ui::page::Page;
use crate::ui::state::{Action, Edit, READING};
use grove_recipe::Load;
use grove_recipe::columns::{DataSummary, Note, OtherReading};
use grove_recipe::order::sort_by_key;

/// More notes than these are folded.
const SHOWN: usize = 6;

/// How many there are, for the rail; nothing where there is none.
pub fn in_short(notes: &[Note]) -> Option<String> {
    let assumed = notes.iter().filter(|note| note.doubt).count() as u32;
    let all = counted(notes.len() as u32, "note", "notes");
    match (notes.len(), assumed) {
        (0, _) => None,
        (_, 0) => Some(all),
        (_, assumed) => Some(format!("! {all}, {assumed} assumed")),
    }
}

/// The notes, what is in doubt first and plain facts last.
pub fn notes(page: &Page, data: &DataSummary, load: &Load) -> Html {
    if data.notes.is_empty() {
        return html! {};
    }
    let mut sorted: Vec<(usize, &Note)> = data.notes.iter().enumerate().collect();
    sort_by_key(&mut sorted, |(_, note)| (!note.doubt, note.other.is_none()));
    let folded = sorted.split_off(sorted.len().min(SHOWN));
    let list = |notes: Vec<(usize, &Note)>| {
        html! { <ul class="notes">{ for notes.into_iter().map(|(place, note)| item(page, load, place, note)) }</ul> }
    };
    let more = counted(folded.len() as u32, "more note", "more notes");
    html! {
        <div class="reading-notes" data-testid="notes">
            { list(sorted) }
            if !folded.is_empty() {
                <details><summary>{ more }</summary>{ list(folded) }</details>
            }
        </div>
    }
}

fn item(page: &Page, load: &Load, place: usize, note: &Note) -> Html {
    let (mark, glyph, word) = match note {
        Note { doubt: true, .. } => ("assumed", "!", "Assumed: "),
        Note { other: Some(_), .. } => ("read", "✓", "Read as found: "),
        _ => ("fact", "·", ""),
    };
    html! {
        <li class="note" data-note={mark} data-column={note.column.clone()} key={place}>
            <span class="note-glyph" aria-hidden="true">{ glyph }</span>
            <div class="note-text">
                <p><strong>{ word }</strong>{ &note.text }</p>
                if let Some(other) = &note.other {
                    { otherwise(page, load, place, other) }
                }
            </div>
        </li>
    }
}

/// Reads the file otherwise, which is one step to undo.
fn otherwise(page: &Page, load: &Load, place: usize, other: &OtherReading) -> Html {
    let mut wanted = load.clone();
    other.choice.apply(&mut wanted);
    let page = page.clone();
    let onclick = move |_| {
        page.tell(Action::RecipeEdited {
            field: READING,
            edit: Edit::part(wanted.clone()),
        });
    };
    html! {
        <button type="button" class="button" data-testid={format!("note-other-{place}")} {onclick}>{ &other.label }</button>
    }
}
