//! The actions that change the page's state, named in the past tense.

use std::rc::Rc;

use super::{ProfileSubject, RunsAction, Ticket};
use grove_protocol::take_home::TakeHomeFormat;
use grove_protocol::tracking::Notification;
use grove_protocol::{Request, Response};
use grove_recipe::error::StageError;
use grove_recipe::link::{DataSource, Link};
use grove_recipe::stage::{Key, Stage};
use grove_recipe::{
    Check, Clean, ColumnEncoding, Evaluate, Featurize, Load, Recipe, Role, Split, Task, Train,
};

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    EngineReady,
    /// The engine is gone and a new one is being started.
    EngineEnded {
        ending: EngineEnding,
        /// The file on its way is given to the new one.
        waits: bool,
    },
    /// The engine cannot be used at all.
    EngineRefused {
        message: String,
    },

    /// A file was chosen, which may still have to be fetched or made.
    FileAwaited {
        name: String,
        source: DataSource,
    },
    /// The engine was asked something.
    Asked {
        ticket: Ticket,
        question: PendingRequest,
    },
    /// The engine told something about a question.
    Told {
        ticket: Ticket,
        response: Box<Response>,
        /// Milliseconds from some fixed moment.
        at: f64,
    },
    /// The engine told something unasked: a run was stored, or another tab changed something.
    Notified(Box<Notification>),

    /// A change of the recipe by hand. Changes of one field in a row are one step to undo.
    RecipeEdited {
        field: &'static str,
        edit: Edit,
    },
    RecipeLoaded(Box<Recipe>),
    /// The recipe's text was changed by hand.
    DraftWritten(String),
    DraftApplied,
    DraftReverted,
    /// A link to a recipe was opened.
    LinkRead(Box<Link>),
    /// The recipe of a link is not waited for any more.
    LinkDropped,
    ShareClosed,
    Undone,
    Redone,

    Runs(RunsAction),
    /// Whether example rows go into files that take them.
    ExamplesSwitched(bool),
    PlaceChosen(CenterView),
    TreeClosed,
    ProposalsClosed,
    /// How outputs came about is to be shown, or no longer.
    ProvenanceTurned(bool),
    /// An error found by the page itself.
    ProblemFound(StageError),
    ProblemDismissed(Stage),
    NoticeDismissed,
}

/// Why an engine is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineEnding {
    /// It broke by itself; the text is its last word.
    Broke(String),
    /// It was ended, since it did not stop when told to.
    Stopped,
}

/// What the page remembers about a request until its answer.
#[derive(Clone, Debug, PartialEq)]
pub enum PendingRequest {
    Open {
        name: Rc<str>,
        load: Load,
    },
    /// The open file once more, otherwise.
    Read {
        load: Load,
    },
    /// The open file again, in a new engine.
    Reopen {
        name: Rc<str>,
        load: Load,
    },
    Run {
        recipe: Rc<Recipe>,
        through: Stage,
        /// The page started it by itself.
        preview: bool,
    },
    Cancel,
    /// That what this stage and those behind it made be made anew.
    Forget {
        from: Stage,
    },
    /// The fingerprint of the output with this key.
    Output {
        key: Key,
    },
    /// Whether the text that was written is a recipe.
    CheckDraft,
    Share {
        recipe: Rc<Recipe>,
    },
    Estimate {
        recipe: Rc<Recipe>,
    },
    Profile {
        subject: ProfileSubject,
    },
    Tree,
    /// Which expectations the data suggests.
    Propose,
    /// How a column is distributed now.
    Remember,
    Similar,
    LoadModel,
    UseTrained,
    Prepare {
        format: TakeHomeFormat,
    },
    Predict,
    /// A call to the store of runs.
    Store(Box<Request>),
    Search {
        recipe: Rc<Recipe>,
        scoring: String,
    },
}

/// What the centre of the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CenterView {
    Stage(Stage),
    Profile,
    /// The recipe as text.
    Recipe,
    /// Files for other tools.
    TakeHome,
    /// Those that are kept.
    Runs,
    /// Before a file is open.
    Welcome,
}

/// The field of an edit of the list of cleaning steps: each such edit is a step to undo of its own.
pub const STEPS: &str = "steps";
/// The field of an edit that reads the file otherwise, as a note offers: likewise.
pub const READING: &str = "reading";

/// A change of a part of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    Seed(u32),
    Target(String),
    Task(Task),
    Role {
        column: String,
        role: Role,
    },
    /// How one column becomes features.
    Encoding {
        column: String,
        encoding: ColumnEncoding,
    },
    Load(Load),
    /// Of a file that could not be read.
    Refused(Load),
    Clean(Clean),
    Check(Check),
    Split(Split),
    Group(Option<String>),
    Featurize(Featurize),
    Train(Train),
    Evaluate(Evaluate),
    /// A step that mends what speaks against the scores, or the word that it is known.
    Belief(Rc<Recipe>),
}
