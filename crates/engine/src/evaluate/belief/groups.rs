//! Finds columns that identify a person or thing whose rows are in both train and test.

use crate::profile::full::cells::ProfiledCells;
use grove_protocol::report::{Doubt, Remedy};
use grove_recipe::columns::{ColumnKind, ColumnSummary};
use grove_recipe::number::{count, fixed, percent};
use grove_recipe::{Question, Role, SplitMethod};

use super::intraclass::IntraclassPairs;
use super::{BeliefRows, QuestionResult, doubt};
use crate::profile::full::hashes::hash_of;

/// Words for a person who may have several rows. A column with such a name may identify groups.
const WHO: [&str; 24] = [
    "patient",
    "subject",
    "person",
    "participant",
    "respondent",
    "individual",
    "customer",
    "client",
    "user",
    "username",
    "member",
    "student",
    "pupil",
    "employee",
    "player",
    "speaker",
    "author",
    "writer",
    "driver",
    "household",
    "session",
    "visitor",
    "donor",
    "applicant",
];
/// Words that may follow in such a name: `driver_id` matches and `driver_age` does not.
const TAGS: [&str; 10] = [
    "id", "ids", "no", "nr", "num", "number", "code", "key", "name", "uuid",
];
/// Other names with this ending identify something if each value has few rows.
const ID: &str = "id";
const ROWS_PER_ID: f64 = 20.0;
/// A column with fewer different values is a category, not an identifier.
const VALUES_AT_LEAST: u32 = 8;
/// A column of texts with more different values than this share of its rows has names.
const NEARLY_UNIQUE: f64 = 0.5;
/// Longer texts are sentences, not names.
const LETTERS_AT_MOST: f64 = 40.0;
/// The least share of the test rows that is reported; it is larger for names.
const SHARE: f64 = 0.1;
const SHARE_OF_NAMES: f64 = 0.2;
/// For other texts: the least similarity of the targets, and its least number of standard errors.
const ALIKE: (f64, f64) = (0.1, 4.0);
/// The most columns that are checked and reported.
const COLUMNS_AT_MOST: usize = 12;
const REPORTED_AT_MOST: usize = 2;
/// The most rows that are compared; of more, those of some of the values.
const ROWS_AT_MOST: usize = 1_000_000;

/// Why a column may identify persons or things, strongest reason first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum GroupEvidence {
    /// The recipe names it.
    Chosen,
    /// Its name is in the list.
    Called,
    /// Its name ends like an identifier.
    Id,
    /// Its texts hardly repeat, and its name says that they are names.
    Name,
    /// Its texts hardly repeat.
    Text,
}

/// Looks for such columns, in random splits only: a person who chose another split has considered groups.
pub fn ask(rows: &BeliefRows) -> QuestionResult {
    if rows.recipe.split.method != SplitMethod::Random {
        return QuestionResult::fine("Not checked, because the split is not random.");
    }
    let all = rows.cleaned.table.height();
    let columns = rows.cleaned.columns.iter();
    let mut columns: Vec<(GroupEvidence, &ColumnSummary)> = columns
        .filter_map(|column| Some((evidence(rows, column, all)?, column)))
        .collect();
    columns.sort_by_key(|(evidence, _)| *evidence);
    let looked = columns.len().min(COLUMNS_AT_MOST);
    let doubts = columns.into_iter().take(COLUMNS_AT_MOST);
    let mut doubts: Vec<(u32, Doubt)> = doubts
        .filter_map(|(evidence, column)| straddling(rows, evidence, column))
        .collect();
    doubts.truncate(REPORTED_AT_MOST);
    QuestionResult {
        failing: doubts.iter().map(|(rows, _)| *rows).max().unwrap_or(0),
        of: if looked > 0 {
            rows.parts.test.len() as u32
        } else {
            0
        },
        fine: match looked {
            0 => "No column identifies persons or things with several rows.".into(),
            _ => {
                "Few or no test rows are about a person or thing that train rows are about.".into()
            }
        },
        doubts: doubts.into_iter().map(|(_, doubt)| doubt).collect(),
    }
}

fn evidence(rows: &BeliefRows, column: &ColumnSummary, all: u32) -> Option<GroupEvidence> {
    match rows.recipe.role(&column.name) {
        Role::Target | Role::Weight => return None,
        Role::Group => return Some(GroupEvidence::Chosen),
        Role::Feature | Role::Ignored => {}
    }
    let present = all - column.missing;
    let (values, present) = (f64::from(column.distinct), f64::from(present));
    let repeats = column.distinct >= VALUES_AT_LEAST && values < present;
    let names = column.kind.is_text() || column.kind == ColumnKind::Integer;
    if !repeats || !names {
        return None;
    }
    let words = words(&column.name);
    let any = |of: &[&str]| words.iter().any(|word| of.contains(&word.as_str()));
    let known = |word: &String| WHO.contains(&word.as_str()) || TAGS.contains(&word.as_str());
    if any(&WHO) && words.iter().all(known) {
        return Some(GroupEvidence::Called);
    }
    if words.last().is_some_and(|word| word == ID) && present <= ROWS_PER_ID * values {
        return Some(GroupEvidence::Id);
    }
    let text = column.kind.is_text() && values > NEARLY_UNIQUE * present;
    let name = any(&["name", "names", "fullname"]);
    text.then_some(if name {
        GroupEvidence::Name
    } else {
        GroupEvidence::Text
    })
}

