//! What a person waits for, measured in one go on the built site: `make bench`.
//!
//! Prints sizes, the time to the first confusion matrix, reading 100,000 rows × 20 and training 100 trees on
//! 10,000 rows × 20 in the browser beside native code, the longest task on the main thread, and how long training takes
//! beside what the page promises.
#![allow(
    clippy::disallowed_methods,
    reason = "a native program that measures with the clock"
)]

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use grove_engine::Pipeline;
use grove_recipe::parameters::MODEL;
use grove_recipe::stage::Stage;
use grove_recipe::{Load, ModelName, Split};

use serde_json::json;

use harness::browser::Browser;
use harness::line::Line;
use harness::page::Page;
use harness::site::Site;

#[path = "../tests/e2e/harness/mod.rs"]
#[allow(dead_code, reason = "the end-to-end tests use the rest")]
mod harness;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    sizes()?;
    first_visit();
    for slower in [1, 4] {
        as_a_visitor(slower);
    }
    let page = first_matrix();
    reading(&page)?;
    training(&page)?;
    promises(&page);
    Ok(())
}

/// Bytes of every file of the site that is no sample: as it is, gzipped, and with brotli.
const WEIGH: &str = "
    const { readFileSync } = require('fs'), zlib = require('zlib');
    for (const file of process.argv.slice(1)) {
        const bytes = readFileSync(file);
        console.log(bytes.length, zlib.gzipSync(bytes, { level: 9 }).length, zlib.brotliCompressSync(bytes).length);
    }";

fn sizes() -> Outcome {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    let (engine, page): (Vec<PathBuf>, Vec<PathBuf>) = fs::read_dir(dist)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .partition(|path| path.to_string_lossy().contains("worker"));
    for (name, files, aim) in [("page", page, 500), ("engine", engine, 3000)] {
        let output = Command::new("node")
            .args(["-e", WEIGH])
            .args(&files)
            .output()?;
        let mut sums = [0.0; 3];
        for line in String::from_utf8(output.stdout)?.lines() {
            for (sum, bytes) in sums.iter_mut().zip(line.split(' ')) {
                *sum += bytes.parse::<f64>()? / 1000.0;
            }
        }
        let [raw, gzip, brotli] = sums;
        println!(
            "{name}: {raw:.0} kB, gzip {gzip:.0} kB (aim: at most {aim}), brotli {brotli:.0} kB"
        );
    }
    Ok(())
}

/// How soon a visitor can click something, while the engine never arrives.
fn first_visit() {
    let page = Page {
        browser: Browser::start(),
        site: Site::built(),
    };
    page.site.hold("worker");
    page.reload();
    let painted = "const paint = performance.getEntriesByName('first-contentful-paint')[0];
                   return paint ? paint.startTime : null";
    let painted = page.browser.until("a first paint", painted, vec![]);
    println!(
        "first paint without the engine: {:.0} ms",
        painted.as_f64().unwrap_or(f64::NAN)
    );
    page.site.release();
}

/// Notes when the page can be used and when the first confusion matrix is there, and how long tasks were.
const WATCH: &str = "
    window.seen = {};
    window.tasks = [];
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(task => task.duration)))
        .observe({ type: 'longtask', buffered: true });
    const note = (name, selector) => {
        if (!(name in seen) && document.querySelector(selector)) seen[name] = performance.now();
    };
    new MutationObserver(() => {
        note('usable', '[data-testid=file-input]');
        note('matrix', '[data-testid=confusion-matrix] [data-count]');
    }).observe(document, { childList: true, subtree: true });";

/// The first visit over 10 Mbit/s with 40 ms a request, everything packed and nothing cached, on a processor that is so many
/// times slower.
fn as_a_visitor(slower: u32) {
    let page = Page {
        browser: Browser::start(),
        site: Site::built(),
    };
    page.site.is_not_kept();
    page.site
        .sends_over(Line::new(10e6, Duration::from_millis(40)));
    let at_once = json!({ "source": WATCH });
    (page.browser).devtools("Page.addScriptToEvaluateOnNewDocument", at_once);
    (page.browser).devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slower }));
    page.reload();
    page.sample("iris");
    page.run();
    page.show(Stage::Evaluate);
    page.appears("confusion-matrix");
    let seen = |name: &str| {
        let script = "return seen[arguments[0]] / 1000";
        let seconds = page.browser.script(script, vec![json!(name)]);
        seconds.as_f64().unwrap_or(f64::NAN)
    };
    println!(
        "a first visit over 10 Mbit/s, processor × {slower}: usable after {:.2} s (aim: 1.2), first matrix on iris after {:.2} s (aim: 4.5 at × 1)",
        seen("usable"),
        seen("matrix")
    );
    let tasks = page.browser.script("return tasks.map(Math.round)", vec![]);
    println!("tasks above 50 ms until then: {tasks} ms");
}

