//! `find`: the declaration behind an id or a name.

use super::CHAT_SCHEMA;
use super::test_folder::TestFolder;

#[test]
fn an_id_is_found_in_every_spelling() {
    let folder = TestFolder::empty();
    let find = |query: &str| folder.run(["find", query]).expect_success().stdout;
    let expected = "boolFalse#bc799737 = Bool;\n  constructor of Bool, since layer 109\n";
    for query in ["bc799737", "0xBC799737", "#bc799737", "boolFalse#bc799737", "3162085175", "-1132882121"] {
        assert_eq!(find(query), expected, "{query}");
    }
    assert_eq!(find("ping"), "ping#7abe77ec ping_id:long = Pong;\n  function of Pong, of MTProto\n");
}

#[test]
fn an_older_id_is_found_with_its_line_and_layers() {
    let folder = TestFolder::empty();
    let found = folder.run(["find", "1250abde"]).expect_success().stdout;
    let (line, remark) = found.split_once('\n').unwrap();
    assert_eq!(line, "account.authorizations#1250abde authorizations:Vector<Authorization> = account.Authorizations;");
    assert!(remark.starts_with("  constructor of account.Authorizations, layers 109 to 128; today's layer is "));
    let all = folder.run(["find", "account.authorizations"]).expect_success().stdout;
    assert!(all.starts_with("account.authorizations#4bff8ea0 "), "{all}");
    assert_eq!(all.lines().count(), 4, "{all}");
}

#[test]
fn the_constructors_of_a_type_are_found() {
    let found = TestFolder::empty().run(["find", "Bool"]).expect_success().stdout;
    assert_eq!(found.lines().filter(|line| line.ends_with("= Bool;")).count(), 2, "{found}");
}

#[test]
fn a_schema_of_files_replaces_that_of_telegram() {
    let folder = TestFolder::empty().with_file("chat.tl", CHAT_SCHEMA);
    let found = folder.run(["find", "user", "--schema", "chat.tl"]).expect_success().stdout;
    assert_eq!(found, "user#338da493 id:long name:string = User;\n  constructor of User, of the schema\n");
    folder.run(["find", "inputPeerSelf", "--schema", "chat.tl"]).expect_exit_code(1);
    folder.write_file("broken.tl", "a x:Missing = A;");
    let failed = folder.run(["find", "a", "--schema", "broken.tl"]).expect_exit_code(2);
    failed.expect_stderr(&["error[unknown-type]", "the schema has errors: broken.tl"]);
}

#[test]
fn an_unknown_query_has_exit_code_1_and_advice() {
    let folder = TestFolder::empty();
    let unknown = |query: &str| {
        let result = folder.run(["find", query]).expect_exit_code(1);
        assert_eq!(result.stdout, "");
        result
    };
    unknown("12345679").expect_stderr(&["error: no declaration has the id #00bc614f or #12345679"]);
    unknown("379779bc").expect_stderr(&["with its bytes reversed it is #bc799737, `boolFalse`"]);
    unknown("inputPeerSelv").expect_stderr(&["the nearest name is `inputPeerSelf`"]);
    unknown("a\u{1b}b").expect_stderr(&["the name `a\\u{1b}b`"]);
    folder.run(["find"]).expect_exit_code(2);
    folder.run(["find", ""]).expect_exit_code(2).expect_stderr(&["expected an id or a name"]);
    folder.run(["find", "x", "--schema", "missing.tl"]).expect_exit_code(2);
}
