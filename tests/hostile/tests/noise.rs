//! Megabytes of random bytes and of mutated messages.

use fastrand::Rng;
use tl_interpreter::mutation::{MAX_LEN, mutate};
use tl_interpreter::{Bits, Budget, Interpreter};
use tl_parser::{Combinator, Schema};

use crate::attempt::{DECODERS, Decoder, Outcome, with_small_stack};
use crate::schema::{schema, type_id};

/// Total input of the random bytes and the damaged messages, in bytes.
const TOTAL: usize = 10_000_000;

/// Bytes of input for each type: one share of random bytes, and one of damaged messages.
const SHARE: usize = TOTAL / DECODERS.len() / 2;

/// The constructors of the type that `decoder` decodes.
fn constructors(schema: &Schema, decoder: Decoder) -> Vec<&Combinator> {
    let ids = &schema.ty(type_id(schema, decoder.ty)).constructors;
    ids.iter().map(|id| schema.combinator(*id)).collect()
}

/// A random constructor of the list, by TL name.
fn random_name(rng: &mut Rng, constructors: &[&Combinator]) -> String {
    constructors[rng.usize(..constructors.len())].name.to_string()
}

/// A random length of 4 bytes to 64 KiB, with each power of two equally likely.
fn length(rng: &mut Rng) -> usize {
    let max = 4 << rng.u32(0..=14);
    rng.usize(4..=max).min(MAX_LEN)
}

/// Random bytes, mostly after a valid constructor id: with another first word, they are refused at once.
fn random_bytes(decoder: Decoder, seed: u64) {
    let schema = schema();
    let constructors = constructors(&schema, decoder);
    let mut rng = Rng::with_seed(seed);
    let mut n_bytes = 0;
    while n_bytes < SHARE {
        let mut bytes: Vec<_> = (0..length(&mut rng)).map(|_| rng.u8(..)).collect();
        if rng.u8(..8) > 0 {
            bytes[..4].copy_from_slice(&constructors[rng.usize(..constructors.len())].id.to_le_bytes());
        }
        decoder.attempt(&bytes);
        n_bytes += bytes.len();
    }
}

/// Mutated valid messages. Most are refused; an accepted value has the length of its input.
fn damaged_messages(decoder: Decoder, seed: u64) {
    let schema = schema();
    let constructors = constructors(&schema, decoder);
    let mut rng = Rng::with_seed(seed);
    let mut interpreter = Interpreter::new(&schema, seed);
    let mut message = |rng: &mut Rng| {
        interpreter.set_budget(Budget { depth: rng.u32(2..=20), n_bytes: length(rng) / 4 });
        interpreter.call(&[&random_name(rng, &constructors)], Bits::Random)
    };
    let (mut n_bytes, mut n_inputs, mut n_refused) = (0, 0, 0);
    while n_bytes < SHARE {
        let (mut bytes, other) = (message(&mut rng), message(&mut rng));
        mutate(&mut rng, &mut bytes, &other);
        match decoder.attempt(&bytes) {
            // Unknown flags are dropped, which does not change the length.
            Outcome::Accepted(len) => assert_eq!(len, bytes.len()),
            Outcome::Refused => n_refused += 1,
        }
        n_inputs += 1;
        n_bytes += bytes.len();
    }
    assert!(n_refused > n_inputs / 2 && n_refused < n_inputs, "{n_refused} of {n_inputs} refused");
}

/// Many mutations of small messages.
fn many_mutations(decoder: Decoder, seed: u64) {
    let schema = schema();
    let constructors = constructors(&schema, decoder);
    let mut rng = Rng::with_seed(seed);
    let mut interpreter = Interpreter::new(&schema, seed);
    interpreter.set_budget(Budget { depth: 5, n_bytes: 200 });
    let messages: Vec<_> =
        (0..500).map(|_| interpreter.call(&[&random_name(&mut rng, &constructors)], Bits::Random)).collect();
    for _ in 0..100_000 {
        let (mut bytes, other) =
            (messages[rng.usize(..messages.len())].clone(), &messages[rng.usize(..messages.len())]);
        mutate(&mut rng, &mut bytes, other);
        bytes.truncate(2048);
        decoder.attempt(&bytes);
    }
}

macro_rules! noise {
    ($($name:ident: $work:ident($decoder:expr, $seed:expr);)*) => {$(
        #[test]
        fn $name() {
            with_small_stack(|| $work(DECODERS[$decoder], $seed));
        }
    )*};
}

noise! {
    random_bytes_as_updates: random_bytes(0, 1);
    random_bytes_as_messages: random_bytes(1, 2);
    random_bytes_as_rich_text: random_bytes(2, 3);
    random_bytes_as_page_block: random_bytes(3, 4);
    damaged_updates: damaged_messages(0, 5);
    damaged_messages_of_a_chat: damaged_messages(1, 6);
    damaged_rich_text: damaged_messages(2, 7);
    damaged_page_block: damaged_messages(3, 8);
    random_bytes_as_dialogs: random_bytes(4, 9);
    damaged_dialogs: damaged_messages(4, 10);
    many_mutations_of_updates: many_mutations(0, 11);
    many_mutations_of_messages: many_mutations(1, 12);
    many_mutations_of_rich_text: many_mutations(2, 13);
    many_mutations_of_page_block: many_mutations(3, 14);
    many_mutations_of_dialogs: many_mutations(4, 15);
}
