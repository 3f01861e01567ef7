//! Classes of bytes, as a bit set for each of the 256 bytes.

pub(super) const BLANK: u8 = 1;
pub(super) const LOWER: u8 = 2;
pub(super) const UPPER: u8 = 4;
pub(super) const DIGIT: u8 = 8;
pub(super) const UNDERSCORE: u8 = 16;
pub(super) const MARK: u8 = 32;
pub(super) const HEX: u8 = 64;
/// The classes of the bytes that may occur in a name after its first byte, as a bit set.
pub(super) const NAME: u8 = LOWER | UPPER | DIGIT | UNDERSCORE;

pub(super) static CLASSES: [u8; 256] = class_table();

const fn class_table() -> [u8; 256] {
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

/// Whether a byte is in one of `classes`.
#[inline]
pub(super) fn is_in_classes(byte: u8, classes: u8) -> bool {
    CLASSES[usize::from(byte)] & classes != 0
}

/// For each byte, its value as a lowercase hexadecimal digit; 255 for all other bytes.
pub(super) static HEX_DIGIT_VALUES: [u8; 256] = hex_digit_value_table();

const fn hex_digit_value_table() -> [u8; 256] {
    let mut digits = [255; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    digits
}
