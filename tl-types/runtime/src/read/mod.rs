//! Reading: a cursor over bytes that checks before it allocates.
//!
//! Invariants: no method panics, and none allocates more than the budget that [`Limits`] grant for the whole input.
//! The `field` argument of the methods is the index of the field in its declaration; it is used in errors only.
//!
//! What reads is `extern "C"`: such a function doesn't unwind, so no code is made that drops half of a value. That is a
//! quarter of a program that reads large types. Nothing here panics; if it did, the process would end.

mod fields;
mod items;
mod sharing;
mod strings;
#[cfg(feature = "views")]
mod views;

use alloc::boxed::Box;
use alloc::vec::Vec;

use bytes::Bytes;

pub use self::sharing::{Copied, Shared, Sharing};
use crate::combinator::Bare;
use crate::error::{Names, Step};
use crate::lossless::{self, Kept, Oddity};
use crate::visit::NO_FIELD;
use crate::{Error, ErrorKind, Limits, Result};

/// Levels that are left for the simplest values when values are made up, as these have levels too.
const LEVELS_OF_THE_SIMPLEST: u32 = 16;

/// A type that can be read.
///
/// For a boxed type that means its constructor id and the fields of that constructor.
///
/// What reads is `extern "C"`, which keeps it from unwinding: a panic in it ends the process. In a crate that implements
/// this by hand, rustc's lint `improper_ctypes_definitions` has nothing to say, as only Rust calls it.
pub trait Deserialize: Sized {
    /// Least number of bytes that a value takes on the wire.
    const LEAST_SIZE: usize;

    /// Ids of the constructors, the one with the simplest values first; empty for what has no id.
    const IDS: &'static [u32] = &[];

