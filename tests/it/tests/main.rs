//! All tests of the generated types in one binary, so that the binary with the generated types is linked once.

mod api;
mod documented;
mod envelope;
mod errors;
mod feature_presence;
mod field_text;
mod generated;
mod generator_codes;
mod limits;
mod locality;
mod lossless;
mod metadata;
mod methods;
mod round_trip;
mod rpc_errors;
mod strings;
mod values;
