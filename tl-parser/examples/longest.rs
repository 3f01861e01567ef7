//! Measures time and memory for very long lines and deep brackets: `cargo run --release -p tl-parser --example
//! longest`.
//!
//! Each text is read with two lengths, to show whether time and memory grow linearly. Memory is the maximum of live
//! bytes while parsing and resolving, without the text.

use std::time::Instant;

use tl_heap::heap_use_of;
use tl_parser::{MAX_DEPTH, SourceMap, parse, resolve_to_diagnostics};

/// Lengths of the texts in bytes.
const TEXT_LENGTHS: [usize; 2] = [5_000_000, 50_000_000];

/// Number of nested brackets in one statement.
const N_NESTED_BRACKETS: usize = 100_000;

fn main() {
    let nested = |depth: usize| format!("user#12345678 x:{}int{} = User;", "(".repeat(depth), ")".repeat(depth));
    for (name, part) in [
        ("one line of declarations", "user#12345678 flags:# id:long name:flags.0?string friends:Vector<User> = User; "),
        ("one line of statements with 100,000 nested brackets", &nested(N_NESTED_BRACKETS)),
        ("one line of statements with the maximum of nested brackets", &nested(MAX_DEPTH)),
        ("one line of opening brackets", "("),
    ] {
        for len in TEXT_LENGTHS {
            measure_reading(name, repeated_with_new_names(part, len));
        }
    }
}

/// A text of about `len` bytes that repeats `part`, with new names in each repetition.
fn repeated_with_new_names(part: &str, len: usize) -> String {
    let mut text = String::with_capacity(len + part.len());
    for idx in 0.. {
        if text.len() >= len {
            break;
        }
        text.push_str(&part.replace("user#12345678", &format!("user{idx}")));
    }
    text
}

fn measure_reading(name: &str, text: String) {
    let mut sources = SourceMap::new();
    sources.add("longest.tl", text);
    let source = &sources.sources()[0];
    let start = Instant::now();
    let (n_diagnostics, allocated) = heap_use_of(|| {
        let (file, found) = parse(source);
        resolve_to_diagnostics(std::slice::from_ref(&file)).len() + found.len()
    });
    let (elapsed, len) = (start.elapsed(), source.text().len());
    let times = allocated.peak as f64 / len as f64;
    println!("{name}: {len} bytes in {elapsed:.2?}, {times:.1} times the text, {n_diagnostics} diagnostics");
}
