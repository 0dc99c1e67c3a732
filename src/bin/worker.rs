//! Registers the engine as the page's worker.

use gloo_worker::Registrable;
use grove::worker::{agent, agent::Agent, wire::Objects};

fn main() {
    agent::leave_last_words();
    Agent::registrar().encoding::<Objects>().register();
}