/// Keeps the longest task of the main thread, from the page's first moment on.
fn watch_tasks(page: &Page) {
    let script = "window.longestTask = 0;
        new PerformanceObserver(list => {
            for (const task of list.getEntries()) longestTask = Math.max(longestTask, task.duration);
        }).observe({ type: 'longtask', buffered: true })";
    page.browser.script(script, vec![]);
}

fn print_longest_task(page: &Page, when: &str) {
    let longest = page.browser.script(
        "const longest = longestTask; longestTask = 0; return longest",
        vec![],
    );
    match longest.as_f64() {
        Some(milliseconds) if milliseconds > 0.0 => {
            println!(
                "longest task on the main thread, {when}: {milliseconds:.0} ms (aim: at most 50)"
            );
        }
        _ => println!("no task above 50 ms on the main thread, {when}"),
    }
}

/// The whole way on iris: first with nothing cached, then once more.
fn first_matrix() -> Page {
    let page = Page {
        browser: Browser::start(),
        site: Site::built(),
    };
    for visit in ["first visit", "second visit"] {
        let start = Instant::now();
        page.reload();
        watch_tasks(&page);
        page.sample("iris");
        page.run();
        page.show(Stage::Evaluate);
        page.appears("confusion-matrix");
        println!(
            "opening the page to the confusion matrix on iris, {visit}: {:.2} s",
            start.elapsed().as_secs_f64()
        );
        print_longest_task(&page, "iris from start to end");
    }
    page
}

/// Numbers without order, the same on every machine.
fn numbers(rows: u32, columns: u32) -> String {
    let mut state = 1_u32;
    let names: Vec<String> = (0..columns).map(|column| format!("x{column}")).collect();
    let mut text = names.join(",") + "\n";
    for _ in 0..rows {
        for column in 0..columns {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let end = if column + 1 == columns { '\n' } else { ',' };
            write!(text, "{}{end}", f64::from(state >> 8) / 1000.0).expect("text grows");
        }
    }
    text
}

/// Seconds from choosing the file to its columns being there to choose from.
fn open_in_browser(page: &Page, name: &str, text: &str) -> f64 {
    page.reload();
    watch_tasks(page);
    let note = "document.querySelector(\"[data-testid='file-input']\")
        .addEventListener('change', () => { window.chosen = performance.now(); }, { capture: true })";
    page.browser.script(note, vec![]);
    page.upload(name, text.as_bytes());
    let waited = page
        .browser
        .script("return performance.now() - chosen", vec![]);
    waited.as_f64().unwrap_or(f64::NAN) / 1000.0
}

fn reading(page: &Page) -> Outcome {
    let text = numbers(100_000, 20);
    let megabytes = text.len() as f64 / 1e6;
    let browser = open_in_browser(page, "large.csv", &text);
    print_longest_task(page, "opening it");
    let start = Instant::now();
    Pipeline::default().open("large.csv", text.as_bytes(), &Load::default())?;
    let native = start.elapsed().as_secs_f64();
    println!(
        "opening 100,000 rows × 20 ({megabytes:.0} MB): browser {browser:.2} s, native {native:.2} s, \
         ratio {:.1}",
        browser / native
    );
    Ok(())
}

const TRAIN: f64 = 10_000.0;

/// Notes when training begins and when it has ended.
const TRAINED: &str = "window.times = {};
    new MutationObserver(changes => {
        for (const { target } of changes)
            if (target.dataset.testid === 'stage-train') times[target.dataset.state] ??= performance.now();
    }).observe(document.body, { subtree: true, attributeFilter: ['data-state'] });
    longestTask = 0";

