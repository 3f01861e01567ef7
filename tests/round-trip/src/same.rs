//! Views held against the owned values of the same bytes.

use crate::case::is_equal_to_itself;
use tl_runtime::views::{Items, OwnedView, Str, View, Viewable};
use tl_runtime::{Bytes, Deserialize, Reader, Result, Text};

/// Whether what is seen where it lies is what this owned value says, down to the last field.
///
/// `By` is a type of the crate that compares, which may write impls for types of other crates that way.
pub trait SameAs<V, By> {
    /// Compares field by field, and looks into all that is nested.
    fn is_same(&self, view: V) -> bool;
}

macro_rules! copied {
    ($($ty:ty),*) => {$(
        impl<By> SameAs<$ty, By> for $ty {
            fn is_same(&self, view: $ty) -> bool {
                *self == view
            }
        }
    )*};
}

copied!(i32, i64, u32, bool, [u8; 16], [u8; 32]);

impl<By> SameAs<f64, By> for f64 {
    fn is_same(&self, view: f64) -> bool {
        self.to_bits() == view.to_bits()
    }
}

impl<By> SameAs<f32, By> for f32 {
    fn is_same(&self, view: f32) -> bool {
        self.to_bits() == view.to_bits()
    }
}

impl<By> SameAs<Str<'_>, By> for Text {
    fn is_same(&self, view: Str<'_>) -> bool {
        *self == view.as_str() && view == **self
    }
}

impl<By> SameAs<&[u8], By> for Bytes {
    fn is_same(&self, view: &[u8]) -> bool {
        self == view
    }
}

impl<O: SameAs<V, By>, V, By> SameAs<Option<V>, By> for Option<O> {
    fn is_same(&self, view: Option<V>) -> bool {
        match (self, view) {
            (Some(owned), Some(view)) => owned.is_same(view),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<O: SameAs<V, By>, V, By> SameAs<V, By> for Box<O> {
    fn is_same(&self, view: V) -> bool {
        (**self).is_same(view)
    }
}

impl<'a, T: Viewable, By> SameAs<Items<'a, T>, By> for Vec<T::Owned>
where
    T::Owned: SameAs<T::View<'a>, By> + PartialEq,
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
pub fn is_same_nested<'a, T: Viewable, By>(owned: &T::Owned, view: View<'a, T>) -> bool
where
    T::Owned: SameAs<T::View<'a>, By> + PartialEq,
{
    is_equal(&view.to_owned(), owned) && owned.is_same(view.get())
}

/// Impls for what is nested in views, where a type `Here` says who compares.
#[macro_export]
macro_rules! same {
    (boxed $owned:ty) => {
        impl SameAs<View<'_, $owned>, Here> for $owned {
            fn is_same(&self, view: View<'_, $owned>) -> bool {
                is_same_nested::<_, Here>(self, view)
            }
        }
    };
    (bare $owned:ty) => {
        impl SameAs<View<'_, BareOf<$owned>>, Here> for $owned {
            fn is_same(&self, view: View<'_, BareOf<$owned>>) -> bool {
                is_same_nested::<_, Here>(self, view)
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
pub fn viewed<T, By>(bytes: &[u8]) -> Result<bool, String>
where
    T: Viewable<Owned = T> + Deserialize + PartialEq + for<'a> SameAs<T::View<'a>, By>,
{
    let owned = T::from_bytes(bytes);
    if agree::<_, _, By>(&owned, T::view(bytes))? {
        // Bits that no field has may be there.
        let strict = |bytes| Reader::new(bytes).refuse_unknown_flags();
        agree::<_, _, By>(&strict(bytes).read_all::<T>(), strict(bytes).view_all::<T>())?;
    }
    match (owned, View::<T>::from_bytes(bytes)) {
        (Ok(owned), Ok(view)) => {
            let held = OwnedView::from(view);
            let looks = [owned.is_same(view.get()), owned.is_same(held.view())];
            let owns = [is_equal(&view.to_owned(), &owned), is_equal(&held.to_owned(), &owned)];
            let is_same = looks == [true; 2] && owns == [true; 2] && view.bytes() == bytes;
            if is_same { Ok(true) } else { Err(format!("looks {looks:?}, owned {owns:?}")) }
        }
        (Err(error), Err(of_view)) if error == of_view => Ok(false),
        (owned, view) => Err(format!("{:?}, but checked: {:?}", owned.err(), view.err())),
    }
}

/// Whether both were read, and if so the same.
fn agree<T: SameAs<V, By>, V: Copy, By>(owned: &Result<T>, view: Result<V>) -> Result<bool, String> {
    match (owned, view) {
        (Ok(owned), Ok(view)) if owned.is_same(view) => Ok(true),
        (Ok(_), Ok(_)) => Err("a view shows something else".to_owned()),
        (Err(error), Err(of_view)) if *error == of_view => Ok(false),
        (owned, view) => Err(format!("{:?}, but looked at: {:?}", owned.as_ref().err(), view.err())),
    }
}
