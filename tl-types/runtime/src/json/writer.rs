//! Values as JSON: the events of a walk become JSON tokens.
//!
//! Invariant: the JSON depends on the table and the bytes only, and reading it gives the same bytes.

use core::fmt;

use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;

use super::sink::Sink;
use super::text_sink::TextSink;
use crate::interpret::{Events, Position, Scalar, Stop};
use crate::observe::ListForm;
use crate::table::{Combinator, Field, TypeRef};

/// Writes the value of a walk as JSON text.
///
/// ```
/// # use tl_runtime::interpret::{Events, walk};
/// # use tl_runtime::json::JsonWriter;
/// # use tl_runtime::table::{Table, TypeRef};
/// # use tl_runtime::Limits;
/// fn print(table: &Table<'_>, bytes: &[u8]) -> Option<String> {
///     let mut json = JsonWriter::new(String::new());
///     walk(table, TypeRef::ANY, bytes, &Limits::default(), &mut json).ok()?;
///     Some(json.into_inner())
/// }
/// ```
#[derive(Debug)]
pub struct JsonWriter<W> {
    tokens: TokenWriter<TextSink<W>>,
}

impl<W: fmt::Write> JsonWriter<W> {
    /// Writes to `out`, on one line.
    pub fn new(out: W) -> Self {
        Self { tokens: TokenWriter { sink: TextSink::new(out) } }
    }

    /// Writes each member and each item to a line of its own, indented by two blanks for each level.
    #[must_use]
    pub fn pretty(mut self) -> Self {
        self.tokens.sink.is_pretty = true;
        self
    }

    /// Adds a key to the innermost object, before its end. A value must follow: that of another walk, or an unknown object.
    ///
    /// # Errors
    ///
    /// [`Stop`] if the output fails.
    pub fn extra_key(&mut self, key: &str) -> Result<(), Stop> {
        self.tokens.check(|sink| sink.key(key))
    }

    /// Writes an object whose constructor is unknown. `bytes` are those after its id.
    ///
    /// # Errors
    ///
    /// [`Stop`] if the output fails.
    pub fn unknown_object(&mut self, id: u32, bytes: &[u8]) -> Result<(), Stop> {
        self.tokens.check(|sink| {
            sink.open_object()?;
            sink.key(super::TYPE_KEY)?;
            sink.string(super::UNKNOWN_TYPE)?;
            sink.key(super::ID_KEY)?;
            sink.integer(id.into())?;
            sink.key(super::UNKNOWN_BYTES_KEY)?;
            base64(sink, bytes)?;
            sink.close_object()
        })
    }

    /// Writes a `double`: a number, or a string for one that JSON lacks.
    ///
    /// # Errors
    ///
    /// [`Stop`] if the output fails.
    pub fn double(&mut self, value: f64) -> Result<(), Stop> {
        self.tokens.check(|sink| double(sink, value))
    }

    /// Writes a `float`, as [`double`](Self::double) does.
    ///
    /// # Errors
    ///
    /// [`Stop`] if the output fails.
    pub fn float(&mut self, value: f32) -> Result<(), Stop> {
        self.tokens.check(|sink| float(sink, value))
    }

    /// Writes `null`: in the place of a value that could not be read.
    ///
    /// # Errors
    ///
    /// [`Stop`] if the output fails.
    pub fn null(&mut self) -> Result<(), Stop> {
        self.tokens.check(Sink::null)
    }

    /// Ends the innermost object, for a walk that ended before the value did.
    ///
    /// # Errors
    ///
    /// [`Stop`] if the output fails.
    pub fn end_object(&mut self) -> Result<(), Stop> {
        self.tokens.check(Sink::close_object)
    }

    /// Ends the innermost array, for a walk that ended before the value did.
    ///
    /// # Errors
    ///
    /// [`Stop`] if the output fails.
    pub fn end_array(&mut self) -> Result<(), Stop> {
        self.tokens.check(Sink::close_array)
    }

    /// The output.
    pub fn into_inner(self) -> W {
        self.tokens.sink.into_inner()
    }
}

macro_rules! forward_to_tokens {
    ($($name:ident($($arg:ident: $ty:ty),*) -> $result:ty;)*) => {$(
        #[inline]
        fn $name(&mut self, at: &Position<'i, '_>, $($arg: $ty),*) -> Result<$result, Stop> {
            self.tokens.$name(at, $($arg),*)
        }
    )*};
}

