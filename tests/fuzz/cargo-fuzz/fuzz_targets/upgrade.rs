//! Runs `tl_fuzz::upgrade` under libFuzzer.

#![no_main]

mod mutate_words;

libfuzzer_sys::fuzz_target!(|data: &[u8]| tl_fuzz::upgrade(data));
