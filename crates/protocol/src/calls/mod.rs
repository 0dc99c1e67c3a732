//! All calls, each in a file with its answer. A new one needs its file here, its line in the list below, its handler in
//! the worker (`crates/worker/src/calls`), and a caller in the page.
//!
//! Why: `docs/decisions/0021-calls-and-messages.md`.

mod anatomy;
mod cancel;
mod cell;
mod check_recipe;
mod curves;
mod describe_row;
mod effect;
mod effect_columns;
mod estimate;
mod explain_row;
mod explain_rows;
mod forget;
mod get_file;
mod hello;
mod load_model;
mod open;
mod output;
mod plane;
mod predict;
mod predict_row;
mod prepare;
mod profile;
mod propose;
mod read_again;
mod read_link;
mod read_recipe;
mod remember;
mod residuals;
mod rows;
mod rows_behind;
mod run;
mod search;
mod similar;
mod slices;
mod store;
mod synthesize;
mod tree;
mod trials;
mod use_trained;
mod write_link;

pub use cancel::Cancelled;
pub use cell::CellText;
pub use check_recipe::RecipeCheck;
pub use describe_row::RowSource;
pub use explain_rows::RowsExplained;
pub use get_file::Download;
pub use hello::MOST_WORKERS;
pub use plane::{GrownMoons, PlaneSource};
pub use rows::{TableName, TableRow};
pub use rows_behind::{BehindColumn, BehindPage, RowOrder, Selection};
pub use run::RunProgress;
pub use search::SearchProgress;
pub use store::{Imported, RunsFile, TableChange, Visit};
pub use synthesize::Synthesized;
pub use trials::TrialProgress;
pub use write_link::LinkFragment;

/// The list of calls: passes them to a macro, as `module::Call;`. A session answers the first ones, the store of runs the
/// others.
#[macro_export]
macro_rules! each_call {
    ($then:ident) => {
        $then! {
            session {
                hello::Hello;
                open::Open;
                read_again::ReadAgain;
                rows::Rows;
                rows_behind::RowsBehind;
                rows_behind::SaveBehind;
                cell::Cell;
                run::Run;
                forget::Forget;
                output::Output;
                estimate::EstimateTraining;
                propose::ProposeExpectations;
                remember::RememberDistribution;
                profile::Profile;
                search::SearchParameters;
                trials::RunTrials;
                similar::FindSimilar;
                cancel::Cancel;
                get_file::GetFile;
                prepare::Prepare;
                tree::Tree;
                plane::Plane;
                plane::GrowMoons;
                load_model::LoadModel;
                use_trained::UseTrained;
                read_recipe::ReadRecipe;
                check_recipe::CheckRecipe;
                write_link::WriteLink;
                read_link::ReadLink;
                predict::Predict;
                describe_row::DescribeRow;
                predict_row::PredictRow;
                explain_row::ExplainRow;
                explain_rows::ExplainRows;
                anatomy::ShowAnatomy;
                effect_columns::ListEffectColumns;
                effect::Effect;
                curves::Curves;
                slices::Slices;
                residuals::ResidualsAlong;
                synthesize::Synthesize;
            }
            store {
                store::ListRuns;
                store::OpenRun;
                store::AnnotateRun;
                store::DeleteRuns;
                store::RestoreRuns;
                store::PurgeRuns;
                store::CompareRuns;
                store::StopComparing;
                store::RegisterModel;
                store::DescribeModel;
                store::SetAlias;
                store::RemoveAlias;
                store::DeleteVersion;
                store::UseVersion;
                store::ExportRuns;
                store::ImportRuns;
                store::KeepTables;
                store::ReadTable;
                store::ForgetAll;
            }
        }
    };
}

macro_rules! messages_of {
    ($($place:ident { $($module:ident::$Call:ident;)* })*) => {
        $($(pub use $module::$Call;)*)*
        crate::messages! { $($($Call)*)* }
    };
}

each_call!(messages_of);
