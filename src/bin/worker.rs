//! Registers the engine as the page's worker.

use gloo_worker::Registrable;
use grove::worker::{agent::Agent, wire::Objects};

fn main() {
    Agent::registrar().encoding::<Objects>().register();
}
