//! Data sets that are made: the same bytes again, every knob does what it says, and the pipeline runs on each.

mod knobs;
mod rules;

use grove_recipe::synthetic::{DataSet, SyntheticName, SyntheticSpec};
use grove_synthetic::make;

fn spec(name: SyntheticName, change: impl FnOnce(&mut SyntheticSpec)) -> SyntheticSpec {
    let mut spec = SyntheticSpec::new(name);
    change(&mut spec);
    spec
}

fn made(spec: &SyntheticSpec) -> Vec<u8> {
    make(spec).expect("a spec in range")
}

/// The header and the rows of a made file.
fn table(spec: &SyntheticSpec) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = made(spec);
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let texts = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    let header = texts(reader.headers().expect("a header").clone());
    let rows = reader
        .records()
        .map(|row| texts(row.expect("as wide as the header")));
    (header, rows.collect())
}

fn column(spec: &SyntheticSpec, name: &str) -> Vec<String> {
    let (header, rows) = table(spec);
    let place = header.iter().position(|column| column == name).unwrap();
    rows.into_iter()
        .map(|mut row| row.swap_remove(place))
        .collect()
}

/// What gives the target away.
fn leaks(set: &DataSet) -> &'static [&'static str] {
    match set.name {
        SyntheticName::TaxiTrips => &["tip", "total"],
        _ => &[],
    }
}
