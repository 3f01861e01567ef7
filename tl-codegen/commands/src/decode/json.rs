//! The form `json`: the walk passes its events to the JSON writer of the runtime.
//!
//! A fault leaves the text unfinished, so the walk ends it: an unknown value where one is due, then all brackets.
//! Invariant: the text is one JSON value for any bytes, and has no control characters.

use std::fmt;
use std::io::{self, Write};

use tl_parser::diagnostic::printable_json;
use tl_runtime::json::JsonWriter;

use super::writer::StickyWriter;

/// The key of the content of a packed object or of a result. Reading passes over it.
const CONTENT_KEY: &str = "@content";

/// The JSON text of a walk.
pub(super) struct JsonSink<'w> {
    pub(super) writer: JsonWriter<EscapedOutput<'w>>,
    /// Whether the place that the walk has reached needs a value: a field, an item or the outermost value.
    pub(super) is_value_due: bool,
}

/// Output whose control characters are escaped.
pub(super) struct EscapedOutput<'w>(StickyWriter<'w>);

impl<'w> JsonSink<'w> {
    pub(super) fn new(out: &'w mut (dyn Write + 'w)) -> Self {
        let writer = JsonWriter::new(EscapedOutput(StickyWriter::new(out)));
        Self { writer, is_value_due: true }
    }

    /// The first error of the output, if there was one.
    pub(super) fn finish(self) -> io::Result<()> {
        self.writer.into_inner().0.finish()
    }

    /// Writes an object that starts with an unknown id, or `null` if there is no id.
    pub(super) fn unknown(&mut self, bytes: &[u8]) {
        // The output keeps its first error.
        let _ = match bytes.split_first_chunk() {
            Some((id, rest)) => self.writer.unknown_object(u32::from_le_bytes(*id), rest),
            None => self.writer.null(),
        };
        self.is_value_due = false;
    }

    /// Writes the key of a content, whose value follows.
    pub(super) fn content_key(&mut self) {
        let _ = self.writer.extra_key(CONTENT_KEY);
        self.is_value_due = true;
    }

    /// Ends an array or object that a fault left open.
    pub(super) fn close(&mut self, is_array: bool) {
        let _ = if is_array { self.writer.end_array() } else { self.writer.end_object() };
    }
}

impl fmt::Write for EscapedOutput<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write(&printable_json(text));
        if self.0.has_failed() { Err(fmt::Error) } else { Ok(()) }
    }
}
