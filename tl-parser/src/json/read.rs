//! The form in which Telegram publishes its schemas: JSON with the arrays `constructors` and `methods`.
//!
//! It is brought back to the text that it was made from, so that there is one reader of the language, and places in that
//! text lead back to the JSON. The form leaves out parameters in curly brackets and the fields of `vector`; they are put
//! back where their use tells them, and what they are part of is marked, as its id can't be computed for sure. Invariant:
//! the text is made of strings of the JSON and of what stands between them, nothing is evaluated.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::source::{SourceId, Span};

/// A schema in JSON, as text of the language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Restored {
    pub(crate) text: String,
    /// The layer of the newest declaration.
    pub(crate) layer: Option<u32>,
    /// Which parts of the text are from where in the JSON, in order.
    pieces: Vec<Piece>,
    /// Parts of the text whose declarations have something put back, in order.
    lossy: Vec<(u32, u32)>,
    /// What keeps the JSON from being a schema: where, and why.
    fault: Option<(usize, String)>,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    start: u32,
    len: u32,
    origin: u32,
    origin_len: u32,
}

#[derive(Deserialize)]
struct Form<'a> {
    #[serde(borrow, default)]
    constructors: Vec<Item<'a>>,
    #[serde(borrow, default)]
    methods: Vec<Item<'a>>,
    layer: Option<u32>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow, alias = "method")]
    predicate: Cow<'a, str>,
    #[serde(borrow, default)]
    params: Vec<Field<'a>>,
    #[serde(borrow, rename = "type")]
    result: Cow<'a, str>,
    layer: Option<u32>,
}

#[derive(Deserialize)]
struct Field<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    ty: Cow<'a, str>,
}

impl Restored {
    /// The text of a schema in JSON, or nothing for a text that is none: no declaration begins with a bracket.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let trimmed = text.trim_start_matches('\u{feff}').trim_start();
        let is_object = trimmed.strip_prefix('{')?.trim_start().starts_with('"');
        is_object.then(|| match serde_json::from_str::<Form<'_>>(trimmed) {
            Ok(form) => Writer::new(text, &form).write(&form),
            Err(why) => {
                let line =
                    trimmed.split_inclusive('\n').take(why.line().saturating_sub(1)).map(str::len).sum::<usize>();
                let at = (text.len() - trimmed.len() + line + why.column().saturating_sub(1)).min(text.len());
                let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
                let message = why.to_string();
                let message = message.split(" at line ").next().unwrap_or_default().to_owned();
                Self { fault: Some((at, message)), ..Self::default() }
            }
        })
    }

    /// Where a part of the text is from.
    pub(crate) fn origin(&self, start: u32, end: u32) -> (usize, usize) {
        let start = self.offset(start);
        (start, self.offset(end).max(start))
    }

    fn offset(&self, offset: u32) -> usize {
        let after = self.pieces.partition_point(|piece| piece.start <= offset);
        let Some(piece) = after.checked_sub(1).and_then(|idx| self.pieces.get(idx)) else {
            return 0;
        };
        let inside = (offset - piece.start).min(piece.len);
        (piece.origin + inside.min(piece.origin_len)) as usize
    }

    /// Whether something was put back into the declaration that begins here.
    pub(crate) fn is_lossy(&self, offset: u32) -> bool {
        let after = self.lossy.partition_point(|(start, _)| *start <= offset);
        after.checked_sub(1).is_some_and(|idx| offset < self.lossy[idx].1)
    }

    /// What keeps the JSON from being a schema.
    pub(crate) fn diagnostic(&self, source: SourceId) -> Option<Diagnostic> {
        let (at, why) = self.fault.as_ref()?;
        let span = Span { source, start: *at, end: *at };
        let message = format!("a schema in JSON cannot be read: {why}");
        Some(
            Diagnostic::error(Code::BadJson, span, message)
                .label("here")
                .note("it is an object with the arrays `constructors` and `methods`, whose items have `id`, `predicate` or `method`, `params` and `type`"),
        )
    }
}

struct Writer<'a> {
    json: &'a str,
    out: Restored,
    /// Everything that an item declares.
    declared: HashSet<&'a str>,
    /// The newest layer of each name.
    newest: HashMap<&'a str, u32>,
}

