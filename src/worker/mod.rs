//! The worker: owns frames and models, answers the page's requests.

#[cfg(feature = "worker")]
pub mod agent;
#[cfg(feature = "engine")]
pub mod session;
#[cfg(feature = "web")]
pub mod wire;
