//! `grove serve`: gives the page that is inside this command to a browser on this machine.

use std::process::{Command, Stdio};
use std::time::Duration;

use grove_site::{Server, Site};

use crate::arguments::ServeArguments;
use crate::failure::CommandFailure;
use crate::interrupt;

/// How often an interrupt is looked for.
const LOOK: Duration = Duration::from_millis(100);

pub fn serve(arguments: &ServeArguments) -> Result<(), CommandFailure> {
    let Some(site) = Site::embedded() else {
        return Err(CommandFailure::Said(
            "This command was built without the page. To have it inside: make build, then cargo build --release --features site."
                .into(),
        ));
    };
    let server = Server::listen(site, arguments.port).map_err(|error| {
        let port = arguments.port;
        CommandFailure::Said(format!("Port {port} cannot be used ({error}). Choose another: grove serve --port 0 takes any that is free."))
    })?;
    println!("Grove is at {} (Ctrl-C ends it)", server.url());
    if arguments.open
        && let Err(error) = open(&server.url())
    {
        eprintln!("note: No browser could be opened ({error}).");
    }
    // An interrupt is how it is meant to end.
    while interrupt::check().is_ok() {
        let answered = server.answer_within(LOOK);
        answered.map_err(|error| CommandFailure::Said(format!("The port was lost ({error}).")))?;
    }
    Ok(())
}

/// Has the system open an address in the person's browser.
fn open(url: &str) -> std::io::Result<()> {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(drop)
}