impl<'i, W: fmt::Write> Events<'i> for JsonWriter<W> {
    forward_to_tokens! {
        enter(combinator: &Combinator<'_>, is_boxed: bool) -> ();
        leave() -> ();
        field(index: usize, field: &Field<'_>) -> bool;
        scalar(value: Scalar<'i>, encoded: &'i [u8]) -> ();
        list(form: ListForm, count: u32) -> ();
        end_list() -> ();
        enter_round() -> ();
        leave_round() -> ();
    }
}

/// Passes the value of a walk to a sink.
#[derive(Debug)]
pub(super) struct TokenWriter<S> {
    pub(super) sink: S,
}

impl<S: Sink> TokenWriter<S> {
    #[inline]
    fn check(&mut self, write: impl FnOnce(&mut S) -> fmt::Result) -> Result<(), Stop> {
        write(&mut self.sink).map_err(|fmt::Error| Stop)
    }
}

impl<'i, S: Sink> Events<'i> for TokenWriter<S> {
    fn enter(&mut self, _: &Position<'i, '_>, combinator: &Combinator<'_>, _: bool) -> Result<(), Stop> {
        self.check(|sink| {
            sink.open_object()?;
            sink.key(super::TYPE_KEY)?;
            sink.string(combinator.name())
        })
    }

    fn leave(&mut self, _: &Position<'i, '_>) -> Result<(), Stop> {
        self.check(S::close_object)
    }

    fn field(&mut self, at: &Position<'i, '_>, index: usize, field: &Field<'_>) -> Result<bool, Stop> {
        if let (TypeRef::FLAGS, Some(word)) = (field.ty(), at.remaining().first_chunk())
            && u32::from_le_bytes(*word) & !at.bits_of_fields_beside() == 0
        {
            // The fields say which bits are set.
            return Ok(false);
        }
        match field.name() {
            "" => self.check(|sink| sink.key(&alloc::format!("{index}")))?,
            name => self.check(|sink| sink.key(name))?,
        }
        Ok(true)
    }

    fn scalar(&mut self, _: &Position<'i, '_>, value: Scalar<'i>, encoded: &'i [u8]) -> Result<(), Stop> {
        self.check(|sink| match value {
            Scalar::Nat(value) | Scalar::Flags(value) => sink.integer(value.into()),
            Scalar::True => sink.boolean(true),
            Scalar::Bool(value) => sink.boolean(value),
            Scalar::Int(value) => sink.integer(value.into()),
            Scalar::Long(value) => sink.plain_string(&value),
            Scalar::Int53(value) => sink.integer(value),
            Scalar::Double(value) => double(sink, value),
            Scalar::Float(value) => float(sink, value),
            Scalar::Int128(value) => base64(sink, value),
            Scalar::Int256(value) => base64(sink, value),
            Scalar::String(value) if is_canonical(value.as_bytes(), encoded) => sink.string(value),
            Scalar::Bytes(value) if is_canonical(value, encoded) => base64(sink, value),
            Scalar::NotUtf8(value) if is_canonical(value, encoded) => base64_object(sink, super::BYTES_KEY, value),
            Scalar::String(_) | Scalar::Bytes(_) | Scalar::NotUtf8(_) => {
                base64_object(sink, super::ENCODED_KEY, encoded)
            }
        })
    }

    fn list(&mut self, _: &Position<'i, '_>, _: ListForm, _: u32) -> Result<(), Stop> {
        self.check(S::open_array)
    }

    fn end_list(&mut self, _: &Position<'i, '_>) -> Result<(), Stop> {
        self.check(S::close_array)
    }

    fn enter_round(&mut self, _: &Position<'i, '_>) -> Result<(), Stop> {
        self.check(S::open_object)
    }

    fn leave_round(&mut self, _: &Position<'i, '_>) -> Result<(), Stop> {
        self.check(S::close_object)
    }
}

/// Whether a string is encoded with its shortest length prefix, and with zeros as padding.
fn is_canonical(contents: &[u8], encoded: &[u8]) -> bool {
    let prefix_len = if contents.len() < 254 { 1 } else { 4 };
    encoded.len() == (prefix_len + contents.len()).next_multiple_of(4)
        && encoded.get(prefix_len + contents.len()..).is_none_or(|padding| padding.iter().all(|byte| *byte == 0))
        && (contents.len() >= 254 || encoded.first() != Some(&254))
}

fn base64<S: Sink>(sink: &mut S, bytes: &[u8]) -> fmt::Result {
    sink.plain_string(&Base64Display::new(bytes, &STANDARD))
}

fn base64_object<S: Sink>(sink: &mut S, key: &str, bytes: &[u8]) -> fmt::Result {
    sink.open_object()?;
    sink.key(key)?;
    base64(sink, bytes)?;
    sink.close_object()
}

fn double<S: Sink>(sink: &mut S, value: f64) -> fmt::Result {
    match value {
        f64::INFINITY => sink.string("Infinity"),
        f64::NEG_INFINITY => sink.string("-Infinity"),
        nan if nan.to_bits() == 0x7ff8 << 48 => sink.string("NaN"),
        nan if nan.is_nan() => sink.plain_string(&format_args!("NaN:{:016x}", nan.to_bits())),
        finite => sink.double(finite),
    }
}

fn float<S: Sink>(sink: &mut S, value: f32) -> fmt::Result {
    match value {
        f32::INFINITY => sink.string("Infinity"),
        f32::NEG_INFINITY => sink.string("-Infinity"),
        nan if nan.to_bits() == 0x7fc0 << 16 => sink.string("NaN"),
        nan if nan.is_nan() => sink.plain_string(&format_args!("NaN:{:08x}", nan.to_bits())),
        finite => sink.float(finite),
    }
}
