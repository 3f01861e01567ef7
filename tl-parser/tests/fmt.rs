//! The formatter on all available schemas: no comment is lost, and the meaning stays the same.
//!
//! `TL_SCHEMAS` names a folder with more schemas to test. Invariant: comments and meaning are extracted from the texts
//! before and after formatting without code of the formatter.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tl_parser::{Diagnostic, Dialect, fmt, print};

/// A schema text that can be parsed.
struct SchemaText {
    name: String,
    text: String,
    dialect: Dialect,
    formatted: String,
}

/// All available schema texts.
fn schema_texts() -> Vec<SchemaText> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let more = std::env::var_os("TL_SCHEMAS").map(PathBuf::from);
    let fixtures = ["conformance", "ok", "err"].map(common::fixture_folder).into_iter();
    let folders = fixtures.chain([schemas]).chain(more);
    let paths = folders.flat_map(|folder| common::files_below(&folder, "tl"));
    let text = |path: PathBuf| {
        let text = fs::read_to_string(&path).ok()?;
        let formatted = |dialect| Some((dialect, fmt::format(&text, dialect).ok()?));
        let (dialect, formatted) = formatted(Dialect::Tl).or_else(|| formatted(Dialect::Vk))?;
        Some(SchemaText { name: path.display().to_string(), text, dialect, formatted })
    };
    paths.filter_map(text).collect()
}

/// The schema texts without comments that have at most `max_len` bytes.
fn texts_without_comments(max_len: usize) -> Vec<SchemaText> {
    let mut texts = schema_texts();
    texts.retain(|text| comments_in(&text.text).is_empty() && text.text.len() <= max_len);
    assert!(texts.len() > 50, "only {} texts", texts.len());
    texts
}

/// The meaning of a text: the model as JSON with documentation, and its diagnostics without source positions.
fn meaning_of_text(text: &str, dialect: Dialect) -> (Value, Vec<(String, String)>) {
    let (_, mut report, found) = common::json_report("some.tl", text, dialect);
    let object = report.as_object_mut().unwrap();
    object.remove("diagnostics");
    object.remove("lints");
    let found = found.into_iter().map(|diagnostic| (diagnostic.code.to_string(), diagnostic.message)).collect();
    (report, found)
}

/// The declarations of a text, each as the parser prints it.
fn printed_declarations(text: &str, dialect: Dialect) -> Vec<String> {
    let sources = common::source_map_of("some.tl", text);
    let (file, _) = tl_parser::parse_as(&sources.sources()[0], dialect);
    file.declarations().map(print::declaration).collect()
}

/// The comments of a text. The texts have no strings that could contain `//`.
fn comments_in(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.find("//").map(|start| line[start..].trim_end())).collect()
}

#[test]
fn formatting_keeps_meaning_and_comments() {
    let texts = schema_texts();
    assert!(texts.len() > 180, "only {} texts", texts.len());
    assert!(texts.iter().any(|text| text.dialect == Dialect::Vk));
    for SchemaText { name, text, dialect, formatted } in texts {
        assert_eq!(fmt::format(&formatted, dialect).as_deref(), Ok(formatted.as_str()), "{name} changes again");
        assert_eq!(meaning_of_text(&formatted, dialect), meaning_of_text(&text, dialect), "{name}");
        assert_eq!(printed_declarations(&formatted, dialect), printed_declarations(&text, dialect), "{name}");
        assert_eq!(comments_in(&formatted), comments_in(&text), "{name}");
        let has_crlf = text.lines().count() > 0 && text.split_inclusive('\n').next().unwrap().ends_with("\r\n");
        let n_crlf = formatted.matches("\r\n").count();
        assert_eq!(n_crlf, if has_crlf { formatted.matches('\n').count() } else { 0 }, "{name}");
        let formatted = formatted.replace("\r\n", "\n");
        assert!(!formatted.contains(" \n") && !formatted.contains("\n\n\n"), "{name}");
        assert!(formatted.is_empty() || formatted.ends_with('\n') && !formatted.ends_with("\n\n"), "{name}");
    }
}

#[test]
fn declarations_without_comments_are_formatted_as_printed() {
    for SchemaText { name, text, dialect, formatted } in texts_without_comments(usize::MAX) {
        let lines: Vec<_> = formatted.lines().collect();
        for line in printed_declarations(&text, dialect) {
            assert!(lines.contains(&line.as_str()), "{line} is not in {name}:\n{formatted}");
        }
    }
}

