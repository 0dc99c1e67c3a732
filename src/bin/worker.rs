//! Registers the engine as the page's worker, or becomes one of the engine's own workers.

use gloo_worker::Registrable;
use grove::worker::{agent, agent::Agent, trainer, wire::Objects};

fn main() {
    agent::leave_last_words();
    if trainer::wanted() {
        trainer::become_trainer();
    } else {
        Agent::registrar().encoding::<Objects>().register();
    }
}
