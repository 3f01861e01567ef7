//! Schemas in JSON, as Telegram publishes them: an object with the arrays `constructors` and `methods`.
//!
//! The JSON is restored to TL text, so that there is one parser of declarations. Spans in that text lead back to the
//! JSON. The JSON omits parameters in curly brackets and the fields of `vector`. They are restored from their uses, and
//! such a declaration is marked as incomplete because its id cannot be recomputed. Invariant: the restored text
//! consists of strings of the JSON and of the punctuation between them; nothing is evaluated but ids.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::syntax::ast::File;
use crate::text::lex::{id_of_digits, is_name_byte};
use crate::text::restored::{MappedPart, ReadError, RestoredText};
use crate::text::source::{Source, SourceId, Span};

/// Whether a source is a schema in JSON: an object, which no TL declaration begins with.
#[must_use]
pub fn is_schema(source: &Source) -> bool {
    restored_text(source).is_some()
}

/// The TL text restored from a source in JSON; `None` if the source is TL.
pub(crate) fn restored_text(source: &Source) -> Option<&RestoredText> {
    source.text_restored_by(restore_tl_text)
}

/// Turns edits of restored texts into edits of their JSON, and removes those for which there is none.
///
/// An id becomes a signed decimal number, in quotes if the number before it has quotes. A name stays as it is.
pub(crate) fn adapt_edits_to_json(diagnostics: &mut [Diagnostic], files: &[File<'_>]) {
    let restored_of = |source| files.iter().find(|file| file.source == source)?.restored;
    for help in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.helps) {
        let adapt = |edit: &Edit| match restored_of(edit.span.source) {
            Some(restored) => replacement_in_json(edit, restored).map(|text| Edit { text, ..edit.clone() }),
            None => Some(edit.clone()),
        };
        if files.iter().any(|file| file.restored.is_some()) {
            help.edits = help.edits.iter().map(adapt).collect::<Option<_>>().unwrap_or_default();
        }
    }
}

/// The text that replaces a part of the JSON, if the edit replaces an id, or a part of a copied string by name bytes.
fn replacement_in_json(edit: &Edit, restored: &RestoredText) -> Option<String> {
    let range = edit.span.start..edit.span.end;
    let part = restored.part_at_origin(&range).filter(|_| !range.is_empty())?;
    if !part.is_id {
        let is_name = edit.text.bytes().all(|byte| is_name_byte(byte) || byte == b'.');
        return is_name.then(|| edit.text.clone());
    }
    let id = edit.text.strip_prefix('#').and_then(|digits| id_of_digits(digits.as_bytes()))?;
    let number = id.cast_signed();
    Some(if part.is_quoted { format!("\"{number}\"") } else { number.to_string() })
}

/// Removes all edits of a text that was restored from JSON: they are about its punctuation, which JSON lacks.
pub(crate) fn remove_edits(diagnostics: &mut [Diagnostic]) {
    diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.helps).for_each(|help| help.edits.clear());
}

/// The diagnostic for JSON that is not a schema.
pub(crate) fn bad_json_diagnostic(source: SourceId, fault: &ReadError) -> Diagnostic {
    let span = Span { source, start: fault.offset, end: fault.offset };
    Diagnostic::error(Code::BadJson, span, format!("a schema in JSON cannot be read: {}", fault.reason)).label("here").note(
        "a schema is an object with the arrays `constructors` and `methods`, whose items have `id`, `predicate` or `method`, `params` and `type`",
    )
}

#[derive(Deserialize)]
struct JsonSchema<'a> {
    #[serde(borrow, default)]
    constructors: Vec<JsonCombinator<'a>>,
    #[serde(borrow, default)]
    methods: Vec<JsonCombinator<'a>>,
    layer: Option<u32>,
}

#[derive(Deserialize)]
struct JsonCombinator<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow, alias = "method")]
    predicate: Cow<'a, str>,
    #[serde(borrow, default)]
    params: Vec<JsonField<'a>>,
    #[serde(borrow, rename = "type")]
    result: Cow<'a, str>,
    layer: Option<u32>,
}

#[derive(Deserialize)]
struct JsonField<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    ty: Cow<'a, str>,
}

fn restore_tl_text(text: &str) -> Option<RestoredText> {
    let trimmed = text.trim_start_matches('\u{feff}').trim_start();
    let is_object = trimmed.strip_prefix('{')?.trim_start().starts_with('"');
    is_object.then(|| match serde_json::from_str::<JsonSchema<'_>>(trimmed) {
        Ok(form) => Restorer::new(text, &form).write_schema(&form),
        Err(error) => RestoredText { fault: Some(json_error(text, trimmed, &error)), ..RestoredText::default() },
    })
}

/// The position and message of an error of the JSON parser; `trimmed` is `text` without leading blanks.
fn json_error(text: &str, trimmed: &str, error: &serde_json::Error) -> ReadError {
    let lines_before = trimmed.split_inclusive('\n').take(error.line().saturating_sub(1));
    let line_start = text.len() - trimmed.len() + lines_before.map(str::len).sum::<usize>();
    let offset = text.floor_char_boundary(line_start + error.column().saturating_sub(1));
    let message = error.to_string();
    ReadError { offset, reason: message.split(" at line ").next().unwrap_or_default().to_owned() }
}

