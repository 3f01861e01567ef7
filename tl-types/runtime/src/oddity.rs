//! Oddities: non-canonical parts of an input, which a lossless reader records and a strict one refuses or ignores.

use alloc::vec::Vec;

use crate::path::{CombinatorNames, NO_FIELD, PathStep};

/// The path to a field, outermost step first.
pub(crate) type FieldPath = Vec<PathStep<u32>>;

/// The part of the original encoding that can't be reproduced from the decoded value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum WireForm {
    /// Bits of a flags field that belong to no field.
    UnknownFlags(u32),
    /// All encoded bytes of a string or byte string: length prefix, content and padding.
    String(Vec<u8>),
}

impl WireForm {
    /// The content of a string or byte string, without length prefix and padding; empty for unknown flags.
    pub(crate) fn content(&self) -> &[u8] {
        let Self::String(bytes) = self else { return &[] };
        match bytes[..] {
            [254, b0, b1, b2, ref rest @ ..] => {
                let len = usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16;
                rest.get(..len).unwrap_or(rest)
            }
            [len, ref rest @ ..] => rest.get(..usize::from(len)).unwrap_or(rest),
            [] => &[],
        }
    }
}

/// A non-canonical part of the input, and its path, which grows outwards while decoding functions return.
#[derive(Clone, Debug)]
pub(crate) struct Oddity {
    /// The number of the part among all errors and oddities of the reader, counted from 1.
    pub(crate) sequence: u32,
    /// The path to the part, innermost step first.
    reversed_path: FieldPath,
    wire_form: WireForm,
}

impl Oddity {
    pub(crate) fn new(sequence: u32, field: u32, wire_form: WireForm) -> Self {
        let reversed_path = if field == NO_FIELD { Vec::new() } else { Vec::from([PathStep::Field(field)]) };
        Self { sequence, reversed_path, wire_form }
    }

    /// Prepends an outer step to the path to the part.
    pub(crate) fn prepend(&mut self, step: PathStep<&'static CombinatorNames>) {
        self.reversed_path.push(step.by_id());
    }

    pub(crate) fn into_path_and_wire_form(self) -> (FieldPath, WireForm) {
        let mut path = self.reversed_path;
        path.reverse();
        (path, self.wire_form)
    }
}
