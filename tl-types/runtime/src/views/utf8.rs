//! Whether bytes are UTF-8, 16 at a time.
//!
//! `core::str::from_utf8` goes from character to character; here each byte is looked at together with the three before
//! it, whatever these are, so that the compiler can do it for many at once. Nothing tells where a fault is.

/// Bytes that are looked at in one go.
const BLOCK: usize = 16;

/// Bytes before the last one of a character.
const BEFORE: usize = 3;

const WINDOW: usize = BEFORE + BLOCK;

/// A block and the bytes before it.
type Window = [u8; WINDOW];

/// Whether `bytes` are UTF-8.
#[inline(never)]
pub(super) fn is_utf8(bytes: &[u8]) -> bool {
    let found = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(head), Some(tail)) => look_for_faults(bytes, head, tail),
        // Shorter ones aren't worth the effort.
        _ => Found { has_fault: false, has_rare: true },
    };
    if found.has_rare { core::str::from_utf8(bytes).is_ok() } else { !found.has_fault }
}

/// What was found in a text.
#[derive(Clone, Copy)]
struct Found {
    /// A byte that can't stand behind those before it.
    has_fault: bool,
    /// A byte that is rarely one of a text, and not of every text where it is one.
    has_rare: bool,
}

/// Looks at a text that starts and ends like this.
#[inline(always)]
fn look_for_faults(bytes: &[u8], head: &Window, tail: &Window) -> Found {
    let mut first = [0; WINDOW];
    first[BEFORE..].copy_from_slice(&head[..BLOCK]);
    let mut found = Found { has_fault: !is_complete(tail), has_rare: false };
    found.add(look_at_block(&first));
    found.add(look_at_block(tail));
    // The first block and the last are done; others start where one ends.
    let mut rest = bytes.get(BLOCK - BEFORE..).unwrap_or_default();
    while let Some(window) = rest.first_chunk() {
        found.add(look_at_block(window));
        rest = rest.get(BLOCK..).unwrap_or_default();
    }
    found
}

impl Found {
    #[inline(always)]
    fn add(&mut self, other: Self) {
        self.has_fault |= other.has_fault;
        self.has_rare |= other.has_rare;
    }
}

/// Whether the last character has all its bytes.
fn is_complete(&[.., third_last, second_last, last]: &Window) -> bool {
    third_last < 0xf0 && second_last < 0xe0 && last < 0xc0
}

/// Looks at the bytes of a block.
///
/// Source: table 3-7, "Well-Formed UTF-8 Byte Sequences", of the Unicode standard. Rare are the first bytes with a
/// second byte of a smaller range, but for that of most emoji, and those that are none.
#[inline(always)]
fn look_at_block(window: &Window) -> Found {
    let (mut fault, mut rare) = ([0; BLOCK], [0; BLOCK]);
    for index in 0..BLOCK {
        let [before3, before2, before, byte] = [window[index], window[index + 1], window[index + 2], window[index + 3]];
        // All ones in a byte that is 10xxxxxx.
        let is_continuation = mask(byte.cast_signed() < 0xc0_u8.cast_signed());
        let is_due =
            mask((before.saturating_sub(0xbf) | before2.saturating_sub(0xdf) | before3.saturating_sub(0xef)) != 0);
        let is_too_low = mask(before == 0xf0) & mask(byte.cast_signed() < 0x90_u8.cast_signed());
        fault[index] = (is_continuation ^ is_due) | is_too_low;
        rare[index] = mask(byte == 0xe0) | mask(byte == 0xed) | mask(byte & 0xfe == 0xc0) | byte.saturating_sub(0xf3);
    }
    Found { has_fault: fault != [0; BLOCK], has_rare: rare != [0; BLOCK] }
}

/// All bits, or none.
#[inline(always)]
fn mask(is_set: bool) -> u8 {
    0_u8.wrapping_sub(u8::from(is_set))
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, is_utf8};

    #[track_caller]
    fn assert_agrees(bytes: &[u8]) {
        assert_eq!(is_utf8(bytes), core::str::from_utf8(bytes).is_ok(), "{bytes:02x?}");
    }

    /// Bytes that mean something: the ends of each range of the standard's table.
    const ENDS: [u8; 18] =
        [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xec, 0xed, 0xf0, 0xf1, 0xf4, 0xf5];

    #[test]
    fn agrees_on_every_combination_at_every_place() {
        // At the ends of the text, and where blocks meet.
        for place in [0, BLOCK - 2, 40 - 4] {
            let mut bytes = [b'a'; 40];
            for combination in 0..ENDS.len().pow(4) {
                let digit = |n: u32| ENDS[combination / ENDS.len().pow(n) % ENDS.len()];
                bytes[place..place + 4].copy_from_slice(&[digit(0), digit(1), digit(2), digit(3)]);
                assert_agrees(&bytes);
            }
        }
    }

    #[test]
    fn agrees_on_texts_cut_anywhere() {
        // The second text has none of the bytes that are rare.
        for text in
            ["aß水🔥é\u{7ff}\u{800}\u{d7ff}\u{e000}\u{ffff}\u{10000}\u{10ffff}", "aß水🔥é\u{7ff}\u{cfff}\u{ffff}"]
        {
            let bytes = text.repeat(4).into_bytes();
            for start in 0..bytes.len() {
                for end in start..=bytes.len() {
                    assert_agrees(&bytes[start..end]);
                }
            }
        }
    }
}