struct Restorer<'a> {
    /// The JSON text of the source.
    json: &'a str,
    out: RestoredText,
    /// The names of all combinators and result types.
    declared: HashSet<&'a str>,
    /// For each combinator name, the newest layer that declares a combinator of that name.
    newest: HashMap<&'a str, u32>,
}

impl<'a> Restorer<'a> {
    fn new(json: &'a str, form: &'a JsonSchema<'a>) -> Self {
        let mut declared = HashSet::new();
        let mut newest = HashMap::<&str, u32>::new();
        for item in form.constructors.iter().chain(&form.methods) {
            declared.insert(&*item.predicate);
            let layer = newest.entry(&item.predicate).or_default();
            *layer = item.layer.unwrap_or_default().max(*layer);
        }
        declared.extend(form.constructors.iter().filter_map(|item| item.result.split_whitespace().next()));
        Self { json, out: RestoredText::default(), declared, newest }
    }

    fn write_schema(mut self, form: &'a JsonSchema<'a>) -> RestoredText {
        self.out.text.push_str("---types---\n");
        form.constructors.iter().for_each(|item| self.write_combinator(item));
        self.out.text.push_str("---functions---\n");
        form.methods.iter().for_each(|item| self.write_combinator(item));
        let layers = form.constructors.iter().chain(&form.methods).filter_map(|item| item.layer);
        self.out.layer = form.layer.or(layers.max());
        self.out
    }

    /// Writes a declaration: `name#id {X:Type} field:type = Type;`
    fn write_combinator(&mut self, item: &'a JsonCombinator<'a>) {
        let start = self.out.text.len() as u32;
        self.write_string(&item.predicate);
        let is_older =
            item.layer.is_some_and(|layer| self.newest.get(&*item.predicate).is_some_and(|new| *new > layer));
        if is_older {
            // Several layers declare combinators of one name: the newest keeps it, the others get their layer as a
            // suffix.
            self.out.text.push_str(&item.layer.unwrap_or_default().to_string());
        }
        self.write_id(item.id);
        let params = self.undeclared_params(item);
        let is_vector = item.predicate == "vector" && item.params.is_empty();
        for param in &params {
            self.out.text.push_str(&format!(" {{{param}:Type}}"));
        }
        if is_vector {
            self.out.text.push_str(&params.first().map(|param| format!(" # [ {param} ]")).unwrap_or_default());
        }
        for field in &item.params {
            self.out.text.push(' ');
            self.write_string(&field.name);
            self.out.text.push(':');
            self.write_string(&field.ty);
        }
        self.out.text.push_str(" = ");
        self.write_string(&item.result);
        self.out.text.push_str(";\n");
        if is_older || !params.is_empty() {
            self.out.incomplete.push(start..self.out.text.len() as u32);
        }
    }

    /// The parameters in curly brackets of an item: undeclared names after a `!` and undeclared arguments of its
    /// result.
    fn undeclared_params(&self, item: &'a JsonCombinator<'a>) -> Vec<&'a str> {
        let calls = item.params.iter().filter_map(|field| field.ty.rsplit_once('!')).map(|(_, ty)| ty.trim());
        let arguments = item.result.split_whitespace().skip(1);
        let mut params = Vec::new();
        for name in calls.chain(arguments) {
            let is_word = !name.is_empty() && name.bytes().all(is_name_byte);
            let is_free = !self.declared.contains(name) && name.starts_with(|c: char| c.is_ascii_alphabetic());
            if is_word && is_free && !params.contains(&name) {
                params.push(name);
            }
        }
        params
    }

    /// Writes an id, which in JSON is a signed decimal number, with or without quotes.
    fn write_id(&mut self, raw: &RawValue) {
        let digits = raw.get().trim_matches('"');
        let number = digits.parse::<i64>().ok().filter(|id| (i64::from(i32::MIN)..=i64::from(u32::MAX)).contains(id));
        let start = self.out.text.len();
        match number {
            Some(number) => self.out.text.push_str(&format!("#{:08x}", number as u32)),
            // `#x` is no id, so the parser of TL text reports it.
            None => self.out.text.push_str("#x"),
        }
        let len = self.out.text.len() - start;
        self.record_origin(start, len, raw.get(), true);
    }

    /// Copies a string of the JSON to the restored text.
    fn write_string(&mut self, text: &str) {
        let start = self.out.text.len();
        self.out.text.push_str(text);
        self.record_origin(start, text.len(), text, false);
    }

    /// Records that `text` of the JSON became `len` bytes of the restored text. A string with escapes has no record:
    /// unescaping has moved it out of the JSON.
    fn record_origin(&mut self, start: usize, len: usize, text: &str, is_id: bool) {
        let origin = (text.as_ptr() as usize).wrapping_sub(self.json.as_ptr() as usize);
        if origin < self.json.len() {
            let (start, len) = (start as u32, len as u32);
            let (origin, origin_len) = (origin as u32, text.len() as u32);
            let is_quoted = is_id && text.starts_with('"');
            self.out.mapped_parts.push(MappedPart { start, len, origin, origin_len, is_id, is_quoted });
        }
    }
}
