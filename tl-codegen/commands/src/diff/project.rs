//! The facts that a project adds to two schemas: settings and metadata of the generator, and versions.
//!
//! The project itself is known to the program that offers the command. Invariant: nothing is written.

use std::collections::BTreeSet;

use tl_codegen::table::Upgrades;
use tl_codegen::{Metadata, Plan, Settings};
use tl_parser::Schema;

use crate::failure::Outcome;

/// A project with generated code, as far as a comparison needs it.
pub trait GeneratingProject {
    /// Whether the project has a protocol of this name.
    fn has_protocol(&self, protocol: &str) -> bool;

    /// The settings and the metadata with which the project generates the code of a schema; `None` if `protocol` is no
    /// protocol of the project.
    ///
    /// # Errors
    ///
    /// If a file of the project cannot be read or has a mistake.
    fn generator_input(&self, protocol: &str, schema: &Schema) -> Outcome<Option<GeneratorInput>>;

    /// The TL text of a layer that the history of a protocol keeps; `None` if it does not keep the layer.
    ///
    /// # Errors
    ///
    /// If the history cannot be read or has a mistake.
    fn kept_layer(&self, protocol: &str, layer: u32) -> Outcome<Option<String>>;

    /// The folder of the generated code of a protocol, relative to the root of the repository.
    fn code_folder(&self, protocol: &str) -> String;

    /// The files outside of that folder that follow from the plan of a protocol: path from the root of the repository,
    /// and text.
    fn files_outside_code_folder(&self, protocol: &str, plan: &Plan) -> Vec<(String, String)>;

    /// The path of the file that records the released versions, relative to the root of the repository.
    fn release_record_path(&self) -> &str;

    /// The version that was released with an earlier schema of the protocol, by the text of the file at
    /// [`Self::release_record_path`].
    fn released_version(&self, protocol: &str, lock: &str) -> Option<String>;

    /// The path of the manifest of the crate with the generated code, relative to the root of the repository.
    fn manifest_path(&self) -> &str;

    /// The version of the crate, by the text of its manifest.
    fn crate_version(&self, manifest: &str) -> Option<String>;
}

/// The input of the generator besides the schema.
#[derive(Clone, Debug)]
pub struct GeneratorInput {
    /// The settings of the generated code.
    pub settings: Settings,
    /// The tables of metadata for the functions of the schema.
    pub metadata: Metadata,
    /// The rules for values of older layers; `None` for a protocol that keeps no layers.
    pub upgrades: Option<Upgrades>,
    /// Functions with facts that the schema lacks.
    pub unused: BTreeSet<String>,
    /// The generated tables of metadata: path from the root of the repository, and text.
    pub tables: Vec<(String, String)>,
}
