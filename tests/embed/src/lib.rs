//! A crate that generates types of its own schema while it is built (see `build.rs`), deep inside its modules.
//!
//! The generated code names the codec as `crate::wire` and knows nothing else of where it is.
#![deny(warnings)]

pub use tl_runtime as wire;

/// A module that isn't the root.
pub mod protocols {
    /// Notes in folders.
    pub mod notes {
        include!(concat!(env!("OUT_DIR"), "/notes/mod.rs"));
    }
}
