//! Reading: a cursor over bytes that checks before it allocates.
//!
//! Invariants: no method panics, and none allocates more than the budget that [`Limits`] grant for the whole input.
//! The `field` argument of the methods is the index of the field in its declaration; it is used in errors only.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;

use crate::combinator::Bare;
use crate::error::Step;
use crate::lossless::{self, Kept, Oddity};
use crate::visit::NO_FIELD;
use crate::{BOOL_FALSE_ID, BOOL_TRUE_ID, Error, ErrorKind, Limits, Result, Text, VECTOR_ID};

/// Levels that are left for the simplest values when values are made up, as these have levels too.
const LEVELS_OF_THE_SIMPLEST: u32 = 16;

/// A type that can be read.
///
/// For a boxed type that means its constructor id and the fields of that constructor.
pub trait Deserialize: Sized {
    /// Least number of bytes that a value takes on the wire.
    const LEAST_SIZE: usize;

    /// Ids of the constructors, the one with the simplest values first; empty for what has no id.
    const IDS: &'static [u32] = &[];

    /// Reads one value. After an error the reader is at its end, and what comes from here is made up: see [`Reader`].
    fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Self;

    /// Reads `count` values that stand one after the other.
    fn deserialize_items<S: Sharing>(r: &mut Reader<'_, S>, count: u32) -> Vec<Self> {
        r.items(count, Self::LEAST_SIZE, Self::deserialize)
    }

    /// Reads one value that takes all of `bytes`, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// If the bytes are no such value, if bytes are left over, or if the value costs more than the limits allow.
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
    /// Whether the input is a source of choices, and every input is one for a value.
    #[doc(hidden)]
    const CHOOSES: bool = false;

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
    #[cfg(feature = "arbitrary")]
    impl Sealed for super::Chosen {}
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

/// The input is a source of choices, from which values are made up.
#[cfg(feature = "arbitrary")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chosen;

#[cfg(feature = "arbitrary")]
impl Sharing for Chosen {
    const CHOOSES: bool = true;

    fn take(&self, part: &[u8]) -> Bytes {
        Bytes::copy_from_slice(part)
    }

