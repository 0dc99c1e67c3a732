//! The recipe as text and as a link.

use grove_protocol::Download;
use grove_recipe::models::trees::ForestParameters;
use grove_recipe::stage::Stage;
use serde_json::json;

use crate::harness::page::Page;

/// What stands in a field.
fn value(page: &Page, handle: &str) -> String {
    page.appears(handle);
    let script = "return document.querySelector(`[data-testid='${arguments[0]}']`).value";
    let value = page.browser.script(script, vec![json!(handle)]);
    value.as_str().unwrap_or_default().to_owned()
}

/// Waits until the number of trees to grow reads so.
fn has_trees(page: &Page, trees: &str) {
    let script =
        "return document.querySelector(`[data-testid='${arguments[0]}']`)?.value === arguments[1]";
    let field = format!("parameter-{}", ForestParameters::n_estimators.name);
    let arguments = vec![json!(field), json!(trees)];
    page.browser.until("a number of trees", script, arguments);
}

/// Replaces the recipe's text as pasting does.
fn paste(page: &Page, text: &str) {
    page.appears("recipe-text");
    let script = "const field = document.querySelector(\"[data-testid='recipe-text']\");
                  field.value = arguments[0];
                  field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    page.browser.script(script, vec![json!(text)]);
}

/// Waits until this is said of the text.
fn judged(page: &Page, verdict: &str) {
    let script = "return document.querySelector(\"[data-testid='recipe-verdict']\")?.dataset.verdict === arguments[0]";
    let what = format!("the text to be {verdict}");
    page.browser.until(&what, script, vec![json!(verdict)]);
}

/// Goes to the same page with this fragment, as who pastes a link into the address bar does.
fn enter(page: &Page, fragment: &str) {
    let script = "window.location.hash = arguments[0]";
    page.browser.script(script, vec![json!(fragment)]);
}

/// The fragment of a link to the present recipe.
fn shared(page: &Page) -> String {
    page.click("share");
    let link = value(page, "share-link");
    let (address, fragment) = link.split_once('#').expect("a link with a fragment");
    assert!(page.site.url().starts_with(address), "{address}");
    fragment.to_owned()
}

/// A page that was not there before, opened with a fragment.
fn follow(page: &Page, fragment: &str) {
    page.browser.goto("about:blank");
    page.reload_with(&format!("#{fragment}"));
}

fn recipe_of_run(page: &Page) -> String {
    page.show(Stage::Evaluate);
    String::from_utf8(page.download(Download::Recipe)).expect("text")
}

#[test]
fn the_text_is_changed_in_place_with_errors_on_their_lines() {
    let page = Page::open();
    page.sample("iris");
    page.click("recipe");
    judged(&page, "untouched");
    let text = value(&page, "recipe-text");

    let line = 1 + text
        .lines()
        .position(|line| line.contains("\"n_estimators\""))
        .expect("the parameter");
    paste(
        &page,
        &text.replace("\"n_estimators\": 100", "\"n_estimators\": 0"),
    );
    judged(&page, "wrong");
    assert_eq!(page.data("recipe-verdict", "line"), line.to_string());
    let said = page.text("recipe-verdict");
    assert!(said.contains(&format!("Line {line}")), "{said}");
    assert!(said.contains("n_estimators is 0"), "{said}");

    paste(
        &page,
        &text.replace("\"n_estimators\": 100", "\"n_estimators\": 7"),
    );
    judged(&page, "fits");
    page.click("recipe-apply");
    judged(&page, "untouched");
    page.show(Stage::Train);
    has_trees(&page, "7");
    page.click("undo");
    has_trees(&page, "100");

    // The text follows the forms until something is written in it.
    page.fill(ForestParameters::n_estimators.name, "8");
    page.click("recipe");
    assert!(value(&page, "recipe-text").contains("\"n_estimators\": 8"));
    paste(&page, "{");
    judged(&page, "wrong");
    page.click("undo");
    page.appears("recipe-overtaken");
    page.click("recipe-revert");
    judged(&page, "untouched");
    assert_eq!(value(&page, "recipe-text"), text);
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn a_link_to_a_sample_opens_it_with_the_same_recipe_and_scores() {
    let page = Page::open();
    page.sample("wine");
    page.show(Stage::Train);
    page.fill(ForestParameters::n_estimators.name, "9");
    let fragment = shared(&page);
    assert!(!page.shows("share-long"), "a usual link is short");
    page.run();
    page.show(Stage::Evaluate);
    let (accuracy, recipe) = (page.metric("accuracy"), recipe_of_run(&page));

    follow(&page, &fragment);
    page.reaches(Stage::Load, "fresh");
    assert!(page.text("notice").contains("wine.csv"));
    page.run();
    page.show(Stage::Evaluate);
    assert_eq!(page.metric("accuracy").to_bits(), accuracy.to_bits());
    assert_eq!(recipe_of_run(&page), recipe);

    // Beside another open file the link brings its own.
    page.sample("iris");
    enter(&page, &fragment);
    page.has_columns(
        String::from_utf8_lossy(&crate::harness::page::sample("wine"))
            .lines()
            .next()
            .expect("a header"),
    );
    page.appears("notice");
    page.show(Stage::Train);
    has_trees(&page, "9");
    page.click("undo");
    has_trees(&page, "100");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn a_link_that_was_cut_says_so() {
    let page = Page::open();
    page.sample("iris");
    let fragment = shared(&page);
    follow(&page, &fragment[..fragment.len() / 2]);
    let (stage, said) = page.take_error();
    assert_eq!(stage, "load");
    assert!(said.contains("This link is incomplete"), "{said}");
    page.sample("iris");
}

#[test]
fn a_link_to_own_data_asks_for_the_file() {
    let page = Page::open();
    let rows = |label: &str| {
        let rows = (0..40).map(|i| format!("{i},{},{}\n", i * 7 % 11, ["a", label][i % 2]));
        ["x,y,kind\n".to_owned(), rows.collect()]
            .concat()
            .into_bytes()
    };
    page.upload("mine.csv", &rows("b"));
    page.predict("kind");
    page.show(Stage::Train);
    page.fill(ForestParameters::n_estimators.name, "11");
    let fragment = shared(&page);

    follow(&page, &fragment);
    let wanted = page.text("link-wanted");
    assert!(wanted.contains("mine.csv"), "{wanted}");
    // Another file of that name will do, and that it is another is told.
    page.upload("mine.csv", &rows("c"));
    let notice = page.text("notice");
    assert!(notice.contains("other bytes"), "{notice}");
    page.show(Stage::Train);
    has_trees(&page, "11");
}
