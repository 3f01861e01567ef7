//! Memory use of parsing, relative to the length of the text.
//!
//! Live bytes are at most [`MAX_LIVE_BYTES_PER_TEXT_BYTE`] times the length plus [`MAX_LIVE_BYTES_PER_DIAGNOSTIC`]
//! bytes for each diagnostic. If every one to three bytes of the text are a declaration or field, the factor is
//! [`MAX_LIVE_BYTES_PER_DENSE_TEXT_BYTE`]. The text itself is not counted. Invariant: texts are so long that constant
//! costs do not matter.

use std::fmt::Write as _;

use tl_heap::heap_use_of;
use tl_parser::{MAX_DEPTH, SourceMap, parse, resolve_to_diagnostics as check_meaning};

/// Live bytes for each byte of text.
const MAX_LIVE_BYTES_PER_TEXT_BYTE: usize = 16;

/// Live bytes for each byte of text, if every byte is a field or every three bytes are a statement.
const MAX_LIVE_BYTES_PER_DENSE_TEXT_BYTE: usize = 22;

/// Live bytes for each diagnostic, of which there are at most 20,000.
const MAX_LIVE_BYTES_PER_DIAGNOSTIC: usize = 1024;

/// Length of each text in bytes.
const TEXT_LEN: usize = 2_000_000;

/// A text of the length [`TEXT_LEN`] that repeats `part`.
fn repeated_to_text_len(before: &str, part: &str, after: &str) -> String {
    format!("{before}{}{after}", part.repeat(TEXT_LEN / part.len()))
}

