//! A name that was looked up, before it is applied to arguments.

use super::reference::Ref;

/// The reference of a name and the parameters that it takes.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) reference: Ref,
    pub(super) params: Params,
}

/// The parameters that arguments are checked against.
#[derive(Clone, Copy)]
pub(super) enum Params {
    None,
    /// The item of a vector: one parameter of kind `Type`.
    Item,
    /// The parameters of this type.
    Of(u32),
}

impl Head {
    /// The head of no name.
    pub(super) const NOTHING: Self = Self { reference: Ref::NONE, params: Params::None };

    /// The reference, if the name takes no arguments.
    #[inline]
    pub(super) fn alone(self) -> Option<Ref> {
        match self.params {
            Params::None => Some(self.reference),
            Params::Item | Params::Of(_) => None,
        }
    }

    /// The reference, if the name is a vector.
    #[inline]
    pub(super) fn of_item(self) -> Option<Ref> {
        match self.params {
            Params::Item => Some(self.reference),
            Params::None | Params::Of(_) => None,
        }
    }
}
