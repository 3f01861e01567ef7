//! Reading: a cursor over bytes that checks before it allocates.
//!
//! Invariant: no method panics, and none allocates more than the budget that [`Limits`] grant for the whole input.
//! The `field` argument of the methods is the index of the field in its declaration; it is used in errors only.

use bytes::Bytes;

use crate::combinator::Bare;
use crate::{BOOL_FALSE_ID, BOOL_TRUE_ID, Error, ErrorKind, Limits, Result, Text, VECTOR_ID};

/// A type that can be read.
///
/// For a boxed type that means its constructor id and the fields of that constructor.
pub trait Deserialize: Sized {
    /// Least number of bytes that a value takes on the wire.
    const LEAST_SIZE: usize;

    /// Reads one value and leaves the reader behind it, or somewhere inside it after an error.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value, or cost more than the limits of the reader allow.
    fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Result<Self>;

    /// Reads `count` values that stand one after the other.
    ///
    /// # Errors
    ///
    /// As [`deserialize`](Self::deserialize); also if so many values can't be in the bytes that are left.
    fn deserialize_items<S: Sharing>(r: &mut Reader<'_, S>, count: u32) -> Result<Vec<Self>> {
        r.items(count, Self::LEAST_SIZE, Self::deserialize)
    }

    /// Reads one value that takes all of `bytes`, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// As [`deserialize`](Self::deserialize); also if bytes are left over.
    fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Reader::new(bytes).read_all()
    }

    /// Like [`from_bytes`](Self::from_bytes), but fields of type `bytes` share the memory of `bytes`.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    fn from_shared(bytes: &Bytes) -> Result<Self> {
        Reader::shared(bytes).read_all()
    }
}

/// How a [`Reader`] makes [`Bytes`] of a part of its input. Sealed.
pub trait Sharing: sealed::Sealed {
    /// Makes `part`, which is a part of the input, into a value of its own.
    fn take(&self, part: &[u8]) -> Bytes;

    /// Bytes that [`take`](Self::take) allocates for a part of this length.
    fn cost(&self, len: usize) -> usize;
}

/// The input is a slice: byte strings are copied.
#[derive(Clone, Copy, Debug)]
pub struct Copied;

/// The input is shareable: byte strings hold on to it.
#[derive(Clone, Copy, Debug)]
pub struct Shared<'a>(&'a Bytes);

mod sealed {
    /// Keeps [`Sharing`](super::Sharing) to this crate.
    pub trait Sealed {}
    impl Sealed for super::Copied {}
    impl Sealed for super::Shared<'_> {}
}

impl Sharing for Copied {
    #[inline]
    fn take(&self, part: &[u8]) -> Bytes {
        Bytes::copy_from_slice(part)
    }

    #[inline]
    fn cost(&self, len: usize) -> usize {
        len
    }
}

impl Sharing for Shared<'_> {
    #[inline]
    fn take(&self, part: &[u8]) -> Bytes {
        self.0.slice_ref(part)
    }

    #[inline]
    fn cost(&self, _len: usize) -> usize {
        0
    }
}

/// A cursor over the bytes of one or more values.
#[derive(Clone, Debug)]
pub struct Reader<'a, S = Copied> {
    rest: &'a [u8],
    len: usize,
    depth_left: u32,
    allocation_left: usize,
    sharing: S,
}

impl<'a> Reader<'a> {
    /// Reads `bytes`, with the default [`Limits`].
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self::with_sharing(bytes, Copied)
    }
}

impl<'a> Reader<'a, Shared<'a>> {
    /// Reads `bytes`, with the default [`Limits`]; byte strings share their memory.
    #[must_use]
    pub fn shared(bytes: &'a Bytes) -> Self {
        Self::with_sharing(bytes, Shared(bytes))
    }
}

impl<'a, S: Sharing> Reader<'a, S> {
    fn with_sharing(bytes: &'a [u8], sharing: S) -> Self {
        let reader = Self { rest: bytes, len: bytes.len(), depth_left: 0, allocation_left: 0, sharing };
        reader.with_limits(Limits::default())
    }

