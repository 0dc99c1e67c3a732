//! Nothing leaves the machine.

use grove_recipe::stage::Stage;
use serde_json::json;

use crate::harness::page::{Page, noise, sample};
use crate::harness::site::Site;
use crate::trainers::ENOUGH_ROWS;

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

/// Sends 5 bytes in a body and 9 in an address's query.
const SEND: &str =
    "return fetch('./?a=secret', { method: 'POST', body: 'table' }).then(() => true, () => true)";

#[test]
fn what_the_page_sends_is_counted_and_is_nothing() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    assert_eq!(page.text("sent"), "0 bytes");
    // What it does not need is not there, so that nothing goes past the counter.
    let ways = "return ['XMLHttpRequest', 'WebSocket', 'EventSource', 'RTCPeerConnection'].filter(way => window[way])
        .concat(navigator.sendBeacon ? ['sendBeacon'] : [])";
    assert_eq!(page.browser.script(ways, vec![]), json!([]));
    page.browser.script(SEND, vec![]);
    let counted =
        "return document.querySelector(\"[data-testid='sent']\").innerText === '14 bytes'";
    page.browser.until("14 bytes", counted, vec![]);
}

/// Tries, from inside a worker, to reach the site at OTHER and to make code; says on a channel what worked, at first and
/// once the program is there.
const PROBE: &str = "{
    const other = 'OTHER', own = self.location.origin;
    const channel = new BroadcastChannel('probe');
    const answered = request => new Promise((yes, no) => { request.onload = request.onopen = yes; request.onerror = no; });
    const inside = (text, start) => start(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
    const worker = url => new Promise((yes, no) => {
        const worker = new Worker(url, { type: 'module' });
        worker.onmessage = ({ data }) => data ? yes() : no();
        worker.onerror = no;
    });
    const { fetch, XMLHttpRequest, WebSocket, EventSource } = self;
    const ways = {
        fetch: () => fetch(`${other}fetch`, { mode: 'no-cors' }),
        request: () => {
            const request = new XMLHttpRequest();
            request.open('GET', `${other}request`);
            request.send();
            return answered(request);
        },
        socket: () => answered(new WebSocket(other.replace('http', 'ws'))),
        events: () => answered(new EventSource(`${other}events`)),
        import: () => import(`${other}start.js`),
        importOfText: () => import('data:text/javascript,export default 1'),
        importOfBlob: () => inside('export default 1', url => import(url)),
        importScripts: () => importScripts(`${other}start.js`),
        eval: () => (0, eval)('1'),
        Function: () => new Function('return 1')(),
        AsyncFunction: () => new (async () => {}).constructor('return 1')(),
        GeneratorFunction: () => new (function* () {}).constructor('yield 1')(),
        timer: () => new Promise((yes, no) => {
            self.hit = no;
            setTimeout('self.hit = null', 0);
            setTimeout(() => self.hit ? no() : yes(), 100);
        }),
        workerOfThisSite: () => worker(`${own}/anything.js`),
        workerOfText: () => worker('data:text/javascript,postMessage(true)'),
        workerWithin: () => inside(
            `fetch('${other}within', { mode: 'no-cors' }).then(() => postMessage(true), () => postMessage(false))`, worker),
    };
    const all = async () => {
        const worked = [];
        for (const [name, way] of Object.entries(ways)) {
            try { await way(); worked.push(name); } catch {}
        }
        return worked;
    };
    const names = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'WebTransport', 'importScripts'];
    (async () => {
        const worked = await all();
        for (let tries = 0; self.fetch && tries < 200; tries++) await new Promise(done => setTimeout(done, 50));
        channel.postMessage([self.name, worked, names.filter(name => self[name])]);
    })();
}";

/// Gathers what the workers say.
const LISTEN: &str = "window.probed = {};
    window.probes = new BroadcastChannel('probe');
    window.probes.onmessage = ({ data: [name, worked, left] }) => { window.probed[name] = { worked, left }; };";

#[test]
fn from_inside_the_workers_nothing_is_reached_and_no_code_is_made() {
    let other = Site::built();
    let probe = PROBE.replace("OTHER", &other.url());
    let page = Page::open_prepared(|site| {
        for script in ["engine.js", "trainer.js"] {
            site.precede(script, &probe);
        }
    });
    // The page that listens is in another tab: the engine's worker starts with its own.
    page.browser.goto(&page.site.elsewhere());
    page.browser.script(LISTEN, vec![]);
    let listener = page.browser.another_tab();
    page.reload_with("?workers=2");
    page.upload("noise.csv", noise(ENOUGH_ROWS).as_bytes());
    page.select("target-select", "label");
    page.run();
    page.browser.turn_to(listener);
    for worker in ["engine", "trainer"] {
        let probed = "return window.probed[arguments[0]]";
        let said = (page.browser).until("a probe", probed, vec![json!(worker)]);
        assert_eq!(
            said["worked"],
            json!([]),
            "{worker} is not held to the policy"
        );
        assert_eq!(said["left"], json!([]), "{worker} has ways out left");
    }
    assert_eq!(other.missed(), [""; 0]);

    // A worker as any page starts it gets through, so nothing was overlooked above.
    let start = format!(
        "window.worker = new Worker('{}engine.js', {{ type: 'module', name: 'free' }})",
        page.site.url()
    );
    page.browser.script(&start, vec![]);
    let probed = "return window.probed.free?.worked";
    let worked = page.browser.until("a probe", probed, vec![]);
    for way in ["fetch", "eval", "Function", "workerWithin"] {
        let worked = worked.as_array().expect("names");
        assert!(worked.contains(&json!(way)), "no {way} in {worked:?}");
    }
    assert!(!other.missed().is_empty());

    // The page itself starts no such worker.
    page.reload();
    let refused = format!(
        "return new Promise(settle => {{
            const worker = new Worker('{}engine.js', {{ type: 'module' }});
            worker.onerror = () => settle(true);
            worker.onmessage = () => settle(false);
        }})",
        page.site.url()
    );
    assert_eq!(page.browser.script(&refused, vec![]), json!(true));
}
