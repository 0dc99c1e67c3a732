//! A visitor's connection: so many bytes a second for all requests together, after a delay for each.

use std::io::Write;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Bytes that go out at a time.
const PIECE: usize = 4096;

pub struct Line {
    bytes_per_second: f64,
    delay: Duration,
    /// When the line is free again.
    free: Mutex<Instant>,
}

impl Line {
    pub fn new(bits_per_second: f64, delay: Duration) -> Self {
        Self {
            bytes_per_second: bits_per_second / 8.0,
            delay,
            free: Mutex::new(Instant::now()),
        }
    }

    /// Sends bytes as slowly as the line is.
    pub fn send(&self, stream: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
        thread::sleep(self.delay);
        for piece in bytes.chunks(PIECE) {
            let takes = Duration::from_secs_f64(piece.len() as f64 / self.bytes_per_second);
            let until = {
                let mut free = self.free.lock().expect("no thread panicked");
                *free = (*free).max(Instant::now()) + takes;
                *free
            };
            thread::sleep(until.saturating_duration_since(Instant::now()));
            stream.write_all(piece)?;
        }
        Ok(())
    }
}

/// Packs a body as hosts do for browsers.
pub fn gzip(body: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(body).expect("memory takes it");
    packed.finish().expect("memory takes it")
}
