//! axe-core finds nothing in any panel, at any width, in either theme.

use std::{env, fs};

use grove_recipe::stage::{PATH, Stage};
use serde_json::{Value, json};

use crate::accessibility::resize;
use crate::harness::page::Page;

/// From a small phone, or a window at 400 %, to a wide one.
const WIDTHS: [u32; 5] = [320, 390, 768, 1024, 1400];

/// Finds what breaks a rule, one line for each element.
const RUN: &str = "
    window.found = null;
    axe.run(document, { resultTypes: ['violations'] }).then(
        ({ violations }) => { found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) =>
            `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`)); },
        error => { found = [String(error)]; });";

struct Axe<'p> {
    page: &'p Page,
    code: String,
    faults: Vec<String>,
}

impl Axe<'_> {
    /// Looks at what is shown, at every width and in both themes.
    fn look(&mut self, place: &str) {
        let browser = &self.page.browser;
        self.page.is_all_drawn();
        if browser.script("return typeof axe", vec![]) != json!("object") {
            browser.script(&self.code, vec![]);
        }
        for theme in ["light", "dark"] {
            let wear = "document.documentElement.dataset.theme = arguments[0]";
            browser.script(wear, vec![json!(theme)]);
            for width in WIDTHS {
                resize(self.page, width, 844);
                browser.script(RUN, vec![]);
                let found = browser.until("axe to end", "return window.found", vec![]);
                let found: Vec<Value> = found.as_array().cloned().unwrap_or_default();
                let told = found.into_iter().map(|fault| {
                    let fault = fault.as_str().unwrap_or_default().to_owned();
                    format!("{place}, {theme}, {width} px: {fault}")
                });
                self.faults.extend(told);
            }
        }
    }
}

#[test]
fn axe_finds_nothing() {
    let path = env::var("GROVE_AXE").expect("GROVE_AXE names axe.min.js; scripts/test does so");
    let code = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let page = Page::open();
    // Colours would still be on their way from one theme to the other.
    let still = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    page.browser.devtools("Emulation.setEmulatedMedia", still);
    let mut axe = Axe {
        page: &page,
        code,
        faults: Vec::new(),
    };
    axe.look("first visit");
    page.sample("messy");
    page.click("stage-profile");
    page.appears("heat-map");
    axe.look("data");
    page.run();
    for stage in PATH.into_iter().chain([Stage::Predict]) {
        let handle = match stage {
            Stage::Predict => "predict".to_owned(),
            stage => format!("stage-{}", stage.name()),
        };
        page.click(&handle);
        axe.look(stage.name());
    }
    for place in ["place-runs", "take-home", "recipe"] {
        page.click(place);
        axe.look(place);
    }
    let mut faults = axe.faults;
    faults.sort();
    faults.dedup();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
