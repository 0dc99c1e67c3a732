//! The profile of a table: asked for by looking at it, with its warnings and its heat map.

use grove_recipe::stage::Stage;

use crate::accessibility::has_no_faults;
use crate::harness::page::Page;

#[test]
fn a_sample_is_profiled_when_it_is_looked_at() {
    let page = Page::open();
    page.sample("messy");
    page.click("stage-profile");
    page.appears("heat-map");
    let warnings = page.text("profile-warnings");
    for title in ["Duplicate rows", "Constant"] {
        assert!(warnings.contains(title), "{warnings}");
    }
    assert!(
        page.text("profile-sentence")
            .starts_with("The table as it was opened")
    );
    assert!(page.text("profile-columns").contains("weight_kg"));
    assert!(
        !page.text("association").is_empty(),
        "the heat map tells a pair"
    );
    assert_eq!(page.data("stage-profile", "state"), "fresh");

    let listed = "document.querySelector('.heat-frame ~ [data-testid=numbers]').click();
        return new Promise(drawn => setTimeout(() => drawn(document.querySelectorAll('.numbers tbody tr').length)))";
    assert!(page.browser.script(listed, vec![]).as_u64() > Some(3));

    // After a run it is the cleaned table's.
    page.run();
    page.show(Stage::Clean);
    assert_eq!(page.data("stage-profile", "state"), "stale");
    page.click("stage-profile");
    page.browser.until(
        "a profile of the cleaned table",
        "return document.querySelector(`[data-testid='profile-sentence']`)?.innerText.startsWith('The cleaned table')",
        vec![],
    );
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn a_finding_is_mended_in_place_and_put_back() {
    let page = Page::open();
    page.sample("messy");
    page.click("stage-profile");
    page.appears("finding-mend");
    page.click("finding-mend");
    page.appears("put-back");
    has_no_faults(&page, "a finding that was mended");
    // Where the steps are, too.
    page.show(Stage::Clean);
    page.appears("step-0");
    // The picture of the cleaned table moves what stands below it.
    page.reaches(Stage::Clean, "fresh");
    page.click("put-back");
    page.disappears("step-0");
    page.appears("finding-mend");
    has_no_faults(&page, "findings beside the steps");
    assert_eq!(page.browser.errors(), [""; 0]);
}
