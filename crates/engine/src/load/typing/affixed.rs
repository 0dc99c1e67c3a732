//! Recognises texts that are a number with a prefix or a suffix.

use super::super::value::number;

/// Texts that contain one number, counted by what surrounds it.
#[derive(Default)]
pub struct Affixed {
    pub count: u32,
    /// The first such text.
    pub example: String,
    around: Vec<String>,
}

impl Affixed {
    /// With more different affixes, they are words rather than a way to write numbers.
    const KINDS: usize = 3;

    pub fn see(&mut self, text: &str) {
        let Some((before, behind)) = number::around(text) else {
            return;
        };
        self.count += 1;
        if self.count == 1 {
            self.example = text.to_owned();
        }
        let around = [before, behind].join("0");
        if self.around.len() <= Self::KINDS && !self.around.contains(&around) {
            self.around.push(around);
        }
    }

    pub fn are_alike(&self) -> bool {
        self.count > 0 && self.around.len() <= Self::KINDS
    }
}
