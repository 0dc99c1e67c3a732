//! Draws rows in the plane of two columns.

use grove_engine::Pipeline;
use grove_protocol::calls::{GrowMoons, GrownMoons, Plane};
use grove_recipe::Load;
use grove_recipe::synthetic::{SyntheticName, SyntheticSpec};

use crate::handle::{Handle, Handling};
use crate::session::Session;

impl Handle for Plane {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let names = [self.x.as_deref(), self.y.as_deref()];
        let plane = session.pipeline.plane(&self.recipe, names, self.of)?;
        Ok(plane.into())
    }
}

/// The rows of the moons that are shown on the first visit.
const ROWS: u32 = 400;

/// Grows them in a pipeline of its own, with every parameter at its default but half of the trees.
impl Handle for GrowMoons {
    fn handle(self, _: &mut Session, _: &[u8]) -> Handling<Self> {
        let spec = SyntheticSpec {
            rows: ROWS,
            ..SyntheticSpec::new(SyntheticName::Moons)
        };
        let mut pipeline = Pipeline::default();
        let bytes = grove_synthetic::make(&spec)?;
        let data = pipeline.open(&spec.file_name(), &bytes, &Load::default())?;
        let mut recipe = data.recipe(spec.name.set().target);
        if let Some((trees, _)) = recipe.train.trees_mut() {
            *trees = 50;
        }
        let (plane, fields) = pipeline.planes(&recipe, [None, None])?;
        Ok(GrownMoons { plane, fields }.into())
    }
}
