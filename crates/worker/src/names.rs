//! The names of runs.

use grove_protocol::tracking::RunId;

/// Names runs: by when they begin, and by what is no other session's.
pub struct RunNames {
    chance: u64,
}

impl RunNames {
    /// `chance` are five bytes by chance.
    pub fn new([a, b, c, d, e]: [u8; 5]) -> Self {
        let chance = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        Self { chance }
    }

    /// A new name, also for another run of the same moment.
    pub fn next(&mut self, started: f64) -> RunId {
        self.chance = self.chance.wrapping_add(1);
        let [_, _, _, chance @ ..] = self.chance.to_be_bytes();
        RunId::new(started, chance)
    }
}
