//! All tests of the generated types in one binary, so that the binary with the generated types is linked once.

mod change_locality;
mod decoding_errors;
mod documented_methods;
mod envelope;
mod feature_presence;
mod fixture_snapshots;
mod generated_api;
mod generator_codes;
mod json;
mod layers;
mod limits;
mod lossless;
mod metadata;
mod methods;
mod round_trip;
mod rpc_errors;
mod strings;
mod tl_text_fields;
mod values;
