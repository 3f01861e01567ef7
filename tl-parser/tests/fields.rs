//! Fields as schemas mostly write them, and with blanks where nobody puts them: the same.
//!
//! Plain fields are cut out of the text as a whole, all others are read token by token; a blank before a colon is enough
//! for the latter. Invariant: what is read and what is found doesn't depend on the way.

mod common;

use common::dump;
use tl_parser::{SourceMap, parse, resolve};

const N_DECLARATIONS: usize = 30_000;

/// What fields are made of, right and wrong.
const TOKENS: &[&str] = &[
    "x", "flags", "F", ":", "int", "Vector", "<", ">", "?", "#", "true", "bytes", "*", "[", "]", "(", ")", "_", "!",
    "%", "a.b", "a.B", "n.7", "New", "=", "T", ";", "+", ",", "n", "{", "}", "Type", "long", "012", "1", "00",
];

#[test]
fn plain_fields_are_read_as_all_others() {
    let mut random = fastrand::Rng::with_seed(7);
    let mut n_accepted = 0;
    for _ in 0..N_DECLARATIONS {
        let n_fields = random.usize(1..4);
        let fields: String = (0..n_fields).map(|_| format!("{} ", field(&mut random))).collect();
        let plain = format!("a = A;\nb n:# {fields}= B;\n");
        let spread = spread(&plain);
        let read_plain = read(&plain);
        assert_eq!(read_plain, read(&spread), "{plain}{spread}");
        n_accepted += usize::from(read_plain.1.is_empty());
    }
    assert!((N_DECLARATIONS / 20..N_DECLARATIONS).contains(&n_accepted), "{n_accepted} have no finding");
}

/// A field by one of the common forms, at times with a token too many, one left out, or a blank somewhere.
fn field(random: &mut fastrand::Rng) -> String {
    let mut pick = |tokens: &[&'static str]| tokens[random.usize(..tokens.len())];
    let mut tokens = match pick(&["value", "conditional", "vector", "number", "repetition", "any"]) {
        "value" => vec!["x", ":", pick(&["int", "string", "A", "a.B", "true"])],
        "conditional" => {
            let bit = pick(&["n.0", "n.7", "n.31", "n.32", "n.00", "n.012", "m.0"]);
            vec!["y", ":", bit, "?", pick(&["true", "bytes", "int", "Vector", "A"])]
        }
        "vector" => vec!["z", ":", pick(&["Vector", "vector", "A"]), "<", pick(&["int", "bytes", "T", "A"]), ">"],
        "number" => vec!["w", ":", "#"],
        "repetition" => vec!["r", ":", pick(&["n", "3", "int"]), "*", "[", "s", ":", "int", " ", "]"],
        _ => (0..6).map(|_| pick(TOKENS)).collect(),
    };
    if random.u8(..3) == 0 {
        tokens.insert(random.usize(..=tokens.len()), TOKENS[random.usize(..TOKENS.len())]);
    }
    if random.u8(..6) == 0 {
        tokens.remove(random.usize(..tokens.len()));
    }
    if random.bool() {
        tokens.insert(random.usize(..=tokens.len()), " ");
    }
    tokens.concat()
}

/// The same tokens with a blank on both sides of each mark that stands by itself.
fn spread(text: &str) -> String {
    text.chars().map(|c| if ":<>?*[]()=;,+{}!%".contains(c) { format!(" {c} ") } else { c.to_string() }).collect()
}

/// The ast and the schema of a text, and the codes of what is found.
fn read(text: &str) -> (String, Vec<String>) {
    let mut sources = SourceMap::new();
    sources.add("fields.tl", text);
    let (file, mut found) = parse(&sources.sources()[0]);
    let (schema, more) = resolve(std::slice::from_ref(&file));
    found.extend(more);
    let codes = found.iter().map(|diagnostic| format!("{:?}", diagnostic.code)).collect();
    (format!("{}\n{}", dump::ast(&file), dump::schema(&schema)), codes)
}
