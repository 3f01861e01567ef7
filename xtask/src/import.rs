//! `cargo xtask import`: imports a schema from a published package.
//!
//! The written schema is sorted: constructors in groups of one result type, functions by name; ids have eight digits, and
//! comments are dropped. Invariants: the text depends on the declarations and their origin, not on the layout of the
//! source; the text is read again before it is written, and must have the same meaning. Schema, lock and tables of
//! metadata change as one transaction.

use std::fs;

use tl_commands::{Counts, Failure, Findings, Outcome, Output, message, problem};
use tl_parser::ast::{self, Declaration};
use tl_parser::{Code, Diagnostic, Dialect, Name, Schema, Section, Severity, SourceId, print};

use crate::flags;
use crate::guard::{self, Before, declaration_set};
use crate::lock::{self, Entry, Lock, sha256};
use crate::metadata;
use crate::project::{self, Project, schema_path};
use crate::protocol;
use crate::tables;
use crate::transaction::Transaction;

/// Imports a schema into the project.
pub(crate) fn run(project: &Project, flags: &flags::Import, output: &mut Output<'_>) -> Outcome {
    project::check_name(&flags.protocol)?;
    let _exclusive = project.exclusive()?;
    let bytes = fs::read(&flags.file).map_err(|why| Failure::file(&flags.file, &why))?;
    guard::check_form(&flags.file, &bytes)?;
    let mut lock = Lock::read(project)?;
    let mut findings = Findings::new(&flags.reporting, output);
    let source = read(project, flags, &mut findings, output)?;
    let layer = layer_of_import(flags, &source.schema)?;
    let old = read_existing(project, &flags.protocol)?;
    let before = Before { entry: lock.protocols.get(&flags.protocol), schema: old.as_ref() };
    guard::check_losses(&flags.file, &source.schema, layer, &before, &flags.accept)?;
    let text = findings.sources.get(source.id).map(|source| schema_text(&tl_parser::parse(source).0, flags, layer));
    let text = text.unwrap_or_default();
    check_same(&source.schema, &text)?;

    let Counts { n_constructors, n_functions, n_types } = Counts::of(&source.schema);
    let entry = Entry {
        package: flags.package.clone(),
        version: flags.version.clone(),
        file: path_in_package(flags),
        sha256: source.sha256,
        layer,
        constructors: n_constructors,
        functions: n_functions,
        types: n_types,
        released: lock.protocols.get(&flags.protocol).and_then(|entry| entry.released.clone()),
    };
    let schema_path = schema_path(&flags.protocol);
    let mut transaction = Transaction::default();
    let is_new = transaction.add_change(project.root(), &schema_path, text)?;
    lock.protocols.insert(flags.protocol.clone(), entry);
    transaction.add_change(project.root(), lock::LOCK_PATH, lock.text()?)?;
    // The findings about the schema have already been reported.
    let mut about_tables = Findings::new(&flags.reporting, output);
    let tables = tables::read(project, &flags.protocol, &source.schema, &mut about_tables)?;
    let refused = about_tables.report(output);
    refused.inspect_err(|_| problem!(output, "nothing was imported"))?;
    let facts = tables.and_then(|tables| tables.facts);
    let texts = facts.as_ref().map(|facts| facts.texts.as_slice()).unwrap_or_default();
    let mut changed = Vec::new();
    for (path, text) in texts {
        if transaction.add_change(project.root(), path, text)? {
            changed.push(path);
        }
    }
    transaction.commit(project.root())?;
    message!(
        output,
        "{schema_path}: {n_constructors} constructors, {n_functions} functions, {n_types} types, {}",
        if is_new { "written" } else { "unchanged" },
    );
    changed.iter().for_each(|path| message!(output, "{path}: written"));
    if let Some(facts) = &facts {
        metadata::print_gaps(&flags.protocol, &facts.store, output);
    }
    Ok(())
}

/// The schema that the import replaces; `None` if there is none, or if it has an error.
fn read_existing(project: &Project, protocol: &str) -> Outcome<Option<Schema>> {
    let path = project.path(&schema_path(protocol));
    if !path.exists() {
        return Ok(None);
    }
    let mut findings = Findings::default();
    let id = findings.read(&path, &schema_path(protocol))?;
    let schema = id.map(|id| tl_parser::read(&findings.sources, &[id]));
    let has_error = |found: &[Diagnostic]| found.iter().any(|found| found.severity == Severity::Error);
    Ok(schema.filter(|(_, found)| !has_error(found)).map(|(schema, _)| schema))
}

/// The schema to import, without errors.
struct Source {
    id: SourceId,
    schema: Schema,
    sha256: String,
}

