//! `grove new`: writes a first recipe with every parameter explained.

use std::io::{Write, stdout};

use grove_engine::profile::profile;
use grove_export::annotated;

use crate::arguments::NewArguments;
use crate::failure::CommandFailure;
use crate::{files, reading, recipe};

pub fn new(arguments: &NewArguments) -> Result<(), CommandFailure> {
    let mut draft = recipe::begin(None, &arguments.aim)?;
    arguments.reading.apply(&mut draft.recipe_mut().load);
    let (_, loaded) = reading::load(&arguments.data, &draft.recipe().load)?;
    let opened = profile(&loaded);
    reading::print_notes(&opened);
    let recipe = recipe::complete(draft, &opened)?;
    let text = annotated::write(&recipe, Some(&opened.layout));
    let mut out = stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| files::failed("write", "the recipe".as_ref(), &error))
}
