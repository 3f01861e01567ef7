//! A program without `std` that encodes and decodes values. It has an allocator, a panic handler and an entry point of
//! its own, and exits with status 0 if the values are equal after the round trip.
#![no_std]
#![no_main]

extern crate alloc;

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;
use core::sync::atomic::{AtomicUsize, Ordering};

use tl_types::api::constructors::{PeerUser, UpdateUserName, Username};
use tl_types::api::types::{Peer, Update};
use tl_types::{Deserialize as _, Serialize as _};

#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
}

const HEAP_SIZE: usize = 1 << 16;

#[repr(align(16))]
struct StaticHeap(core::cell::UnsafeCell<[u8; HEAP_SIZE]>);

// SAFETY: no part of the heap is given out twice.
unsafe impl Sync for StaticHeap {}

static HEAP: StaticHeap = StaticHeap(core::cell::UnsafeCell::new([0; HEAP_SIZE]));
static USED_HEAP_BYTES: AtomicUsize = AtomicUsize::new(0);

/// An allocator that never reuses memory.
struct BumpAllocator;

// SAFETY: each block is inside of `HEAP`, aligned, and given out once; null is returned when `HEAP` is full.
unsafe impl GlobalAlloc for BumpAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let size = layout.size() + layout.align();
        let start = USED_HEAP_BYTES.fetch_add(size, Ordering::Relaxed);
        if start + size > HEAP_SIZE {
            return core::ptr::null_mut();
        }
        let base = HEAP.0.get().cast::<u8>().wrapping_add(start);
        base.wrapping_add(base.align_offset(layout.align()))
    }

    unsafe fn dealloc(&self, _start: *mut u8, _layout: Layout) {}
}

#[global_allocator]
static ALLOCATOR: BumpAllocator = BumpAllocator;

#[panic_handler]
fn panic(_info: &PanicInfo<'_>) -> ! {
    // SAFETY: `abort` takes no arguments and does not return.
    unsafe { abort() }
}

/// The precompiled `alloc` refers to this symbol for unwinding. This program never unwinds.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

/// Needed for the same reason as [`rust_eh_personality`].
#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    // SAFETY: `abort` takes no arguments and does not return.
    unsafe { abort() }
}

fn survives_round_trip() -> Option<bool> {
    let update = Update::from(UpdateUserName {
        user_id: 7,
        first_name: "a name that is too long to be inside".into(),
        last_name: "".into(),
        usernames: [Username { active: true, ..Username::new("somebody") }].into(),
    });
    let bytes = update.to_bytes().ok()?;
    let again = Update::from_bytes(&bytes).ok()?;
    let is_refused = Peer::from_bytes(&bytes).is_err();
    let peer = Peer::from(PeerUser { user_id: 7 });
    Some(again == update && is_refused && Peer::from_bytes(&peer.to_bytes().ok()?).ok()? == peer)
}

#[unsafe(no_mangle)]
extern "C" fn main(_n_arguments: i32, _arguments: *const *const u8) -> i32 {
    if survives_round_trip() == Some(true) { 0 } else { 1 }
}
