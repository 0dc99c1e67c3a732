//! What each column is for, and how it becomes features.

use grove_protocol::Download;
use grove_recipe::stage::Stage;
use serde_json::Value;

use crate::harness::page::Page;

#[test]
fn columns_have_roles_and_encodings_of_their_own() {
    let page = Page::open();
    page.sample("iris");
    page.click("choose-roles");
    page.select("role-sepal_length_cm", "ignore");
    page.select("role-sepal_width_cm", "weight");
    page.select("encoding-petal_length_cm", "quantile bins");
    page.click("adjust-petal_length_cm");
    page.fill("n_bins", "3");
    page.select("parameter-bin_encoding", "one-hot features");
    page.run();
    page.show(Stage::Featurize);
    assert_eq!(page.text("features-petal_length_cm"), "3");
    assert_eq!(page.text("features-petal_width_cm"), "1");
    assert_eq!(page.text("features-sepal_width_cm"), "");

    page.show(Stage::Evaluate);
    let recipe: Value = serde_json::from_slice(&page.download(Download::Recipe)).expect("JSON");
    assert_eq!(recipe["weight"], "sepal_width_cm");
    assert_eq!(recipe["leave_out"], serde_json::json!(["sepal_length_cm"]));
    let own = &recipe["featurize"]["columns"]["petal_length_cm"];
    assert_eq!(own["encoding"], "quantile_bins");
    assert_eq!(
        (&own["n_bins"], &own["bin_encoding"]),
        (&3.into(), &"one_hot".into())
    );
    assert_eq!(page.browser.errors(), [""; 0]);
}
