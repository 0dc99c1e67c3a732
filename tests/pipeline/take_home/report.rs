//! The report and the model card.

use grove_export::{card, report, text};
use grove_recipe::Task;

use super::{HOSTILE, Run, all_columns, plain, run, table};

fn of(names: &[&str]) -> Run {
    run(&table(names), all_columns)
}

fn html(run: &Run) -> String {
    String::from_utf8(report::write(&run.recipe, &run.stages, None)).unwrap()
}

fn markdown(run: &Run) -> String {
    String::from_utf8(card::write(&run.recipe, &run.stages)).unwrap()
}

/// The tags with what is in them but for the values of attributes.
fn tags(html: &str) -> Vec<&str> {
    let pieces = html.split('<').skip(1);
    pieces
        .map(|piece| piece.split([' ', '>']).next().unwrap())
        .collect()
}

#[test]
fn hostile_names_make_no_other_tags() {
    let plain = plain();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let (hostile, plain) = (html(&of(&HOSTILE)), html(&of(&plain)));
    assert_eq!(tags(&hostile).len(), tags(&plain).len());
    assert!(!tags(&hostile).contains(&"script"));
    assert!(hostile.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
    assert!(!hostile.contains('\u{202e}'));
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let html = html(&of(&HOSTILE));
    assert!(html.contains("default-src 'none'; style-src 'sha256-"));
    for loading in [
        "<script", "<link", "<img", "<iframe", "href=", "src=", "url(", "@import", "style=",
    ] {
        assert!(!html.contains(loading), "{loading}");
    }
}

#[test]
fn the_style_is_the_one_that_is_allowed() {
    use base64::Engine;
    use sha2::{Digest, Sha256};
    let html = html(&of(&["a", "b"]));
    let style = html
        .split("<style>")
        .nth(1)
        .unwrap()
        .split("</style>")
        .next()
        .unwrap();
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    assert!(html.contains(&format!("'sha256-{hash}'")));
}

#[test]
fn every_picture_is_told_in_words() {
    for task in [Task::Classification, Task::Regression] {
        let run = run(&table(&["a", "b", "c", "d"]), |recipe| {
            all_columns(recipe);
            if task == Task::Regression {
                recipe.target = "c".into();
                recipe.task = task;
            }
        });
        let html = html(&run);
        let pictures = html.matches("<svg").count();
        assert!(pictures >= 4, "{pictures}");
        assert_eq!(html.matches("<svg role=\"img\"").count(), pictures);
        assert_eq!(html.matches(" aria-label=\"").count(), pictures);
        assert_eq!(html.matches("<figcaption>").count(), pictures);
    }
}

#[test]
fn card_and_report_tell_the_same_facts() {
    let run = of(&["a", "b"]);
    let (card, html) = (markdown(&run), html(&run));
    let accuracy = &run.pipeline.outcome().unwrap().evaluation.metrics[0];
    let value = text::number(accuracy.value);
    for fact in [
        run.recipe.data.sha256.as_str(),
        &value,
        "min_samples_split",
        "80 rows",
    ] {
        assert!(card.contains(fact), "{fact} in the card");
        assert!(html.contains(fact), "{fact} in the report");
    }
}

#[test]
fn hostile_names_stay_in_their_cells() {
    let plain = plain();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let (hostile, plain) = (markdown(&of(&HOSTILE)), markdown(&of(&plain)));
    assert_eq!(hostile.lines().count(), plain.lines().count());
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let of_lines = |card: &str| card.lines().map(cells).collect::<Vec<_>>();
    assert_eq!(of_lines(&hostile), of_lines(&plain));
    assert!(hostile.contains("&lt;script&gt;"));
    assert!(!hostile.contains("<script"));
}
