//! The worker: holds tables and models, and answers the page's calls.

#[cfg(target_arch = "wasm32")]
pub mod agent;
pub mod answer;
mod calls;
#[cfg(target_arch = "wasm32")]
mod growing;
pub mod handle;
pub mod names;
pub mod page_list;
#[cfg(target_arch = "wasm32")]
pub mod pool;
pub mod record;
#[cfg(target_arch = "wasm32")]
mod reply;
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod signal;
pub mod store_answers;
#[cfg(target_arch = "wasm32")]
mod store_loop;
#[cfg(target_arch = "wasm32")]
mod store_requests;
pub mod throttle;
#[cfg(target_arch = "wasm32")]
pub mod trainer;
mod working;
