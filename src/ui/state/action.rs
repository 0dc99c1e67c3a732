//! The actions that change the page's state, named in the past tense.

use std::rc::Rc;

use super::{DrawnPoint, PlaneSubject, ProfileSubject, RunsAction, Ticket};
use grove_protocol::calls::TableChange;
use grove_protocol::report::TrialPlan;
use grove_protocol::take_home::TakeHomeFormat;
use grove_protocol::tracking::{Notification, RunId};
use grove_protocol::{Request, Response};
use grove_recipe::error::StageError;
use grove_recipe::link::{DataSource, Link};
use grove_recipe::stage::{Key, Stage};
use grove_recipe::{ColumnEncoding, Load, Recipe, RecipePart, Role, Task};

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    EngineReady,
    /// The engine is gone and a new one is being started.
    EngineEnded {
        ending: EngineEnding,
        /// The file on its way is sent to the new one.
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
    /// The file on its way is to be run as soon as it is open.
    RunAwaited,
    /// The engine was asked a question.
    Asked {
        ticket: Ticket,
        question: PendingRequest,
    },
    /// The engine reported something about a question.
    Told {
        ticket: Ticket,
        response: Box<Response>,
        /// Milliseconds since some fixed moment.
        at: f64,
    },
    /// The engine told something unasked: a run was stored, or another tab changed something.
    Notified(Box<Notification>),

    /// The person changed the recipe. Successive changes of one field are undone together.
    RecipeEdited {
        field: &'static str,
        edit: Edit,
    },
    RecipeLoaded(Box<Recipe>),
    /// The person changed the recipe's text.
    DraftWritten(String),
    DraftApplied,
    DraftReverted,
    /// A link to a recipe was opened.
    LinkRead(Box<Link>),
    /// A table that the browser keeps was chosen. It is opened, and its recipe waits for it.
    Continued(Box<Link>),
    /// The recipe of a link is no longer waited for.
    LinkDropped,
    ShareClosed,
    Undone,
    Redone,

    Runs(RunsAction),
    /// Whether example rows go into files that take them.
    ExamplesSwitched(bool),
    PlaceChosen(CenterView),
    /// The row of this number in the file is to be predicted as one row.
    RowTaken(u32),
    /// The person went back or forward, or entered an address of this page. The text is what follows the `#`.
    AddressTurned(String),
    TreeClosed,
    /// The columns of the plane were chosen.
    PlaneChosen([Option<String>; 2]),
    /// Points were drawn by hand, of which a table is opened.
    PointsDrawn(Rc<Vec<DrawnPoint>>),
    ProposalsClosed,
    /// Whether the provenance of outputs is shown.
    ProvenanceTurned(bool),
    /// An error found by the page itself.
    ProblemFound(StageError),
    ProblemDismissed(Stage),
    NoticeDismissed,
}

/// Why an engine is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineEnding {
    /// It failed by itself; the text is its last message.
    Broke(String),
    /// It was ended, because it did not stop in time.
    Stopped,
}

/// What the page remembers about a request until its answer.
#[derive(Clone, Debug, PartialEq)]
pub enum PendingRequest {
    Open {
        name: Rc<str>,
        load: Load,
    },
    /// Read the open file again with other choices.
    Read {
        load: Load,
    },
    /// Open the open file again, in a new engine.
    Reopen {
        name: Rc<str>,
        load: Load,
    },
    Run {
        recipe: Rc<Recipe>,
        through: Stage,
        mode: RunMode,
    },
    Cancel,
    /// Drop the outputs of this stage and later ones.
    Forget {
        from: Stage,
    },
    /// The fingerprint of the output with this key.
    Output {
        key: Key,
    },
    /// Whether the text is a valid recipe.
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
    Plane {
        subject: PlaneSubject,
    },
    /// Which expectations are proposed for the data.
    Propose,
    /// The present distribution of a column.
    Remember,
    Similar,
    LoadModel,
    UseTrained,
    Prepare {
        format: TakeHomeFormat,
    },
    Predict,
    /// Which tables the browser keeps, maybe after a change by the person or by the page itself.
    Tables {
        change: TableChange,
        by_person: bool,
    },
    /// Whether the second run differs from the first by more than chance.
    Noise {
        runs: [RunId; 2],
    },
    /// A call to the store of runs.
    Store(Box<Request>),
    Search {
        recipe: Rc<Recipe>,
        scoring: String,
    },
    Trials {
        plan: TrialPlan,
    },
}

/// Who started a run, and what the page shows meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunMode {
    /// The person, and the page follows it to its results.
    Followed,
    /// The person, and the page stays at the chosen panel.
    InPlace,
    /// The page, which stays at the chosen panel.
    Preview,
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
    /// The stored runs.
    Runs,
    /// The first page, before a file is open.
    Welcome,
}

/// The field of an edit of the list of cleaning steps. Each such edit is undone by itself.
pub const STEPS: &str = "steps";
/// The field of an edit of the reading choices from a note. Each such edit is undone by itself.
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
    /// The encoding of one column.
    Encoding {
        column: String,
        encoding: ColumnEncoding,
    },
    /// The part of a stage.
    Part(RecipePart),
    /// The reading choices for a file that could not be read.
    Refused(Load),
    Group(Option<String>),
    /// A change that removes a doubt, or records that the person knows of it.
    Belief(Rc<Recipe>),
}

impl Edit {
    /// Puts the part of a stage in the place of the one that the recipe has.
    pub fn part<P: Into<RecipePart>>(part: P) -> Self {
        Self::Part(part.into())
    }
}
