//! The profile of the table: what it is about, whether it is up to date, and when to ask for it.

use std::rc::Rc;

use super::engine::EngineJob;
use super::{CenterView, EngineWish, State, Status, Ticket};
use grove_protocol::call::{CallEvent, Done, EventOf, Unanswered};
use grove_protocol::calls::Profile;
use grove_protocol::profile::{ProfileReport, ProfileRequest, Warning, WarningSeverity};
use grove_protocol::report::Remedy;
use grove_recipe::error::StageError;
use grove_recipe::order::sort_by_key;
use grove_recipe::stage::{Key, Stage};

/// What a profile is about: the engine's table, by the keys of its stages, and the target.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileSubject {
    loaded: Option<Key>,
    cleaned: Option<Key>,
    pub request: ProfileRequest,
}

/// The latest profile, and the pending one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profiles {
    report: Option<(ProfileSubject, Rc<ProfileReport>)>,
    /// The latest subject that failed, crashed the engine, or was stopped by the person, who may ask for it again.
    ended: Option<(ProfileSubject, Option<Rc<StageError>>)>,
}

/// A pending profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Profiling {
    subject: ProfileSubject,
    done: u32,
    total: u32,
}

impl Profiles {
    /// Records a stop. The profile is not asked for again until the person does, or its subject changes.
    pub(super) fn stopped(&mut self, profiling: Profiling) {
        self.ended = Some((profiling.subject, None));
    }
}

impl State {
    pub(super) fn profile_asked(&mut self, ticket: Ticket, subject: ProfileSubject) {
        self.profiles.ended = None;
        let job = EngineJob::Profiling(Profiling {
            subject,
            done: 0,
            total: 0,
        });
        self.engine.begin(ticket, job);
    }

    pub(super) fn profile_told(&mut self, ticket: Ticket, told: EventOf<Profile>) {
        match told {
            CallEvent::Begun => {}
            CallEvent::Progress(Done { done, total }) => {
                if let Some(EngineJob::Profiling(profiling)) = self.engine.job_of(ticket) {
                    (profiling.done, profiling.total) = (done, total);
                }
            }
            CallEvent::Answer(answer) => {
                let Some(EngineJob::Profiling(Profiling { subject, .. })) =
                    self.engine.ended(ticket)
                else {
                    return;
                };
                match answer {
                    Ok(mut report) => {
                        self.keep_mended(&mut report);
                        self.profiles.report = Some((subject, Rc::new(report)));
                    }
                    Err(Unanswered::Failed(error)) => {
                        self.profiles.ended = Some((subject, Some(Rc::new(error))));
                    }
                    Err(_) => {}
                }
            }
        }
    }

    /// Adds to a new profile those warnings of the one before that a change of the recipe has mended, so that the change can
    /// be put back where it was made.
    fn keep_mended(&self, report: &mut ProfileReport) {
        let (Some(recipe), Some((_, before))) = (self.recipe(), &self.profiles.report) else {
            return;
        };
        for old in &before.warnings {
            let made = old.remedies.iter().filter(|change| change.is_in(recipe));
            let mut made: Vec<Remedy> = made.cloned().collect();
            let mut known = report.warnings.iter_mut();
            match known.find(|new| new.kind == old.kind) {
                Some(new) => {
                    made.retain(|change| !new.remedies.contains(change));
                    new.remedies.append(&mut made);
                }
                None if made.is_empty() => {}
                None => report.warnings.push(Warning {
                    remedies: made,
                    ..old.clone()
                }),
            }
        }
        sort_by_key(&mut report.warnings, |warning| warning.kind);
    }

    /// Returns the subject of a profile now; `None` before a file is open.
    pub fn profile_subject(&self) -> Option<ProfileSubject> {
        let recipe = self.recipe()?;
        let data = self.data.as_ref()?;
        let is_there = data
            .columns
            .iter()
            .any(|column| column.name == recipe.target);
        let key = |stage| self.finished(stage).and_then(|finished| finished.key);
        Some(ProfileSubject {
            loaded: key(Stage::Load),
            cleaned: key(Stage::Clean),
            request: ProfileRequest {
                target: is_there.then(|| (recipe.target.clone(), recipe.task)),
            },
        })
    }

    /// Returns the profile to ask for: it is looked at, no job is under way, and it is neither known nor ended. That of a
    /// large table is asked for when the person turns to it.
    pub fn profile_wanted(&self) -> Option<ProfileSubject> {
        let subject = self.profile_subject()?;
        let Profiles { report, ended } = &self.profiles;
        let of_subject = |about: Option<&ProfileSubject>| about == Some(&subject);
        let settled = of_subject(self.engine.profiling().map(|asked| &asked.subject))
            || of_subject(report.as_ref().map(|(about, _)| about))
            || of_subject(ended.as_ref().map(|(about, _)| about));
        let looked_at = match self.place {
            CenterView::Profile => true,
            place => place == CenterView::Stage(Stage::Load) && self.is_small(),
        };
        (looked_at && self.engine.may(EngineWish::Profile) && !settled).then_some(subject)
    }

    /// Returns the latest profile, whatever its subject.
    pub fn profile(&self) -> Option<&Rc<ProfileReport>> {
        self.profiles.report.as_ref().map(|(_, report)| report)
    }

    /// Returns whether the recipe has every change that a warning proposes.
    pub fn mends(&self, warning: &Warning) -> bool {
        let Some(recipe) = self.recipe() else {
            return false;
        };
        let left = |(column, _): &(String, String)| recipe.leave_out.contains(column);
        match warning.kind.leaves_out() {
            true => warning.columns.iter().all(left),
            false => {
                let changes = &warning.remedies;
                !changes.is_empty() && changes.iter().all(|change| change.is_in(recipe))
            }
        }
    }

    /// Returns how many warnings of the profile the recipe does not mend, and how many notes; `None` before a profile.
    pub fn profile_warnings(&self) -> Option<(u32, u32)> {
        let open = self.profile()?.warnings.iter();
        let open = open.filter(|warning| !self.mends(warning));
        let is_note = |warning: &Warning| warning.kind.severity() == WarningSeverity::Note;
        Some(
            open.fold((0, 0), |(warnings, notes), open| match is_note(open) {
                true => (warnings, notes + 1),
                false => (warnings + 1, notes),
            }),
        )
    }

    pub fn profile_error(&self) -> Option<&Rc<StageError>> {
        self.profiles.ended.as_ref()?.1.as_ref()
    }

    pub fn profile_status(&self) -> Status {
        let Profiles { report, ended } = &self.profiles;
        if let Some(&Profiling { done, total, .. }) = self.engine.profiling() {
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
