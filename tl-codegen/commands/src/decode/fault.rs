//! The reason why bytes could not be decoded, and hints about them.

use serde_json::{Value, json};
use tl_runtime::ErrorKind;

use crate::byte_schema::ByteSchema;
use crate::output::Output;
use crate::problem;

/// Maximum number of hints about the bytes after a fault.
const MAX_HINTS: usize = 5;

/// Maximum number of bytes that are searched for known ids.
const MAX_SEARCHED: usize = 64 << 10;

/// The reason why bytes could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: &'static str,
    pub(super) buffer: usize,
    pub(super) offset: usize,
    pub(super) path: String,
    pub(super) message: String,
    /// The unexpected constructor id.
    pub(super) id: Option<u32>,
    /// The name that the schema has for the id.
    pub(super) known_as: Option<String>,
    /// Advice: known ids in the bytes after the fault, options to use.
    pub(super) hints: Vec<String>,
}

impl Fault {
    pub(super) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            buffer: 0,
            offset: 0,
            path: String::new(),
            message: message.into(),
            id: None,
            known_as: None,
            hints: Vec::new(),
        }
    }

    /// The fault that the walk found in a value of the type `expected`.
    pub(super) fn of_error_kind(kind: ErrorKind, schema: &ByteSchema, expected: &str) -> Self {
        let mut fault = Self::new(kind_word(kind), kind.to_string());
        if let ErrorKind::UnexpectedConstructor { id } = kind {
            fault.id = Some(id);
            let known = schema.declared_with_id(id).first();
            fault.known_as = known.map(|declared| declared.name.clone());
            match known {
                Some(declared) => {
                    let (name, kind, result) = (&declared.name, declared.kind(), &declared.result);
                    fault.message = format!("expected `{expected}`, found `{name}#{id:08x}`, a {kind} of `{result}`");
                }
                None => {
                    fault.message = format!("unknown constructor id #{id:08x}");
                    let reversed = schema.declared_with_id(id.swap_bytes()).first();
                    fault.hints.extend(reversed.map(|declared| {
                        format!(
                            "with its bytes reversed, the id is `{}#{:08x}`: are the bytes of each word reversed?",
                            declared.name, declared.id
                        )
                    }));
                }
            }
        }
        fault
    }

    /// Adds hints about known ids in the bytes from the fault on, which start at `offset` of the buffer.
    pub(super) fn add_known_ids(&mut self, schema: &ByteSchema, rest: &[u8], offset: usize) {
        let words = rest.get(..rest.len().min(MAX_SEARCHED)).unwrap_or_default().as_chunks::<4>().0;
        let known = words.iter().enumerate().skip(1).filter_map(|(index, word)| {
            let declared = schema.declared_with_id(u32::from_le_bytes(*word)).first()?;
            Some(format!("byte {}: perhaps `{}#{:08x}`", offset + 4 * index, declared.name, declared.id))
        });
        self.hints.extend(known.take(MAX_HINTS));
    }

    /// The fault in the form for programs.
    pub(super) fn to_json(&self) -> Value {
        json!({
            "kind": self.kind,
            "offset": self.offset,
            "path": self.path,
            "message": self.message,
            "id": self.id.map(|id| format!("{id:08x}")),
            "known_as": self.known_as,
        })
    }

    /// The place and the reason in words.
    pub(super) fn in_words(&self) -> String {
        let buffer = if self.buffer == 0 { String::new() } else { format!(" of buffer {}", self.buffer) };
        let path = if self.path.is_empty() { String::new() } else { format!(" in `{}`", self.path) };
        format!("{} at byte {}{buffer}{path}", self.message, self.offset)
    }

    /// Prints the fault for people.
    pub(super) fn print(&self, output: &mut Output<'_>) {
        problem!(output, "error: {}", self.in_words());
        for hint in &self.hints {
            problem!(output, "hint: {hint}");
        }
    }
}

fn kind_word(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UnexpectedEnd { .. } => "unexpected-end",
        ErrorKind::UnexpectedConstructor { .. } => "unexpected-constructor",
        ErrorKind::NonCanonicalLength => "non-canonical-length",
        ErrorKind::NonZeroPadding => "non-zero-padding",
        ErrorKind::UnknownFlags { .. } => "unknown-flags",
        ErrorKind::InvalidUtf8 => "invalid-utf8",
        ErrorKind::VectorTooLong { .. } => "vector-too-long",
        ErrorKind::TooDeep => "too-deep",
        ErrorKind::TooLarge => "too-large",
        ErrorKind::TrailingBytes { .. } => "trailing-bytes",
        ErrorKind::StringTooLong { .. } => "string-too-long",
        ErrorKind::TooManyItems { .. } => "too-many-items",
        ErrorKind::OutOfRange { .. } => "out-of-range",
        _ => "invalid-value",
    }
}