/// Reads the schema and refuses it if it has an error.
fn read(project: &Project, flags: &flags::Import, findings: &mut Findings, output: &mut Output<'_>) -> Outcome<Source> {
    let id = findings.read(&flags.file, &flags.file.to_string_lossy())?;
    let schema = protocol::resolve(project, &flags.protocol, id, Dialect::Tl, findings)?;
    let source = id.and_then(|id| findings.sources.get(id));
    let file = source.map(|source| tl_parser::parse(source).0);
    let refused: Vec<_> = file.iter().flat_map(|file| file.declarations().filter_map(refused_statement)).collect();
    let sha256 = source.map(|source| sha256(source.text()));
    findings.add(refused);
    let reported = findings.report(output);
    reported.inspect_err(|_| problem!(output, "nothing was imported"))?;
    match (id, sha256, schema) {
        (Some(id), Some(sha256), Some(schema)) => Ok(Source { id, schema, sha256 }),
        // Every failure to resolve the schema is among the findings, which are reported above.
        _ => Err(Failure::Reported),
    }
}

/// The error for a statement other than a combinator: its meaning depends on its position, which sorting changes.
fn refused_statement(declaration: Declaration<'_>) -> Option<Diagnostic> {
    let span = match declaration {
        Declaration::Combinator(_) => return None,
        Declaration::Directive(directive) => directive.name().span,
        Declaration::Partial(partial) => partial.name().span,
    };
    let message = format!("`{}` cannot be imported", print::declaration(declaration));
    Some(Diagnostic::error(Code::Unsupported, span, message).label("only constructors and functions can"))
}

/// The layer given on the command line, or else the layer that the file states.
fn layer_of_import(flags: &flags::Import, schema: &Schema) -> Outcome<Option<u32>> {
    match (flags.layer, schema.layer) {
        (Some(wanted), Some(found)) if wanted != found => Err(Failure::unable(
            format!("{} says that it is layer {found}, not {wanted}", flags.file.display()),
            "leave --layer out, or import another file",
        )),
        (wanted, found) => Ok(wanted.or(found)),
    }
}

/// The path of the file inside its package: the option `--path`, or the part after the folder of the unpacked package.
fn path_in_package(flags: &flags::Import) -> String {
    let unpacked = format!("{}-{}", flags.package, flags.version);
    let parts: Vec<_> = flags.file.iter().map(|part| part.to_string_lossy()).collect();
    let root = parts.iter().rposition(|part| *part == unpacked);
    let first = root.map_or(parts.len().saturating_sub(1), |root| root + 1);
    flags.path.clone().unwrap_or_else(|| parts[first..].join("/"))
}

/// Reads the text to be written and checks that its meaning equals that of the imported schema.
fn check_same(imported: &Schema, text: &str) -> Outcome {
    let (_, schema, _) = tl_parser::read_text("imported", text);
    match declaration_set(imported) == declaration_set(&schema) {
        true => Ok(()),
        false => Err(Failure::unable(
            "the printed declarations have another meaning than the imported ones",
            "this is a bug in the printer of tl-parser; nothing was imported",
        )),
    }
}

/// The whole text of the imported schema.
fn schema_text(file: &ast::File<'_>, flags: &flags::Import, layer: Option<u32>) -> String {
    let in_section = |section| {
        file.declarations().filter_map(move |declaration| match declaration {
            Declaration::Combinator(combinator) => (combinator.section() == section).then_some(combinator),
            Declaration::Directive(_) | Declaration::Partial(_) => None,
        })
    };
    let constructors = in_section(Section::Types).map(|combinator| (constructor_group(combinator), combinator));
    let functions = in_section(Section::Functions).map(|combinator| (function_group(combinator), combinator));
    let mut text = header_comment(&flags.protocol, layer);
    text.push_str("\n---types---\n");
    write_groups(&mut text, constructors);
    text.push_str("\n---functions---\n");
    write_groups(&mut text, functions);
    text
}

/// The comment above the declarations. It names no package, so that the same declarations have the same text.
fn header_comment(protocol: &str, layer: Option<u32>) -> String {
    let layer = layer.map(|layer| format!("// LAYER {layer}\n")).unwrap_or_default();
    format!(
        "// Schema of the protocol `{protocol}`. `schemas/tl.lock` names the package that it was published in.\n\
         // Written by `cargo xtask import`, which sorts the declarations and keeps no comments; not to be edited by hand.\n\
         // To import another version:\n\
         //     cargo xtask import {protocol} FILE --package NAME --version VERSION\n\
         {layer}"
    )
}

/// Built-in types form the first group; the others are grouped by result type, sorted by name.
fn constructor_group(combinator: ast::Combinator<'_>) -> (bool, Name) {
    match combinator.is_builtin() {
        true => (false, Name::from("")),
        false => (true, Name::from(combinator.result_name().text)),
    }
}

/// Functions are grouped by namespace.
fn function_group(combinator: ast::Combinator<'_>) -> Vec<String> {
    Name::from(combinator.name().text).namespace
}

/// Writes the lines sorted by group and name, with an empty line before each group.
fn write_groups<'a, G: Ord>(text: &mut String, combinators: impl Iterator<Item = (G, ast::Combinator<'a>)>) {
    let mut lines: Vec<_> = combinators
        .map(|(group, combinator)| (group, Name::from(combinator.name().text), print::line(combinator)))
        .collect();
    lines.sort();
    for group in lines.chunk_by(|one, next| one.0 == next.0) {
        text.push('\n');
        for (_, _, line) in group {
            text.push_str(line);
            text.push('\n');
        }
    }
}
