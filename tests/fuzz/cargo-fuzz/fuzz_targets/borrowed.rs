//! Runs `tl_fuzz::compare_view_of_first_id` under libFuzzer.

#![no_main]

mod mutate_words;

libfuzzer_sys::fuzz_target!(|data: &[u8]| tl_fuzz::compare_view_of_first_id(data));
