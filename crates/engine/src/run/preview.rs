//! Previews beside a run: rows of tables, the effect of cleaning, a tree.

use std::rc::Rc;

use super::{PathStage, Pipeline, StageOutput, no_file};
use crate::check::{CheckResult, failing};
use crate::clean::{Cleaned, clean};
use crate::featurize::encoded_rows::EncodedRows;
use crate::table::Table;
use crate::train::stage::TrainedModel;
use crate::train::{boosted_tree, tree_picture};
use grove_models::Model;
use grove_protocol::report::TreePicture;
use grove_protocol::{TableName, TableRow};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::stage::{Stage, keys};

impl Pipeline {
    /// The table as this recipe cleans it, from what is known where that is so.
    pub fn cleaned_by(&self, recipe: &Recipe) -> Result<Rc<Cleaned>, StageError> {
        if let Some(cleaned) = self.made::<Cleaned>(recipe) {
            return Ok(Rc::clone(cleaned));
        }
        let loaded = self.loaded.as_ref().ok_or_else(no_file)?;
        Ok(Rc::new(clean(&loaded.table, recipe)?.0))
    }

    /// The output of a stage behind loading that was made by this recipe, where it is still there.
    pub fn made<T: PathStage>(&self, recipe: &Recipe) -> Option<&Rc<T>> {
        let output = self.cache.get(&keys(recipe)[T::STAGE as usize]);
        output.and_then(T::from_output)
    }

    /// The same for any stage on the path.
    pub fn output(&self, recipe: &Recipe, stage: Stage) -> Option<StageOutput> {
        if stage == Stage::Load {
            let loaded = self.loaded.clone().filter(|_| self.has_read(recipe));
            return loaded.map(StageOutput::Load);
        }
        self.cache.get(keys(recipe).get(stage as usize)?).cloned()
    }

    /// The output of a stage that the latest run has used.
    pub(crate) fn latest<T: PathStage>(&self) -> Option<Rc<T>> {
        if T::STAGE != Stage::Load {
            return self.cache.latest::<T>().cloned();
        }
        let loaded = self.loaded.clone().map(StageOutput::Load)?;
        T::from_output(&loaded).cloned()
    }

    /// Whether the raw table is that of this recipe.
    pub fn has_read(&self, recipe: &Recipe) -> bool {
        let loaded = self.loaded.as_ref();
        loaded.is_some_and(|l| l.load == recipe.load && l.sha256 == recipe.data.sha256)
    }

    /// The raw table that a model of this recipe has read: not another file, nor the same one read otherwise since, which has
    /// other rows.
    pub fn table_of(&self, recipe: &Recipe) -> Option<&Table> {
        let loaded = self.loaded.as_deref()?;
        let now = self.as_read(&Recipe {
            load: loaded.load.clone(),
            ..recipe.clone()
        });
        let same = loaded.sha256 == recipe.data.sha256 && now.load == recipe.load;
        same.then_some(&loaded.table)
    }

    /// The raw or the cleaned table, once it is there.
    pub fn table(&self, name: TableName) -> Option<&Table> {
        match name {
            TableName::Raw => self.loaded.as_ref().map(|loaded| &loaded.table),
            TableName::Cleaned => self.cache.latest::<Cleaned>().map(|cleaned| &cleaned.table),
            TableName::Numbered | TableName::Failing { .. } | TableName::Predictions => None,
        }
    }

    /// Rows of the raw table, of the cleaned one, or of those in it that fail an expectation; none where there is no
    /// such table yet.
    pub fn rows(&self, table: TableName, from: u32, count: u32) -> Vec<TableRow> {
        if let TableName::Failing { expectation } = table {
            let tables = self
                .table(TableName::Cleaned)
                .zip(self.cache.latest::<CheckResult>());
            return tables.map_or(Vec::new(), |(table, checked)| {
                failing(table, &checked.check, expectation, from, count).page(0, count)
            });
        }
        let table = self.table(table);
        table
            .map(|table| table.page(from, count))
            .unwrap_or_default()
    }

    /// A cell of one of these tables by itself.
    pub fn cell(&self, table: TableName, row: u32, column: u32) -> Option<String> {
        if let TableName::Failing { expectation } = table {
            let tables = self
                .table(TableName::Cleaned)
                .zip(self.cache.latest::<CheckResult>());
            let (table, checked) = tables?;
            return failing(table, &checked.check, expectation, row, 1).cell(0, column);
        }
        if table == TableName::Numbered {
            let table = self.table(TableName::Raw)?;
            let place = table.rows.binary_search(&row).ok()?;
            return table.cell(place as u32, column);
        }
        self.table(table)?.cell(row, column)
    }

    /// One tree of those that grew last, with the train rows that reach each node.
    pub fn tree(&self, index: u32) -> Option<TreePicture> {
        let TrainedModel { model, encoded, .. } = &**self.cache.latest::<TrainedModel>()?;
        let EncodedRows {
            featurizer, train, ..
        } = &**encoded;
        match &**model {
            Model::Forest(forest) => {
                tree_picture::tree(forest, featurizer, &train.matrix, &train.target, index)
            }
            Model::GradientBoosting(boosted) => {
                boosted_tree::picture(&boosted.model, featurizer, &train.target, index)
            }
            _ => None,
        }
    }
}
