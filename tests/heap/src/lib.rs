//! A global allocator that counts the allocations and the live bytes of each thread.
//!
//! Every program that links this crate uses the allocator. A reallocation counts as one allocation of the new size.
//! Freeing memory of another thread makes the live bytes of a thread negative; differences stay correct. The counting
//! cannot be switched off, so it costs the same for everything that is measured.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::{self, Write as _};

thread_local! {
    static THREAD_COUNTS: Cell<ThreadCounts> = const { Cell::new(ThreadCounts { n_allocations: 0, n_bytes: 0, live: 0, peak: 0 }) };
}

#[global_allocator]
static COUNTING_ALLOCATOR: CountingAllocator = CountingAllocator;

struct CountingAllocator;

/// Counters of a thread since its start.
#[derive(Clone, Copy)]
struct ThreadCounts {
    n_allocations: u64,
    n_bytes: u64,
    live: isize,
    peak: isize,
}

/// The heap use of a function call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeapUse {
    /// Number of allocations, including reallocations.
    pub n_allocations: u64,
    /// Sum of the sizes of all allocations in bytes, freed or not.
    pub n_bytes: u64,
    /// Maximum of live bytes during the call, minus the live bytes before the call.
    pub peak: usize,
}

// SAFETY: all calls are forwarded to the system allocator. The counter is a constant-initialised cell without
// destructor, so it never allocates and is valid until the thread ends.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count_allocation(layout.size());
        // SAFETY: the caller upholds the contract of `GlobalAlloc`, and `System` has the same one.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count_allocation(layout.size());
        // SAFETY: the caller upholds the contract of `GlobalAlloc`, and `System` has the same one.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        subtract_freed_bytes(layout.size());
        // SAFETY: the caller upholds the contract of `GlobalAlloc`, and `System` has the same one.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // The old and the new block may exist at the same time, so the new one is added first.
        count_allocation(new_size);
        subtract_freed_bytes(layout.size());
        // SAFETY: the caller upholds the contract of `GlobalAlloc`, and `System` has the same one.
        unsafe { System.realloc(block, layout, new_size) }
    }
}

#[inline]
fn count_allocation(size: usize) {
    let ThreadCounts { n_allocations, n_bytes, live, peak } = THREAD_COUNTS.get();
    let live = live + size as isize;
    let (n_allocations, n_bytes) = (n_allocations + 1, n_bytes + size as u64);
    THREAD_COUNTS.set(ThreadCounts { n_allocations, n_bytes, live, peak: peak.max(live) });
}

#[inline]
fn subtract_freed_bytes(size: usize) {
    let counts = THREAD_COUNTS.get();
    THREAD_COUNTS.set(ThreadCounts { live: counts.live - size as isize, ..counts });
}

/// Runs `work` and returns its heap use. Calls may be nested.
pub fn heap_use_of<T>(work: impl FnOnce() -> T) -> (T, HeapUse) {
    let before = THREAD_COUNTS.get();
    THREAD_COUNTS.set(ThreadCounts { peak: before.live, ..before });
    let value = work();
    let after = THREAD_COUNTS.get();
    THREAD_COUNTS.set(ThreadCounts { peak: before.peak.max(after.peak), ..after });
    let allocated = HeapUse {
        n_allocations: after.n_allocations - before.n_allocations,
        n_bytes: after.n_bytes - before.n_bytes,
        peak: (after.peak - before.live).unsigned_abs(),
    };
    (value, allocated)
}

/// Formats a value and discards the text, without allocating for it.
///
/// # Panics
///
/// If the value refuses to be formatted.
pub fn format_and_discard(arguments: fmt::Arguments<'_>) {
    struct DiscardText;
    impl fmt::Write for DiscardText {
        fn write_str(&mut self, _text: &str) -> fmt::Result {
            Ok(())
        }
    }
    DiscardText.write_fmt(arguments).expect("`Debug` and `Display` never fail");
}

#[cfg(test)]
mod tests {
    use super::{HeapUse, heap_use_of};

    #[test]
    fn allocations_are_counted_and_frees_are_not() {
        let ((), allocated) = heap_use_of(|| {
            let mut bytes = Vec::<u8>::with_capacity(1000);
            bytes.reserve_exact(2000);
            drop(bytes);
        });
        assert_eq!(allocated, HeapUse { n_allocations: 2, n_bytes: 3000, peak: 3000 });
        assert_eq!(heap_use_of(|| {}).1, HeapUse { n_allocations: 0, n_bytes: 0, peak: 0 });
    }

    #[test]
    fn the_peak_counts_live_bytes() {
        let (kept, allocated) = heap_use_of(|| {
            drop(Vec::<u8>::with_capacity(1000));
            (Vec::<u8>::with_capacity(600), Vec::<u8>::with_capacity(700))
        });
        assert_eq!(allocated.peak, 1300);
        drop(kept);
        assert_eq!(heap_use_of(|| drop(vec![1_u8; 10])).1.peak, 10);
    }

    #[test]
    fn nested_calls_have_separate_peaks() {
        let (inner, outer) = heap_use_of(|| {
            drop(Vec::<u8>::with_capacity(500));
            heap_use_of(|| drop(Vec::<u8>::with_capacity(100))).1
        });
        assert_eq!((inner.peak, outer.peak), (100, 500));
    }
}
