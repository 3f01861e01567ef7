//! Writes a schema in the JSON form in which Telegram publishes its own.
//!
//! The form has an object for each combinator, with its id as a signed decimal number. It has no comments, and no
//! declarations of types that a reader knows without them, such as `int ? = Int`. Invariant: a written text is read
//! back to the same declarations; a declaration for which that fails is reported, and nothing is written.

use std::collections::HashMap;

use serde::Serialize;

use super::read::restored_text;
use super::write::declared_combinators;
use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::resolve::{needs_no_declaration, resolve};
use crate::meaning::schema::{Combinator, Schema, Section};
use crate::shared_types::Dialect;
use crate::syntax::ast::{self, Declaration, File};
use crate::syntax::print::{self, PrintForm, Rule};
use crate::syntax::statement::parse_restored;
use crate::text::source::{SourceMap, Span};

/// The schema in the JSON form in which Telegram publishes schemas; `schema` is the result of
/// [`resolve`](crate::resolve) for `files`.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// sources.add("car.tl", "car#3352629a wheels:int = Car;");
/// let files = [tl_parser::parse(&sources.sources()[0]).0];
/// let (schema, _) = tl_parser::resolve(&files);
/// let json = tl_parser::json::telegram(&schema, &files).unwrap();
/// assert!(json.contains(r#"{"id":"861037210","predicate":"car","params":[{"name":"wheels","type":"int"}],"type":"Car"}"#));
/// ```
///
/// # Errors
///
/// A diagnostic for each declaration that the form cannot express: it has no number parameters, no fields without a
/// name, no annotations, and no statements such as `Final`.
pub fn telegram(schema: &Schema, files: &[File<'_>]) -> Result<String, Vec<Diagnostic>> {
    let statements = files.iter().flat_map(File::declarations).filter_map(span_of_non_combinator);
    let mut errors: Vec<_> = statements.map(|span| inexpressible_error(span, "this statement")).collect();
    let dialect = files.iter().map(|file| file.dialect).max().unwrap_or_default();
    let is_left_out = |meant: &Combinator| {
        is_primitive_without_field_names(meant) && needs_no_declaration(&meant.name.to_string(), dialect)
    };
    let declared = || declared_combinators(schema, files).filter(|(meant, _)| !is_left_out(meant));
    let items = |section| declared().filter(move |(meant, _)| meant.section == section);
    let text = format!(
        "{{\"constructors\":[{}],\n\"methods\":[{}]{}}}\n",
        lines_of_combinators(items(Section::Types)),
        lines_of_combinators(items(Section::Functions)),
        schema.layer.map(|layer| format!(",\n\"layer\":{layer}")).unwrap_or_default(),
    );
    let read_back = read_back(&text, dialect);
    for (meant, written) in declared() {
        let found = read_back.get(&(meant.section, meant.name.to_string()));
        if found.is_none_or(|found| !means_the_same(meant, found)) {
            errors.push(inexpressible_error(written.name().span, &format!("`{}`", meant.name)));
        }
    }
    if errors.is_empty() { Ok(text) } else { Err(errors) }
}

/// A combinator in Telegram's form; `method` is the name of a function, `predicate` that of a constructor.
#[derive(Serialize)]
struct JsonCombinator<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    predicate: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'a str>,
    params: Vec<JsonField>,
    #[serde(rename = "type")]
    result: String,
}

#[derive(Serialize)]
struct JsonField {
    name: String,
    #[serde(rename = "type")]
    ty: String,
}

fn lines_of_combinators<'a>(combinators: impl Iterator<Item = (&'a Combinator, ast::Combinator<'a>)>) -> String {
    let line = |(meant, written): (&Combinator, ast::Combinator<'_>)| {
        let name = written.name().text;
        let is_function = meant.section == Section::Functions;
        // The fields of `vector` are implied, and the reader finds parameters among the words of a result.
        let is_vector = name == "vector";
        let form = if meant.params.is_empty() { PrintForm::Display } else { PrintForm::Canonical(Rule::A) };
        let item = JsonCombinator {
            id: meant.id.cast_signed().to_string(),
            predicate: (!is_function).then_some(name),
            method: is_function.then_some(name),
            params: written.fields().filter(|_| !is_vector).flat_map(json_fields).collect(),
            result: print::term(written.result().0, form),
        };
        // Strings and arrays of strings always have a JSON form.
        format!("\n{}", serde_json::to_string(&item).unwrap_or_default())
    };
    combinators.map(line).collect::<Vec<_>>().join(",")
}

/// The fields in JSON: one for each name of a group.
fn json_fields(field: ast::Field<'_>) -> Vec<JsonField> {
    let condition = field.condition();
    let condition = condition
        .map(|condition| format!("{}.{}?", condition.flags_field.text, condition.bit.value().unwrap_or(u32::MAX)));
    let ty = condition.unwrap_or_default() + &print::field_type(field);
    let named: Vec<_> = field.names().map(|name| JsonField { name: name.text.to_owned(), ty: ty.clone() }).collect();
    match named.is_empty() {
        true => vec![JsonField { name: String::new(), ty }],
        false => named,
    }
}

/// The combinators of a written text, by section and name.
fn read_back(text: &str, dialect: Dialect) -> HashMap<(Section, String), Combinator> {
    let mut sources = SourceMap::new();
    sources.add("", text);
    let source = sources.sources().first();
    let Some((source, restored)) = source.and_then(|source| Some((source, restored_text(source)?))) else {
        return HashMap::new();
    };
    let (file, _) = parse_restored(source, restored, dialect);
    let (schema, _) = resolve(&[file]);
    schema.combinators.into_iter().map(|found| ((found.section, found.name.to_string()), found)).collect()
}

/// Whether a combinator declares a primitive type, as a built-in or with fields that have no name: `int ? = Int`,
/// `int128 4*[ int ] = Int128`.
fn is_primitive_without_field_names(meant: &Combinator) -> bool {
    meant.is_builtin || meant.declared_primitive().is_some() && meant.fields.iter().any(|field| field.name.is_none())
}

fn means_the_same(meant: &Combinator, found: &Combinator) -> bool {
    meant.id == found.id && meant.canonical == found.canonical && meant.annotations == found.annotations
}

/// The name in a statement that declares no combinator.
fn span_of_non_combinator(declaration: Declaration<'_>) -> Option<Span> {
    match declaration {
        Declaration::Combinator(_) => None,
        Declaration::Directive(directive) => Some(directive.name().span),
        Declaration::Partial(partial) => Some(partial.name().span),
    }
}

fn inexpressible_error(span: Span, subject: &str) -> Diagnostic {
    Diagnostic::error(Code::Unsupported, span, format!("Telegram's JSON form cannot express {subject}"))
        .label("not expressible")
        .note("the form has no number parameters, no fields without a name, no annotations, and no `Final`, `New` or `Empty`")
        .help("use `--format json`, which has everything")
}
