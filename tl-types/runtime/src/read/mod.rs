//! Decoding: a cursor over bytes that checks before it allocates.
//!
//! Invariants: no method panics, and none allocates more than the budget that [`Limits`] grant for the whole input. The
//! argument `field` is the index of a field in its declaration, and is used in errors only.
//!
//! The methods that decode single fields, and items of generated types, are `extern "C"`. So they don't unwind, and
//! rustc emits no code around them that drops half-decoded values. None of them panics. Only a type written by hand can
//! panic inside of them, which ends the process. The traits, and the decoding of other items, consist of ordinary
//! functions.

mod budget;
#[cfg(feature = "views")]
mod error_search;
mod fallback;
mod fields;
mod findings;
mod items;
#[cfg(feature = "layers")]
mod layers;
mod oddities;
mod random_choices;
mod replacing;
mod strings;
#[cfg(feature = "views")]
mod views;

use alloc::boxed::Box;
use alloc::vec::Vec;

use bytes::Bytes;

use self::oddities::Oddities;
#[cfg(feature = "arbitrary")]
use self::random_choices::RandomChoices;
use self::replacing::Leniency;
use crate::combinator::Combinator;
use crate::error::{Error, ErrorKind, Result};
use crate::field_path::{CombinatorNames, NO_FIELD, PathStep};
use crate::limits::Limits;
use crate::table::ProtocolNames;
use crate::write::Serialize;

/// A type that can be decoded.
///
/// The encoding of a boxed type is a constructor id followed by the fields of that constructor.
///
/// The [crate documentation](crate#types-written-by-hand) has an example of an implementation by hand.
///
/// # Panics
///
/// Generated types and those of this crate don't panic. A panic of a type written by hand unwinds if that type is
/// decoded directly or as a type argument, as in `Vec<T>`. Inside of a generated type it ends the process, because
/// generated types contain no code that drops their decoded fields.
pub trait Deserialize: Sized {
    /// Minimum size of a value on the wire, in bytes.
    const LEAST_SIZE: usize;

    /// Ids of the type's constructors. The first constructor has the simplest values. Empty for types without
    /// constructors, such as `i32` and `Text`.
    const IDS: &'static [u32] = &[];

    /// The names and ids of the protocol that declares the type, from which errors take the name of an unexpected
    /// constructor. `None` for types of no protocol.
    const NAMES: ProtocolNames = None;

    /// Decodes one value: its parts in wire order, each with [`deserialize`](Self::deserialize) of the type of the
    /// part.
    ///
    /// After an error, the result is a placeholder: see [`Reader`]. [`Reader::fail`] records an error.
    fn deserialize(r: &mut Reader<'_>) -> Self;

    /// Decodes `count` consecutive values.
    fn deserialize_items(r: &mut Reader<'_>, count: u32) -> Vec<Self> {
        r.items(count, Self::LEAST_SIZE, |r| Self::deserialize(r))
    }

    /// Decodes a value that takes all of `bytes`, with the default [`Limits`].
    ///
    /// # Errors
    ///
    /// If the bytes aren't a value of this type, if bytes are left over, or if decoding exceeds the limits.
    #[inline]
    fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Reader::new(bytes).read_all()
    }

    /// Like [`from_bytes`](Self::from_bytes), but fields of type `bytes` share the memory of `bytes`.
    ///
    /// Each such field keeps all of `bytes` in memory, even if it has a few bytes itself. A value that is stored for
    /// long should be [`detached`](Self::detached) from the input.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    fn from_shared(bytes: &Bytes) -> Result<Self> {
        Reader::shared(bytes).read_all()
    }

    /// A copy of the value that shares no memory with the input from which the value was decoded.
    ///
    /// A single field of type `bytes` is detached by [`Bytes::copy_from_slice`].
    ///
    /// ```
    /// use tl_runtime::{Bytes, Deserialize, Serialize};
    ///
    /// let input = Bytes::from(vec![Bytes::from_static(b"thumbnail"), Bytes::from(vec![0; 1 << 20])].to_bytes()?);
    /// let mut files = Vec::<Bytes>::from_shared(&input)?;
    /// files.truncate(1);
    /// files = files.detached()?;
    /// assert!(input.is_unique());
    /// # Ok::<(), tl_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the value can't be encoded, or exceeds the default [`Limits`].
    fn detached(&self) -> Result<Self>
    where
        Self: Serialize,
    {
        Self::from_bytes(&self.to_bytes()?)
    }
}

