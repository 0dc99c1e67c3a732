//! JSON values in formats that do not describe themselves, such as postcard's: there each value says what it is.
//!
//! Why: `docs/decisions/0035-messages-as-bytes.md`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Number, Value};

/// A JSON value as one of a few plain types.
#[derive(Serialize, Deserialize)]
pub(crate) enum PlainValue {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Real(f64),
    Text(String),
    List(Vec<PlainValue>),
    Fields(Vec<(String, PlainValue)>),
}

impl From<&Value> for PlainValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => of_number(number),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(values) => Self::List(values.iter().map(Self::from).collect()),
            Value::Object(fields) => {
                let fields = fields.iter();
                Self::Fields(fields.map(|(k, v)| (k.clone(), v.into())).collect())
            }
        }
    }
}

fn of_number(number: &Number) -> PlainValue {
    if let Some(number) = number.as_u64() {
        PlainValue::Unsigned(number)
    } else if let Some(number) = number.as_i64() {
        PlainValue::Signed(number)
    } else {
        number.as_f64().map_or(PlainValue::Null, PlainValue::Real)
    }
}

impl From<PlainValue> for Value {
    fn from(value: PlainValue) -> Self {
        match value {
            PlainValue::Null => Self::Null,
            PlainValue::Bool(value) => value.into(),
            PlainValue::Unsigned(number) => number.into(),
            PlainValue::Signed(number) => number.into(),
            PlainValue::Real(number) => number.into(),
            PlainValue::Text(text) => text.into(),
            PlainValue::List(values) => Self::Array(values.into_iter().map(Self::from).collect()),
            PlainValue::Fields(fields) => {
                let fields = fields.into_iter().map(|(k, v)| (k, v.into()));
                Self::Object(fields.collect::<Map<_, _>>())
            }
        }
    }
}

/// Writes a list of values: as they are where the format describes itself.
pub fn serialize<S: Serializer>(values: &[Value], serializer: S) -> Result<S::Ok, S::Error> {
    match serializer.is_human_readable() {
        true => serializer.collect_seq(values),
        false => serializer.collect_seq(values.iter().map(PlainValue::from)),
    }
}

/// Reads what [`serialize`] has written.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Value>, D::Error> {
    if deserializer.is_human_readable() {
        return Vec::deserialize(deserializer);
    }
    let values = Vec::<PlainValue>::deserialize(deserializer)?;
    Ok(values.into_iter().map(Value::from).collect())
}
