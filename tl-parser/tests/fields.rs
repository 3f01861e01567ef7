//! Common fields and unusual ones are parsed alike: blanks between tokens change nothing.
//!
//! The parser has a fast path for common fields such as `x:int`. A blank before the colon is enough to select the
//! general path. Invariant: ast, schema and diagnostics are the same on both paths.

mod common;

use common::dump;
use tl_parser::{parse, resolve};

const N_DECLARATIONS: usize = 30_000;

/// Tokens of fields, valid and invalid.
const FIELD_TOKENS: &[&str] = &[
    "x", "flags", "F", ":", "int", "Vector", "<", ">", "?", "#", "true", "bytes", "*", "[", "]", "(", ")", "_", "!",
    "%", "a.b", "a.B", "n.7", "New", "=", "T", ";", "+", ",", "n", "{", "}", "Type", "long", "012", "1", "00",
];

#[test]
fn fast_and_general_path_read_fields_alike() {
    let mut random = fastrand::Rng::with_seed(7);
    let mut n_accepted = 0;
    for _ in 0..N_DECLARATIONS {
        let n_fields = random.usize(1..4);
        let fields: String = (0..n_fields).map(|_| format!("{} ", random_field(&mut random))).collect();
        let text = format!("a = A;\nb n:# {fields}= B;\n");
        let spread = with_blanks_around_punctuation(&text);
        let parsed = reading_as_text(&text);
        assert_eq!(parsed, reading_as_text(&spread), "{text}{spread}");
        n_accepted += usize::from(parsed.1.is_empty());
    }
    assert!((N_DECLARATIONS / 20..N_DECLARATIONS).contains(&n_accepted), "{n_accepted} have no diagnostics");
}

/// A field in one of the common forms, sometimes with an extra token, a missing token, or a blank.
fn random_field(random: &mut fastrand::Rng) -> String {
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
        _ => (0..6).map(|_| pick(FIELD_TOKENS)).collect(),
    };
    if random.u8(..3) == 0 {
        tokens.insert(random.usize(..=tokens.len()), FIELD_TOKENS[random.usize(..FIELD_TOKENS.len())]);
    }
    if random.u8(..6) == 0 {
        tokens.remove(random.usize(..tokens.len()));
    }
    if random.bool() {
        tokens.insert(random.usize(..=tokens.len()), " ");
    }
    tokens.concat()
}

/// A text with a blank added on both sides of each punctuation character.
fn with_blanks_around_punctuation(text: &str) -> String {
    text.chars().map(|c| if ":<>?*[]()=;,+{}!%".contains(c) { format!(" {c} ") } else { c.to_string() }).collect()
}

/// The ast and schema of a text as text, and the codes of its diagnostics.
fn reading_as_text(text: &str) -> (String, Vec<String>) {
    let sources = common::source_map_of("fields.tl", text);
    let (file, mut found) = parse(&sources.sources()[0]);
    let (schema, more) = resolve(std::slice::from_ref(&file));
    found.extend(more);
    let codes = found.iter().map(|diagnostic| format!("{:?}", diagnostic.code)).collect();
    (format!("{}\n{}", dump::ast_as_text(&file), dump::schema_as_text(&schema)), codes)
}