/// A combinator that can be decoded: every constructor, and functions if their decoding is generated.
///
/// A panic in its method ends the process if the type is decoded in a vector or in a field of a generated type.
#[diagnostic::on_unimplemented(
    note = "functions can be decoded and compared with the feature `functions-decode` of `tl-types`, or \
            `Direction::SendAndReceive` of `tl-codegen`"
)]
pub trait Bare: Combinator + Sized {
    /// The names and ids of the protocol that declares the constructor: see [`Deserialize::NAMES`].
    const NAMES: ProtocolNames = None;

    /// Decodes the fields, without the id.
    ///
    /// After an error, the result is a placeholder: see [`Reader`].
    fn deserialize_fields(r: &mut Reader<'_>) -> Self;
}

/// A cursor over the encoding of one or more values.
///
/// The first error is stored, and the reader moves to the end of its input. From then on, decoding methods return
/// placeholders: zeros, empty strings and vectors, and the simplest constructor of an enum.
/// [`read_all`](Self::read_all), [`read`](Self::read) and [`finish`](Self::finish) return the stored error, so
/// placeholders never reach their callers. In exchange, the code of a field has no branch for errors, and large values
/// are built in their final location.
///
/// For one value with default limits, [`Deserialize::from_bytes`] suffices. A reader is for other limits, and for
/// values that follow each other:
///
/// ```
/// use tl_runtime::{Limits, Reader, Serialize};
///
/// let bytes = [7_i32.to_bytes()?, vec![1_i64, 2].to_bytes()?].concat();
/// let mut reader = Reader::new(&bytes).with_limits(Limits::default().with_depth(8));
/// assert_eq!(reader.read::<i32>()?, 7);
/// assert_eq!(reader.read::<Vec<i64>>()?, [1, 2]);
/// // An error if bytes were left.
/// reader.finish()?;
/// # Ok::<(), tl_runtime::Error>(())
/// ```
///
/// [`constructor_id`](Self::constructor_id), [`expect_id`](Self::expect_id) and [`fail`](Self::fail) are for types
/// written by hand. The other methods, which decode single fields, are called by generated code and not shown.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    /// Length of the whole input.
    len: usize,
    depth_left: u32,
    /// Whether unknown bits of flags fields are an error.
    refuses_unknown_flags: bool,
    allocation_left: usize,
    max_items: usize,
    /// Number of errors, oddities and places of replaced strings so far.
    n_findings: u32,
    /// The first error, and its number among the findings.
    error: Option<(u32, Error)>,
    leniency: Leniency<Oddities>,
    /// The whole input, if byte strings share its memory.
    shared: Option<&'a Bytes>,
    /// The random choices from which an arbitrary value is generated; its input is empty. `None` for readers of bytes.
    #[cfg(feature = "arbitrary")]
    choices: Option<RandomChoices<'a>>,
}

