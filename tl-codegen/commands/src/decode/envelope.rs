//! MTProto's envelope in the walk: bodies of messages, results, packed objects, and vectors of unknown items.
//!
//! Source: <https://core.telegram.org/mtproto/service_messages>. A schema can't say that a body has as many bytes as the
//! field before it states, or that a packed object stands for any other one.

use tl_envelope::{GzipPacked, RPC_ERROR_ID, RPC_RESULT_ID};
use tl_runtime::interpret::Stop;
use tl_runtime::table::{Type, TypeRef};
use tl_runtime::{Combinator as _, VECTOR_ID};

use super::fault::Fault;
use super::leaf::{LeafValue, Role};
use super::walk::Walker;

/// Id of `gzip_packed`.
pub(super) const GZIP_PACKED_ID: u32 = GzipPacked::ID;

impl Walker<'_> {
    /// Reads a value of the envelope, which starts at `offset` of the buffer. `rest` ends where the extent does. Returns
    /// the number of bytes, or `None` for a value that the schema describes.
    pub(super) fn read_envelope(&mut self, rest: &[u8], offset: usize, ty: TypeRef) -> Result<Option<usize>, Stop> {
        let is_object = matches!(self.table.ty(ty), Type::Object | Type::Any);
        // The first value of an extent is no field.
        let is_field = offset != self.base;
        if is_object && is_field && self.is_in_field(|frame| frame.is_message) {
            return self.read_body(rest, offset).map(Some);
        }
        let Some(id) = rest.first_chunk().map(|id| u32::from_le_bytes(*id)) else { return Ok(None) };
        let is_result = is_field && self.is_in_field(|frame| frame.id == RPC_RESULT_ID);
        match id {
            GZIP_PACKED_ID if self.starts_with_id(ty) => Ok(self.read_packed(rest, offset)),
            GZIP_PACKED_ID | RPC_ERROR_ID => Ok(None),
            _ if is_object && is_result && self.request.is_some() => {
                self.content_in_json(rest);
                self.extent(rest, offset, self.request);
                Ok(Some(rest.len()))
            }
            VECTOR_ID if is_object && (is_result || !is_field) => Ok(self.read_unknown_vector(rest, offset, is_field)),
            _ => Ok(None),
        }
    }

    /// A packed object in the place of a value of another type.
    fn read_packed(&mut self, rest: &[u8], offset: usize) -> Option<usize> {
        let packed = packed_object(rest)?;
        self.extent(packed, offset, Some(TypeRef::OBJECT));
        Some(packed.len())
    }

    /// Whether the values of a type start with an id, but can't be a `gzip_packed` by the schema.
    fn starts_with_id(&self, ty: TypeRef) -> bool {
        let ty = self.table.ty(ty);
        matches!(ty, Type::Boxed(..) | Type::Call(_) | Type::Function | Type::Vector { is_bare: false, .. })
    }

    /// Whether the present value is a field of such a combinator.
    fn is_in_field(&self, is_wanted: impl Fn(&super::walk::Frame) -> bool) -> bool {
        self.frames.last().is_some_and(is_wanted)
    }

    /// Whether the present `int` is the length of a body.
    pub(super) fn is_length_of_body(&self) -> bool {
        self.is_in_field(|frame| frame.is_message) && self.path.ends_with(".bytes")
    }

    /// The body of a message: as many bytes as the field before it states.
    fn read_body(&mut self, rest: &[u8], offset: usize) -> Result<usize, Stop> {
        let stated = self.last_int;
        let body = usize::try_from(stated).ok().filter(|len| *len > 0 && len % 4 == 0).and_then(|len| rest.get(..len));
        match body {
            Some(body) => {
                self.extent(body, offset, None);
                Ok(body.len())
            }
            None => {
                let message = format!("body of {stated} bytes, where {} are left, in words of 4", rest.len());
                self.report(Fault::new("object-length", message), offset, rest);
                Err(Stop)
            }
        }
    }

    /// A result that is no object is kept whole in its field, and shown as content beside it, so that reading needs no
    /// request.
    fn content_in_json(&mut self, result: &[u8]) {
        let is_vector = result.starts_with(&VECTOR_ID.to_le_bytes());
        if let Some(json) = self.json.as_mut().filter(|_| is_vector) {
            json.unknown(result);
            json.content_key();
        }
    }

    /// A vector in the place of an object: its items are objects if the first one has a known id, or else numbers if
    /// they fill the extent exactly.
    fn read_unknown_vector(&mut self, rest: &[u8], offset: usize, is_field: bool) -> Option<usize> {
        let [objects, ints, longs] = self.schema.vector_types(self.table);
        let count = usize::try_from(u32::from_le_bytes(*rest.get(4..)?.first_chunk()?)).ok()?;
        let items = rest.get(8..)?;
        let first = items.first_chunk().map(|id| u32::from_le_bytes(*id));
        let is_known = first.is_some_and(|id| self.table.by_id(id).is_some());
        let (ty, guess) = match items.len() {
            _ if count == 0 || is_known => (objects?, None),
            len if len == count.saturating_mul(8) => (longs?, Some("long")),
            len if len == count.saturating_mul(4) => (ints?, Some("int")),
            _ => {
                let mut fault = Fault::new("unexpected-constructor", "vector whose type of items isn't known");
                fault.id = Some(VECTOR_ID);
                fault.known_as = Some("vector".to_owned());
                fault.hints.push("name it: `--type 'Vector<long>'`, or `--request NAME` for a result".to_owned());
                self.report(fault, offset, rest);
                if let Some(json) = &mut self.json {
                    json.unknown(rest);
                }
                self.leaf(offset, rest, Role::Unknown, "", LeafValue::Bytes);
                return Some(rest.len());
            }
        };
        if let Some(guess) = guess {
            let path = &self.path;
            self.remarks.push(format!(
                "the items of the vector `{path}` are taken as `{guess}`, by their number; `--type` or `--request` says more"
            ));
        }
        if is_field {
            self.content_in_json(rest);
        }
        // The items end where the extent does: bytes after them would be left over in any case.
        self.extent(rest, offset, Some(ty));
        Some(rest.len())
    }
}

/// The bytes of a packed object: its id and its byte string.
fn packed_object(rest: &[u8]) -> Option<&[u8]> {
    let string = rest.get(4..)?;
    let &[first, b0, b1, b2] = string.first_chunk()?;
    let (start, len) = match first {
        0..254 => (1, usize::from(first)),
        _ => (4, usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16),
    };
    rest.get(..4 + (start + len).next_multiple_of(4))
}
