//! An allocator that counts what a thread asks it for.
//!
//! Growing an allocation counts as one more, of its new size. The count costs the same whoever is measured, and is
//! never switched off.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ops::Sub;

thread_local! {
    static SO_FAR: Cell<Allocated> = const { Cell::new(Allocated { n_allocations: 0, n_bytes: 0 }) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

struct Counting;

/// What was asked of the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allocated {
    /// How many times.
    pub(crate) n_allocations: u64,
    /// How many bytes in all.
    pub(crate) n_bytes: u64,
}

impl Sub for Allocated {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self { n_allocations: self.n_allocations - earlier.n_allocations, n_bytes: self.n_bytes - earlier.n_bytes }
    }
}

// SAFETY: all is left to the system's allocator; the counter is a constant-initialised cell without destructor, so
// that it neither allocates nor ever goes away before the thread does.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promise, passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promise, passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise, passed on.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size);
        // SAFETY: the caller's promise, passed on.
        unsafe { System.realloc(place, layout, new_size) }
    }
}

fn count(size: usize) {
    let Allocated { n_allocations, n_bytes } = SO_FAR.get();
    SO_FAR.set(Allocated { n_allocations: n_allocations + 1, n_bytes: n_bytes + size as u64 });
}

/// Runs `work` and tells what it asked of the heap.
pub(crate) fn allocated_by(work: impl FnOnce()) -> Allocated {
    let before = SO_FAR.get();
    work();
    SO_FAR.get() - before
}

#[test]
fn allocations_are_counted_and_frees_are_not() {
    let allocated = allocated_by(|| {
        let mut bytes = Vec::<u8>::with_capacity(1000);
        bytes.reserve_exact(2000);
        drop(bytes);
    });
    assert_eq!(allocated, Allocated { n_allocations: 2, n_bytes: 3000 });
    assert_eq!(allocated_by(|| {}), Allocated { n_allocations: 0, n_bytes: 0 });
}
