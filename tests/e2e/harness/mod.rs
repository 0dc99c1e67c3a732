//! What drives the built site: a static host for it, a browser, and the page as its automation handles show it.

pub mod browser;
pub mod drivers;
pub mod line;
pub mod page;
pub mod recorder;
pub mod site;
