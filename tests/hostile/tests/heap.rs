//! An allocator that knows how much of the heap a thread has, now and at most.
//!
//! Memory that came from another thread makes the count fall below zero when it is freed; differences stay right.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

struct Counting;

// SAFETY: all is left to the system's allocator; the counters are constant-initialised cells without destructors, so
// that they neither allocate nor ever go away before the thread does.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        // SAFETY: the caller's promise, passed on.
        unsafe { System.alloc(layout) }
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

fn add(size: usize) {
    let live = LIVE.get() + size as isize;
    LIVE.set(live);
    PEAK.set(PEAK.get().max(live));
}

fn remove(size: usize) {
    LIVE.set(LIVE.get() - size as isize);
}

/// Runs `work` and tells how many bytes of the heap it had at most, beyond what was there before.
pub(crate) fn peak_of<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = LIVE.get();
    PEAK.set(before);
    let value = work();
    (value, (PEAK.get() - before) as usize)
}

#[test]
fn peak_is_what_was_there_at_once() {
    let (kept, peak) = peak_of(|| {
        drop(Vec::<u8>::with_capacity(1000));
        (Vec::<u8>::with_capacity(600), Vec::<u8>::with_capacity(700))
    });
    assert_eq!(peak, 1300);
    drop(kept);
    assert_eq!(peak_of(|| drop(vec![1_u8; 10])).1, 10);
}
