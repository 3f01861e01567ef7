//! Writing: straight-line code into a growing buffer, one check at the end.
//!
//! What can't be written (a string of 2^24 bytes) is remembered and told at the end, so that the code of every field
//! is free of branches. Invariant: bytes of a failed value never reach the caller.

mod body;

use alloc::vec::Vec;
use core::mem;

use self::body::Body;
use crate::combinator::Combinator;
use crate::visit::{Flags, Visitor};
use crate::{Error, ErrorKind, Limits, MAX_STRING_LEN, Result, VECTOR_ID, bool_id};

/// A type that can be written.
///
/// For a boxed type that means its constructor id and its fields.
pub trait Serialize {
    /// Shows the value.
    fn serialize<V: Visitor>(&self, v: &mut V);

    /// Shows values one after the other.
    fn serialize_items<V: Visitor>(items: &[Self], v: &mut V)
    where
        Self: Sized,
    {
        for item in items {
            item.serialize(v);
        }
    }

    /// The bytes of the value.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::StringTooLong`] or [`ErrorKind::TooManyItems`] if a length doesn't fit its place on the wire,
    /// [`ErrorKind::TooDeep`] if a reader with default [`Limits`] wouldn't follow so far.
    fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut w = Writer::new(Vec::new());
        self.serialize(&mut w);
        w.finish()
    }

    /// Appends the bytes of the value to `out`.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes); `out` is as before then. (It is empty after a panic, which only a
    /// [`Serialize`] written by hand can cause.)
    fn append_to(&self, out: &mut Vec<u8>) -> Result<()> {
        let len_before = out.len();
        let mut w = Writer::new(mem::take(out));
        self.serialize(&mut w);
        let (bytes, error) = (w.sink, w.error);
        *out = bytes;
        match error {
            None => Ok(()),
            Some(error) => {
                out.truncate(len_before);
                Err(error)
            }
        }
    }

    /// Number of bytes that the value takes on the wire.
    ///
    /// # Errors
    ///
    /// As [`to_bytes`](Self::to_bytes).
    fn serialized_len(&self) -> Result<usize> {
        let mut w = Writer::new(Count(0));
        self.serialize(&mut w);
        let Count(len) = w.finish()?;
        Ok(len)
    }
}

/// Where written bytes go.
pub trait Sink {
    /// Takes bytes.
    fn put(&mut self, bytes: &[u8]);

    /// Takes `count` zeros, 3 at most.
    #[inline(always)]
    fn put_padding(&mut self, count: usize) {
        self.put([0; 3].get(..count).unwrap_or_default());
    }

    /// Sets bits of the 4 bytes from `place` on, counted as [`position`](Self::position) does, as those of a little-endian
    /// number; no bit is unset. They were put before, maybe with others, so a sink has to hold what a value has put until
    /// that is written.
    fn set_bits(&mut self, place: usize, bits: u32);

    /// Number of bytes in it.
    fn position(&self) -> usize;
}

impl Sink for Vec<u8> {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    #[inline(always)]
    fn put_padding(&mut self, count: usize) {
        let end = self.len() + count;
        // As many bytes every time are one instruction.
        if self.capacity() - self.len() >= 4 {
            self.extend_from_slice(&[0; 4]);
            self.truncate(end);
        } else {
            self.resize(end, 0);
        }
    }

    #[inline(always)]
    fn set_bits(&mut self, place: usize, bits: u32) {
        set_bits(self, place, bits);
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

    #[inline(always)]
    fn set_bits(&mut self, place: usize, bits: u32) {
        set_bits(self, place, bits);
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

    #[inline(always)]
    fn put_padding(&mut self, count: usize) {
        (**self).put_padding(count);
    }

    #[inline(always)]
    fn set_bits(&mut self, place: usize, bits: u32) {
        (**self).set_bits(place, bits);
    }

    fn position(&self) -> usize {
        (**self).position()
    }
}

#[inline(always)]
fn set_bits(bytes: &mut [u8], place: usize, bits: u32) {
    if let Some(word) = bytes.get_mut(place..).and_then(<[u8]>::first_chunk_mut) {
        *word = (u32::from_le_bytes(*word) | bits).to_le_bytes();
    }
}

/// Counts bytes and keeps none.
struct Count(usize);

impl Sink for Count {
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.0 = self.0.saturating_add(bytes.len());
    }

    fn set_bits(&mut self, _place: usize, _bits: u32) {}

    fn position(&self) -> usize {
        self.0
    }
}

/// Lays values out as TL does.
#[derive(Debug)]
pub struct Writer<W> {
    sink: W,
    start: usize,
    depth_left: u32,
    max_items: usize,
    error: Option<Error>,
}

impl<W: Sink> Writer<W> {
    /// Writes into `sink`, with the default [`Limits`].
    pub fn new(sink: W) -> Self {
        let Limits { depth, items, .. } = Limits::default();
        Self { start: sink.position(), sink, depth_left: depth, max_items: items, error: None }
    }

