//! A schema and its diagnostics as JSON.
//!
//! Facts come from the [`Schema`], types in display form and directives from the ast. Keys without content are left
//! out. Invariant: the output depends on nothing else.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::diagnostic::json::severity_name;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::meaning::schema::{Combinator, CombinatorIndex, Doc, Param, ParamKind, Schema, Section};
use crate::syntax::ast::{self, Declaration, DirectiveKind, File};
use crate::syntax::print::{self, PrintForm};
use crate::text::source::{Location, SourceMap};

/// A schema and its diagnostics as one object; `schema` is the result of [`resolve`](crate::resolve) for `files`.
///
/// `accept` is true if there is no error. `combinators` are in source order, with `name`, `id` (eight hexadecimal
/// digits), `explicit`, `crc`, `crc_telegram`, `canonical`, `section`, `type`, `params` and `fields`. Some have
/// `builtin`, `annotations`, `doc`, or `trusted` for an id that cannot be computed. `directives`, `lints`, `classes`
/// and `layer` are left out if there are none. `diagnostics` have `code`, `severity`, `message`, `line` and `column`,
/// sorted by position, and `file` if there are several.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// let id = sources.add("car.tl", "car wheels:int = Car;");
/// let (files, mut found) = tl_parser::parse_all(&sources, &[id], tl_parser::Dialect::Tl);
/// let (schema, more) = tl_parser::resolve(&files);
/// found.extend(more);
/// let report = tl_parser::json::report(&schema, &files, &found, &sources);
/// assert_eq!(report["combinators"][0]["id"], "3352629a");
/// ```
#[must_use]
pub fn report(schema: &Schema, files: &[File<'_>], diagnostics: &[Diagnostic], sources: &SourceMap) -> Value {
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| {
        let span = diagnostic.primary.span;
        (span.source, span.start, diagnostic.code.as_str())
    });
    let declarations = || files.iter().flat_map(File::declarations);
    let combinators = declared_combinators(schema, files).map(|(meant, written)| combinator_json(meant, written));
    let lints = sorted.iter().filter(|diagnostic| is_id_warning(schema, diagnostic));
    let classes: BTreeMap<_, _> = files.iter().flat_map(|file| &file.classes).collect();
    let has_many = sources.sources().len() > 1;
    let diagnostics = sorted.iter().map(|diagnostic| diagnostic_json(diagnostic, sources, has_many));
    let mut report = json!({
        "accept": !sorted.iter().any(|diagnostic| diagnostic.is_error()),
        "combinators": combinators.collect::<Value>(),
        "directives": declarations().filter_map(directive_json).collect::<Value>(),
        "lints": lints.map(|diagnostic| id_warning_json(diagnostic, sources)).collect::<Value>(),
        "classes": classes,
        "layer": schema.layer,
        "diagnostics": diagnostics.collect::<Value>(),
    });
    remove_empty_members(&mut report, &["directives", "lints", "classes", "layer"]);
    report
}

/// The combinators of a schema with their declarations in the files. A declaration that repeats one of another file is
/// not in the schema.
pub(super) fn declared_combinators<'s>(
    schema: &'s Schema,
    files: &'s [File<'s>],
) -> impl Iterator<Item = (&'s Combinator, ast::Combinator<'s>)> {
    let mut meant = schema.combinators.iter().peekable();
    files.iter().flat_map(File::declarations).filter_map(move |declaration| match declaration {
        Declaration::Combinator(written) => {
            let meant = meant.next_if(|meant| meant.span == written.name().span)?;
            Some((meant, written))
        }
        Declaration::Directive(_) | Declaration::Partial(_) => None,
    })
}

/// Removes these members of an object if they are null or empty.
fn remove_empty_members(object: &mut Value, keys: &[&str]) {
    let is_empty = |value: &Value| *value == json!(null) || *value == json!([]) || *value == json!({});
    if let Value::Object(members) = object {
        members.retain(|key, value| !(keys.contains(&key.as_str()) && is_empty(value)));
    }
}

