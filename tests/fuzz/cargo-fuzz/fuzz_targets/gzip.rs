//! Runs `tl_fuzz::compare_gzip_with_zlib` under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tl_fuzz::compare_gzip_with_zlib(data));
