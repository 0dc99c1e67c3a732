//! Finds categories that probably mean the same, for a person to confirm.

use std::collections::BTreeMap;

use crate::load::types::texts;
use crate::table::Table;
use grove_recipe::Merge;
use grove_recipe::count::count;
use grove_recipe::error::StageError;
use grove_recipe::similar::{Cluster, Similar, SimilarMethod};

use super::columns::kind_of;
use super::error;

/// The most values that are compared with each other, which takes quadratic time.
const COMPARED_AT_MOST: usize = 2000;
/// Longer values are not compared letter by letter.
const LETTERS_AT_MOST: usize = 100;
/// The most clusters; more are found once the first are merged.
const CLUSTERS_AT_MOST: usize = 300;

/// Finds clusters among the values of a column of text. O(rows) for keys; letter by letter
/// O(values² · letters · changes).
///
/// # Errors
/// Where the column does not exist or has no texts.
pub fn similar(
    table: &Table,
    column: &str,
    method: SimilarMethod,
    similarity: f64,
) -> Result<Similar, StageError> {
    let kind = kind_of(table, column)?;
    if !kind.is_text() {
        let problem = format!(
            "{column} is of type {}, which has no similar values.",
            kind.name()
        );
        return Err(error(problem, "Choose a column of text.").in_column(column));
    }
    let cells = table.column(column).expect("just seen");
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for cell in texts(cells).iter().flatten() {
        *counts.entry(cell).or_default() += 1;
    }
    let mut values: Vec<(&str, u32)> = counts.into_iter().collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut notes = Vec::new();
    let groups = match method {
        SimilarMethod::KeyCollision => by_key(&values),
        SimilarMethod::NearestNeighbour => {
            let all = values.len();
            if all > COMPARED_AT_MOST {
                values.truncate(COMPARED_AT_MOST);
                notes.push(format!(
                    "Only the {} most frequent of {} values were compared.",
                    count(COMPARED_AT_MOST as u64),
                    count(all as u64)
                ));
            }
            by_distance(&values, similarity)
        }
    };
    let rows = |group: &Vec<usize>| -> u64 { group.iter().map(|&i| u64::from(values[i].1)).sum() };
    let mut groups: Vec<Vec<usize>> = groups.into_iter().filter(|group| group.len() > 1).collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(rows(group)), group[0]));
    if groups.len() > CLUSTERS_AT_MOST {
        notes.push(format!(
            "The first {} of {} groups are shown; merge these and look again.",
            CLUSTERS_AT_MOST,
            count(groups.len() as u64)
        ));
        groups.truncate(CLUSTERS_AT_MOST);
    }
    let named = |i: usize| (values[i].0.to_owned(), values[i].1);
    let clusters = groups.into_iter().map(|group| Cluster {
        values: group.into_iter().map(named).collect(),
    });
    Ok(Similar {
        column: column.to_owned(),
        clusters: clusters.collect(),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    })
}

/// Returns the merges of values with the same key, each into its first value. The most frequent values come first.
pub fn spellings(values: &[(String, u32)]) -> Vec<Merge> {
    let known: Vec<(&str, u32)> = values
        .iter()
        .map(|(value, rows)| (&**value, *rows))
        .collect();
    let groups = by_key(&known).into_iter();
    let groups = groups.filter(|group| group.len() > 1);
    let named = |place: &usize| values[*place].0.clone();
    groups
        .map(|group| Merge {
            from: group.iter().map(named).collect(),
            to: named(&group[0]),
        })
        .collect()
}

/// Groups the positions of values with the same key.
fn by_key(values: &[(&str, u32)]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, (value, _)) in values.iter().enumerate() {
        let key = key(value);
        if !key.is_empty() {
            groups.entry(key).or_default().push(place);
        }
    }
    groups.into_values().collect()
}

