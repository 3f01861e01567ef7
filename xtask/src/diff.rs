//! `cargo xtask diff`: the facts of this project that a comparison of schemas uses.
//!
//! The comparison itself is in `tl-commands`. Invariant: nothing is written.

use tl_codegen::{Metadata, Plan};
use tl_commands::diff::{self, Diff, GeneratingProject, GeneratorInput, Repository};
use tl_commands::{Failure, Findings, Outcome, Output};
use tl_parser::Schema;

use crate::codegen::GENERATED_FOLDER;
use crate::history;
use crate::manifest::{self, Manifest};
use crate::metadata_tables;
use crate::plan;
use crate::project::{self, Project};
use crate::protocol;
use crate::schema_lock::{self, SchemaLock};

/// Compares two schemas; a comparison of two files needs no project.
pub(crate) fn run(project: Option<&Project>, args: &Diff, output: &mut Output<'_>) -> Outcome {
    diff::run(args, compared_repository(project), output)
}

/// The repository of a project, or the current directory without one.
pub(crate) fn compared_repository(project: Option<&Project>) -> Repository<'_> {
    Repository {
        folder: project.map_or(std::path::Path::new("."), Project::root),
        schema_path: |protocol| project::schema_path(protocol),
        project: project.map(|project| project as &dyn GeneratingProject),
    }
}

impl GeneratingProject for Project {
    fn has_protocol(&self, protocol: &str) -> bool {
        self.protocol_names().is_ok_and(|protocols| protocols.iter().any(|known| known == protocol))
    }

    fn generator_input(&self, protocol: &str, schema: &Schema) -> Outcome<Option<GeneratorInput>> {
        if !self.has_protocol(protocol) {
            return Ok(None);
        }
        let mut findings = Findings::default();
        let tables = metadata_tables::read_tables(self, protocol, schema, &mut findings)?;
        let history = history::read_history(self, protocol, &mut findings)?;
        if findings.n_errors() > 0 {
            let help = "`cargo xtask check` lists them";
            return Err(Failure::unable_with_advice(
                format!("the tables of metadata of `{protocol}` have mistakes"),
                help,
            ));
        }
        let namespaces = Manifest::read(self)?.namespaces_of_protocol(protocol, schema);
        let settings = protocol::generator_settings(protocol, tables.is_some(), namespaces);
        let tables = tables.unwrap_or_default();
        let upgrades = history.is_some().then(|| protocol::read_upgrades(self, protocol)).transpose()?;
        let facts = tables.facts.as_ref();
        let unused = facts.map(|facts| facts.store.methods_not_in_schema().into_iter().map(str::to_owned).collect());
        Ok(Some(GeneratorInput {
            settings,
            unused: unused.unwrap_or_default(),
            tables: facts.map(|facts| facts.texts.clone()).unwrap_or_default(),
            upgrades,
            metadata: Metadata { history: history.unwrap_or_default(), ..tables.metadata },
        }))
    }

    fn kept_layer(&self, protocol: &str, layer: u32) -> Outcome<Option<String>> {
        if !self.has_protocol(protocol) {
            return Ok(None);
        }
        history::kept_layer_text(self, protocol, layer)
    }

    fn code_folder(&self, protocol: &str) -> String {
        format!("{GENERATED_FOLDER}/{protocol}")
    }

    fn files_outside_code_folder(&self, protocol: &str, plan: &Plan) -> Vec<(String, String)> {
        plan::plan_files(protocol, plan).into()
    }

    fn release_record_path(&self) -> &str {
        schema_lock::LOCK_PATH
    }

    fn released_version(&self, protocol: &str, lock: &str) -> Option<String> {
        let lock: SchemaLock = toml::from_str(lock).ok()?;
        lock.protocols.get(protocol)?.released.clone()
    }

    fn manifest_path(&self) -> &str {
        manifest::MANIFEST_PATH
    }

    fn crate_version(&self, manifest: &str) -> Option<String> {
        manifest::package_version(manifest)
    }
}
