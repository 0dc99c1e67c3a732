//! The profile of the table: what it is about, whether it is up to date, and when to ask for it.

use std::rc::Rc;

use super::{Engine, Place, State, Status};
use grove_protocol::Response;
use grove_protocol::profile::{ProfileReport, ProfileRequest};
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, Stage};

/// What a profile is about: the engine's table, by the keys of the stages that made it, and the target.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    loaded: Option<Key>,
    cleaned: Option<Key>,
    pub request: ProfileRequest,
}

/// The question under way and the latest answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profiles {
    asked: Option<Asked>,
    report: Option<(Subject, Rc<ProfileReport>)>,
    /// What was refused, broke the engine, or was stopped by the person, who may ask for it again.
    ended: Option<(Subject, Option<Rc<StageError>>)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Asked {
    id: u32,
    subject: Subject,
    done: u32,
    total: u32,
}

impl Profiles {
    pub(super) fn asked(&mut self, id: u32, subject: Subject) {
        self.ended = None;
        self.asked = Some(Asked {
            id,
            subject,
            done: 0,
            total: 0,
        });
    }

    pub(super) fn waits_for(&self, id: u32) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.id == id)
    }

    /// The engine does something else instead; it is asked again after that.
    pub(super) fn replaced(&mut self) {
        self.asked = None;
    }

    /// It is not asked for again until the person says so, or it is about something else.
    pub(super) fn stopped(&mut self) {
        if let Some(asked) = self.asked.take() {
            self.ended = Some((asked.subject, None));
        }
    }

    pub(super) fn answered(&mut self, response: Response) {
        let Some(asked) = &mut self.asked else { return };
        if let Response::Profiling { done, total } = response {
            (asked.done, asked.total) = (done, total);
            return;
        }
        let subject = asked.subject.clone();
        self.asked = None;
        match response {
            Response::Profiled(report) => self.report = Some((subject, Rc::new(report))),
            Response::Failed(error) => self.ended = Some((subject, Some(Rc::new(error)))),
            _ => {}
        }
    }
}

impl State {
    /// What a profile would be about now; none before a file is open.
    pub fn profile_subject(&self) -> Option<Subject> {
        let recipe = self.recipe()?;
        let data = self.data.as_ref()?;
        let is_there = data
            .columns
            .iter()
            .any(|column| column.name == recipe.target);
        let key = |stage| self.finished(stage).and_then(|finished| finished.key);
        Some(Subject {
            loaded: key(Stage::Load),
            cleaned: key(Stage::Clean),
            request: ProfileRequest {
                target: is_there.then(|| (recipe.target.clone(), recipe.task)),
            },
        })
    }

    /// The profile to ask for: it is looked at, nothing else is under way, and it is neither known nor ended.
    pub fn profile_wanted(&self) -> Option<Subject> {
        let subject = self.profile_subject()?;
        let Profiles {
            asked,
            report,
            ended,
        } = &self.profiles;
        let of_subject = |about: Option<&Subject>| about == Some(&subject);
        let settled = of_subject(asked.as_ref().map(|asked| &asked.subject))
            || of_subject(report.as_ref().map(|(about, _)| about))
            || of_subject(ended.as_ref().map(|(about, _)| about));
        let free = self.engine == Engine::Ready
            && self.opening.is_none()
            && self.run.is_none()
            && self.runs.searching.is_none();
        (self.place == Place::Profile && free && !settled).then_some(subject)
    }

    /// The latest profile, whatever it is about.
    pub fn profile(&self) -> Option<&Rc<ProfileReport>> {
        self.profiles.report.as_ref().map(|(_, report)| report)
    }

    pub fn profile_error(&self) -> Option<&Rc<StageError>> {
        self.profiles.ended.as_ref()?.1.as_ref()
    }

    pub fn profile_status(&self) -> Status {
        let Profiles {
            asked,
            report,
            ended,
        } = &self.profiles;
        if let Some(&Asked { done, total, .. }) = asked.as_ref() {
            return Status::Running { done, total };
        }
        let subject = self.profile_subject();
        let failed = ended.as_ref().filter(|(_, error)| error.is_some());
        if failed.is_some_and(|(about, _)| Some(about) == subject.as_ref()) {
            return Status::Failed;
        }
        match report {
            None => Status::Idle,
            Some((about, _)) if Some(about) == subject.as_ref() => Status::Fresh,
            Some(_) => Status::Stale,
        }
    }
}
