//! The built page inside a program, and a server that gives it to the browsers of this machine.
//!
//! Why: `docs/decisions/0038-one-build-or-none.md`.

mod server;

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::GzDecoder;

pub use server::Server;

/// The files that were put into this crate: names relative to the page's folder, and contents packed by gzip. None
/// without the feature `embedded`.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// What stands for a folder.
const INDEX: &str = "index.html";

/// A site whose files are in memory.
pub struct Site {
    files: BTreeMap<&'static str, &'static [u8]>,
    /// The content-security policies of the documents.
    policies: BTreeMap<&'static str, String>,
}

/// What is answered to a request.
#[derive(Debug, PartialEq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// What follows the headers.
    pub body: Vec<u8>,
}

impl Site {
    /// Returns the page that was put into this crate, if one was.
    pub fn embedded() -> Option<Self> {
        let site = Self::new(EMBEDDED);
        (!site.files.is_empty()).then_some(site)
    }

    /// Makes a site of files: names relative to its folder, contents packed by gzip.
    pub fn new(files: &[(&'static str, &'static [u8])]) -> Self {
        let documents = files.iter().filter(|(name, _)| name.ends_with(".html"));
        let policies = documents
            .filter_map(|(name, packed)| Some((*name, policy_of(&unpacked(packed))?)))
            .collect();
        Self {
            files: files.iter().copied().collect(),
            policies,
        }
    }

    /// Answers a request for a path such as `/samples/iris.csv?x`. A body stays packed for browsers that take gzip.
    pub fn answer(&self, path: &str, takes_gzip: bool) -> Answer {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let name = path.trim_start_matches('/');
        let name = if name.is_empty() { INDEX } else { name };
        let Some((name, packed)) = self.files.get_key_value(name) else {
            let plain = ("Content-Type", "text/plain; charset=utf-8".to_owned());
            return Answer {
                status: 404,
                headers: vec![plain],
                body: b"There is no such file.\n".to_vec(),
            };
        };
        let mut headers = vec![
            ("Content-Type", media_type(name).to_owned()),
            // Another build of the command may serve the next request.
            ("Cache-Control", "no-cache".to_owned()),
            ("Vary", "Accept-Encoding".to_owned()),
            ("Referrer-Policy", "no-referrer".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
        ];
        // What is no document is held to the page's policy: a worker takes the one that comes with its script.
        let policy = self.policies.get(name).or_else(|| self.policies.get(INDEX));
        headers.extend(policy.map(|policy| ("Content-Security-Policy", policy.clone())));
        let body = if takes_gzip {
            headers.push(("Content-Encoding", "gzip".to_owned()));
            packed.to_vec()
        } else {
            unpacked(packed)
        };
        Answer {
            status: 200,
            headers,
            body,
        }
    }
}

/// Unpacks what this crate's build has packed.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = GzDecoder::new(packed).read_to_end(&mut bytes);
    read.expect("whole, as it was packed");
    bytes
}

/// Finds the content-security policy that a document sets for itself.
fn policy_of(document: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(document).ok()?;
    let mut elements = text.split("<meta ").skip(1);
    let element = elements.find(|element| {
        let end = element.find('>').unwrap_or(element.len());
        element[..end].contains("Content-Security-Policy")
    })?;
    let (_, content) = element.split_once("content=\"")?;
    Some(content.split_once('"')?.0.to_owned())
}

/// Returns the type of a file by its name.
fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("webmanifest") => "application/manifest+json",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
