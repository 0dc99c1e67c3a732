//! Forests from npm, in Chromium: `index.html` runs them.

use serde_json::{Value, json};

use super::harness::browser::Browser;
use super::harness::site::Site;
use super::process::Renderer;
use super::{Answer, Job, Outcome, table};

/// A peer by the name of its script. Its browser starts with the first job.
pub fn peer(name: String) -> impl FnMut(&Job) -> Outcome {
    let mut open: Option<(Browser, Site)> = None;
    move |job| {
        if job.threads != 1 {
            return Err("has no threads".into());
        }
        let script = format!("node_modules/.peers/{name}.js");
        if !table::folder().join(&script).is_file() {
            return Err("is not installed: `scripts/setup bench-peers` does that".into());
        }
        let (browser, _) = open.get_or_insert_with(|| {
            let site = Site::serve(&table::folder());
            let browser = Browser::start();
            browser.goto(&site.url());
            (browser, site)
        });
        browser.script(
            "start(arguments[0], arguments[1])",
            vec![json!(name), serde_json::to_value(job)?],
        );
        let answer: Value = browser.until("an answer", "return window.answer", vec![]);
        let peak_bytes = Renderer::find().and_then(|renderer| renderer.peak());
        Ok(Answer {
            peak_bytes,
            ..serde_json::from_value(answer)?
        })
    }
}