    fn cost(&self, len: usize) -> usize {
        len
    }
}

#[cfg(feature = "arbitrary")]
impl<'a> Reader<'a, Chosen> {
    /// Makes values of `choices`, however many there are.
    pub(crate) fn choosing(choices: &'a [u8]) -> Self {
        Self::with_sharing(choices, Chosen)
    }
}

/// A cursor over the bytes of one or more values.
///
/// The first error moves the reader to the end of its input and is kept. From there on, what is read is made up:
/// zeros, empty strings and vectors, and of enums the constructor with the least to it. [`read_all`](Self::read_all) and
/// [`finish`](Self::finish) tell the error, so such a value never reaches a caller who asks them. Code of a field is
/// free of branches that way, and a large value is built where it stays.
#[derive(Clone, Debug)]
pub struct Reader<'a, S = Copied> {
    rest: &'a [u8],
    len: usize,
    depth_left: u32,
    /// Whether bits that no field has are an error.
    refuses_unknown_flags: bool,
    allocation_left: usize,
    max_items: usize,
    /// How many errors and oddities there were so far.
    n_marks: u32,
    error: Option<(u32, Error)>,
    /// What a lossless reader keeps.
    oddities: Option<Vec<Oddity>>,
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
        let reader = Self {
            rest: bytes,
            len: bytes.len(),
            depth_left: 0,
            refuses_unknown_flags: false,
            allocation_left: 0,
            max_items: 0,
            n_marks: 0,
            error: None,
            oddities: None,
            sharing,
        };
        reader.with_limits(Limits::default())
    }

    /// Sets the limits, counted from here on.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.depth_left = limits.depth;
        self.allocation_left = limits.allocation_budget(self.rest.len());
        self.max_items = limits.items;
        self
    }

    /// Makes bits of a flags field that no field of the declaration has an error.
    ///
    /// By default they are ignored: a layer may add a `true` field without a change of the id, and a client that is a
    /// layer behind must not break.
    #[must_use]
    pub fn refuse_unknown_flags(mut self) -> Self {
        self.refuses_unknown_flags = true;
        self
    }

    /// Bytes read so far; all of them after an error.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.len - self.rest.len()
    }

    /// The bytes that are left; none after an error.
    #[must_use]
    pub fn remaining(&self) -> &'a [u8] {
        self.rest
    }

    /// Reads one value that takes all bytes that are left.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value, or more than one, or if the value costs more than the limits allow.
    pub fn read_all<T: Deserialize>(mut self) -> Result<T> {
        let value = T::deserialize(&mut self);
        self.finish()?;
        Ok(value)
    }

    /// Reads one value, and leaves the reader behind it.
    ///
    /// # Errors
    ///
    /// If the bytes start with no such value, or if it costs more than the limits allow. The reader is of no more use
    /// then.
    pub fn read<T: Deserialize>(&mut self) -> Result<T> {
        let value = T::deserialize(self);
        match &self.error {
            None => Ok(value),
            Some((_, error)) => Err(error.clone()),
        }
    }

    /// Checks that all went well and that no bytes are left.
    ///
    /// # Errors
    ///
    /// The first error, or [`ErrorKind::TrailingBytes`].
    pub fn finish(self) -> Result<()> {
        match (self.error, self.rest.len()) {
            (Some((_, error)), _) => Err(error),
            (None, 0) => Ok(()),
            (None, left) => Err(Error::new(ErrorKind::TrailingBytes { left }, self.len - left)),
        }
    }

    /// Keeps the error, if it is the first, and moves to the end.
    #[cold]
    #[inline(never)]
    fn fail_at(&mut self, kind: ErrorKind, offset: usize, field: u32) {
        if self.error.is_none() {
            self.n_marks += 1;
            self.error = Some((self.n_marks, Error::new(kind, offset).in_field(field)));
            self.rest = &[];
        }
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self, kind: ErrorKind) {
        self.fail_at(kind, self.offset(), NO_FIELD);
    }

    #[cold]
    #[inline(never)]
    fn too_short(&mut self, needed: usize, field: u32) {
        self.fail_at(ErrorKind::UnexpectedEnd { needed, left: self.rest.len() }, self.offset(), field);
    }

    /// Adds a step to the way to what was noted since `n_marks_before`.
    #[cold]
    #[inline(never)]
    fn note(&mut self, n_marks_before: u32, step: Step) {
        if matches!(step, Step::Pending(NO_FIELD)) {
            return;
        }
        if let Some((mark, error)) = self.error.take() {
            let error = if mark > n_marks_before { error.at(step) } else { error };
            self.error = Some((mark, error));
            return;
        }
        let oddities = self.oddities.take().unwrap_or_default();
        let n_before = oddities.partition_point(|oddity| oddity.mark <= n_marks_before);
        let cost = (oddities.len() - n_before) * size_of::<lossless::Step>();
        self.oddities = Some(oddities);
        if self.charge(cost, NO_FIELD) {
            self.oddities.iter_mut().flat_map(|oddities| &mut oddities[n_before..]).for_each(|oddity| oddity.at(step));
        }
    }

    /// Keeps what the value doesn't tell, if this reader does so.
    #[cold]
    #[inline(never)]
    fn keep(&mut self, field: u32, kept: Kept) {
        let cost = size_of::<Oddity>() + kept.cost() + size_of::<lossless::Step>();
        if self.oddities.is_some() && self.charge(cost, field) {
            self.n_marks += 1;
            let oddity = Oddity::new(self.n_marks, field, kept);
            self.oddities.iter_mut().for_each(|oddities| oddities.push(oddity.clone()));
        }
    }

    /// Takes what isn't canonical, and keeps how it was.
    pub(crate) fn lossless(mut self) -> Self {
        self.oddities = Some(Vec::new());
        self
    }

    /// Ends a lossless reading: what was kept, and what is left.
    pub(crate) fn into_parts(self) -> Result<(Vec<Oddity>, &'a [u8])> {
        match self.error {
            Some((_, error)) => Err(error),
            None => Ok((self.oddities.unwrap_or_default(), self.rest)),
        }
    }

    #[inline]
    fn charge(&mut self, n_bytes: usize, field: u32) -> bool {
        if S::CHOOSES {
            return true;
        }
        match self.allocation_left.checked_sub(n_bytes) {
            Some(left) => {
                self.allocation_left = left;
                true
            }
            None => {
                self.fail_at(ErrorKind::TooLarge, self.offset(), field);
                false
            }
        }
    }

    /// Goes one level deeper. At the limit the level doesn't count, but nothing is left to read.
    #[inline]
    fn enter(&mut self) -> bool {
        match self.depth_left.checked_sub(1) {
            Some(left) => {
                self.depth_left = left;
                if S::CHOOSES && left < LEVELS_OF_THE_SIMPLEST {
                    self.rest = &[];
                }
                true
            }
            None => {
                self.fail(ErrorKind::TooDeep);
                false
            }
        }
    }

    #[inline]
    fn leave(&mut self) {
        self.depth_left += 1;
    }

    #[inline(always)]
    pub(crate) fn chunk<const N: usize>(&mut self, field: u32) -> [u8; N] {
        match self.rest.split_first_chunk::<N>() {
            Some((chunk, rest)) => {
                self.rest = rest;
                *chunk
            }
            None => {
                if S::CHOOSES {
                    self.rest = &[];
                } else {
                    self.too_short(N, field);
                }
                [0; N]
            }
        }
    }

    /// One of `n_choices`, the first if there is nothing to choose by.
    fn choose(&mut self, n_choices: usize) -> usize {
        self.word(NO_FIELD) as usize % n_choices.max(1)
    }

    /// Numbers of `N` bytes, in one step.
    pub(crate) fn chunks<const N: usize>(&mut self, count: u32, item_size: usize) -> &'a [[u8; N]] {
        let Some(n_items) = self.admit(count, N, item_size) else { return &[] };
        self.leave();
        let (head, rest) = self.rest.split_at((n_items * N).min(self.rest.len()));
        self.rest = rest;
        head.as_chunks().0
    }

    #[inline]
    fn word(&mut self, field: u32) -> u32 {
        u32::from_le_bytes(self.chunk(field))
    }

    /// The id of a constructor of an enum, one of `ids` if all is well.
    #[inline]
    pub fn variant(&mut self, ids: &'static [u32]) -> u32 {
        if S::CHOOSES {
            let choice = self.choose(ids.len());
            return ids.get(choice).copied().unwrap_or(0);
        }
        self.word(NO_FIELD)
    }

    /// Checks the id that was read last against the only one that is left.
    #[inline]
    pub fn expect(&mut self, id: u32, expected: u32) {
        if id != expected {
            self.unexpected(id, NO_FIELD);
        }
    }

    #[cold]
    #[inline(never)]
    fn unexpected(&mut self, id: u32, field: u32) {
        self.fail_at(ErrorKind::UnexpectedConstructor { id }, self.offset().saturating_sub(4), field);
    }

    #[cold]
    #[inline(never)]
    fn unknown_flags(&mut self, unknown: u32, field: u32) {
        if self.refuses_unknown_flags {
            self.fail_at(ErrorKind::UnknownFlags { bits: unknown }, self.offset().saturating_sub(4), field);
        } else {
            self.keep(field, Kept::Flags(unknown));
        }
    }

    /// A length-prefixed slice: one byte of length below 254, or 254 and three bytes of length; padded with zeros to
    /// a multiple of 4. Source: "Binary data serialization" of the TL specification.
    #[inline]
    fn slice(&mut self, field: u32) -> &'a [u8] {
        if S::CHOOSES {
            let longest = if self.choose(32) == 0 { 1 << 10 } else { 32 };
            let len = self.choose(longest).min(self.rest.len());
            let (slice, rest) = self.rest.split_at(len);
            self.rest = rest;
            return slice;
        }
        let Some(&[first, b0, b1, b2]) = self.rest.first_chunk::<4>() else {
            self.too_short(4, field);
            return &[];
        };
        let is_lossless = self.oddities.is_some();
        let mut is_odd = false;
        let (start, len) = if first < 254 {
            (1, usize::from(first))
        } else {
            let len = usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16;
            is_odd = len < 254;
            if first == 255 || is_odd && !is_lossless {
                self.fail_at(ErrorKind::NonCanonicalLength, self.offset(), field);
                return &[];
            }
            (4, len)
        };
        let n_bytes = (start + len).next_multiple_of(4);
        let Some((whole, rest)) = self.rest.split_at_checked(n_bytes) else {
            self.too_short(n_bytes, field);
            return &[];
        };
        let (body, padding) = whole[start..].split_at(len);
        if padding.iter().any(|&byte| byte != 0) {
            is_odd = true;
            if !is_lossless {
                self.fail_at(ErrorKind::NonZeroPadding, self.offset(), field);
                return &[];
            }
        }
        if is_odd {
            self.keep(field, Kept::Bytes(whole.into()));
        }
        self.rest = rest;
        body
    }

    /// `count` values that `read` reads, each of at least `least_size` bytes.
    pub(crate) fn items<T>(&mut self, count: u32, least_size: usize, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let Some(n_items) = self.admit(count, least_size, size_of::<T>()) else { return Vec::new() };
        let mut items = Vec::with_capacity(n_items);
        for index in 0..n_items {
            let n_marks = self.n_marks;
            items.push(read(self));
            if self.n_marks != n_marks {
                self.note(n_marks, Step::item(index));
                if self.error.is_some() {
                    break;
                }
            }
        }
        self.leave();
        items
    }

    /// Checks the count of a vector against the bytes that are left and the limits, and goes one level deeper.
    fn admit(&mut self, count: u32, least_size: usize, item_size: usize) -> Option<usize> {
        if S::CHOOSES {
            let n_items = self.rest.len().min(count as usize % 5);
            return self.enter().then_some(n_items.min(self.rest.len()));
        }
        let left = self.rest.len();
        let n_items = usize::try_from(count).ok().filter(|n_items| *n_items <= left / least_size.max(1));
        let Some(n_items) = n_items else {
            self.fail(ErrorKind::VectorTooLong { count, left });
            return None;
        };
        if n_items > self.max_items {
            self.fail(ErrorKind::TooManyItems { len: n_items });
            return None;
        }
        let is_admitted = self.charge(n_items.saturating_mul(item_size), NO_FIELD) && self.enter();
        is_admitted.then_some(n_items)
    }

    #[inline]
    fn count(&mut self) -> u32 {
        self.word(NO_FIELD)
    }

    /// The id and the count of a vector; no items if that is not what stands here.
    #[inline]
    pub(crate) fn vector_header(&mut self) -> u32 {
        match self.word(NO_FIELD) {
            choice if S::CHOOSES => choice,
            VECTOR_ID => self.count(),
            id => {
                self.unexpected(id, NO_FIELD);
                0
            }
        }
    }

    /// The fields of a constructor whose id was read already.
    #[inline]
    pub fn bare<T: Bare>(&mut self) -> T {
        let n_marks = self.n_marks;
        let value = T::deserialize_fields(self);
        if self.n_marks != n_marks {
            self.note(n_marks, Step::Root(T::DECLARATION));
        }
        value
    }

    /// Like [`bare`](Self::bare), behind a pointer.
    #[inline(never)]
    pub fn bare_indirect<T: Bare>(&mut self) -> Box<T> {
        self.charge(size_of::<T>(), NO_FIELD);
        self.enter();
        let value = Box::write(Box::new_uninit(), self.bare());
        self.leave();
        value
    }
}

