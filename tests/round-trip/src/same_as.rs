//! Compares views with the owned values of the same bytes.

use tl_runtime::views::{Items, OwnedView, Str, View, Viewable};
use tl_runtime::{Bytes, Deserialize, Limits, Reader, Result, Text};

/// Whether a view has the same contents as this owned value, including all nested fields.
///
/// `By` is a local type of the crate that implements the trait for foreign types; the orphan rule requires one.
pub trait SameAs<V, By> {
    /// Compares all fields, including nested ones.
    fn has_contents_of(&self, view: V) -> bool;
}

macro_rules! impl_same_as_by_equality {
    ($($ty:ty),*) => {$(
        impl<By> SameAs<$ty, By> for $ty {
            fn has_contents_of(&self, view: $ty) -> bool {
                *self == view
            }
        }
    )*};
}

impl_same_as_by_equality!(i32, i64, u32, bool, [u8; 16], [u8; 32]);

impl<By> SameAs<f64, By> for f64 {
    fn has_contents_of(&self, view: f64) -> bool {
        self.to_bits() == view.to_bits()
    }
}

impl<By> SameAs<f32, By> for f32 {
    fn has_contents_of(&self, view: f32) -> bool {
        self.to_bits() == view.to_bits()
    }
}

impl<By> SameAs<Str<'_>, By> for Text {
    fn has_contents_of(&self, view: Str<'_>) -> bool {
        *self == view.as_str() && view == **self
    }
}

impl<By> SameAs<&[u8], By> for Bytes {
    fn has_contents_of(&self, view: &[u8]) -> bool {
        self == view
    }
}

impl<By> SameAs<&[u8], By> for Vec<u8> {
    fn has_contents_of(&self, view: &[u8]) -> bool {
        self == view
    }
}

impl<O: SameAs<V, By>, V, By> SameAs<Option<V>, By> for Option<O> {
    fn has_contents_of(&self, view: Option<V>) -> bool {
        match (self, view) {
            (Some(owned), Some(view)) => owned.has_contents_of(view),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<O: SameAs<V, By>, V, By> SameAs<V, By> for Box<O> {
    fn has_contents_of(&self, view: V) -> bool {
        (**self).has_contents_of(view)
    }
}

impl<'a, T: Viewable, By> SameAs<Items<'a, T>, By> for Vec<T::Owned>
where
    T::Owned: SameAs<T::View<'a>, By> + PartialEq,
{
    fn has_contents_of(&self, view: Items<'a, T>) -> bool {
        let items = view.iter();
        let has_len = items.len() == self.len() && view.len() == self.len();
        let last = self.len().wrapping_sub(1);
        has_len
            && is_equal_or_nan(&view.to_vec(), self)
            && items.zip(self).all(|(view, owned)| owned.has_contents_of(view))
            && view.get(self.len()).is_none()
            && view.get(last).is_none_or(|view| self[last].has_contents_of(view))
    }
}

/// Compares a nested view both field by field and after conversion to an owned value.
#[doc(hidden)]
pub fn has_contents_of_nested<'a, T: Viewable, By>(owned: &T::Owned, view: View<'a, T>) -> bool
where
    T::Owned: SameAs<T::View<'a>, By> + PartialEq,
{
    is_equal_or_nan(&view.to_value(), owned) && owned.has_contents_of(view.get())
}

/// Implements `SameAs` for nested views; the calling crate has the type `ThisCrate` for the parameter `By`.
#[macro_export]
macro_rules! impl_same_as_nested {
    (boxed $owned:ty) => {
        impl SameAs<View<'_, $owned>, ThisCrate> for $owned {
            fn has_contents_of(&self, view: View<'_, $owned>) -> bool {
                has_contents_of_nested::<_, ThisCrate>(self, view)
            }
        }
    };
    (bare $owned:ty) => {
        impl SameAs<View<'_, BareOf<$owned>>, ThisCrate> for $owned {
            fn has_contents_of(&self, view: View<'_, BareOf<$owned>>) -> bool {
                has_contents_of_nested::<_, ThisCrate>(self, view)
            }
        }
    };
}

/// Whether two values are equal, or `one` contains a NaN and is not equal to itself.
pub(crate) fn is_equal_or_nan<T: PartialEq>(one: &T, other: &T) -> bool {
    let itself = one;
    one == other || one != itself
}

/// A function [`compare_view`] for one type.
pub type CompareViewFn = fn(&[u8]) -> Result<bool, String>;

/// Decodes bytes as an owned value and as views. Returns true if both succeed, and false if both fail with the same
/// error.
///
/// # Errors
///
/// If only one of the two is accepted, if their errors differ, or if their contents differ.
pub fn compare_view<T, By>(bytes: &[u8]) -> Result<bool, String>
where
    T: Viewable<Owned = T> + Deserialize + PartialEq + for<'a> SameAs<T::View<'a>, By>,
{
    // Limits of memory don't apply to views, so there are none for the owned value either.
    let limits = Limits::default().with_allocation(usize::MAX, usize::MAX);
    let owned = Reader::new(bytes).with_limits(limits).read_all::<T>();
    if check_same_outcome::<_, _, By>(&owned, T::view(bytes))? {
        // The comparison above accepts unknown flags, the following one refuses them.
        let strict = |bytes| Reader::new(bytes).with_limits(limits).refuse_unknown_flags();
        check_same_outcome::<_, _, By>(&strict(bytes).read_all::<T>(), strict(bytes).view_all::<T>())?;
    }
    match (owned, View::<T>::from_bytes(bytes)) {
        (Ok(owned), Ok(view)) => {
            let held = OwnedView::from(view);
            let field_comparisons = [owned.has_contents_of(view.get()), owned.has_contents_of(held.view())];
            let owned_comparisons =
                [is_equal_or_nan(&view.to_value(), &owned), is_equal_or_nan(&held.to_value(), &owned)];
            let has_same_contents =
                field_comparisons == [true; 2] && owned_comparisons == [true; 2] && view.bytes() == bytes;
            if has_same_contents {
                Ok(true)
            } else {
                Err(format!("fields {field_comparisons:?}, owned values {owned_comparisons:?}"))
            }
        }
        (Err(error), Err(of_view)) if error == of_view => Ok(false),
        (owned, view) => Err(format!("owned: {:?}, checked view: {:?}", owned.err(), view.err())),
    }
}

/// True if the owned value and the view were both accepted, false if both were refused with the same error. An error
/// if only one was accepted, if their errors differ, or if their contents differ.
fn check_same_outcome<T: SameAs<V, By>, V: Copy, By>(owned: &Result<T>, view: Result<V>) -> Result<bool, String> {
    match (owned, view) {
        (Ok(owned), Ok(view)) if owned.has_contents_of(view) => Ok(true),
        (Ok(_), Ok(_)) => Err("the view has other contents".to_owned()),
        (Err(error), Err(of_view)) if *error == of_view => Ok(false),
        (owned, view) => Err(format!("owned: {:?}, view: {:?}", owned.as_ref().err(), view.err())),
    }
}
