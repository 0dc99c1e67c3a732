//! Similar categories: what is found for a person to confirm.

use grove_engine::clean::similar::similar;
use grove_engine::load::load;
use grove_recipe::Load;
use grove_recipe::similar::{Cluster, SimilarMethod};

const CSV: &str = "zone,n\n\
    Upper East Side,1\nUpper East Side,2\nupper east side,3\nEast Side (Upper),4\n\
    Zürich,5\nZurich,6\nZürich,7\n\
    Brooklyn,8\nBrookyln,9\nBrooklin,10\nQueens,11\n,12\n";

fn clusters(method: SimilarMethod, similarity: f64) -> Vec<Vec<(String, u32)>> {
    let table = load("t.csv", CSV.as_bytes(), &Load::default())
        .unwrap()
        .table;
    let found = similar(&table, "zone", method, similarity).unwrap();
    assert_eq!(found.note, None);
    found
        .clusters
        .into_iter()
        .map(|Cluster { values }| values)
        .collect()
}

fn named(values: &[(&str, u32)]) -> Vec<(String, u32)> {
    values
        .iter()
        .map(|(value, rows)| ((*value).to_owned(), *rows))
        .collect()
}

#[test]
fn keys_collide_whatever_case_accents_and_order() {
    assert_eq!(
        clusters(SimilarMethod::KeyCollision, 1.0),
        [
            named(&[
                ("Upper East Side", 2),
                ("East Side (Upper)", 1),
                ("upper east side", 1)
            ]),
            named(&[("Zürich", 2), ("Zurich", 1)]),
        ]
    );
}

#[test]
fn near_neighbours_differ_by_few_letters() {
    let found = clusters(SimilarMethod::NearestNeighbour, 0.8);
    assert!(found.contains(&named(&[("Brooklin", 1), ("Brooklyn", 1), ("Brookyln", 1)])));
    assert!(found.contains(&named(&[("Zürich", 2), ("Zurich", 1)])));
    let strict = clusters(SimilarMethod::NearestNeighbour, 1.0);
    assert!(
        strict
            .iter()
            .all(|values| values.iter().all(|(value, _)| !value.starts_with("Brook")))
    );
}

#[test]
fn too_many_values_are_said_and_columns_of_numbers_refused() {
    let many: String = (0..3000)
        .map(|i| format!("w{}x{},1\n", i * 7919 % 9973, i))
        .collect();
    let table = load(
        "t.csv",
        format!("zone,n\n{many}").as_bytes(),
        &Load::default(),
    )
    .unwrap()
    .table;
    let found = similar(&table, "zone", SimilarMethod::NearestNeighbour, 0.95).unwrap();
    assert!(found.note.unwrap().contains("were compared"));
    let error = similar(&table, "n", SimilarMethod::KeyCollision, 1.0).unwrap_err();
    assert_eq!(error.column.as_deref(), Some("n"));
    assert!(similar(&table, "none", SimilarMethod::KeyCollision, 1.0).is_err());
}
