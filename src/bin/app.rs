//! Mounts the page.

fn main() {
    grove::ui::mount();
}
