//! Where a classification reads a row's class and weight from.

use crate::sample::Sample;

/// Class and weight of each row, in the form in which they are fastest to read.
pub(crate) trait Source {
    fn start_tree(&mut self, counts: &[u16]);
    fn payload(&self, row: u32) -> u32;
    fn key(&self, sample: Sample) -> u32;
    fn key_bits(&self) -> u32;
    /// Class and weight of a row of the node, which can then be read by its key.
    fn meet(&mut self, sample: Sample) -> (u32, f64);
    fn read(&self, key: u32) -> (u32, f64);
}

/// Rows that weigh as much as the bootstrap drew them: class and count are the key itself.
pub(crate) struct Counted {
    labels: Vec<u32>,
    class_bits: u32,
    /// Of each row: its class above its count.
    payloads: Vec<u32>,
    count_bits: u32,
}

impl Counted {
    pub fn new(labels: &[u32], n_classes: u32) -> Self {
        Self {
            labels: labels.to_vec(),
            class_bits: u32::BITS - (n_classes - 1).leading_zeros(),
            payloads: Vec::new(),
            count_bits: 0,
        }
    }
}

impl Source for Counted {
    fn start_tree(&mut self, counts: &[u16]) {
        let most = counts.iter().max().copied().unwrap_or(0);
        self.count_bits = u16::BITS - most.leading_zeros();
        self.payloads.clear();
        let rows = self.labels.iter().zip(counts);
        self.payloads
            .extend(rows.map(|(class, count)| class << self.count_bits | u32::from(*count)));
    }

    #[inline(always)]
    fn payload(&self, row: u32) -> u32 {
        self.payloads[row as usize]
    }

    #[inline(always)]
    fn key(&self, sample: Sample) -> u32 {
        sample.payload
    }

    fn key_bits(&self) -> u32 {
        self.class_bits + self.count_bits
    }

    #[inline(always)]
    fn meet(&mut self, sample: Sample) -> (u32, f64) {
        self.read(sample.payload)
    }

    #[inline(always)]
    fn read(&self, key: u32) -> (u32, f64) {
        let count = key & ((1 << self.count_bits) - 1);
        (key >> self.count_bits, f64::from(count))
    }
}

/// Rows with weights of their own, looked up by their places.
pub(crate) struct Weighed {
    labels: Vec<u32>,
    /// Of each row, 1 where there are none.
    sample_weight: Option<Vec<f64>>,
    /// Of each row: its weight times its count.
    weights: Vec<f64>,
    /// By place: class and weight of the rows of the node.
    met: Vec<(u32, f64)>,
}

impl Weighed {
    pub fn new(labels: &[u32], sample_weight: Option<&[f64]>) -> Self {
        Self {
            labels: labels.to_vec(),
            sample_weight: sample_weight.map(<[f64]>::to_vec),
            weights: Vec::new(),
            met: vec![(0, 0.0); labels.len()],
        }
    }
}

impl Source for Weighed {
    fn start_tree(&mut self, counts: &[u16]) {
        weigh(&mut self.weights, counts, self.sample_weight.as_deref());
    }

    #[inline(always)]
    fn payload(&self, row: u32) -> u32 {
        row
    }

    #[inline(always)]
    fn key(&self, sample: Sample) -> u32 {
        sample.place
    }

    fn key_bits(&self) -> u32 {
        row_bits(self.labels.len())
    }

    #[inline(always)]
    fn meet(&mut self, sample: Sample) -> (u32, f64) {
        let row = sample.payload as usize;
        let met = (self.labels[row], self.weights[row]);
        self.met[sample.place as usize] = met;
        met
    }

    #[inline(always)]
    fn read(&self, key: u32) -> (u32, f64) {
        self.met[key as usize]
    }
}

/// Counts times weights.
pub(super) fn weigh(into: &mut Vec<f64>, counts: &[u16], sample_weight: Option<&[f64]>) {
    into.clear();
    into.extend(counts.iter().map(|count| f64::from(*count)));
    for (weight, own) in into.iter_mut().zip(sample_weight.unwrap_or_default()) {
        *weight *= own;
    }
}

/// How many bits the number of a row takes.
pub(super) fn row_bits(rows: usize) -> u32 {
    usize::BITS - rows.saturating_sub(1).leading_zeros()
}