/// Returns the words of a text in lower case without accents and punctuation, each once, sorted.
fn key(text: &str) -> String {
    let folded = folded(text);
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// Returns the text in lower case without accents. Other characters than letters and digits become spaces, or nothing
/// if they occur inside words.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '\'' | '’' | '.' | '\u{300}'..='\u{36f}' => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            letter if letter.is_alphanumeric() => folded.push(plain(letter)),
            _ => folded.push(' '),
        }
    }
    folded
}

/// Returns the letter without its accent, for the Latin letters of European languages.
fn plain(letter: char) -> char {
    const ACCENTED: [(&str, char); 17] = [
        ("àáâãäåāăą", 'a'),
        ("çćĉċč", 'c'),
        ("ďđð", 'd'),
        ("èéêëēĕėęě", 'e'),
        ("ĝğġģ", 'g'),
        ("ìíîïĩīĭįı", 'i'),
        ("ķ", 'k'),
        ("ĺļľł", 'l'),
        ("ñńņň", 'n'),
        ("òóôõöøōŏő", 'o'),
        ("ŕŗř", 'r'),
        ("śŝşšș", 's'),
        ("ţťŧț", 't'),
        ("ùúûüũūŭůűų", 'u'),
        ("ŵ", 'w'),
        ("ýÿŷ", 'y'),
        ("źżž", 'z'),
    ];
    if letter.is_ascii() {
        return letter;
    }
    let found = ACCENTED
        .iter()
        .find(|(accented, _)| accented.contains(letter));
    found.map_or(letter, |(_, plain)| *plain)
}

/// Groups the positions of values that chains of near neighbours join.
fn by_distance(values: &[(&str, u32)], similarity: f64) -> Vec<Vec<usize>> {
    let letters: Vec<Vec<char>> = values
        .iter()
        .map(|(value, _)| folded(value).chars().collect())
        .collect();
    // For each value, a value of its group that is nearer to the group's first one.
    let mut towards: Vec<usize> = (0..values.len()).collect();
    let first = |towards: &[usize], mut place: usize| {
        while towards[place] != place {
            place = towards[place];
        }
        place
    };
    for (b, second) in letters.iter().enumerate() {
        if second.is_empty() || second.len() > LETTERS_AT_MOST {
            continue;
        }
        for (a, one) in letters[..b].iter().enumerate() {
            let longest = one.len().max(second.len());
            let most = ((1.0 - similarity) * longest as f64 + 1e-9) as usize;
            if one.is_empty()
                || longest > LETTERS_AT_MOST
                || one.len().abs_diff(second.len()) > most
            {
                continue;
            }
            let (root_a, root_b) = (first(&towards, a), first(&towards, b));
            if root_a != root_b && distance(one, second, most) <= most {
                towards[root_a.max(root_b)] = root_a.min(root_b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for place in 0..values.len() {
        groups
            .entry(first(&towards, place))
            .or_default()
            .push(place);
    }
    groups.into_values().collect()
}

/// Counts the letters that must be changed, added, removed or swapped with their neighbour (optimal string alignment);
/// stops at more than `most`. O(letters²).
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let changed = last[j] + usize::from(letter != other);
            let mut least = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().min().is_some_and(|least| *least > most + 1) {
            return most + 1;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_leave_aside_case_accents_order_and_punctuation() {
        assert_eq!(key("  Zürich,  Stadt"), key("STADT zurich"));
        assert_eq!(key("U.S.A."), "usa");
        assert_eq!(key("O’Brien & O'Brien"), "obrien");
        assert_eq!(key("?!"), "");
        assert_ne!(key("west side"), key("westside"));
    }

    #[test]
    fn distances_count_changes_additions_omissions_and_swaps() {
        let between = |a: &str, b: &str| {
            let letters = |text: &str| text.chars().collect::<Vec<char>>();
            distance(&letters(a), &letters(b), 100)
        };
        assert_eq!(between("kitten", "sitting"), 3);
        assert_eq!(between("brooklyn", "brookyln"), 1);
        assert_eq!(between("", "abc"), 3);
        assert_eq!(between("abc", "abc"), 0);
        assert_eq!(between("ca", "abc"), 3);
    }
}
