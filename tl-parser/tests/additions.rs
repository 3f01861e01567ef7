//! Additions to TL that some schemas have: `/* … */`, which is read where asked for, and marks of layers.

mod common;

use common::{assert_linear, diagnostics_of, source_map_of};
use tl_parser::{Code, Diagnostic, Dialect, Syntax, fmt, parse_as, print};

const WITH_BLOCK_COMMENTS: Syntax = Syntax { dialect: Dialect::Tl, block_comments: true };

/// The declarations of a text with block comments, and its diagnostics.
fn parsed_declarations(text: &str) -> (Vec<String>, Vec<Diagnostic>) {
    let sources = source_map_of("some.tl", text);
    let (file, found) = parse_as(&sources.sources()[0], WITH_BLOCK_COMMENTS);
    (file.declarations().map(print::declaration).collect(), found)
}

#[test]
fn block_comments_are_blanks() {
    for text in [
        "/* one */ a x:int = A; b = B;",
        "a/**/x:int/* ; */=/*\n// two */A;/* /* */b = B;",
        "a x:int = A; // /*\nb = B; // */",
        "a x:int = A;\n/*\r\nc = C;\r\n*/\nb = B; /***/",
    ] {
        let (declarations, found) = parsed_declarations(text);
        assert_eq!((declarations, found), (vec!["a x:int = A;".to_owned(), "b = B;".to_owned()], Vec::new()), "{text}");
    }
}

/// Neither documentation nor layers are in block comments.
#[test]
fn block_comments_hold_no_documentation() {
    let sources = source_map_of("some.tl", "/*@description No */ /* LAYER 7 */ a = A;");
    let (file, found) = parse_as(&sources.sources()[0], WITH_BLOCK_COMMENTS);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(file.layer, None);
    let (schema, _) = tl_parser::resolve(&[file]);
    assert_eq!(schema.combinators[0].doc, None);
}

#[test]
fn an_unclosed_block_comment_is_an_error() {
    let (declarations, found) = parsed_declarations("a = A; /* b = B;\nc = C;");
    assert_eq!((declarations, found[0].code), (vec!["a = A;".to_owned(), "c = C;".to_owned()], Code::BadChar));
    assert_eq!(found[0].helps[0].text, "end the comment with `*/`");
    assert_linear("unclosed comments", 400_000, |n| "a /* ".repeat(n), |text: String| _ = parsed_declarations(&text));
}

#[test]
fn block_comments_are_refused_by_default() {
    let (_, found) = diagnostics_of("some.tl", "a = A; /* b */ b = B;");
    assert_eq!(found[0].code, Code::BadChar);
    assert!(found[0].helps[0].text.contains("--allow block-comment"), "{found:?}");
}

#[test]
fn block_comments_are_formatted() {
    for (text, formatted) in [
        ("/* one */a=A;/* two */b=B;", "/* one */\na = A; /* two */\nb = B;\n"),
        ("a/* one\n * two */x:int = A;", "a /* one\n * two */\n    x:int = A;\n"),
        ("a  = A;\r\n/* one\ntwo\r\n*/", "a = A;\r\n/* one\r\ntwo\r\n*/\r\n"),
    ] {
        assert_eq!(fmt::format(text, WITH_BLOCK_COMMENTS).as_deref(), Ok(formatted));
        assert_eq!(fmt::format(formatted, WITH_BLOCK_COMMENTS).as_deref(), Ok(formatted), "not idempotent");
    }
}

#[test]
fn layer_marks_are_errors_with_help() {
    let text = "===8===\nmessage id:long = Message;\n=== 17 === // of 2014\nmedia id:long = Media;\n";
    let (_, found) = diagnostics_of("secret.tl", text);
    let found: Vec<_> =
        found.iter().map(|found| (found.code, found.message.as_str(), found.helps[0].text.as_str())).collect();
    assert_eq!(
        found,
        [
            (
                Code::UnexpectedToken,
                "`===8===` begins the declarations of layer 8, and a schema has one layer only",
                "give each layer a file of its own, with `// LAYER 8` in place of this line",
            ),
            (
                Code::UnexpectedToken,
                "`=== 17 ===` begins the declarations of layer 17, and a schema has one layer only",
                "give each layer a file of its own, with `// LAYER 17` in place of this line",
            ),
        ]
    );
    for other in ["== A;", "=17=\n", "=====\n", "a = A; ===8===\n"] {
        let (_, found) = diagnostics_of("some.tl", other);
        assert!(!found[0].message.contains("begins the declarations"), "{other}");
    }
}
