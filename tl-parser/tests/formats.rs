//! Diagnostics for programs: JSON, and annotations of a CI workflow.
//!
//! Invariant: both contain everything that the rendered text of a diagnostic contains.

mod common;

use common::{assert_linear, diagnostics_of};
use serde_json::Value;
use tl_parser::diagnostic::{github, json};
use tl_parser::{Code, Diagnostic, Edit, SourceId, SourceMap, Span, Style, render};

const TEXT_WITH_MISTAKES: &str =
    "\u{feff}user = User;\r\n// é𝄞\nchat b:Usr a:flags.0?int = Chat; user = User; é = X;\n";

#[test]
fn json_contains_every_part_of_the_rendered_text() {
    let (sources, diagnostics) = diagnostics_of("some.tl", TEXT_WITH_MISTAKES);
    assert!(diagnostics.len() > 2);
    let lines = json::lines(&diagnostics, &sources);
    for (diagnostic, line) in diagnostics.iter().zip(&lines) {
        assert_eq!(json::line(diagnostic, &sources), *line);
        assert!(!line.contains('\n'));
        let object: Value = serde_json::from_str(line).unwrap();
        let rendered = render(diagnostic, &sources, Style::Plain);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let header = format!("{}[{}]: {}", text(&object["severity"]), text(&object["code"]), text(&object["message"]));
        assert!(rendered.starts_with(&header), "{header}\n{rendered}");
        let position = format!("{}:{}:{}\n", text(&object["file"]), object["line"], object["column"]);
        assert!(rendered.contains(&position), "{position}\n{rendered}");
        let labels = object["labels"].as_array().unwrap();
        let helps = object["helps"].as_array().unwrap();
        for part in labels
            .iter()
            .chain(helps)
            .map(|part| text(&part["text"]))
            .chain(object["notes"].as_array().unwrap().iter().map(text))
        {
            assert!(rendered.contains(&part), "{part}\n{rendered}");
        }
    }
}

#[test]
fn json_has_offsets_in_bytes_and_columns_in_characters() {
    let (sources, diagnostics) = diagnostics_of("some.tl", "\u{feff}a x:int = A; // é𝄞\nb = B; /*é*/ c x:Aa = C;");
    let bad_char = &diagnostics[0];
    assert_eq!(bad_char.code, Code::BadChar);
    let object: Value = serde_json::from_str(&json::line(bad_char, &sources)).unwrap();
    assert_eq!((&object["start"], &object["end"]), (&33.into(), &34.into()));
    assert_eq!((&object["line"], &object["column"]), (&2.into(), &8.into()));
    assert_eq!((&object["end_line"], &object["end_column"]), (&2.into(), &9.into()));
    // Columns exclude the byte order mark, byte offsets include it.
    let (sources, diagnostics) = diagnostics_of("some.tl", "\u{feff}a x:Usr = A; user = User;");
    let object: Value = serde_json::from_str(&json::line(&diagnostics[0], &sources)).unwrap();
    assert_eq!((&object["start"], &object["column"]), (&7.into(), &5.into()));
    let edit = &object["helps"][0]["edits"][0];
    assert_eq!((edit["replacement"].as_str(), &edit["start"], &edit["end"]), (Some("User"), &7.into(), &10.into()));
}

#[test]
fn github_annotations_escape_control_characters() {
    let (sources, diagnostics) = diagnostics_of("a,b:c%.tl", "user = User;\nuser = User;");
    assert_eq!(
        github::line(&diagnostics[0], &sources),
        "::error file=a%2Cb%3Ac%25.tl,line=2,col=1,endLine=2,endColumn=5,title=duplicate-name::`user` is declared twice\
         %0Afirst declared here: a,b:c%25.tl:1:1",
    );
    let multiline =
        Diagnostic::warning(Code::Unsupported, Span { source: SourceId(0), start: 0, end: 15 }, "a\r\nb::c")
            .note("100%");
    assert_eq!(
        github::line(&multiline, &sources),
        "::warning file=a%2Cb%3Ac%25.tl,line=1,col=1,title=unsupported::a%0D%0Ab::c%0Anote: 100%25",
    );
}

#[test]
fn invalid_spans_do_not_panic() {
    let nowhere = Span { source: SourceId(7), start: 3, end: 5 };
    let mut diagnostic =
        Diagnostic::error(Code::BadId, nowhere, "m").secondary_label(nowhere, "n").suggest("h", nowhere, "r");
    diagnostic.helps[0]
        .edits
        .push(Edit { span: Span { source: SourceId(0), start: 90, end: 80 }, text: String::new() });
    let mut sources = SourceMap::new();
    sources.add("some.tl", "é");
    let object: Value = serde_json::from_str(&json::line(&diagnostic, &sources)).unwrap();
    assert!(object["file"].is_null() && object["line"].is_null());
    assert_eq!(github::line(&diagnostic, &sources), "::error title=bad-id::m%0Ahelp: h (`r`)");
    assert!(render(&diagnostic, &sources, Style::Plain).contains("error[bad-id]: m"));
}

#[test]
fn rendering_many_diagnostics_on_one_long_line_is_fast() {
    let found = |n: usize| diagnostics_of("some.tl", "a x:int = A; ".repeat(n));
    let (sources, diagnostics) = found(20_000);
    assert_eq!(json::lines(&diagnostics, &sources).len(), 10_000);
    assert_eq!(github::lines(&diagnostics, &sources).len(), 10_000);
    let last = diagnostics.last().unwrap();
    assert_eq!(last.message, "`a` is declared twice; 9999 more diagnostics are left out");
    assert_linear("10,000 diagnostics", 10_000, found, |(sources, diagnostics)| {
        assert_eq!(json::lines(&diagnostics, &sources).len(), github::lines(&diagnostics, &sources).len());
    });
}

#[test]
fn parsing_stops_after_too_many_errors() {
    let (_, diagnostics) = diagnostics_of("some.tl", format!("{}b x:B = B;", "a x = = A;\n".repeat(10_001)));
    assert_eq!(diagnostics.len(), 10_000);
    let last = &diagnostics[9_999].message;
    assert!(last.ends_with("; after 10000 diagnostics the rest of the text is not read"), "{last}");
    let (_, diagnostics) = diagnostics_of("some.tl", "a x = = A;\n".repeat(10_000));
    assert_eq!(diagnostics.len(), 10_000);
    assert!(!diagnostics[9_999].message.contains("not read"));
}
