//! RPC errors: a documented error type allocates nothing, an unknown message is stored once.

use tl_heap::heap_use_of;
use tl_types::KnownError as _;
use tl_types::api::{RpcError, RpcErrorKind};

#[test]
fn documented_error_types_allocate_nothing() {
    for row in RpcErrorKind::TYPES.iter().filter(|row| !row.name.ends_with('*')) {
        let message = row.name.replace("%d", "42");
        let (error, allocated) = heap_use_of(|| RpcError::new(400, &message));
        assert_eq!((error.kind().map(RpcErrorKind::name), allocated.n_bytes), (Some(row.name), 0), "{message}");
    }
}

#[test]
fn an_unknown_error_message_is_stored_once() {
    let message = "NOBODY_HAS_DOCUMENTED_THIS_7".repeat(1000);
    let (error, allocated) = heap_use_of(|| RpcError::new(400, &message));
    assert_eq!(error.message(), message);
    assert!(allocated.peak < message.len() + 64, "{allocated:?}");
}
