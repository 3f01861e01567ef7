//! The events of a walk: leaves for the receiver, and the JSON text.

use std::rc::Rc;

use tl_runtime::ListForm;
use tl_runtime::interpret::{Events, Position, Scalar, Stop};
use tl_runtime::json::JsonWriter;
use tl_runtime::table::{Combinator, Field, Type, TypeRef};

use super::json::EscapedOutput;
use super::leaf::{LeafValue, Role};
use super::walk::{Frame, Walker, place_of};

impl<'w> Walker<'w> {
    /// Passes a value, or the end of one, to the JSON text.
    fn write_json(
        &mut self,
        write: impl FnOnce(&mut JsonWriter<EscapedOutput<'w>>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let Some(json) = &mut self.json else { return Ok(()) };
        json.is_value_due = false;
        write(&mut json.writer)
    }
}

impl<'i> Events<'i> for Walker<'_> {
    fn enter(&mut self, at: &Position<'i, '_>, combinator: &Combinator<'_>, is_boxed: bool) -> Result<(), Stop> {
        let outer_len = self.path.len();
        let id = combinator.id();
        let is_message = !is_boxed && combinator.name() == crate::byte_schema::MESSAGE_NAME;
        if self.path.is_empty() {
            self.path.push_str(combinator.name());
        }
        if self.sink.is_some() {
            let ty = match combinator.result_type() {
                Some(ty) => Rc::from(ty.name()),
                None => self.type_text(Some(combinator.result())),
            };
            let name = self.schema.name_with_mark(id, combinator.name());
            if is_boxed {
                let offset = self.base + at.offset() - 4;
                let bytes = id.to_le_bytes();
                self.leaf(offset, &bytes, Role::Id, &ty, LeafValue::Name(&name));
            } else if let Some(sink) = &mut self.sink {
                sink.bare_value(place_of(&self.path, &self.frames), combinator.name());
            }
        } else {
            self.cursor = self.base + at.offset();
        }
        self.push_frame(Frame { outer_len, id, is_message, ..Frame::default() });
        self.write_json(|json| json.enter(at, combinator, is_boxed))
    }

    fn leave(&mut self, at: &Position<'i, '_>) -> Result<(), Stop> {
        self.pop_frame();
        self.write_json(|json| json.leave(at))
    }

    fn field(&mut self, at: &Position<'i, '_>, index: usize, field: &Field<'_>) -> Result<bool, Stop> {
        self.enter_field(index, field);
        let Some(json) = &mut self.json else { return Ok(true) };
        // Flags that say no more than the fields are left out of JSON.
        json.is_value_due = json.writer.field(at, index, field)?;
        Ok(json.is_value_due)
    }

    fn read_by_receiver(&mut self, at: &Position<'i, '_>, ty: TypeRef) -> Result<Option<usize>, Stop> {
        self.read_envelope(at.remaining(), self.base + at.offset(), ty)
    }

    fn scalar(&mut self, at: &Position<'i, '_>, value: Scalar<'i>, encoded: &'i [u8]) -> Result<(), Stop> {
        let offset = self.base + at.offset() - encoded.len();
        let ty = scalar_type(&value);
        self.write_json(|json| json.scalar(at, value, encoded))?;
        match value {
            Scalar::String(text) => self.string_leaves(offset, encoded, text.len(), ty, value),
            Scalar::NotUtf8(contents) => self.string_leaves(offset, encoded, contents.len(), ty, value),
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
        self.push_frame(Frame { outer_len: self.path.len(), element, is_array: true, ..Frame::default() });
        self.write_json(|json| json.list(at, form, count))
    }

    fn item(&mut self, _: &Position<'i, '_>, index: u32) -> Result<(), Stop> {
        self.enter_item(index);
        if let Some(json) = &mut self.json {
            json.is_value_due = true;
        }
        Ok(())
    }

    fn end_list(&mut self, at: &Position<'i, '_>) -> Result<(), Stop> {
        self.pop_frame();
        self.write_json(|json| json.end_list(at))
    }

    fn enter_round(&mut self, at: &Position<'i, '_>) -> Result<(), Stop> {
        self.push_frame(Frame { outer_len: self.path.len(), ..Frame::default() });
        self.write_json(|json| json.enter_round(at))
    }

    fn leave_round(&mut self, at: &Position<'i, '_>) -> Result<(), Stop> {
        self.pop_frame();
        self.write_json(|json| json.leave_round(at))
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
        Scalar::String(_) | Scalar::NotUtf8(_) => "string",
        _ => "bytes",
    }
}
