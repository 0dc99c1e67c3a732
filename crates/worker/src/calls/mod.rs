//! The handlers of the calls.

pub mod anatomy;
mod cancel;
mod cell;
mod curves;
mod estimate;
mod expectations;
mod explain;
mod explain_rows;
mod forget;
mod get_file;
mod hello;
mod link;
mod model;
mod open;
mod output;
mod plane;
mod predict;
mod prepare;
mod profile;
mod recipe;
mod rows;
mod rows_behind;
mod run;
mod search;
mod similar;
mod slices;
mod soon;
mod store;
mod synthesize;
mod tree;
mod trials;

use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::session::Session;
use crate::store_handle::dispatch_to_store;

macro_rules! dispatch_all {
    (
        session { $($module:ident::$Call:ident;)* }
        store { $($folder:ident::$StoreCall:ident;)* }
    ) => {
        use grove_protocol::calls::{$($Call,)* $($StoreCall),*};
        crate::dispatch! { grove_protocol::Request; $($Call)* $($StoreCall)* }
        dispatch_to_store! { $($StoreCall)* }
    };
}

grove_protocol::each_call!(dispatch_all);
