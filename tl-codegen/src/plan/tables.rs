//! The packed tables of the schema: names, declarations, and layouts of older layers.

use tl_parser::Schema;

use super::model::Tables;
use crate::metadata::Metadata;
use crate::settings::{Gate, Settings};
use crate::table::{EncodedLayers, EncodedNames, EncodedTable, TableError};

/// The tables that the settings ask for. A schema that is too large for them has none.
pub(super) fn plan_tables(schema: &Schema, metadata: &Metadata, settings: &Settings) -> (Tables, Option<TableError>) {
    match encode_tables(schema, metadata, settings) {
        Ok(tables) => (tables, None),
        Err(why) => (Tables::default(), Some(why)),
    }
}

fn encode_tables(schema: &Schema, metadata: &Metadata, settings: &Settings) -> Result<Tables, TableError> {
    if settings.layers != Gate::Never && !metadata.history.is_empty() {
        let (EncodedTable { names, parts }, layers) =
            EncodedLayers::of_history(schema, &metadata.history, &metadata.upgrades)?;
        return Ok(Tables { names: Some(names), table: Some(parts), layers: Some(layers) });
    }
    if settings.table != Gate::Never {
        let EncodedTable { names, parts } = EncodedTable::of_schema(schema)?;
        return Ok(Tables { names: Some(names), table: Some(parts), layers: None });
    }
    let names = (settings.names != Gate::Never).then(|| EncodedNames::of_schema(schema)).transpose()?;
    Ok(Tables { names, ..Tables::default() })
}
