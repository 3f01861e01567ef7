//! `tl_fuzz::containers` under libFuzzer. Half of the mutations are ours, which keep words whole.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|data: &[u8]| tl_fuzz::containers(data));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed.is_multiple_of(2) {
        fuzzer_mutate(data, size, max_size)
    } else {
        tl_fuzz::mutate_words(data, size, max_size, seed)
    }
});
