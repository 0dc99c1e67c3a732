//! Declares the inputs: one per column that the model needs, by the column's name if an input can have it.

use grove_engine::featurize::Featurizer;
use grove_protocol::onnx::{OnnxInput, OnnxLayout, OnnxTakes};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;

use super::graph::{GraphBuilder, Name, Size};
use super::proto::ElementKind;
use super::refused;
use super::steps::{ColumnFlow, GraphColumn};

/// The most inputs, since readers are slow with more.
pub const INPUTS_AT_MOST: usize = 4096;

/// Milliseconds of the first and the last day that Grove reads, 0001-01-01 and 9999-12-31.
const MOMENTS: (f64, f64) = (-62_135_596_800_000.0, 253_402_300_799_999.0);

/// Returns a name without line ends and control characters; never empty.
pub fn plain(name: &str) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    let plain: String = name.chars().map(|c| if odd(c) { '_' } else { c }).collect();
    match plain.trim() {
        "" => "column".into(),
        _ => plain,
    }
}

/// The inputs under construction.
pub struct Inputs {
    pub listed: Vec<OnnxInput>,
    /// Whether there is only one input, which is passed as a table.
    upright: bool,
}

impl Inputs {
    /// Prepares the inputs: `columns` are those whose values the model takes, `featured` is the number of features from
    /// outside.
    pub fn new(layout: OnnxLayout, columns: usize, featured: usize) -> Result<Self, StageError> {
        let count = columns + featured;
        if count > INPUTS_AT_MOST {
            return Err(refused(
                format!(
                    "The model would take {count} inputs, and a graph at most {INPUTS_AT_MOST}."
                ),
                "Use fewer columns, or fewer terms of texts, as features.",
            ));
        }
        Ok(Self {
            listed: Vec::new(),
            upright: layout == OnnxLayout::Columns && count == 1,
        })
    }

    /// Adds a column of a table that was loaded and passed the steps before the graph. `told` names its kind, `missing`
    /// are the texts that count as missing besides the empty one.
    pub fn column(
        &mut self,
        graph: &mut GraphBuilder,
        column: &str,
        kind: ColumnKind,
        told: &str,
        missing: &[String],
    ) -> ColumnFlow {
        let (takes, element) = match kind {
            ColumnKind::Integer | ColumnKind::Decimal => (OnnxTakes::Number, ElementKind::Double),
            kind if kind.is_date() => (OnnxTakes::Milliseconds, ElementKind::Double),
            _ => (OnnxTakes::Text, ElementKind::String),
        };
        let name = self.add(graph, column, takes, element, told, None);
        let cells = match takes {
            OnnxTakes::Number => GraphColumn::Number(sane(graph, &name, f64::MIN, f64::MAX)),
            OnnxTakes::Milliseconds => {
                GraphColumn::Moment(sane(graph, &name, MOMENTS.0, MOMENTS.1))
            }
            _ => {
                if let (Some(input), false) = (self.listed.last_mut(), missing.is_empty()) {
                    let texts = missing.join(", ");
                    input.missing = format!("An empty text is missing, and so are {texts}.");
                }
                let texts = missing.iter().cloned().chain([String::new()]);
                GraphColumn::Text(name, texts.map(|text| (text, None)).collect())
            }
        };
        ColumnFlow::new(column, kind, cells)
    }

    /// Adds the features of a text, as columns beside each other.
    pub fn features(
        &mut self,
        graph: &mut GraphBuilder,
        featurizer: &Featurizer,
        column: &str,
    ) -> Name {
        let mut block = Vec::new();
        for (place, feature) in (0..).zip(featurizer.features()) {
            if feature.column != column {
                continue;
            }
            let told = Some((place, feature.name.clone()));
            let (takes, element) = (OnnxTakes::Feature, ElementKind::Double);
            let name = self.add(
                graph,
                &feature.name,
                takes,
                element,
                "feature of a text",
                told,
            );
            self.listed.last_mut().expect("just added").column = column.to_owned();
            let missing = graph.node("IsNaN", &[&name]);
            let zero = graph.number(0.0);
            let filled = graph.node("Where", &[&missing, &zero, &name]);
            block.push(graph.upright(&filled));
        }
        beside(graph, &block)
    }

