//! Runs `tl_fuzz::schema` under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tl_fuzz::schema(data));
