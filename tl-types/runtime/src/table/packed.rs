//! Numbers in byte strings. A place beyond the end is no error: the table is checked once, and damage never panics.

/// The number of 2 bytes at `index`; 0 beyond the end.
#[inline]
pub(crate) fn u16_at(bytes: &[u8], index: usize) -> u16 {
    match bytes.get(2 * index..).and_then(|rest| rest.first_chunk()) {
        Some(chunk) => u16::from_le_bytes(*chunk),
        None => 0,
    }
}

/// The number of 4 bytes at `index`.
#[inline]
pub(super) fn u32_at(bytes: &[u8], index: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(4 * index..)?.first_chunk()?))
}
