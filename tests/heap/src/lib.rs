//! An allocator that counts what a thread asks the heap for, and knows how much of it the thread has.
//!
//! Whoever links this crate has it as the global allocator. Growing an allocation counts as one more, of its new size.
//! Memory that came from another thread makes what a thread has fall below zero when it is freed; differences stay
//! right. The count costs the same whoever is measured, and is never switched off.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static COUNTS: Cell<Counts> = const { Cell::new(Counts { n_allocations: 0, n_bytes: 0, live: 0, peak: 0 }) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

struct Counting;

/// What a thread did so far.
#[derive(Clone, Copy)]
struct Counts {
    n_allocations: u64,
    n_bytes: u64,
    live: isize,
    peak: isize,
}

/// What was asked of the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocated {
    /// How many times.
    pub n_allocations: u64,
    /// How many bytes in all.
    pub n_bytes: u64,
    /// How many bytes there were at most at once, beyond what was there before.
    pub peak: usize,
}

// SAFETY: all is left to the system's allocator; the counter is a constant-initialised cell without destructor, so
// that it neither allocates nor ever goes away before the thread does.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        // SAFETY: the caller's promise, passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        // SAFETY: the caller's promise, passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        remove(layout.size());
        // SAFETY: the caller's promise, passed on.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // Old and new place may both be there while the bytes are moved.
        add(new_size);
        remove(layout.size());
        // SAFETY: the caller's promise, passed on.
        unsafe { System.realloc(place, layout, new_size) }
    }
}

#[inline]
fn add(size: usize) {
    let Counts { n_allocations, n_bytes, live, peak } = COUNTS.get();
    let live = live + size as isize;
    let (n_allocations, n_bytes) = (n_allocations + 1, n_bytes + size as u64);
    COUNTS.set(Counts { n_allocations, n_bytes, live, peak: peak.max(live) });
}

#[inline]
fn remove(size: usize) {
    let counts = COUNTS.get();
    COUNTS.set(Counts { live: counts.live - size as isize, ..counts });
}

/// Runs `work` and tells what it asked of the heap; it may itself call this.
pub fn allocated_by<T>(work: impl FnOnce() -> T) -> (T, Allocated) {
    let before = COUNTS.get();
    COUNTS.set(Counts { peak: before.live, ..before });
    let value = work();
    let after = COUNTS.get();
    COUNTS.set(Counts { peak: before.peak.max(after.peak), ..after });
    let allocated = Allocated {
        n_allocations: after.n_allocations - before.n_allocations,
        n_bytes: after.n_bytes - before.n_bytes,
        peak: (after.peak - before.live).unsigned_abs(),
    };
    (value, allocated)
}

#[cfg(test)]
mod tests {
    use super::{Allocated, allocated_by};

    #[test]
    fn allocations_are_counted_and_frees_are_not() {
        let ((), allocated) = allocated_by(|| {
            let mut bytes = Vec::<u8>::with_capacity(1000);
            bytes.reserve_exact(2000);
            drop(bytes);
        });
        assert_eq!(allocated, Allocated { n_allocations: 2, n_bytes: 3000, peak: 3000 });
        assert_eq!(allocated_by(|| {}).1, Allocated { n_allocations: 0, n_bytes: 0, peak: 0 });
    }

    #[test]
    fn peak_is_what_was_there_at_once() {
        let (kept, allocated) = allocated_by(|| {
            drop(Vec::<u8>::with_capacity(1000));
            (Vec::<u8>::with_capacity(600), Vec::<u8>::with_capacity(700))
        });
        assert_eq!(allocated.peak, 1300);
        drop(kept);
        assert_eq!(allocated_by(|| drop(vec![1_u8; 10])).1.peak, 10);
    }

    #[test]
    fn a_peak_inside_of_work_is_one_of_the_work() {
        let (inner, outer) = allocated_by(|| {
            drop(Vec::<u8>::with_capacity(500));
            allocated_by(|| drop(Vec::<u8>::with_capacity(100))).1
        });
        assert_eq!((inner.peak, outer.peak), (100, 500));
    }
}