    /// Sets the limits: of them, [`Limits::depth`] and [`Limits::items`] count here, so that what is written can be
    /// read.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.depth_left = limits.depth;
        self.max_items = limits.items;
        self
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

    #[inline]
    fn fail(&mut self, kind: ErrorKind) {
        self.fail_behind(0, kind);
    }

    /// Fails where `n_waiting` bytes will have been put.
    #[cold]
    #[inline(never)]
    fn fail_behind(&mut self, n_waiting: usize, kind: ErrorKind) {
        let offset = self.sink.position() - self.start + n_waiting;
        self.error.get_or_insert_with(|| Error::new(kind, offset));
    }

    #[inline(always)]
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        self.sink.put(bytes);
    }

    #[inline(always)]
    fn id(&mut self, id: u32) {
        self.put(&id.to_le_bytes());
    }

    /// How many items there are behind `n_waiting` bytes that wait to be put, if a reader takes as many.
    #[inline]
    fn count_behind(&mut self, n_waiting: usize, len: usize) -> u32 {
        match u32::try_from(len) {
            Ok(count) if len <= self.max_items => count,
            _ => {
                self.fail_behind(n_waiting, ErrorKind::TooManyItems { len });
                0
            }
        }
    }

    /// What stands before the items of a vector: its id, unless it is bare, and their number.
    pub(crate) fn vector_header(&mut self, is_bare: bool, len: usize) {
        let count = self.count_behind(0, len).to_le_bytes();
        if is_bare {
            self.put(&count);
        } else {
            self.put([VECTOR_ID.to_le_bytes(), count].as_flattened());
        }
    }

    /// The items of a vector.
    #[inline(never)]
    fn items<T: Serialize>(&mut self, items: &[T]) {
        self.nested(|w| T::serialize_items(items, w));
    }

    /// Checks how many items a repetition has.
    pub(crate) fn repeats(&mut self, field: u32, expected: u32, len: usize) {
        match u32::try_from(len) {
            Ok(found) if len <= self.max_items => self.agree(field, expected, found),
            _ => self.fail(ErrorKind::TooManyItems { len }),
        }
    }

    /// Goes one level deeper, unless that is too deep.
    #[inline(always)]
    pub(crate) fn enter(&mut self) -> bool {
        match self.depth_left.checked_sub(1) {
            Some(left) => {
                self.depth_left = left;
                true
            }
            None => {
                self.fail(ErrorKind::TooDeep);
                false
            }
        }
    }

    pub(crate) fn leave(&mut self) {
        self.depth_left += 1;
    }

    /// Runs `write` one level deeper.
    #[inline(always)]
    fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        if self.enter() {
            write(self);
            self.leave();
        }
    }

    /// `N` words, two at most, and a string behind them: its length (one byte, or 254 and three bytes from 254 on), the
    /// bytes, zeros up to a multiple of 4.
    #[inline(never)]
    fn bytes_behind<const N: usize>(&mut self, words: u64, value: &[u8]) {
        let len = value.len();
        let (Some(first), Some(last)) = (value.first_chunk(), value.last_chunk()) else {
            // Empty, one letter, one emoji: what half of all strings are.
            let word = match *value {
                [a] => [1, a, 0, 0],
                [a, b] => [2, a, b, 0],
                [a, b, c] => [3, a, b, c],
                _ => [0; 4],
            };
            return self.put_words::<N, 1>(words, u32::from_le_bytes(word).into());
        };
        let Ok(short @ 0..254) = u8::try_from(len) else {
            self.put_words::<N, 0>(words, 0);
            return self.long_bytes(value);
        };
        // The length and the first three bytes.
        let start = u64::from(u32::from_le_bytes(*first) << 8 | u32::from(short));
        if let Some(n_zeros) = 7_u8.checked_sub(short) {
            let end = u64::from(u32::from_le_bytes(*last) >> (8 * n_zeros));
            self.put_words::<N, 2>(words, start | end << 32);
        } else {
            self.put_words::<N, 1>(words, start);
            let rest = value.get(3..).unwrap_or_default();
            self.put(rest);
            self.sink.put_padding(rest.len().wrapping_neg() % 4);
        }
    }

    /// A string of 254 bytes or more.
    #[cold]
    #[inline(never)]
    fn long_bytes(&mut self, value: &[u8]) {
        let len = value.len();
        if len > MAX_STRING_LEN {
            return self.fail(ErrorKind::StringTooLong { len });
        }
        let [b0, b1, b2, ..] = len.to_le_bytes();
        self.put(&[254, b0, b1, b2]);
        self.put(value);
        self.sink.put_padding(len.wrapping_neg() % 4);
    }

    /// Puts `N` words, and `M` more.
    #[inline(always)]
    fn put_words<const N: usize, const M: usize>(&mut self, words: u64, more: u64) {
        let all = u128::from(words) | u128::from(more) << (32 * N);
        self.put(all.to_le_bytes().get(..4 * (N + M)).unwrap_or_default());
    }

    /// Numbers of `N` bytes, in batches: the larger ones are as quick as a plain copy.
    fn numbers<T: Copy, const N: usize>(&mut self, items: &[T], to_bytes: impl Fn(T) -> [u8; N]) {
        let (large, rest) = items.as_chunks::<512>();
        let (small, rest) = rest.as_chunks::<4>();
        large.iter().for_each(|batch| self.put(batch.map(&to_bytes).as_flattened()));
        small.iter().for_each(|batch| self.put(batch.map(&to_bytes).as_flattened()));
        rest.iter().for_each(|item| self.put(&to_bytes(*item)));
    }
}

