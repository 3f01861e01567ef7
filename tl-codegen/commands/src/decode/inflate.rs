//! Packed objects: each is inflated into a buffer of its own, and walked there.

use tl_envelope::{Error, GzipPacked, InflationBudget};
use tl_runtime::Bytes;

use super::envelope::GZIP_PACKED_ID;
use super::fault::Fault;
use super::walk::{Buffer, Compressed, Walker, place_of};

impl Walker<'_> {
    /// Inflates the contents of a string at `offset` of the buffer if it is that of a `gzip_packed`, and walks over the
    /// object in it.
    pub(super) fn inflate_if_packed(&mut self, packed: &[u8], offset: usize) {
        if self.frames.last().is_none_or(|frame| frame.id != GZIP_PACKED_ID) {
            return;
        }
        match inflate(packed, &mut self.inflation) {
            Ok(content) => self.walk_inflated(&content, offset, packed.len()),
            Err(fault) => self.report(*fault, offset, &[]),
        }
    }

    fn walk_inflated(&mut self, content: &[u8], offset: usize, len: usize) {
        let from = Compressed { buffer: self.buffer, offset, len };
        let index = self.buffers.len();
        self.buffers.push(Buffer { len: content.len(), from: Some(from) });
        let path_len = self.path.len();
        self.path.push_str(".@content");
        let place = place_of(&self.path, &self.frames);
        if let Some(sink) = &mut self.sink {
            sink.buffer(index, content.len(), place);
        }
        if let Some(json) = &mut self.json {
            json.content_key();
        }
        let outer = (self.buffer, self.cursor);
        (self.buffer, self.cursor) = (index, 0);
        // The result of a request may be packed.
        let is_result = self.frames.iter().rev().nth(1).is_some_and(|frame| frame.id == tl_envelope::RPC_RESULT_ID);
        let ty = self.request.filter(|_| is_result);
        self.extent(content, 0, ty);
        (self.buffer, self.cursor) = outer;
        self.path.truncate(path_len);
        if let Some(sink) = &mut self.sink {
            sink.end_buffer(outer.0);
        }
    }
}

/// The content of a packed object, within the budget.
fn inflate(packed: &[u8], budget: &mut InflationBudget) -> Result<Bytes, Box<Fault>> {
    let packed = GzipPacked { packed_data: Bytes::copy_from_slice(packed) };
    packed.unpack(budget).map_err(|error| {
        let kind = match error {
            Error::TooMuchInflated { .. } => "too-much-inflated",
            Error::NestedGzip => "nested-gzip",
            Error::Unpacked(_) => "object-length",
            _ => "gzip",
        };
        Box::new(Fault::new(kind, error.to_string()))
    })
}
