//! Shows a row's anatomy.

use std::rc::{Rc, Weak};

use grove_engine::explain::{AnatomyWish, TrainRows, anatomy, other_rows};
use grove_engine::predict::row::read_rows;
use grove_models::Model;
use grove_protocol::calls::ShowAnatomy;
use grove_recipe::error::StageError;

use crate::handle::{Handle, Handling};
use crate::session::Session;

/// What is kept of the rows that a model was trained on, so that the next row of the same model needs no time for it.
pub struct KnownTrainRows {
    /// While this is there, no other model has its address.
    model: Weak<Model>,
    rows: Rc<TrainRows>,
}

impl Handle for ShowAnatomy {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        let train = session.train_rows()?;
        let fitted = session.predicting()?;
        let values = std::iter::once(self.values.as_slice());
        let mut table = read_rows(fitted, values)?.table;
        table.rows = vec![0];
        let wish = AnatomyWish {
            class: self.class,
            tree: self.tree,
        };
        let mut rows = anatomy(fitted, &table, train.as_deref(), wish)?;
        Ok(rows.remove(0).into())
    }
}

impl Session {
    /// Returns what is known of the rows that the predicting model was trained on, if their table is open.
    fn train_rows(&mut self) -> Result<Option<Rc<TrainRows>>, StageError> {
        let fitted = self.predicting()?;
        let model = Rc::downgrade(&fitted.model);
        let known = self.known_train_rows.as_ref();
        if let Some(known) = known.filter(|known| known.model.ptr_eq(&model)) {
            return Ok(Some(Rc::clone(&known.rows)));
        }
        let Some(taken) = self.taken(fitted) else {
            return Ok(None);
        };
        let others = other_rows(taken);
        if others.is_empty() {
            return Ok(None);
        }
        let rows = Rc::new(TrainRows::new(fitted, taken.table, &others)?);
        self.known_train_rows = Some(KnownTrainRows {
            model,
            rows: Rc::clone(&rows),
        });
        Ok(Some(rows))
    }
}
