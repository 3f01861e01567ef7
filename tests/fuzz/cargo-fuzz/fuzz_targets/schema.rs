//! Runs `tl_fuzz::check_schema_text` under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tl_fuzz::check_schema_text(data));
