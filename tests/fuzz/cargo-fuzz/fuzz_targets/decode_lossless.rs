//! Runs `tl_fuzz::decode_lossless` under libFuzzer.

#![no_main]

mod mutate_words;

libfuzzer_sys::fuzz_target!(|data: &[u8]| tl_fuzz::decode_lossless(data));
