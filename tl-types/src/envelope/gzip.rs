//! Decoding and encoding of one gzip member. Source: RFC 1952. `miniz_oxide` implements the compression.
//!
//! Layout: 1f 8b, method (8), flags, time (4 bytes), extra flags, system; optional header fields according to the
//! flags; the deflate stream; CRC32 (4) and length modulo 2^32 (4) of the inflated data, little-endian.
//!
//! Invariant: inflation stops at the stated length, and memory grows with the inflated data, not with the stated
//! length.

use alloc::boxed::Box;
use alloc::vec::Vec;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::GzipFault;

// Bits of the flags byte in the header of a gzip member.
const HEADER_CHECKSUM_FLAG: u8 = 1 << 1;
const EXTRA_FLAG: u8 = 1 << 2;
const NAME_FLAG: u8 = 1 << 3;
const COMMENT_FLAG: u8 = 1 << 4;
const RESERVED_FLAGS: u8 = 0b1110_0000;

/// The header that [`pack_member`] writes: deflate, no flags, no time, unknown system.
const WRITTEN_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// The default compression level of zlib.
const COMPRESSION_LEVEL: u8 = 6;

/// Initial size of the output buffer, in bytes.
const INITIAL_BUFFER_LEN: usize = 1024;

/// A gzip member whose header and trailer have been decoded.
pub(super) struct GzipMember<'a> {
    deflated: &'a [u8],
    checksum: u32,
    len: usize,
}

impl<'a> GzipMember<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, GzipFault> {
        let rest = skip_header(bytes)?;
        let (rest, len) = rest.split_last_chunk().ok_or(GzipFault::Truncated)?;
        let (deflated, checksum) = rest.split_last_chunk().ok_or(GzipFault::Truncated)?;
        let len = usize::try_from(u32::from_le_bytes(*len)).unwrap_or(usize::MAX);
        Ok(Self { deflated, checksum: u32::from_le_bytes(*checksum), len })
    }

    /// The stated length of the inflated data, in bytes.
    pub(super) fn stated_len(&self) -> usize {
        self.len
    }

    pub(super) fn inflate(&self) -> Result<Vec<u8>, GzipFault> {
        let (inflated, n_read) = inflate_stream(self.deflated, self.len)?;
        if n_read < self.deflated.len() {
            return Err(GzipFault::TrailingBytes { left: self.deflated.len() - n_read });
        }
        if inflated.len() != self.len {
            return Err(GzipFault::Length);
        }
        if crc32fast::hash(&inflated) != self.checksum {
            return Err(GzipFault::Checksum);
        }
        Ok(inflated)
    }
}

/// Compresses `bytes`, whose length is `len`, into a gzip member.
pub(super) fn pack_member(bytes: &[u8], len: u32) -> Vec<u8> {
    let mut member = WRITTEN_HEADER.to_vec();
    member.extend(compress_to_vec(bytes, COMPRESSION_LEVEL));
    member.extend(crc32fast::hash(bytes).to_le_bytes());
    member.extend(len.to_le_bytes());
    member
}

/// Checks the header of a gzip member, and returns the bytes after it.
fn skip_header(bytes: &[u8]) -> Result<&[u8], GzipFault> {
    let (fixed, mut rest) = bytes.split_first_chunk::<10>().ok_or(GzipFault::Truncated)?;
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

/// Inflates up to `limit` bytes. Also returns the number of compressed bytes consumed.
fn inflate_stream(deflated: &[u8], limit: usize) -> Result<(Vec<u8>, usize), GzipFault> {
    let mut state = Box::<DecompressorOxide>::default();
    let mut inflated = Vec::new();
    let (mut n_read, mut n_written) = (0, 0);
    loop {
        grow_buffer(&mut inflated, limit);
        let rest = &deflated[n_read..];
        let (status, read, written) =
            decompress(&mut state, rest, &mut inflated, n_written, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF);
        n_read += read;
        n_written += written;
        match status {
            TINFLStatus::Done => {
                inflated.truncate(n_written);
                return Ok((inflated, n_read));
            }
            TINFLStatus::HasMoreOutput if n_written >= limit => return Err(GzipFault::Length),
            TINFLStatus::HasMoreOutput if n_written == inflated.len() => {}
            TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => return Err(GzipFault::Truncated),
            _ => return Err(GzipFault::Deflate),
        }
    }
}

/// Doubles the length of the output buffer, up to `limit`.
fn grow_buffer(inflated: &mut Vec<u8>, limit: usize) {
    let len = inflated.len().saturating_mul(2).clamp(INITIAL_BUFFER_LEN.min(limit), limit);
    inflated.reserve_exact(len - inflated.len());
    inflated.resize(len, 0);
}
