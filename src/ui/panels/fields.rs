//! The parameters of a stage as form fields, each made from its declaration and its place in the recipe.

use yew::{Callback, Html};

use crate::ui::page::Page;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::choice::choice_field;
use crate::ui::widgets::integer::{integer_field, limit_field};
use crate::ui::widgets::real::real_field;
use crate::ui::widgets::switch::switch_field;
use crate::ui::widgets::words::words_field;
use grove_recipe::parameters::{Choice, Integer, Real, Switch};

/// Makes the fields of one part of the recipe.
pub struct Fields<'a, P> {
    pub page: &'a Page,
    pub now: &'a P,
    pub edit: fn(P) -> Edit,
}

/// Where a parameter is, to read it and to change it.
pub type PlaceOf<P, T> = fn(&mut P) -> &mut T;

impl<P: Clone + 'static> Fields<'_, P> {
    fn value<T: Clone>(&self, place: PlaceOf<P, T>) -> T {
        place(&mut self.now.clone()).clone()
    }

    /// Takes a new value of a parameter over.
    pub fn changed<T: 'static>(&self, name: &'static str, place: PlaceOf<P, T>) -> Callback<T> {
        let (page, now, edit) = (self.page.clone(), self.now.clone(), self.edit);
        Callback::from(move |value| {
            let mut part = now.clone();
            *place(&mut part) = value;
            page.tell(Action::RecipeEdited {
                field: name,
                edit: edit(part),
            });
        })
    }

    pub fn whole(&self, declared: &'static Integer, place: PlaceOf<P, u32>) -> Html {
        let onchange = self.changed(declared.name, place);
        integer_field(declared, None, self.value(place), onchange)
    }

    /// A number that need not be there.
    pub fn limit(&self, declared: &'static Integer, place: PlaceOf<P, Option<u32>>) -> Html {
        let onchange = self.changed(declared.name, place);
        limit_field(declared, "no limit", self.value(place), onchange)
    }

    pub fn real(&self, declared: &'static Real, place: PlaceOf<P, f64>) -> Html {
        real_field(
            declared,
            self.value(place),
            self.changed(declared.name, place),
        )
    }

    pub fn switch(&self, declared: &'static Switch, place: PlaceOf<P, bool>) -> Html {
        switch_field(
            declared,
            self.value(place),
            self.changed(declared.name, place),
        )
    }

    pub fn choice<T: Copy + PartialEq>(
        &self,
        declared: &'static Choice<T>,
        place: PlaceOf<P, T>,
    ) -> Html {
        choice_field(
            declared,
            self.value(place),
            self.changed(declared.name, place),
        )
    }

    pub fn words(
        &self,
        name: &'static str,
        label: &'static str,
        help: &'static str,
        place: PlaceOf<P, Vec<String>>,
    ) -> Html {
        words_field(
            name,
            label,
            help,
            &self.value(place),
            self.changed(name, place),
        )
    }
}
