//! What the longest lines and the deepest brackets take: `cargo run --release -p tl-parser --example longest`.
//!
//! Each text is read at two lengths, so that one sees whether time and memory grow as it does. What is counted is all that
//! parsing and resolving have at once, the text left out.

use std::time::Instant;

use tl_heap::allocated_by;
use tl_parser::{MAX_DEPTH, SourceMap, check, parse};

/// Bytes of the texts.
const LENGTHS: [usize; 2] = [5_000_000, 50_000_000];

/// Brackets inside of each other in one statement.
const DEPTH: usize = 100_000;

fn main() {
    let nested = |depth: usize| format!("user#12345678 x:{}int{} = User;", "(".repeat(depth), ")".repeat(depth));
    for (name, part) in [
        ("one line of declarations", "user#12345678 flags:# id:long name:flags.0?string friends:Vector<User> = User; "),
        ("one line of 100,000 brackets inside of each other, again and again", &nested(DEPTH)),
        ("one line of as many of them as may be, again and again", &nested(MAX_DEPTH)),
        ("one line of opening brackets", "("),
    ] {
        for len in LENGTHS {
            measure(name, numbered(part, len));
        }
    }
}

/// The part again and again, each with names of its own.
fn numbered(part: &str, len: usize) -> String {
    let mut text = String::with_capacity(len + part.len());
    for idx in 0.. {
        if text.len() >= len {
            break;
        }
        text.push_str(&part.replace("user#12345678", &format!("user{idx}")));
    }
    text
}

fn measure(name: &str, text: String) {
    let mut sources = SourceMap::new();
    sources.add("longest.tl", text);
    let source = &sources.sources()[0];
    let start = Instant::now();
    let (n_findings, allocated) = allocated_by(|| {
        let (file, found) = parse(source);
        check(std::slice::from_ref(&file)).len() + found.len()
    });
    let (took, len) = (start.elapsed(), source.text().len());
    let times = allocated.peak as f64 / len as f64;
    println!("{name}: {len} bytes in {took:.2?}, {times:.1} times the text, {n_findings} findings");
}
