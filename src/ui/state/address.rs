//! The address of what is shown: the part of the page's address after the `#`, and the window's title.

use super::{Action, CenterView, PendingRequest, RunsAction, RunsView, State};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_protocol::tracking::RunId;
use grove_recipe::stage::Stage;

/// The start of the address of every panel. What begins otherwise is no address of a panel.
const START: &str = "/";
/// The address of the runs. Their views and a stored run follow it after a `/`.
const RUNS: &str = "/runs";

/// The views of the runs that have a name in the address.
const VIEWS: [(RunsView, &str); 4] = [
    (RunsView::Deleted, "deleted"),
    (RunsView::Compared, "comparison"),
    (RunsView::Models, "models"),
    (RunsView::Search, "search"),
];

/// The name of the page in the window's title.
const PAGE: &str = "Grove";

/// What an address names.
enum Named {
    Panel(CenterView),
    View(RunsView),
    Run(RunId),
}

impl Named {
    /// Reads an address; `None` if it names nothing.
    fn read(address: &str) -> Option<Self> {
        if let Some(rest) = address.strip_prefix(RUNS) {
            let name = match rest.strip_prefix('/') {
                None if rest.is_empty() => return Some(Self::View(RunsView::Kept)),
                None => return None,
                Some(name) => name,
            };
            let view = VIEWS.iter().find(|(_, known)| *known == name);
            return Some(match view {
                Some((view, _)) => Self::View(*view),
                None => Self::Run(RunId(name.to_owned())),
            });
        }
        let name = match address.strip_prefix(START) {
            None if address.is_empty() => "",
            None => return None,
            Some(name) => name,
        };
        let beside = [
            CenterView::Welcome,
            CenterView::Profile,
            CenterView::Recipe,
            CenterView::TakeHome,
        ];
        let stages = Stage::all().map(CenterView::Stage);
        let mut panels = beside.into_iter().chain(stages);
        let panel = panels.find(|panel| panel.name() == name)?;
        Some(Self::Panel(panel))
    }
}

/// Returns whether a text is the address of something that can be shown.
pub fn is_address(text: &str) -> bool {
    Named::read(text).is_some()
}

impl CenterView {
    /// Returns the name in the address; empty for the first page.
    const fn name(self) -> &'static str {
        match self {
            Self::Stage(stage) => stage.name(),
            Self::Profile => "profile",
            Self::Recipe => "recipe",
            Self::TakeHome => "take-home",
            Self::Runs => "runs",
            Self::Welcome => "",
        }
    }

    /// Returns the heading of the panel, which is also in the window's title; empty for the first page.
    pub const fn title(self) -> &'static str {
        match self {
            // What the file holds and what is in its columns are looked at together.
            Self::Stage(Stage::Load) | Self::Profile => "Data",
            Self::Stage(Stage::Featurize) => "Features",
            Self::Stage(stage) => stage.about().title,
            Self::Recipe => "Recipe as text",
            Self::TakeHome => "Take home",
            Self::Runs => "Runs",
            Self::Welcome => "",
        }
    }

    /// Returns whether the panel is about the open table.
    fn needs_data(self) -> bool {
        !matches!(
            self,
            Self::Welcome | Self::Runs | Self::Stage(Stage::Predict)
        )
    }
}

impl Action {
    /// Returns whether the person may turn to another panel by this action, so that Back returns to the present one. The
    /// page itself turns to a panel by every other action.
    pub(super) const fn turns_page(&self) -> bool {
        match self {
            Self::PlaceChosen(_)
            | Self::RowTaken(_)
            | Self::Runs(
                RunsAction::Viewed(_) | RunsAction::RecipeTaken(_) | RunsAction::SearchShown(_),
            )
            | Self::Asked {
                question: PendingRequest::LoadModel,
                ..
            } => true,
            Self::Told { response, .. } => matches!(
                **response,
                Response::Open(CallEvent::Answer(_))
                    | Response::OpenRun(_)
                    | Response::CompareRuns(_)
                    | Response::UseVersion(_)
            ),
            _ => false,
        }
    }
}

impl State {
    /// Returns the address of what is shown, or of what will be shown once it can be.
    pub fn address(&self) -> String {
        if let Some(wanted) = &self.wanted {
            return wanted.to_string();
        }
        match self.place {
            CenterView::Welcome => String::new(),
            CenterView::Runs => {
                let view = VIEWS.iter().find(|(view, _)| *view == self.runs.view);
                let opened = (self.runs.opened.as_ref())
                    .filter(|_| self.runs.view == RunsView::Opened)
                    .map(|run| &*run.info.id.0);
                match view.map(|(_, name)| *name).or(opened) {
                    Some(name) => [RUNS, "/", name].concat(),
                    None => RUNS.to_owned(),
                }
            }
            place => [START, place.name()].concat(),
        }
    }

    /// Returns the window's title: the file, the panel and the page.
    pub fn title(&self) -> String {
        let data = self.data.as_ref().map(|data| &*data.name);
        let panel = Some(self.place.title()).filter(|title| !title.is_empty());
        let parts: Vec<&str> = data.into_iter().chain(panel).chain([PAGE]).collect();
        parts.join(" – ")
    }

    /// Shows what the address names: the person went back or forward, or entered the address. A panel of a table waits
    /// until one is open.
    pub(super) fn address_turned(&mut self, address: &str) {
        let Some(named) = Named::read(address) else {
            return;
        };
        self.unfollow();
        self.wanted = None;
        match named {
            Named::Panel(place) if place.needs_data() && self.data.is_none() => {
                self.place = CenterView::Welcome;
                self.wanted = Some(address.into());
            }
            Named::Panel(place) => self.place = place,
            Named::View(view) => {
                self.place = CenterView::Runs;
                self.runs_handled(RunsAction::Viewed(match view {
                    RunsView::Compared if self.runs.comparison.is_none() => RunsView::Kept,
                    view => view,
                }));
            }
            Named::Run(run) => {
                self.place = CenterView::Runs;
                let opened = self.runs.opened.as_ref();
                match opened.is_some_and(|opened| opened.info.id == run) {
                    true => self.runs_handled(RunsAction::Viewed(RunsView::Opened)),
                    false => self.wanted = Some(address.into()),
                }
            }
        }
    }

    /// Returns the stored run that the address names and that is not open yet.
    pub fn run_wanted(&self) -> Option<RunId> {
        match Named::read(self.wanted.as_ref()?)? {
            Named::Run(run) => Some(run),
            Named::Panel(_) | Named::View(_) => None,
        }
    }

    /// Takes the panel to show for a table that was just opened: the one that the address names, or Data; Train if the
    /// table is run at once.
    pub(super) fn take_wanted(&mut self) -> CenterView {
        match self.wanted.take().and_then(|wanted| Named::read(&wanted)) {
            Some(Named::Panel(place)) => place,
            _ if self.runs_when_open => CenterView::Stage(Stage::Train),
            _ => CenterView::Stage(Stage::Load),
        }
    }
}
