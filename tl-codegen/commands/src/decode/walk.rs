//! The walk over bytes: one pass yields the leaves of all buffers, for any form of output.
//!
//! An extent is a run of bytes whose end is known: a buffer, the body of a message, a result. A fault ends the walk over
//! its extent only; the bytes of the extent that are left become one unknown leaf. Invariant: the leaves of each buffer
//! tile it. MTProto's envelope is read in `envelope`.

use std::collections::HashMap;
use std::rc::Rc;

use tl_envelope::InflationBudget;
use tl_runtime::interpret::{Halt, Scalar, walk, walk_lossless};
use tl_runtime::table::{Field, Table, TypeRef};
use tl_runtime::{ErrorKind, Limits};

use super::fault::Fault;
use super::json::JsonSink;
use super::leaf::{Leaf, LeafValue, Place, Role, Sink};
use super::type_text::type_text;
use crate::byte_schema::ByteSchema;

/// Maximum number of extents around an extent: results in packed messages of packed containers have four.
const MAX_EXTENTS: u32 = 6;

/// A buffer: the input, or an inflated object.
#[derive(Clone, Debug)]
pub(super) struct Buffer {
    pub(super) len: usize,
    /// The compressed form; `None` for the input.
    pub(super) from: Option<Compressed>,
}

/// The place of a compressed object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compressed {
    pub(super) buffer: usize,
    pub(super) offset: usize,
    pub(super) len: usize,
}

/// The state of a walk.
pub(super) struct Walker<'w> {
    pub(super) table: &'w Table<'w>,
    pub(super) schema: &'w ByteSchema,
    pub(super) limits: Limits,
    /// The type of results in `rpc_result`.
    pub(super) request: Option<TypeRef>,
    /// `None` if only faults are of interest.
    pub(super) sink: Option<&'w mut (dyn Sink + 'w)>,
    /// The JSON text, for the form `json`.
    pub(super) json: Option<JsonSink<'w>>,
    /// Whether strings in odd encodings are accepted.
    pub(super) is_lossless: bool,
    pub(super) buffers: Vec<Buffer>,
    pub(super) faults: Vec<Fault>,
    /// Remarks about guesses.
    pub(super) remarks: Vec<String>,
    pub(super) path: String,
    pub(super) frames: Vec<Frame>,
    /// The index of the buffer, and the offset of the extent in it.
    pub(super) buffer: usize,
    pub(super) base: usize,
    /// The offset of the first byte of the buffer without a leaf.
    pub(super) cursor: usize,
    pub(super) n_extents: u32,
    /// Number of bytes after the outermost value that are taken as padding.
    pub(super) n_padding_allowed: usize,
    /// The type of the next value.
    pub(super) next_type: Option<TypeRef>,
    /// The last `int`: the length of a body.
    pub(super) last_int: i32,
    /// The bytes that may still be inflated.
    pub(super) inflation: InflationBudget,
    type_texts: HashMap<TypeRef, Rc<str>>,
}

/// A combinator or list around the present value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Frame {
    /// The length of the path of the value around.
    pub(super) outer_len: usize,
    /// The length of the path of the combinator or list itself.
    pub(super) base_len: usize,
    /// The id of a combinator; 0 for a list.
    pub(super) id: u32,
    /// Whether the combinator is the bare `message` of a container.
    pub(super) is_message: bool,
    /// The type of the items of a list.
    pub(super) element: Option<TypeRef>,
    /// Whether it is an array in JSON.
    pub(super) is_array: bool,
}

