//! Registered models: their versions, the run of each, and their aliases.

use std::rc::Rc;

use yew::{Html, html};

use super::ask;
use super::cells::when;
use super::table::on_text;
use crate::ui::charts::number::{bytes, counted};
use crate::ui::page::Page;
use crate::ui::panels::frame::not_yet;
use crate::ui::state::Runs;
use grove_protocol::calls::{
    DeleteVersion, DescribeModel, OpenRun, RemoveAlias, SetAlias, UseVersion,
};
use grove_protocol::tracking::{ALIASES, ModelVersion, RegisteredModel, VersionId};

pub fn models(page: &Page, runs: &Rc<Runs>) -> Html {
    if runs.models.is_empty() {
        return not_yet(
            "No model is registered yet. Open a run and register its model: then it has a name and a description, and Predict can use it on every visit.",
        );
    }
    html! { <>{ for runs.models.iter().map(|model| card(page, runs, model)) }</> }
}

fn card(page: &Page, runs: &Runs, model: &RegisteredModel) -> Html {
    let describe = {
        let (page, name) = (page.clone(), model.name.clone());
        move |description| {
            page.client().store(DescribeModel {
                model: name.clone(),
                version: None,
                description,
            });
        }
    };
    let label = ["What the model ", &model.name, " is for"].concat();
    html! {
        <section class="card model-card" key={model.name.clone()} data-testid="registered-model" data-model={model.name.clone()}>
            <h2 class="card-title">{ &model.name }</h2>
            <input class="control" type="text" autocomplete="off" placeholder="What is it for?" aria-label={label}
                ~defaultValue={model.description.clone()} onchange={on_text(describe)} />
            <p class="section-note">{ counted(model.versions.len() as u32, "version", "versions") }</p>
            <ul class="model-versions">
                { for model.versions.iter().rev().map(|version| entry(page, runs, model, version)) }
            </ul>
        </section>
    }
}

fn entry(page: &Page, runs: &Runs, model: &RegisteredModel, version: &ModelVersion) -> Html {
    let id = VersionId {
        model: model.name.clone(),
        version: version.version,
    };
    let describe = {
        let (page, id) = (page.clone(), id.clone());
        move |description| {
            page.client().store(DescribeModel {
                model: id.model.clone(),
                version: Some(id.version),
                description,
            });
        }
    };
    let name = ["Version ", &version.version.to_string()].concat();
    let of = [&name, " of ", &model.name].concat();
    let start: String = version.recipe.data.sha256.chars().take(12).collect();
    let known = runs.row(&version.run).is_some();
    html! {
        <li class="model-version" key={version.version} data-testid="model-version" data-version={version.version.to_string()} data-aliases={version.aliases.join(" ")}>
            <div class="model-version-head">
                <h3 class="figure-title">{ &name }</h3>
                { for version.aliases.iter().map(|alias| html! { <span class="chip model-alias">{ ["★ ", alias].concat() }</span> }) }
            </div>
            <ul class="facts">
                <li>{ when(version.created) }</li>
                <li>{ bytes(version.bytes) }</li>
                <li>
                    { "from " }
                    if known {
                        <button type="button" class="link-button" onclick={ask(page, OpenRun { run: version.run.clone() })}>{ runs.name_of(&version.run).to_string() }</button>
                    } else {
                        { ["run ", runs.name_of(&version.run), ", which is gone"].concat() }
                    }
                </li>
                <li>{ ["trained on ", &version.recipe.data.name, " (SHA-256 ", &start, "…)"].concat() }</li>
            </ul>
            <input class="control" type="text" autocomplete="off" placeholder="What is new in it?" aria-label={["Description of ", &of].concat()}
                ~defaultValue={version.description.clone()} onchange={on_text(describe)} />
            <div class="run-actions">
                <button type="button" class="button button-primary" data-testid="use-version" title={["Predict with ", &of].concat()}
                    onclick={ask(page, UseVersion { version: id.clone() })}>{ "Use in Predict" }</button>
                { for ALIASES.iter().map(|alias| alias_button(page, &id, version, alias)) }
                { delete(page, &id, &name) }
            </div>
        </li>
    }
}

/// Shows a button that sets or removes an alias of a version.
fn alias_button(page: &Page, id: &VersionId, version: &ModelVersion, alias: &'static str) -> Html {
    let has = version.aliases.iter().any(|own| own == alias);
    let (version, alias_name) = (id.clone(), alias.to_string());
    let onclick = if has {
        ask(
            page,
            RemoveAlias {
                model: version.model,
                alias: alias_name,
            },
        )
    } else {
        ask(
            page,
            SetAlias {
                version,
                alias: alias_name,
            },
        )
    };
    html! {
        <button type="button" class="button" data-testid={["alias-", alias].concat()} aria-pressed={has.to_string()} {onclick}>
            { if has { ["No longer ", alias].concat() } else { ["Make ", alias].concat() } }
        </button>
    }
}

/// Shows the button that deletes a version for good, after a second click.
fn delete(page: &Page, id: &VersionId, name: &str) -> Html {
    let request = DeleteVersion {
        version: id.clone(),
    };
    html! {
        <details class="run-purge">
            <summary>{ "Delete …" }</summary>
            <button type="button" class="button" data-testid="delete-version" onclick={ask(page, request)}>{ ["Delete ", name, " for good"].concat() }</button>
        </details>
    }
}
