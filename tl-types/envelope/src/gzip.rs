//! Decoding and encoding of gzip members. Source: RFC 1952. `miniz_oxide` implements the compression.
//!
//! Layout: 1f 8b, method (8), flags, time (4 bytes), extra flags, system; optional header fields according to the
//! flags; the deflate stream; CRC32 (4) and length modulo 2^32 (4) of the inflated data, little-endian. Members may
//! follow each other; their contents form one content.
//!
//! Invariant: inflation stops at the limit, and memory grows with the inflated data, not with stated lengths.

use alloc::boxed::Box;
use alloc::vec::Vec;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::GzipFault;

// Bits of the flags byte in the header of a gzip member.
const HEADER_CHECKSUM_FLAG: u8 = 1 << 1;
const EXTRA_FLAG: u8 = 1 << 2;
const NAME_FLAG: u8 = 1 << 3;
const COMMENT_FLAG: u8 = 1 << 4;
const RESERVED_FLAGS: u8 = 0b1110_0000;

/// The first bytes of a gzip member.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The header that [`pack_member`] writes: deflate, no flags, no time, unknown system.
const WRITTEN_HEADER: [u8; 10] = [MAGIC[0], MAGIC[1], 8, 0, 0, 0, 0, 0, 0, 255];

/// The default compression level of zlib.
const COMPRESSION_LEVEL: u8 = 6;

/// Initial size of the output buffer, in bytes.
const INITIAL_BUFFER_LEN: usize = 1024;

/// The highest ratio of inflated to compressed bytes: 258 bytes for two bits.
const MAX_RATIO: usize = 1032;

/// The reason why inflation ended before the data did.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stop {
    /// The data is damaged.
    Fault(GzipFault),
    /// The content is larger than the limit.
    LimitReached,
}

impl From<GzipFault> for Stop {
    fn from(fault: GzipFault) -> Self {
        Self::Fault(fault)
    }
}

/// The length that the last member states for its content; `None` if no data of this size can inflate to it. In cut
/// data, the number is arbitrary.
pub(crate) fn stated_len(bytes: &[u8]) -> Option<usize> {
    let (deflated, len) = bytes.split_last_chunk()?;
    let len = usize::try_from(u32::from_le_bytes(*len)).ok()?;
    (len <= deflated.len().saturating_mul(MAX_RATIO)).then_some(len)
}

/// Inflates all members of `bytes` into one content of at most `limit` bytes. Also returns the number of inflated bytes
/// if inflation stopped.
pub(crate) fn inflate_members(bytes: &[u8], limit: usize) -> Result<Vec<u8>, (usize, Stop)> {
    let mut inflater = Inflater { state: Box::default(), content: Vec::new(), n_written: 0, limit };
    match inflater.inflate_members(bytes) {
        Ok(()) => {
            inflater.content.truncate(inflater.n_written);
            Ok(inflater.content)
        }
        Err(stop) => Err((inflater.n_written, stop)),
    }
}

/// Compresses `bytes`, whose length is `len`, into a gzip member.
pub(crate) fn pack_member(bytes: &[u8], len: u32) -> Vec<u8> {
    let mut member = WRITTEN_HEADER.to_vec();
    member.extend(compress_to_vec(bytes, COMPRESSION_LEVEL));
    member.extend(crc32fast::hash(bytes).to_le_bytes());
    member.extend(len.to_le_bytes());
    member
}

/// The content of the members so far. Invariant: `n_written` is at most the length of `content`, and that is at most
/// `limit`.
struct Inflater {
    state: Box<DecompressorOxide>,
    content: Vec<u8>,
    n_written: usize,
    limit: usize,
}

impl Inflater {
    fn inflate_members(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let mut rest = self.inflate_member(bytes)?;
        while !rest.is_empty() {
            if !MAGIC.starts_with(&rest[..rest.len().min(MAGIC.len())]) {
                return Err(GzipFault::TrailingBytes { left: rest.len() }.into());
            }
            rest = self.inflate_member(rest)?;
        }
        Ok(())
    }