    /// Sets the limits, counted from here on.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.depth_left = limits.depth;
        self.allocation_left = limits.allocation_budget(self.rest.len());
        self
    }

    /// Bytes read so far.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.len - self.rest.len()
    }

    /// The bytes that are left.
    #[must_use]
    pub fn remaining(&self) -> &'a [u8] {
        self.rest
    }

    /// Reads one value that takes all bytes that are left.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value, or more than one.
    pub fn read_all<T: Deserialize>(mut self) -> Result<T> {
        let value = T::deserialize(&mut self)?;
        self.finish()?;
        Ok(value)
    }

    /// Checks that no bytes are left.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TrailingBytes`] otherwise.
    pub fn finish(&self) -> Result<()> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(self.error(ErrorKind::TrailingBytes { left })),
        }
    }

    #[cold]
    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.offset())
    }

    /// An error about the constructor id that was read last.
    #[cold]
    #[inline(never)]
    pub fn unexpected(&self, id: u32) -> Error {
        Error::new(ErrorKind::UnexpectedConstructor { id }, self.offset().saturating_sub(4))
    }

    #[cold]
    #[inline(never)]
    fn too_short(&self, needed: usize) -> Error {
        self.error(ErrorKind::UnexpectedEnd { needed, left: self.rest.len() })
    }

    #[inline]
    fn charge(&mut self, n_bytes: usize) -> Result<()> {
        match self.allocation_left.checked_sub(n_bytes) {
            Some(left) => {
                self.allocation_left = left;
                Ok(())
            }
            None => Err(self.error(ErrorKind::TooLarge)),
        }
    }

    /// Runs `read` one level deeper.
    #[inline]
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        match self.depth_left.checked_sub(1) {
            Some(left) => self.depth_left = left,
            None => return Err(self.error(ErrorKind::TooDeep)),
        }
        let result = read(self);
        self.depth_left += 1;
        result
    }

    #[inline(always)]
    pub(crate) fn chunk<const N: usize>(&mut self) -> Result<[u8; N]> {
        match self.rest.split_first_chunk::<N>() {
            Some((chunk, rest)) => {
                self.rest = rest;
                Ok(*chunk)
            }
            None => Err(self.too_short(N)),
        }
    }

    #[inline(always)]
    fn chunk_in<const N: usize>(&mut self, field: u32) -> Result<[u8; N]> {
        match self.rest.split_first_chunk::<N>() {
            Some((chunk, rest)) => {
                self.rest = rest;
                Ok(*chunk)
            }
            None => Err(self.too_short(N).in_field(field)),
        }
    }

    /// `n_items` numbers of `N` bytes, in one step.
    pub(crate) fn chunks<const N: usize>(&mut self, count: u32, item_size: usize) -> Result<&'a [[u8; N]]> {
        let left = self.rest.len();
        let n_bytes = usize::try_from(count).ok().and_then(|n_items| n_items.checked_mul(N));
        match n_bytes.and_then(|n_bytes| self.rest.split_at_checked(n_bytes)) {
            Some((head, rest)) => {
                self.charge(head.len() / N * item_size)?;
                self.rest = rest;
                Ok(head.as_chunks().0)
            }
            None => Err(self.error(ErrorKind::VectorTooLong { count, left })),
        }
    }

    /// A constructor id.
    ///
    /// # Errors
    ///
    /// If fewer than 4 bytes are left.
    #[inline]
    pub fn id(&mut self) -> Result<u32> {
        self.chunk().map(u32::from_le_bytes)
    }

    /// A length-prefixed slice: one byte of length below 254, or 254 and three bytes of length; padded with zeros to
    /// a multiple of 4. Source: "Binary data serialization" of the TL specification.
    #[inline]
    pub(crate) fn slice(&mut self) -> Result<&'a [u8]> {
        let Some(&[first, b0, b1, b2]) = self.rest.first_chunk::<4>() else { return Err(self.too_short(4)) };
        let (start, len) = if first < 254 {
            (1, usize::from(first))
        } else {
            let len = usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16;
            if first == 255 || len < 254 {
                return Err(self.error(ErrorKind::NonCanonicalLength));
            }
            (4, len)
        };
        let n_bytes = (start + len).next_multiple_of(4);
        let Some((whole, rest)) = self.rest.split_at_checked(n_bytes) else { return Err(self.too_short(n_bytes)) };
        let (body, padding) = whole[start..].split_at(len);
        if padding.iter().any(|&byte| byte != 0) {
            return Err(self.error(ErrorKind::NonZeroPadding));
        }
        self.rest = rest;
        Ok(body)
    }

    pub(crate) fn text(&mut self) -> Result<Text> {
        let before = self.rest;
        let slice = self.slice()?;
        let Ok(text) = core::str::from_utf8(slice) else {
            self.rest = before;
            return Err(self.error(ErrorKind::InvalidUtf8));
        };
        self.charge(Text::cost(text.len()))?;
        Ok(text.into())
    }

    pub(crate) fn byte_string(&mut self) -> Result<Bytes> {
        let slice = self.slice()?;
        self.charge(self.sharing.cost(slice.len()))?;
        Ok(self.sharing.take(slice))
    }

    pub(crate) fn truth(&mut self) -> Result<bool> {
        match self.id()? {
            BOOL_TRUE_ID => Ok(true),
            BOOL_FALSE_ID => Ok(false),
            id => Err(self.unexpected(id)),
        }
    }

    /// `count` values that `read` reads, each of at least `least_size` bytes.
    pub(crate) fn items<T>(
        &mut self,
        count: u32,
        least_size: usize,
        mut read: impl FnMut(&mut Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        let left = self.rest.len();
        let too_long = ErrorKind::VectorTooLong { count, left };
        let Ok(n_items) = usize::try_from(count) else { return Err(self.error(too_long)) };
        if n_items > left / least_size.max(1) {
            return Err(self.error(too_long));
        }
        self.charge(n_items.saturating_mul(size_of::<T>()))?;
        self.nested(|r| {
            let mut items = Vec::with_capacity(n_items);
            for index in 0..n_items {
                match read(r) {
                    Ok(item) => items.push(item),
                    Err(error) => return Err(error.in_item(index)),
                }
            }
            Ok(items)
        })
    }

    #[inline]
    pub(crate) fn vector_header(&mut self) -> Result<u32> {
        match self.id()? {
            VECTOR_ID => self.id(),
            id => Err(self.unexpected(id)),
        }
    }

    /// The fields of a constructor whose id was read already.
    ///
    /// # Errors
    ///
    /// As [`Bare::deserialize_fields`].
    #[inline]
    pub fn bare<T: Bare>(&mut self) -> Result<T> {
        T::deserialize_fields(self).map_err(|error| error.in_combinator(T::DECLARATION))
    }

    /// Like [`bare`](Self::bare), behind a pointer.
    ///
    /// # Errors
    ///
    /// As [`bare`](Self::bare); also at the limit of depth.
    #[inline(never)]
    pub fn bare_indirect<T: Bare>(&mut self) -> Result<Box<T>> {
        self.charge(size_of::<T>())?;
        self.nested(|r| r.bare().map(Box::new))
    }
}

