//! Check: the expectations of the recipe.

mod command;
mod distribution;
mod proposals;
mod recipe;
mod rules;
mod runs;

use grove_engine::{Pipeline, RunEvent};
use grove_protocol::report::{CheckReport, Detail, Finding};
use grove_recipe::error::StageError;
use grove_recipe::{Expectation, Recipe, Rule, Severity};

use crate::tools::open;

/// Numbers, a category, two dates, a name and gaps; `t` is the target.
const TABLE: &str = "\
n,whole,colour,from,to,name,gap,t
1.5,1,red,2020-01-01,2020-01-02,ann,,a
2.5,2,blue,2020-01-05,2020-01-05,bob,x,b
-3,3,red,2020-02-01,2020-01-31,cy,,a
4,2,green,2020-03-01,2020-03-02,ann,y,b
,5,blue,,2020-04-02,dee,x,a
0,6,red,2020-05-01,2020-05-02,eve,,b
";

fn recipe(csv: &str, expectations: Vec<Expectation>) -> (Pipeline, Recipe) {
    let (pipeline, _, mut recipe) = open(csv.as_bytes()).expect("a table");
    recipe.target = recipe_target(csv);
    recipe.leave_out.clear();
    recipe.task = grove_recipe::Task::Classification;
    recipe.check.expectations = expectations;
    (pipeline, recipe)
}

/// The last column.
fn recipe_target(csv: &str) -> String {
    let header = csv.lines().next().expect("a header");
    header.rsplit(',').next().expect("a column").into()
}

/// Runs as far as the end of checking; its report, and the error that ends the run there.
fn check(pipeline: &mut Pipeline, recipe: &Recipe) -> (CheckReport, Option<StageError>) {
    pipeline
        .begin(recipe.clone())
        .expect("a recipe that can run");
    let report = loop {
        if let RunEvent::Finished(report) = pipeline.step().expect("no error before the check")
            && let Detail::Check(report) = report.detail
        {
            break report;
        }
    };
    (report, pipeline.step().err())
}

fn warning(rule: Rule) -> Expectation {
    Expectation::new(rule)
}

fn stop(rule: Rule) -> Expectation {
    Expectation {
        severity: Severity::Stop,
        ..Expectation::new(rule)
    }
}

/// What was found of the recipe's own expectations.
fn own(report: &CheckReport) -> Vec<&Finding> {
    let findings = report.expectations.iter();
    findings.filter(|found| found.of_rule.is_some()).collect()
}

/// What is found of each rule.
fn found(csv: &str, rules: Vec<Rule>) -> Vec<Finding> {
    let (mut pipeline, recipe) = recipe(csv, rules.into_iter().map(warning).collect());
    let (report, _) = check(&mut pipeline, &recipe);
    own(&report).into_iter().cloned().collect()
}

fn rows(finding: &Finding) -> &[u32] {
    &finding.of_rule.as_ref().expect("an own one").rows
}

fn column(name: &str) -> String {
    name.into()
}
