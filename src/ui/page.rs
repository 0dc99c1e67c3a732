//! What every component can do: dispatch an action, and call the engine.

use std::rc::Rc;

use web_sys::{Blob, File};
use yew::{Callback, hook, use_context};

use super::client::Client;
use super::files::{fetch, text_file};
use super::state::{Action, DrawnPoint, POINT_CLASSES, POINTS, POINTS_TARGET};
use grove_charts::mark::px;
use grove_recipe::error::StageError;
use grove_recipe::link::{DataSource, Link, SAMPLES};
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::SyntheticSpec;

#[derive(Clone)]
pub struct Page {
    client: Rc<Client>,
    dispatch: Callback<Action>,
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.client, &other.client)
    }
}

/// Returns the page of a component.
#[hook]
pub fn use_page() -> Page {
    use_context::<Page>().expect("every component is inside the page")
}

impl Page {
    pub fn new(dispatch: Callback<Action>) -> Self {
        Self {
            client: Client::start(dispatch.clone()),
            dispatch,
        }
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    pub fn tell(&self, action: Action) {
        self.dispatch.emit(action);
    }

    pub fn open(&self, file: File) {
        self.client.choose();
        self.tell(Action::FileAwaited {
            name: file.name(),
            source: DataSource::Own,
        });
        self.client.open(&file.name(), file.into());
    }

    /// Opens the data of a link, unless it is the person's own.
    pub fn open_linked(&self, link: &Link) {
        match &link.source {
            DataSource::Own => {}
            DataSource::Sample { name } => {
                if let Some(sample) = SAMPLES.iter().find(|sample| *sample == name) {
                    self.open_sample(sample);
                }
            }
            DataSource::Synthetic(spec) => self.make(spec.clone()),
        }
    }

    pub fn dismiss(&self, stage: Stage) -> Callback<()> {
        self.dispatch
            .reform(move |()| Action::ProblemDismissed(stage))
    }

    /// Opens a file from the page's own origin.
    pub fn open_sample(&self, name: &'static str) {
        let page = self.clone();
        let choice = self.client.choose();
        let file_name = format!("{name}.csv");
        self.tell(Action::FileAwaited {
            name: file_name.clone(),
            source: DataSource::Sample { name: name.into() },
        });
        wasm_bindgen_futures::spawn_local(async move {
            let file: Result<Blob, String> = fetch(&format!("./samples/{file_name}")).await;
            if !page.client.holds(choice) {
                return;
            }
            match file {
                Ok(blob) => page.client.open(&file_name, blob),
                Err(problem) => page.tell(file_problem(problem)),
            }
        });
    }

    /// Makes a data set, opens it, and runs its recipe at once.
    pub fn make_and_run(&self, spec: SyntheticSpec) {
        self.make(spec);
        self.tell(Action::RunAwaited);
    }

    /// Opens the table of points that were drawn by hand.
    pub fn open_points(&self, points: Vec<DrawnPoint>) {
        let mut text = ["x,y,", POINTS_TARGET, "\n"].concat();
        for (x, y, class) in &points {
            text.extend([&px(*x), ",", &px(*y), ",", POINT_CLASSES[*class], "\n"]);
        }
        let Some(file) = text_file(&text, "text/csv") else {
            return;
        };
        self.tell(Action::PointsDrawn(Rc::new(points)));
        self.client.choose();
        self.tell(Action::FileAwaited {
            name: POINTS.to_string(),
            source: DataSource::Own,
        });
        self.client.open(POINTS, file);
    }

    /// Makes a data set, and opens it as any other file.
    pub fn make(&self, spec: SyntheticSpec) {
        self.tell(Action::FileAwaited {
            name: spec.file_name(),
            source: DataSource::Synthetic(spec.clone()),
        });
        self.client.synthesize(spec);
    }
}

/// Makes the error, at the load stage, of a file that could not be fetched.
fn file_problem(problem: String) -> Action {
    let advice = "Check the connection, or choose another file.";
    Action::ProblemFound(StageError::new(Stage::Load, problem, advice))
}