/// The same rows that `benches/train.rs` takes, through the whole page.
fn training(page: &Page) -> Outcome {
    let folder = page.browser.folder();
    let output = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/train.py"))
        .arg(folder)
        .output()?;
    let told = String::from_utf8(output.stdout)?;
    let mut fields = told.lines().next().unwrap_or_default().split(' ');
    let (Some("classification"), Some(seconds)) = (fields.next(), fields.next()) else {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    };
    let peer: f64 = seconds.parse()?;

    let (text, rows) = as_csv(&fs::read(folder.join("classification.f64"))?);
    open_in_browser(page, "train.csv", &text);
    page.select("target-select", "label");
    page.select("task-select", "classification");
    page.show(Stage::Split);
    page.fill(Split::test_size.name, &format!("{:.4}", 1.0 - TRAIN / rows));
    page.browser.script(TRAINED, vec![]);
    page.run();
    let trained = page
        .browser
        .script("return times.fresh - times.running", vec![]);
    let browser = trained.as_f64().unwrap_or(f64::NAN) / 1000.0;
    print_longest_task(page, "while it trains");
    println!(
        "training 100 trees on 10,000 rows × 20: browser {browser:.2} s, scikit-learn with one job {peer:.2} s \
         of CPU time, ratio {:.2}",
        peer / browser
    );
    Ok(())
}

/// Columns of little-endian numbers, the class last, as rows of a CSV; and how many rows these are.
fn as_csv(bytes: &[u8]) -> (String, f64) {
    const COLUMNS: usize = 21;
    let (numbers, _) = bytes.as_chunks::<8>();
    let rows = numbers.len() / COLUMNS;
    let columns: Vec<&[[u8; 8]]> = numbers.chunks_exact(rows).collect();
    let names: Vec<String> = (1..COLUMNS).map(|column| format!("x{column}")).collect();
    let mut text = names.join(",") + ",label\n";
    for row in 0..rows {
        for (index, column) in columns.iter().enumerate() {
            let end = if index + 1 == COLUMNS { '\n' } else { ',' };
            write!(text, "{}{end}", f64::from_le_bytes(column[row])).expect("text grows");
        }
    }
    (text, rows as f64)
}

/// The time that the page promises for a training beside the time that it takes.
fn promises(page: &Page) {
    for (name, rows, columns) in [("iris", 0, 0), ("middle", 5000, 10), ("large", 50_000, 20)] {
        for model in [ModelName::RandomForest, ModelName::GradientBoosting] {
            page.reload();
            match rows {
                0 => page.sample(name),
                _ => {
                    page.upload("rule.csv", by_a_rule(rows, columns).as_bytes());
                    page.select("target-select", "label");
                }
            }
            page.show(Stage::Train);
            page.select("model-select", MODEL.label_of(model));
            page.tells("estimate", "seconds");
            let promised: f64 = (page.data("estimate", "seconds").parse()).unwrap_or(f64::NAN);
            page.browser.script(TRAINED, vec![]);
            page.run();
            let took = page
                .browser
                .script("return times.fresh - times.running", vec![]);
            let took = took.as_f64().unwrap_or(f64::NAN) / 1000.0;
            println!(
                "{} on {name} ({rows} × {columns}): promised {promised:.2} s, took {took:.2} s, ratio {:.2}",
                model.about().label,
                promised / took
            );
        }
    }
}

/// Numbers of which three decide the class of most rows.
fn by_a_rule(rows: u32, columns: u32) -> String {
    let text = numbers(rows, columns);
    let mut lines = text.lines();
    let mut made = [lines.next().unwrap_or_default(), ",label\n"].concat();
    for (row, line) in (0..).zip(lines) {
        let mut fields = line.split(',').map(|field| field.parse().unwrap_or(0.0));
        let mut next = || fields.next().unwrap_or(0.0) / 16_777.216;
        let (a, b, c): (f64, f64, f64) = (next(), next(), next());
        let noise = if row % 10 == 0 { 0.5 } else { 0.0 };
        let class = if a + b * c + noise > 0.75 {
            "yes"
        } else {
            "no"
        };
        made.extend([line, ",", class, "\n"]);
    }
    made
}
