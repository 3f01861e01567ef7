//! Decodes megabytes of random bytes and of mutated values.

use fastrand::Rng;
use tl_interpreter::mutation::{MAX_MUTATED_LEN, mutate_value};
use tl_interpreter::{BitChoice, Budget, Interpreter};
use tl_parser::{Combinator, Schema};

use crate::api_schema::{api_schema, type_id_of_name};
use crate::decoding_attempt::{DECODED_TYPES, DecodedType, DecodingOutcome, with_small_stack};

/// Bytes of input for all types together: random bytes and damaged values.
const TOTAL_RANDOM_BYTES: usize = 10_000_000;

/// Bytes of random input for each type, and also bytes of damaged values for each type.
const RANDOM_BYTES_PER_TEST: usize = TOTAL_RANDOM_BYTES / DECODED_TYPES.len() / 2;

/// The constructors of the type that `decoder` decodes.
fn constructors_of_type(schema: &Schema, decoder: DecodedType) -> Vec<&Combinator> {
    let ids = &schema.ty(type_id_of_name(schema, decoder.ty)).constructors;
    ids.iter().map(|id| schema.combinator(*id)).collect()
}

/// A random constructor of the list, by TL name.
fn random_constructor_name(rng: &mut Rng, constructors: &[&Combinator]) -> String {
    constructors[rng.usize(..constructors.len())].name.to_string()
}

/// A random length of 4 bytes to 64 KiB, with each power of two equally likely.
fn random_length(rng: &mut Rng) -> usize {
    let max = 4 << rng.u32(0..=14);
    rng.usize(4..=max).min(MAX_MUTATED_LEN)
}

/// Decodes random bytes. Seven of eight inputs start with a valid constructor id: other inputs are refused at once.
fn decode_random_bytes(decoder: DecodedType, seed: u64) {
    let schema = api_schema();
    let constructors = constructors_of_type(&schema, decoder);
    let mut rng = Rng::with_seed(seed);
    let mut n_bytes = 0;
    while n_bytes < RANDOM_BYTES_PER_TEST {
        let mut bytes: Vec<_> = (0..random_length(&mut rng)).map(|_| rng.u8(..)).collect();
        if rng.u8(..8) > 0 {
            bytes[..4].copy_from_slice(&constructors[rng.usize(..constructors.len())].id.to_le_bytes());
        }
        decoder.decode_within_limits(&bytes);
        n_bytes += bytes.len();
    }
}

/// Decodes mutated valid values. Most are refused; an accepted value is encoded to as many bytes as its input has.
fn decode_damaged_values(decoder: DecodedType, seed: u64) {
    let schema = api_schema();
    let constructors = constructors_of_type(&schema, decoder);
    let mut rng = Rng::with_seed(seed);
    let mut interpreter = Interpreter::new(&schema, seed);
    let mut message = |rng: &mut Rng| {
        interpreter.set_budget(Budget { depth: rng.u32(2..=20), n_bytes: random_length(rng) / 4 });
        interpreter.value_of_call_chain(&[&random_constructor_name(rng, &constructors)], BitChoice::Random)
    };
    let (mut n_bytes, mut n_inputs, mut n_refused) = (0, 0, 0);
    while n_bytes < RANDOM_BYTES_PER_TEST {
        let (mut bytes, other) = (message(&mut rng), message(&mut rng));
        mutate_value(&mut rng, &mut bytes, &other);
        match decoder.decode_within_limits(&bytes) {
            // Unknown flags are dropped, which does not change the length.
            DecodingOutcome::Accepted(len) => assert_eq!(len, bytes.len()),
            DecodingOutcome::Refused => n_refused += 1,
        }
        n_inputs += 1;
        n_bytes += bytes.len();
    }
    assert!(n_refused > n_inputs / 2 && n_refused < n_inputs, "{n_refused} of {n_inputs} refused");
}

/// Decodes 100,000 mutations of 500 small values.
fn decode_mutations_of_small_values(decoder: DecodedType, seed: u64) {
    let schema = api_schema();
    let constructors = constructors_of_type(&schema, decoder);
    let mut rng = Rng::with_seed(seed);
    let mut interpreter = Interpreter::new(&schema, seed);
    interpreter.set_budget(Budget { depth: 5, n_bytes: 200 });
    let messages: Vec<_> = (0..500)
        .map(|_| {
            interpreter.value_of_call_chain(&[&random_constructor_name(&mut rng, &constructors)], BitChoice::Random)
        })
        .collect();
    for _ in 0..100_000 {
        let (mut bytes, other) =
            (messages[rng.usize(..messages.len())].clone(), &messages[rng.usize(..messages.len())]);
        mutate_value(&mut rng, &mut bytes, other);
        bytes.truncate(2048);
        decoder.decode_within_limits(&bytes);
    }
}

macro_rules! random_input_tests {
    ($($name:ident: $work:ident($decoder:expr, $seed:expr);)*) => {$(
        #[test]
        fn $name() {
            with_small_stack(|| $work(DECODED_TYPES[$decoder], $seed));
        }
    )*};
}

random_input_tests! {
    random_bytes_as_updates_stay_within_limits: decode_random_bytes(0, 1);
    random_bytes_as_messages_stay_within_limits: decode_random_bytes(1, 2);
    random_bytes_as_rich_text_stay_within_limits: decode_random_bytes(2, 3);
    random_bytes_as_page_block_stay_within_limits: decode_random_bytes(3, 4);
    damaged_updates_stay_within_limits: decode_damaged_values(0, 5);
    damaged_messages_of_a_chat_stay_within_limits: decode_damaged_values(1, 6);
    damaged_rich_text_stay_within_limits: decode_damaged_values(2, 7);
    damaged_page_block_stay_within_limits: decode_damaged_values(3, 8);
    random_bytes_as_dialogs_stay_within_limits: decode_random_bytes(4, 9);
    damaged_dialogs_stay_within_limits: decode_damaged_values(4, 10);
    many_mutations_of_updates_stay_within_limits: decode_mutations_of_small_values(0, 11);
    many_mutations_of_messages_stay_within_limits: decode_mutations_of_small_values(1, 12);
    many_mutations_of_rich_text_stay_within_limits: decode_mutations_of_small_values(2, 13);
    many_mutations_of_page_block_stay_within_limits: decode_mutations_of_small_values(3, 14);
    many_mutations_of_dialogs_stay_within_limits: decode_mutations_of_small_values(4, 15);
}
