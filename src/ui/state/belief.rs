//! The doubts about the scores: which are open, and the recipe without their cause or with the person's knowledge of
//! them.

use std::rc::Rc;

use super::State;
use grove_protocol::report::{Detail, Doubt, Remedy};
use grove_recipe::order::sort_by_key;
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, columns_after};

impl State {
    /// Returns the doubts of checking or evaluating that the present recipe does not record as known.
    pub fn doubts(&self, stage: Stage) -> impl Iterator<Item = &Doubt> {
        let found: &[Doubt] = match self.report(stage).map(|report| &report.detail) {
            Some(Detail::Check(report)) => &report.belief,
            Some(Detail::Evaluate(evaluation)) => &evaluation.belief,
            _ => &[],
        };
        let recipe = self.recipe();
        found
            .iter()
            .filter(move |doubt| recipe.is_none_or(|recipe| !doubt.is_known_to(recipe)))
    }

    /// Returns the present recipe with the change; `None` if a person has to choose.
    pub fn mended(&self, remedy: &Remedy) -> Option<Rc<Recipe>> {
        let (recipe, data) = self.recipe().zip(self.data.as_ref())?;
        let mut mended = Recipe::clone(recipe);
        if !remedy.apply(&mut mended) {
            return None;
        }
        // In the table's order, as when columns are left out one by one.
        let known = columns_after(data.known(), &mended.clean.steps);
        let place = |name: &String| known.iter().position(|(known, _)| known == name);
        sort_by_key(&mut mended.leave_out, place);
        Some(Rc::new(mended))
    }

    /// Returns the present recipe without a change that it has; `None` if it does not have it.
    pub fn put_back(&self, remedy: &Remedy) -> Option<Rc<Recipe>> {
        let recipe = self.recipe().filter(|recipe| remedy.is_in(recipe))?;
        let mut without = Recipe::clone(recipe);
        remedy.put_back(&mut without);
        Some(Rc::new(without))
    }

    /// Returns the present recipe with the doubt recorded as known, or no longer.
    pub fn knowing(&self, doubt: &Doubt, known: bool) -> Option<Rc<Recipe>> {
        let mut recipe = Recipe::clone(self.recipe()?);
        recipe
            .check
            .known
            .retain(|other| *other != doubt.acknowledged());
        if known {
            recipe.check.known.push(doubt.acknowledged());
        } else {
            // An entry that a person wrote may name several columns.
            let question = doubt.question;
            let still = |recipe: &Recipe| doubt.is_known_to(recipe);
            if still(&recipe) {
                recipe
                    .check
                    .known
                    .retain(|other| other.question != question);
            }
        }
        Some(Rc::new(recipe))
    }
}
