//! Any input gives a result in bounded time, without a panic.
//!
//! Texts are fixtures with random damage; the seed is fixed, so failures are reproducible. Invariant: every span of a
//! diagnostic can be rendered.

mod common;

use std::fs;

use common::{assert_linear, diagnostics_of};
use fastrand::Rng;
use tl_parser::{Code, MAX_DEPTH, Style, parse, read_text, render_all};

/// Texts to insert: every token, some invalid tokens, and some tokens that are valid only in certain positions.
const INSERTED_TEXTS: [&[&str]; 2] = [
    &[
        ":", ";", "(", ")", "[", "]", "{", "}", "=", "#", "?", "%", "<", ">", "+", ",", "*", "_", "!", ".", "---", "-",
        "/", "//", "\n", "\r\n", " ", "\t", "\0", "\u{feff}", "ж", "🙂", "@", "0", "7", "32", "x", "X", "int",
        "Vector", "vector", "true", "bytes", "Final ", "New ", "Empty ", "Type", "flags.0?", "a.b.C", "#zz", "x:int",
        "{X:Type}", "!X", "= Foo;",
    ],
    &["4294967296", "#12345678", "---types---", "---functions---", "// LAYER 7\n", "n*[ int ]", "foo = Foo;"],
];

fn small_fixture_texts() -> Vec<String> {
    let paths = common::fixture_files("conformance", "tl").into_iter().chain(common::fixture_files("err", "tl"));
    paths.map(|path| fs::read_to_string(path).unwrap()).filter(|text| text.len() < 4000).collect()
}

/// Removes, inserts, duplicates or copies one piece of a text.
fn with_one_random_damage(random: &mut Rng, text: &str, others: &[String]) -> String {
    let boundaries: Vec<usize> = text.char_indices().map(|(idx, _)| idx).chain([text.len()]).collect();
    let mut cut = [boundaries[random.usize(..boundaries.len())], boundaries[random.usize(..boundaries.len())]];
    cut.sort_unstable();
    let ([start, end], insertions) = (cut, INSERTED_TEXTS.concat());
    match random.u8(..4) {
        0 => format!("{}{}", &text[..start], &text[end..]),
        1 => format!("{}{}{}", &text[..start], insertions[random.usize(..insertions.len())], &text[start..]),
        2 => format!("{}{}", &text[..end], &text[start..]),
        _ => {
            let other = &others[random.usize(..others.len())];
            let boundary = other.char_indices().map(|(idx, _)| idx).nth(random.usize(..=other.len())).unwrap_or(0);
            format!("{}{}", &text[..start], &other[boundary..])
        }
    }
}

#[test]
fn damaged_texts_do_not_panic() {
    let texts = small_fixture_texts();
    let mut random = Rng::with_seed(0x5eed);
    let mut n_refused = 0;
    for round in 0..6000 {
        let mut text = texts[random.usize(..texts.len())].clone();
        for _ in 0..=random.u8(..4) {
            text = with_one_random_damage(&mut random, &text, &texts);
        }
        let (sources, schema, diagnostics) = read_text("damaged.tl", text.as_str());
        n_refused += usize::from(diagnostics.iter().any(|diagnostic| diagnostic.is_error()));
        let rendered = render_all(&diagnostics, &sources, Style::Plain);
        assert_eq!(rendered.is_empty(), diagnostics.is_empty(), "round {round}: {text:?}");
        for ty in &schema.types {
            assert!(ty.constructors.iter().all(|id| (id.0 as usize) < schema.combinators.len()));
        }
    }
    assert!((1000..6000).contains(&n_refused), "unexpected share of valid texts: {n_refused} of 6000 refused");
}

#[test]
fn parsing_time_is_linear_in_the_length_of_the_text() {
    let texts: [fn(usize) -> String; 16] = [
        |n| "(".repeat(10 * n),
        |n| "a:".repeat(5 * n),
        |n| "a = A\n".repeat(n),
        |n| format!("a {} = A;", "x:int ".repeat(n)),
        |n| format!("a {} = A;", "%".repeat(n)),
        |n| format!("a x:{}{}{} = A;", "(".repeat(MAX_DEPTH), "int ".repeat(n), ")".repeat(MAX_DEPTH)),
        |n| format!("a {} = A;", "(b c ".repeat(n / 100)),
        |n| format!("a n:# {} = A;", "x:n.0?B ".repeat(n)),
        |n| "a = A int".repeat(n),
        |n| "---".repeat(n),
        |n| "#".repeat(n),
        |n| "a#\n".repeat(n),
        |n| "a = B b = ".repeat(n),
        |n| (0..n).map(|idx| format!("c{idx:05} a:Unknown{idx:05} = C{idx:05};\n")).collect(),
        |n| format!("a x:{} = A;", (0..n).map(|_| "1+").collect::<String>() + "1"),
        |n| format!("// LAYER {}\n{}", "9".repeat(n), "/".repeat(n)),
    ];
    for text in texts {
        let shown: String = text(20).chars().take(60).collect();
        assert_linear(&shown, 20_000, text, |text| _ = diagnostics_of("long.tl", text));
    }
}

#[test]
fn deep_nesting_does_not_overflow_a_small_stack() {
    let nested = |depth: usize, open: &str, close: &str| {
        format!("a n:# x:{}int{} = A;", open.repeat(depth), close.repeat(depth))
    };
    let brackets = [("(", ")"), ("vector<", ">"), ("n*[", "]"), ("(vector ", ")")];
    let check = move || {
        for (open, close) in brackets {
            for (depth, is_fine) in [(MAX_DEPTH, true), (MAX_DEPTH + 1, false), (100_000, false)] {
                let (_, diagnostics) = diagnostics_of("nested.tl", nested(depth, open, close));
                let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
                let expected = if is_fine { vec![] } else { vec![Code::NestingTooDeep] };
                assert_eq!(codes, expected, "{depth} times {open}");
            }
        }
    };
    // The main thread has a stack of 8 MiB, other threads 2 MiB. Half of that must be enough.
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(check).unwrap();
    assert!(thread.join().is_ok(), "nested texts overflow the stack");
}

#[test]
fn a_broken_statement_changes_no_other_statement() {
    let text = "user id:long, = User;\nchat admin:User by:user x:Unknown = Chat;\nlast c:Chat = Last\n";
    let (sources, schema, diagnostics) = read_text("some.tl", text);
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::UnexpectedToken, Code::UnknownType, Code::MissingSemicolon]);
    assert_eq!(schema.combinators.len(), 2);
    assert_eq!(parse(&sources.sources()[0]).0.declarations().len(), 2);
}
