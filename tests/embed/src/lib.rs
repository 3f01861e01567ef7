//! A crate that generates the types of its own schema in its build script, in a nested module.
//!
//! The generated code refers to the runtime as `crate::wire` and does not depend on its own module path.
#![deny(warnings)]

pub use tl_runtime as wire;

/// A module between the crate root and the generated code.
pub mod protocols {
    /// The generated types of `schema.tl`.
    pub mod notes {
        tl_runtime::include_tl!("notes");
    }
}