/// Reads of one field each, for generated code.
///
/// Methods that end in `_if` read nothing if `bit` is zero.
impl<S: Sharing> Reader<'_, S> {
    /// `#`.
    #[inline]
    pub fn nat(&mut self, field: u32) -> u32 {
        self.word(field)
    }

    /// A flags field, of which the bits `known` mean something.
    #[inline]
    pub fn flags(&mut self, field: u32, known: u32) -> u32 {
        let value = self.word(field);
        if value & !known != 0 {
            self.unknown_flags(value & !known, field);
        }
        value
    }

    /// `int`.
    #[inline]
    pub fn int(&mut self, field: u32) -> i32 {
        i32::from_le_bytes(self.chunk(field))
    }

    /// `long`.
    #[inline]
    pub fn long(&mut self, field: u32) -> i64 {
        i64::from_le_bytes(self.chunk(field))
    }

    /// `double`.
    #[inline]
    pub fn double(&mut self, field: u32) -> f64 {
        f64::from_le_bytes(self.chunk(field))
    }

    /// `int128`.
    #[inline]
    pub fn int128(&mut self, field: u32) -> [u8; 16] {
        self.chunk(field)
    }

    /// `int256`.
    #[inline]
    pub fn int256(&mut self, field: u32) -> [u8; 32] {
        self.chunk(field)
    }

    /// `Bool`.
    #[inline(never)]
    pub fn boolean(&mut self, field: u32) -> bool {
        match self.word(field) {
            choice if S::CHOOSES => choice & 1 == 1,
            BOOL_TRUE_ID => true,
            BOOL_FALSE_ID => false,
            id => {
                self.unexpected(id, field);
                false
            }
        }
    }

    /// `string`.
    #[inline(never)]
    pub fn string(&mut self, field: u32) -> Text {
        let before = self.rest;
        let slice = self.slice(field);
        match core::str::from_utf8(slice) {
            Ok(text) if self.charge(Text::cost(text.len()), field) => text.into(),
            Ok(_) => Text::new(),
            Err(_) => self.not_utf8(before, slice, field),
        }
    }

    #[cold]
    #[inline(never)]
    fn not_utf8(&mut self, before: &[u8], slice: &[u8], field: u32) -> Text {
        if S::CHOOSES {
            return (&*String::from_utf8_lossy(slice)).into();
        }
        if self.oddities.is_none() {
            self.fail_at(ErrorKind::InvalidUtf8, self.len - before.len(), field);
            return Text::new();
        }
        let whole = &before[..before.len() - self.rest.len()];
        self.keep(field, Kept::Bytes(whole.into()));
        let text = String::from_utf8_lossy(slice);
        if self.charge(Text::cost(text.len()), field) { (&*text).into() } else { Text::new() }
    }

    /// `bytes`.
    #[inline(never)]
    pub fn bytes(&mut self, field: u32) -> Bytes {
        let slice = self.slice(field);
        if self.charge(self.sharing.cost(slice.len()), field) { self.sharing.take(slice) } else { Bytes::new() }
    }

    /// Runs `read`, and names the field if there is an error in it.
    #[inline(always)]
    fn in_field<T>(&mut self, field: u32, read: impl FnOnce(&mut Self) -> T) -> T {
        let n_marks = self.n_marks;
        let value = read(self);
        if self.n_marks != n_marks {
            self.note(n_marks, Step::Pending(field));
        }
        value
    }

    /// Any boxed value.
    #[inline(never)]
    pub fn object<T: Deserialize>(&mut self, field: u32) -> T {
        self.in_field(field, T::deserialize)
    }

    /// A boxed value behind a pointer.
    #[inline(never)]
    pub fn object_indirect<T: Deserialize>(&mut self, field: u32) -> Box<T> {
        self.in_field(field, |r| {
            r.charge(size_of::<T>(), NO_FIELD);
            r.enter();
            let value = Box::write(Box::new_uninit(), T::deserialize(r));
            r.leave();
            value
        })
    }

    /// The fields of a constructor, without its id.
    #[inline(never)]
    pub fn bare_field<T: Bare>(&mut self, field: u32) -> T {
        self.in_field(field, Self::bare)
    }

    /// The fields of a constructor, without its id, behind a pointer.
    #[inline(never)]
    pub fn bare_field_indirect<T: Bare>(&mut self, field: u32) -> Box<T> {
        self.in_field(field, Self::bare_indirect)
    }

    /// `Vector<T>`, with boxed items.
    #[inline(never)]
    pub fn vector<T: Deserialize>(&mut self, field: u32) -> Vec<T> {
        self.in_field(field, |r| {
            let count = r.vector_header();
            T::deserialize_items(r, count)
        })
    }

    /// `vector<T>`, with boxed items.
    #[inline(never)]
    pub fn bare_vector<T: Deserialize>(&mut self, field: u32) -> Vec<T> {
        self.in_field(field, |r| {
            let count = r.count();
            T::deserialize_items(r, count)
        })
    }

    /// `Vector<t>`, with items that `read` reads, each of at least `least_size` bytes.
    pub fn vector_with<T>(&mut self, field: u32, least_size: usize, read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        self.in_field(field, |r| {
            let count = r.vector_header();
            r.items(count, least_size, read)
        })
    }

    /// `vector<t>`, with items that `read` reads, each of at least `least_size` bytes.
    pub fn bare_vector_with<T>(&mut self, field: u32, least_size: usize, read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        self.in_field(field, |r| {
            let count = r.count();
            r.items(count, least_size, read)
        })
    }

    /// What `read` reads, if `bit` isn't zero.
    #[inline]
    pub fn when<T>(&mut self, bit: u32, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if bit == 0 { None } else { Some(read(self)) }
    }
}

