//! A name that was looked up, before it is applied to arguments.

use super::reference::Ref;

/// The declaration or codec type that a name denotes, and the parameters that it takes.
#[derive(Clone, Copy)]
pub(crate) struct NameMeaning {
    pub(crate) reference: Ref,
    pub(crate) params: ExpectedParams,
}

/// The parameters that arguments are checked against.
#[derive(Clone, Copy)]
pub(crate) enum ExpectedParams {
    None,
    /// One parameter of kind `Type`: the type of a vector's items.
    Item,
    /// The parameters of the type with this index.
    Of(u32),
}

impl NameMeaning {
    /// The meaning of an empty slot of the cache.
    pub(crate) const EMPTY_SLOT: Self = Self { reference: Ref::NONE, params: ExpectedParams::None };

    /// The reference of the name, if the name takes no arguments.
    #[inline]
    pub(crate) fn reference_without_args(self) -> Option<Ref> {
        match self.params {
            ExpectedParams::None => Some(self.reference),
            ExpectedParams::Item | ExpectedParams::Of(_) => None,
        }
    }

    /// The reference of the name, if it is the name of a vector type.
    #[inline]
    pub(crate) fn reference_of_vector(self) -> Option<Ref> {
        match self.params {
            ExpectedParams::Item => Some(self.reference),
            ExpectedParams::None | ExpectedParams::Of(_) => None,
        }
    }
}
