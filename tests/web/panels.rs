//! Pictures of the page, mounted in a real document.

use gloo::timers::future::TimeoutFuture;
use grove::ui::charts::confusion_matrix::{MatrixView, confusion_matrix};
use grove::ui::charts::metric_tiles::metric_tiles;
use grove::ui::charts::oob_curve::{OobCurve, OobCurveProps};
use grove_protocol::report::{Metric, OutOfBagReport, TreeShape};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, NodeList};
use yew::html::BaseComponent;
use yew::{Html, Properties, Renderer, component};

#[derive(Properties, PartialEq)]
struct DrawnProps {
    html: Html,
}

/// What a function draws.
#[component]
fn Drawn(props: &DrawnProps) -> Html {
    props.html.clone()
}

/// Mounts a component in an element of its own and waits until it is drawn.
async fn mount<C: BaseComponent>(props: C::Properties, drawn: &str) -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    Renderer::<C>::with_root_and_props(root.clone(), props).render();
    while root.query_selector(drawn).unwrap().is_none() {
        // Lets the page draw.
        TimeoutFuture::new(0).await;
    }
    root
}

fn all(root: &Element, selector: &str) -> Vec<Element> {
    let list: NodeList = root.query_selector_all(selector).unwrap();
    (0..list.length())
        .map(|i| list.get(i).unwrap().unchecked_into())
        .collect()
}

#[wasm_bindgen_test]
async fn the_confusion_matrix_carries_its_numbers_and_shows_names_as_text() {
    let hostile = "<img src=x onerror=alert(1)>";
    let classes = [hostile, "b", "c"].map(String::from);
    let confusion = [vec![5, 1, 0], vec![2, 7, 0], vec![0, 0, 3]];
    let html = confusion_matrix(&classes, &confusion, MatrixView::RowShares, None, true);
    let root = mount::<Drawn>(DrawnProps { html }, "[data-testid=confusion-matrix]").await;
    let cells = all(&root, "td[data-count]");
    let counts: Vec<String> = cells
        .iter()
        .map(|cell| cell.get_attribute("data-count").unwrap())
        .collect();
    assert_eq!(counts, ["5", "1", "0", "2", "7", "0", "0", "0", "3"]);
    assert_eq!(
        cells[1].get_attribute("data-actual").as_deref(),
        Some(hostile)
    );
    assert_eq!(
        cells[1].get_attribute("data-predicted").as_deref(),
        Some("b")
    );
    assert!(
        all(&root, "img").is_empty(),
        "a class name is text, never an element"
    );
    assert!(root.text_content().unwrap().contains(hostile));
}

#[wasm_bindgen_test]
async fn a_matrix_of_fifty_classes_has_every_cell() {
    let n = 50;
    let classes: Vec<String> = (0..n).map(|c| format!("class {c}")).collect();
    let html = confusion_matrix(
        &classes,
        &vec![vec![1; n]; n],
        MatrixView::Counts,
        None,
        false,
    );
    let root = mount::<Drawn>(DrawnProps { html }, "[data-testid=confusion-matrix]").await;
    assert_eq!(all(&root, "td[data-count]").len(), n * n);
    assert!(!all(&root, "th[scope=row]").is_empty() && !all(&root, "th[scope=col]").is_empty());
}

#[wasm_bindgen_test]
async fn a_metric_has_its_full_value_or_says_why_it_has_none() {
    let metric = |name: &str, value, note: Option<&str>| Metric {
        name: name.into(),
        value,
        baseline: Some(0.5),
        higher_is_better: true,
        note: note.map(Into::into),
        interval: None,
        difference: None,
    };
    let metrics = [
        metric("accuracy", Some(0.123_456_789_012), None),
        metric("roc_auc", None, Some("No scored row is of class c.")),
    ];
    let html = metric_tiles(&metrics, false, &|_| Html::default());
    let root = mount::<Drawn>(DrawnProps { html }, "[data-testid=metric-roc_auc]").await;
    let value = |name: &str| {
        root.query_selector(&format!("[data-testid=metric-{name}]"))
            .unwrap()
            .unwrap()
            .get_attribute("data-value")
    };
    assert_eq!(value("accuracy").as_deref(), Some("0.123456789012"));
    assert_eq!(value("roc_auc"), None);
    assert!(
        root.text_content()
            .unwrap()
            .contains("No scored row is of class c.")
    );
}

#[wasm_bindgen_test]
async fn the_out_of_bag_score_is_drawn_told_and_given_in_full() {
    let shape = |oob_score| TreeShape {
        depth: 2,
        leaves: 3,
        oob_score,
        losses: None,
    };
    let props = |scores: &[Option<f64>]| OobCurveProps {
        shapes: scores.iter().copied().map(shape).collect(),
        expected: 4,
        metric: "accuracy",
        report: None,
        rows: 0,
    };
    let score = |root: &Element| {
        let told = root.query_selector("[data-testid=oob-score]").unwrap();
        told.unwrap().get_attribute("data-value")
    };
    let growing = props(&[None, Some(0.5), Some(0.625)]);
    let root = mount::<OobCurve>(growing, "path.curve").await;
    assert_eq!(score(&root).as_deref(), Some("0.625"));

    // One tree makes no curve, but words.
    let root = mount::<OobCurve>(props(&[None]), ".figure-empty").await;
    assert!(all(&root, "path.curve").is_empty());
    assert_eq!(score(&root), None);
    assert!(root.text_content().unwrap().contains("not defined yet"));

    let done = OobCurveProps {
        report: Some(OutOfBagReport {
            score: Some(0.75),
            never: 2,
        }),
        rows: 9,
        ..props(&[None, Some(0.5), Some(0.625), Some(0.75)])
    };
    let root = mount::<OobCurve>(done, "path.curve").await;
    assert_eq!(score(&root).as_deref(), Some("0.75"));
    assert!(root.text_content().unwrap().contains("2 of 9 train rows"));
}
