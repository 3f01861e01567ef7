//! `decode`: bytes as values, in every form of input and output.

use serde_json::{Value, json};

use super::test_folder::{CommandResult, TestFolder};

/// A `pong`.
const PONG: &str = "c5737734 0500000000000000 0600000000000000";

fn decode(args: &[&str]) -> CommandResult {
    TestFolder::empty().run([&["decode"], args].concat())
}

fn nodes(args: &[&str], code: i32) -> Value {
    let result = decode(&[args, &["--format", "nodes"]].concat()).expect_exit_code(code);
    assert_eq!(result.stdout.lines().count(), 1);
    serde_json::from_str(&result.stdout).unwrap()
}

/// A message of a container.
fn message(msg_id: u64, body: &str) -> String {
    let body = body.replace(' ', "");
    format!("{}01000000{}{body}", hex(&msg_id.to_le_bytes()), hex(&(body.len() as u32 / 2).to_le_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_form_of_input_gives_the_same_tree() {
    let tree = "boolTrue#997275b5\n";
    for bytes in
        ["b5757299", "B5 75 72 99", "b5:75:72:99", "0xb5757299", r"\xb5\x75\x72\x99", r"b'\xb5ur\x99'", "tXVymQ=="]
    {
        assert_eq!(decode(&[bytes]).expect_success().stdout, tree, "{bytes}");
    }
    let folder = TestFolder::empty();
    for (file, bytes) in [("raw", &[0xb5, 0x75, 0x72, 0x99][..]), ("hex", b"b5757299\n"), ("base64", b"tXVymQ==\n")] {
        folder.write_file(file, bytes);
        assert_eq!(folder.run(["decode", "--file", file]).expect_success().stdout, tree, "{file}");
        let piped = folder.run_with_stdin(["decode", "--file", "-"], bytes);
        assert_eq!(piped.expect_success().stdout, tree, "{file}");
    }
    assert_eq!(decode(&["tXVymQ", "--as", "base64"]).expect_success().stdout, tree);
}

#[test]
fn wrong_input_and_options_are_usage_errors() {
    decode(&[]).expect_exit_code(2);
    decode(&["recv: 15c4"]).expect_exit_code(2).expect_stderr(&["the argument is not hex: character 1 is `r`"]);
    decode(&["b57"]).expect_exit_code(2).expect_stderr(&["the number of digits is odd"]);
    decode(&["00", "--type", "Missing"]).expect_exit_code(2).expect_stderr(&["`--type Missing`: unknown type"]);
    decode(&["00", "--type", "int; a = A"]).expect_exit_code(2).expect_stderr(&["expected one type"]);
    let unknown = decode(&["00", "--request", "messages.getHistry"]).expect_exit_code(2);
    unknown.expect_stderr(&["no function of this name", "the nearest name is `messages.getHistory`"]);
    decode(&["00", "--request", "invokeWithLayer"]).expect_exit_code(2).expect_stderr(&["name the function inside"]);
    decode(&["--file", "missing"]).expect_exit_code(2).expect_stderr(&["missing: "]);
    decode(&["00", "--file", "a"]).expect_exit_code(2);
    let folder = TestFolder::empty();
    folder.write_file("latin1.tl", b"a#00000001 = A; // \xe9\n");
    let twice = folder.run_with_stdin(["decode", "--file", "-", "--schema", "-"], b"00000000");
    twice.expect_exit_code(2).expect_stderr(&["`-` is named twice"]);
    let unreadable = folder.run(["decode", "01000000", "--schema", "latin1.tl"]).expect_exit_code(2);
    unreadable.expect_stderr(&["UTF-8", "the schema has errors: latin1.tl"]);
}

#[test]
fn a_tree_shows_fields_items_and_absent_lengths() {
    // `auth.loginToken#629f1980 expires:int token:bytes = auth.LoginToken;`
    let tree = decode(&["80199f62 05000000 03010203"]).expect_success().stdout;
    assert_eq!(tree, "auth.loginToken#629f1980\n  expires: 5\n  token: 010203\n");
    let tree = decode(&["02000000 0100000000000000 ffffffffffffffff", "--type", "vector<long>"]);
    assert_eq!(tree.expect_success().stdout, "vector<long>, 2 items\n  [0] 1\n  [1] -1\n");
}

#[test]
fn nodes_have_exactly_the_documented_keys_and_tile_the_input() {
    let found = nodes(&["80199f62 05000000 0401020304 000000"], 0);
    let node = |offset: u32, length: u32, path: &str, role: &str, ty: &str, value: Value| json!({"buffer": 0, "offset": offset, "length": length, "path": path, "role": role, "type": ty, "value": value});
    let expected = json!({
        "buffers": [{"length": 16, "from": null}],
        "nodes": [
            node(0, 4, "auth.loginToken", "id", "auth.LoginToken", json!("auth.loginToken#629f1980")),
            node(4, 4, "auth.loginToken.expires", "value", "int", json!(5)),
            node(8, 1, "auth.loginToken.token", "length", "bytes", json!(4)),
            node(9, 4, "auth.loginToken.token", "value", "bytes", json!("AQIDBA==")),
            node(13, 3, "auth.loginToken.token", "padding", "bytes", Value::Null),
        ],
    });
    assert_eq!(found, expected);
}

/// The value of a `float`, which Telegram's schemas lack.
fn float_node(bytes: &str) -> Value {
    let folder = TestFolder::empty();
    folder.write_file("float.tl", "float ? = Float;\n");
    let args = ["decode", bytes, "--type", "float", "--format", "nodes", "--dialect", "vk", "--schema", "float.tl"];
    let shown: Value = serde_json::from_str(&folder.run(args).expect_success().stdout).unwrap();
    shown["nodes"][0]["value"].clone()
}

#[test]
fn numbers_are_shown_as_in_the_json_form() {
    let value = |bytes: &str, ty: &str| nodes(&[bytes, "--type", ty], 0)["nodes"][0]["value"].clone();
    assert_eq!(value("ffffffff", "int"), json!(-1));
    assert_eq!(value("ffffffff", "#"), json!(4_294_967_295_u32));
    assert_eq!(value("ffffffffffffff7f", "long"), json!("9223372036854775807"));
    assert_eq!(value("000000000000f03f", "double"), json!(1.0));
    assert_eq!(value("000000000000f07f", "double"), json!("Infinity"));
    assert_eq!(value("000000000000f0ff", "double"), json!("-Infinity"));
    assert_eq!(value("000000000000f87f", "double"), json!("NaN"));
    assert_eq!(value("010000000000f87f", "double"), json!("NaN:7ff8000000000001"));
    assert_eq!(value("b5757299", "Bool"), json!(true));
    assert_eq!(float_node("cdcccc3d").to_string(), "0.1");
    assert_eq!(float_node("0100c07f"), json!("NaN:7fc00001"));
    assert_eq!(value("00112233445566778899aabbccddeeff", "int128"), json!("ABEiM0RVZneImaq7zN3u/w=="));
}

#[test]
fn a_fault_in_a_message_costs_no_other_message() {
    let unknown = PONG.replacen("c5737734", "11111111", 1);
    let container = ["dcf8f173 03000000", &message(1, PONG), &message(2, &unknown), &message(3, PONG)].concat();
    let found = nodes(&[&container], 1);
    let path = "msg_container.messages[1].body";
    let error = &found["error"];
    assert_eq!(error["kind"], "unexpected-constructor");
    assert_eq!((&error["offset"], &error["path"], &error["id"]), (&json!(60), &json!(path), &json!("11111111")));
    assert_eq!(error["known_as"], Value::Null);
    let nodes = found["partial"]["nodes"].as_array().unwrap();
    let unknown = nodes.iter().find(|node| node["role"] == "unknown").unwrap();
    assert_eq!((&unknown["offset"], &unknown["length"], &unknown["path"]), (&json!(60), &json!(20), &json!(path)));
    let last = nodes.last().unwrap();
    assert_eq!((&last["path"], &last["value"]), (&json!("msg_container.messages[2].body.ping_id"), &json!("6")));
}

#[test]
fn an_id_of_another_type_is_named() {
    let found = nodes(&["b5757299", "--type", "Peer"], 1);
    assert_eq!(found["error"]["known_as"], "boolTrue");
    let text = decode(&["b5757299", "--type", "Peer"]).expect_exit_code(1);
    text.expect_stderr(&["expected `Peer`, found `boolTrue#997275b5`, a constructor of `Bool` at byte 0"]);
}

#[test]
fn hints_name_known_ids_after_an_unknown_one() {
    let result = decode(&[&format!("11111111{PONG}")]).expect_exit_code(1);
    result.expect_stderr(&["unknown constructor id #11111111 at byte 0", "hint: byte 4: perhaps `pong#347773c5`"]);
    decode(&["99 72 75 b5"])
        .expect_exit_code(1)
        .expect_stderr(&["with its bytes reversed, the id is `boolTrue#997275b5`"]);
}

#[test]
fn a_request_gives_the_type_of_a_result() {
    let result = "016d5cf3 0900000000000000 15c4b51c 02000000 0700000000000000 0800000000000000";
    let function = "account.getNotifyExceptions";
    let error = decode(&[result, "--request", function]).expect_exit_code(1);
    error.expect_stderr(&["expected `Updates`, found `vector#1cb5c415`"]);
    let longs = decode(&[result]).expect_success();
    assert!(longs.stdout.ends_with("  result: Vector<long>, 2 items\n    [0] 7\n    [1] 8\n"), "{}", longs.stdout);
    longs.expect_stderr(&["are taken as `long`, by their number"]);
    let ints = decode(&["016d5cf3 0900000000000000 15c4b51c 01000000 07000000", "--request", "contacts.getContactIDs"]);
    assert!(ints.stdout.contains("result: Vector<int>, 1 item\n    [0] 7\n"), "{}", ints.stdout);
    let refused =
        decode(&["016d5cf3 0900000000000000 19ca4421 a4010000 00000000", "--request", "contacts.getContactIDs"]);
    assert!(refused.expect_success().stdout.contains("result: rpc_error#2144ca19"), "an error needs no request");
}

#[test]
fn an_older_id_is_read_by_its_line_and_marked() {
    // `account.authorizations#1250abde authorizations:Vector<Authorization> = account.Authorizations;`
    let tree = decode(&["deab5012 15c4b51c 00000000"]).expect_success().stdout;
    assert_eq!(
        tree,
        "account.authorizations#1250abde (layers 109 to 128)\n  authorizations: Vector<Authorization>, 0 items\n"
    );
}

#[test]
fn streams_of_each_transport_are_split() {
    let folder = TestFolder::empty();
    let padded = "08000000 b5757299 00112233 04000000 b5757299";
    let run = |bytes: &str, framing: &str, code| {
        let result = folder.run(["decode", bytes, "--framing", framing, "--format", "nodes"]).expect_exit_code(code);
        result.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>()
    };
    let found = run(padded, "padded", 0);
    assert_eq!(found.len(), 2);
    let roles: Vec<_> = found[0]["nodes"].as_array().unwrap().iter().map(|node| node["role"].clone()).collect();
    assert_eq!(roles, ["length", "id", "padding"]);
    assert_eq!(run("ef 01 b5757299 01 379779bc", "abridged", 0).len(), 2);
    assert_eq!(run("eeeeeeee 04000000 b5757299", "intermediate", 0).len(), 1);
    let refused = run("04000000 6cfeffff", "intermediate", 0);
    assert_eq!(refused[0]["nodes"][1]["value"], json!(-404));
    let cut = run("08000000 b5757299", "intermediate", 1);
    assert_eq!(cut[0]["error"]["kind"], "unexpected-end");
}

#[test]
fn a_hexdump_shows_bytes_paths_types_and_values() {
    let dump = decode(&["80199f62 05000000 0401020304 000000", "--format", "hexdump"]).expect_success().stdout;
    let lines: Vec<_> = dump.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        lines,
        [
            "offset bytes path role type value",
            "00000000 80 19 9f 62 auth.loginToken id auth.LoginToken auth.loginToken#629f1980",
            "00000004 05 00 00 00 auth.loginToken.expires value int 5",
            "00000008 04 auth.loginToken.token length bytes 4 bytes",
            "00000009 01 02 03 04 auth.loginToken.token value bytes 01020304",
            "0000000d 00 00 00 auth.loginToken.token padding bytes",
        ]
    );
}

#[test]
fn colour_depends_on_the_option_alone_if_it_is_given() {
    let folder = TestFolder::empty();
    let coloured = folder.run(["decode", "b5757299", "--color", "always"]).expect_success().stdout;
    assert_eq!(coloured, "\u{1b}[1;36mboolTrue#997275b5\u{1b}[0m\n");
    assert!(!decode(&["b5757299"]).stdout.contains('\u{1b}'));
}

#[test]
fn control_characters_of_the_input_never_reach_the_output() {
    // A string of ESC, CSI, a line feed and a mark that reverses text.
    let bytes = "0b 1b 5b 33 31 6d c2 9b 0a e2 80 ae";
    for format in ["tree", "hexdump", "nodes", "json"] {
        let shown = decode(&[bytes, "--type", "string", "--format", format]).expect_success().stdout;
        let is_hostile = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!shown.contains(is_hostile), "{shown:?}");
    }
}

#[test]
fn a_schema_of_files_is_read_in_place_of_telegrams() {
    let folder = TestFolder::empty().with_file("point.tl", "point#00000001 x:int y:int = Point;");
    let tree = folder.run(["decode", "01000000 02000000 03000000", "--schema", "point.tl"]).expect_success().stdout;
    assert_eq!(tree, "point#00000001\n  x: 2\n  y: 3\n");
    let bare = folder.run(["decode", "02000000 03000000", "--schema", "point.tl", "--type", "%Point"]);
    assert_eq!(bare.expect_success().stdout, "point (bare)\n  x: 2\n  y: 3\n");
    folder.run(["decode", "b5757299", "--schema", "point.tl"]).expect_success();
}