impl<'a> Reader<'a> {
    /// A reader of `bytes`, with the default [`Limits`].
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self::with_input(bytes, None)
    }

    /// A reader of `bytes`, with the default [`Limits`], whose byte strings share the memory of `bytes`.
    #[must_use]
    pub fn shared(bytes: &'a Bytes) -> Self {
        Self::with_input(bytes, Some(bytes))
    }

    pub(crate) fn with_input(bytes: &'a [u8], shared: Option<&'a Bytes>) -> Self {
        let reader = Self {
            rest: bytes,
            len: bytes.len(),
            depth_left: 0,
            refuses_unknown_flags: false,
            allocation_left: 0,
            max_items: 0,
            n_findings: 0,
            error: None,
            leniency: Leniency::Strict,
            shared,
            #[cfg(feature = "arbitrary")]
            choices: None,
        };
        reader.with_limits(Limits::default())
    }

    /// Sets the limits, and starts their budgets anew: values decoded before don't count.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.depth_left = limits.depth;
        self.allocation_left = limits.allocation_budget(self.rest.len());
        self.max_items = limits.items;
        self
    }

    /// Makes unknown bits of a flags field an error.
    ///
    /// By default they are ignored. A new layer may add a `true` field without changing the constructor id, and older
    /// clients must still decode the type.
    #[must_use]
    pub fn refuse_unknown_flags(mut self) -> Self {
        self.refuses_unknown_flags = true;
        self
    }

    /// Number of bytes decoded so far. After an error, the length of the whole input.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.len - self.rest.len()
    }

    /// The bytes that haven't been decoded. Empty after an error.
    #[must_use]
    pub fn remaining(&self) -> &'a [u8] {
        self.rest
    }

    /// Decodes a value that takes all remaining bytes.
    ///
    /// # Errors
    ///
    /// If the bytes aren't exactly one value of type `T`, or if decoding exceeds the limits.
    #[inline]
    pub fn read_all<T: Deserialize>(mut self) -> Result<T> {
        let value = T::deserialize(&mut self);
        self.finish().map_err(|error| error.named_by(T::NAMES))?;
        Ok(value)
    }

    /// Decodes a value from the start of the remaining bytes. The bytes after the value remain.
    ///
    /// # Errors
    ///
    /// If the remaining bytes don't start with a value of type `T`, or if decoding exceeds the limits. The reader can't
    /// be used after an error.
    pub fn read<T: Deserialize>(&mut self) -> Result<T> {
        let value = T::deserialize(self);
        match &self.error {
            None => Ok(value),
            Some((_, error)) => Err(error.clone().named_by(T::NAMES)),
        }
    }

    /// Checks that there was no error and that no bytes are left.
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
            None => self.missing_chunk(field),
        }
    }

    /// Decodes `count` numbers of `N` bytes at once. Each will occupy `item_size` bytes of memory.
    pub(crate) extern "C" fn chunks<const N: usize>(&mut self, count: u32, item_size: usize) -> &'a [[u8; N]] {
        let n_items = self.enter_items(count, N, item_size);
        self.leave();
        let Some((head, rest)) = self.rest.split_at_checked(n_items * N) else {
            return self.missing_numbers(n_items * N).as_chunks().0;
        };
        self.rest = rest;
        head.as_chunks().0
    }

    #[inline]
    extern "C" fn word(&mut self, field: u32) -> u32 {
        u32::from_le_bytes(self.chunk(field))
    }

    /// Decodes a constructor id. Unless there was an error, the caller checks that it is one of `ids`.
    #[inline]
    pub extern "C" fn constructor_id(&mut self, ids: &'static [u32]) -> u32 {
        match self.rest.split_first_chunk() {
            Some((id, rest)) => {
                self.rest = rest;
                u32::from_le_bytes(*id)
            }
            // Without arbitrary values, one argument less keeps the code of the many callers small.
            None if cfg!(feature = "arbitrary") => self.missing_id(ids),
            None => u32::from_le_bytes(self.missing_chunk(NO_FIELD)),
        }
    }

    /// Records an error if the id that was decoded last isn't the expected one.
    #[inline]
    pub extern "C" fn expect_id(&mut self, id: u32, expected: u32) {
        if id != expected {
            self.fail_unexpected_id(id, NO_FIELD);
        }
    }

    /// Records an error at the byte after the last decoded part, unless there was an error before.
    ///
    /// Types written by hand report values that they refuse: see [`ErrorKind::InvalidValue`].
    #[cold]
    #[inline(never)]
    pub fn fail(&mut self, kind: ErrorKind) {
        self.fail_at(kind, self.offset(), NO_FIELD);
    }

    /// Takes all remaining bytes. Fewer than 4 bytes are an error.
    pub(crate) extern "C" fn take_rest(&mut self) -> Bytes {
        let rest = if self.rest.len() < 4 { self.missing_rest() } else { core::mem::take(&mut self.rest) };
        self.byte_string(rest, NO_FIELD)
    }

    /// Decodes the fields of a constructor whose id was decoded already.
    #[doc(hidden)]
    #[inline]
    pub fn bare<T: Bare>(&mut self) -> T {
        let names = const { &CombinatorNames { id: T::ID, names: T::DECLARATION.names } };
        let start = self.begin_step();
        let value = T::deserialize_fields(self);
        self.end_step(start, PathStep::Combinator(names));
        value
    }

    /// Like [`bare`](Self::bare), in a Rust `Box`.
    #[doc(hidden)]
    #[inline]
    pub extern "C" fn bare_indirect<T: Bare>(&mut self) -> Box<T> {
        self.indirect(|r| r.bare())
    }
}
