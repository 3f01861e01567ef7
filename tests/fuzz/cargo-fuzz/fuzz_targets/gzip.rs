//! Runs `tl_fuzz::gzip` under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tl_fuzz::gzip(data));
