//! The page without a network, and a newer build of it: all of one build or none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use grove_recipe::stage::Stage;
use serde_json::{Value, json};

use crate::accessibility::has_no_faults;
use crate::harness::page::{Page, noise};
use crate::trainers::ENOUGH_ROWS;

/// Scripts whose names are the same in every build.
const SCRIPTS: [&str; 4] = ["boot.js", "engine.js", "start.js", "trainer.js"];

/// What the scripts of the newer build say besides.
const MARK: &str = "void 'of the newer build';";

/// Waits until the browser keeps the page, and answers what it asks for from there.
fn is_kept(page: &Page) {
    let kept = "return Boolean(navigator.serviceWorker.controller)";
    page.browser.until("the page to be kept", kept, vec![]);
}

/// The scores of a sample by all defaults.
fn scores(page: &Page, sample: &str) -> Value {
    page.sample(sample);
    page.run();
    page.show(Stage::Evaluate);
    page.appears("confusion-matrix");
    let all =
        "return Array.from(document.querySelectorAll(\"[data-testid^='metric-'][data-value]\"))
        .map(score => [score.dataset.testid, score.dataset.value])";
    let scores = page.browser.script(all, vec![]);
    assert!(scores.as_array().is_some_and(|scores| scores.len() > 2));
    scores
}

/// The addresses of all files that the browser keeps, in their order.
fn kept_files(page: &Page) -> Vec<String> {
    let all = "return caches.keys()
        .then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys()))))
        .then(all => all.flat().map(({ url }) => url).sort())";
    serde_json::from_value(page.browser.script(all, vec![])).expect("addresses")
}

/// The files below a folder, as addresses relative to it.
fn files(folder: &Path, below: &str, names: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = format!("{below}{}", name.expect("a name in UTF-8"));
        match path.is_dir() {
            true => files(&path, &format!("{name}/"), names),
            false => names.push(name),
        }
    }
}

fn built() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dist")
}

