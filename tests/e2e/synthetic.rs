//! Data that the page makes itself.

use grove_recipe::stage::Stage;
use grove_recipe::synthetic::{DATA_SETS, NOISE, ROWS, SyntheticName, SyntheticSpec};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::harness::page::Page;

fn card(name: SyntheticName) -> String {
    format!("synthetic-{}", name.set().id)
}

/// Waits until the file that this spec stands for natively is open, byte for byte.
fn opens(page: &Page, spec: &SyntheticSpec) {
    let bytes = grove_synthetic::make(spec).expect("a spec in range");
    let hash: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let told = "return document.querySelector(`[title='SHA-256 ${arguments[0]}']`)";
    page.browser
        .until("a file's fingerprint", told, vec![json!(hash)]);
}

#[test]
fn made_taxi_trips_are_learned() {
    let page = Page::open();
    page.click(&card(SyntheticName::TaxiTrips));
    page.fill(ROWS.name, "500");
    page.click("synthesize");
    let spec = SyntheticSpec {
        rows: 500,
        ..SyntheticSpec::new(SyntheticName::TaxiTrips)
    };
    opens(&page, &spec);
    page.run();
    page.show(Stage::Evaluate);
    let accuracy = page.metric("accuracy");
    assert!(accuracy > 0.8 && accuracy <= 1.0, "accuracy is {accuracy}");
    assert_eq!(page.browser.errors(), [""; 0]);
}

#[test]
fn other_data_is_made_while_a_file_is_open() {
    let page = Page::open();
    page.sample("iris");
    page.click("make-data");
    for set in &DATA_SETS {
        page.appears(&format!("synthetic-{}", set.id));
    }
    page.click(&card(SyntheticName::CarEconomy));
    assert!(!page.shows("parameter-balance"), "cars have no classes");
    page.fill(NOISE.name, "0");
    page.click("synthesize");
    let spec = SyntheticSpec {
        noise: 0.0,
        ..SyntheticSpec::new(SyntheticName::CarEconomy)
    };
    opens(&page, &spec);
    page.run();
    page.show(Stage::Evaluate);
    assert!(page.metric("r2") > 0.9);
    assert_eq!(page.browser.errors(), [""; 0]);
}
