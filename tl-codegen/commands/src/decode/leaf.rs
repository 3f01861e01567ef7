//! Leaves: the parts of the bytes that have no parts themselves, and the receiver of leaves.

use tl_runtime::interpret::Scalar;

use super::fault::Fault;

/// A part of a buffer without parts. The leaves of a buffer follow each other without gap or overlap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf<'a> {
    /// The index of the buffer: 0 for the input, others for inflated objects.
    pub(super) buffer: usize,
    /// The offset in the buffer, in bytes.
    pub(super) offset: usize,
    pub(super) bytes: &'a [u8],
    pub(super) place: Place<'a>,
    pub(super) role: Role,
    /// The TL type; empty for unknown bytes.
    pub(super) ty: &'a str,
    pub(super) value: LeafValue<'a>,
}

/// The place of a value in the tree of values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The path from the outermost value.
    pub(super) path: &'a str,
    /// The last part of the path: a name or `[3]`; empty for the outermost value.
    pub(super) label: &'a str,
    /// The number of values around the value.
    pub(super) depth: usize,
}

/// The role of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A constructor id.
    Id,
    /// A flags field.
    Flags,
    /// The length of a string, of a message or of a frame.
    Length,
    /// A number, the contents of a string, or a set `true` field, which takes no bytes.
    Value,
    /// The bytes after a string or in a frame that carry nothing.
    Padding,
    /// The number of items of a list.
    Count,
    /// Bytes that could not be read.
    Unknown,
}

/// The value of a leaf.
#[derive(Clone, Copy, Debug)]
pub(super) enum LeafValue<'a> {
    /// The value is that of the bytes alone.
    Bytes,
    /// The name of a constructor.
    Name(&'a str),
    /// A length or a count.
    Number(u32),
    Scalar(Scalar<'a>),
}

/// Receives leaves in the order of the bytes. An inflated object follows the leaf of its compressed form.
pub(super) trait Sink {
    fn leaf(&mut self, leaf: &Leaf<'_>);

    /// The start of a value without an id.
    fn bare_value(&mut self, _place: Place<'_>, _name: &str) {}

    /// The start of an inflated object, of `len` bytes.
    fn buffer(&mut self, _index: usize, _len: usize, _place: Place<'_>) {}

    /// The end of an inflated object: the leaves of the buffer `outer` go on.
    fn end_buffer(&mut self, _outer: usize) {}

    /// The reason why bytes are unknown, before their leaf.
    fn fault(&mut self, _fault: &Fault, _depth: usize) {}
}

impl Role {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Flags => "flags",
            Self::Length => "length",
            Self::Value => "value",
            Self::Padding => "padding",
            Self::Count => "count",
            Self::Unknown => "unknown",
        }
    }
}
