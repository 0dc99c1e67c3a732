//! The page, as its automation handles show it.

use grove_protocol::Download;
use grove_recipe::stage::Stage;
use serde_json::{Value, json};
use thirtyfour::WebElement;

use super::browser::Browser;
use super::site::Site;

/// The element with a handle.
const HANDLE: &str = "return document.querySelector(`[data-testid='${arguments[0]}']`)";

pub struct Page {
    pub browser: Browser,
    pub site: Site,
}

impl Page {
    /// The built site in a new browser.
    pub fn open() -> Self {
        Self::open_in(Browser::start())
    }

    /// The built site with files that are replaced or missing, in a new browser.
    pub fn open_prepared(prepare: impl FnOnce(&Site)) -> Self {
        let page = Self {
            browser: Browser::start(),
            site: Site::built(),
        };
        page.site.is_not_kept();
        prepare(&page.site);
        page.reload();
        page
    }

    pub fn open_in(browser: Browser) -> Self {
        let page = Self {
            site: Site::built(),
            browser,
        };
        page.reload();
        page
    }

    /// Opens the page afresh; nothing of the last visit is left but what the browser keeps for every page.
    pub fn reload(&self) {
        self.reload_with("");
    }

    /// Opens the page afresh at an address that ends in this query.
    pub fn reload_with(&self, query: &str) {
        self.browser.goto(&format!("{}{query}", self.site.url()));
        self.appears("file-input");
    }

    pub fn appears(&self, handle: &str) -> WebElement {
        self.browser.until(handle, HANDLE, vec![json!(handle)]);
        self.browser.element(HANDLE, vec![json!(handle)])
    }

    pub fn shows(&self, handle: &str) -> bool {
        !self.browser.script(HANDLE, vec![json!(handle)]).is_null()
    }

    /// Waits until no part of the panel is left to be drawn.
    pub fn is_all_drawn(&self) {
        self.disappears("later");
    }

    pub fn disappears(&self, handle: &str) {
        let gone = "return !document.querySelector(`[data-testid='${arguments[0]}']`)";
        self.browser
            .until(&format!("no {handle}"), gone, vec![json!(handle)]);
    }

    /// Clicks it as soon as it is there and enabled. The driver takes what lies below the bar on top for being in sight;
    /// a person would scroll first.
    pub fn click(&self, handle: &str) {
        let ready = "const e = document.querySelector(`[data-testid='${arguments[0]}']`);
                     if (!e || e.disabled) return false;
                     e.scrollIntoView({ block: 'nearest', inline: 'nearest' });
                     return true";
        let what = format!("{handle} to be ready");
        loop {
            self.browser.until(&what, ready, vec![json!(handle)]);
            if self.browser.clicks(&self.appears(handle)) {
                return;
            }
        }
    }

    /// The text of an element, as a reader sees it.
    pub fn text(&self, handle: &str) -> String {
        self.appears(handle);
        let script = "return document.querySelector(`[data-testid='${arguments[0]}']`).innerText";
        string(self.browser.script(script, vec![json!(handle)]))
    }

    /// What an element says to automation under `data-` and this name; empty where it says nothing.
    pub fn data(&self, handle: &str, name: &str) -> String {
        self.appears(handle);
        let script = "return document.querySelector(`[data-testid='${arguments[0]}']`).dataset[arguments[1]]";
        string(
            self.browser
                .script(script, vec![json!(handle), json!(name)]),
        )
    }

    /// Waits until an element says something to automation.
    pub fn tells(&self, handle: &str, name: &str) {
        let told = "return document.querySelector(`[data-testid='${arguments[0]}']`)?.dataset[arguments[1]]";
        let what = format!("{name} of {handle}");
        self.browser
            .until(&what, told, vec![json!(handle), json!(name)]);
    }

