//! How much memory reading takes, in multiples of the text: no more than [`MOST`] times as much at once, and [`FINDING`]
//! bytes for each finding; [`MOST_DENSE`] times where every byte or two of the text mean something that is kept.
//!
//! What is counted is every byte that parsing and resolving have at once, the text left out. Invariant: texts are long
//! enough that what does not grow with them plays no part.

use std::fmt::Write as _;

use tl_heap::allocated_by;
use tl_parser::{MAX_DEPTH, SourceMap, check as check_meaning, parse};

/// Bytes for each byte of text.
const MOST: usize = 16;

/// The same where every byte of the text is a field, or every three of them are a statement.
const MOST_DENSE: usize = 22;

/// Bytes for each finding, of which there are 20,000 at most.
const FINDING: usize = 1024;

/// Bytes of each text.
const LEN: usize = 2_000_000;

/// A text with something again and again, up to its length.
fn repeated(before: &str, part: &str, after: &str) -> String {
    format!("{before}{}{after}", part.repeat(LEN / part.len()))
}

/// The part again and again, with another number in place of each `@`.
fn numbered(part: &str) -> String {
    let mut text = String::with_capacity(LEN + part.len());
    for idx in 0.. {
        if text.len() >= LEN {
            break;
        }
        for (nth, piece) in part.split('@').enumerate() {
            if nth > 0 {
                write!(text, "{idx:x}").unwrap();
            }
            text.push_str(piece);
        }
    }
    text
}

#[test]
fn no_text_takes_more_than_its_share() {
    let nested =
        |open: &str, close: &str| format!("a n:# x:{}int{} = A;\n", open.repeat(MAX_DEPTH), close.repeat(MAX_DEPTH));
    let texts = [
        ("nested round brackets", repeated("", &nested("(vector ", ")"), "")),
        ("nested angle brackets", repeated("", &nested("vector<", ">"), "")),
        ("nested square brackets", repeated("", &nested("2*[", "]"), "")),
        ("brackets beyond the limit", repeated("a x:", "(", "")),
        ("angle brackets beyond the limit", repeated("a x:", "vector<", "")),
        ("closing brackets", repeated("a x:", ")", "")),
        ("one declaration of fields", format!("a {} = A;", numbered("f@:int "))),
        ("one declaration of conditional fields", format!("a f:# {} = A;", numbered("f@:f.0?int "))),
        ("one declaration of words", repeated("a ", "# ", "= A;")),
        ("one sum", repeated("b {n:#} = B n; a x:(b ", "1+", "1) = A;")),
        ("one type with arguments", repeated("a x:(vector ", "int ", ") = A;")),
        ("one group", format!("a ({}:int) = A;", numbered("f@ "))),
        ("one comment", repeated("//", "/@description ж", "\n")),
        ("one block of documentation", repeated("", "//@x y\n", "a x:int = A;")),
        ("documentation of many fields", repeated("", "//-", "\n") + &numbered("//@x@ y\n") + "a x:int = A;"),
        ("one name", repeated("", "a", " = A;")),
        ("one type name", repeated("a = A", "a", ";")),
        ("one number", repeated("a x:", "1", "*[ int ] = A;")),
        ("one id", repeated("a#", "1", " = A;")),
        ("blanks", repeated("", " \n", "")),
        ("declarations on one line", numbered("a@ x:int=A@;")),
        ("functions on one line", format!("---functions---{}", numbered("a@=Vector<int>;"))),
        ("partial applications", repeated("", "Vector int;", "")),
        ("section marks", repeated("", "---types---", "")),
        ("marks that are none", repeated("", ";", "")),
        ("dashes", repeated("", "-", "")),
        ("declarations with one id", numbered("a@#1 some:int = A@;")),
        ("numbers in one declaration", format!("a {} = A;", numbered("n@:# x@:int "))),
        ("counts in one declaration", format!("a {} = A;", numbered("n@:# x@:n@*[ n:# y:int ] "))),
        ("a group with a long type", format!("a ({}:{}) = A;", numbered("f@ "), repeated("(vector ", "int ", ")"))),
        ("unknown types", numbered("a@ x:B@=A;")),
        ("unknown types in one declaration", format!("a {} = A;", numbered("x@:B@ "))),
        ("short declarations", repeated("", "a=A;", "")),
        ("default constructors", repeated("", "_=A;", "")),
        ("short declarations of several names", numbered("a@=A;")),
        ("short declarations of several types", numbered("a@=A@;")),
        ("short functions", format!("---functions---{}", repeated("", "a=A;", ""))),
        ("short partial applications", repeated("", "A 1;", "")),
        ("built-ins", repeated("", "a?=A;", "")),
        ("fields without a name", repeated("a ", "B ", "= A;")),
        ("`Final`", repeated("", "Final A;", "")),
        ("`New`", repeated("", "New A;", "")),
        ("`New` of several types", numbered("New A@;")),
        ("`Empty` of several types", numbered("Empty A@;")),
        ("`Final` of several types", numbered("A@ 1;Final A@;")),
        ("fields in short groups", repeated("a ", "(x y:#)", "= A;")),
        ("numbers by themselves", repeated("a x:(vector ", "1 ", ") = A;")),
        ("parameters", format!("a {} = A;", numbered("{X@:#}"))),
        ("missing semicolons", repeated("", "a = A\n", "")),
        ("equals signs", repeated("", "=", "")),
        ("letters of another script", repeated("", "ж ", "")),
    ];
    check(&texts, MOST);
}

#[test]
fn not_even_the_densest_takes_much_more() {
    let texts = [
        ("numbers without blanks", repeated("a ", "#", "= A;")),
        ("the shortest partial applications", repeated("", "A#;", "")),
    ];
    check(&texts, MOST_DENSE);
}

/// None of the texts takes more than so many times its length.
fn check(texts: &[(&str, String)], most: usize) {
    let mut over = String::new();
    for (name, text) in texts {
        let mut sources = SourceMap::new();
        sources.add("some.tl", text.as_str());
        let source = &sources.sources()[0];
        let (n_findings, allocated) = allocated_by(|| {
            let (file, found) = parse(source);
            check_meaning(std::slice::from_ref(&file)).len() + found.len()
        });
        let allowed = most * source.text().len() + n_findings * FINDING;
        if allocated.peak > allowed {
            let times = allocated.peak as f64 / source.text().len() as f64;
            writeln!(over, "{name}: {times:.1} times, {n_findings} findings").unwrap();
        }
    }
    assert!(over.is_empty(), "more than {most} times the text:\n{over}");
}
