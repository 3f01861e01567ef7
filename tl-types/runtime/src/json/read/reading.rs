//! The state of reading: the bytes so far, the path, and the budgets.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_core::de::Error;

use super::super::ReadOptions;
use super::error::{JsonError, JsonErrorKind};
use super::fields::{FlagsField, Segment};
use crate::field_path::NO_FIELD;
use crate::interpret::Numbers;
use crate::limits::Limits;
use crate::table::Table;
use crate::visit::Visitor as _;
use crate::write::Writer;

/// The state of reading one value.
pub(super) struct Reading<'t> {
    pub(super) table: &'t Table<'t>,
    pub(super) out: Vec<u8>,
    pub(super) numbers: Numbers,
    /// The flags fields of all open combinators, innermost last.
    pub(super) flags: Vec<FlagsField>,
    /// The values of fields of all open combinators and rounds, innermost last.
    pub(super) segments: Vec<Segment>,
    pub(super) path: Vec<PathPart<'t>>,
    /// The first error.
    pub(super) fault: Option<JsonErrorKind>,
    pub(super) ignores_unknown_keys: bool,
    pub(super) max_items: usize,
    /// Whether the value comes from memory, so that the position in the text is not its place.
    pub(super) is_buffered: bool,
    depth_left: u32,
    /// Memory that buffered objects may take, in bytes.
    memory_left: usize,
}

/// A step from a value to one of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PathPart<'t> {
    /// A field by its name.
    Field(&'t str),
    /// A field without a name, by its index.
    Position(usize),
    /// Another key.
    Key(String),
    /// An item of an array.
    Item(usize),
}

impl<'t> Reading<'t> {
    pub(super) fn new(table: &'t Table<'t>, n_bytes: usize, options: &ReadOptions) -> Self {
        Self {
            table,
            out: Vec::new(),
            numbers: Numbers::default(),
            flags: Vec::new(),
            segments: Vec::new(),
            path: Vec::new(),
            fault: None,
            ignores_unknown_keys: options.ignores_unknown_keys,
            max_items: options.limits.items,
            is_buffered: false,
            depth_left: options.limits.depth,
            memory_left: options.limits.allocation_budget(n_bytes),
        }
    }

    /// Records an error at the path so far.
    #[cold]
    pub(super) fn fail<E: Error>(&mut self, kind: JsonErrorKind) -> E {
        let error = E::custom(JsonError::new(kind.clone(), self.path_text(), 0, 0));
        self.fault.get_or_insert(kind);
        error
    }

    /// The path so far, as in `$.peers[3].access_hash`.
    pub(super) fn path_text(&self) -> String {
        let mut text = "$".to_owned();
        for part in &self.path {
            // Writing to a string can't fail.
            let _ = match part {
                PathPart::Field(name) => write!(text, ".{name}"),
                PathPart::Key(key) if is_plain_key(key) => write!(text, ".{key}"),
                PathPart::Key(key) => write!(text, "[{key:?}]"),
                PathPart::Position(index) => write!(text, ".{index}"),
                PathPart::Item(index) => write!(text, "[{index}]"),
            };
        }
        text
    }

    /// Enters a nesting level of TL values.
    pub(super) fn deeper<E: Error>(&mut self) -> Result<(), E> {
        match self.depth_left.checked_sub(1) {
            Some(left) => self.depth_left = left,
            None => return Err(self.fail(JsonErrorKind::TooDeep)),
        }
        Ok(())
    }

    pub(super) fn shallower(&mut self) {
        self.depth_left += 1;
    }

    /// Charges memory of a buffered object.
    pub(super) fn charge<E: Error>(&mut self, n_bytes: usize) -> Result<(), E> {
        match self.memory_left.checked_sub(n_bytes) {
            Some(left) => self.memory_left = left,
            None => return Err(self.fail(JsonErrorKind::TooLarge)),
        }
        Ok(())
    }

    pub(super) fn push_word(&mut self, word: u32) {
        self.out.extend_from_slice(&word.to_le_bytes());
    }

    /// Replaces the word at an offset.
    pub(super) fn patch_word(&mut self, offset: usize, word: u32) {
        if let Some(place) = self.out.get_mut(offset..).and_then(|rest| rest.first_chunk_mut()) {
            *place = word.to_le_bytes();
        }
    }

    /// Appends a string: its length, its contents and zeros up to a multiple of 4 bytes.
    pub(super) fn push_string<E: Error>(&mut self, contents: &[u8]) -> Result<(), E> {
        let len = contents.len();
        let written = Writer::append(&mut self.out, Limits::default(), |mut w| w.byte_slice(NO_FIELD, contents));
        // Only a string that is too long can't be encoded.
        written.map_err(|_| self.fail(JsonErrorKind::StringTooLong { len }))
    }

    pub(super) fn decode_base64<E: Error>(&mut self, text: &str) -> Result<Vec<u8>, E> {
        STANDARD.decode(text).map_err(|_| self.fail(JsonErrorKind::InvalidBase64))
    }
}

fn is_plain_key(key: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'@';
    !key.is_empty() && key.bytes().all(is_plain)
}