/// Returns the words of a name such as `patientId`, `patient_id` or `Patient ID`, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for letter in name.chars() {
        let begins = letter.is_uppercase() && lower;
        if !letter.is_alphabetic() || begins {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_alphabetic(), words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
        lower = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Counts the test rows whose value train rows have as well, if they are worth reporting.
fn straddling(
    rows: &BeliefRows,
    evidence: GroupEvidence,
    column: &ColumnSummary,
) -> Option<(u32, Doubt)> {
    let table = &rows.cleaned.table;
    let (keys, letters) = keys(&ProfiledCells::new(table.column(&column.name)?));
    if evidence >= GroupEvidence::Name && letters > LETTERS_AT_MOST {
        return None;
    }
    // Takes whole groups, so that the result for some of them holds for all.
    let nth = (table.height() as usize).div_ceil(ROWS_AT_MOST) as u64;
    let looked = |key: &u64| nth <= 1 || key.is_multiple_of(nth);
    let keyed = keys.into_iter().zip(0u32..);
    let mut keyed: Vec<(u64, u32)> = keyed
        .filter_map(|(key, row)| Some((key.filter(looked)?, row)))
        .collect();
    keyed.sort_unstable();
    let mut is_test = vec![None; table.height() as usize];
    rows.parts
        .train
        .iter()
        .for_each(|&row| is_test[row as usize] = Some(false));
    rows.parts
        .test
        .iter()
        .for_each(|&row| is_test[row as usize] = Some(true));

    let mut alike = IntraclassPairs::new(rows.target());
    let (mut values, mut found, mut of) = (0u32, 0u32, 0u32);
    for group in keyed.chunk_by(|a, b| a.0 == b.0) {
        let members: Vec<u32> = group.iter().map(|(_, row)| *row).collect();
        let count = |part| {
            members
                .iter()
                .filter(|&&row| is_test[row as usize] == Some(part))
                .count() as u32
        };
        let (train, test) = (count(false), count(true));
        of += test;
        if train > 0 && test > 0 {
            values += 1;
            found += test;
        }
        if members.len() > 1 {
            alike.group(&members);
        }
    }
    let tested = match nth {
        0 | 1 => rows.parts.test.len() as u32,
        _ => of,
    };
    let share = f64::from(found) / f64::from(tested.max(1));
    let (correlation, errors) = alike.finish();
    let matters = correlation >= ALIKE.0 && errors >= ALIKE.1;
    let told = match evidence {
        GroupEvidence::Chosen => found > 0,
        GroupEvidence::Called => share >= SHARE,
        GroupEvidence::Name if share >= SHARE_OF_NAMES => true,
        GroupEvidence::Id | GroupEvidence::Name | GroupEvidence::Text => share >= SHARE && matters,
    };
    if !told {
        return None;
    }
    let name = &column.name;
    let remedy = Remedy::SplitByGroup {
        column: name.clone(),
    };
    let (have, are) = if found == 1 {
        ("row has", "value is")
    } else {
        ("rows have", "values are")
    };
    let are = if values == 1 { "value is" } else { are };
    let sampled = match nth {
        0 | 1 => String::new(),
        nth => format!(", checked for one value in {nth}"),
    };
    let target = match matters {
        true => format!(
            " Rows with the same value have similar values of {} (intraclass correlation {}).",
            rows.recipe.target,
            fixed(correlation, 2)
        ),
        false => String::new(),
    };
    Some((
        found,
        Doubt {
            found: format!(
                "{} of {} test {have} a value of {name} that train rows also have ({}; {} {are} in both train and test{sampled}).{target}",
                count(found),
                count(tested),
                percent(share),
                count(values)
            ),
            advice: "If the column identifies persons or things, split by group. The score then shows how well the model predicts persons or things that it was not trained on.".into(),
            ..doubt(Question::Groups, vec![name.clone()], remedy)
        },
    ))
}

/// Returns each row's value as a number, and the mean length of texts.
fn keys(cells: &ProfiledCells) -> (Vec<Option<u64>>, f64) {
    match cells {
        ProfiledCells::Numbers(numbers) => {
            let mut keys = Vec::new();
            numbers.each(0, numbers.rows(), |key| keys.push(key));
            (keys, 0.0)
        }
        ProfiledCells::Texts(texts) => {
            let (mut bytes, mut present) = (0.0, 0.0);
            let key = |text: Option<&str>| {
                let text = text?;
                bytes += text.len() as f64;
                present += 1.0;
                Some(hash_of(text))
            };
            let keys = texts.iter().map(key).collect();
            (keys, if present > 0.0 { bytes / present } else { 0.0 })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        for name in [
            "patient_id",
            "PatientId",
            "patientID",
            "Patient ID",
            "patient.id#",
        ] {
            assert_eq!(words(name), ["patient", "id"], "{name}");
        }
        assert_eq!(words("residual"), ["residual"]);
        assert_eq!(words(""), [""; 0]);
    }
}