impl<W: Sink> Visitor for Writer<W> {
    #[inline]
    fn flags(&mut self, _field: u32, bits: u32) -> Flags {
        let place = self.sink.position();
        self.id(bits);
        Flags { bits: 0, place }
    }

    #[inline]
    fn add_flags(&mut self, flags: Flags) {
        self.sink.set_bits(flags.place, flags.bits);
    }

    #[inline]
    fn nat(&mut self, _field: u32, value: u32) {
        self.put(&value.to_le_bytes());
    }

    #[inline]
    fn int(&mut self, _field: u32, value: i32) {
        self.put(&value.to_le_bytes());
    }

    #[inline]
    fn long(&mut self, _field: u32, value: i64) {
        self.put(&value.to_le_bytes());
    }

    #[inline]
    fn double(&mut self, _field: u32, value: f64) {
        self.put(&value.to_le_bytes());
    }

    #[inline]
    fn int128(&mut self, _field: u32, value: &[u8; 16]) {
        self.put(value);
    }

    #[inline]
    fn int256(&mut self, _field: u32, value: &[u8; 32]) {
        self.put(value);
    }

    #[inline]
    fn boolean(&mut self, _field: u32, value: bool) {
        self.id(bool_id(value));
    }

    #[inline]
    fn string(&mut self, field: u32, value: &str) {
        self.bytes(field, value.as_bytes());
    }

    #[inline]
    fn bytes(&mut self, _field: u32, value: &[u8]) {
        self.bytes_behind::<0>(0, value);
    }

    #[inline]
    fn object<T: Serialize>(&mut self, _field: u32, value: &T) {
        value.serialize(self);
    }

    #[inline]
    fn object_indirect<T: Serialize>(&mut self, _field: u32, value: &T) {
        self.nested(|w| value.serialize(w));
    }

    #[inline]
    fn bare<T: Combinator>(&mut self, _field: u32, value: &T) {
        Body::write(self, None, value);
    }

    #[inline]
    fn bare_indirect<T: Combinator>(&mut self, _field: u32, value: &T) {
        self.nested(|w| Body::write(w, None, value));
    }

    #[inline]
    fn vector<T: Serialize>(&mut self, _field: u32, items: &[T]) {
        self.vector_header(false, items.len());
        self.items(items);
    }

    #[inline]
    fn bare_vector<T: Serialize>(&mut self, _field: u32, items: &[T]) {
        self.vector_header(true, items.len());
        self.items(items);
    }

    fn vector_with<T>(&mut self, _field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.vector_header(false, items.len());
        self.nested(|w| items.iter().for_each(|item| show(item, w)));
    }

    fn bare_vector_with<T>(&mut self, _field: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.vector_header(true, items.len());
        self.nested(|w| items.iter().for_each(|item| show(item, w)));
    }

    fn repetition<T>(&mut self, field: u32, n: u32, items: &[T], show: impl Fn(&T, &mut Self)) {
        self.repeats(field, n, items.len());
        self.nested(|w| items.iter().for_each(|item| show(item, w)));
    }

    #[inline]
    fn agree(&mut self, _field: u32, expected: u32, found: u32) {
        if expected != found {
            self.fail(ErrorKind::Disagreement { expected, found });
        }
    }

    #[inline]
    fn combinator<T: Combinator>(&mut self, value: &T) {
        Body::write(self, Some(T::ID), value);
    }

    #[inline]
    fn indirect<T: Combinator>(&mut self, value: &T) {
        self.nested(|w| w.combinator(value));
    }

    #[inline]
    fn unit(&mut self, id: u32, _name: &'static str) {
        self.id(id);
    }

    fn ints(&mut self, items: &[i32]) {
        self.numbers(items, i32::to_le_bytes);
    }

    fn longs(&mut self, items: &[i64]) {
        self.numbers(items, i64::to_le_bytes);
    }
}
