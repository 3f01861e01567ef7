//! Which findings about ids a list of exceptions lifts.

use tl_parser::exceptions::Exceptions;
use tl_parser::{Code, Severity, SourceMap, read};

const HEADER: &str = "name\twritten\tcomputed\tcomputed_telegram\treason\n";

/// Codes and severities that stay of a text under some exceptions.
fn stay(text: &str, lines: &str) -> Vec<(Code, Severity)> {
    let mut sources = SourceMap::new();
    let id = sources.add("some.tl", text);
    let list = sources.add("exceptions.tsv", format!("{HEADER}{lines}"));
    let (schema, diagnostics) = read(&sources, &[id]);
    let (exceptions, found) = Exceptions::parse(sources.get(list).unwrap());
    assert!(found.is_empty(), "{found:?}");
    let stay = exceptions.apply(&schema, diagnostics);
    stay.iter().map(|diagnostic| (diagnostic.code, diagnostic.severity)).collect()
}

const USER: &str = "user#12345678 id:long = User;";
const SHARED: &str = "ok = Ok; ---functions--- get#12345678 id:long = Ok; getPrefix#12345678 id:long = Ok;";

#[test]
fn without_a_line_a_warning_becomes_an_error() {
    assert_eq!(stay(USER, ""), [(Code::IdMismatch, Severity::Error)]);
    assert_eq!(stay(SHARED, "").last(), Some(&(Code::DuplicateId, Severity::Error)));
}

#[test]
fn a_line_with_the_exact_ids_lifts_its_findings() {
    assert_eq!(stay(USER, "user\t12345678\t74e5ad7d\t74e5ad7d\tborrowed\n"), []);
}

#[test]
fn a_line_for_either_owner_lifts_a_shared_id() {
    let codes = |lines| stay(SHARED, lines).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    let get = "get\t12345678\t188879c9\t188879c9\tborrowed\n";
    assert_eq!(codes(get), [Code::IdMismatch]);
}

#[test]
fn a_line_with_other_ids_lifts_nothing_and_is_stale() {
    let stale = [(Code::IdMismatch, Severity::Error), (Code::StaleException, Severity::Error)];
    assert_eq!(stay(USER, "user\t12345679\t74e5ad7d\t74e5ad7d\tborrowed\n"), stale);
    assert_eq!(stay(USER, "user\t12345678\t74e5ad7e\t74e5ad7d\tborrowed\n"), stale);
    assert_eq!(stay(USER, "user\t12345678\t74e5ad7d\t74e5ad7e\tborrowed\n"), stale);
}

#[test]
fn a_line_that_is_not_needed_is_stale() {
    let stale = [(Code::StaleException, Severity::Error)];
    assert_eq!(stay("user id:long = User;", "user\t74e5ad7d\t74e5ad7d\t74e5ad7d\tborrowed\n"), stale);
    assert_eq!(stay("user id:long = User;", "bot\t74e5ad7d\t74e5ad7d\t74e5ad7d\tborrowed\n"), stale);
    let twice = "user\t12345678\t74e5ad7d\t74e5ad7d\tborrowed\n".repeat(2);
    assert_eq!(stay(USER, &twice), stale);
}

#[test]
fn two_constructors_with_one_id_are_an_error_whatever_the_list_says() {
    let text = "user#12345678 id:long = User; chat#12345678 = Chat;";
    let line = "user\t12345678\t74e5ad7d\t74e5ad7d\tborrowed\n";
    assert!(stay(text, line).contains(&(Code::DuplicateId, Severity::Error)));
}
