//! Starts the engine in the page's worker, or a tree worker in one of the engine's own workers.

use grove_worker::{agent, trainer};

fn main() {
    agent::keep_panic_message();
    if trainer::wanted() {
        trainer::become_trainer();
    } else {
        agent::become_engine();
    }
}
