//! Pairs: which columns are compared, and every two of them.

use super::associations::Ready;
use super::sample::Sampled;
use grove_protocol::profile::{Association, Associations, ColumnProfile};
use grove_recipe::Task;
use grove_recipe::columns::ColumnKind;

/// Columns that are compared with each other.
pub const MOST: usize = 40;
/// A category with more values is not compared: the larger its table, the less a figure of it says.
pub const MOST_VALUES: u32 = 256;

/// Comparisons on their way.
pub struct Pairing {
    /// Columns that can be compared, by their place in the order of looking; the target first.
    candidates: Vec<usize>,
    /// Their values, until they are made ready.
    waiting: std::vec::IntoIter<Sampled>,
    ready: Vec<Ready>,
    /// How each candidate goes with the target, where more than [`MOST`] compete.
    strengths: Vec<f64>,
    /// Indices into the candidates, once it is settled which.
    chosen: Option<Vec<usize>>,
    has_target: bool,
    /// The pair that is next.
    at: (usize, usize),
    pairs: Vec<Association>,
}

impl Pairing {
    /// `columns` and their values in the sample come in the order of looking; with a task, the first is the target.
    pub fn new(columns: &[ColumnProfile], sampled: Vec<Sampled>, task: Option<Task>) -> Self {
        let mut candidates = Vec::new();
        let mut waiting = Vec::new();
        for (place, (column, sampled)) in columns.iter().zip(sampled).enumerate() {
            let is_class = place == 0 && task == Some(Task::Classification);
            let sampled = if is_class {
                as_classes(&sampled)
            } else {
                sampled
            };
            if can_compare(column, &sampled) {
                candidates.push(place);
                waiting.push(sampled);
            }
        }
        // Without a target to judge by, it is the first columns that are compared.
        let has_target = task.is_some() && candidates.first() == Some(&0);
        if !has_target {
            waiting.truncate(MOST);
        }
        Self {
            has_target,
            candidates,
            waiting: waiting.into_iter(),
            ready: Vec::new(),
            strengths: Vec::new(),
            chosen: None,
            at: (0, 1),
            pairs: Vec::new(),
        }
    }

    /// The part of the work that is done, roughly.
    pub fn share(&self) -> f64 {
        let n = self.candidates.len().min(MOST) as f64;
        let all = (n * (n - 1.0) / 2.0).max(1.0);
        (self.pairs.len() as f64 / all).min(1.0)
    }

    /// Makes a column ready or compares two; `false` where all is done.
    pub fn advance(&mut self) -> bool {
        if let Some(sampled) = self.waiting.next() {
            self.ready.push(Ready::new(sampled));
            return true;
        }
        let Some(chosen) = &self.chosen else {
            self.choose();
            return true;
        };
        let (first, second) = self.at;
        if second >= chosen.len() {
            return false;
        }
        let association = self.ready[chosen[first]].with(&self.ready[chosen[second]]);
        self.pairs.push(association);
        self.at = if second + 1 < chosen.len() {
            (first, second + 1)
        } else {
            (first + 1, first + 2)
        };
        true
    }

    /// `order` tells the columns' positions in the table by their places in the order of looking.
    pub fn finish(&mut self, order: &[usize], rows: u32) -> Associations {
        let chosen = self.chosen.take().unwrap_or_default();
        let position = |index: usize| order[self.candidates[index]] as u32;
        Associations {
            left_out: (self.candidates.len() - chosen.len()) as u32,
            columns: chosen.into_iter().map(position).collect(),
            rows,
            pairs: std::mem::take(&mut self.pairs),
        }
    }

    /// Settles which columns are compared: where there are too many, those that go best with the target.
    fn choose(&mut self) {
        let n = self.ready.len();
        if n <= MOST || !self.has_target {
            self.chosen = Some((0..n).collect());
            return;
        }
        // The target itself comes first.
        if self.strengths.is_empty() {
            self.strengths.push(f64::INFINITY);
        }
        if self.strengths.len() < n {
            let association = self.ready[0].with(&self.ready[self.strengths.len()]);
            self.strengths.push(association.strength());
            return;
        }
        let mut best: Vec<usize> = (0..n).collect();
        best.sort_by(|a, b| self.strengths[*b].total_cmp(&self.strengths[*a]));
        best.truncate(MOST);
        best.sort_unstable();
        self.chosen = Some(best);
    }
}

fn as_classes(sampled: &Sampled) -> Sampled {
    let (codes, words) = sampled.classes();
    Sampled::Codes { codes, words }
}

/// Numbers, dates and categories that vary. Texts that hardly repeat have nothing in common with anything.
fn can_compare(column: &ColumnProfile, sampled: &Sampled) -> bool {
    let fits = match sampled {
        Sampled::Numbers(_) => true,
        Sampled::Codes { words, .. } => *words <= MOST_VALUES,
    };
    fits && column.distinct > 1
        && !matches!(
            column.kind,
            ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Empty
        )
}
