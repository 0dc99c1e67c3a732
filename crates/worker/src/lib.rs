//! The worker: owns frames and models, answers the page's requests.

#[cfg(target_arch = "wasm32")]
pub mod agent;
mod answer;
#[cfg(target_arch = "wasm32")]
pub mod bell;
#[cfg(target_arch = "wasm32")]
mod clerk;
pub mod desk;
mod downloads;
mod files;
mod job;
pub mod page_list;
#[cfg(target_arch = "wasm32")]
pub mod pool;
mod preparing;
mod recipes;
pub mod record;
#[cfg(target_arch = "wasm32")]
mod reply;
pub mod search;
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod trainer;
