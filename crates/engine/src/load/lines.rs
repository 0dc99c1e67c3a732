//! Filters a text: skips its first lines, and removes spaces in front of quotes.

use std::io::{self, Read};

use super::detect::Joiner;

/// A text without its first lines.
pub struct Skipped {
    inner: Box<dyn Read>,
    lines: u32,
    after_return: bool,
}

impl Skipped {
    pub fn new(inner: Box<dyn Read>, lines: u32) -> Self {
        Self {
            inner,
            lines,
            after_return: false,
        }
    }
}

impl Read for Skipped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.lines > 0 || self.after_return {
            let read = self.inner.read(buffer)?;
            if read == 0 {
                return Ok(0);
            }
            let mut at = 0;
            while at < read && (self.lines > 0 || self.after_return) {
                let byte = buffer[at];
                if std::mem::take(&mut self.after_return) && byte == b'\n' {
                    at += 1;
                    continue;
                }
                if self.lines == 0 {
                    break;
                }
                at += 1;
                if byte == b'\n' || byte == b'\r' {
                    self.lines -= 1;
                    self.after_return = byte == b'\r';
                }
            }
            if at < read {
                buffer.copy_within(at..read, 0);
                return Ok(read - at);
            }
        }
        self.inner.read(buffer)
    }
}

/// A text without spaces between a delimiter and a quote.
pub struct Joined {
    inner: Box<dyn Read>,
    joiner: Joiner,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Joined {
    pub fn new(inner: Box<dyn Read>, joiner: Joiner) -> Self {
        Self {
            inner,
            joiner,
            ready: Vec::new(),
            at: 0,
            ended: false,
        }
    }
}

impl Read for Joined {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.ended {
            let mut chunk = [0; 8192];
            let read = self.inner.read(&mut chunk)?;
            self.ready.clear();
            self.at = 0;
            if read == 0 {
                self.ended = true;
                self.joiner.end(&mut self.ready);
            } else {
                self.joiner.push(&chunk[..read], &mut self.ready);
            }
        }
        let length = buffer.len().min(self.ready.len() - self.at);
        buffer[..length].copy_from_slice(&self.ready[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}
