//! Wrong texts: each is refused with the path, line and column of its fault, and the nearest name.

use tl_json::SchemaWithTable;
use tl_runtime::json::{ReadOptions, from_json};
use tl_runtime::table::TypeRef;

const SCHEMA: &str = "\
float ? = Float; double ? = Double; string ? = String; int53 = Int53; bytes = Bytes;
boolFalse#bc799737 = Bool; boolTrue#997275b5 = Bool; true#3fedd339 = True;
vector#1cb5c415 {t:Type} # [ t ] = Vector t;
peerUser#00000001 user_id:long = Peer;
peerChat#00000002 chat_id:long = Peer;
message#00000003 flags:# out:flags.0?true id:int from:flags.1?Peer views:flags.2?int forwards:flags.2?int text:string = Message;
messages#00000004 count:int all:Vector<Message> = Messages;
file#00000005 hash:int128 data:bytes size:int53 = File;
place#00000006 lat:double is_exact:Bool = Place;
counted#00000007 n:# items:n*[ x:int ] = Counted;
masked#00000008 mode:# x:mode.0?int = Masked;
---functions---
getMessages#00000009 peer:Peer = Messages;
invoke#0000000a {X:Type} query:!X = X;
";

/// Text, path, line, column, and the message before them.
const WRONG: &[(&str, &str, usize, usize, &str)] = &[
    ("", "$", 1, 0, "EOF while parsing a value"),
    ("{", "$", 1, 1, "EOF while parsing an object"),
    ("nul", "$", 1, 3, "EOF while parsing a value"),
    ("null", "$", 1, 4, "expected a value, found `null`"),
    ("[]", "$", 1, 2, "expected an object, found an array"),
    ("7", "$", 1, 1, "expected an object, found a number"),
    ("{}", "$", 1, 2, "missing key `@type` of a constructor or function"),
    (r#"{"@type":"peerUsr","user_id":"1"}"#, "$.@type", 1, 18, "unknown name `peerUsr`, did you mean `peerUser`?"),
    (r#"{"@type":"zzzzzzzzz"}"#, "$.@type", 1, 21, "unknown name `zzzzzzzzz`"),
    (r#"{"@type":5}"#, "$.@type", 1, 10, "expected a string, found a number"),
    (r#"{"@type":"peerUser","user_id":"1"} x"#, "$", 1, 36, "trailing characters"),
    (r#"{"@type":"peerUser","usr_id":"1"}"#, "$.usr_id", 1, 28, "unknown key `usr_id`, did you mean `user_id`?"),
    (r#"{"@type":"peerUser","user_id":"1","zzz":1}"#, "$.zzz", 1, 39, "unknown key `zzz`"),
    (r#"{"@type":"peerUser","user_id":"1","user_id":"1"}"#, "$.user_id", 1, 43, "repeated key `user_id`"),
    (r#"{"@type":"peerUser","@type":"peerUser"}"#, "$.@type", 1, 27, "repeated key `@type`"),
    (r#"{"@type":"peerUser"}"#, "$", 1, 20, "missing key `user_id`"),
    (r#"{"@type":"peerUser","user_id":null}"#, "$", 1, 35, "missing key `user_id`"),
    (
        r#"{"@type":"peerUser","user_id":"x"}"#,
        "$.user_id",
        1,
        33,
        "expected a string with a number of type `long`, found another string",
    ),
    (r#"{"@type":"peerUser","user_id":"9223372036854775808"}"#, "$.user_id", 1, 51, "number out of range of `long`"),
    (r#"{"@type":"peerUser","user_id":18446744073709551616}"#, "$.user_id", 1, 50, "number out of range of `long`"),
    (
        r#"{"@type":"peerUser","user_id":1.5}"#,
        "$.user_id",
        1,
        33,
        "expected a string with a number of type `long`, found a number with a fraction or an exponent",
    ),
    (
        r#"{"@type":"peerUser","user_id":true}"#,
        "$.user_id",
        1,
        34,
        "expected a string with a number of type `long`, found a boolean",
    ),
    (r#"{"@type":"message","id":2147483648,"text":""}"#, "$.id", 1, 34, "number out of range of `int`"),
    (r#"{"@type":"message","id":"1","text":""}"#, "$.id", 1, 27, "expected a number of type `int`, found a string"),
    (
        r#"{"@type":"message","id":1,"views":2,"text":""}"#,
        "$",
        1,
        46,
        "missing key `forwards`, which shares its bit with `views`,",
    ),
    (
        r#"{"@type":"message","id":1,"forwards":2,"views":null,"text":""}"#,
        "$",
        1,
        62,
        "missing key `views`, which shares its bit with `forwards`,",
    ),
    (
        r#"{"@type":"message","flags":0,"out":true,"id":1,"text":""}"#,
        "$.flags",
        1,
        57,
        "bits in `flags` that disagree with the other keys",
    ),
    (r#"{"@type":"message","flags":-1,"id":1,"text":""}"#, "$.flags", 1, 29, "number out of range of `#`"),
    (r#"{"@type":"message","id":1,"out":1,"text":""}"#, "$.out", 1, 33, "expected a boolean, found a number"),
    (r#"{"@type":"message","id":1,"text":7}"#, "$.text", 1, 34, "expected a string, found a number"),
    (
        r#"{"@type":"message","id":1,"from":{"@type":"message"},"text":""}"#,
        "$.from.@type",
        1,
        52,
        "expected a constructor of `Peer`, found `message`",
    ),
    (
        r#"{"@type":"message","id":1,"from":{"user_id":"1"},"text":""}"#,
        "$.from",
        1,
        48,
        "missing key `@type` of a constructor of `Peer`",
    ),
    (
        "{\"@type\":\"messages\",\"count\":1,\n\"all\":[{\"id\":1,\"text\":\"\"},\n{\"id\":1,\"txt\":\"\"}]}",
        "$.all[1].txt",
        3,
        13,
        "unknown key `txt`, did you mean `text`?",
    ),
    (r#"{"@type":"messages","count":1,"all":[null]}"#, "$.all[0]", 1, 42, "expected an object, found `null`"),
    (r#"{"@type":"messages","count":1,"all":{}}"#, "$.all", 1, 38, "expected an array, found an object"),
    (
        r#"{"count":1,"all":[{"id":"x","text":""}],"@type":"messages"}"#,
        "$.all[0].id",
        1,
        27,
        "expected a number of type `int`, found a string",
    ),
    (r#"{"count":1,"count":2,"all":[],"@type":"messages"}"#, "$.count", 1, 18, "repeated key `count`"),
    (r#"{"@type":"file","hash":"AAAA","data":"","size":1}"#, "$.hash", 1, 29, "expected 16 bytes in base64, found 3"),
    (r#"{"@type":"file","data":"AA=","hash":"","size":1}"#, "$.data", 1, 28, "invalid base64"),
    (r#"{"@type":"file","data":"A-__","hash":"","size":1}"#, "$.data", 1, 29, "invalid base64"),
    (r#"{"@type":"file","size":9007199254740993}"#, "$.size", 1, 39, "number out of range of `int53`"),
    (
        r#"{"@type":"place","lat":"nan","is_exact":true}"#,
        "$.lat",
        1,
        28,
        "expected a number of type `double`, found another string",
    ),
    (r#"{"@type":"place","lat":1,"is_exact":"true"}"#, "$.is_exact", 1, 42, "expected a boolean, found a string"),
    (r#"{"@type":"counted","n":2,"items":[{"x":1}]}"#, "$.items", 1, 42, "expected 2 items, found 1"),
    (r#"{"@type":"masked","mode":0,"x":1}"#, "$", 1, 33, "key `x`, which must be absent according to another number,"),
    (r#"{"@type":"masked","mode":1}"#, "$", 1, 27, "missing key `x`"),
    (
        r#"{"@type":"invoke","query":{"@type":"peerUser","user_id":"1"}}"#,
        "$.query.@type",
        1,
        45,
        "expected a function, found `peerUser`",
    ),
    (r#"{"@type":"getMessages","peer":"1"}"#, "$.peer", 1, 33, "expected an object, found a string"),
];

#[test]
fn wrong_texts_are_refused_with_path_line_column_and_nearest_name() {
    assert!(WRONG.len() >= 40);
    let schema = SchemaWithTable::of_text("wrong.tl", SCHEMA);
    let mut differences = String::new();
    for (text, path, line, column, message) in WRONG {
        let error = schema.bytes(text).expect_err(text);
        let found = (error.path(), error.line(), error.column(), error.kind().to_string());
        if found != (path, *line, *column, (*message).to_owned()) {
            differences += &format!("{text}\n    {found:?}\n");
        }
        assert!(
            error.to_string().ends_with(&format!(" at line {line}, column {column} in `{path}`"))
                || !differences.is_empty(),
            "{error}"
        );
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn unknown_keys_are_ignored_if_asked_for() {
    let schema = SchemaWithTable::of_text("wrong.tl", SCHEMA);
    let table = schema.encoded.as_table();
    let lenient = ReadOptions { ignores_unknown_keys: true, ..ReadOptions::default() };
    let read = |text| from_json(&table, TypeRef::ANY, text, &lenient);
    let with_unknown = r#"{"@type":"peerUser","zzz":{"a":[1]},"user_id":"1"}"#;
    assert_eq!(read(with_unknown), schema.bytes(r#"{"@type":"peerUser","user_id":"1"}"#));
    assert!(read(r#"{"@type":"peerUser","usr_id":"1"}"#).is_err());
}

#[test]
fn every_truncation_of_a_text_is_an_error_and_damage_never_panics() {
    let schema = SchemaWithTable::of_text("wrong.tl", SCHEMA);
    let text =
        r#"{"@type":"messages","count":1,"all":[{"id":1,"from":{"@type":"peerUser","user_id":"1"},"text":"a"}]}"#;
    assert!(schema.bytes(text).is_ok());
    for end in 0..text.len() {
        assert!(schema.bytes(&text[..end]).is_err(), "{end}");
    }
    let mut rng = fastrand::Rng::with_seed(7);
    for _ in 0..20_000 {
        let mut damaged = text.as_bytes().to_vec();
        for _ in 0..rng.usize(1..4) {
            let at = rng.usize(..damaged.len());
            damaged[at] = *rng.choice(b"{}[]:,\"0a@\\ 9e-.").unwrap();
        }
        let _ = schema.bytes(&String::from_utf8_lossy(&damaged));
    }
}
