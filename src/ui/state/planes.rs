//! The plane of two columns: which picture a panel shows, when to ask for it, and points that were drawn by hand.

use std::rc::Rc;

use super::{History, State, Ticket, Waiting};
use grove_protocol::call::{EventOf, Unanswered};
use grove_protocol::calls::{Plane, PlaneSource};
use grove_protocol::report::PlaneReport;
use grove_recipe::error::StageError;
use grove_recipe::link::DataSource;
use grove_recipe::stage::{Key, Stage};
use grove_recipe::{DataReference, Recipe, Task};

/// The name of the table of drawn points.
pub const POINTS: &str = "points.csv";
/// Its target.
pub const POINTS_TARGET: &str = "class";

/// The classes that can be drawn.
pub const POINT_CLASSES: [&str; 3] = ["A", "B", "C"];

/// The panels with a plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaneView {
    /// The rows as they were opened.
    Data,
    /// With the answers of the trees as they grow, and then of the model.
    Train,
    /// With the answers of the model, and its mistakes.
    Evaluate,
}

/// What a plane is about.
#[derive(Clone, Debug)]
pub struct PlaneSubject {
    pub recipe: Rc<Recipe>,
    pub of: PlaneSource,
    /// The two columns; those that are `None` are chosen by the engine.
    pub names: [Option<String>; 2],
    /// The trees that have grown, while they grow.
    trees: u32,
    /// The keys of what is drawn.
    keys: [Option<Key>; 2],
}

/// The recipe matters for a table's target alone: the rest is in the keys.
impl PartialEq for PlaneSubject {
    fn eq(&self, other: &Self) -> bool {
        fn target(of: &PlaneSubject) -> (&str, Task) {
            (&of.recipe.target, of.recipe.task)
        }
        self.of == other.of
            && self.names == other.names
            && self.trees == other.trees
            && self.keys == other.keys
            && target(self) == target(other)
    }
}

/// A point that was drawn by hand, and the place of its class.
pub type DrawnPoint = (f64, f64, usize);

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Planes {
    /// The chosen columns.
    pub names: [Option<String>; 2],
    /// The latest pictures: without a model, and with one.
    answers: [Option<(PlaneSubject, Rc<PlaneReport>)>; 2],
    waits: Waiting<PlaneSubject>,
    failed: Option<(PlaneSubject, Rc<StageError>)>,
}

impl Planes {
    fn answer(&self, of: PlaneSource) -> Option<&(PlaneSubject, Rc<PlaneReport>)> {
        self.answers[usize::from(of != PlaneSource::Table)].as_ref()
    }
}

impl State {
    /// Returns what a panel's plane is about now; `None` where there is nothing to draw.
    pub fn plane_subject(&self, view: PlaneView) -> Option<PlaneSubject> {
        let key = |stage| self.finished(stage).and_then(|finished| finished.key);
        let run = self
            .engine
            .run()
            .filter(|run| run.stage == Some(Stage::Train));
        let (recipe, of, trees, keys) = match (view, run) {
            (PlaneView::Data, _) => {
                let keys = [key(Stage::Load), None];
                (self.recipe()?, PlaneSource::Table, 0, keys)
            }
            (PlaneView::Train, Some(run)) => {
                let trees = run.trees.len() as u32;
                let keys = [run.keys.get(Stage::Train as usize).copied(), None];
                (&run.recipe, PlaneSource::Growing, trees, keys)
            }
            _ => {
                let keys = [Some(key(Stage::Train)?), key(Stage::Evaluate)];
                let trained = self.finished(Stage::Train)?;
                (&trained.recipe, PlaneSource::Trained, 0, keys)
            }
        };
        Some(PlaneSubject {
            recipe: Rc::clone(recipe),
            of,
            names: self.planes.names.clone(),
            trees,
            keys,
        })
    }

