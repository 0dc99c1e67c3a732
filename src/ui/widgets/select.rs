//! A list to choose from. Yew sets `selected` as an attribute, which browsers ignore after the person's first choice;
//! so the chosen option is set on the element itself.

use web_sys::{Event, HtmlSelectElement};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, component, html, use_effect, use_node_ref,
};

#[derive(Clone, Debug, PartialEq)]
pub struct SelectEntry {
    pub value: AttrValue,
    pub disabled: bool,
}

#[derive(Properties, PartialEq)]
pub struct SelectProps {
    pub testid: AttrValue,
    #[prop_or_default]
    pub id: Option<AttrValue>,
    #[prop_or_default]
    pub described_by: Option<AttrValue>,
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// The text of the list while nothing is chosen: its first option then, whose value is empty.
    #[prop_or_default]
    pub unchosen: Option<AttrValue>,
    #[prop_or_default]
    pub disabled: bool,
    pub entries: Vec<SelectEntry>,
    /// The index of the chosen entry.
    pub chosen: Option<usize>,
    pub onchoose: Callback<usize>,
}

#[component]
pub fn Select(props: &SelectProps) -> Html {
    let select = use_node_ref();
    let unchosen = props.unchosen.as_ref().filter(|_| props.chosen.is_none());
    let before = usize::from(unchosen.is_some());
    {
        let chosen = match unchosen {
            Some(_) => Some(0),
            None => props.chosen,
        };
        let select = select.clone();
        use_effect(move || {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                let index = chosen.and_then(|index| i32::try_from(index).ok());
                select.set_selected_index(index.unwrap_or(-1));
            }
        });
    }
    let onchange = {
        let onchoose = props.onchoose.clone();
        move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let index = usize::try_from(select.selected_index()).ok();
            if let Some(index) = index.and_then(|index| index.checked_sub(before)) {
                onchoose.emit(index);
            }
        }
    };
    html! {
        <select class="control" ref={select} id={props.id.clone()} title={props.title.clone()}
            data-testid={&props.testid} disabled={props.disabled} aria-describedby={props.described_by.clone()} {onchange}>
            if let Some(unchosen) = unchosen {
                <option value="">{ unchosen }</option>
            }
            { for props.entries.iter().map(|entry| html! {
                <option value={&entry.value} disabled={entry.disabled}>{ &entry.value }</option>
            }) }
        </select>
    }
}
