//! The protocols under test: their schemas, and which generated type reads and writes which combinator.
//!
//! The tables are written by `build.rs`. They are statics of a library, so that what they do with thousands of types is
//! compiled here, once, and not in each program that looks at them. Nothing is tested here.

use std::path::Path;

use tl_parser::Schema;
pub use tl_round_trip::Case;
use tl_round_trip::{back, load, made, viewed};
use tl_runtime::{Described, Method};

/// Cases of `api`.
pub static API: &[Case] = include!(concat!(env!("OUT_DIR"), "/api.rs"));
/// Cases of `mtproto`.
pub static MTPROTO: &[Case] = include!(concat!(env!("OUT_DIR"), "/mtproto.rs"));

/// What is known of each function of `api`.
pub static METHODS: &[&Method] = include!(concat!(env!("OUT_DIR"), "/methods.rs"));

/// That types take no more memory than planned is checked while this compiles.
#[cfg(target_pointer_width = "64")]
mod sizes {
    include!(concat!(env!("OUT_DIR"), "/api_sizes.rs"));
    include!(concat!(env!("OUT_DIR"), "/mtproto_sizes.rs"));
}

/// Who compares views with owned values.
#[derive(Debug)]
pub enum Here {}

/// What each field of each view is held against.
mod views {
    use tl_round_trip::{SameAs, is_same_nested, same};
    use tl_runtime::views::{BareOf, View};

    use crate::Here;

    include!(concat!(env!("OUT_DIR"), "/api_views.rs"));
    include!(concat!(env!("OUT_DIR"), "/mtproto_views.rs"));
}

/// The schema of a protocol.
///
/// # Panics
///
/// If its file can't be read or has errors.
#[must_use]
pub fn schema(protocol: &str) -> Schema {
    load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schemas/{protocol}/{protocol}.tl")))
}