/// A copy of the built site with its scripts changed, and named anew.
fn newer_build(page: &Page) -> PathBuf {
    let newer = copy(page, "newer");
    for script in SCRIPTS {
        let text = fs::read_to_string(newer.join(script)).expect("a script");
        fs::write(newer.join(script), format!("{text}{MARK}\n")).expect("a writable folder");
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/offline");
    let named = Command::new(script)
        .arg(&newer)
        .status()
        .expect("bash is there");
    assert!(named.success());
    newer
}

fn copy(page: &Page, name: &str) -> PathBuf {
    let (from, to) = (built(), page.browser.folder().join(name));
    let mut names = Vec::new();
    files(&from, "", &mut names);
    for name in names {
        let folder = to.join(&name);
        fs::create_dir_all(folder.parent().expect("a file in a folder")).expect("a folder");
        fs::copy(from.join(&name), to.join(&name)).expect("a copy");
    }
    to
}

/// Which of the scripts that the page is given are of the newer build.
fn newer_scripts(page: &Page) -> Value {
    let script = "const [names, mark] = arguments;
        return Promise.all(names.map(name => fetch(`./${name}`).then(answer => answer.text())))
            .then(texts => texts.map(text => text.includes(mark)))";
    page.browser
        .script(script, vec![json!(SCRIPTS), json!(MARK)])
}

/// The name of the build that the document is of.
fn build_of(page: &Page) -> Value {
    let build = "return document.querySelector('script[data-build]').dataset.build";
    page.browser.script(build, vec![])
}

#[test]
fn after_the_first_visit_the_page_works_without_a_network() {
    let page = Page::open();
    let online = scores(&page, "iris");
    is_kept(&page);
    // Every file of the build, and nothing else.
    let mut names = Vec::new();
    files(&built(), "", &mut names);
    names.retain(|name| name != "offline.js");
    let address = |name: &String| match name.as_str() {
        "index.html" => page.site.url(),
        name => format!("{}{name}", page.site.url()),
    };
    let mut expected: Vec<_> = names.iter().map(address).collect();
    expected.sort();
    assert_eq!(kept_files(&page), expected);

    page.site.close();
    // The visit goes on …
    scores(&page, "wine");
    // … and so does each one after it, also with workers that grow trees.
    for query in ["", "?workers=2"] {
        page.reload_with(query);
        assert_eq!(scores(&page, "iris"), online);
    }
    page.upload("noise.csv", noise(ENOUGH_ROWS).as_bytes());
    page.select("target-select", "label");
    page.run();
    assert!(!page.shows("new-build"));
    assert_eq!(page.browser.foreign.requests(), [""; 0]);
    assert_eq!(page.browser.errors(), [""; 0]);
}

/// Asks for the newer build, and returns the name of the one that is there then.
fn take_newer(page: &Page) -> Value {
    page.browser.script("window.earlier = true", vec![]);
    page.click("take-new-build");
    let anew = "return !window.earlier && document.querySelector(\"[data-testid='file-input']\")
        && document.querySelector('script[data-build]').dataset.build";
    page.browser
        .until("the page to be there anew", anew, vec![])
}

#[test]
fn a_newer_build_waits_while_another_tab_is_open() {
    let page = Page::open();
    is_kept(&page);
    let older = build_of(&page);
    let stays = |when: &str| {
        let none = json!([false, false, false, false]);
        assert_eq!(newer_scripts(&page), none, "{when}");
        assert_eq!(build_of(&page), older, "{when}");
    };
    page.site.deploy(&newer_build(&page));
    page.reload();
    page.appears("new-build");

    // Another tab would be served by the newer build, too.
    let first = page.browser.another_tab();
    page.reload();
    stays("in another tab");
    page.browser.turn_to(first);
    assert_eq!(take_newer(&page), older);
    page.appears("new-build");
    stays("beside another tab");
}

#[test]
fn a_newer_build_is_offered_when_all_of_it_is_there_and_never_mixed() {
    const LAST: &str = "samples/wine.csv";
    let page = Page::open();
    is_kept(&page);
    let (older, none, all) = (
        build_of(&page),
        json!([false, false, false, false]),
        json!([true, true, true, true]),
    );
    let stays = |when: &str| {
        assert_eq!(newer_scripts(&page), none, "{when}");
        assert_eq!(build_of(&page), older, "{when}");
    };
    stays("before");

    // While it is put on the host, a file of it is missing yet.
    page.site.remove(LAST);
    page.site.deploy(&newer_build(&page));
    page.reload();
    page.site.misses(LAST);
    stays("in the middle");
    assert!(!page.shows("new-build"));
    let before = scores(&page, "wine");

    page.site.restore(LAST);
    page.reload();
    page.appears("new-build");
    has_no_faults(&page, "the offer of a newer build");
    stays("with the offer");

    page.click("take-new-build");
    // While the older build still answers something, it is opened once more, and again as soon as the newer one has taken over.
    let newer = format!(
        "return document.querySelector(\"[data-testid='file-input']\")
            && document.querySelector('script[data-build]').dataset.build !== {older}"
    );
    page.browser.until_anew("the newer build", &newer);
    assert_eq!(newer_scripts(&page), all);
    assert!(!page.shows("new-build"));
    assert_eq!(scores(&page, "wine"), before);
    let once = "return caches.keys().then(names => names.length)";
    assert_eq!(page.browser.script(once, vec![]), json!(1));
}

#[test]
fn a_build_that_is_being_worked_on_is_not_kept() {
    let page = Page::open();
    is_kept(&page);
    let older = build_of(&page);
    // As `make dev` leaves it.
    let dev = copy(&page, "dev");
    let index = fs::read_to_string(dev.join("index.html")).expect("the document");
    let index = index.replace(older.as_str().expect("a name"), "none");
    fs::write(dev.join("index.html"), index).expect("a writable folder");
    let worker = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/offline.js");
    fs::copy(worker, dev.join("offline.js")).expect("a copy");

    page.site.deploy(&dev);
    page.reload();
    // What was kept goes, and the page comes over the network again.
    let now = "return !navigator.serviceWorker.controller
        && document.querySelector('script[data-build]')?.dataset.build === 'none'";
    page.browser.until_anew("the build of the host", now);
    assert_eq!(kept_files(&page), [""; 0]);
}

#[test]
fn the_page_can_be_installed() {
    let page = Page::open();
    let answer = (page.browser).devtools("Page.getAppManifest", json!({}));
    assert_eq!(answer["errors"], json!([]), "{answer}");
    let manifest: Value = answer["data"]
        .as_str()
        .and_then(|text| serde_json::from_str(text).ok())
        .expect("a manifest");
    assert_eq!(manifest["start_url"], "./");
    assert_eq!(manifest["display"], "standalone");
    let answer = (page.browser).devtools("Page.getInstallabilityErrors", json!({}));
    assert_eq!(answer["installabilityErrors"], json!([]), "{answer}");
}
