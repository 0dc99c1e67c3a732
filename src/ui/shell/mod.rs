//! What surrounds the panels: the page's frame, its top bar, the list of stages, the first visit.

mod announcer;
mod app;
mod data_choices;
mod draw_points;
mod drop;
mod following;
mod live_map;
mod make_data;
mod new_build;
mod rail;
mod samples;
mod share;
mod sight;
mod theme;
mod top_bar;
mod welcome;
mod window;

pub use app::{StateSnapshot, mount};
pub use draw_points::show_plane;
pub use sight::{after_drawing, find, focus};
pub use theme::{forget_theme, take_theme, theme_name};