    /// Returns the plane to ask for: it is neither known, nor asked for, nor did it fail. While trees grow, half as many
    /// again are awaited, so that drawing takes a small part of the time.
    pub fn plane_wanted(&self, view: PlaneView) -> Option<PlaneSubject> {
        let subject = self.plane_subject(view)?;
        let growing = subject.of == PlaneSource::Growing;
        let known = self.planes.answer(subject.of).map(|(about, _)| about);
        let drawn = known.filter(|about| about.of == subject.of && about.keys == subject.keys);
        let enough = drawn.map_or(1, |about| about.trees + about.trees.div_ceil(2));
        let early = growing
            && (subject.trees < enough && drawn.is_none_or(|about| about.names == subject.names)
                || self.planes.waits.is_some());
        let settled = known == Some(&subject)
            || self.planes.waits.about() == Some(&subject)
            || self
                .planes
                .failed
                .as_ref()
                .is_some_and(|(about, _)| *about == subject);
        let free = self.engine.is_ready() && self.engine.opening().is_none();
        (free && !early && !settled).then_some(subject)
    }

    /// Returns the latest picture for a panel, which may be of an earlier run.
    pub fn plane(&self, view: PlaneView) -> Option<&Rc<PlaneReport>> {
        let of = match view {
            PlaneView::Data => PlaneSource::Table,
            PlaneView::Train | PlaneView::Evaluate => PlaneSource::Trained,
        };
        let (about, report) = self.planes.answer(of)?;
        let fits = view != PlaneView::Evaluate || about.of == PlaneSource::Trained;
        fits.then_some(report)
    }

    /// Returns why there is no picture of what a panel is about.
    pub fn plane_error(&self, view: PlaneView) -> Option<&Rc<StageError>> {
        let subject = self.plane_subject(view)?;
        let (about, error) = self.planes.failed.as_ref()?;
        (*about == subject).then_some(error)
    }

    pub(super) fn plane_asked(&mut self, ticket: Ticket, subject: PlaneSubject) {
        self.planes.waits.ask(ticket, subject);
    }

    pub(super) fn plane_told(&mut self, ticket: Ticket, told: EventOf<Plane>) {
        let Some(answer) = told.answer() else { return };
        let Some(subject) = self.planes.waits.answered(ticket) else {
            return;
        };
        let planes = &mut self.planes;
        match answer {
            Ok(mut report) => {
                let place = &mut planes.answers[usize::from(subject.of != PlaneSource::Table)];
                // A forest that is being put together has no answers for a moment: its last ones stay.
                if let (None, PlaneSource::Growing, Some((about, before))) =
                    (&report.field, subject.of, &*place)
                    && about.of == PlaneSource::Growing
                    && about.names == subject.names
                {
                    report.field = before.field.clone();
                }
                *place = Some((subject, Rc::new(report)));
            }
            Err(Unanswered::Failed(error)) => planes.failed = Some((subject, Rc::new(error))),
            Err(_) => {}
        }
    }

    /// Returns whether the open table is that of the drawn points.
    pub fn is_drawn(&self) -> bool {
        let name = self.data.as_ref().map(|data| &*data.name);
        !self.drawn.is_empty() && self.source == DataSource::Own && name == Some(POINTS)
    }

    /// Gives the table of drawn points the recipe that it had before it got more points, or a new one.
    pub(super) fn drawn_opened(&mut self, before: Option<Rc<Recipe>>) {
        let (true, Some(data)) = (self.is_drawn(), &self.data) else {
            return;
        };
        let fresh = data.recipe(POINTS_TARGET);
        let kept = before.filter(|recipe| recipe.data.name == POINTS && recipe.has_target());
        let recipe = kept.map_or(fresh, |recipe| Recipe {
            data: DataReference {
                name: data.name.clone(),
                sha256: data.sha256.clone(),
            },
            ..Recipe::clone(&recipe)
        });
        self.history = Some(History::new(recipe));
    }
}