#[test]
fn layout_examples_are_formatted_as_shown() {
    for (text, formatted) in [
        ("", ""),
        ("\u{feff}", ""),
        ("\n\n  // only a comment", "// only a comment\n"),
        ("a=A;b=B;", "a = A;\nb = B;\n"),
        ("\u{feff}a = A;\r\n\r\n\r\n\r\nb = B;\r\n\r\n", "a = A;\r\n\r\nb = B;\r\n"),
        ("a = A;\r\nb  = B;\nc = C;", "a = A;\r\nb = B;\r\nc = C;\r\n"),
        ("a = A;\nb  = B;\r\n// one\r\n", "a = A;\nb = B;\n// one\n"),
        ("a = A; // one  \nb = B; c = C; // two\n   // three\n", "a = A; // one\nb = B;\nc = C; // two\n// three\n"),
        ("a x : int\n  y:\nint = A ;", "a x:int y:int = A;\n"),
        ("a // one\n x:int\n\n\n // two\n y:int = A;", "a // one\n    x:int\n    // two\n    y:int = A;\n"),
        ("a x:int = A // one\n;", "a x:int = A // one\n    ;\n"),
        ("--- functions ---a=Int;---types---\nb=B;", "---functions---\n\na = Int;\n\n---types---\n\nb = B;\n"),
        (
            "a=A;\n// about it\n---functions---// why\n// more\n",
            "a = A;\n// about it\n---functions--- // why\n\n// more\n",
        ),
        ("---// one\ntypes---", "--- // one\n    types---\n"),
        (
            "vector # 1cb5c415 { t : Type } # [ t ] = Vector t;".replace(" # 1", "#1").as_str(),
            "vector#1cb5c415 {t:Type} # [ t ] = Vector t;\n",
        ),
        ("int?=Int;a(x y:int)f:#b:f . 3?%B c:!A = A;", "int ? = Int;\na (x y:int) f:# b:f.3?%B c:!A = A;\n"),
        (
            "m{n:#}{t:Type}r:( n + 1 ) * [ x:int int]s:[ ]=M n t;",
            "m {n:#} {t:Type} r:(n+1)*[ x:int int ] s:[ ] = M n t;\n",
        ),
        (
            "a v:Vector < Pair<int , %A> > w:(Vector (Pair 3 #)) = A;",
            "a v:Vector<Pair<int,%A>> w:(Vector (Pair 3 #)) = A;\n",
        ),
        ("New  X; Final\nX; Empty Y;Vector int;", "New X;\nFinal X;\nEmpty Y;\nVector int;\n"),
    ] {
        assert_eq!(fmt::format(text, Dialect::Tl).as_deref(), Ok(formatted), "{text:?}");
    }
    let vk = "@read  @write user#12345678 id:float=User;---functions---@any get=>User;";
    let formatted = "@read @write user#12345678 id:float = User;\n\n---functions---\n\n@any get => User;\n";
    assert_eq!(fmt::format(vk, Dialect::Vk).as_deref(), Ok(formatted));
}

#[test]
fn formatting_refuses_invalid_texts() {
    for text in ["{\"constructors\": []}", "a = A", "a x:int, = A;", "a#xyz = A;", "a = A; ---methods---"] {
        let found = fmt::format(text, Dialect::Tl).unwrap_err();
        assert!(found.iter().any(Diagnostic::is_error), "{text}");
    }
    // Unresolved names do not prevent formatting.
    assert!(fmt::format("a x:Unknown = A;", Dialect::Tl).is_ok());
}

/// Texts with the same tokens and comments but other blanks are formatted alike.
#[test]
fn blanks_of_the_input_do_not_change_the_formatted_text() {
    // With comments, line breaks are significant.
    for SchemaText { name, dialect, formatted, .. } in texts_without_comments(100_000) {
        let airy = formatted.replace("; ", " ; ").replace(':', " : ").replace(' ', " \t\r\n ");
        // Line ends follow the first line, which the new blanks have changed.
        let again = fmt::format(&airy, dialect).map(|text| text.replace("\r\n", "\n"));
        assert_eq!(again, Ok(formatted.replace("\r\n", "\n")), "{name}");
    }
}

/// The tokens of a formatted text, with random blanks and comments between them.
fn with_random_comments(formatted: &str, rng: &mut fastrand::Rng) -> String {
    const TEXTS_BETWEEN_TOKENS: [&str; 6] = [" ", "  ", "\t\r\n", " // note\n", "\n\n\n  //note \r\n", "//\n\n//;\n"];
    const TEXTS_AFTER_DECLARATIONS: [&str; 6] =
        ["\n", "", "\r\n\r\n\n", " // note\n", "\n// note\n\n\n", "\n\n//---types---\n// = {\n\n"];
    let mut noisy = String::new();
    for c in formatted.chars() {
        match c {
            ' ' => noisy += TEXTS_BETWEEN_TOKENS[rng.usize(..TEXTS_BETWEEN_TOKENS.len())],
            '\n' => noisy += TEXTS_AFTER_DECLARATIONS[rng.usize(..TEXTS_AFTER_DECLARATIONS.len())],
            other => noisy.push(other),
        }
    }
    noisy
}

#[test]
fn formatting_keeps_comments_at_any_position() {
    let mut rng = fastrand::Rng::with_seed(4);
    for SchemaText { name, text, dialect, formatted: tidy } in texts_without_comments(20_000) {
        for _ in 0..4 {
            let noisy = with_random_comments(&tidy, &mut rng);
            let formatted = fmt::format(&noisy, dialect).unwrap_or_else(|found| panic!("{name}: {found:?}\n{noisy}"));
            let again = fmt::format(&formatted, dialect);
            assert_eq!(again.as_deref(), Ok(formatted.as_str()), "{name} changes again:\n{noisy}");
            assert_eq!(meaning_of_text(&formatted, dialect), meaning_of_text(&text, dialect), "{name}:\n{noisy}");
            assert_eq!(comments_in(&formatted), comments_in(&noisy), "{name}:\n{noisy}");
            assert!(!formatted.contains("\n\n\n") && !formatted.contains(" \n"), "{name}:\n{noisy}");
        }
    }
}
