//! The operations of `tl-types` on views, which borrow from the input.

use std::hint::black_box;

use bytes::Bytes;
use tl_types::views::{Items, Str, View, Viewable};

use super::measured_work::{MeasuredWork, work_that_makes_values};

/// A type of `tl-types` that has a view.
pub(crate) trait HasView: Viewable + 'static {}

impl<T: Viewable + 'static> HasView for T {}

/// Work that validates all bytes and creates a view of the outermost value.
pub(crate) fn view_work<T: HasView>(bytes: &Bytes) -> MeasuredWork {
    let bytes = bytes.clone();
    Box::new(move |n_times| {
        for _ in 0..n_times {
            black_box(&T::view(black_box(&bytes)).expect("it was decoded before"));
        }
    })
}

/// Work that validates all bytes and reads every field of every nested view.
pub(crate) fn visit_work<T: HasView>(bytes: &Bytes) -> MeasuredWork
where
    for<'a> T::View<'a>: Visit,
{
    let bytes = bytes.clone();
    work_that_makes_values(move || {
        let mut sum = 0;
        T::view(black_box(&bytes)).expect("it was decoded before").visit(&mut sum);
        sum
    })
}

/// A view or field that can be read completely, including all nested views.
pub(crate) trait Visit {
    /// Adds a part of each field to `sum`, so that the compiler cannot skip the read.
    fn visit(self, sum: &mut u64);
}

macro_rules! impl_visit_for_numbers {
    ($($ty:ty),*) => {$(
        impl Visit for $ty {
            #[inline]
            fn visit(self, sum: &mut u64) {
                *sum = sum.wrapping_add(self as u64);
            }
        }
    )*};
}

impl_visit_for_numbers!(i32, i64, u32, f64, bool);

macro_rules! impl_visit_for_bytes {
    ($($ty:ty, |$this:ident| $bytes:expr;)*) => {$(
        impl Visit for $ty {
            #[inline]
            fn visit(self, sum: &mut u64) {
                let $this = self;
                let bytes: &[u8] = $bytes;
                *sum = sum.wrapping_add(bytes.len() as u64 + u64::from(bytes.first().copied().unwrap_or(0)));
            }
        }
    )*};
}

impl_visit_for_bytes! {
    [u8; 16], |this| &this;
    [u8; 32], |this| &this;
    Str<'_>, |this| this.as_str().as_bytes();
    &[u8], |this| this;
}

impl<V: Visit> Visit for Option<V> {
    #[inline]
    fn visit(self, sum: &mut u64) {
        if let Some(view) = self {
            view.visit(sum);
        }
    }
}

impl<'a, T: Viewable<View<'a>: Visit>> Visit for View<'a, T> {
    #[inline]
    fn visit(self, sum: &mut u64) {
        self.get().visit(sum);
    }
}

impl<'a, T: Viewable<View<'a>: Visit>> Visit for Items<'a, T> {
    #[inline]
    fn visit(self, sum: &mut u64) {
        self.iter().for_each(|item| item.visit(sum));
    }
}

include!(concat!(env!("OUT_DIR"), "/visits.rs"));
