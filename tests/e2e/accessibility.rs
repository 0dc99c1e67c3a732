//! Basics that every reader of the page relies on, whatever they read it with.

use grove_recipe::ModelName;
use grove_recipe::parameters::MODEL;
use grove_recipe::stage::{PATH, Stage};
use serde_json::json;
use thirtyfour::Key;

use crate::harness::page::Page;

/// What is wrong with the document as it stands, one line each.
const FAULTS: &str = r"
    const faults = [];
    const all = selector => Array.from(document.querySelectorAll(selector));
    const name = element => element.outerHTML.slice(0, 120);
    const visible = element => element.getClientRects().length > 0;
    const texts = ids => ids.split(/\s+/).map(id => document.getElementById(id)?.textContent ?? '').join(' ');
    const label = element => (
        (element.getAttribute('aria-label') ?? '')
        + texts(element.getAttribute('aria-labelledby') ?? '')
        + Array.from(element.labels ?? [], label => label.textContent).join(' ')
        + (element.matches('button, a, summary, [role]') ? element.textContent : '')
        + (element.querySelector(':scope > title')?.textContent ?? '')
        + (element.title ?? '')).trim();

    let level = 0;
    for (const heading of all('h1, h2, h3, h4, h5, h6').filter(visible)) {
        const next = Number(heading.tagName[1]);
        if (next > level + 1) faults.push(`a heading of level ${next} after ${level}: ${name(heading)}`);
        level = next;
    }
    const landmarks = new Set();
    for (const element of all('nav, aside, section[aria-label], section[aria-labelledby], [role=region]').filter(visible)) {
        const mark = `${element.tagName} ${element.getAttribute('role')} ${label(element)}`;
        if (landmarks.has(mark)) faults.push(`two landmarks alike: ${name(element)}`);
        landmarks.add(mark);
    }
    if (!document.documentElement.lang) faults.push('the document names no language');
    if (!document.title) faults.push('the document has no title');
    const mains = all('main').filter(visible).length, tops = all('h1').filter(visible).length;
    if (mains !== 1) faults.push(`${mains} main elements`);
    if (tops !== 1) faults.push(`${tops} top headings`);
    const ids = new Set();
    for (const element of all('[id]')) {
        if (ids.has(element.id)) faults.push(`id ${element.id} is not unique`);
        ids.add(element.id);
    }
    for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for'])
        for (const element of all(`[${attribute}]`))
            for (const id of element.getAttribute(attribute).split(/\s+/))
                if (!ids.has(id)) faults.push(`${attribute} names ${id}, which is not there: ${name(element)}`);
    const controls = 'input:not([type=hidden]), select, textarea, button, a[href], summary, '
        + '[role=button], [role=grid], [role=tab], [role=slider], [role=progressbar], [role=dialog]';
    for (const element of all(controls))
        if (!label(element)) faults.push(`no label: ${name(element)}`);
    for (const element of all('img:not([alt])')) faults.push(`no alt: ${name(element)}`);
    for (const element of all('svg').filter(visible)) {
        if (element.closest('[aria-hidden=true]') || element.parentElement.closest('svg, [role=img]')) continue;
        if (!label(element)) faults.push(`a picture without a text alternative: ${name(element)}`);
    }
    for (const element of all('[tabindex]'))
        if (element.tabIndex > 0) faults.push(`a tab order of its own: ${name(element)}`);
    for (const element of all('[aria-hidden=true] :is(button, a[href], input, select, textarea)'))
        if (visible(element) && element.tabIndex >= 0) faults.push(`focusable but hidden: ${name(element)}`);
    for (const element of all('table').filter(visible))
        if (!element.querySelector('th')) faults.push(`a table without headings: ${name(element)}`);
    return faults";

pub fn has_no_faults(page: &Page, when: &str) {
    page.is_all_drawn();
    let faults = page.browser.script(FAULTS, vec![]);
    assert_eq!(faults, json!([]), "{when}");
}

#[test]
fn every_view_has_labels_and_structure() {
    let page = Page::open();
    has_no_faults(&page, "on the first visit");
    page.sample("messy");
    has_no_faults(&page, "with a data set open");
    page.click("stage-profile");
    page.appears("heat-map");
    has_no_faults(&page, "profile");
    page.run();
    for stage in PATH {
        page.show(stage);
        has_no_faults(&page, stage.name());
    }
    for model in [ModelName::DecisionTree, ModelName::LogisticRegression] {
        page.show(Stage::Train);
        page.select("model-select", MODEL.label_of(model));
        page.reaches(Stage::Train, "stale");
        has_no_faults(&page, "with another model chosen");
        page.run();
        for stage in [Stage::Train, Stage::Evaluate] {
            page.show(stage);
            has_no_faults(&page, MODEL.label_of(model));
        }
    }
    // The check itself can fail.
    page.browser.script(
        "document.body.append(document.createElement('input'))",
        vec![],
    );
    assert_eq!(
        page.browser.script(FAULTS, vec![]).as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn no_view_is_wider_than_its_window() {
    let page = Page::open();
    let widths = "const { scrollWidth, clientWidth } = document.documentElement; return [scrollWidth, clientWidth]";
    let fits = |when: &str| {
        for width in WIDTHS {
            resize(&page, width, 844);
            let widths = page.browser.script(widths, vec![]);
            assert_eq!(widths[0], widths[1], "{when}, {width} px");
        }
    };
    fits("on the first visit");
    page.sample("messy");
    page.click("stage-profile");
    page.appears("heat-map");
    fits("profile");
    page.run();
    for stage in PATH {
        page.show(stage);
        fits(stage.name());
    }
    for place in ["take-home", "recipe", "place-runs"] {
        page.click(place);
        fits(place);
    }
}

/// From a small phone, or a window at 400 %, to a wide one.
const WIDTHS: [u32; 6] = [320, 390, 768, 1024, 1366, 1400];

pub fn resize(page: &Page, width: u32, height: u32) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    page.browser
        .devtools("Emulation.setDeviceMetricsOverride", size);
}

/// Presses Tab until the element with this handle, or something inside it, has the focus.
fn tab_to(page: &Page, handle: &str) {
    page.appears(handle);
    let focused =
        "return Boolean(document.activeElement.closest(`[data-testid='${arguments[0]}']`))";
    for _ in 0..200 {
        if page.browser.script(focused, vec![json!(handle)]) == json!(true) {
            return;
        }
        page.browser.press(Key::Tab);
    }
    panic!("Tab does not reach {handle}");
}

#[test]
fn the_keyboard_alone_leads_from_a_sample_to_the_matrix() {
    let page = Page::open();
    tab_to(&page, "sample-iris");
    page.browser.press(Key::Enter);
    tab_to(&page, "target-select");
    tab_to(&page, "run-all");
    page.browser.press(Key::Enter);
    page.reaches(Stage::Evaluate, "fresh");
    tab_to(&page, "stage-evaluate");
    page.browser.press(Key::Enter);
    page.appears("confusion-matrix");
    tab_to(&page, "download-model");
}
