//! What a model says, as JSON.
//!
//! Ids are eight hexadecimal digits, types are in display form, and keys that would say nothing are left out. Invariant:
//! a function of the model and its diagnostics alone.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::meaning::model::{Model, Resolved, ShownField, Statement};
use crate::meaning::schema::{CombinatorId, Doc, ParamKind, Section};
use crate::syntax::ast::DirectiveKind;
use crate::text::source::{SourceMap, Span};

/// A model and what was found about it, as one object.
///
/// `accept` says whether there is no error. `combinators` are in source order, with `name`, `id`, `explicit`, `crc`,
/// `crc_telegram`, `canonical`, `section`, `type`, `params`, `fields`, and where there is something to say `builtin`,
/// `annotations`, `doc`, and `trusted` for an id that can't be computed. `directives`, `lints`, `classes` and `layer` are
/// there when there are any. `diagnostics` has `code`, `severity`, `message`, `line` and `column`, sorted by place, and
/// `file` when there are several.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// let id = sources.add("car.tl", "car wheels:int = Car;");
/// let (files, mut found) = tl_parser::parse_all(&sources, &[id], tl_parser::Dialect::Tl);
/// let (model, more) = tl_parser::resolve(&files);
/// found.extend(more);
/// let report = tl_parser::json::report(&model, &found, &sources);
/// assert_eq!(report["combinators"][0]["id"], "3352629a");
/// ```
#[must_use]
pub fn report(model: &Model<'_>, diagnostics: &[Diagnostic], sources: &SourceMap) -> Value {
    let mut report = Map::new();
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| {
        let span = diagnostic.primary.span;
        (span.source, span.start, diagnostic.code.as_str())
    });
    report.insert("accept".to_owned(), json!(!diagnostics.iter().any(Diagnostic::is_error)));
    report.insert("combinators".to_owned(), model.combinators().map(combinator).collect());
    let directives = model.directives().map(directive).collect();
    insert_some(&mut report, "directives", directives);
    let lints = sorted.iter().filter(|diagnostic| is_lint(model, diagnostic));
    insert_some(&mut report, "lints", lints.map(|diagnostic| lint(diagnostic, sources)).collect());
    let classes: Map<_, _> =
        model.classes().into_iter().map(|(name, description)| (name.to_owned(), json!(description))).collect();
    if !classes.is_empty() {
        report.insert("classes".to_owned(), Value::Object(classes));
    }
    if let Some(layer) = model.layer() {
        report.insert("layer".to_owned(), json!(layer));
    }
    let has_many = sources.sources().len() > 1;
    let shown = sorted.iter().map(|diagnostic| self::diagnostic(diagnostic, sources, has_many));
    report.insert("diagnostics".to_owned(), shown.collect());
    Value::Object(report)
}

/// Adds a list if there is something in it.
fn insert_some(report: &mut Map<String, Value>, key: &str, items: Vec<Value>) {
    if !items.is_empty() {
        report.insert(key.to_owned(), Value::Array(items));
    }
}

fn combinator(found: Resolved<'_>) -> Value {
    let params = found.params().map(|(name, kind)| json!({"name": name, "kind": kind_name(kind)}));
    let mut shown = json!({
        "name": found.name(),
        "id": hex(found.id()),
        "explicit": found.ast().id().is_some(),
        "crc": hex(found.crc()),
        "crc_telegram": hex(found.crc_telegram()),
        "canonical": found.canonical(),
        "section": section(found.ast().section()),
        "type": found.result(),
        "params": params.collect::<Vec<_>>(),
        "fields": found.fields().map(field).collect::<Vec<_>>(),
    });
    if found.ast().is_builtin() {
        shown["builtin"] = json!(true);
    }
    let annotations: Vec<_> = found.ast().annotations().map(|annotation| annotation.text).collect();
    if !annotations.is_empty() {
        shown["annotations"] = json!(annotations);
    }
    if let Some(doc) = found.doc() {
        shown["doc"] = self::doc(doc);
    }
    if found.is_trusted() {
        shown["trusted"] = json!(true);
    }
    shown
}

fn field(field: ShownField<'_>) -> Value {
    let flag = field.flag.map(|(name, bit)| json!({"field": name, "bit": bit}));
    json!({"name": field.name, "type": field.ty, "flag": flag})
}

fn doc(doc: &Doc) -> Value {
    let fields: Map<_, _> = doc.fields.iter().map(|(name, text)| (name.clone(), json!(text))).collect();
    json!({"description": doc.description, "fields": fields})
}

fn directive(statement: Statement<'_>) -> Value {
    match statement {
        Statement::Directive(kind, name) => {
            let kind = match kind {
                DirectiveKind::Final => "final",
                DirectiveKind::New => "new",
                DirectiveKind::Empty => "empty",
            };
            json!({"kind": kind, "name": name})
        }
        Statement::Partial { name, arguments, section } => {
            json!({"kind": "partial", "name": name, "arguments": arguments, "section": self::section(section)})
        }
    }
}

/// A remark on ids: one that neither rule gives, or one that two functions share.
fn is_lint(model: &Model<'_>, diagnostic: &Diagnostic) -> bool {
    let is_function =
        |id: &CombinatorId| model.combinator(*id).is_some_and(|found| found.ast().section() == Section::Functions);
    match diagnostic.code {
        _ if diagnostic.severity != Severity::Warning => false,
        Code::IdMismatch => true,
        Code::DuplicateId => diagnostic.combinators.iter().all(is_function),
        _ => false,
    }
}

fn lint(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    let (line, column) = place(diagnostic.primary.span, sources);
    json!({"kind": diagnostic.code.as_str(), "line": line, "column": column})
}

fn diagnostic(diagnostic: &Diagnostic, sources: &SourceMap, has_many: bool) -> Value {
    let (line, column) = place(diagnostic.primary.span, sources);
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut shown = json!({
        "code": diagnostic.code.as_str(),
        "severity": severity,
        "message": diagnostic.message,
        "line": line,
        "column": column,
    });
    if has_many {
        shown["file"] = json!(sources.get(diagnostic.primary.span.source).map(|source| source.name()));
    }
    shown
}

fn place(span: Span, sources: &SourceMap) -> (usize, usize) {
    let location = sources.location(span);
    (location.line, location.column)
}

fn hex(id: u32) -> String {
    format!("{id:08x}")
}

fn section(section: Section) -> &'static str {
    match section {
        Section::Types => "types",
        Section::Functions => "functions",
    }
}

fn kind_name(kind: ParamKind) -> &'static str {
    match kind {
        ParamKind::Type => "Type",
        ParamKind::Nat => "#",
    }
}
