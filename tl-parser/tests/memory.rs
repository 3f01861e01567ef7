//! Memory use of parsing, relative to the length of the text.
//!
//! Live bytes are at most [`MAX_FACTOR`] times the length plus [`BYTES_PER_DIAGNOSTIC`] bytes for each diagnostic. If
//! every one to three bytes of the text are a declaration or field, the factor is [`MAX_FACTOR_DENSE`]. The text itself
//! is not counted. Invariant: texts are so long that constant costs do not matter.

use std::fmt::Write as _;

use tl_heap::allocated_by;
use tl_parser::{MAX_DEPTH, SourceMap, check as check_meaning, parse};

/// Live bytes for each byte of text.
const MAX_FACTOR: usize = 16;

/// Live bytes for each byte of text, if every byte is a field or every three bytes are a statement.
const MAX_FACTOR_DENSE: usize = 22;

/// Live bytes for each diagnostic, of which there are at most 20,000.
const BYTES_PER_DIAGNOSTIC: usize = 1024;

/// Length of each text in bytes.
const TEXT_LEN: usize = 2_000_000;

/// A text of the length [`TEXT_LEN`] that repeats `part`.
fn text_of(before: &str, part: &str, after: &str) -> String {
    format!("{before}{}{after}", part.repeat(TEXT_LEN / part.len()))
}

/// A text of the length [`TEXT_LEN`] that repeats `part`, each time with a new number in place of `@`.
fn repeated_with_numbers(part: &str) -> String {
    let mut text = String::with_capacity(TEXT_LEN + part.len());
    for idx in 0.. {
        if text.len() >= TEXT_LEN {
            break;
        }
        text.push_str(&part.replace('@', &format!("{idx:x}")));
    }
    text
}

#[test]
fn memory_is_bounded_for_all_kinds_of_text() {
    let nested =
        |open: &str, close: &str| format!("a n:# x:{}int{} = A;\n", open.repeat(MAX_DEPTH), close.repeat(MAX_DEPTH));
    let texts = [
        ("nested round brackets", text_of("", &nested("(vector ", ")"), "")),
        ("nested angle brackets", text_of("", &nested("vector<", ">"), "")),
        ("nested square brackets", text_of("", &nested("2*[", "]"), "")),
        ("brackets beyond the limit", text_of("a x:", "(", "")),
        ("angle brackets beyond the limit", text_of("a x:", "vector<", "")),
        ("closing brackets", text_of("a x:", ")", "")),
        ("one declaration of fields", format!("a {} = A;", repeated_with_numbers("f@:int "))),
        ("one declaration of conditional fields", format!("a f:# {} = A;", repeated_with_numbers("f@:f.0?int "))),
        ("one declaration of words", text_of("a ", "# ", "= A;")),
        ("one sum", text_of("b {n:#} = B n; a x:(b ", "1+", "1) = A;")),
        ("one type with arguments", text_of("a x:(vector ", "int ", ") = A;")),
        ("one group", format!("a ({}:int) = A;", repeated_with_numbers("f@ "))),
        ("one comment", text_of("//", "/@description ж", "\n")),
        ("one block of documentation", text_of("", "//@x y\n", "a x:int = A;")),
        (
            "documentation of many fields",
            text_of("", "//-", "\n") + &repeated_with_numbers("//@x@ y\n") + "a x:int = A;",
        ),
        ("one name", text_of("", "a", " = A;")),
        ("one type name", text_of("a = A", "a", ";")),
        ("one number", text_of("a x:", "1", "*[ int ] = A;")),
        ("one id", text_of("a#", "1", " = A;")),
        ("blanks", text_of("", " \n", "")),
        ("declarations on one line", repeated_with_numbers("a@ x:int=A@;")),
        ("functions on one line", format!("---functions---{}", repeated_with_numbers("a@=Vector<int>;"))),
        ("partial applications", text_of("", "Vector int;", "")),
        ("section marks", text_of("", "---types---", "")),
        ("empty statements", text_of("", ";", "")),
        ("dashes", text_of("", "-", "")),
        ("declarations with one id", repeated_with_numbers("a@#1 some:int = A@;")),
        ("numbers in one declaration", format!("a {} = A;", repeated_with_numbers("n@:# x@:int "))),
        ("counts in one declaration", format!("a {} = A;", repeated_with_numbers("n@:# x@:n@*[ n:# y:int ] "))),
        (
            "a group with a long type",
            format!("a ({}:{}) = A;", repeated_with_numbers("f@ "), text_of("(vector ", "int ", ")")),
        ),
        ("unknown types", repeated_with_numbers("a@ x:B@=A;")),
        ("unknown types in one declaration", format!("a {} = A;", repeated_with_numbers("x@:B@ "))),
        ("short declarations", text_of("", "a=A;", "")),
        ("default constructors", text_of("", "_=A;", "")),
        ("short declarations of several names", repeated_with_numbers("a@=A;")),
        ("short declarations of several types", repeated_with_numbers("a@=A@;")),
        ("short functions", format!("---functions---{}", text_of("", "a=A;", ""))),
        ("short partial applications", text_of("", "A 1;", "")),
        ("built-ins", text_of("", "a?=A;", "")),
        ("fields without a name", text_of("a ", "B ", "= A;")),
        ("`Final`", text_of("", "Final A;", "")),
        ("`New`", text_of("", "New A;", "")),
        ("`New` of several types", repeated_with_numbers("New A@;")),
        ("`Empty` of several types", repeated_with_numbers("Empty A@;")),
        ("`Final` of several types", repeated_with_numbers("A@ 1;Final A@;")),
        ("fields in short groups", text_of("a ", "(x y:#)", "= A;")),
        ("numbers by themselves", text_of("a x:(vector ", "1 ", ") = A;")),
        ("parameters", format!("a {} = A;", repeated_with_numbers("{X@:#}"))),
        ("missing semicolons", text_of("", "a = A\n", "")),
        ("equals signs", text_of("", "=", "")),
        ("letters of another script", text_of("", "ж ", "")),
    ];
    assert_memory_bounded(&texts, MAX_FACTOR);
}

#[test]
fn memory_is_bounded_for_dense_texts() {
    let texts = [
        ("numbers without blanks", text_of("a ", "#", "= A;")),
        ("the shortest partial applications", text_of("", "A#;", "")),
    ];
    assert_memory_bounded(&texts, MAX_FACTOR_DENSE);
}

/// Asserts that the live bytes of each text are at most `max_factor` times its length.
fn assert_memory_bounded(texts: &[(&str, String)], max_factor: usize) {
    let mut over = String::new();
    for (name, text) in texts {
        let mut sources = SourceMap::new();
        sources.add("some.tl", text.as_str());
        let source = &sources.sources()[0];
        let (n_diagnostics, allocated) = allocated_by(|| {
            let (file, found) = parse(source);
            check_meaning(std::slice::from_ref(&file)).len() + found.len()
        });
        let allowed = max_factor * source.text().len() + n_diagnostics * BYTES_PER_DIAGNOSTIC;
        if allocated.peak > allowed {
            let times = allocated.peak as f64 / source.text().len() as f64;
            writeln!(over, "{name}: {times:.1} times, {n_diagnostics} diagnostics").unwrap();
        }
    }
    assert!(over.is_empty(), "more than {max_factor} times the text:\n{over}");
}
