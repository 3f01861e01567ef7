//! A schema on its way into the project: read, compared with the one that it replaces, and printed in the project's
//! form.
//!
//! Nothing is written here. Invariant: the printed text is read again, and has the same meaning as the source.

use std::path::Path;

use tl_commands::{Failure, Findings, Outcome, Output, ReportingArgs, printable_path, problem};
use tl_parser::ast::Declaration;
use tl_parser::{Code, Diagnostic, Schema, SourceId, Syntax, print};

use crate::project::{Project, schema_path};
use crate::protocol;
use crate::schema_lock::{LockEntry, SchemaLock, SchemaOrigin, sha256};
use crate::schema_loss::{self, AcceptedLoss, ReplacedSchema, declaration_set};
use crate::schema_text::schema_text;

/// The bytes of a schema from outside, with everything that the command line says about them.
pub(crate) struct IncomingSchema<'a> {
    pub(crate) protocol: &'a str,
    /// The name of the file in messages.
    pub(crate) name: &'a Path,
    pub(crate) bytes: Vec<u8>,
    pub(crate) origin: SchemaOrigin,
    /// The layer given on the command line.
    pub(crate) layer: Option<u32>,
    pub(crate) accepted: &'a [AcceptedLoss],
    pub(crate) reporting: &'a ReportingArgs,
}

/// A schema that may be written.
pub(crate) struct AcceptedSchema {
    pub(crate) schema: Schema,
    /// The text of the schema in the project's form.
    pub(crate) text: String,
    /// The lock with the new entry.
    pub(crate) lock: SchemaLock,
}

/// Reads the schema; refuses it if it has an error or a loss that is not accepted.
pub(crate) fn accept_schema(
    project: &Project,
    incoming: IncomingSchema<'_>,
    output: &mut Output<'_>,
) -> Outcome<AcceptedSchema> {
    let IncomingSchema { protocol, name, bytes, origin, layer, accepted, reporting } = incoming;
    let mut lock = SchemaLock::read(project)?;
    let mut findings = Findings::new(reporting, output);
    let id = findings.add_file_bytes(name, &name.to_string_lossy(), bytes);
    let source = read_schema_without_errors(project, protocol, id, &mut findings, output)?;
    let layer = given_or_stated_layer(name, layer, &source.schema)?;
    let old = read_replaced_schema(project, protocol)?;
    let before = ReplacedSchema { entry: lock.protocols.get(protocol), schema: old.as_ref() };
    schema_loss::refuse_losses(name, &source.schema, layer, &before, accepted)?;
    let text = findings.sources.get(source.id).map(|source| schema_text(&tl_parser::parse(source).0, protocol, layer));
    let text = text.unwrap_or_default();
    check_printed_meaning(&source.schema, &text)?;
    let released = lock.protocols.get(protocol).and_then(|entry| entry.released.clone());
    lock.protocols.insert(protocol.to_owned(), LockEntry::new(origin, source.sha256, layer, &source.schema, released));
    Ok(AcceptedSchema { schema: source.schema, text, lock })
}

/// The schema that the incoming one replaces; `None` if there is none, or if it has an error.
fn read_replaced_schema(project: &Project, protocol: &str) -> Outcome<Option<Schema>> {
    let path = project.full_path(&schema_path(protocol));
    if !path.exists() {
        return Ok(None);
    }
    let mut findings = Findings::default();
    let id = findings.read_file(&path, &schema_path(protocol))?;
    let schema = id.map(|id| tl_parser::read(&findings.sources, &[id]));
    Ok(schema.filter(|(_, found)| !found.iter().any(Diagnostic::is_error)).map(|(schema, _)| schema))
}

/// A schema without errors.
struct CheckedSchema {
    id: SourceId,
    schema: Schema,
    sha256: String,
}

/// Resolves the schema and refuses it if it has an error.
fn read_schema_without_errors(
    project: &Project,
    protocol: &str,
    id: Option<SourceId>,
    findings: &mut Findings,
    output: &mut Output<'_>,
) -> Outcome<CheckedSchema> {
    let schema = protocol::resolve_with_exceptions(project, protocol, id, Syntax::default(), findings)?;
    let source = id.and_then(|id| findings.sources.get(id));
    let file = source.map(|source| tl_parser::parse(source).0);
    let refused: Vec<_> =
        file.iter().flat_map(|file| file.declarations().filter_map(error_for_non_combinator)).collect();
    let sha256 = source.map(|source| sha256(source.text()));
    findings.add_with_levels(refused);
    let reported = findings.print_and_fail_on_error(output);
    reported.inspect_err(|_| problem!(output, "nothing was imported"))?;
    match (id, sha256, schema) {
        (Some(id), Some(sha256), Some(schema)) => Ok(CheckedSchema { id, schema, sha256 }),
        // Every failure to resolve the schema is among the findings, which are reported above.
        _ => Err(Failure::Reported),
    }
}

/// The error for a statement other than a combinator: its meaning depends on its position, which sorting changes.
fn error_for_non_combinator(declaration: Declaration<'_>) -> Option<Diagnostic> {
    let span = match declaration {
        Declaration::Combinator(_) => return None,
        Declaration::Directive(directive) => directive.name().span,
        Declaration::Partial(partial) => partial.name().span,
    };
    let message = format!("`{}` cannot be imported", print::declaration(declaration));
    Some(Diagnostic::error(Code::Unsupported, span, message).label("only constructors and functions can"))
}

/// The layer given on the command line, or else the layer that the file states.
pub(crate) fn given_or_stated_layer(name: &Path, layer: Option<u32>, schema: &Schema) -> Outcome<Option<u32>> {
    match (layer, schema.layer) {
        (Some(wanted), Some(found)) if wanted != found => Err(Failure::unable_with_advice(
            format!("{} says that it is layer {found}, not {wanted}", printable_path(name)),
            "leave --layer out, or import another file",
        )),
        (wanted, found) => Ok(wanted.or(found)),
    }
}

/// Reads the text to be written and checks that its meaning equals that of the source.
fn check_printed_meaning(imported: &Schema, text: &str) -> Outcome {
    let (_, schema, _) = tl_parser::read_text("imported", text);
    match declaration_set(imported) == declaration_set(&schema) {
        true => Ok(()),
        false => Err(Failure::unable_with_advice(
            "the printed declarations have another meaning than the imported ones",
            "this is a bug in the printer of tl-parser; nothing was imported",
        )),
    }
}
