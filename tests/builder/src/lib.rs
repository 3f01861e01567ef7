//! Protocols from the Builder: one with every feature, two levels deep; two of which one uses the other; one of TON;
//! one with `Vec<u8>` in place of shared bytes.
#![deny(
    warnings,
    missing_copy_implementations,
    missing_docs,
    single_use_lifetimes,
    unreachable_pub,
    unused_qualifications,
    clippy::pedantic,
    rustdoc::all
)]

/// A module between the crate root and the generated code.
pub mod protocols {
    /// Another module between the crate root and the generated code.
    pub mod deep {
        /// The protocol of `tl/every/every.tl`.
        pub mod every {
            tl_runtime::include_tl!("every");
        }
    }
}

/// The protocol of `tl/blocks.tl`.
pub mod blocks {
    tl_runtime::include_tl!("blocks");
}

/// The protocol of `tl/lite.tl`, which uses types of [`blocks`].
pub mod lite {
    tl_runtime::include_tl!("lite");
}

/// A part of TON's schemas.
pub mod ton {
    tl_runtime::include_tl!("ton");
}

/// The protocol of `tl/blobs.tl`, in which `bytes` are `Vec<u8>`.
pub mod blobs {
    tl_runtime::include_tl!("blobs");
}

/// The types of the protocols, for round trips.
pub mod type_tables {
    use tl_round_trip::{TypeUnderTest, decode_and_encode, encode_and_decode};

    /// The types of [`every`](crate::protocols::deep::every).
    pub const EVERY: &[TypeUnderTest] = include!(concat!(env!("OUT_DIR"), "/every.table.rs"));
    /// The types of [`blocks`](crate::blocks).
    pub const BLOCKS: &[TypeUnderTest] = include!(concat!(env!("OUT_DIR"), "/blocks.table.rs"));
    /// The types of [`ton`](crate::ton).
    pub const TON: &[TypeUnderTest] = include!(concat!(env!("OUT_DIR"), "/ton.table.rs"));
    /// The types of [`blobs`](crate::blobs).
    pub const BLOBS: &[TypeUnderTest] = include!(concat!(env!("OUT_DIR"), "/blobs.table.rs"));
    /// The types of [`lite`](crate::lite).
    pub const LITE: &[TypeUnderTest] = include!(concat!(env!("OUT_DIR"), "/lite.table.rs"));
}