impl<'w> Walker<'w> {
    pub(super) fn new(table: &'w Table<'w>, schema: &'w ByteSchema, sink: Option<&'w mut (dyn Sink + 'w)>) -> Self {
        let limits = Limits::default();
        Self {
            table,
            schema,
            limits,
            request: None,
            sink,
            json: None,
            is_lossless: false,
            buffers: Vec::new(),
            faults: Vec::new(),
            remarks: Vec::new(),
            path: String::new(),
            frames: Vec::new(),
            buffer: 0,
            base: 0,
            cursor: 0,
            n_extents: 0,
            n_padding_allowed: 0,
            next_type: None,
            last_int: 0,
            inflation: InflationBudget::new(&limits),
            type_texts: HashMap::new(),
        }
    }

    /// Walks over bytes from `base` to their end as a value of a type; without one, the first id decides. Returns whether
    /// there was no fault.
    pub(super) fn extent(&mut self, bytes: &[u8], base: usize, ty: Option<TypeRef>) -> bool {
        let (n_frames, path_len, n_faults) = (self.frames.len(), self.path.len(), self.faults.len());
        let outer = std::mem::replace(&mut self.base, base);
        self.n_extents += 1;
        self.cursor = base;
        let ty = ty.unwrap_or(TypeRef::ANY);
        self.next_type = Some(ty);
        let fault = match self.n_extents > MAX_EXTENTS {
            true => Some((Fault::new("too-deep", "objects nested deeper than the limit"), base)),
            false => match self.walk(ty, bytes) {
                Ok(()) | Err(Halt::Stopped) => None,
                Err(Halt::Invalid(error)) if self.is_padding(error.kind) => {
                    let padding = bytes.get(error.offset..).unwrap_or_default();
                    self.leaf(base + error.offset, padding, Role::Padding, "", LeafValue::Bytes);
                    None
                }
                Err(Halt::Invalid(error)) => {
                    let expected = self.type_text(self.next_type);
                    Some((Fault::of_error_kind(error.kind, self.schema, &expected), base + error.offset))
                }
            },
        };
        let mut rest = bytes.get(self.cursor.saturating_sub(base)..).unwrap_or_default();
        if let Some((fault, offset)) = fault {
            rest = bytes.get(offset - base..).unwrap_or_default();
            self.report(fault, offset, rest);
        }
        self.close_json(n_frames, rest);
        self.unknown_rest(bytes, base);
        self.frames.truncate(n_frames);
        self.path.truncate(path_len);
        self.n_extents -= 1;
        self.base = outer;
        self.faults.len() == n_faults
    }

    fn walk(&mut self, ty: TypeRef, bytes: &[u8]) -> Result<(), Halt> {
        let (table, limits) = (self.table, self.limits);
        match self.is_lossless {
            true => walk_lossless(table, ty, bytes, &limits, self),
            false => walk(table, ty, bytes, &limits, self),
        }
    }

    /// Ends the JSON text of an extent: with an unknown value if one is due, and with the brackets that a fault left open.
    fn close_json(&mut self, n_frames: usize, rest: &[u8]) {
        if let Some(json) = &mut self.json {
            if json.is_value_due {
                json.unknown(rest);
            }
            self.frames.iter().skip(n_frames).rev().for_each(|frame| json.close(frame.is_array));
        }
    }

    /// Whether an error is about the padding of the outermost value.
    fn is_padding(&self, kind: ErrorKind) -> bool {
        self.n_extents == 1 && matches!(kind, ErrorKind::TrailingBytes { left } if left <= self.n_padding_allowed)
    }

    /// Records a fault at an offset of the buffer, with hints from the bytes after it.
    pub(super) fn report(&mut self, mut fault: Fault, offset: usize, rest: &[u8]) {
        (fault.buffer, fault.offset) = (self.buffer, offset);
        fault.path.clone_from(&self.path);
        fault.add_known_ids(self.schema, rest, offset);
        let depth = self.frames.len();
        if let Some(sink) = &mut self.sink {
            sink.fault(&fault, depth);
        }
        self.faults.push(fault);
    }

    /// Makes one leaf of the bytes of an extent that have none.
    fn unknown_rest(&mut self, bytes: &[u8], base: usize) {
        if let Some(rest) = bytes.get(self.cursor.saturating_sub(base)..).filter(|rest| !rest.is_empty()) {
            self.leaf(self.cursor, rest, Role::Unknown, "", LeafValue::Bytes);
        }
    }

    /// Passes a leaf on.
    pub(super) fn leaf(&mut self, offset: usize, bytes: &[u8], role: Role, ty: &str, value: LeafValue<'_>) {
        self.cursor = offset + bytes.len();
        let place = place_of(&self.path, &self.frames);
        if let Some(sink) = &mut self.sink {
            sink.leaf(&Leaf { buffer: self.buffer, offset, bytes, place, role, ty, value });
        }
    }

    /// The text of a type, which is kept for the next time.
    pub(super) fn type_text(&mut self, ty: Option<TypeRef>) -> Rc<str> {
        let Some(ty) = ty else { return "Object".into() };
        let table = self.table;
        Rc::clone(self.type_texts.entry(ty).or_insert_with(|| type_text(table, ty).into()))
    }

    pub(super) fn push_frame(&mut self, frame: Frame) {
        self.frames.push(Frame { base_len: self.path.len(), ..frame });
    }

    pub(super) fn pop_frame(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.path.truncate(frame.outer_len);
        }
    }

    /// Sets the path to that of an item of the innermost frame.
    pub(super) fn enter_item(&mut self, index: u32) {
        use std::fmt::Write as _;
        let Some(frame) = self.frames.last() else { return };
        self.path.truncate(frame.base_len);
        self.next_type = frame.element;
        // Writing to a string cannot fail.
        let _ = write!(self.path, "[{index}]");
    }

    /// Sets the path to that of a field of the innermost frame.
    pub(super) fn enter_field(&mut self, index: usize, field: &Field<'_>) {
        let Some(frame) = self.frames.last() else { return };
        self.path.truncate(frame.base_len);
        if !self.path.is_empty() {
            self.path.push('.');
        }
        match field.name() {
            "" => self.path.push_str(&index.to_string()),
            name => self.path.push_str(name),
        }
        self.next_type = Some(field.ty());
    }

    /// The leaves of a string: its length, its contents, its padding.
    pub(super) fn string_leaves(
        &mut self,
        offset: usize,
        encoded: &[u8],
        n_contents: usize,
        ty: &str,
        value: Scalar<'_>,
    ) {
        let n_length = if encoded.first() == Some(&254) { 4 } else { 1 };
        let (length, rest) = encoded.split_at_checked(n_length).unwrap_or((encoded, &[]));
        let (contents, padding) = rest.split_at_checked(n_contents).unwrap_or((rest, &[]));
        let number = u32::try_from(n_contents).unwrap_or(u32::MAX);
        self.leaf(offset, length, Role::Length, ty, LeafValue::Number(number));
        self.leaf(offset + n_length, contents, Role::Value, ty, LeafValue::Scalar(value));
        if !padding.is_empty() {
            self.leaf(offset + n_length + n_contents, padding, Role::Padding, ty, LeafValue::Bytes);
        }
    }
}

/// The place of the present value.
pub(super) fn place_of<'p>(path: &'p str, frames: &[Frame]) -> Place<'p> {
    let base_len = frames.last().map_or(path.len(), |frame| frame.base_len);
    let label = path.get(base_len..).unwrap_or_default().trim_start_matches('.');
    Place { path, label, depth: frames.len() }
}
