//! Words in dates, in English, German, French and Spanish.

/// The names and short forms of each month, in lower case.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene",
    ],
    &["february", "feb", "februar", "février", "févr", "febrero"],
    &["march", "mar", "märz", "mär", "mrz", "mars", "marzo"],
    &["april", "apr", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo"],
    &["june", "jun", "juni", "juin", "junio"],
    &["july", "jul", "juli", "juillet", "juil", "julio"],
    &["august", "aug", "août", "agosto", "ago"],
    &["september", "sep", "sept", "septembre", "septiembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre"],
    &["november", "nov", "novembre", "noviembre"],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "déc",
        "diciembre",
        "dic",
    ],
];

const WEEKDAYS: [&str; 24] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// Returns the number of a month from its name.
pub fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let place = MONTHS
        .iter()
        .position(|names| names.contains(&word.as_str()))?;
    Some(place as u32 + 1)
}

pub fn weekday(word: &str) -> bool {
    WEEKDAYS.contains(&word.to_lowercase().as_str())
}
