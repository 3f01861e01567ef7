//! The plan and the generated files of the API, shared by several tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use tl_codegen::{FileSet, NamespaceFeatures, Plan};
use tl_parser::Schema;
use tl_round_trip::plan_with_namespaces;
use tl_tests::schema;

/// The plan and generated files of the API, with the Cargo features of `tl-types`.
pub(crate) static GENERATED_API: LazyLock<GeneratedApi> = LazyLock::new(|| {
    let plan = plan_of_schema(&schema("api"));
    GeneratedApi { files: tl_codegen::emit(&plan), plan }
});

/// A plan and its generated files.
pub(crate) struct GeneratedApi {
    pub(crate) plan: Plan,
    pub(crate) files: FileSet,
}

/// The Cargo features of `tl-types`; for each feature, the features that it enables.
pub(crate) fn declared_features() -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tl-types/Cargo.toml");
    let manifest: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    manifest["features"].clone().try_into().unwrap()
}

/// The plan of a schema with the Cargo features of `tl-types`.
pub(crate) fn plan_of_schema(schema: &Schema) -> Plan {
    let features = declared_features();
    let default = features["default"].intersection(&features["full"]).cloned().collect();
    plan_with_namespaces(
        schema,
        "api",
        NamespaceFeatures::Features { all: "full".to_owned(), default, taken: Vec::new() },
    )
}
