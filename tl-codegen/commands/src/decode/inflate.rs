//! Packed objects: each is inflated into a buffer of its own, and walked there.

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

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
        match inflate(packed, &mut self.inflation_left) {
            Ok(content) => self.walk_inflated(&content, offset, packed.len()),
            Err(fault) => self.report(fault, offset, &[]),
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
        let is_result = self.frames.iter().rev().nth(1).is_some_and(|frame| frame.id == super::envelope::RPC_RESULT_ID);
        let ty = self.request.filter(|_| is_result);
        self.extent(content, 0, ty);
        (self.buffer, self.cursor) = outer;
        self.path.truncate(path_len);
        if let Some(sink) = &mut self.sink {
            sink.end_buffer(outer.0);
        }
    }
}

/// Bytes of the header of a gzip member without optional parts, and of its trailer: CRC32 and length.
const HEADER_LEN: usize = 10;
const TRAILER_LEN: usize = 8;

// Bits of the flags byte in the header.
const CHECKSUM_FLAG: u8 = 1 << 1;
const EXTRA_FLAG: u8 = 1 << 2;
const TEXT_FLAGS: [u8; 2] = [1 << 3, 1 << 4];
const RESERVED_FLAGS: u8 = 0b1110_0000;

/// The content of a gzip member, within the budget. Source: RFC 1952.
fn inflate(packed: &[u8], left: &mut usize) -> Result<Vec<u8>, Fault> {
    let damaged = |why: &str| Fault::new("gzip", format!("packed data that is no gzip: {why}"));
    let deflated = after_header(packed).ok_or_else(|| damaged("bad header"))?;
    let (deflated, trailer) = deflated.split_last_chunk::<TRAILER_LEN>().ok_or_else(|| damaged("cut"))?;
    let content = decompress_to_vec_with_limit(deflated, *left).map_err(|why| match why.status {
        TINFLStatus::HasMoreOutput => {
            let limit = std::mem::take(left);
            Fault::new("too-much-inflated", format!("packed data that inflates to more than the {limit} bytes left"))
        }
        _ => damaged("bad compressed data"),
    })?;
    *left -= content.len();
    let [c0, c1, c2, c3, l0, l1, l2, l3] = *trailer;
    // The length is stated modulo 2^32.
    if content.len() as u32 != u32::from_le_bytes([l0, l1, l2, l3]) {
        return Err(damaged("wrong length"));
    }
    match crc32fast::hash(&content) == u32::from_le_bytes([c0, c1, c2, c3]) {
        true => Ok(content),
        false => Err(damaged("wrong checksum")),
    }
}

/// The bytes after the header of a gzip member.
fn after_header(packed: &[u8]) -> Option<&[u8]> {
    let (&[0x1f, 0x8b, 8, flags, ..], mut rest) = packed.split_first_chunk::<HEADER_LEN>()? else { return None };
    if flags & RESERVED_FLAGS != 0 {
        return None;
    }
    if flags & EXTRA_FLAG != 0 {
        let (len, extra) = rest.split_first_chunk()?;
        rest = extra.get(usize::from(u16::from_le_bytes(*len))..)?;
    }
    for flag in TEXT_FLAGS {
        if flags & flag != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    if flags & CHECKSUM_FLAG != 0 { rest.get(2..) } else { Some(rest) }
}

#[cfg(test)]
pub(super) fn packed(content: &[u8]) -> Vec<u8> {
    let deflated = miniz_oxide::deflate::compress_to_vec(content, 6);
    let (crc, len) = (crc32fast::hash(content), content.len() as u32);
    [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255][..], &deflated, &crc.to_le_bytes(), &len.to_le_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::{inflate, packed};

    #[test]
    fn a_member_is_inflated_within_the_budget() {
        let mut left = 1000;
        assert_eq!(inflate(&packed(&[7; 600]), &mut left), Ok(vec![7; 600]));
        assert_eq!(left, 400);
        assert_eq!(inflate(&packed(&[7; 600]), &mut left).unwrap_err().kind, "too-much-inflated");
        assert_eq!(left, 0);
    }

    #[test]
    fn damage_at_any_byte_is_found_or_harmless() {
        let content = b"inflate me, inflate me".repeat(9);
        let whole = packed(&content);
        for index in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[index] ^= 0x10;
            let inflated = inflate(&damaged, &mut 10_000);
            assert!(inflated.is_err() || inflated == Ok(content.clone()), "{index}");
            assert!(inflate(&whole[..index], &mut 10_000).is_err(), "{index}");
        }
    }
}
