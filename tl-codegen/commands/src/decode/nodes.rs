//! The form `nodes`: one JSON object with all buffers and all leaves.
//!
//! The object is written leaf by leaf, so that it needs no memory. Invariant: the keys are those of the documentation.

use std::io::Write;

use serde_json::{Value, json};
use tl_runtime::interpret::{Scalar, Stop};
use tl_runtime::json::JsonWriter;

use super::leaf::{Leaf, LeafValue, Role, Sink};
use super::text::base64;
use super::walk::Buffer;
use super::writer::StickyWriter;

/// Writes leaves as the items of a JSON array.
pub(super) struct NodesWriter<'w> {
    out: StickyWriter<'w>,
    is_first: bool,
}

impl<'w> NodesWriter<'w> {
    /// Writes the buffers, and starts the array of leaves.
    pub(super) fn new(out: &'w mut dyn Write, buffers: &[Buffer]) -> Self {
        let mut out = StickyWriter::new(out);
        let buffers: Vec<_> = buffers.iter().map(buffer_to_json).collect();
        out.write(&format!("{{\"buffers\":{},\"nodes\":[", Value::from(buffers)));
        Self { out, is_first: true }
    }

    /// Ends the array and the object.
    pub(super) fn finish(mut self) -> std::io::Result<()> {
        self.out.write("]}");
        self.out.finish()
    }
}

impl Sink for NodesWriter<'_> {
    fn leaf(&mut self, leaf: &Leaf<'_>) {
        let separator = if self.is_first { "" } else { "," };
        self.is_first = false;
        let (role, ty, value) = (leaf.role.word(), type_to_json(leaf.ty), value_to_json(leaf));
        self.out.write(&format!(
            "{separator}{{\"buffer\":{},\"offset\":{},\"length\":{},\"path\":{},\"role\":\"{role}\",\"type\":{ty},\"value\":{value}}}",
            leaf.buffer,
            leaf.offset,
            leaf.bytes.len(),
            json_text(leaf.place.path),
        ));
    }
}

fn buffer_to_json(buffer: &Buffer) -> Value {
    let from = buffer
        .from
        .map(|from| json!({"buffer": from.buffer, "offset": from.offset, "length": from.len, "how": "gzip"}));
    json!({"length": buffer.len, "from": from})
}

/// A text as JSON string.
fn json_text(text: &str) -> String {
    tl_parser::diagnostic::printable_json(&Value::from(text).to_string()).into_owned()
}

/// A type as JSON string; `null` for bytes without a type.
fn type_to_json(ty: &str) -> String {
    if ty.is_empty() { "null".to_owned() } else { json_text(ty) }
}

/// The value of a leaf: numbers, texts and base64 as in the form `json`.
fn value_to_json(leaf: &Leaf<'_>) -> String {
    let value = match leaf.value {
        LeafValue::Scalar(Scalar::Double(number)) => return written_by_runtime(|json| json.double(number)),
        LeafValue::Scalar(Scalar::Float(number)) => return written_by_runtime(|json| json.float(number)),
        LeafValue::Name(name) => Value::from(name),
        LeafValue::Number(number) => Value::from(number),
        LeafValue::Scalar(scalar) => scalar_to_json(&scalar, leaf.bytes),
        LeafValue::Bytes if leaf.role == Role::Padding => Value::Null,
        LeafValue::Bytes => Value::from(base64(leaf.bytes)),
    };
    tl_parser::diagnostic::printable_json(&value.to_string()).into_owned()
}

/// The text of a number as the form `json` has it.
fn written_by_runtime(write: impl FnOnce(&mut JsonWriter<String>) -> Result<(), Stop>) -> String {
    let mut json = JsonWriter::new(String::new());
    // Writing to a string cannot fail.
    let _ = write(&mut json);
    json.into_inner()
}

fn scalar_to_json(scalar: &Scalar<'_>, bytes: &[u8]) -> Value {
    match *scalar {
        Scalar::Nat(number) | Scalar::Flags(number) => Value::from(number),
        Scalar::True => Value::from(true),
        Scalar::Bool(is_true) => Value::from(is_true),
        Scalar::Int(number) => Value::from(number),
        Scalar::Long(number) => Value::from(number.to_string()),
        Scalar::Int53(number) => Value::from(number),
        Scalar::String(text) => Value::from(text),
        _ => Value::from(base64(bytes)),
    }
}