    /// Inflates one member, and returns the bytes after it.
    fn inflate_member<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a [u8], Stop> {
        let start = self.n_written;
        let rest = self.inflate_stream(skip_header(bytes)?)?;
        let (checksum, rest) = rest.split_first_chunk().ok_or(GzipFault::Truncated)?;
        let (stated_len, rest) = rest.split_first_chunk().ok_or(GzipFault::Truncated)?;
        let inflated = &self.content[start..self.n_written];
        // The length is stated modulo 2^32.
        if inflated.len() as u32 != u32::from_le_bytes(*stated_len) {
            return Err(GzipFault::Length.into());
        }
        if crc32fast::hash(inflated) != u32::from_le_bytes(*checksum) {
            return Err(GzipFault::Checksum.into());
        }
        Ok(rest)
    }

    /// Inflates a deflate stream, and returns the bytes after it. The stream can't refer to contents of earlier members.
    fn inflate_stream<'a>(&mut self, deflated: &'a [u8]) -> Result<&'a [u8], Stop> {
        self.state.init();
        let start = self.n_written;
        let mut rest = deflated;
        loop {
            self.grow_content();
            let (status, n_read, n_written) = decompress(
                &mut self.state,
                rest,
                &mut self.content[start..],
                self.n_written - start,
                TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
            );
            rest = &rest[n_read..];
            self.n_written += n_written;
            match status {
                TINFLStatus::Done => return Ok(rest),
                TINFLStatus::HasMoreOutput if self.n_written >= self.limit => return Err(Stop::LimitReached),
                TINFLStatus::HasMoreOutput if self.n_written == self.content.len() => {}
                TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => {
                    return Err(GzipFault::Truncated.into());
                }
                _ => return Err(GzipFault::Deflate.into()),
            }
        }
    }

    /// Doubles the buffer if it is full, up to the limit.
    fn grow_content(&mut self) {
        if self.n_written < self.content.len() {
            return;
        }
        let len = self.content.len().saturating_mul(2).clamp(INITIAL_BUFFER_LEN.min(self.limit), self.limit);
        self.content.reserve_exact(len - self.content.len());
        self.content.resize(len, 0);
    }
}

/// Checks the header of a gzip member, and returns the bytes after it.
fn skip_header(bytes: &[u8]) -> Result<&[u8], GzipFault> {
    let Some((fixed, mut rest)) = bytes.split_first_chunk::<10>() else {
        // A cut header is told from other data by the bytes that it has.
        let known = [MAGIC[0], MAGIC[1], 8];
        let n_known = bytes.len().min(known.len());
        return Err(if bytes[..n_known] == known[..n_known] { GzipFault::Truncated } else { GzipFault::Header });
    };
    let &[0x1f, 0x8b, 8, flags, ..] = fixed else { return Err(GzipFault::Header) };
    if flags & RESERVED_FLAGS != 0 {
        return Err(GzipFault::Header);
    }
    if flags & EXTRA_FLAG != 0 {
        let (len, behind) = rest.split_first_chunk().ok_or(GzipFault::Truncated)?;
        rest = behind.get(usize::from(u16::from_le_bytes(*len))..).ok_or(GzipFault::Truncated)?;
    }
    for text_flag in [NAME_FLAG, COMMENT_FLAG] {
        if flags & text_flag != 0 {
            rest = skip_text(rest)?;
        }
    }
    if flags & HEADER_CHECKSUM_FLAG != 0 {
        let (checksum, behind) = rest.split_first_chunk().ok_or(GzipFault::Truncated)?;
        let [b0, b1, ..] = crc32fast::hash(&bytes[..bytes.len() - rest.len()]).to_le_bytes();
        if *checksum != [b0, b1] {
            return Err(GzipFault::HeaderChecksum);
        }
        rest = behind;
    }
    Ok(rest)
}

/// Skips a text that ends with a zero byte, and returns the bytes after it.
fn skip_text(bytes: &[u8]) -> Result<&[u8], GzipFault> {
    let end = bytes.iter().position(|&byte| byte == 0).ok_or(GzipFault::Truncated)?;
    Ok(&bytes[end + 1..])
}
