//! Reading: a cursor over bytes that checks before it allocates.
//!
//! Invariants: no method panics, and none allocates more than the budget that [`Limits`] grant for the whole input.
//! The `field` argument of the methods is the index of the field in its declaration; it is used in errors only.
//!
//! What reads is `extern "C"`: such a function doesn't unwind, so no code is made that drops half of a value. That is a
//! quarter of a program that reads large types. Nothing here panics; if it did, the process would end.

mod budget;
mod fields;
mod findings;
mod items;
mod sharing;
mod strings;
#[cfg(feature = "views")]
mod views;

use alloc::boxed::Box;
use alloc::vec::Vec;

use bytes::Bytes;

pub use self::sharing::{Copied, Shared, Sharing};
use crate::combinator::Combinator;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::oddity::Oddity;
use crate::path::{CombinatorNames, NO_FIELD, PathStep};

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

/// A combinator that can be read: every constructor, and functions where their decoding is generated.
///
/// As with [`Deserialize`], a panic in it ends the process.
pub trait Bare: Combinator + Sized {
    /// Reads the fields, without the id.
    ///
    /// After an error the reader is at its end, and what comes from here is made up: see [`Reader`].
    extern "C" fn deserialize_fields<S: Sharing>(r: &mut Reader<'_, S>) -> Self;
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
    n_findings: u32,
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
            n_findings: 0,
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

    #[inline(always)]
    pub(crate) extern "C" fn chunk<const N: usize>(&mut self, field: u32) -> [u8; N] {
        match self.rest.split_first_chunk::<N>() {
            Some((chunk, rest)) => {
                self.rest = rest;
                *chunk
            }
            None => {
                if S::IS_ARBITRARY {
                    self.rest = &[];
                } else {
                    self.too_short_for::<N>(field);
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
        let Some(n_items) = self.enter_items(count, N, item_size) else { return &[] };
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
    pub extern "C" fn constructor_id(&mut self, ids: &'static [u32]) -> u32 {
        if S::IS_ARBITRARY {
            let choice = self.choose(ids.len());
            return ids.get(choice).copied().unwrap_or(0);
        }
        self.word(NO_FIELD)
    }

    /// Checks the id that was read last against the only one that is left.
    #[inline]
    pub extern "C" fn expect_id(&mut self, id: u32, expected: u32) {
        if id != expected {
            self.unexpected(id, NO_FIELD);
        }
    }

    /// All bytes that are left.
    pub(crate) extern "C" fn rest(&mut self) -> Bytes {
        if self.rest.len() < 4 {
            self.too_short(4, NO_FIELD);
        }
        let rest = core::mem::take(&mut self.rest);
        if self.charge(self.sharing.allocation(rest.len()), NO_FIELD) { self.sharing.take(rest) } else { Bytes::new() }
    }

    /// The fields of a constructor whose id was read already.
    #[inline]
    pub extern "C" fn bare<T: Bare>(&mut self) -> T {
        let names = const { &CombinatorNames { id: T::ID, names: T::DECLARATION.names } };
        self.within(PathStep::Combinator(names), |r| T::deserialize_fields(r))
    }

    /// Like [`bare`](Self::bare), behind a pointer.
    #[inline]
    pub extern "C" fn bare_indirect<T: Bare>(&mut self) -> Box<T> {
        self.indirect(|r| r.bare())
    }
}
