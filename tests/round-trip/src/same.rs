//! Views held against the owned values of the same bytes.

use crate::case::is_equal_to_itself;
use tl_runtime::views::{Held, Items, View, Viewable};
use tl_runtime::{Bytes, Deserialize, Reader, Result, Text};

/// Whether what is seen where it lies is what this owned value says, down to the last field.
pub trait SameAs<V> {
    /// Compares field by field, and looks into all that is nested.
    fn is_same(&self, view: V) -> bool;
}

macro_rules! copied {
    ($($ty:ty),*) => {$(
        impl SameAs<$ty> for $ty {
            fn is_same(&self, view: $ty) -> bool {
                *self == view
            }
        }
    )*};
}

copied!(i32, i64, u32, bool, [u8; 16], [u8; 32]);

impl SameAs<f64> for f64 {
    fn is_same(&self, view: f64) -> bool {
        self.to_bits() == view.to_bits()
    }
}

impl SameAs<&str> for Text {
    fn is_same(&self, view: &str) -> bool {
        *self == view
    }
}

impl SameAs<&[u8]> for Bytes {
    fn is_same(&self, view: &[u8]) -> bool {
        self == view
    }
}

impl<O: SameAs<V>, V> SameAs<Option<V>> for Option<O> {
    fn is_same(&self, view: Option<V>) -> bool {
        match (self, view) {
            (Some(owned), Some(view)) => owned.is_same(view),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<O: SameAs<V>, V> SameAs<V> for Box<O> {
    fn is_same(&self, view: V) -> bool {
        (**self).is_same(view)
    }
}

impl<'a, T: Viewable> SameAs<Items<'a, T>> for Vec<T::Owned>
where
    T::Owned: SameAs<T::View<'a>> + PartialEq,
{
    fn is_same(&self, view: Items<'a, T>) -> bool {
        let items = view.iter();
        let has_len = items.len() == self.len() && view.len() == self.len();
        let last = self.len().wrapping_sub(1);
        has_len
            && is_equal(&view.to_owned(), self)
            && items.zip(self).all(|(view, owned)| owned.is_same(view))
            && view.get(self.len()).is_none()
            && view.get(last).is_none_or(|view| self[last].is_same(view))
    }
}

/// Looks into what is nested, and compares it as a whole too.
#[doc(hidden)]
pub fn is_same_nested<'a, T: Viewable>(owned: &T::Owned, view: View<'a, T>) -> bool
where
    T::Owned: SameAs<T::View<'a>> + PartialEq,
{
    is_equal(&view.to_owned(), owned) && owned.is_same(view.get())
}

/// Impls for what is nested in views.
#[macro_export]
macro_rules! same {
    (boxed $owned:ty) => {
        impl SameAs<View<'_, $owned>> for $owned {
            fn is_same(&self, view: View<'_, $owned>) -> bool {
                is_same_nested(self, view)
            }
        }
    };
    (bare $owned:ty) => {
        impl SameAs<View<'_, BareOf<$owned>>> for $owned {
            fn is_same(&self, view: View<'_, BareOf<$owned>>) -> bool {
                is_same_nested(self, view)
            }
        }
    };
}

/// Whether two values are equal, or one has a number that isn't one: that is not equal to itself.
fn is_equal<T: PartialEq>(one: &T, other: &T) -> bool {
    one == other || !is_equal_to_itself(one)
}

/// What [`viewed`] is of some type.
pub type Viewed = fn(&[u8]) -> Result<bool, String>;

/// Reads bytes as an owned value and as views; tells whether both were read, or how they differ.
///
/// # Errors
///
/// The difference.
pub fn viewed<T>(bytes: &[u8]) -> Result<bool, String>
where
    T: Viewable<Owned = T> + Deserialize + PartialEq + for<'a> SameAs<T::View<'a>>,
{
    let strict = agree(
        &Reader::new(bytes).refuse_unknown_flags().read_all::<T>(),
        Reader::new(bytes).refuse_unknown_flags().view_all::<T>(),
    )?;
    let owned = T::from_bytes(bytes);
    let is_read = agree(&owned, T::view(bytes))?;
    if strict && !is_read {
        return Err("read by the stricter reader alone".to_owned());
    }
    match (owned, View::<T>::from_bytes(bytes), Held::<T>::from_bytes(Bytes::copy_from_slice(bytes))) {
        (Ok(owned), Ok(view), Ok(held)) => {
            let looks = [owned.is_same(view.get()), owned.is_same(held.view())];
            let owns = [is_equal(&view.to_owned(), &owned), is_equal(&held.to_owned(), &owned)];
            let is_same = looks == [true; 2] && owns == [true; 2] && view.bytes() == bytes;
            if is_same { Ok(true) } else { Err(format!("looks {looks:?}, owned {owns:?}")) }
        }
        (Err(error), Err(of_view), Err(of_held)) if error == of_view && error == of_held => Ok(false),
        (owned, view, held) => Err(format!("{:?}, but checked: {:?}, held: {:?}", owned.err(), view.err(), held.err())),
    }
}

/// Whether both were read, and if so the same.
fn agree<T: SameAs<V>, V: Copy>(owned: &Result<T>, view: Result<V>) -> Result<bool, String> {
    match (owned, view) {
        (Ok(owned), Ok(view)) if owned.is_same(view) => Ok(true),
        (Ok(_), Ok(_)) => Err("a view shows something else".to_owned()),
        (Err(error), Err(of_view)) if *error == of_view => Ok(false),
        (owned, view) => Err(format!("{:?}, but looked at: {:?}", owned.as_ref().err(), view.err())),
    }
}
