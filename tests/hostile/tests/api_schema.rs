//! The API schema, from which valid inputs are generated.

use std::path::Path;

use tl_parser::{Schema, TypeIndex};

/// The schema of the API.
pub(crate) fn api_schema() -> Schema {
    tl_round_trip::load_schema(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/api/api.tl"))
}

/// The id of the type with this TL name.
pub(crate) fn type_id_of_name(schema: &Schema, name: &str) -> TypeIndex {
    let index = schema.types.iter().position(|ty| ty.name.to_string() == name).expect("a type of the schema");
    TypeIndex(index as u32)
}
