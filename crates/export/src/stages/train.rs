//! The files of the train stage: `state.bin`, and `curve.csv` of models that grow. Canonical form: the model as it stands in the model file.

use std::rc::Rc;

use grove_engine::{EncodedRows, TrainedModel};
use grove_models::Model;
use grove_protocol::report::Importance;

use super::output::{FinishedRun, OutputFiles, STATE, StoredStage, state};
use super::part;
use crate::bundle::BundleEntry;
use crate::fingerprint::CanonicalBytes;

impl OutputFiles for TrainedModel {
    fn files(&self, _: &FinishedRun) -> Option<Vec<BundleEntry>> {
        Some(vec![state(&(&*self.model, &self.importances))])
    }

    fn read_back(stored: &StoredStage) -> Result<Self, String> {
        let (model, importances): (Model, Vec<Importance>) = stored.state()?;
        model.validate().map_err(|why| stored.wrong(STATE, &why))?;
        let encoded = stored.pipeline.made::<EncodedRows>(stored.recipe);
        let fits = |encoded: &&Rc<EncodedRows>| {
            let classes = part::classes(&encoded.train).map_or(0, <[String]>::len);
            let features = encoded.train.matrix.features();
            model.n_features() == features && model.n_classes() as usize == classes
        };
        let Some(encoded) = encoded.filter(fits) else {
            return Err(stored.wrong(STATE, "it is for other features or classes"));
        };
        Ok(TrainedModel {
            encoded: Rc::clone(encoded),
            model: Rc::new(model),
            importances,
        })
    }

    fn canonical(&self, form: &mut CanonicalBytes) {
        let model = postcard::to_allocvec(&*self.model);
        form.put(&model.expect("every length in it is known"));
    }
}