    /// Reads one value. After an error the reader is at its end, and what comes from here is made up: see [`Reader`].
    extern "C" fn deserialize<S: Sharing>(r: &mut Reader<'_, S>) -> Self;

    /// Reads `count` values that stand one after the other.
    extern "C" fn deserialize_items<S: Sharing>(r: &mut Reader<'_, S>, count: u32) -> Vec<Self> {
        r.items(count, Self::LEAST_SIZE, |r| Self::deserialize(r))
    }

    /// Reads one value that takes all of `bytes`, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// If the bytes are no such value, if bytes are left over, or if the value costs more than the limits allow.
    #[inline]
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
    pub(crate) fn with_sharing(bytes: &'a [u8], sharing: S) -> Self {
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
    #[inline]
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
    extern "C" fn fail_at(&mut self, kind: ErrorKind, offset: usize, field: u32) {
        if self.error.is_none() {
            self.n_marks += 1;
            self.error = Some((self.n_marks, Error::new(kind, offset).in_field(field)));
            self.rest = &[];
        }
    }

    #[cold]
    #[inline(never)]
    extern "C" fn fail(&mut self, kind: ErrorKind) {
        self.fail_at(kind, self.offset(), NO_FIELD);
    }

    #[cold]
    #[inline(never)]
    extern "C" fn too_large(&mut self, field: u32) {
        self.fail_at(ErrorKind::TooLarge, self.offset(), field);
    }

    #[cold]
    #[inline(never)]
    extern "C" fn too_short(&mut self, needed: usize, field: u32) {
        self.fail_at(ErrorKind::UnexpectedEnd { needed, left: self.rest.len() }, self.offset(), field);
    }

    /// There is no chunk of `N` bytes: one argument less at each of many places.
    #[cold]
    #[inline(never)]
    extern "C" fn lacks<const N: usize>(&mut self, field: u32) {
        self.too_short(N, field);
    }

    /// Adds a step to the way to what was noted since `n_marks_before`.
    #[cold]
    #[inline(never)]
    extern "C" fn note(&mut self, n_marks_before: u32, step: Step) {
        if matches!(step, Step::Pending(NO_FIELD)) {
            return;
        }
        if let Some((mark, error)) = self.error.take() {
            let error = if mark > n_marks_before { error.at(step) } else { error };
            self.error = Some((mark, error));
            return;
        }
        let Some(oddities) = &self.oddities else { return };
        let n_before = oddities.partition_point(|oddity| oddity.mark <= n_marks_before);
        let cost = (oddities.len() - n_before) * size_of::<lossless::Step>();
        if self.charge(cost, NO_FIELD)
            && let Some(oddities) = &mut self.oddities
        {
            oddities[n_before..].iter_mut().for_each(|oddity| oddity.at(step));
        }
    }

    /// Keeps what the value doesn't tell, if this reader does so: `kept` allocates these bytes, once there is room for
    /// them.
    #[cold]
    #[inline(never)]
    extern "C" fn keep(&mut self, field: u32, n_bytes: usize, kept: impl FnOnce() -> Kept) {
        let cost = size_of::<Oddity>() + n_bytes + size_of::<lossless::Step>();
        if self.oddities.is_some()
            && self.charge(cost, field)
            && let Some(oddities) = &mut self.oddities
        {
            self.n_marks += 1;
            oddities.push(Oddity::new(self.n_marks, field, kept()));
        }
    }

    /// Takes what isn't canonical, and keeps how it was.
    pub(crate) fn lossless(mut self) -> Self {
        self.oddities = Some(Vec::new());
        self
    }

    /// Ends a lossless reading: what was kept, and what is left.
    pub(crate) fn into_parts(mut self) -> Result<(Vec<Oddity>, &'a [u8])> {
        self.charge(self.rest.len(), NO_FIELD);
        match self.error {
            Some((_, error)) => Err(error),
            None => Ok((self.oddities.unwrap_or_default(), self.rest)),
        }
    }

    #[inline]
    extern "C" fn charge(&mut self, n_bytes: usize, field: u32) -> bool {
        if S::CHOOSES {
            return true;
        }
        match self.allocation_left.checked_sub(n_bytes) {
            Some(left) => {
                self.allocation_left = left;
                true
            }
            None => {
                self.too_large(field);
                false
            }
        }
    }

    /// Goes one level deeper. At the limit the level doesn't count, but nothing is left to read.
    #[inline]
    extern "C" fn enter(&mut self) -> bool {
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
    extern "C" fn leave(&mut self) {
        self.depth_left += 1;
    }

    #[inline(always)]
    pub(crate) extern "C" fn chunk<const N: usize>(&mut self, field: u32) -> [u8; N] {
        match self.rest.split_first_chunk::<N>() {
            Some((chunk, rest)) => {
                self.rest = rest;
                *chunk
            }
            None => {
                if S::CHOOSES {
                    self.rest = &[];
                } else {
                    self.lacks::<N>(field);
                }
                [0; N]
            }
        }
    }

    /// One of `n_choices`, the first if there is nothing to choose by.
    extern "C" fn choose(&mut self, n_choices: usize) -> usize {
        self.word(NO_FIELD) as usize % n_choices.max(1)
    }

    /// Numbers of `N` bytes, in one step.
    pub(crate) extern "C" fn chunks<const N: usize>(&mut self, count: u32, item_size: usize) -> &'a [[u8; N]] {
        let Some(n_items) = self.admit(count, N, item_size) else { return &[] };
        self.leave();
        let (head, rest) = self.rest.split_at((n_items * N).min(self.rest.len()));
        self.rest = rest;
        head.as_chunks().0
    }

    #[inline]
    extern "C" fn word(&mut self, field: u32) -> u32 {
        u32::from_le_bytes(self.chunk(field))
    }

    /// The id of a constructor of an enum, one of `ids` if all is well.
    #[inline]
    pub extern "C" fn variant(&mut self, ids: &'static [u32]) -> u32 {
        if S::CHOOSES {
            let choice = self.choose(ids.len());
            return ids.get(choice).copied().unwrap_or(0);
        }
        self.word(NO_FIELD)
    }

    /// Checks the id that was read last against the only one that is left.
    #[inline]
    pub extern "C" fn expect(&mut self, id: u32, expected: u32) {
        if id != expected {
            self.unexpected(id, NO_FIELD);
        }
    }

    #[cold]
    #[inline(never)]
    extern "C" fn unexpected(&mut self, id: u32, field: u32) {
        self.fail_at(ErrorKind::UnexpectedConstructor { id }, self.offset().saturating_sub(4), field);
    }

    #[cold]
    #[inline(never)]
    extern "C" fn unknown_flags(&mut self, unknown: u32, field: u32) {
        if self.refuses_unknown_flags {
            self.fail_at(ErrorKind::UnknownFlags { bits: unknown }, self.offset().saturating_sub(4), field);
        } else {
            self.keep(field, 0, || Kept::Flags(unknown));
        }
    }

    /// All bytes that are left.
    pub(crate) extern "C" fn rest(&mut self) -> Bytes {
        if self.rest.len() < 4 {
            self.too_short(4, NO_FIELD);
        }
        let rest = core::mem::take(&mut self.rest);
        if self.charge(self.sharing.cost(rest.len()), NO_FIELD) { self.sharing.take(rest) } else { Bytes::new() }
    }

    /// Runs `read`, and adds the step to the way to what was noted in it.
    #[inline(always)]
    pub(crate) extern "C" fn noted<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> T) -> T {
        let n_marks = self.n_marks;
        let value = read(self);
        if self.n_marks != n_marks {
            self.note(n_marks, step);
        }
        value
    }

    /// Goes one level deeper, into memory of this size.
    #[inline(never)]
    extern "C" fn descend(&mut self, n_bytes: usize) {
        self.charge(n_bytes, NO_FIELD);
        self.enter();
    }

    /// Runs `read` one level deeper, into memory of its own.
    #[inline(always)]
    pub extern "C" fn indirect<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Box<T> {
        self.descend(size_of::<T>());
        let value = Box::write(Box::new_uninit(), read(self));
        self.leave();
        value
    }

    /// The fields of a constructor whose id was read already.
    #[inline]
    pub extern "C" fn bare<T: Bare>(&mut self) -> T {
        let names = const { &Names { id: T::ID, words: T::DECLARATION.names } };
        self.noted(Step::Root(names), |r| T::deserialize_fields(r))
    }

    /// Like [`bare`](Self::bare), behind a pointer.
    #[inline]
    pub extern "C" fn bare_indirect<T: Bare>(&mut self) -> Box<T> {
        self.indirect(|r| r.bare())
    }
}
