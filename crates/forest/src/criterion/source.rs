//! Reads the class and the weight of rows, for the criteria of classes.

use crate::bootstrap::SampleRow;

/// Class and weight of each row, in the form that is fastest to read. The methods are those of the criterion.
pub(crate) trait LabelSource {
    fn start_tree(&mut self, counts: &[u16]);
    fn payload(&self, row: u32) -> u32;
    fn key(&self, sample: SampleRow) -> u32;
    fn key_bits(&self) -> u32;
    /// Returns class and weight of a row of a new node, and prepares for reading it by its key.
    fn load(&mut self, sample: SampleRow) -> (u32, f64);
    /// Returns class and weight by the key of a row of the present node.
    fn read(&self, key: u32) -> (u32, f64);
}

/// Labels of rows that weigh as often as the bootstrap drew them. The key is class and count themselves.
pub(crate) struct CountedLabels {
    labels: Vec<u32>,
    class_bits: u32,
    /// By row: the class in the high bits, the count in the low ones.
    payloads: Vec<u32>,
    count_bits: u32,
}

impl CountedLabels {
    pub fn new(labels: &[u32], n_classes: u32) -> Self {
        Self {
            labels: labels.to_vec(),
            class_bits: u32::BITS - (n_classes - 1).leading_zeros(),
            payloads: Vec::new(),
            count_bits: 0,
        }
    }
}

impl LabelSource for CountedLabels {
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
    fn key(&self, sample: SampleRow) -> u32 {
        sample.payload
    }

    fn key_bits(&self) -> u32 {
        self.class_bits + self.count_bits
    }

    #[inline(always)]
    fn load(&mut self, sample: SampleRow) -> (u32, f64) {
        self.read(sample.payload)
    }

    #[inline(always)]
    fn read(&self, key: u32) -> (u32, f64) {
        let count = key & ((1 << self.count_bits) - 1);
        (key >> self.count_bits, f64::from(count))
    }
}

/// Labels of rows with weights of their own. The key is the row's place.
pub(crate) struct WeightedLabels {
    labels: Vec<u32>,
    /// By row; `None` where all weigh 1.
    sample_weight: Option<Vec<f64>>,
    /// By row: its weight times its count.
    weights: Vec<f64>,
    /// By place: class and weight of the present node's rows.
    loaded: Vec<(u32, f64)>,
}

impl WeightedLabels {
    pub fn new(labels: &[u32], sample_weight: Option<&[f64]>) -> Self {
        Self {
            labels: labels.to_vec(),
            sample_weight: sample_weight.map(<[f64]>::to_vec),
            weights: Vec::new(),
            loaded: vec![(0, 0.0); labels.len()],
        }
    }
}

impl LabelSource for WeightedLabels {
    fn start_tree(&mut self, counts: &[u16]) {
        weigh(&mut self.weights, counts, self.sample_weight.as_deref());
    }

    #[inline(always)]
    fn payload(&self, row: u32) -> u32 {
        row
    }

    #[inline(always)]
    fn key(&self, sample: SampleRow) -> u32 {
        sample.place
    }

    fn key_bits(&self) -> u32 {
        row_bits(self.labels.len())
    }

    #[inline(always)]
    fn load(&mut self, sample: SampleRow) -> (u32, f64) {
        let row = sample.payload as usize;
        let loaded = (self.labels[row], self.weights[row]);
        self.loaded[sample.place as usize] = loaded;
        loaded
    }

    #[inline(always)]
    fn read(&self, key: u32) -> (u32, f64) {
        self.loaded[key as usize]
    }
}

/// Fills `into` with counts times weights.
pub(super) fn weigh(into: &mut Vec<f64>, counts: &[u16], sample_weight: Option<&[f64]>) {
    into.clear();
    into.extend(counts.iter().map(|count| f64::from(*count)));
    for (weight, own) in into.iter_mut().zip(sample_weight.unwrap_or_default()) {
        *weight *= own;
    }
}

/// Returns how many bits hold any row's number.
pub(super) fn row_bits(rows: usize) -> u32 {
    usize::BITS - rows.saturating_sub(1).leading_zeros()
}
