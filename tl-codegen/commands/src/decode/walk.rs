//! The walk over bytes: one pass yields the leaves of all buffers, whatever form they are printed in.
//!
//! An extent is a run of bytes whose end is known: a buffer, the body of a message, a result. A fault ends the walk over
//! its extent only; the bytes of the extent that are left become one unknown leaf. Invariant: the leaves of each buffer
//! tile it. MTProto's envelope is read in `envelope`.

use std::collections::HashMap;
use std::rc::Rc;

use tl_runtime::interpret::{Events, Halt, Position, Scalar, Stop, walk};
use tl_runtime::table::{Combinator, Field, Table, Type, TypeRef};
use tl_runtime::{ErrorKind, Limits, ListForm};

use super::fault::Fault;
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
    /// Number of bytes that may still be inflated.
    pub(super) inflation_left: usize,
    type_texts: HashMap<TypeRef, Rc<str>>,
}

/// A combinator or list around the present value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The length of the path of the value around.
    outer_len: usize,
    /// The length of the path of the combinator or list itself.
    base_len: usize,
    /// The id of a combinator; 0 for a list.
    pub(super) id: u32,
    /// Whether the combinator is the bare `message` of a container.
    pub(super) is_message: bool,
    /// The type of the items of a list.
    element: Option<TypeRef>,
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
            inflation_left: limits.inflation,
            type_texts: HashMap::new(),
        }
    }

    /// Walks over bytes from `base` to their end as a value of a type; without one, the first id decides. Returns whether
    /// there was no fault.
    pub(super) fn extent(&mut self, bytes: &[u8], base: usize, ty: Option<TypeRef>) -> bool {
        let (n_frames, path_len, n_faults) = (self.frames.len(), self.path.len(), self.faults.len());
        let outer = std::mem::replace(&mut self.base, base);
        self.n_extents += 1;
        let ty = ty.unwrap_or_else(|| self.type_by_first_id(bytes));
        self.next_type = Some(ty);
        let (table, limits) = (self.table, self.limits);
        let fault = match self.n_extents > MAX_EXTENTS {
            true => Some((Fault::new("too-deep", "objects nested deeper than the limit"), base)),
            false => match walk(table, ty, bytes, &limits, self) {
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
        if let Some((fault, offset)) = fault {
            let rest = bytes.get(offset - base..).unwrap_or_default();
            self.report(fault, offset, rest);
        }
        self.unknown_rest(bytes, base);
        self.frames.truncate(n_frames);
        self.path.truncate(path_len);
        self.n_extents -= 1;
        self.base = outer;
        self.faults.len() == n_faults
    }

    /// The type of an object, by its first id.
    fn type_by_first_id(&mut self, bytes: &[u8]) -> TypeRef {
        let Some(id) = bytes.first_chunk().map(|id| u32::from_le_bytes(*id)) else { return TypeRef::OBJECT };
        let is_function =
            self.table.by_id(id).is_some_and(|found| found.kind() == tl_runtime::table::CombinatorKind::Function);
        if is_function { TypeRef::FUNCTION } else { TypeRef::OBJECT }
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
    fn type_text(&mut self, ty: Option<TypeRef>) -> Rc<str> {
        let Some(ty) = ty else { return "Object".into() };
        let table = self.table;
        Rc::clone(self.type_texts.entry(ty).or_insert_with(|| type_text(table, ty).into()))
    }

    fn push_frame(&mut self, outer_len: usize, id: u32, is_message: bool, element: Option<TypeRef>) {
        self.frames.push(Frame { outer_len, base_len: self.path.len(), id, is_message, element });
    }

    fn pop_frame(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.path.truncate(frame.outer_len);
        }
    }

    /// Sets the path to that of an item of the innermost frame.
    fn enter_item(&mut self, index: u32) {
        use std::fmt::Write as _;
        let Some(frame) = self.frames.last() else { return };
        self.path.truncate(frame.base_len);
        self.next_type = frame.element;
        // Writing to a string cannot fail.
        let _ = write!(self.path, "[{index}]");
    }

    /// Sets the path to that of a field of the innermost frame.
    fn enter_field(&mut self, index: usize, field: &Field<'_>) {
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
    fn string_leaves(&mut self, offset: usize, encoded: &[u8], n_contents: usize, ty: &str, value: Scalar<'_>) {
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

impl<'i> Events<'i> for Walker<'_> {
    fn enter(&mut self, at: &Position<'i, '_>, combinator: &Combinator<'_>, is_boxed: bool) -> Result<(), Stop> {
        let outer_len = self.path.len();
        let id = combinator.id();
        let is_message = !is_boxed && combinator.name() == crate::byte_schema::MESSAGE_NAME;
        if self.sink.is_some() {
            let ty = match combinator.result_type() {
                Some(ty) => Rc::from(ty.name()),
                None => self.type_text(Some(combinator.result())),
            };
            if self.path.is_empty() {
                self.path.push_str(combinator.name());
            }
            let name = self.schema.name_with_mark(id, combinator.name());
            if is_boxed {
                let offset = self.base + at.offset() - 4;
                let bytes = id.to_le_bytes();
                self.leaf(offset, &bytes, Role::Id, &ty, LeafValue::Name(&name));
            } else if let Some(sink) = &mut self.sink {
                sink.bare_value(place_of(&self.path, &self.frames), combinator.name());
            }
        } else {
            if self.path.is_empty() {
                self.path.push_str(combinator.name());
            }
            self.cursor = self.base + at.offset();
        }
        self.push_frame(outer_len, id, is_message, None);
        Ok(())
    }

    fn leave(&mut self, _: &Position<'i, '_>) -> Result<(), Stop> {
        self.pop_frame();
        Ok(())
    }

    fn field(&mut self, _: &Position<'i, '_>, index: usize, field: &Field<'_>) -> Result<bool, Stop> {
        self.enter_field(index, field);
        Ok(true)
    }

    fn read_by_receiver(&mut self, at: &Position<'i, '_>, ty: TypeRef) -> Result<Option<usize>, Stop> {
        self.read_envelope(at.remaining(), self.base + at.offset(), ty)
    }

    fn scalar(&mut self, at: &Position<'i, '_>, value: Scalar<'i>, encoded: &'i [u8]) -> Result<(), Stop> {
        let offset = self.base + at.offset() - encoded.len();
        let ty = scalar_type(&value);
        match value {
            Scalar::String(text) => self.string_leaves(offset, encoded, text.len(), ty, value),
            Scalar::Bytes(contents) => {
                self.string_leaves(offset, encoded, contents.len(), ty, value);
                let n_length = if encoded.first() == Some(&254) { 4 } else { 1 };
                self.inflate_if_packed(contents, offset + n_length);
            }
            Scalar::Flags(_) => self.leaf(offset, encoded, Role::Flags, ty, LeafValue::Scalar(value)),
            Scalar::Int(number) => {
                self.last_int = number;
                let role = if self.is_length_of_body() { Role::Length } else { Role::Value };
                self.leaf(offset, encoded, role, ty, LeafValue::Scalar(value));
            }
            _ => self.leaf(offset, encoded, Role::Value, ty, LeafValue::Scalar(value)),
        }
        Ok(())
    }

    fn list(&mut self, at: &Position<'i, '_>, form: ListForm, count: u32) -> Result<(), Stop> {
        let ty = self.next_type;
        let element = ty.and_then(|ty| match self.table.ty(ty) {
            Type::Vector { element, .. } => Some(element),
            _ => None,
        });
        let offset = self.base + at.offset();
        let text = self.type_text(ty);
        if form == ListForm::Boxed {
            let id = tl_runtime::VECTOR_ID.to_le_bytes();
            self.leaf(offset - 8, &id, Role::Id, &text, LeafValue::Name("vector#1cb5c415"));
        }
        if form != ListForm::Repetition(count) {
            self.leaf(offset - 4, &count.to_le_bytes(), Role::Count, &text, LeafValue::Number(count));
        }
        self.push_frame(self.path.len(), 0, false, element);
        Ok(())
    }

    fn item(&mut self, _: &Position<'i, '_>, index: u32) -> Result<(), Stop> {
        self.enter_item(index);
        Ok(())
    }

    fn end_list(&mut self, _: &Position<'i, '_>) -> Result<(), Stop> {
        self.pop_frame();
        Ok(())
    }

    fn enter_round(&mut self, _: &Position<'i, '_>) -> Result<(), Stop> {
        self.push_frame(self.path.len(), 0, false, None);
        Ok(())
    }

    fn leave_round(&mut self, _: &Position<'i, '_>) -> Result<(), Stop> {
        self.pop_frame();
        Ok(())
    }
}

fn scalar_type(value: &Scalar<'_>) -> &'static str {
    match value {
        Scalar::Nat(_) | Scalar::Flags(_) => "#",
        Scalar::True => "true",
        Scalar::Bool(_) => "Bool",
        Scalar::Int(_) => "int",
        Scalar::Long(_) => "long",
        Scalar::Int53(_) => "int53",
        Scalar::Double(_) => "double",
        Scalar::Float(_) => "float",
        Scalar::Int128(_) => "int128",
        Scalar::Int256(_) => "int256",
        Scalar::String(_) => "string",
        _ => "bytes",
    }
}