fn combinator_json(meant: &Combinator, written: ast::Combinator<'_>) -> Value {
    let mut shown = json!({
        "name": meant.name.to_string(),
        "id": id_in_hex(meant.id),
        "explicit": meant.id_is_written,
        "crc": id_in_hex(meant.crc_a),
        "crc_telegram": id_in_hex(meant.crc_b),
        "canonical": meant.canonical,
        "section": meant.section.as_str(),
        "type": print::term(written.result().0, PrintForm::Display),
        "params": meant.params.iter().map(param_json).collect::<Vec<_>>(),
        "fields": written.fields().flat_map(fields_json).collect::<Vec<_>>(),
        "builtin": meant.is_builtin.then_some(true),
        "annotations": meant.annotations,
        "doc": meant.doc.as_ref().map(doc_json),
        "trusted": meant.id_is_unverifiable.then_some(true),
    });
    remove_empty_members(&mut shown, &["builtin", "annotations", "doc", "trusted"]);
    shown
}

fn param_json(param: &Param) -> Value {
    let kind = match param.kind {
        ParamKind::Type => "Type",
        ParamKind::Nat => "#",
    };
    json!({"name": param.name, "kind": kind})
}

/// The fields in JSON: one for each name of a group, and one for an anonymous field.
fn fields_json(field: ast::Field<'_>) -> Vec<Value> {
    let flag = field.condition().map(|condition| {
        let bit = condition.bit.value().unwrap_or(u32::MAX);
        json!({"field": condition.flags_field.text, "bit": bit})
    });
    let ty = print::field_type(field);
    let shown = |name: Option<&str>| json!({"name": name, "type": ty, "flag": flag});
    let named: Vec<_> = field.names().map(|name| shown(Some(name.text))).collect();
    if named.is_empty() { vec![shown(None)] } else { named }
}

fn doc_json(doc: &Doc) -> Value {
    let fields: Map<_, _> = doc.fields.iter().map(|(name, text)| (name.clone(), json!(text))).collect();
    json!({"description": doc.description, "fields": fields})
}

/// A statement that declares no combinator, in JSON.
fn directive_json(declaration: Declaration<'_>) -> Option<Value> {
    match declaration {
        Declaration::Combinator(_) => None,
        Declaration::Directive(directive) => {
            let kind = match directive.kind {
                DirectiveKind::Final => "final",
                DirectiveKind::New => "new",
                DirectiveKind::Empty => "empty",
            };
            Some(json!({"kind": kind, "name": directive.name().text}))
        }
        Declaration::Partial(partial) => {
            let arguments = partial.application().terms().map(|argument| print::term(argument.0, PrintForm::Display));
            Some(json!({
                "kind": "partial",
                "name": partial.name().text,
                "arguments": arguments.collect::<Vec<_>>(),
                "section": partial.section().as_str(),
            }))
        }
    }
}

/// Whether a diagnostic is about an id that neither rule gives, or that a function shares.
fn is_id_warning(schema: &Schema, diagnostic: &Diagnostic) -> bool {
    let is_function = |id: &CombinatorIndex| {
        schema.combinators.get(id.0 as usize).is_some_and(|found| found.section == Section::Functions)
    };
    match diagnostic.code {
        _ if diagnostic.severity != Severity::Warning => false,
        Code::IdMismatch => true,
        Code::DuplicateId => diagnostic.combinators.iter().all(is_function),
        _ => false,
    }
}

fn id_warning_json(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    let Location { line, column } = sources.location(diagnostic.primary.span);
    json!({"kind": diagnostic.code.as_str(), "line": line, "column": column})
}

fn diagnostic_json(diagnostic: &Diagnostic, sources: &SourceMap, has_many: bool) -> Value {
    let Location { line, column } = sources.location(diagnostic.primary.span);
    let mut shown = json!({
        "code": diagnostic.code.as_str(),
        "severity": severity_name(diagnostic.severity),
        "message": diagnostic.message,
        "line": line,
        "column": column,
    });
    if has_many {
        shown["file"] = json!(sources.get(diagnostic.primary.span.source).map(|source| source.name()));
    }
    shown
}

fn id_in_hex(id: u32) -> String {
    format!("{id:08x}")
}
