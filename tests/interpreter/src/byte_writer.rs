//! Encodes the primitive types of TL. Does not depend on a schema, and does not check values.

/// A growing byte buffer, with methods that append primitive values of TL.
#[derive(Clone, Debug, Default)]
pub struct ByteWriter(Vec<u8>);

impl ByteWriter {
    /// An empty buffer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of bytes written.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no bytes were written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes written.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.clone()
    }

    /// Writes 32 bits in little-endian order: `#`, `int`, constructor ids.
    pub fn word(&mut self, word: u32) -> &mut Self {
        self.raw_bytes(&[word as u8, (word >> 8) as u8, (word >> 16) as u8, (word >> 24) as u8])
    }

    /// Writes 64 bits in little-endian order: `long`, and the bits of a `double`.
    pub fn long(&mut self, long: u64) -> &mut Self {
        self.word(long as u32).word((long >> 32) as u32)
    }

    /// Writes bytes without length and padding.
    pub fn raw_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend(bytes);
        self
    }

    /// Writes `string` or `bytes`: a length of one byte, or the byte 254 and a length of three bytes; the contents;
    /// zeros up to a multiple of 4 bytes.
    pub fn string(&mut self, bytes: &[u8]) -> &mut Self {
        let len = bytes.len() as u32;
        if len < 254 {
            self.raw_bytes(&[len as u8]);
        } else {
            self.word(len << 8 | 254);
        }
        self.raw_bytes(bytes);
        while !self.len().is_multiple_of(4) {
            self.raw_bytes(&[0]);
        }
        self
    }

    /// Writes the first two words of a boxed vector: its constructor id and the number of items.
    pub fn vector_header(&mut self, n_items: u32) -> &mut Self {
        self.word(0x1cb5_c415).word(n_items)
    }
}

#[cfg(test)]
mod tests {
    use super::ByteWriter;

    /// The examples of "Binary Data Serialization" in the TL specification, and the limits of the length encoding.
    #[test]
    fn strings_follow_the_specification() {
        let string = |bytes: &[u8]| ByteWriter::new().string(bytes).to_bytes();
        assert_eq!(string(b""), [0, 0, 0, 0]);
        assert_eq!(string(b"abc"), *b"\x03abc");
        assert_eq!(string(b"abcd"), *b"\x04abcd\0\0\0");
        assert_eq!(string(&[7; 253])[..2], [253, 7]);
        assert_eq!(string(&[7; 253]).len(), 256);
        assert_eq!(string(&[7; 254])[..5], [254, 254, 0, 0, 7]);
        assert_eq!(string(&[7; 254]).len(), 260);
        assert_eq!(string(&[7; 0x1_0203])[..4], [254, 3, 2, 1]);
    }
}
