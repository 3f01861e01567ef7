//! The table of all methods, compared with the tables in `schemas/api` and the schema: look-up by name and id, filters,
//! and the traits that say who may call a function.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tl_runtime::{BotCallable, BusinessCallable, Combinator, Described, Method, Unchecked, UserCallable};
use tl_types::Serialize;
use tl_types::api::functions::auth::ImportLoginToken;
use tl_types::api::functions::messages::SendMessage;
use tl_types::api::functions::{InitConnection, InvokeWithLayer};
use tl_types::api::types::InputPeer;
use tl_types::api::{LAYER, METHODS};

use crate::metadata::table_rows;

fn method_names(methods: impl Iterator<Item = &'static Method>) -> BTreeSet<String> {
    methods.map(|method| method.name.to_owned()).collect()
}

/// The names of the methods with "yes" in this column of `methods.tsv`.
fn methods_with_yes(column: &str) -> BTreeSet<String> {
    let head = std::fs::read_to_string(package_path("../../schemas/api/methods.tsv")).unwrap();
    let head: Vec<_> = head.lines().next().unwrap().split('\t').collect();
    let column = head.iter().position(|name| *name == column).unwrap();
    table_rows("methods.tsv").into_iter().filter(|row| row[column] == "yes").map(|row| row[0].clone()).collect()
}

fn package_path(relative: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

#[test]
fn every_method_is_found_by_name_and_id() {
    let expected: BTreeMap<_, _> = tl_tests::FUNCTION_METHODS.iter().map(|method| (method.name, method)).collect();
    let is_function = |combinator: &&tl_parser::Combinator| combinator.section == tl_parser::Section::Functions;
    assert_eq!(METHODS.len(), tl_tests::schema("api").combinators.iter().filter(is_function).count());
    assert!(METHODS.iter().map(|method| method.name).eq(expected.keys().copied()));
    for method in &METHODS {
        assert_eq!(expected[method.name], &method);
        assert_eq!(METHODS.by_name(method.name), Some(method));
        assert_eq!(METHODS.by_id(method.id), Some(method));
    }
    for id in [0, 1, u32::MAX] {
        assert_eq!(METHODS.by_id(id), None);
    }
    for name in ["", "messages", "messages.", "messages.sendMessag", "messages.sendMessages", "zzz"] {
        assert_eq!(METHODS.by_name(name), None);
    }
    assert_eq!(METHODS.by_name("messages.sendMessage"), Some(SendMessage::METHOD));
}

#[test]
fn method_filters_match_the_tables() {
    assert_eq!(method_names(METHODS.for_users()), methods_with_yes("users"));
    assert_eq!(method_names(METHODS.for_bots()), methods_with_yes("bots"));
    assert_eq!(method_names(METHODS.for_business()), methods_with_yes("business"));
    assert!(METHODS.for_bots().count() > 30);

    let rows = table_rows("errors.tsv");
    for name in ["PEER_ID_INVALID", "SLOWMODE_WAIT_%d", "NO_SUCH_TYPE"] {
        let listed = rows.iter().filter(|row| row[2] == name && row[0] != "*" && row[3] != "older");
        assert_eq!(method_names(METHODS.throwing(name)), listed.map(|row| row[0].clone()).collect(), "{name}");
    }
}

#[test]
fn method_filters_match_the_schema() {
    let tl = std::fs::read_to_string(package_path("../../schemas/api/api.tl")).unwrap();
    let (_, functions) = tl.split_once("---functions---").unwrap();
    let lines: Vec<_> = functions.lines().filter_map(|line| line.strip_suffix(';')).collect();
    let name = |line: &str| line.split('#').next().unwrap().to_owned();
    for result in ["Updates", "messages.Messages", "Vector<User>", "X"] {
        let end = format!(" = {result}");
        let expected: BTreeSet<_> = lines.iter().filter(|line| line.ends_with(&end)).map(|line| name(line)).collect();
        assert!(!expected.is_empty(), "{result}");
        assert_eq!(method_names(METHODS.returning(result)), expected, "{result}");
    }
    for namespace in ["messages", "auth", ""] {
        let is_in = |name: &String| name.rsplit_once('.').map_or("", |(namespace, _)| namespace) == namespace;
        let expected: BTreeSet<_> = lines.iter().map(|line| name(line)).filter(is_in).collect();
        assert_eq!(method_names(METHODS.in_namespace(namespace)), expected, "{namespace}");
    }
}

/// The traits `UserCallable`, `BotCallable` and `BusinessCallable` are implemented exactly for the methods with "yes"
/// in the corresponding column of `methods.tsv`.
#[test]
fn callable_traits_match_the_tables() {
    let mut found: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let files = std::fs::read_dir(package_path("../../tl-types/src/generated/api/methods")).unwrap();
    let code: String = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    let mut name = "";
    for item in code.split("\nimpl").skip(1) {
        let (head, body) = item.split_once('{').unwrap();
        let (of, _) = head.split_once("for root::").unwrap();
        match of.trim_end().rsplit("rt::").next().unwrap() {
            "Described" => name = body.split('"').nth(1).unwrap(),
            callable => {
                found.entry(callable.to_owned()).or_default().insert(name.to_owned());
            }
        }
    }
    for (callable, column) in [("UserCallable", "users"), ("BotCallable", "bots"), ("BusinessCallable", "business")] {
        assert_eq!(found.remove(callable).unwrap_or_default(), methods_with_yes(column), "{callable}");
    }
    assert!(found.is_empty(), "{found:?}");
}

fn name_of_user_callable<F: UserCallable + Described>(_: &F) -> &'static str {
    F::METHOD.name
}

fn name_of_bot_callable<F: BotCallable + Described>(_: &F) -> &'static str {
    F::METHOD.name
}

fn encode_business_callable<F: BusinessCallable>(call: &F) -> Vec<u8> {
    call.to_bytes().unwrap()
}

/// A function with an inner call may be called by everyone who may call the inner function.
#[test]
fn wrapper_functions_have_the_access_of_their_call() {
    let message = SendMessage::new(InputPeer::InputPeerSelf, "hello", 42);
    assert_eq!(name_of_bot_callable(&message), "messages.sendMessage");
    assert_eq!(name_of_user_callable(&&message), "messages.sendMessage");
    let connection = InitConnection::new(1, "", "", "", "", "", "", &message);
    assert_eq!(name_of_bot_callable(&connection), "initConnection");

    let token = Unchecked(ImportLoginToken { token: vec![1, 2, 3].into() });
    assert_eq!(name_of_bot_callable(&token), "auth.importLoginToken");
    assert_eq!(encode_business_callable(&token), token.0.to_bytes().unwrap());
    assert_eq!(Unchecked::<ImportLoginToken>::DECLARATION, ImportLoginToken::DECLARATION);
    assert_eq!(name_of_user_callable(&Unchecked(InvokeWithLayer { layer: LAYER, query: token })), "invokeWithLayer");
}
