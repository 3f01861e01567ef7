//! The form `json`: the walk passes its events to the JSON writer of the runtime.
//!
//! A fault leaves the text unfinished, so the walk ends it: an unknown value where one is due, then all brackets.
//! Invariant: the text is one JSON value for any bytes, and has no control characters.

use std::fmt;
use std::io::{self, Write};

use tl_parser::diagnostic::printable_json;
use tl_runtime::interpret::Stop;
use tl_runtime::json::JsonWriter;

/// The key of the content of a packed object or of a result. Reading passes over it.
const CONTENT_KEY: &str = "@content";

/// The JSON text of a walk.
pub(super) struct JsonSink<'w> {
    pub(super) writer: JsonWriter<EscapedOutput<'w>>,
    /// Whether the place that the walk has reached needs a value: a field, an item or the outermost value.
    pub(super) is_value_due: bool,
    /// Whether output failed, so that nothing more is written.
    has_failed: bool,
}

/// Output whose control characters are escaped.
pub(super) struct EscapedOutput<'w> {
    out: &'w mut (dyn Write + 'w),
    error: Option<io::Error>,
}

impl<'w> JsonSink<'w> {
    pub(super) fn new(out: &'w mut (dyn Write + 'w)) -> Self {
        let writer = JsonWriter::new(EscapedOutput { out, error: None });
        Self { writer, is_value_due: true, has_failed: false }
    }

    /// The first error of the output, if there was one.
    pub(super) fn finish(self) -> io::Result<()> {
        self.writer.into_inner().error.map_or(Ok(()), Err)
    }

    /// Writes an object that starts with an unknown id, or `null` if there is no id.
    pub(super) fn unknown(&mut self, bytes: &[u8]) {
        let written = match bytes.split_first_chunk() {
            Some((id, rest)) => self.writer.unknown_object(u32::from_le_bytes(*id), rest),
            None => self.writer.null(),
        };
        self.note(written);
        self.is_value_due = false;
    }

    /// Writes the key of a content, whose value follows.
    pub(super) fn content_key(&mut self) {
        let written = self.writer.extra_key(CONTENT_KEY);
        self.note(written);
        self.is_value_due = true;
    }

    /// Ends an array or object that a fault left open.
    pub(super) fn close(&mut self, is_array: bool) {
        let written = if is_array { self.writer.end_array() } else { self.writer.end_object() };
        self.note(written);
    }

    fn note(&mut self, written: Result<(), Stop>) {
        self.has_failed |= written.is_err();
    }
}

impl fmt::Write for EscapedOutput<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.write_all(printable_json(text).as_bytes()).map_err(|why| {
            self.error = Some(why);
            fmt::Error
        })
    }
}
