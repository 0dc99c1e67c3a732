//! A static web server for the built site, as plain as the plainest host, below a path of its own.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use super::browser::PATIENCE;
use super::line::{Line, gzip};

/// Where the site lies on its host. The rest of the host is one empty page.
const PREFIX: &str = "/some/path/";

pub struct Site {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// Files as they go over a slow line.
struct Packed {
    line: Line,
    files: Mutex<BTreeMap<String, Arc<Vec<u8>>>>,
}

struct Shared {
    folder: Mutex<PathBuf>,
    /// Whether the host is there at all.
    up: AtomicBool,
    /// Requests for a file whose name holds this text wait until it is taken away.
    held: Mutex<Option<&'static str>>,
    changed: Condvar,
    /// What stands in place of some files; nothing where a file is to be missing.
    replaced: Mutex<BTreeMap<&'static str, Option<Vec<u8>>>>,
    /// Packed files, and the line that they go over; without one, files are sent as they are.
    line: Mutex<Option<Arc<Packed>>>,
    /// Paths below the prefix that were asked for and are not there.
    missed: Mutex<Vec<String>>,
    changed_missed: Condvar,
}

impl Site {
    /// Serves `folder` on a free port until the process ends, or until [`Site::close`].
    pub fn serve(folder: &Path) -> Self {
        holds_a_site(folder);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let shared = Arc::new(Shared {
            folder: Mutex::new(folder.to_owned()),
            up: AtomicBool::new(true),
            held: Mutex::new(None),
            changed: Condvar::new(),
            replaced: Mutex::default(),
            line: Mutex::default(),
            missed: Mutex::default(),
            changed_missed: Condvar::new(),
        });
        let server = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if !server.up.load(Ordering::SeqCst) {
                    break;
                }
                let server = Arc::clone(&server);
                // A browser that goes away in the middle of an answer is no failure.
                thread::spawn(move || server.answer(stream).ok());
            }
        });
        Self { address, shared }
    }

    /// The site that `trunk build` left in this crate.
    pub fn built() -> Self {
        Self::serve(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dist"))
    }

    pub fn url(&self) -> String {
        format!("http://{}{PREFIX}", self.address)
    }

    /// An empty page of the same host that belongs to nobody.
    pub fn elsewhere(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves another build from now on.
    pub fn deploy(&self, folder: &Path) {
        holds_a_site(folder);
        folder.clone_into(&mut self.shared.folder.lock().expect("no thread panicked"));
    }

    /// Ends the host: nobody listens at its address any more.
    pub fn close(&self) {
        self.shared.up.store(false, Ordering::SeqCst);
        // The thread that waits for a caller learns of it by one, and lets go of the port. Callers that the system took
        // on before get no answer.
        while TcpStream::connect(self.address).is_ok() {
            thread::yield_now();
        }
    }

    /// Lets requests for files whose name holds `part` wait.
    pub fn hold(&self, part: &'static str) {
        *self.shared.held.lock().expect("no thread panicked") = Some(part);
    }

    /// Answers the requests that wait.
    pub fn release(&self) {
        *self.shared.held.lock().expect("no thread panicked") = None;
        self.shared.changed.notify_all();
    }

    /// Sends every file packed and over this line from now on.
    pub fn sends_over(&self, line: Line) {
        let packed = Packed {
            line,
            files: Mutex::default(),
        };
        // Now, since a host has done so before anybody comes.
        let folder = self.shared.folder.lock().expect("no thread panicked");
        for file in std::fs::read_dir(&*folder).expect("a folder").flatten() {
            if let Ok(bytes) = std::fs::read(file.path()) {
                packed.packed(&file.file_name().to_string_lossy(), &bytes);
            }
        }
        let mut now = self.shared.line.lock().expect("no thread panicked");
        *now = Some(Arc::new(packed));
    }

    /// Runs this script before one of the site's own.
    pub fn precede(&self, name: &'static str, script: &str) {
        let own = self.shared.read(name).expect("a file of the site");
        let both = [script.as_bytes(), b"\n", &own].concat();
        self.replace(name, Some(both));
    }

    /// Answers as if a file were not there.
    pub fn remove(&self, name: &'static str) {
        self.replace(name, None);
    }

    /// Serves a file again as it is.
    pub fn restore(&self, name: &'static str) {
        let mut replaced = self.shared.replaced.lock().expect("no thread panicked");
        replaced.remove(name);
    }

    /// Lets browsers keep nothing of it, so that they ask for each file again.
    pub fn is_not_kept(&self) {
        self.replace("keep.js", Some(Vec::new()));
    }

    fn replace(&self, name: &'static str, body: Option<Vec<u8>>) {
        let mut replaced = self.shared.replaced.lock().expect("no thread panicked");
        replaced.insert(name, body);
    }

    /// Waits until a file that is not there is asked for.
    pub fn misses(&self, name: &str) {
        let missed = self.shared.missed.lock().expect("no thread panicked");
        let asked = |missed: &mut Vec<String>| !missed.iter().any(|other| other == name);
        let waited = self
            .shared
            .changed_missed
            .wait_timeout_while(missed, PATIENCE, asked);
        let (missed, waited) = waited.expect("no thread panicked");
        drop(missed);
        assert!(!waited.timed_out(), "nobody asked for {name}");
    }

    /// Files of the site that were asked for and are not there.
    pub fn missed(&self) -> Vec<String> {
        self.shared
            .missed
            .lock()
            .expect("no thread panicked")
            .clone()
    }
}

fn holds_a_site(folder: &Path) {
    assert!(
        folder.join("index.html").is_file(),
        "{} holds no site; `make build` makes it",
        folder.display()
    );
}

impl Shared {
    /// A file of the build that is served now.
    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        let folder = self.folder.lock().expect("no thread panicked");
        std::fs::read(folder.join(name))
    }

    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
        // A GET has no body, so its headers end with an empty line; none of them matters here.
        for line in lines {
            if line?.is_empty() {
                break;
            }
        }
        let path = request.split(' ').nth(1).unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default();
        match path.strip_prefix(PREFIX) {
            None => send(&mut stream, "200 OK", "text/html", b"<!DOCTYPE html>"),
            Some(name) => {
                let name = if name.is_empty() { "index.html" } else { name };
                let held = self.held.lock().expect("no thread panicked");
                drop(
                    self.changed
                        .wait_while(held, |part| part.is_some_and(|part| name.contains(part)))
                        .expect("no thread panicked"),
                );
                let replaced = self.replaced.lock().expect("no thread panicked");
                let body = match replaced.get(name) {
                    Some(body) => body.clone(),
                    None => self.read(name).ok(),
                };
                drop(replaced);
                match body {
                    Some(body) if !name.contains("..") => {
                        let line = self.line.lock().expect("no thread panicked").clone();
                        match line {
                            Some(line) => line.send(&mut stream, name, &body),
                            None => send(&mut stream, "200 OK", media_type(name), &body),
                        }
                    }
                    _ => {
                        let mut missed = self.missed.lock().expect("no thread panicked");
                        missed.push(name.to_owned());
                        self.changed_missed.notify_all();
                        drop(missed);
                        send(&mut stream, "404 Not Found", "text/plain", b"not found")
                    }
                }
            }
        }
    }
}

impl Packed {
    fn packed(&self, name: &str, body: &[u8]) -> Arc<Vec<u8>> {
        let mut files = self.files.lock().expect("no thread panicked");
        let packed = files.entry(name.to_owned());
        Arc::clone(packed.or_insert_with(|| Arc::new(gzip(body))))
    }

    fn send(&self, stream: &mut TcpStream, name: &str, body: &[u8]) -> std::io::Result<()> {
        let packed = self.packed(name, body);
        let (kind, length) = (media_type(name), packed.len());
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        )?;
        self.line.send(stream, &packed)
    }
}

fn send(stream: &mut TcpStream, status: &str, kind: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "webmanifest") => "application/json",
        Some("csv") => "text/csv",
        _ => "application/octet-stream",
    }
}