/// A text of the length [`TEXT_LEN`] that repeats `part`, each time with a new number in place of `@`.
fn repeated_with_new_numbers(part: &str) -> String {
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
fn memory_of_reading_is_bounded_for_each_kind_of_text() {
    let nested =
        |open: &str, close: &str| format!("a n:# x:{}int{} = A;\n", open.repeat(MAX_DEPTH), close.repeat(MAX_DEPTH));
    let texts = [
        ("nested round brackets", repeated_to_text_len("", &nested("(vector ", ")"), "")),
        ("nested angle brackets", repeated_to_text_len("", &nested("vector<", ">"), "")),
        ("nested square brackets", repeated_to_text_len("", &nested("2*[", "]"), "")),
        ("brackets beyond the limit", repeated_to_text_len("a x:", "(", "")),
        ("angle brackets beyond the limit", repeated_to_text_len("a x:", "vector<", "")),
        ("closing brackets", repeated_to_text_len("a x:", ")", "")),
        ("one declaration of fields", format!("a {} = A;", repeated_with_new_numbers("f@:int "))),
        ("one declaration of conditional fields", format!("a f:# {} = A;", repeated_with_new_numbers("f@:f.0?int "))),
        ("one declaration of words", repeated_to_text_len("a ", "# ", "= A;")),
        ("one sum", repeated_to_text_len("b {n:#} = B n; a x:(b ", "1+", "1) = A;")),
        ("one type with arguments", repeated_to_text_len("a x:(vector ", "int ", ") = A;")),
        ("one group", format!("a ({}:int) = A;", repeated_with_new_numbers("f@ "))),
        ("one comment", repeated_to_text_len("//", "/@description ж", "\n")),
        ("one block of documentation", repeated_to_text_len("", "//@x y\n", "a x:int = A;")),
        (
            "documentation of many fields",
            repeated_to_text_len("", "//-", "\n") + &repeated_with_new_numbers("//@x@ y\n") + "a x:int = A;",
        ),
        ("one name", repeated_to_text_len("", "a", " = A;")),
        ("one type name", repeated_to_text_len("a = A", "a", ";")),
        ("one number", repeated_to_text_len("a x:", "1", "*[ int ] = A;")),
        ("one id", repeated_to_text_len("a#", "1", " = A;")),
        ("blanks", repeated_to_text_len("", " \n", "")),
        ("declarations on one line", repeated_with_new_numbers("a@ x:int=A@;")),
        ("functions on one line", format!("---functions---{}", repeated_with_new_numbers("a@=Vector<int>;"))),
        ("partial applications", repeated_to_text_len("", "Vector int;", "")),
        ("section marks", repeated_to_text_len("", "---types---", "")),
        ("empty statements", repeated_to_text_len("", ";", "")),
        ("dashes", repeated_to_text_len("", "-", "")),
        ("declarations with one id", repeated_with_new_numbers("a@#1 some:int = A@;")),
        ("numbers in one declaration", format!("a {} = A;", repeated_with_new_numbers("n@:# x@:int "))),
        ("counts in one declaration", format!("a {} = A;", repeated_with_new_numbers("n@:# x@:n@*[ n:# y:int ] "))),
        (
            "a group with a long type",
            format!("a ({}:{}) = A;", repeated_with_new_numbers("f@ "), repeated_to_text_len("(vector ", "int ", ")")),
        ),
        ("unknown types", repeated_with_new_numbers("a@ x:B@=A;")),
        ("unknown types in one declaration", format!("a {} = A;", repeated_with_new_numbers("x@:B@ "))),
        ("short declarations", repeated_to_text_len("", "a=A;", "")),
        ("default constructors", repeated_to_text_len("", "_=A;", "")),
        ("short declarations of several names", repeated_with_new_numbers("a@=A;")),
        ("short declarations of several types", repeated_with_new_numbers("a@=A@;")),
        ("short functions", format!("---functions---{}", repeated_to_text_len("", "a=A;", ""))),
        ("short partial applications", repeated_to_text_len("", "A 1;", "")),
        ("built-ins", repeated_to_text_len("", "a?=A;", "")),
        ("fields without a name", repeated_to_text_len("a ", "B ", "= A;")),
        ("`Final`", repeated_to_text_len("", "Final A;", "")),
        ("`New`", repeated_to_text_len("", "New A;", "")),
        ("`New` of several types", repeated_with_new_numbers("New A@;")),
        ("`Empty` of several types", repeated_with_new_numbers("Empty A@;")),
        ("`Final` of several types", repeated_with_new_numbers("A@ 1;Final A@;")),
        ("fields in short groups", repeated_to_text_len("a ", "(x y:#)", "= A;")),
        ("numbers by themselves", repeated_to_text_len("a x:(vector ", "1 ", ") = A;")),
        ("parameters", format!("a {} = A;", repeated_with_new_numbers("{X@:#}"))),
        ("missing semicolons", repeated_to_text_len("", "a = A\n", "")),
        ("equals signs", repeated_to_text_len("", "=", "")),
        ("letters of another script", repeated_to_text_len("", "ж ", "")),
    ];
    assert_memory_bounded(&texts, MAX_LIVE_BYTES_PER_TEXT_BYTE);
}

#[test]
fn memory_of_reading_is_bounded_for_dense_texts() {
    let texts = [
        ("numbers without blanks", repeated_to_text_len("a ", "#", "= A;")),
        ("the shortest partial applications", repeated_to_text_len("", "A#;", "")),
    ];
    assert_memory_bounded(&texts, MAX_LIVE_BYTES_PER_DENSE_TEXT_BYTE);
}

/// Asserts that the live bytes of each text are at most `max_factor` times its length.
fn assert_memory_bounded(texts: &[(&str, String)], max_factor: usize) {
    let mut over = String::new();
    for (name, text) in texts {
        let mut sources = SourceMap::new();
        sources.add("some.tl", text.as_str());
        let source = &sources.sources()[0];
        let (n_diagnostics, allocated) = heap_use_of(|| {
            let (file, found) = parse(source);
            check_meaning(std::slice::from_ref(&file)).len() + found.len()
        });
        let allowed = max_factor * source.text().len() + n_diagnostics * MAX_LIVE_BYTES_PER_DIAGNOSTIC;
        if allocated.peak > allowed {
            let times = allocated.peak as f64 / source.text().len() as f64;
            writeln!(over, "{name}: {times:.1} times, {n_diagnostics} diagnostics").unwrap();
        }
    }
    assert!(over.is_empty(), "more than {max_factor} times the text:\n{over}");
}
