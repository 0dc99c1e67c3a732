//! A link to the present recipe, to copy.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, HtmlInputElement};
use yew::{Html, Properties, component, html, use_effect_with, use_node_ref, use_state_eq};

use crate::ui::charts::number::count;
use crate::ui::page::use_page;
use crate::ui::state::Action;
use grove_recipe::link::{DataSource, LENGTH_FOR_ALL};

#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The part of the link after the `#`.
    pub fragment: Rc<str>,
    pub source: DataSource,
}

/// Copies the link as soon as it is there; if the browser refuses that, selects it, so that the person can copy it.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let page = use_page();
    let copied = use_state_eq(|| None::<bool>);
    let field = use_node_ref();
    let link = [&*page_address(), "#", &*props.fragment].concat();
    let copy = {
        let (copied, field) = (copied.setter(), field.clone());
        move |link: String| {
            let (copied, field) = (copied.clone(), field.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let done = write_clipboard(&link).await;
                if let Some(field) = field.cast::<HtmlInputElement>().filter(|_| !done) {
                    field.select();
                }
                copied.set(Some(done));
            });
        }
    };
    {
        let copy = copy.clone();
        use_effect_with(link.clone(), move |link| copy(link.clone()));
    }
    let again = {
        let link = link.clone();
        move |_| copy(link.clone())
    };
    let onclose = move |_| page.tell(Action::ShareClosed);
    let said = match *copied {
        None => "",
        Some(true) => "✓ Copied.",
        Some(false) => {
            "The browser does not let the page copy it: press Ctrl+C or ⌘C in the field."
        }
    };
    let length = link.chars().count();
    html! {
        <section class="share" aria-labelledby="share-title" data-testid="share-box">
            <label class="share-title" id="share-title" for="share-link">{ "Link to this recipe" }</label>
            <input class="control share-link" id="share-link" data-testid="share-link" readonly=true ref={field} value={link} />
            <button type="button" class="button" data-testid="copy-link" onclick={again}>{ "Copy" }</button>
            <button type="button" class="button button-quiet" data-testid="share-close" onclick={onclose}>{ "Close" }</button>
            <p class="share-said" role="status" data-testid="share-said">{ said }</p>
            <p class="share-note">{ held(&props.source) }</p>
            if length > LENGTH_FOR_ALL {
                <p class="share-note" data-testid="share-long">{ "◐ It is " }{ count(length as u32) }{ " characters long. Some programs cut off what is beyond " }{ count(LENGTH_FOR_ALL as u32) }{ ": send the recipe as a file instead." }</p>
            }
        </section>
    }
}

fn held(source: &DataSource) -> &'static str {
    match source {
        DataSource::Own => {
            "Your data is not in the link: it contains only the file's name and hash, and the columns and values that the recipe names. Whoever opens the link is asked for that file."
        }
        DataSource::Sample { .. } => "Whoever opens it gets the same sample and the same choices.",
        DataSource::Synthetic(_) => {
            "Whoever opens it gets the same made data and the same choices."
        }
    }
}

/// Returns the page's address without query and fragment.
fn page_address() -> String {
    let location = gloo::utils::window().location();
    let parts = [location.origin(), location.pathname()];
    parts.map(Result::unwrap_or_default).concat()
}

/// Copies a text to the clipboard; returns whether it worked. A page without a secure connection has no clipboard,
/// whatever the types say.
async fn write_clipboard(text: &str) -> bool {
    let navigator = gloo::utils::window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from("clipboard"));
    let clipboard = clipboard.ok().filter(JsValue::is_object);
    let Some(clipboard) = clipboard.map(JsCast::unchecked_into::<Clipboard>) else {
        return false;
    };
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
