//! The page that is inside the native command: `grove serve`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::harness::page::Page;

/// A running command, which ends with its test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[test]
fn the_command_serves_the_page_that_is_inside_it() {
    let command = Command::new(env!("CARGO_BIN_EXE_grove"))
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .spawn();
    let mut served = Served(command.expect("the command starts"));
    let output = served.0.stdout.take().expect("stdout is piped");
    let mut line = String::new();
    let read = BufReader::new(output).read_line(&mut line);
    read.expect("a line of text");
    let address = line
        .split(' ')
        .find(|word| word.starts_with("http://127.0.0.1:"))
        .expect("an address; `--features site` puts the page into the command");

    let page = Page::open();
    page.browser.goto(address);
    page.sample("iris");
    page.run();
    // The engine's scripts have the page's policy, with and without the blob that starts them.
    let head = "return fetch('./worker_bg.wasm').then(({ headers }) =>
        [headers.get('Content-Type'), headers.get('Content-Security-Policy').includes(\"connect-src 'self'\")])";
    let head = page.browser.script(head, vec![]);
    assert_eq!(head, json!(["application/wasm", true]));
    // It can be kept as from any other host.
    let kept = "return Boolean(navigator.serviceWorker.controller)";
    page.browser.until("the page to be kept", kept, vec![]);
    assert_eq!(page.browser.errors(), [""; 0]);

    // Ctrl-C is how it is meant to end.
    let interrupted = Command::new("kill")
        .args(["-INT", &served.0.id().to_string()])
        .status();
    assert!(interrupted.expect("kill is there").success());
    let ended = served.0.wait().expect("the command ends");
    assert!(ended.success(), "{ended}");
}
