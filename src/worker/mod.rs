//! The worker: owns frames and models, answers the page's requests.

#[cfg(feature = "engine")]
pub mod agent;
#[cfg(feature = "engine")]
pub mod session;
pub mod wire;
