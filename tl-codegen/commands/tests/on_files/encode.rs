//! `decode --format json` and `encode`: values as JSON, and the way back.

use serde_json::{Value, json};

use super::test_folder::{CommandResult, TestFolder};

fn run(args: &[&str]) -> CommandResult {
    TestFolder::empty().run(args)
}

fn json_of(bytes: &str, args: &[&str], code: i32) -> Value {
    let result = run(&[&["decode", bytes, "--format", "json"], args].concat()).expect_exit_code(code);
    assert_eq!(result.stdout.lines().count(), 1, "{}", result.stdout);
    serde_json::from_str(&result.stdout).unwrap()
}

/// Decodes bytes as JSON, and checks that the JSON gives the same bytes.
fn round_trip(bytes: &str, args: &[&str]) -> Value {
    let value = json_of(bytes, args, 0);
    let back = run(&[&["encode", &value.to_string()], type_args(args)].concat()).expect_success();
    assert_eq!(back.stdout.trim_end(), bytes.replace(' ', ""));
    value
}

/// The option `--type` and its value.
fn type_args<'a>(args: &'a [&'a str]) -> &'a [&'a str] {
    match args.iter().position(|arg| *arg == "--type") {
        Some(index) => &args[index..index + 2],
        None => &[],
    }
}

#[test]
fn a_value_is_one_object_and_encodes_to_the_same_bytes() {
    let value = round_trip("80199f62 05000000 03010203", &[]);
    assert_eq!(value, json!({"@type": "auth.loginToken", "expires": 5, "token": "AQID"}));
    let value = round_trip("02000000 0100000000000000 ffffffffffffffff", &["--type", "vector<long>"]);
    assert_eq!(value, json!(["1", "-1"]));
}

#[test]
fn an_older_value_keeps_its_id_in_its_type() {
    let value = round_trip("deab5012 15c4b51c 00000000", &[]);
    assert_eq!(value, json!({"@type": "account.authorizations#1250abde", "authorizations": []}));
}

#[test]
fn a_result_without_objects_is_kept_whole_and_shown_as_content() {
    let value =
        round_trip("016d5cf3 0900000000000000 15c4b51c 01000000 07000000", &["--request", "contacts.getContactIDs"]);
    let kept = json!({"@type": "@unknown", "id": 481_674_261, "bytes": "AQAAAAcAAAA="});
    assert_eq!(value, json!({"@type": "rpc_result", "req_msg_id": "9", "result": kept, "@content": [7]}));
    let pong = json!({"@type": "pong", "msg_id": "5", "ping_id": "6"});
    let value = round_trip("016d5cf3 0900000000000000 c5737734 0500000000000000 0600000000000000", &[]);
    assert_eq!(value, json!({"@type": "rpc_result", "req_msg_id": "9", "result": pong}));
}

#[test]
fn odd_strings_are_kept_in_lossless_json_alone() {
    // A length of 4 bytes in place of one, padding of ones, and a byte that is no UTF-8.
    for (bytes, kind) in
        [("fe010000 61000000", "non-canonical-length"), ("01610101", "non-zero-padding"), ("01ff0000", "invalid-utf8")]
    {
        let args = ["--type", "string", "--lossless"];
        round_trip(bytes, &args);
        assert_eq!(json_of(bytes, &args[..2], 1)["error"]["kind"], kind);
    }
}

#[test]
fn an_error_shows_the_part_before_it_as_complete_json() {
    let found = json_of("80199f62 05000000 0301", &[], 1);
    assert_eq!(found["error"]["path"], "auth.loginToken.token");
    assert_eq!(found["partial"], json!({"@type": "auth.loginToken", "expires": 5, "token": null}));
    let found = json_of("15c4b51c 02000000 b5757299 11111111", &[], 1);
    let unknown = json!({"@type": "@unknown", "id": 0x1111_1111, "bytes": ""});
    assert_eq!(found["partial"], json!([{"@type": "boolTrue"}, unknown]));
    let cut: Vec<_> =
        (0..24).map(|len| "80199f62050000000301020380199f62".get(..len.min(32)).unwrap().to_owned()).collect();
    for bytes in cut.iter().filter(|bytes| bytes.len() % 2 == 0 && bytes.len() > 1) {
        json_of(bytes, &[], 1);
    }
}

#[test]
fn each_frame_is_a_line_of_json() {
    let result =
        run(&["decode", "01 b5757299 01 6cfeffff", "--framing", "abridged", "--format", "json"]).expect_success();
    assert_eq!(result.stdout, "{\"@type\":\"boolTrue\"}\n-404\n");
}

#[test]
fn bytes_are_written_in_each_form() {
    let folder = TestFolder::empty().with_file("true.json", "{\"@type\": \"boolTrue\"}");
    let encode = |form: &str| folder.run(["encode", "--file", "true.json", "--to", form]).expect_success().stdout;
    assert_eq!(encode("hex"), "b5757299\n");
    assert_eq!(encode("base64"), "tXVymQ==\n");
    let json = "{\"@type\": \"auth.loginToken\", \"expires\": 5, \"token\": \"QUJD\"}";
    let bytes = folder.run_with_stdin(["encode", "--file", "-", "--to", "base64"], json).expect_success().stdout;
    assert_eq!(bytes, "gBmfYgUAAAADQUJD\n");
}

#[test]
fn mistakes_in_json_are_named_with_their_place() {
    let json = "{\"@type\": \"auth.loginToken\",\n \"expire\": 5, \"token\": \"\"}";
    let error = run(&["encode", json]).expect_exit_code(1);
    error.expect_stderr(&["unknown key `expire`", "`expires`", "line 2"]);
    run(&["encode", json, "--lenient"]).expect_exit_code(1).expect_stderr(&["expires"]);
    run(&["encode", "{"]).expect_exit_code(1);
    run(&["encode", "5", "--type", "Missing"]).expect_exit_code(2);
    run(&["encode"]).expect_exit_code(2);
    run(&["encode", "--file", "missing.json"]).expect_exit_code(2);
}
