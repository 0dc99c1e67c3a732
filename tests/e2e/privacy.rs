//! Nothing leaves the machine.

use grove::api::stage::Stage;

use crate::harness::page::{Page, sample};

/// Asks a host that is not ours in several ways; the script ends when all have been refused.
const ASK_ELSEWHERE: &str = "const image = new Image();
    const seen = new Promise(settle => { image.onerror = image.onload = settle; });
    image.src = 'http://elsewhere.invalid/image';
    return Promise.allSettled([
        fetch('http://elsewhere.invalid/fetch'),
        seen,
        new Promise(settle => {
            try {
                const socket = new WebSocket('ws://elsewhere.invalid/socket');
                socket.onerror = socket.onopen = settle;
            } catch { settle(); }
        }),
    ]).then(() => true)";

#[test]
fn no_request_leaves_the_origin() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    for stage in [Stage::Train, Stage::Evaluate] {
        page.show(stage);
    }
    page.upload("wine.csv", &sample("wine"));
    page.predict("cultivar");
    page.run();
    assert_eq!(page.browser.foreign.requests(), [""; 0]);
    assert_eq!(page.site.missed(), [""; 0], "files that the site lacks");

    // What a page without a policy asks for is seen, so nothing was overlooked above …
    page.browser.goto(&page.site.elsewhere());
    page.browser.script(ASK_ELSEWHERE, vec![]);
    let seen = page.browser.foreign.requests();
    for way in ["/fetch", "/image"] {
        assert!(
            seen.iter().any(|line| line.contains(way)),
            "{way} is not in {seen:?}"
        );
    }

    // … and from Grove's own page the same requests do not get out.
    page.reload();
    page.browser.script(ASK_ELSEWHERE, vec![]);
    assert_eq!(page.browser.foreign.requests(), seen);
}