impl<'a> Writer<'a> {
    fn new(json: &'a str, form: &'a Form<'a>) -> Self {
        let mut declared = HashSet::new();
        let mut newest = HashMap::<&str, u32>::new();
        for item in form.constructors.iter().chain(&form.methods) {
            declared.insert(&*item.predicate);
            let layer = newest.entry(&item.predicate).or_default();
            *layer = item.layer.unwrap_or_default().max(*layer);
        }
        declared.extend(form.constructors.iter().filter_map(|item| item.result.split_whitespace().next()));
        Self { json, out: Restored::default(), declared, newest }
    }

    fn write(mut self, form: &'a Form<'a>) -> Restored {
        self.out.text.push_str("---types---\n");
        form.constructors.iter().for_each(|item| self.item(item));
        self.out.text.push_str("---functions---\n");
        form.methods.iter().for_each(|item| self.item(item));
        let layers = form.constructors.iter().chain(&form.methods).filter_map(|item| item.layer);
        self.out.layer = form.layer.or(layers.max());
        self.out
    }

    /// `name#id {X:Type} field:type = Type;`
    fn item(&mut self, item: &'a Item<'a>) {
        let start = self.out.text.len() as u32;
        self.piece(&item.predicate);
        let is_older =
            item.layer.is_some_and(|layer| self.newest.get(&*item.predicate).is_some_and(|new| *new > layer));
        if is_older {
            // Layers have declarations of the same name; the newest keeps it.
            self.out.text.push_str(&item.layer.unwrap_or_default().to_string());
        }
        self.id(item.id);
        let params = self.params(item);
        let is_vector = item.predicate == "vector" && item.params.is_empty();
        for param in &params {
            self.out.text.push_str(&format!(" {{{param}:Type}}"));
        }
        if is_vector {
            self.out.text.push_str(&params.first().map(|param| format!(" # [ {param} ]")).unwrap_or_default());
        }
        for field in &item.params {
            self.out.text.push(' ');
            self.piece(&field.name);
            self.out.text.push(':');
            self.piece(&field.ty);
        }
        self.out.text.push_str(" = ");
        self.piece(&item.result);
        self.out.text.push_str(";\n");
        if is_older || !params.is_empty() {
            self.out.lossy.push((start, self.out.text.len() as u32));
        }
    }

    /// The parameters in curly brackets that an item must have had: what it calls, and what its type is applied to.
    fn params(&self, item: &'a Item<'a>) -> Vec<&'a str> {
        let calls = item.params.iter().filter_map(|field| field.ty.rsplit_once('!')).map(|(_, ty)| ty.trim());
        let arguments = item.result.split_whitespace().skip(1);
        let mut params = Vec::new();
        for name in calls.chain(arguments) {
            let is_word = !name.is_empty() && name.bytes().all(crate::text::lex::is_name_byte);
            let is_free = !self.declared.contains(name) && name.starts_with(|c: char| c.is_ascii_alphabetic());
            if is_word && is_free && !params.contains(&name) {
                params.push(name);
            }
        }
        params
    }

    /// An id: a signed decimal number, in quotes or not.
    fn id(&mut self, raw: &RawValue) {
        let digits = raw.get().trim_matches('"');
        let number = digits.parse::<i64>().ok().filter(|id| (i64::from(i32::MIN)..=i64::from(u32::MAX)).contains(id));
        let start = self.out.text.len();
        match number {
            Some(number) => self.out.text.push_str(&format!("#{:08x}", number as u32)),
            // Not an id, which the reader of the text says.
            None => self.out.text.push_str("#x"),
        }
        let len = self.out.text.len() - start;
        self.add_piece(start, len, raw.get());
    }

    /// A string of the JSON, as it is.
    fn piece(&mut self, text: &str) {
        let start = self.out.text.len();
        self.out.text.push_str(text);
        self.add_piece(start, text.len(), text);
    }

    /// Notes where a part of the text is from, if it stands in the JSON as it is.
    fn add_piece(&mut self, start: usize, len: usize, text: &str) {
        let origin = (text.as_ptr() as usize).wrapping_sub(self.json.as_ptr() as usize);
        if origin < self.json.len() {
            let (start, len) = (start as u32, len as u32);
            self.out.pieces.push(Piece { start, len, origin: origin as u32, origin_len: text.len() as u32 });
        }
    }
}
