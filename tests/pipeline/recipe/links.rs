//! A recipe in a link: round trips, and links that were cut, changed or forged.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use grove_export::link::{read, write};
use grove_recipe::link::{DataSource, FRAGMENT, LENGTH_FOR_ALL, Link, SAMPLES};
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::SyntheticName;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::full;
use crate::shared;

fn link(source: DataSource) -> Link {
    Link {
        source,
        recipe: full(),
    }
}

/// A link with any contents, as nobody but an attacker makes it.
fn forged(contents: &[u8]) -> String {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
    packer.write_all(contents).unwrap();
    let packed = packer.finish().unwrap();
    let mut bytes = vec![1];
    bytes.extend((packed.len() as u32).to_le_bytes());
    bytes.extend(&Sha256::digest(&packed)[..8]);
    bytes.extend(packed);
    format!("{FRAGMENT}{}", URL_SAFE_NO_PAD.encode(bytes))
}

#[track_caller]
fn refused(fragment: &str) -> String {
    let error = read(fragment).unwrap_err();
    assert_eq!(error.stage, Stage::Load);
    assert!(!error.advice.is_empty(), "{error}");
    error.problem
}

#[test]
fn a_link_gives_itself_back() {
    let synthetic = shared::synthetic(SyntheticName::TaxiTrips);
    let samples = SAMPLES.map(|name| DataSource::Sample { name: name.into() });
    let others = [DataSource::Own, DataSource::Synthetic(synthetic)];
    for source in samples.into_iter().chain(others) {
        let link = link(source);
        let fragment = write(&link);
        assert_eq!(read(&fragment), Ok(link));
        // Nothing in it needs to be written otherwise in an address.
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_=".contains(c);
        assert!(fragment.chars().all(plain), "{fragment}");
    }
}

#[test]
fn a_usual_recipe_makes_a_link_that_every_program_takes() {
    let recipe = shared::recipe();
    let fragment = write(&Link {
        source: DataSource::Own,
        recipe,
    });
    assert!(fragment.len() < LENGTH_FOR_ALL - 100, "{}", fragment.len());
}

#[test]
fn what_stands_after_a_link_does_no_harm() {
    let link = link(DataSource::Own);
    for after in [".", ")", "%20", "\u{a0}and"] {
        assert_eq!(read(&(write(&link) + after)), Ok(link.clone()));
    }
}

#[test]
fn a_link_that_was_cut_is_incomplete_wherever_it_was_cut() {
    let fragment = write(&link(DataSource::Own));
    for end in FRAGMENT.len()..fragment.len() {
        let problem = refused(&fragment[..end]);
        assert!(
            problem.starts_with("This link is incomplete"),
            "{end}: {problem}"
        );
    }
}

#[test]
fn one_changed_letter_is_seen() {
    let fragment = write(&link(DataSource::Own));
    // The last letter holds bits of no byte.
    for place in FRAGMENT.len()..fragment.len() - 1 {
        let letter = if &fragment[place..=place] == "A" {
            "B"
        } else {
            "A"
        };
        let changed = [&fragment[..place], letter, &fragment[place + 1..]].concat();
        refused(&changed);
    }
}

#[test]
fn forged_links_are_refused() {
    let recipe = serde_json::to_value(full()).unwrap();
    let with = |source: serde_json::Value| {
        let contents = serde_json::json!({ "source": source, "recipe": recipe });
        forged(contents.to_string().as_bytes())
    };
    assert!(
        read(&with("own".into())).is_ok(),
        "what is forged here can be right"
    );

    let long = [FRAGMENT, &"A".repeat(5_000_000)].concat();
    assert!(refused(&long).contains("too large"));
    let bomb = vec![b' '; 100_000_000];
    assert!(refused(&forged(&bomb)).contains("too large"));
    for source in [
        serde_json::json!("none"),
        serde_json::json!({ "sample": { "name": "../../etc/passwd" } }),
        serde_json::json!({ "sample": { "name": "iris", "more": 1 } }),
        serde_json::json!({ "url": "https://example.org/" }),
        serde_json::json!(7),
    ] {
        assert!(refused(&with(source)).contains("does not know"));
    }
    let mut spec = serde_json::to_value(shared::synthetic(SyntheticName::Moons)).unwrap();
    spec["rows"] = 4_000_000_000_u32.into();
    let error = read(&with(serde_json::json!({ "synthetic": spec }))).unwrap_err();
    assert!(error.problem.contains("rows is 4000000000"), "{error}");

    let mut wrong = recipe.clone();
    wrong["train"]["n_estimators"] = 0.into();
    let contents = serde_json::json!({ "source": "own", "recipe": wrong });
    assert!(refused(&forged(contents.to_string().as_bytes())).contains("n_estimators is 0"));
    for contents in [
        &b""[..],
        b"{}",
        b"[]",
        b"\xFF",
        b"{\"source\":\"own\"}",
        b"{\"source\":\"own\",\"recipe\":7}",
    ] {
        refused(&forged(contents));
    }
    for fragment in ["", "main", "recipe", FRAGMENT, "recipe=!", "recipe=AAAA"] {
        refused(fragment);
    }
    let later = format!("{FRAGMENT}{}", URL_SAFE_NO_PAD.encode([9_u8; 40]));
    assert!(refused(&later).contains("format 9"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_fragment_is_read_or_refused(fragment in "\\PC{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&fragment);
        let _ = read(&format!("{FRAGMENT}{fragment}"));
        let _ = read(&format!("{FRAGMENT}{}", URL_SAFE_NO_PAD.encode(&bytes)));
        let _ = read(&forged(&bytes));
    }
}
