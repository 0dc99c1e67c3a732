//! What a full profile takes: `cargo bench --features cli --bench profile`. Prints a line for each size.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::fmt::Write;
use std::task::Poll;
use std::time::{Duration, Instant};

use grove_engine::Pipeline;
use grove_forest::Stream;
use grove_protocol::profile::ProfileRequest;
use grove_recipe::Task;

fn main() {
    for (rows, columns) in [(10_000, 30), (100_000, 20), (1_000_000, 20)] {
        let mut pipeline = Pipeline::default();
        let csv = table(rows, columns);
        let opened = pipeline.open("bench.csv", csv.as_bytes(), &Default::default());
        opened.expect("a table that can be opened");
        drop(csv);
        let request = ProfileRequest {
            target: Some(("c1".into(), Task::Classification)),
        };
        let began = Instant::now();
        let mut profiling = pipeline.profile(&request).expect("a table to profile");
        let (mut pauses, mut longest) = (0, Duration::ZERO);
        let report = loop {
            let slice = Instant::now();
            let polled = profiling.poll();
            longest = longest.max(slice.elapsed());
            match polled {
                Poll::Ready(report) => break report,
                Poll::Pending => pauses += 1,
            }
        };
        println!(
            "{rows} × {columns}: {:.3} s, {pauses} pauses, at most {:.1} ms apart, {} pairs over {} rows",
            began.elapsed().as_secs_f64(),
            longest.as_secs_f64() * 1000.0,
            report.associations.pairs.len(),
            report.associations.rows,
        );
    }
}

/// Columns by turns: a decimal with gaps, a category of 5, a whole number, a date, a text that hardly repeats.
fn table(rows: u32, columns: u32) -> String {
    let names: Vec<String> = (0..columns).map(|column| format!("c{column}")).collect();
    let mut csv = names.join(",") + "\n";
    let mut stream = Stream::new(1, "bench", 0);
    for _ in 0..rows {
        for column in 0..columns {
            if column > 0 {
                csv.push(',');
            }
            let written = match column % 5 {
                0 if stream.below(20) == 0 => Ok(()),
                0 => write!(csv, "{:.6}", stream.unit() * 100.0),
                1 => write!(csv, "class {}", stream.below(5)),
                2 => write!(csv, "{}", stream.below(10_000)),
                3 => write!(
                    csv,
                    "20{:02}-0{}-1{}",
                    stream.below(25),
                    1 + stream.below(9),
                    stream.below(10)
                ),
                _ => write!(csv, "t{:x}", stream.below(1 << 30)),
            };
            written.expect("a String takes all");
        }
        csv.push('\n');
    }
    csv
}
