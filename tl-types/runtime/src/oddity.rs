//! Oddities: non-canonical parts of an input, which a lossless reader records and a strict one refuses or ignores.

use alloc::vec::Vec;

use crate::field_path::PathStep;

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

/// The oddities of a value, by the path to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OddityTree {
    /// The oddity of the value itself.
    wire_form: Option<WireForm>,
    /// The parts of the value that have oddities, in ascending order of their steps.
    parts: Vec<(PathStep<u32>, OddityTree)>,
}

impl OddityTree {
    pub(crate) fn leaf(wire_form: WireForm) -> Self {
        Self { wire_form: Some(wire_form), parts: Vec::new() }
    }

    /// A value that consists of parts in wire order. A part without a step is the value itself.
    pub(crate) fn of_parts(parts: impl ExactSizeIterator<Item = (Option<PathStep<u32>>, Self)>) -> Self {
        let mut tree = Self { wire_form: None, parts: Vec::with_capacity(parts.len()) };
        for (step, part) in parts {
            match step {
                Some(step) => tree.parts.push((step, part)),
                None => tree = part,
            }
        }
        tree
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.wire_form.is_none() && self.parts.is_empty()
    }

    pub(crate) fn wire_form(&self) -> Option<&WireForm> {
        self.wire_form.as_ref()
    }

    /// The oddities of the part at `step`.
    pub(crate) fn part(&self, step: PathStep<u32>) -> Option<&Self> {
        let index = self.parts.binary_search_by_key(&step, |(step, _)| *step).ok()?;
        self.parts.get(index).map(|(_, part)| part)
    }
}