    fn add(
        &mut self,
        graph: &mut GraphBuilder,
        column: &str,
        takes: OnnxTakes,
        element: ElementKind,
        kind: &str,
        feature: Option<(u32, String)>,
    ) -> Name {
        let name = graph.named(&plain(column));
        let sizes = [Size::Rows, Size::Of(1)];
        let sizes = &sizes[..1 + usize::from(self.upright)];
        let about = match takes {
            OnnxTakes::Number => "numbers; NaN is missing, and so is what is infinite",
            OnnxTakes::Milliseconds => "milliseconds since 1970-01-01; NaN is missing",
            OnnxTakes::Text => "texts without spaces around them; an empty one is missing",
            OnnxTakes::Feature => "a feature of a text, computed before the model",
        };
        graph.input(&name, element, sizes, about);
        self.listed.push(OnnxInput {
            name: name.clone(),
            column: column.to_owned(),
            kind: kind.to_owned(),
            takes,
            missing: match takes {
                OnnxTakes::Text => "An empty text is missing.".into(),
                OnnxTakes::Feature => "NaN counts as 0.".into(),
                _ => "NaN is missing.".into(),
            },
            unseen: None,
            feature,
        });
        match self.upright {
            true => graph.flat(&name),
            false => name,
        }
    }

    /// Adds descriptions to a column's input.
    pub fn tell(&mut self, flow: &ColumnFlow, missing: &str, unseen: Option<String>) {
        let input = self
            .listed
            .iter_mut()
            .find(|input| input.column == flow.input);
        if let Some(input) = input {
            input.missing = format!("{} {missing}", input.missing);
            input.unseen = unseen;
        }
    }
}

/// Makes numbers outside of `low` to `high` missing, as Grove does when it reads them.
fn sane(graph: &mut GraphBuilder, name: &str, low: f64, high: f64) -> Name {
    let (low, high, missing) = (
        graph.number(low),
        graph.number(high),
        graph.number(f64::NAN),
    );
    let above = graph.node("LessOrEqual", &[&low, name]);
    let kept = graph.node("Where", &[&above, name, &missing]);
    let below = graph.node("LessOrEqual", &[&kept, &high]);
    graph.node("Where", &[&below, &kept, &missing])
}

/// Joins blocks of columns; there must be at least one.
pub fn beside(graph: &mut GraphBuilder, blocks: &[Name]) -> Name {
    match blocks {
        [only] => only.clone(),
        blocks => {
            let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
            graph.with("Concat", &blocks, vec![super::graph::int("axis", 1)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{INPUTS_AT_MOST, Inputs, plain};
    use grove_protocol::onnx::OnnxLayout;

    #[test]
    fn more_inputs_than_readers_take_are_refused() {
        let inputs = |columns, featured| Inputs::new(OnnxLayout::Table, columns, featured);
        assert!(inputs(INPUTS_AT_MOST, 0).is_ok());
        let refusal = inputs(INPUTS_AT_MOST, 1).err().unwrap();
        assert!(refusal.problem.contains("4097 inputs"), "{refusal}");
    }

    #[test]
    fn names_are_plain_and_never_empty() {
        for (name, expected) in [
            ("a b", "a b"),
            ("\"x\", 'y'", "\"x\", 'y'"),
            ("😀", "😀"),
            ("a\r\nb\t\0", "a__b__"),
            ("a\u{2028}b", "a_b"),
            ("", "column"),
            ("  ", "column"),
        ] {
            assert_eq!(plain(name), expected);
        }
    }
}
