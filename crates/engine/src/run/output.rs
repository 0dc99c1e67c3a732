//! The outputs of stages. From the list of stages follow the type that holds any of them, and how a stage is begun.

use std::cell::RefCell;
use std::rc::Rc;

use super::Pipeline;
use crate::load::Loaded;
use crate::pace::Work;
use crate::train::training_job::TrainingJob;
use grove_protocol::report::StageReport;
use grove_recipe::error::StageError;
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::{Recipe, for_each_stage};

/// A stage under way, which gives its output and its report.
pub type Begun<T> = Result<Work<Result<(T, StageReport), StageError>>, StageError>;

/// What a stage of the path is to a run. Each stage implements it in its folder, for the type of its output.
pub trait PathStage: Listed {
    /// Begins the stage on the outputs of those before it. Nothing is computed yet.
    fn begin(inputs: &StageInputs) -> Begun<Self>;

    /// Returns the sizes of what it holds.
    fn weigh(self: &Rc<Self>) -> Vec<SharedBytes>;

    /// The error that ends the run although the stage has finished. Such an output is not used again, so that it ends
    /// the next run too.
    fn stop(&self) -> Option<&StageError> {
        None
    }
}

/// A part of an output in memory. What two outputs share has the same address in both.
pub struct SharedBytes {
    /// Where it lies.
    pub address: *const (),
    /// Its size.
    pub bytes: u64,
}

impl SharedBytes {
    /// A part of this size.
    pub fn of<T>(part: &Rc<T>, bytes: u64) -> Self {
        Self {
            address: Rc::as_ptr(part).cast(),
            bytes,
        }
    }
}

/// What follows from the list of stages for the output of one.
pub trait Listed: Sized + 'static {
    /// The stage whose output it is.
    const STAGE: Stage;
    /// Returns it from among the outputs of any stage.
    fn from_output(output: &StageOutput) -> Option<&Rc<Self>>;
    /// Returns it as an output of any stage.
    fn into_output(self) -> StageOutput;
}

/// What a stage takes.
pub struct StageInputs<'p> {
    pub(super) pipeline: &'p Pipeline,
    pub(super) recipe: &'p Rc<Recipe>,
}

impl StageInputs<'_> {
    /// The recipe of the run.
    pub fn recipe(&self) -> Rc<Recipe> {
        Rc::clone(self.recipe)
    }

    /// The output of a stage before, which this run has passed.
    pub fn output<T: PathStage>(&self) -> Rc<T> {
        let output = self.pipeline.latest::<T>();
        output.unwrap_or_else(|| panic!("{} ran before", T::STAGE.name()))
    }

    /// Begins to read the opened file as the recipe says.
    pub fn read_again(&self) -> Result<Work<Result<Loaded, StageError>>, StageError> {
        Ok(self.pipeline.read_again(&self.recipe.load)?.1)
    }

    /// See [`Pipeline::as_read`].
    pub fn as_read(&self) -> Recipe {
        self.pipeline.as_read(self.recipe)
    }

    /// Trains forests with the pipeline's tree workers.
    pub fn training_job(&self) -> Rc<RefCell<TrainingJob>> {
        self.pipeline.training_job()
    }
}

fn begin<T: PathStage>(inputs: &StageInputs) -> Begun<StageOutput> {
    let begun = T::begin(inputs)?;
    Ok(begun.map(|made| made.map(|(output, report)| (output.into_output(), report))))
}

macro_rules! outputs {
    (
        path { $($Stage:ident $module:ident $name:literal,)* }
        beside { $($rest:tt)* }
    ) => {
        /// The output of a stage.
        #[derive(Clone)]
        pub enum StageOutput {
            $(
                #[doc = concat!("That of the stage `", $name, "`.")]
                $Stage(Rc<crate::$module::stage::Output>),
            )*
        }

        impl StageOutput {
            pub(super) fn weigh(&self) -> Vec<SharedBytes> {
                match self {
                    $( Self::$Stage(output) => output.weigh(), )*
                }
            }

            /// See [`PathStage::stop`].
            pub fn stop(&self) -> Option<&StageError> {
                match self {
                    $( Self::$Stage(output) => output.stop(), )*
                }
            }
        }

        $(
            impl Listed for crate::$module::stage::Output {
                const STAGE: Stage = Stage::$Stage;

                fn from_output(output: &StageOutput) -> Option<&Rc<Self>> {
                    match output {
                        StageOutput::$Stage(output) => Some(output),
                        _ => None,
                    }
                }

                fn into_output(self) -> StageOutput {
                    StageOutput::$Stage(Rc::new(self))
                }
            }
        )*

        /// How each stage on [`PATH`] is begun.
        pub(super) const BEGIN: [fn(&StageInputs) -> Begun<StageOutput>; PATH.len()] =
            [$( begin::<crate::$module::stage::Output> ),*];
    };
}

for_each_stage!(outputs);
