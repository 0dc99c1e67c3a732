//! One component of Yew for all that `#[component]` declares. For each component Yew makes code to mount it, to compare its
//! properties and to draw it anew; here that is there once, and a component is its function.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

use yew::functional::{FunctionComponent, FunctionProvider, HookContext};
use yew::html::{BaseComponent, HtmlResult};
use yew::virtual_dom::{Key, VNode};
use yew::{Component, Context, Html, Properties};

/// What a component is: how it is drawn, and when its properties are equal.
trait Kind {
    /// Another for each kind.
    fn number(&self) -> usize;
    fn draw(&self, hooks: &mut HookContext, properties: &dyn Any) -> HtmlResult;
    fn are_equal(&self, one: &dyn Any, other: &dyn Any) -> bool;
}

struct KindOf<C>(PhantomData<fn() -> C>);

impl<C: FunctionProvider + 'static> KindOf<C> {
    fn properties(of: &dyn Any) -> Option<&C::Properties>
    where
        C::Properties: 'static,
    {
        of.downcast_ref()
    }
}

impl<C: FunctionProvider + 'static> Kind for KindOf<C>
where
    C::Properties: 'static,
{
    fn number(&self) -> usize {
        C::run as fn(&mut HookContext, &C::Properties) -> HtmlResult as usize
    }

    fn draw(&self, hooks: &mut HookContext, properties: &dyn Any) -> HtmlResult {
        match Self::properties(properties) {
            Some(properties) => C::run(hooks, properties),
            None => Ok(VNode::default()),
        }
    }

    fn are_equal(&self, one: &dyn Any, other: &dyn Any) -> bool {
        Self::properties(one) == Self::properties(other)
    }
}

/// A component with its properties.
#[derive(Clone, Properties)]
struct Declared {
    kind: &'static dyn Kind,
    properties: Rc<dyn Any>,
}

impl PartialEq for Declared {
    fn eq(&self, other: &Self) -> bool {
        self.kind.number() == other.kind.number()
            && self.kind.are_equal(&*self.properties, &*other.properties)
    }
}

/// Where a component stands. Another kind in its place begins anew, as the key says.
struct Place;

impl Component for Place {
    type Message = ();
    type Properties = Declared;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let declared = ctx.props().clone();
        let key = Key::from(declared.kind.number());
        yew::virtual_dom::VChild::<Drawn>::new(declared, Some(key)).into()
    }
}

/// A component with its hooks.
struct Drawn {
    function: FunctionComponent<Self>,
}

impl FunctionProvider for Drawn {
    type Properties = Declared;

    fn run(hooks: &mut HookContext, declared: &Declared) -> HtmlResult {
        declared.kind.draw(hooks, &*declared.properties)
    }
}

impl BaseComponent for Drawn {
    type Message = ();
    type Properties = Declared;

    fn create(ctx: &Context<Self>) -> Self {
        let function = FunctionComponent::new(ctx);
        Self { function }
    }

    fn update(&mut self, _: &Context<Self>, (): ()) -> bool {
        true
    }

    fn changed(&mut self, _: &Context<Self>, _: &Declared) -> bool {
        true
    }

    fn view(&self, ctx: &Context<Self>) -> HtmlResult {
        self.function.render(ctx.props())
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.function.rendered();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.function.destroy();
    }

    fn prepare_state(&self) -> Option<String> {
        None
    }
}

/// Makes the components of `html!`.
pub struct VChild<C>(PhantomData<C>);

impl<C: FunctionProvider + 'static> VChild<C>
where
    C::Properties: 'static,
{
    /// Makes a component.
    #[inline]
    #[expect(clippy::new_ret_no_self, reason = "the macro wants a node in the end")]
    pub fn new(properties: C::Properties, key: Option<Key>) -> VNode {
        declared(&KindOf::<C>(PhantomData), Rc::new(properties), key)
    }
}

#[inline(never)]
fn declared(kind: &'static dyn Kind, properties: Rc<dyn Any>, key: Option<Key>) -> VNode {
    yew::virtual_dom::VChild::<Place>::new(Declared { kind, properties }, key).into()
}

/// Makes a component that is a type with a state of its own, as `html!` cannot.
pub fn with_state<C: BaseComponent>(properties: C::Properties) -> Html {
    yew::virtual_dom::VChild::<C>::new(properties, None).into()
}