macro_rules! conditional {
    ($($name:ident $name_if:ident $(<$param:ident: $bound:ident>)? -> $ty:ty)*) => {
        /// Reads of one conditional field each, for generated code.
        impl<S: Sharing> Reader<'_, S> {$(
            #[doc = concat!("[`", stringify!($name), "`](Self::", stringify!($name), "), if `bit` isn't zero.")]
            #[inline]
            pub fn $name_if $(<$param: $bound>)? (&mut self, bit: u32, field: u32) -> Option<$ty> {
                if bit == 0 { None } else { Some(self.$name(field)) }
            }
        )*}
    };
}

conditional! {
    nat nat_if -> u32
    int int_if -> i32
    long long_if -> i64
    double double_if -> f64
    int128 int128_if -> [u8; 16]
    int256 int256_if -> [u8; 32]
    boolean boolean_if -> bool
    string string_if -> Text
    bytes bytes_if -> Bytes
    object object_if<T: Deserialize> -> T
    object_indirect object_indirect_if<T: Deserialize> -> Box<T>
    bare_field bare_field_if<T: Bare> -> T
    bare_field_indirect bare_field_indirect_if<T: Bare> -> Box<T>
    vector vector_if<T: Deserialize> -> Vec<T>
    bare_vector bare_vector_if<T: Deserialize> -> Vec<T>
}
