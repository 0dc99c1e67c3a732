//! The parameters of a stage as form fields, each made from its declaration and its place in the recipe.

use yew::{Callback, Html};

use crate::ui::page::Page;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::declares::Declares;
use crate::ui::widgets::parameter::FieldLook;

/// Makes the fields of one part of the recipe.
pub struct PartFields<'a, P> {
    pub page: &'a Page,
    pub now: &'a P,
    pub edit: fn(P) -> Edit,
}

/// Returns a parameter in a part of the recipe.
pub type PartParameter<P, T> = fn(&mut P) -> &mut T;

impl<P: Clone + 'static> PartFields<'_, P> {
    fn value<T: Clone>(&self, place: PartParameter<P, T>) -> T {
        place(&mut self.now.clone()).clone()
    }

    /// Returns the callback that sets a parameter.
    pub fn changed<T: 'static>(
        &self,
        name: &'static str,
        place: PartParameter<P, T>,
    ) -> Callback<T> {
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

    pub fn field<T: Clone + 'static, D: Declares<T>>(
        &self,
        declared: &'static D,
        place: PartParameter<P, T>,
    ) -> Html {
        self.field_with(&FieldLook::default(), declared, place)
    }

    /// Makes a field with more settings of the form.
    pub fn field_with<T: Clone + 'static, D: Declares<T>>(
        &self,
        look: &FieldLook,
        declared: &'static D,
        place: PartParameter<P, T>,
    ) -> Html {
        let onchange = self.changed(declared.name(), place);
        look.field(declared, &self.value(place), onchange)
    }
}
