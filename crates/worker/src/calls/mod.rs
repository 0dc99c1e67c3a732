//! The handlers of the calls.

mod cancel;
mod cell;
mod estimate;
mod expectations;
mod forget;
mod get_file;
mod hello;
mod link;
mod model;
mod open;
mod output;
mod predict;
mod prepare;
mod profile;
mod recipe;
mod rows;
mod run;
mod search;
mod similar;
mod store;
mod synthesize;
mod tree;

macro_rules! dispatch_all {
    ($($module:ident::$Call:ident;)*) => {
        use grove_protocol::calls::{$($Call),*};
        crate::dispatch! { grove_protocol::Request; $($Call)* }
    };
}

grove_protocol::each_call!(dispatch_all);