    /// The texts of a select's options, in their order.
    pub fn options(&self, handle: &str) -> Vec<String> {
        self.appears(handle);
        let script = "return Array.from(document.querySelector(`[data-testid='${arguments[0]}']`).options, option => option.text)";
        serde_json::from_value(self.browser.script(script, vec![json!(handle)])).expect("texts")
    }

    /// Waits until the first option of a select reads so.
    pub fn offers_first(&self, handle: &str, text: &str) {
        let first = "return document.querySelector(`[data-testid='${arguments[0]}']`)?.options[0]?.text === arguments[1]";
        let what = format!("{handle} to offer {text}");
        self.browser
            .until(&what, first, vec![json!(handle), json!(text)]);
    }

    /// Picks a sample and waits until it is open.
    pub fn sample(&self, name: &str) {
        self.click(&format!("sample-{name}"));
        self.opened(&sample(name));
    }

    /// Chooses a file for a file input.
    pub fn choose_file(&self, handle: &str, name: &str, bytes: &[u8]) {
        let path = self.browser.file(name, bytes);
        self.browser.type_into(&self.appears(handle), &path);
    }

    /// Opens a data set of ours and waits until it is there.
    pub fn upload(&self, name: &str, bytes: &[u8]) {
        self.choose_file("file-input", name, bytes);
        self.opened(bytes);
    }

    /// Answers what to predict.
    pub fn predict(&self, target: &str) {
        self.select("target-select", target);
        self.disappears("run-why");
    }

    /// Whether it cannot be used now.
    pub fn is_disabled(&self, handle: &str) -> bool {
        self.appears(handle);
        let script = "return document.querySelector(`[data-testid='${arguments[0]}']`).disabled";
        self.browser.script(script, vec![json!(handle)]) == json!(true)
    }

    /// Waits until the columns to choose from are the ones of this CSV, whose names need no quotes.
    pub fn opened(&self, csv: &[u8]) {
        let header = String::from_utf8_lossy(csv);
        self.has_columns(header.lines().next().unwrap_or_default());
    }

    /// Waits until these are the columns to choose from, with commas between them.
    pub fn has_columns(&self, header: &str) {
        let filled = "const select = document.querySelector(\"[data-testid='target-select']\");
                      const columns = options => Array.from(options, option => option.value).filter(value => value);
                      return select && columns(select.options).join() === arguments[0]";
        self.browser
            .until("a data set to be open", filled, vec![json!(header)]);
    }

    /// Picks the option with this value as a person would.
    pub fn select(&self, handle: &str, value: &str) {
        let script =
            "return Array.from(document.querySelector(`[data-testid='${arguments[0]}']`).options)
                      .find(option => option.value === arguments[1])";
        self.appears(handle);
        let option = self
            .browser
            .element(script, vec![json!(handle), json!(value)]);
        self.browser.click(&option);
    }

    /// Replaces what stands in a parameter's number field.
    pub fn fill(&self, parameter: &str, value: &str) {
        self.write(&format!("parameter-{parameter}"), value);
    }

    /// Writes the seed, which is a parameter of the split.
    pub fn seed(&self, value: &str) {
        self.show(Stage::Split);
        self.write("seed-input", value);
    }

    /// Replaces what stands in a field.
    pub fn write(&self, handle: &str, value: &str) {
        let field = self.appears(handle);
        let select = "arguments[0].focus(); arguments[0].select()";
        self.browser.script(select, vec![reference(&field)]);
        self.browser.type_into(&field, value);
        self.browser.press(thirtyfour::Key::Tab);
    }

    /// The stage that found an error, and all that is said of it; then it is dismissed.
    pub fn take_error(&self) -> (String, String) {
        let error = self.appears("error");
        let stage = "return arguments[0].dataset.stage";
        let stage = string(self.browser.script(stage, vec![reference(&error)]));
        let text = self.text("error");
        // The bar at the top may lie above it.
        let button = "const button = document.querySelector(\"[data-testid='error'] button\");
                      button?.scrollIntoView({ block: 'center' });
                      return button";
        self.browser.click(&self.browser.element(button, vec![]));
        self.disappears("error");
        (stage, text)
    }

