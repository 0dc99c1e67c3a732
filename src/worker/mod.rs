//! The worker: owns frames and models, answers the page's requests.

#[cfg(feature = "worker")]
pub mod agent;
#[cfg(feature = "engine")]
mod answer;
#[cfg(feature = "worker")]
pub mod bell;
#[cfg(feature = "worker")]
mod clerk;
#[cfg(any(feature = "engine", feature = "web"))]
pub mod cutting;
#[cfg(feature = "engine")]
pub mod desk;
#[cfg(feature = "engine")]
mod downloads;
#[cfg(feature = "engine")]
mod files;
#[cfg(feature = "engine")]
pub mod page_list;
#[cfg(feature = "worker")]
pub mod pool;
#[cfg(feature = "engine")]
mod preparing;
#[cfg(feature = "engine")]
mod recipes;
#[cfg(feature = "engine")]
pub mod record;
#[cfg(feature = "worker")]
mod reply;
#[cfg(feature = "web")]
pub mod sealed;
#[cfg(feature = "engine")]
pub mod search;
#[cfg(feature = "engine")]
pub mod session;
#[cfg(feature = "worker")]
pub mod trainer;
#[cfg(feature = "web")]
pub mod wire;
