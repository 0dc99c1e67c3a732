//! The theme: light, dark, or as the system has it. Stored in this browser.

use gloo::utils::{document, window};
use yew::{Html, Properties, component, html, use_state};

#[derive(Clone, Copy, PartialEq)]
enum Theme {
    System,
    Light,
    Dark,
}

const STORED_AS: &str = "grove-theme";

impl Theme {
    const fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    const fn glyph(self) -> &'static str {
        match self {
            Theme::System => "◐",
            Theme::Light => "○",
            Theme::Dark => "●",
        }
    }

    const fn next(self) -> Self {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }

    /// Returns the stored theme; the system's if the browser stores nothing.
    fn remembered() -> Self {
        let stored = window().local_storage().ok().flatten();
        Theme::named(stored.and_then(|storage| storage.get_item(STORED_AS).ok().flatten()))
    }

    /// Returns the theme that the page has now.
    fn shown() -> Self {
        let root = document().document_element();
        Theme::named(root.and_then(|root| root.get_attribute("data-theme")))
    }

    fn named(name: Option<String>) -> Self {
        [Theme::Light, Theme::Dark]
            .into_iter()
            .find(|theme| name.as_deref() == Some(theme.name()))
            .unwrap_or(Theme::System)
    }

    /// Shows the theme, and stores it if the browser allows that.
    fn apply(self) {
        if let Some(root) = document().document_element() {
            let _ = match self {
                Theme::System => root.remove_attribute("data-theme"),
                theme => root.set_attribute("data-theme", theme.name()),
            };
        }
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = storage.set_item(STORED_AS, self.name());
        }
    }
}

/// Returns the name of the theme that the page has now.
pub fn theme_name() -> &'static str {
    Theme::shown().name()
}

/// Shows and stores the theme of this name.
pub fn take_theme(name: &str) {
    let themes = [Theme::System, Theme::Light, Theme::Dark].into_iter();
    themes
        .filter(|theme| theme.name() == name)
        .for_each(Theme::apply);
}

/// Stores no theme any more. The page keeps its colours until it is left.
pub fn forget_theme() {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(STORED_AS);
    }
}

#[derive(Properties, PartialEq)]
pub struct ThemeSwitchProps {
    /// The name of the theme that the page has now: an import may bring another one.
    pub now: &'static str,
}

#[component]
pub fn ThemeSwitch(_: &ThemeSwitchProps) -> Html {
    let drawn = use_state(|| Theme::remembered().apply());
    let onclick = move |_| {
        Theme::shown().next().apply();
        drawn.set(());
    };
    let theme = Theme::shown();
    let label = format!(
        "Colours: {}. Change to {}.",
        theme.name(),
        theme.next().name()
    );
    html! {
        <button type="button" class="button button-quiet button-icon" data-testid="theme" {onclick} aria-label={label.clone()} title={label}>
            <span aria-hidden="true">{ theme.glyph() }</span>
        </button>
    }
}
