//! A list of exceptions suppresses diagnostics about ids.

use tl_parser::exceptions::Exceptions;
use tl_parser::{Code, Severity, SourceMap, read};

const EXCEPTIONS_HEADER: &str = "name\twritten\tcomputed\tcomputed_telegram\treason\n";

/// Codes and severities of the diagnostics that remain after applying exceptions with these `lines`.
fn diagnostics_with_exceptions(text: &str, lines: &str) -> Vec<(Code, Severity)> {
    let mut sources = SourceMap::new();
    let id = sources.add("some.tl", text);
    let list = sources.add("exceptions.tsv", format!("{EXCEPTIONS_HEADER}{lines}"));
    let (schema, diagnostics) = read(&sources, &[id]);
    let (exceptions, found) = Exceptions::parse(sources.get(list).unwrap());
    assert!(found.is_empty(), "{found:?}");
    let remaining = exceptions.drop_excepted_and_deny_others(&schema, diagnostics);
    remaining.iter().map(|diagnostic| (diagnostic.code, diagnostic.severity)).collect()
}

const MISMATCH_TL: &str = "user#12345678 id:long = User;";
const SHARED_ID_TL: &str = "ok = Ok; ---functions--- get#12345678 id:long = Ok; getPrefix#12345678 id:long = Ok;";

#[test]
fn without_an_exception_the_mismatch_is_an_error() {
    assert_eq!(diagnostics_with_exceptions(MISMATCH_TL, ""), [(Code::IdMismatch, Severity::Error)]);
    assert_eq!(diagnostics_with_exceptions(SHARED_ID_TL, "").last(), Some(&(Code::DuplicateId, Severity::Error)));
}

#[test]
fn an_exception_with_exact_ids_suppresses_diagnostics() {
    assert_eq!(diagnostics_with_exceptions(MISMATCH_TL, "user\t12345678\t74e5ad7d\t74e5ad7d\tborrowed\n"), []);
}

#[test]
fn one_exception_is_enough_for_a_shared_id() {
    let codes =
        |lines| diagnostics_with_exceptions(SHARED_ID_TL, lines).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    let get = "get\t12345678\t188879c9\t188879c9\tborrowed\n";
    assert_eq!(codes(get), [Code::IdMismatch]);
}

#[test]
fn an_exception_with_other_ids_is_stale() {
    let stale = [(Code::IdMismatch, Severity::Error), (Code::StaleException, Severity::Error)];
    assert_eq!(diagnostics_with_exceptions(MISMATCH_TL, "user\t12345679\t74e5ad7d\t74e5ad7d\tborrowed\n"), stale);
    assert_eq!(diagnostics_with_exceptions(MISMATCH_TL, "user\t12345678\t74e5ad7e\t74e5ad7d\tborrowed\n"), stale);
    assert_eq!(diagnostics_with_exceptions(MISMATCH_TL, "user\t12345678\t74e5ad7d\t74e5ad7e\tborrowed\n"), stale);
}

#[test]
fn an_unnecessary_exception_is_stale() {
    let stale = [(Code::StaleException, Severity::Error)];
    assert_eq!(
        diagnostics_with_exceptions("user id:long = User;", "user\t74e5ad7d\t74e5ad7d\t74e5ad7d\tborrowed\n"),
        stale
    );
    assert_eq!(
        diagnostics_with_exceptions("user id:long = User;", "bot\t74e5ad7d\t74e5ad7d\t74e5ad7d\tborrowed\n"),
        stale
    );
    let twice = "user\t12345678\t74e5ad7d\t74e5ad7d\tborrowed\n".repeat(2);
    assert_eq!(diagnostics_with_exceptions(MISMATCH_TL, &twice), stale);
}

#[test]
fn no_exception_permits_duplicate_constructor_ids() {
    let text = "user#12345678 id:long = User; chat#12345678 = Chat;";
    let line = "user\t12345678\t74e5ad7d\t74e5ad7d\tborrowed\n";
    assert!(diagnostics_with_exceptions(text, line).contains(&(Code::DuplicateId, Severity::Error)));
}
