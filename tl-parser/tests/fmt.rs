//! The formatter, on everything that can be read: nothing is lost, nothing changes its meaning.
//!
//! `TL_SCHEMAS` names a folder with more schemas to try. Invariant: what is compared is read from the text before and
//! after by other means than those of the formatter.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tl_parser::{Dialect, Severity, SourceMap, fmt, json, parse_all, print, resolve};

/// A text that can be parsed.
struct Text {
    name: String,
    text: String,
    dialect: Dialect,
    formatted: String,
}

/// Every such text at hand.
fn texts() -> Vec<Text> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let more = std::env::var_os("TL_SCHEMAS").map(PathBuf::from);
    let mut paths =
        [common::files("conformance", "tl"), common::files("ok", "tl"), common::files("err", "tl")].concat();
    for root in [Some(schemas), more].into_iter().flatten() {
        collect(&root, &mut paths);
    }
    let text = |path: PathBuf| {
        let text = fs::read_to_string(&path).ok()?;
        let formatted = |dialect| Some((dialect, fmt::format(&text, dialect).ok()?));
        let (dialect, formatted) = formatted(Dialect::Tl).or_else(|| formatted(Dialect::Vk))?;
        Some(Text { name: path.display().to_string(), text, dialect, formatted })
    };
    paths.into_iter().filter_map(text).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => collect(&path, paths),
            false if path.extension().is_some_and(|extension| extension == "tl") => paths.push(path),
            false => {}
        }
    }
}

/// What a text means: the whole report, documentation included, and what is found in it, without places.
fn meaning(text: &str, dialect: Dialect) -> (Value, Vec<(String, String)>) {
    let mut sources = SourceMap::new();
    let id = sources.add("some.tl", text);
    let (files, mut found) = parse_all(&sources, &[id], dialect);
    let (schema, more) = resolve(&files);
    found.extend(more);
    let mut report = json::report(&schema, &files, &found, &sources);
    let object = report.as_object_mut().unwrap();
    object.remove("diagnostics");
    object.remove("lints");
    let found = found.into_iter().map(|diagnostic| (diagnostic.code.to_string(), diagnostic.message)).collect();
    (report, found)
}

/// Every declaration as it is printed.
fn printed(text: &str, dialect: Dialect) -> Vec<String> {
    let mut sources = SourceMap::new();
    sources.add("some.tl", text);
    let (file, _) = tl_parser::parse_as(&sources.sources()[0], dialect);
    file.declarations().map(print::declaration).collect()
}

/// The comments of a text, which has no strings that could hold one.
fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.find("//").map(|start| line[start..].trim_end())).collect()
}

#[test]
fn everything_keeps_its_meaning_and_its_comments() {
    let texts = texts();
    assert!(texts.len() > 180, "only {} texts", texts.len());
    assert!(texts.iter().any(|text| text.dialect == Dialect::Vk));
    for Text { name, text, dialect, formatted } in texts {
        assert_eq!(fmt::format(&formatted, dialect).as_deref(), Ok(formatted.as_str()), "{name} changes again");
        assert_eq!(meaning(&formatted, dialect), meaning(&text, dialect), "{name}");
        assert_eq!(printed(&formatted, dialect), printed(&text, dialect), "{name}");
        assert_eq!(comments(&formatted), comments(&text), "{name}");
        assert!(!formatted.contains("\r\n") && !formatted.contains(" \n") && !formatted.contains("\n\n\n"), "{name}");
        assert!(formatted.is_empty() || formatted.ends_with('\n') && !formatted.ends_with("\n\n"), "{name}");
    }
}

#[test]
fn declarations_without_comments_are_laid_out_as_they_are_printed() {
    for Text { name, text, dialect, formatted } in texts() {
        if !comments(&text).is_empty() {
            continue;
        }
        let lines: Vec<_> = formatted.lines().collect();
        for line in printed(&text, dialect) {
            assert!(lines.contains(&line.as_str()), "{line} is not in {name}:\n{formatted}");
        }
    }
}

#[test]
fn layout_is_the_usual_one() {
    for (text, formatted) in [
        ("", ""),
        ("\u{feff}", ""),
        ("\n\n  // only a comment", "// only a comment\n"),
        ("a=A;b=B;", "a = A;\nb = B;\n"),
        ("\u{feff}a = A;\r\n\r\n\r\n\r\nb = B;\r\n\r\n", "a = A;\n\nb = B;\n"),
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
fn what_cannot_be_parsed_is_not_touched() {
    for text in ["{\"constructors\": []}", "a = A", "a x:int, = A;", "a#xyz = A;", "a = A; ---methods---"] {
        let found = fmt::format(text, Dialect::Tl).unwrap_err();
        assert!(found.iter().any(|diagnostic| diagnostic.severity == Severity::Error), "{text}");
    }
    // What a name means does not matter.
    assert!(fmt::format("a x:Unknown = A;", Dialect::Tl).is_ok());
}

/// The same tokens and comments, with other blanks between them: formatting brings them back to one text.
#[test]
fn blanks_do_not_matter() {
    let mut n_texts = 0;
    for Text { name, text, dialect, formatted } in texts() {
        // Lines that hold declarations alone: where a comment stands, line ends matter.
        if !comments(&text).is_empty() || text.len() > 100_000 {
            continue;
        }
        let airy = formatted.replace("; ", " ; ").replace(':', " : ").replace(' ', " \t\r\n ");
        assert_eq!(fmt::format(&airy, dialect).as_deref(), Ok(formatted.as_str()), "{name}");
        n_texts += 1;
    }
    assert!(n_texts > 50, "only {n_texts} texts");
}

/// The same tokens with blanks and comments of all kinds between them.
fn noisy(formatted: &str, rng: &mut fastrand::Rng) -> String {
    const BETWEEN: [&str; 6] = [" ", "  ", "\t\r\n", " // note\n", "\n\n\n  //note \r\n", "//\n\n//;\n"];
    const BEHIND: [&str; 6] =
        ["\n", "", "\r\n\r\n\n", " // note\n", "\n// note\n\n\n", "\n\n//---types---\n// = {\n\n"];
    let mut noisy = String::new();
    for c in formatted.chars() {
        match c {
            ' ' => noisy += BETWEEN[rng.usize(..BETWEEN.len())],
            '\n' => noisy += BEHIND[rng.usize(..BEHIND.len())],
            other => noisy.push(other),
        }
    }
    noisy
}

#[test]
fn comments_may_stand_anywhere() {
    let mut rng = fastrand::Rng::with_seed(4);
    let mut n_texts = 0;
    for Text { name, text, dialect, formatted: tidy } in texts() {
        if !comments(&text).is_empty() || text.len() > 20_000 {
            continue;
        }
        for _ in 0..4 {
            let noisy = noisy(&tidy, &mut rng);
            let formatted = fmt::format(&noisy, dialect).unwrap_or_else(|found| panic!("{name}: {found:?}\n{noisy}"));
            assert_eq!(
                fmt::format(&formatted, dialect).as_deref(),
                Ok(formatted.as_str()),
                "{name} changes again:\n{noisy}"
            );
            assert_eq!(meaning(&formatted, dialect), meaning(&text, dialect), "{name}:\n{noisy}");
            assert_eq!(comments(&formatted), comments(&noisy), "{name}:\n{noisy}");
            assert!(!formatted.contains("\n\n\n") && !formatted.contains(" \n"), "{name}:\n{noisy}");
        }
        n_texts += 1;
    }
    assert!(n_texts > 50, "only {n_texts} texts");
}
