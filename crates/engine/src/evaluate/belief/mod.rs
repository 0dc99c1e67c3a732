//! Checks every run for reasons to doubt its scores.
//!
//! Questions about rows need the cleaned table and its parts, and are checked before training; those about scores need
//! the evaluation.
//!
//! Why: `docs/decisions/0010-what-speaks-against-a-score.md`.

mod copies;
mod groups;
mod intraclass;
mod leak;
mod scores;
mod time;

use std::cell::OnceCell;

use grove_protocol::report::{CheckVerdict, Doubt, Evaluation, Finding, Remedy};
use grove_recipe::columns::ColumnSummary;
use grove_recipe::{Question, Recipe, Role};

use crate::clean::Cleaned;
use crate::pace::Pace;
use crate::split::SplitParts;
use crate::table::target::{TargetValues, target_of};

/// The declaration of a question.
struct QuestionDeclaration {
    question: Question,
    /// What should be true, as the list of checks says.
    expected: &'static str,
    answered: QuestionSource,
}

enum QuestionSource {
    Rows(fn(&BeliefRows) -> QuestionResult),
    Scores(fn(&Evaluation) -> Option<Doubt>),
}

/// All questions.
const QUESTIONS: [QuestionDeclaration; 6] = [
    QuestionDeclaration {
        question: Question::Leak,
        expected: "No column alone reveals the target",
        answered: QuestionSource::Rows(leak::ask),
    },
    QuestionDeclaration {
        question: Question::Copies,
        expected: "No test row is equal to a train row",
        answered: QuestionSource::Rows(copies::ask),
    },
    QuestionDeclaration {
        question: Question::Groups,
        expected: "No person or thing is in both train and test",
        answered: QuestionSource::Rows(groups::ask),
    },
    QuestionDeclaration {
        question: Question::Time,
        expected: "No train row is later than the test rows",
        answered: QuestionSource::Rows(time::ask),
    },
    QuestionDeclaration {
        question: Question::Baseline,
        expected: "The model is better than the baseline",
        answered: QuestionSource::Scores(scores::baseline),
    },
    QuestionDeclaration {
        question: Question::LogLoss,
        expected: "The probabilities are better than the baseline's",
        answered: QuestionSource::Scores(scores::log_loss),
    },
];

/// The rows before training.
pub struct BeliefRows<'a> {
    cleaned: &'a Cleaned,
    recipe: &'a Recipe,
    parts: SplitParts,
    target: OnceCell<TargetValues>,
}

impl BeliefRows<'_> {
    /// Returns the target, which is read on first use, since many rows take a while.
    fn target(&self) -> &TargetValues {
        let read = || target_of(&self.cleaned.table, self.recipe);
        self.target.get_or_init(read)
    }

    fn features(&self) -> Vec<&ColumnSummary> {
        let columns = self.cleaned.columns.iter();
        columns
            .filter(|column| self.recipe.role(&column.name) == Role::Feature)
            .collect()
    }
}

/// The result of a question.
struct QuestionResult {
    doubts: Vec<Doubt>,
    /// How many columns or rows fail, and of how many.
    failing: u32,
    of: u32,
    /// The sentence if nothing was found.
    fine: String,
}

impl QuestionResult {
    fn fine(fine: impl Into<String>) -> Self {
        Self {
            doubts: Vec::new(),
            failing: 0,
            of: 0,
            fine: fine.into(),
        }
    }
}

fn doubt(question: Question, columns: Vec<String>, remedy: Remedy) -> Doubt {
    Doubt {
        question,
        columns,
        found: String::new(),
        advice: String::new(),
        remedy,
        known: false,
    }
}

/// Checks the questions about rows: returns the findings and the doubts. Both are empty if the rows cannot be split,
/// which the split stage reports. O(cells + rows · log rows), and a sample of the rows for each column.
pub async fn of_rows(
    cleaned: &Cleaned,
    recipe: &Recipe,
    pace: &Pace,
) -> (Vec<Finding>, Vec<Doubt>) {
    let Ok(parts) = cleaned.parts(recipe) else {
        return (Vec::new(), Vec::new());
    };
    let rows = BeliefRows {
        cleaned,
        recipe,
        parts,
        target: OnceCell::new(),
    };
    let (mut findings, mut doubts) = (Vec::new(), Vec::new());
    for (declared, done) in QUESTIONS.iter().zip(0..) {
        if let QuestionSource::Rows(ask) = declared.answered {
            pace.breathe(done, QUESTIONS.len() as u32).await;
            let answer = ask(&rows);
            let mut doubted = answer.doubts.iter();
            debug_assert!(doubted.all(|doubt| doubt.question == declared.question));
            findings.push(finding(declared, &answer));
            doubts.extend(answer.doubts);
        }
    }
    (findings, doubts)
}

fn finding(declared: &QuestionDeclaration, answer: &QuestionResult) -> Finding {
    let doubts = answer.doubts.iter();
    let columns = doubts.clone().flat_map(|doubt| doubt.columns.clone());
    let said: Vec<String> = doubts
        .map(|doubt| format!("{} {}", doubt.found, doubt.advice))
        .collect();
    Finding {
        name: declared.expected.into(),
        columns: columns.collect(),
        verdict: match said.is_empty() {
            true => CheckVerdict::Passed,
            false => CheckVerdict::Warned,
        },
        failing: answer.failing,
        of: answer.of,
        message: match said.is_empty() {
            true => answer.fine.clone(),
            false => said.join(" "),
        },
        of_rule: None,
    }
}

/// Returns all doubts about these scores: those about the rows, then those about the scores, each with whether the
/// person has acknowledged it.
pub fn of_scores(of_rows: &[Doubt], evaluation: &Evaluation, recipe: &Recipe) -> Vec<Doubt> {
    let asked = QUESTIONS
        .iter()
        .filter_map(|declared| match declared.answered {
            QuestionSource::Scores(ask) => {
                ask(evaluation).inspect(|doubt| debug_assert!(doubt.question == declared.question))
            }
            QuestionSource::Rows(_) => None,
        });
    let mut doubts: Vec<Doubt> = of_rows.iter().cloned().chain(asked).collect();
    for doubt in &mut doubts {
        doubt.known = doubt.is_known_to(recipe);
    }
    doubts
}
