//! Finds the changes in a list of cleaning steps or expectations.

use super::shortened;
use crate::stage::Stage;
use crate::{Expectation, Recipe, Step};

/// An item of a list in a recipe, which can be switched off.
trait ListItem: PartialEq {
    const NOUN: &'static str;
    fn on(&self) -> bool;
    fn sentence(&self) -> String;
}

impl ListItem for Step {
    const NOUN: &'static str = "step";

    fn on(&self) -> bool {
        self.on
    }

    fn sentence(&self) -> String {
        self.operation.sentence()
    }
}

impl ListItem for Expectation {
    const NOUN: &'static str = "expectation";

    fn on(&self) -> bool {
        self.on
    }

    fn sentence(&self) -> String {
        self.rule.sentence()
    }
}

/// The lists in recipes, by their dotted names.
pub const LISTS: [&str; 2] = ["clean.steps", "check.expectations"];

/// Describes the changes in the list that a stage reads, if it reads one.
pub fn changes(stage: Stage, then: &Recipe, now: &Recipe) -> Vec<String> {
    match stage {
        Stage::Clean => between(&then.clean.steps, &now.clean.steps),
        Stage::Check => between(&then.check.expectations, &now.check.expectations),
        _ => Vec::new(),
    }
}

/// Describes the cleaning steps that are on in one list alone, in short: what each new one does, or how many there are.
pub fn steps(then: &[Step], now: &[Step]) -> Option<String> {
    let lacks = |list: &[Step], other: &[Step]| -> Vec<String> {
        let on = list.iter().filter(|step| step.on && !other.contains(step));
        on.map(|step| step.operation.sentence()).collect()
    };
    let (new, gone) = (lacks(now, then), lacks(then, now));
    match (&new[..], &gone[..]) {
        ([], []) => (then != now).then(|| "steps in another order".to_owned()),
        ([one], _) => Some(shortened(uncapitalised(one))),
        ([], [one]) => Some(shortened(format!("does not {}", uncapitalised(one)))),
        _ => Some(format!("{} other steps", new.len().max(gone.len()))),
    }
}

fn uncapitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_lowercase());
    first.into_iter().flatten().chain(letters).collect()
}

/// Compares two lists. Equal items at the start and at the end are unchanged; in between, items are new or gone, or
/// changed if both lists have equally many. O(items).
fn between<T: ListItem>(then: &[T], now: &[T]) -> Vec<String> {
    let same = |(a, b): &(&T, &T)| a == b;
    let start = then.iter().zip(now).take_while(same).count();
    let (gone, new) = (&then[start..], &now[start..]);
    let end = gone.iter().rev().zip(new.iter().rev());
    let end = end.take_while(same).count();
    let (gone, new) = (&gone[..gone.len() - end], &new[..new.len() - end]);
    let named = |index: usize, item: &T| {
        let sentence = shortened(item.sentence());
        format!("{} {} “{sentence}”", T::NOUN, start + index + 1)
    };
    if gone.len() == new.len() {
        let pairs = gone.iter().zip(new).enumerate();
        return pairs
            .map(|(index, (was, is))| match (was.sentence(), is.sentence()) {
                (before, now) if before != now => {
                    format!("{} is now “{}”", named(index, was), shortened(now))
                }
                _ if was.on() != is.on() && is.on() => {
                    format!("{} is switched on", named(index, is))
                }
                _ if was.on() != is.on() => format!("{} is switched off", named(index, is)),
                _ => format!("{} has changed", named(index, is)),
            })
            .collect();
    }
    let gone = gone.iter().enumerate();
    let gone = gone.map(|(index, item)| format!("{} was removed", named(index, item)));
    let new = new.iter().enumerate();
    let new = new.map(|(index, item)| format!("{} was added", named(index, item)));
    gone.chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Operation;

    fn dropping(column: &str) -> Step {
        Operation::DropColumns {
            columns: vec![column.into()],
        }
        .into()
    }

    #[test]
    fn steps_are_called_what_their_list_calls_them() {
        let [a, b, c] = ["a", "b", "c"].map(dropping);
        let before = [a.clone(), b.clone()];
        let told = |now: &[Step]| between(&before, now).join("; ");
        assert_eq!(told(&before), "");
        assert_eq!(
            told(&[a.clone(), c.clone(), b.clone()]),
            "step 2 “Drop c” was added"
        );
        assert_eq!(
            told(std::slice::from_ref(&b)),
            "step 1 “Drop a” was removed"
        );
        let other = told(&[a.clone(), c.clone()]);
        assert_eq!(other, "step 2 “Drop b” is now “Drop c”");
        let off = Step {
            on: false,
            ..b.clone()
        };
        assert_eq!(
            told(&[a.clone(), off.clone()]),
            "step 2 “Drop b” is switched off"
        );
        let on = between(&[off], std::slice::from_ref(&b));
        assert_eq!(on, ["step 1 “Drop b” is switched on"]);
        let moved = "step 1 “Drop a” is now “Drop b”; step 2 “Drop b” is now “Drop a”";
        assert_eq!(told(&[b.clone(), a.clone()]), moved);
        // Of two equal items, one is gone.
        assert_eq!(
            between(&[a.clone(), a.clone()], &[a]),
            ["step 2 “Drop a” was removed"]
        );
    }
}
