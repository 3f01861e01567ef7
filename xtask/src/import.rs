//! `cargo xtask import`: imports a schema from a file of a published package.
//!
//! Schema, lock and tables of metadata change as one transaction. The generated code stays: `update` changes it as
//! well.

use tl_commands::input::read_bytes;
use tl_commands::{DeclarationCounts, Findings, Outcome, Output, message, problem};

use crate::flags;
use crate::incoming_schema::{self, IncomingSchema};
use crate::metadata;
use crate::metadata_tables;
use crate::project::{self, Project, schema_path};
use crate::schema_lock::{self, SchemaOrigin};
use crate::schema_loss;
use crate::transaction::Transaction;

/// Imports a schema into the project.
pub(crate) fn run(project: &Project, flags: &flags::SchemaImport, output: &mut Output<'_>) -> Outcome {
    project::check_protocol_name(&flags.protocol)?;
    let _exclusive = project.lock_exclusively(output)?;
    let bytes = read_bytes(&flags.file)?;
    schema_loss::refuse_non_schema_file(&flags.file, &bytes)?;
    let incoming = IncomingSchema {
        protocol: &flags.protocol,
        name: &flags.file,
        bytes,
        origin: SchemaOrigin {
            package: flags.package.clone(),
            version: flags.version.clone(),
            file: flags.path.clone().unwrap_or_else(|| {
                schema_lock::path_in_package(&flags.file, &format!("{}-{}", flags.package, flags.version))
            }),
        },
        layer: flags.layer,
        accepted: &flags.accept,
        reporting: &flags.reporting,
    };
    let incoming = incoming_schema::accept_schema(project, incoming, output)?;

    let schema_path = schema_path(&flags.protocol);
    let mut transaction = Transaction::default();
    let is_new = transaction.add_change(project.root(), &schema_path, incoming.text)?;
    transaction.add_change(project.root(), schema_lock::LOCK_PATH, incoming.lock.file_text()?)?;
    // The findings about the schema have already been reported.
    let mut about_tables = Findings::new(&flags.reporting, output);
    let tables = metadata_tables::read_tables(project, &flags.protocol, &incoming.schema, &mut about_tables)?;
    let refused = about_tables.print_and_fail_on_error(output);
    refused.inspect_err(|_| problem!(output, "nothing was imported"))?;
    let facts = tables.and_then(|tables| tables.facts);
    let texts = facts.as_ref().map(|facts| facts.texts.as_slice()).unwrap_or_default();
    let changed = transaction.add_changes(project.root(), texts)?;
    transaction.make_all_changes(project.root())?;
    let DeclarationCounts { n_constructors, n_functions, n_types } =
        DeclarationCounts::count_declarations(&incoming.schema);
    message!(
        output,
        "{schema_path}: {n_constructors} constructors, {n_functions} functions, {n_types} types, {}",
        if is_new { "written" } else { "unchanged" },
    );
    changed.iter().for_each(|path| message!(output, "{path}: written"));
    if let Some(facts) = &facts {
        metadata::print_metadata_gaps(&flags.protocol, &facts.store, output);
    }
    Ok(())
}
