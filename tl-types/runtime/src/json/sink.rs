//! The receiver of JSON tokens: text, or a list of tokens for other formats.

use core::fmt;

/// Receives JSON in the order of the text. The caller keeps brackets balanced and puts a key before each member.
pub(super) trait Sink {
    /// The start of an object.
    fn open_object(&mut self) -> fmt::Result;

    /// The end of an object.
    fn close_object(&mut self) -> fmt::Result;

    /// The start of an array.
    fn open_array(&mut self) -> fmt::Result;

    /// The end of an array.
    fn close_array(&mut self) -> fmt::Result;

    /// The key of the next member.
    fn key(&mut self, key: &str) -> fmt::Result;

    /// A string.
    fn string(&mut self, value: &str) -> fmt::Result;

    /// A string whose characters need no escape.
    fn plain_string(&mut self, value: &dyn fmt::Display) -> fmt::Result;

    /// A number.
    fn integer(&mut self, value: i64) -> fmt::Result;

    /// A finite number.
    fn double(&mut self, value: f64) -> fmt::Result;

    /// A finite number of 32 bits, with no more digits than needed.
    fn float(&mut self, value: f32) -> fmt::Result;

    /// `null`.
    fn null(&mut self) -> fmt::Result;

    /// `true` or `false`.
    fn boolean(&mut self, value: bool) -> fmt::Result;
}
