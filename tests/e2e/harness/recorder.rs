//! A proxy that forwards nothing and remembers who asked: every request that leaves this machine's own hosts.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Hosts that Firefox asks by itself, which no setting prevents: its own maker's.
const OF_THE_BROWSER: [&str; 3] = [".mozilla.com:", ".mozilla.net:", ".mozilla.org:"];

pub struct Recorder {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    pub fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&seen);
                thread::spawn(move || refuse(stream, &seen).ok());
            }
        });
        Self { address, requests }
    }

    /// The request lines so far, such as `CONNECT example.com:443 HTTP/1.1`, but for what the browser asks by itself.
    pub fn requests(&self) -> Vec<String> {
        let requests = self.requests.lock().expect("no thread panicked");
        let own = |line: &String| OF_THE_BROWSER.iter().any(|host| line.contains(host));
        requests.iter().filter(|line| !own(line)).cloned().collect()
    }
}

fn refuse(mut stream: TcpStream, seen: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    if let Some(request) = lines.next() {
        seen.lock().expect("no thread panicked").push(request?);
    }
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}