    /// The state of a stage: idle, stale, running, fresh or failed.
    pub fn state(&self, stage: Stage) -> String {
        let script =
            "return document.querySelector(`[data-testid='stage-${arguments[0]}']`)?.dataset.state";
        string(self.browser.script(script, vec![json!(stage.name())]))
    }

    pub fn reaches(&self, stage: Stage, state: &str) {
        let script =
            "return document.querySelector(`[data-testid='stage-${arguments[0]}']`)?.dataset.state
                      === arguments[1]";
        self.browser.until(
            "a stage's state",
            script,
            vec![json!(stage.name()), json!(state)],
        );
    }

    /// Runs the pipeline and waits for its last stage.
    pub fn run(&self) {
        self.click("run-all");
        self.reaches(Stage::Evaluate, "fresh");
    }

    pub fn show(&self, stage: Stage) {
        self.click(&format!("stage-{}", stage.name()));
    }

    /// Starts to note which stages run.
    pub fn watch_stages(&self) {
        let script = "const ran = window.stagesThatRan = new Set();
            new MutationObserver(changes => {
                for (const { target } of changes)
                    if (target.dataset.state === 'running') ran.add(target.dataset.testid);
            }).observe(document.body, { subtree: true, attributeFilter: ['data-state'] })";
        self.browser.script(script, vec![]);
    }

    /// The handles of the stages that ran since `watch_stages`, in alphabetical order.
    pub fn stages_that_ran(&self) -> Vec<String> {
        let names = self
            .browser
            .script("return Array.from(window.stagesThatRan).sort()", vec![]);
        serde_json::from_value(names).expect("a list of handles")
    }

    pub fn metric(&self, name: &str) -> f64 {
        self.appears(&format!("metric-{name}"));
        let script =
            "return document.querySelector(`[data-testid='metric-${arguments[0]}']`).dataset.value";
        let value = string(self.browser.script(script, vec![json!(name)]));
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is {value}, not a number"))
    }

    /// The confusion matrix: actual class, predicted class, count.
    pub fn confusion(&self) -> Vec<(String, String, u32)> {
        self.appears("confusion-matrix");
        let script = "return Array.from(document.querySelectorAll(\"[data-testid='confusion-matrix'] [data-count]\"))
            .map(cell => [cell.dataset.actual, cell.dataset.predicted, Number(cell.dataset.count)])";
        serde_json::from_value(self.browser.script(script, vec![])).expect("cells with counts")
    }

    /// Saves a file. Those of a run are in one place, from which this comes back to the panel that was shown.
    pub fn download(&self, what: Download) -> Vec<u8> {
        let handle = format!("download-{}", what.name());
        if matches!(what, Download::NewPredictions | Download::Cleaned) {
            self.click(&handle);
            return self.browser.downloaded(what.file_name());
        }
        let shown = self.browser.script("return location.hash", vec![]);
        self.click("take-home");
        self.click(&handle);
        let file = self.browser.downloaded(what.file_name());
        let back = "location.hash = arguments[0]";
        self.browser.script(back, vec![shown]);
        let left = "return !document.querySelector(\"[data-testid='take-home'][aria-current]\")";
        self.browser.until("the panel before", left, vec![]);
        file
    }
}

fn reference(element: &WebElement) -> Value {
    element.to_json().expect("an element has a number")
}

fn string(value: Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// One of the page's own samples.
pub fn sample(name: &str) -> Vec<u8> {
    let path = format!("{}/www/samples/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Rows without any order to learn, so that the trees grow deep and take long.
pub fn noise(rows: u32) -> String {
    let mut state = 1_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    let mut text = String::from("a,b,c,d,e,f,g,h,label\n");
    for _ in 0..rows {
        for _ in 0..8 {
            text += &format!("{},", next());
        }
        text += if next() < 1 << 23 { "no\n" } else { "yes\n" };
    }
    text
}
