//! What a byte may begin or go on with: one by one, and for names a block at a time.
//!
//! Where a byte-by-byte search for the end of a name guesses wrong at nearly every name, a block tells it in one step.
//! Invariant: both ways to ask say the same.

pub(super) const BLANK: u8 = 1;
pub(super) const LOWER: u8 = 2;
pub(super) const UPPER: u8 = 4;
pub(super) const DIGIT: u8 = 8;
pub(super) const UNDERSCORE: u8 = 16;
pub(super) const MARK: u8 = 32;
pub(super) const HEX: u8 = 64;
pub(super) const NAME: u8 = LOWER | UPPER | DIGIT | UNDERSCORE;

pub(super) static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => BLANK,
            b'a'..=b'f' => LOWER | HEX,
            b'g'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT | HEX,
            b'_' => UNDERSCORE | MARK,
            b':' | b';' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'=' | b'#' | b'?' | b'%' | b'<' | b'>' | b'+'
            | b',' | b'*' | b'!' | b'.' => MARK,
            _ => 0,
        };
        byte += 1;
    }
    classes
}

/// Whether a byte is of a class.
#[inline]
pub(super) fn is(byte: u8, class: u8) -> bool {
    CLASSES[usize::from(byte)] & class != 0
}

/// What a byte is worth as a lowercase hexadecimal digit; 255 if it is none.
pub(super) static DIGITS: [u8; 256] = digits();

const fn digits() -> [u8; 256] {
    let mut digits = [255; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    digits
}

/// Bytes of a block.
pub(super) const BLOCK: usize = 64;

/// Which bytes of a block of the text may stand in names, the first one in the lowest bit.
pub(super) fn name_bits(text: &[u8], block: usize) -> u64 {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    match blocks.get(block) {
        Some(block) => bits(block),
        None => {
            let mut last = [0; BLOCK];
            last[..rest.len()].copy_from_slice(rest);
            if block == blocks.len() { bits(&last) } else { 0 }
        }
    }
}

/// The loops have no branches, so that the compiler makes a few vector operations of them.
fn bits(block: &[u8; BLOCK]) -> u64 {
    let mut flags = [0_u8; BLOCK];
    for (flag, byte) in flags.iter_mut().zip(block) {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let is_digit = byte.wrapping_sub(b'0') < 10;
        *flag = u8::from(is_letter | is_digit | (*byte == b'_'));
    }
    let mut bits = 0;
    for (idx, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        // The product has the lowest bits of all eight bytes in its uppermost byte.
        bits |= (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * idx);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_say_what_bytes_say() {
        let text: Vec<u8> = (0..=255).cycle().take(1000).collect();
        for (idx, byte) in text.iter().enumerate() {
            let bit = name_bits(&text, idx / BLOCK) >> (idx % BLOCK) & 1;
            assert_eq!(bit == 1, is(*byte, NAME), "{byte:#x}");
        }
        assert_eq!(name_bits(&text, 1000 / BLOCK) >> (1000 % BLOCK), 0);
        assert_eq!(name_bits(&text, usize::MAX), 0);
    }
}
