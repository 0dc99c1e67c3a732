//! The names of runs.

use grove_protocol::tracking::RunId;

/// Names runs by the time at which they begin, and by random bytes that other sessions do not have.
pub struct RunNames {
    chance: u64,
}

impl RunNames {
    /// Takes five random bytes.
    pub fn new([a, b, c, d, e]: [u8; 5]) -> Self {
        let chance = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        Self { chance }
    }

    /// Returns a new name, a different one also for runs of the same moment.
    pub fn next(&mut self, started: f64) -> RunId {
        self.chance = self.chance.wrapping_add(1);
        let [_, _, _, chance @ ..] = self.chance.to_be_bytes();
        RunId::new(started, chance)
    }
}
