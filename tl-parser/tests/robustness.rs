//! Whatever the input: an answer, soon, and no panic.
//!
//! Texts are fixtures with random damage; the generator is seeded, so that a failure comes again. Invariant: every
//! span that a finding holds can be rendered.

mod common;

use std::fs;
use std::time::{Duration, Instant};

use tl_parser::{Code, MAX_DEPTH, SourceMap, Style, parse, read, render_all};

/// xorshift64*, so that the texts do not depend on anybody's version.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 33) as usize % limit.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }
}

/// What gets inserted: every token, some that are none, and some that matter only in the right place.
const PIECES: &[&str] = &[
    ":",
    ";",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "=",
    "#",
    "?",
    "%",
    "<",
    ">",
    "+",
    ",",
    "*",
    "_",
    "!",
    ".",
    "---",
    "-",
    "/",
    "//",
    "\n",
    "\r\n",
    " ",
    "\t",
    "\0",
    "\u{feff}",
    "ж",
    "🙂",
    "@",
    "0",
    "7",
    "32",
    "4294967296",
    "x",
    "X",
    "int",
    "Vector",
    "vector",
    "true",
    "bytes",
    "Final ",
    "New ",
    "Empty ",
    "Type",
    "flags.0?",
    "a.b.C",
    "#12345678",
    "#zz",
    "---types---",
    "---functions---",
    "// LAYER 7\n",
    "x:int",
    "{X:Type}",
    "n*[ int ]",
    "!X",
    "= Foo;",
    "foo = Foo;",
];

fn small_texts() -> Vec<String> {
    let paths = common::files("conformance", "tl").into_iter().chain(common::files("err", "tl"));
    paths.map(|path| fs::read_to_string(path).unwrap()).filter(|text| text.len() < 4000).collect()
}

/// A text with one piece taken out, put in, doubled or brought from another text.
fn damage(random: &mut Random, text: &str, others: &[String]) -> String {
    let boundaries: Vec<usize> = text.char_indices().map(|(idx, _)| idx).chain([text.len()]).collect();
    let mut cut = [boundaries[random.below(boundaries.len())], boundaries[random.below(boundaries.len())]];
    cut.sort_unstable();
    let [start, end] = cut;
    match random.below(4) {
        0 => format!("{}{}", &text[..start], &text[end..]),
        1 => format!("{}{}{}", &text[..start], random.pick(PIECES), &text[start..]),
        2 => format!("{}{}", &text[..end], &text[start..]),
        _ => {
            let other = &others[random.below(others.len())];
            let boundary = other.char_indices().map(|(idx, _)| idx).nth(random.below(other.len())).unwrap_or(0);
            format!("{}{}", &text[..start], &other[boundary..])
        }
    }
}

#[test]
fn damaged_texts_get_an_answer() {
    let texts = small_texts();
    let mut random = Random(0x5eed_5eed_5eed_5eed);
    let mut n_refused = 0;
    for round in 0..6000 {
        let mut text = texts[random.below(texts.len())].clone();
        for _ in 0..=random.below(4) {
            text = damage(&mut random, &text, &texts);
        }
        let mut sources = SourceMap::new();
        let id = sources.add("damaged.tl", text.clone());
        let (schema, diagnostics) = read(&sources, &[id]);
        n_refused += usize::from(diagnostics.iter().any(|diagnostic| diagnostic.is_error()));
        let rendered = render_all(&diagnostics, &sources, Style::Plain);
        assert_eq!(rendered.is_empty(), diagnostics.is_empty(), "round {round}: {text:?}");
        for ty in &schema.types {
            assert!(ty.constructors.iter().all(|id| (id.0 as usize) < schema.combinators.len()));
        }
    }
    assert!((1000..6000).contains(&n_refused), "the damage is not what it should be: {n_refused} of 6000 refused");
}

#[test]
fn long_texts_take_no_longer_than_they_are_long() {
    let n = 20_000;
    let texts = [
        "(".repeat(10 * n),
        "a:".repeat(5 * n),
        "a = A\n".repeat(n),
        format!("a {} = A;", "x:int ".repeat(n)),
        format!("a {} = A;", "%".repeat(n)),
        format!("a x:{}{}{} = A;", "(".repeat(MAX_DEPTH), "int ".repeat(n), ")".repeat(MAX_DEPTH)),
        format!("a {} = A;", "(b c ".repeat(200)),
        format!("a n:# {} = A;", "x:n.0?B ".repeat(n)),
        "a = A int".repeat(n),
        "---".repeat(n),
        "#".repeat(n),
        "a#\n".repeat(n),
        "a = B b = ".repeat(n),
        (0..n).map(|idx| format!("c{idx} a:Unknown{idx} = C{idx};\n")).collect(),
        format!("a x:{} = A;", (0..n).map(|_| "1+").collect::<String>() + "1"),
        format!("// LAYER {}\n{}", "9".repeat(n), "/".repeat(n)),
    ];
    for text in texts {
        let mut sources = SourceMap::new();
        let id = sources.add("long.tl", text);
        let start = Instant::now();
        let (_, diagnostics) = read(&sources, &[id]);
        let took = start.elapsed();
        let shown: String = sources.sources()[0].text().chars().take(60).collect();
        assert!(took < Duration::from_secs(5), "{took:?} for {shown:?}, {} findings", diagnostics.len());
    }
}

#[test]
fn nesting_is_bounded_on_a_small_stack() {
    let nested = |depth: usize, open: &str, close: &str| {
        format!("a n:# x:{}int{} = A;", open.repeat(depth), close.repeat(depth))
    };
    let brackets = [("(", ")"), ("vector<", ">"), ("n*[", "]"), ("(vector ", ")")];
    let check = move || {
        for (open, close) in brackets {
            for (depth, is_fine) in [(MAX_DEPTH, true), (MAX_DEPTH + 1, false), (100_000, false)] {
                let mut sources = SourceMap::new();
                let id = sources.add("nested.tl", nested(depth, open, close));
                let (_, diagnostics) = read(&sources, &[id]);
                let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
                let expected = if is_fine { vec![] } else { vec![Code::NestingTooDeep] };
                assert_eq!(codes, expected, "{depth} times {open}");
            }
        }
    };
    // The main thread has 8 MiB, others 2 MiB; half of that has to do.
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(check).unwrap();
    assert!(thread.join().is_ok(), "the nested texts did not get through");
}

#[test]
fn a_broken_statement_neither_hides_nor_invents() {
    let mut sources = SourceMap::new();
    let text = "user id:long, = User;\nchat admin:User by:user x:Unknown = Chat;\nlast c:Chat = Last\n";
    let id = sources.add("some.tl", text);
    let (schema, diagnostics) = read(&sources, &[id]);
    let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::UnexpectedToken, Code::UnknownType, Code::MissingSemicolon]);
    assert_eq!(schema.combinators.len(), 2);
    assert_eq!(parse(&sources.sources()[0]).0.declarations().len(), 2);
}