/// Reads of one field each, for generated code.
///
/// Every method fails if the bytes are no such value, or cost more than the limits allow; the error names the field.
/// Methods that end in `_if` read nothing if `bit` is zero.
#[expect(clippy::missing_errors_doc, reason = "told once for all of them")]
impl<S: Sharing> Reader<'_, S> {
    /// `#`.
    #[inline]
    pub fn nat(&mut self, field: u32) -> Result<u32> {
        self.chunk_in(field).map(u32::from_le_bytes)
    }

    /// Any boxed value.
    #[inline(never)]
    pub fn object<T: Deserialize>(&mut self, field: u32) -> Result<T> {
        T::deserialize(self).map_err(|error| error.in_field(field))
    }

    /// A boxed value behind a pointer.
    #[inline(never)]
    pub fn object_indirect<T: Deserialize>(&mut self, field: u32) -> Result<Box<T>> {
        match self.charge(size_of::<T>()) {
            Ok(()) => self.nested(|r| T::deserialize(r).map(Box::new)).map_err(|error| error.in_field(field)),
            Err(error) => Err(error.in_field(field)),
        }
    }

    /// The fields of a constructor, without its id.
    #[inline(never)]
    pub fn bare_field<T: Bare>(&mut self, field: u32) -> Result<T> {
        self.bare().map_err(|error: Error| error.in_field(field))
    }

    /// The fields of a constructor, without its id, behind a pointer.
    #[inline(never)]
    pub fn bare_field_indirect<T: Bare>(&mut self, field: u32) -> Result<Box<T>> {
        self.bare_indirect().map_err(|error| error.in_field(field))
    }

    /// `Vector<T>`, with boxed items.
    #[inline(never)]
    pub fn vector<T: Deserialize>(&mut self, field: u32) -> Result<Vec<T>> {
        self.vector_header().and_then(|count| T::deserialize_items(self, count)).map_err(|error| error.in_field(field))
    }

    /// `vector<T>`, with boxed items.
    #[inline(never)]
    pub fn bare_vector<T: Deserialize>(&mut self, field: u32) -> Result<Vec<T>> {
        self.id().and_then(|count| T::deserialize_items(self, count)).map_err(|error| error.in_field(field))
    }

    /// `Vector<t>`, with items that `read` reads, each of at least `least_size` bytes.
    pub fn vector_with<T>(
        &mut self,
        field: u32,
        least_size: usize,
        read: impl FnMut(&mut Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.vector_header()
            .and_then(|count| self.items(count, least_size, read))
            .map_err(|error| error.in_field(field))
    }

    /// `vector<t>`, with items that `read` reads, each of at least `least_size` bytes.
    pub fn bare_vector_with<T>(
        &mut self,
        field: u32,
        least_size: usize,
        read: impl FnMut(&mut Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.id().and_then(|count| self.items(count, least_size, read)).map_err(|error| error.in_field(field))
    }

    /// What `read` reads, if `bit` isn't zero.
    #[inline]
    pub fn when<T>(&mut self, bit: u32, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        if bit == 0 { Ok(None) } else { read(self).map(Some) }
    }
}

macro_rules! fields {
    (
        $($(#[$attribute:meta])+ $leaf:ident -> $leaf_ty:ty = $read:expr;)*
        $(; $name:ident $name_if:ident $(<$param:ident: $bound:ident>)? -> $ty:ty)*
    ) => {
        /// Reads of one field each, for generated code, as above.
        #[expect(clippy::missing_errors_doc, reason = "told once for all of them")]
        impl<S: Sharing> Reader<'_, S> {$(
            $(#[$attribute])*
            pub fn $leaf(&mut self, field: u32) -> Result<$leaf_ty> {
                let read: fn(&mut Self) -> Result<$leaf_ty> = $read;
                read(self).map_err(|error| error.in_field(field))
            }
            )*

            $(
            #[doc = concat!("[`", stringify!($name), "`](Self::", stringify!($name), "), if `bit` isn't zero.")]
            #[inline]
            pub fn $name_if $(<$param: $bound>)? (&mut self, bit: u32, field: u32) -> Result<Option<$ty>> {
                if bit == 0 { Ok(None) } else { self.$name(field).map(Some) }
            }
        )*}
    };
}

fields! {
    /// `int`.
    #[inline]
    int -> i32 = |r| r.chunk().map(i32::from_le_bytes);
    /// `long`.
    #[inline]
    long -> i64 = |r| r.chunk().map(i64::from_le_bytes);
    /// `double`.
    #[inline]
    double -> f64 = |r| r.chunk().map(f64::from_le_bytes);
    /// `int128`.
    #[inline]
    int128 -> [u8; 16] = |r| r.chunk();
    /// `int256`.
    #[inline]
    int256 -> [u8; 32] = |r| r.chunk();
    /// `Bool`.
    #[inline(never)]
    boolean -> bool = Self::truth;
    /// `string`.
    #[inline(never)]
    string -> Text = Self::text;
    /// `bytes`.
    #[inline(never)]
    bytes -> Bytes = Self::byte_string;
    ; int int_if -> i32
    ; long long_if -> i64
    ; double double_if -> f64
    ; int128 int128_if -> [u8; 16]
    ; int256 int256_if -> [u8; 32]
    ; boolean boolean_if -> bool
    ; string string_if -> Text
    ; bytes bytes_if -> Bytes
    ; nat nat_if -> u32
    ; object object_if<T: Deserialize> -> T
    ; object_indirect object_indirect_if<T: Deserialize> -> Box<T>
    ; bare_field bare_field_if<T: Bare> -> T
    ; bare_field_indirect bare_field_indirect_if<T: Bare> -> Box<T>
    ; vector vector_if<T: Deserialize> -> Vec<T>
    ; bare_vector bare_vector_if<T: Deserialize> -> Vec<T>
}
