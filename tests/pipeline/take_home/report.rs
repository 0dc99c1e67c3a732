//! The report and the model card.

use grove_charts::markup;
use grove_export::{card, report};
use grove_protocol::report::EvaluationOutcome;
use grove_recipe::{ModelName, Task, number};

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

/// Without the lines that tell how a column's figure varies: they are drawn where it does, which the order of the names
/// decides.
fn without_whiskers(html: &str) -> String {
    let mut pieces = html.split("<line ");
    let mut kept = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (tag, after) = piece.split_once("</line>").unwrap();
        if !tag.ends_with(" class=\"whisker\">") {
            kept.extend(["<line ", tag, "</line>"]);
        }
        kept.push_str(after);
    }
    kept
}

#[test]
fn hostile_names_make_no_other_tags() {
    let plain = plain();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let [hostile, plain] = [of(&HOSTILE), of(&plain)].map(|run| without_whiskers(&html(&run)));
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
        let pictures = html.matches("<figure>").count();
        assert!(pictures >= 4, "{pictures}");
        assert_eq!(html.matches("<figcaption>").count(), pictures);
        // A drawing is named, or only repeats what is written beside it.
        for drawing in html.split("<svg").skip(1) {
            let tag = drawing.split('>').next().unwrap();
            let named = tag.contains(" role=\"img\"") && tag.contains(" aria-label=\"");
            assert!(named || tag.contains(" aria-hidden=\"true\""), "{tag}");
        }
        for table in html.split("<table").skip(1) {
            assert!(table.split("</table>").next().unwrap().contains("<th"));
        }
    }
}

/// What the page draws of a scene, the report holds mark for mark.
#[test]
fn page_and_report_show_the_same_marks() {
    for task in [Task::Classification, Task::Regression] {
        let run = run(&table(&["a", "b", "c", "d"]), |recipe| {
            all_columns(recipe);
            if task == Task::Regression {
                recipe.target = "c".into();
                recipe.task = task;
            }
        });
        let html = html(&run);
        let scenes = report::scenes(&run.recipe, &run.stages, None);
        assert!(scenes.len() >= 4, "{}", scenes.len());
        for scene in scenes {
            assert!(html.contains(&markup::escaped(&scene.summary)));
            assert!(!scene.marks().is_empty(), "{}", scene.title);
            let mut marks = String::new();
            for mark in scene.marks() {
                markup::write(mark, &mut marks);
            }
            assert!(html.contains(&marks), "{}", scene.title);
        }
    }
}

/// Cells can be found as on the page.
#[test]
fn the_matrix_of_the_report_is_a_table() {
    let run = of(&["a", "b"]);
    let html = html(&run);
    let cells = html.matches(" data-actual=\"").count();
    assert_eq!(html.matches("<table class=\"matrix\"").count(), 1);
    let EvaluationOutcome::Classes { classes, .. } =
        &run.pipeline.outcome().unwrap().evaluation.outcome
    else {
        panic!("a classification");
    };
    assert_eq!(cells, classes.len() * classes.len());
}

#[test]
fn card_and_report_tell_the_same_facts() {
    let run = of(&["a", "b"]);
    let (card, html) = (markdown(&run), html(&run));
    let accuracy = &run.pipeline.outcome().unwrap().evaluation.metrics[0];
    let value = number::four(accuracy.value);
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

#[test]
fn boosting_is_told_by_its_losses() {
    for (early_stopping, curve) in [("on", true), ("off", false)] {
        let run = run(&table(&["a", "b"]), |recipe| {
            all_columns(recipe);
            recipe.train.choose(ModelName::GradientBoosting);
            recipe.train.set("max_iter", 12).unwrap();
            recipe.train.set("early_stopping", early_stopping).unwrap();
        });
        let titles: Vec<String> = report::scenes(&run.recipe, &run.stages, None)
            .iter()
            .map(|scene| scene.title.clone())
            .collect();
        assert!(
            titles.iter().any(|title| title == "Loss by iteration"),
            "{titles:?}"
        );
        for text in [markdown(&run), html(&run)] {
            assert!(
                text.contains("A gradient boosting model that predicts"),
                "{text}"
            );
            assert!(text.contains("minimise the log loss"), "{text}");
            assert!(text.contains("learning_rate"), "{text}");
            assert_eq!(text.contains("least after iteration"), curve, "{text}");
        }
    }
}
