//! Paths from the outermost value to a field, as decoding collects them and as errors show them.
//!
//! Decoding knows fields by index and combinators by a pointer to their names, so that a step costs no look-up. Names
//! are resolved when an error is displayed.

use core::str;

/// The field index of a value that is no field: a vector item, or an outermost value.
pub const NO_FIELD: u32 = u32::MAX;

/// One step of a path. `C` identifies a combinator: by its names in errors, by its id in lossless values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PathStep<C> {
    Combinator(C),
    /// The index of a field in its declaration.
    Field(u32),
    /// The index of an item in its vector.
    Item(u32),
}

impl PathStep<&'static CombinatorNames> {
    /// The step to the vector item at `index`. An index above `u32::MAX` becomes `u32::MAX`.
    pub(crate) fn item(index: usize) -> Self {
        Self::Item(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The same step, with the combinator identified by its id instead of its names.
    pub(crate) fn identified_by_id(self) -> PathStep<u32> {
        match self {
            Self::Combinator(names) => PathStep::Combinator(names.id),
            Self::Field(index) => PathStep::Field(index),
            Self::Item(index) => PathStep::Item(index),
        }
    }
}

/// The id and the names of a combinator: the part of its declaration that error paths and observers refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CombinatorNames {
    pub(crate) id: u32,
    /// The names of the combinator and its fields: see [`Declaration::names`](crate::Declaration::names).
    pub(crate) names: &'static str,
}

impl CombinatorNames {
    /// The constructor id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.id
    }

    /// The TL name of the combinator, with its namespace: `messages.sendMessage`.
    #[must_use]
    pub fn combinator(&self) -> &'static str {
        self.names.split(' ').next().unwrap_or_default()
    }

    /// The TL name of the field at `index`; `None` if the combinator has fewer fields.
    #[must_use]
    pub fn field(&self, index: u32) -> Option<&'static str> {
        self.fields().nth(usize::try_from(index).ok()?)
    }

    /// The TL names of all fields.
    #[must_use]
    pub fn fields(&self) -> str::Split<'static, char> {
        let mut words = self.names.split(' ');
        words.next();
        words
    }
}

/// One segment of the path from the outermost value to the value at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathSegment {
    /// The outermost combinator, by its TL name.
    Combinator(&'static str),
    /// A field, by its TL name.
    Field(&'static str),
    /// An item of a vector, by its index.
    Item(u32),
}

/// Converts the steps of a path, outermost first, to segments with TL names.
///
/// A combinator becomes a segment only as the first step. A field is named by the combinator in the step before it, and
/// is omitted if that step is no combinator.
pub(crate) fn segments<'a>(
    steps: impl Iterator<Item = &'a PathStep<&'static CombinatorNames>> + 'a,
) -> impl Iterator<Item = PathSegment> + 'a {
    let mut combinator = None;
    steps.enumerate().filter_map(move |(depth, step)| {
        let enclosing = combinator.take();
        match *step {
            PathStep::Combinator(names) => {
                combinator = Some(names);
                (depth == 0).then(|| PathSegment::Combinator(names.combinator()))
            }
            PathStep::Field(index) => enclosing?.field(index).map(PathSegment::Field),
            PathStep::Item(index) => Some(PathSegment::Item(index)),
        }
    })
}
