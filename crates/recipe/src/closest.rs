//! Suggests the closest known name for an unknown one.

/// Returns the end of a sentence about an unknown name: a question for the closest known name, if few changes lead to
/// it; the first of equally close ones. O(names · letters²).
pub fn did_you_mean<'n>(written: &str, known: impl Iterator<Item = &'n str>) -> String {
    const LETTERS_PER_CHANGE: usize = 3;
    /// The most letters of a name that may be a typing error.
    const LETTERS_AT_MOST: usize = 200;
    let letters = |name: &str| name.to_lowercase().chars().collect::<Vec<_>>();
    let written = letters(written);
    let nearest = known
        .filter(|_| written.len() <= LETTERS_AT_MOST)
        .map(|name| (distance(&written, &letters(name)), name))
        .min_by_key(|(changes, _)| *changes);
    match nearest {
        Some((changes, name)) if changes <= written.len().div_ceil(LETTERS_PER_CHANGE) => {
            format!("; did you mean {name}?")
        }
        _ => ".".to_owned(),
    }
}

/// Counts the letters that must be changed, added, removed or swapped with their neighbour to get from one to the other
/// (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                let swapped: usize = before[j - 2];
                least = least.min(swapped + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}
