//! Check: what a model needs, and what the person expects besides.

mod add;
mod form;
mod own;
mod proposals;

use yew::{Html, component, html, use_state_eq};

use super::frame::{StageFrame, soon};
use super::{PanelProps, Purpose};
use crate::ui::charts::number::{count, percent, share};
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, Edit, State};
use crate::ui::widgets::growing::use_growing;
use grove_protocol::report::{CheckReport, CheckVerdict, Detail, Finding};
use grove_recipe::Check;
use grove_recipe::stage::Stage;

/// Expectations drawn at once.
const AT_ONCE: usize = 20;

/// What is unfolded of the person's expectations, which are counted from 0.
#[derive(Clone, Copy, PartialEq)]
enum OpenExpectation {
    Nothing,
    /// Its parameters.
    Form(usize),
    /// The rows that fail it.
    Rows(usize),
}

/// Why the stage exists.
pub const PURPOSE: Purpose = Purpose {
    sentence: "It is better to find out now that a class has only one example than to be puzzled by a strange score later.",
    more: &[
        "Each line is an expectation: something that should be true of the data. A warning does not stop the run; keep it in mind when you read the results. Where no model is possible at all, the run stops here and says why.",
        "Expectations of your own say what you know of the data: that a fare is never negative, that nobody arrives before they have left. Proposals are taken from the present rows, so they say what is, not what should be; keep those that you believe. They help with the next file, when someone has changed a unit or a column has become empty.",
        "A remembered distribution is compared by a test: numbers by the Kolmogorov–Smirnov test, categories by χ². The p-value says how often two samples from one source would differ as much. With a level of 0.01, one good file in a hundred fails.",
        "Look out for a column that predicts the target too well. Often it was written down after the outcome was known (“date of discharge” when predicting recovery), and will not be there when the model is used.",
    ],
};

#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = &use_page();
    let open = use_state_eq(|| OpenExpectation::Nothing);
    // The rule and the column that are chosen for the next expectation.
    let next = use_state_eq(|| (0, 0));
    // Proposals that are not to be taken.
    let left = use_state_eq(Vec::new);
    let own = state
        .recipe()
        .map_or(0, |recipe| recipe.check.expectations.len());
    let drawn = use_growing(own, AT_ONCE);
    let report = match state.report(Stage::Check).map(|report| &report.detail) {
        Some(Detail::Check(report)) => Some(report),
        _ => None,
    };
    html! {
        <StageFrame state={state.clone()} stage={Stage::Check}>
            if let (Some(recipe), Some(data)) = (state.recipe(), &state.data) {
                <section aria-labelledby="own-title">
                    <h2 class="section-title" id="own-title">{ "Your expectations" }</h2>
                    if own == 0 {
                        <p class="section-note">{ "None yet. Have some proposed from the data, or add one yourself." }</p>
                    }
                    <ul class="expectations">
                        { for (0..drawn).map(|index| own::item(page, state, recipe, &open, index)) }
                    </ul>
                    { add::add(page, recipe, data, &next) }
                    { proposals::proposals(page, state, recipe, &left) }
                </section>
            }
            <section aria-labelledby="needs-title">
                <h2 class="section-title" id="needs-title">{ "What a model needs" }</h2>
                if let Some(report) = report {
                    <ul class="expectations" data-testid="expectations">
                        { for report.expectations.iter().filter(|found| found.of_rule.is_none()).map(|found| need(state, report, found)) }
                    </ul>
                } else {
                    { soon(state, "Press Run to hold the data against what a model needs.") }
                }
            </section>
        </StageFrame>
    }
}

/// Puts other expectations in the place of the recipe's.
fn put(page: &Page, field: &'static str, check: Check) {
    let edit = Edit::part(check);
    page.tell(Action::RecipeEdited { field, edit });
}

fn need(state: &State, report: &CheckReport, found: &Finding) -> Html {
    let signs = match is_known(state, report, found) {
        true => ("known", "✓", "you know"),
        false => signs(found.verdict),
    };
    html! {
        <li class="expectation" data-verdict={signs.0}>
            { said(&found.name, signs, Some(found)) }
        </li>
    }
}

/// Whether a warning tells of doubts alone that the person knows.
fn is_known(state: &State, report: &CheckReport, found: &Finding) -> bool {
    let mut told = report
        .belief
        .iter()
        .filter(|doubt| found.message.contains(&doubt.found))
        .peekable();
    told.peek().is_some()
        && state
            .recipe()
            .is_some_and(|recipe| told.all(|doubt| doubt.is_known_to(recipe)))
}

/// A verdict for automation, for the eye and in words.
type VerdictSigns = (&'static str, &'static str, &'static str);

fn signs(verdict: CheckVerdict) -> VerdictSigns {
    match verdict {
        CheckVerdict::Passed => ("passed", "✓", "passed"),
        CheckVerdict::Warned => ("warned", "!", "warning"),
        CheckVerdict::Stopped => ("stopped", "✕", "stops the run"),
    }
}

/// What is expected, and what was found of it.
fn said(name: &str, (_, glyph, word): VerdictSigns, found: Option<&Finding>) -> Html {
    html! {
        <>
            <span class="expectation-glyph" aria-hidden="true">{ glyph }</span>
            <div class="expectation-text">
                <h3 class="expectation-name">
                    { name }
                    <span class="expectation-word">{ word }</span>
                </h3>
                if let Some(found) = found {
                    <p>{ &found.message }</p>
                    if found.of_rule.is_none() && !found.columns.is_empty() {
                        <ul class="chips">
                            { for found.columns.iter().map(|column| html! { <li class="chip">{ column }</li> }) }
                        </ul>
                    }
                }
            </div>
            if let Some(found) = found.filter(|found| found.of > 0) {
                { bar(found) }
            }
        </>
    }
}

fn bar(found: &Finding) -> Html {
    let failing = share(found.failing, found.of);
    html! {
        <div class="expectation-share">
            <span class="expectation-bar" aria-hidden="true"><span style={format!("width: {:.1}%", failing * 100.0)} /></span>
            <span title={percent(failing)}>{ format!("{} of {}", count(found.failing), count(found.of)) }</span>
        </div>
    }
}
