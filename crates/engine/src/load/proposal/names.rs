//! Rates column names by how likely such a column is a target.

/// Names of columns that are usually predicted, in groups of equal weight; words inside longer names count less.
const PREDICTED: [(i32, &[&str]); 8] = [
    // General words for a target.
    (
        100,
        &[
            "target",
            "label",
            "labels",
            "outcome",
            "response",
            "y",
            "groundtruth",
            "ziel",
            "zielvariable",
            "cible",
            "objetivo",
        ],
    ),
    // Results that are known later, or that somebody would pay to know.
    (
        90,
        &[
            "survived",
            "survival",
            "species",
            "diagnosis",
            "churn",
            "churned",
            "exited",
            "attrition",
            "left",
            "fraud",
            "fraudulent",
            "default",
            "defaulted",
            "mpg",
            "price",
            "quality",
            "charges",
            "medv",
            "medhouseval",
            "sentiment",
            "satisfaction",
            "deposit",
            "spam",
            "tomorrow",
            "approved",
            "readmitted",
            "mortality",
            "died",
            "death",
            "deceased",
            "subscribed",
            "converted",
            "conversion",
            "purchased",
            "clicked",
            "won",
            "winner",
            "passed",
            "admitted",
            "hired",
            "severity",
            "cultivar",
        ],
    ),
    (
        82,
        &[
            "value",
            "class",
            "klasse",
            "classe",
            "clase",
            "result",
            "variety",
            "malignant",
            "malignancy",
            "disease",
            "cancer",
            "emissions",
            "sales",
            "revenue",
            "profit",
            "tip",
            "cnt",
            "progression",
            "preis",
            "prix",
            "precio",
            "cardio",
            "admit",
            "toxic",
            "toxicity",
            "msrp",
        ],
    ),
    (86, &["stroke", "diabetes"]),
    (77, &["income"]),
    (
        75,
        &[
            "salary",
            "wage",
            "strength",
            "yield",
            "demand",
            "consumption",
            "rings",
            "expectancy",
            "risk",
            "grade",
            "score",
            "rating",
            "delay",
            "play",
            "gross",
            "event",
            "status",
            "output",
            "cost",
            "genre",
            "click",
            "alive",
        ],
    ),
    (
        66,
        &[
            "category",
            "type",
            "popularity",
            "count",
            "condition",
            "performance",
            "fare",
            "amount",
            "duration",
            "usage",
            "load",
            "power",
            "num",
            "pe",
        ],
    ),
    (58, &["rate", "index", "level", "chd", "group", "total"]),
];

/// Words at the start or end of names without a meaning of their own.
const AROUND: [&str; 22] = [
    "is", "has", "was", "will", "did", "final", "name", "code", "label", "flag", "binary", "usd",
    "eur", "euro", "euros", "mt", "kg", "log", "cm", "in", "yn", "id",
];

/// Words for what is known earlier, or was computed by a model.
const BEFOREHAND: [&str; 10] = [
    "flagged",
    "predicted",
    "prediction",
    "previous",
    "prev",
    "prior",
    "expected",
    "estimated",
    "last",
    "lag",
];

/// Words for what is known from the beginning, and hardly ever predicted.
const GIVEN: [&str; 40] = [
    "sex",
    "gender",
    "age",
    "race",
    "ethnicity",
    "country",
    "nation",
    "nationality",
    "state",
    "region",
    "city",
    "county",
    "district",
    "borough",
    "zone",
    "zip",
    "zipcode",
    "postcode",
    "name",
    "date",
    "year",
    "month",
    "week",
    "weekday",
    "day",
    "hour",
    "time",
    "lat",
    "latitude",
    "lon",
    "lng",
    "long",
    "longitude",
    "fold",
    "split",
    "weight",
    "unnamed",
    "row",
    "marital",
    "education",
];

/// The weight of an unknown name.
pub const UNKNOWN: i32 = 20;
/// Names of this weight or more are given as a reason.
pub const REASON_AT_LEAST: i32 = 55;

/// Returns how likely a column of this name is a target, up to 100; `others` are the names of all columns of its table.
pub fn weight(name: &str, others: &[String]) -> i32 {
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    // With several other columns, x and y are coordinates; with x alone, y is its result.
    if words == ["y"] && others.iter().any(|o| o.eq_ignore_ascii_case("x")) && others.len() > 2 {
        return UNKNOWN;
    }
    if let Some(weight) = of_word(&words.concat()) {
        return weight;
    }
    let said: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !AROUND.contains(word))
        .collect();
    if let [only] = said.as_slice()
        && let Some(weight) = of_word(only)
    {
        return weight - 4;
    }
    let last = said
        .last()
        .and_then(|word| of_word(word).or_else(|| of_end(word)));
    let any = said.iter().filter_map(|word| of_word(word)).max();
    let weight = last
        .map(|weight| weight - 10)
        .max(any.map(|weight| weight - 14));
    if let Some(weight) = weight {
        let beforehand = said.iter().any(|word| BEFOREHAND.contains(word));
        return weight - if beforehand { 20 } else { 0 };
    }
    match said.iter().any(|word| GIVEN.contains(word)) {
        true => UNKNOWN - 15,
        false => UNKNOWN,
    }
}

fn of_word(word: &str) -> Option<i32> {
    let group = PREDICTED.iter().find(|(_, words)| words.contains(&word));
    group.map(|(weight, _)| *weight)
}

/// Returns the weight of words that are written together, as in `saleprice`.
fn of_end(word: &str) -> Option<i32> {
    /// Other words end names with another meaning, as `class` ends `workclass`.
    const ENDS: [&str; 6] = ["price", "churn", "fraud", "salary", "income", "charges"];
    ENDS.iter()
        .find(|end| word.ends_with(**end))
        .and_then(|end| of_word(end))
}

/// Returns the words of a name in lower case, separated by signs or by capitals: `SalePrice`, `sale_price`.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        let begins = letter.is_uppercase() && before.is_lowercase();
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_signs_and_capitals() {
        assert_eq!(words("SalePrice"), ["sale", "price"]);
        assert_eq!(words("DEATH_EVENT"), ["death", "event"]);
        assert_eq!(
            words("default.payment next-month"),
            ["default", "payment", "next", "month"]
        );
        assert_eq!(words("  "), [""; 0]);
    }

    #[test]
    fn a_whole_name_says_more_than_a_word_of_it() {
        let of = |name: &str| weight(name, &[]);
        assert!(of("isFraud") > of("isFlaggedFraud"));
        assert!(of("price") > of("saleprice") && of("saleprice") > REASON_AT_LEAST);
        assert!(of("workclass") == UNKNOWN && of("sex") < UNKNOWN);
        let place = ["x", "y", "z"].map(String::from);
        assert_eq!(weight("y", &place), UNKNOWN);
        assert_eq!(weight("y", &place[..2]), 100);
    }
}
