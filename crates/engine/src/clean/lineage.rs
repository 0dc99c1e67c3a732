//! Tracks from which columns of the file each column was made, and which of them leak the target.

use std::collections::BTreeMap;

use crate::load::types::numbers;
use crate::table::{Kinds, Table};
use grove_protocol::report::Leak;
use grove_recipe::Operation;

/// A column follows another one if their correlation exceeds this.
const FOLLOWS: f64 = 0.9;
/// With more columns behind the target, followers are not looked for.
const LED_AT_MOST: usize = 8;

/// For each column, the columns of the file that it was made from.
pub struct Lineage {
    sources: BTreeMap<String, Vec<String>>,
}

impl Lineage {
    /// Begins with these columns of the file, each made from itself.
    pub fn new(raw: &Kinds) -> Self {
        let names = raw.iter().map(|(name, _)| name.clone());
        let sources = names.map(|name| (name.clone(), vec![name])).collect();
        Self { sources }
    }

    /// Records an operation; `reads` are the columns that its expression names.
    pub fn follow(&mut self, operation: &Operation, reads: &[String]) {
        match operation {
            Operation::DropColumns { columns } => {
                self.sources.retain(|name, _| !columns.contains(name));
            }
            Operation::RenameColumn { column, name } => {
                if let Some(sources) = self.sources.remove(column) {
                    self.sources.insert(name.clone(), sources);
                }
            }
            Operation::Derive { column, .. } => {
                let mut sources: Vec<String> = Vec::new();
                for source in reads.iter().flat_map(|name| self.of(name)) {
                    if !sources.contains(source) {
                        sources.push(source.clone());
                    }
                }
                self.sources.insert(column.clone(), sources);
            }
            _ => {}
        }
    }

    /// Returns the columns of the file that a column was made from; empty for one that is not there.
    pub fn of(&self, column: &str) -> &[String] {
        self.sources.get(column).map_or(&[], Vec::as_slice)
    }

    /// Returns the columns that share a source with the target, and those that follow them. O(rows · columns).
    pub fn leaks(&self, table: &Table, target: &str, derived: bool) -> Vec<Leak> {
        let sources = self.of(target);
        let shared = |name: &str| {
            let own = self.of(name);
            sources.iter().position(|source| own.contains(source))
        };
        let others = table.kinds().into_iter().filter(|(name, _)| name != target);
        let mut found: Vec<(usize, String)> = others
            .filter_map(|(name, _)| Some((shared(&name)?, name)))
            .collect();
        found.sort_by_key(|(place, _)| *place);
        let columns: Vec<String> = found.into_iter().map(|(_, name)| name).collect();
        if columns.is_empty() {
            return Vec::new();
        }
        let one = columns.len() == 1;
        let names = listed(&columns);
        let sentence = match (derived, one) {
            (true, true) => format!(
                "The target {target} is computed from {names}. A model with this feature only learns the formula."
            ),
            (true, false) => format!(
                "The target {target} is computed from {names}. A model with these features only learns the formula."
            ),
            (false, true) => format!(
                "{names} is computed from the target {target}. As a feature, it reveals the target."
            ),
            (false, false) => format!(
                "{names} are computed from the target {target}. As features, they reveal the target."
            ),
        };
        let mut leaks = vec![Leak { sentence, columns }];
        leaks.extend(followers(table, target, &leaks[0].columns));
        leaks
    }
}

/// Returns the number columns that nearly equal one that reveals the target.
fn followers(table: &Table, target: &str, led: &[String]) -> Option<Leak> {
    let numeric = |name: &str| {
        let kinds = table.kinds();
        let is_number = kinds.iter().any(|(n, kind)| n == name && kind.is_number());
        is_number.then(|| table.column(name).map(numbers)).flatten()
    };
    let leaders: Vec<(&String, Vec<Option<f64>>)> = led
        .iter()
        .filter_map(|name| Some((name, numeric(name)?)))
        .take(LED_AT_MOST)
        .collect();
    let mut columns = Vec::new();
    let mut said = Vec::new();
    for (name, _) in table.kinds() {
        if name == target || led.contains(&name) {
            continue;
        }
        let Some(values) = numeric(&name) else {
            continue;
        };
        let close = leaders
            .iter()
            .find(|(_, leader)| correlation(&values, leader).is_some_and(|r| r.abs() > FOLLOWS));
        if let Some((leader, _)) = close {
            said.push(format!("{name} is strongly correlated with {leader}"));
            columns.push(name);
        }
    }
    let sentence = match said.as_slice() {
        [] => return None,
        said => {
            let them = if said.len() == 1 { "it" } else { "them" };
            format!("{}: consider leaving {them} out too.", listed(said))
        }
    };
    Some(Leak { columns, sentence })
}

/// Computes Pearson's correlation of the rows that have both values; `None` if one of them does not vary.
fn correlation(a: &[Option<f64>], b: &[Option<f64>]) -> Option<f64> {
    let pairs = || a.iter().zip(b).filter_map(|(a, b)| Some(((*a)?, (*b)?)));
    let n = pairs().count() as f64;
    let (mut mean_a, mut mean_b) = (0.0, 0.0);
    for (a, b) in pairs() {
        mean_a += a / n;
        mean_b += b / n;
    }
    let (mut square_a, mut square_b, mut product) = (0.0, 0.0, 0.0);
    for (a, b) in pairs() {
        square_a += (a - mean_a) * (a - mean_a);
        square_b += (b - mean_b) * (b - mean_b);
        product += (a - mean_a) * (b - mean_b);
    }
    let r = product / (square_a.sqrt() * square_b.sqrt());
    r.is_finite().then_some(r)
}

/// Joins names: `a`, `a and b`, `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
