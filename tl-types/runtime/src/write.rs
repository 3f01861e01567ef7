//! Writing: straight-line code into a growing buffer, one check at the end.
//!
//! What can't be written (a string of 2^24 bytes) is remembered and told at the end, so that the code of every field
//! is free of branches. Invariant: bytes of a failed value never reach the caller.

use crate::{BOOL_FALSE_ID, BOOL_TRUE_ID, Error, ErrorKind, MAX_STRING_LEN, Result, VECTOR_ID};

/// A type that can be written.
///
/// For a boxed type that means its constructor id and its fields.
pub trait Serialize {
    /// Writes the value.
    fn serialize<W: Sink>(&self, w: &mut Writer<W>);

    /// Writes values one after the other.
    fn serialize_items<W: Sink>(items: &[Self], w: &mut Writer<W>)
    where
        Self: Sized,
    {
        for item in items {
            item.serialize(w);
        }
    }

    /// The bytes of the value.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::StringTooLong`] or [`ErrorKind::TooManyItems`] if a length doesn't fit its place on the wire.
    fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.append_to(&mut bytes)?;
        Ok(bytes)
    }

    /// Appends the bytes of the value to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is as before then.
    fn append_to(&self, out: &mut Vec<u8>) -> Result<()> {
        let len_before = out.len();
        let mut w = Writer::new(&mut *out);
        self.serialize(&mut w);
        let result = w.finish().map(|_| ());
        if result.is_err() {
            out.truncate(len_before);
        }
        result
    }

    /// Number of bytes that the value takes on the wire.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes).
    fn serialized_len(&self) -> Result<usize> {
        let mut w = Writer::new(Count(0));
        self.serialize(&mut w);
        w.finish().map(|count| count.0)
    }
}

/// Where written bytes go.
pub trait Sink {
    /// Takes bytes.
    fn put(&mut self, bytes: &[u8]);

    /// Number of bytes in it, to tell where an error is.
    fn position(&self) -> usize;
}

impl Sink for Vec<u8> {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    fn position(&self) -> usize {
        self.len()
    }
}

impl Sink for bytes::BytesMut {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    fn position(&self) -> usize {
        self.len()
    }
}

impl<W: Sink + ?Sized> Sink for &mut W {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        (**self).put(bytes);
    }

    fn position(&self) -> usize {
        (**self).position()
    }
}

/// Counts bytes and keeps none.
struct Count(usize);

impl Sink for Count {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.0 = self.0.saturating_add(bytes.len());
    }

    fn position(&self) -> usize {
        self.0
    }
}

/// Lays values out as TL does.
#[derive(Debug)]
pub struct Writer<W> {
    sink: W,
    start: usize,
    error: Option<Error>,
}

impl<W: Sink> Writer<W> {
    /// Writes into `sink`.
    pub fn new(sink: W) -> Self {
        Self { start: sink.position(), sink, error: None }
    }

    /// The sink, if everything could be written.
    ///
    /// # Errors
    ///
    /// The first error otherwise.
    pub fn finish(self) -> Result<W> {
        match self.error {
            None => Ok(self.sink),
            Some(error) => Err(error),
        }
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self, kind: ErrorKind) {
        let offset = self.sink.position() - self.start;
        self.error.get_or_insert_with(|| Error::new(kind, offset));
    }

    #[inline(always)]
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        self.sink.put(bytes);
    }

    /// `#`, or a constructor id: 4 bytes.
    #[inline]
    pub fn nat(&mut self, value: u32) {
        self.put(&value.to_le_bytes());
    }

    /// `int`: 4 bytes.
    #[inline]
    pub fn int(&mut self, value: i32) {
        self.put(&value.to_le_bytes());
    }

    /// `long`: 8 bytes.
    #[inline]
    pub fn long(&mut self, value: i64) {
        self.put(&value.to_le_bytes());
    }

    /// `double`: 8 bytes.
    #[inline]
    pub fn double(&mut self, value: f64) {
        self.put(&value.to_le_bytes());
    }

    /// `int128`: 16 bytes, as they are.
    #[inline]
    pub fn int128(&mut self, value: &[u8; 16]) {
        self.put(value);
    }

    /// `int256`: 32 bytes, as they are.
    #[inline]
    pub fn int256(&mut self, value: &[u8; 32]) {
        self.put(value);
    }

    /// `Bool`: the id of `boolTrue` or of `boolFalse`.
    #[inline]
    pub fn boolean(&mut self, value: bool) {
        self.nat(if value { BOOL_TRUE_ID } else { BOOL_FALSE_ID });
    }

    /// `string`, as [`bytes`](Self::bytes).
    #[inline]
    pub fn string(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    /// `bytes`: the length (one byte, or 254 and three bytes from 254 on), the bytes, zeros up to a multiple of 4.
    #[inline(never)]
    pub fn bytes(&mut self, value: &[u8]) {
        let len = value.len();
        let start = match u8::try_from(len) {
            Ok(short @ 0..254) => {
                self.put(&[short]);
                1
            }
            _ if len <= MAX_STRING_LEN => {
                let [b0, b1, b2, ..] = len.to_le_bytes();
                self.put(&[254, b0, b1, b2]);
                4
            }
            _ => return self.fail(ErrorKind::StringTooLong { len }),
        };
        self.put(value);
        let padding = (start + len).next_multiple_of(4) - start - len;
        self.put(&[0; 3][..padding]);
    }

    /// `Vector<T>`, with boxed items.
    #[inline(never)]
    pub fn vector<T: Serialize>(&mut self, items: &[T]) {
        self.nat(VECTOR_ID);
        self.bare_vector(items);
    }

    /// `vector<T>`, with boxed items.
    #[inline(never)]
    pub fn bare_vector<T: Serialize>(&mut self, items: &[T]) {
        self.count(items.len());
        T::serialize_items(items, self);
    }

    /// `Vector<t>`, with items that `write` writes.
    pub fn vector_with<T>(&mut self, items: &[T], write: impl FnMut(&T, &mut Self)) {
        self.nat(VECTOR_ID);
        self.bare_vector_with(items, write);
    }

    /// `vector<t>`, with items that `write` writes.
    pub fn bare_vector_with<T>(&mut self, items: &[T], mut write: impl FnMut(&T, &mut Self)) {
        self.count(items.len());
        for item in items {
            write(item, self);
        }
    }

    fn count(&mut self, len: usize) {
        match u32::try_from(len) {
            Ok(count) => self.nat(count),
            Err(_) => self.fail(ErrorKind::TooManyItems { len }),
        }
    }
}
