//! Made-up values of every type, for property tests and fuzzing: the feature `arbitrary`.
//!
//! A value is made by the code that reads it, from a source of choices instead of bytes of TL. Every source gives a value;
//! one that runs out gives the simplest that it began.

pub use arbitrary::{Arbitrary, Result, Unstructured};

use crate::read::{Deserialize, Reader};
use crate::text::Text;

/// Choices that one value uses up at most, in bytes.
const MAX_CHOICES: usize = 1 << 14;

/// A value that can be sent: no deeper than [`Limits::depth`](crate::Limits::depth), no string too long.
///
/// # Errors
///
/// Never; the type is that of [`Arbitrary::arbitrary`].
pub fn value<T: Deserialize>(u: &mut Unstructured<'_>) -> Result<T> {
    let n_choices = u.len().min(MAX_CHOICES);
    let choices = u.bytes(n_choices)?;
    Ok(T::deserialize(&mut Reader::arbitrary(choices)))
}

impl<'a> Arbitrary<'a> for Text {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary::<&str>().map(Self::from)
    }
}
