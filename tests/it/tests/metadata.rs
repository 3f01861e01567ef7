//! The generated metadata of methods contains exactly the tables in `schemas/api`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tl_runtime::{Access, Described, Method, MethodError};
use tl_tests::FUNCTION_METHODS;
use tl_types::api::COMMON_ERRORS;
use tl_types::api::functions::auth::{ImportAuthorization, ImportBotAuthorization, ImportLoginToken};

fn error_codes_and_names(errors: Option<&[MethodError]>) -> Vec<(i32, &str)> {
    errors.expect("errors that are known").iter().map(|error| (error.code, error.name)).collect()
}

#[test]
fn import_bot_authorization_has_its_documented_errors() {
    let method = ImportBotAuthorization::METHOD;
    assert_eq!((method.name, method.id), ("auth.importBotAuthorization", 0x67a3_ff2c));
    assert_eq!(method.result, "auth.Authorization");
    let expected = ["ACCESS_TOKEN_EXPIRED", "ACCESS_TOKEN_INVALID", "API_ID_INVALID", "API_ID_PUBLISHED_FLOOD"];
    assert_eq!(error_codes_and_names(method.errors), expected.map(|name| (400, name)));
}

#[test]
fn import_authorization_has_its_documented_errors() {
    let method = ImportAuthorization::METHOD;
    assert_eq!(error_codes_and_names(method.errors), [(400, "AUTH_BYTES_INVALID"), (400, "USER_ID_INVALID")]);
}

#[test]
fn import_login_token_has_its_documented_access_and_errors() {
    let method = ImportLoginToken::METHOD;
    assert_eq!((method.users, method.bots), (Access::Yes, Access::No));
    let expected = ["AUTH_TOKEN_ALREADY_ACCEPTED", "AUTH_TOKEN_EXPIRED", "AUTH_TOKEN_INVALID", "AUTH_TOKEN_INVALIDX"];
    assert_eq!(error_codes_and_names(method.errors), expected.map(|name| (400, name)));
}

/// Errors that every method may return are in `COMMON_ERRORS`, and not repeated for each method.
#[test]
fn common_errors_are_listed_once() {
    let common = error_codes_and_names(Some(COMMON_ERRORS));
    assert!(common.contains(&(401, "AUTH_KEY_INVALID")));
    for method in [ImportAuthorization::METHOD, ImportBotAuthorization::METHOD, ImportLoginToken::METHOD] {
        assert!(!error_codes_and_names(method.errors).iter().any(|(_, name)| *name == "AUTH_KEY_INVALID"));
    }
}

/// The rows of a table in `schemas/api`, without its header.
pub(crate) fn table_rows(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/api").join(name);
    let text = std::fs::read_to_string(path).expect("the tables exist");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn access_of_cell(cell: &str) -> Access {
    match cell {
        "yes" => Access::Yes,
        "no" => Access::No,
        "unknown" => Access::Unknown,
        other => panic!("`{other}` in methods.tsv"),
    }
}

/// The metadata of each method equals its table row. Without a row, access and errors are unknown, which differs from
/// "no" and from an empty list.
#[test]
fn methods_match_the_tables() {
    let rows: BTreeMap<_, _> = table_rows("methods.tsv").into_iter().map(|row| (row[0].clone(), row)).collect();
    let descriptions: BTreeMap<_, _> =
        table_rows("descriptions.tsv").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let mut errors: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for row in table_rows("errors.tsv").iter().filter(|row| row[3] != "older") {
        let code: i32 = row[1].parse().expect("a code");
        errors.entry(row[0].clone()).or_default().insert((code, row[2].clone()));
    }
    for method in FUNCTION_METHODS {
        let description = descriptions.get(method.name).map_or("", String::as_str);
        assert_eq!(method.description, description, "{}", method.name);
        let Some(row) = rows.get(method.name) else {
            assert_nothing_known(method);
            continue;
        };
        let expected = [access_of_cell(&row[1]), access_of_cell(&row[2]), access_of_cell(&row[5])];
        assert_eq!([method.users, method.bots, method.business], expected, "{}", method.name);
        let found = method
            .errors
            .map(|errors| errors.iter().map(|error| (error.code, error.name.to_owned())).collect::<BTreeSet<_>>());
        let expected = match &*row[8] {
            "listed" => Some(errors[method.name].clone()),
            "none" => Some(BTreeSet::new()),
            _ => None,
        };
        assert_eq!(found, expected, "{}", method.name);
    }
}

#[track_caller]
fn assert_nothing_known(method: &Method) {
    assert_eq!([method.users, method.bots, method.business], [Access::Unknown; 3], "{}", method.name);
    assert_eq!(method.errors, None, "{}", method.name);
}

#[test]
fn metadata_covers_at_least_33_methods() {
    let is_known = |method: &&&Method| (method.users, method.bots) != (Access::Unknown, Access::Unknown);
    let known: Vec<_> = FUNCTION_METHODS.iter().filter(is_known).collect();
    let namespaces: BTreeSet<_> = known.iter().filter_map(|method| Some(method.name.split_once('.')?.0)).collect();
    assert!(known.len() >= 33, "{}", known.len());
    assert!(namespaces.len() >= 15, "{namespaces:?}");
    assert!(known.iter().any(|method| method.errors.is_some_and(|errors| !errors.is_empty())));
    assert!(FUNCTION_METHODS.len() - known.len() > 0, "some method has no metadata");
}
