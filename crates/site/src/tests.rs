//! What the server answers, asked as a browser asks.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{Server, Site};

const POLICY: &str = "default-src 'self'; worker-src blob:";
const FRAMES_POLICY: &str = "default-src 'none'";

fn packed(text: &str) -> &'static [u8] {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory").leak()
}

fn site() -> Site {
    let document = |policy: &str| {
        format!(
            "<!DOCTYPE html><meta charset=utf-8><meta content=\"{policy}\" http-equiv=Content-Security-Policy>"
        )
    };
    Site::new(&[
        ("index.html", packed(&document(POLICY))),
        ("keep.html", packed(&document(FRAMES_POLICY))),
        ("worker_bg.wasm", packed("\0asm")),
        ("samples/iris.csv", packed("a,b\n1,2\n")),
    ])
}

/// The head and the body of the answer to a request.
fn asked(request: &str) -> (String, Vec<u8>) {
    let server = Server::listen(site(), 0).expect("a free port");
    let host = server.url().replace("http://", "").replace('/', "");
    let mut stream = TcpStream::connect(&host).expect("it listens");
    write!(
        stream,
        "{request}\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .expect("sent");
    server
        .answer_within(Duration::from_secs(60))
        .expect("it listens");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let body = bytes.split_off(end.expect("headers") + 4);
    (String::from_utf8(bytes).expect("ASCII"), body)
}

#[test]
fn files_have_their_types_and_the_pages_policy() {
    for (path, kind, policy, body) in [
        ("/worker_bg.wasm", "application/wasm", POLICY, "\0asm"),
        (
            "/samples/iris.csv",
            "text/csv; charset=utf-8",
            POLICY,
            "a,b\n1,2\n",
        ),
    ] {
        let (head, found) = asked(&format!("GET {path} HTTP/1.1"));
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert!(
            head.contains(&format!("Content-Type: {kind}\r\n")),
            "{head}"
        );
        assert!(
            head.contains(&format!("Content-Security-Policy: {policy}\r\n")),
            "{head}"
        );
        assert!(!head.contains("Content-Encoding"), "{head}");
        assert_eq!(found, body.as_bytes());
    }
}

#[test]
fn a_document_has_the_policy_that_it_sets_itself() {
    for (path, policy) in [
        ("/", POLICY),
        ("/?workers=2", POLICY),
        ("/keep.html", FRAMES_POLICY),
    ] {
        let (head, _) = asked(&format!("GET {path} HTTP/1.1"));
        assert!(
            head.contains("Content-Type: text/html; charset=utf-8\r\n"),
            "{head}"
        );
        assert!(
            head.contains(&format!("Content-Security-Policy: {policy}\r\n")),
            "{head}"
        );
    }
}

#[test]
fn a_browser_that_takes_gzip_gets_gzip() {
    let (head, body) = asked("GET /samples/iris.csv HTTP/1.1\r\nAccept-Encoding: gzip, br");
    assert!(head.contains("Content-Encoding: gzip\r\n"), "{head}");
    assert_eq!(body, packed("a,b\n1,2\n"));
}

#[test]
fn nothing_else_is_answered() {
    for path in [
        "/samples",
        "/../Cargo.toml",
        "/index.htm",
        "http://elsewhere.invalid/",
    ] {
        let (head, _) = asked(&format!("GET {path} HTTP/1.1"));
        assert!(head.starts_with("HTTP/1.1 404 "), "{path}: {head}");
    }
    let (head, _) = asked("POST / HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 405 "), "{head}");
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let first = Server::listen(site(), 0).expect("a free port");
    let port = first
        .url()
        .trim_end_matches('/')
        .rsplit(':')
        .next()
        .map(str::parse);
    let port = port.and_then(Result::ok).expect("a port");
    assert!(Server::listen(site(), port).is_err());
}
