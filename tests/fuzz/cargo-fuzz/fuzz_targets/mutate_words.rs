//! Custom mutator: odd seeds select a mutation that keeps most 32-bit words intact, even seeds one of libFuzzer.

use libfuzzer_sys::{fuzz_mutator, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed.is_multiple_of(2) {
        fuzzer_mutate(data, size, max_size)
    } else {
        tl_fuzz::mutate_words(data, size, max_size, seed)
    }
});
