//! Values by hand: the bytes of the wire, and their JSON by the conventions of TDLib's documentation.

use tl_interpreter::ByteWriter;
use tl_json::SchemaWithTable;
use tl_runtime::Limits;
use tl_runtime::json::{ReadOptions, WriteOptions, from_json, to_json};
use tl_runtime::table::TypeRef;

/// Declarations in the form of TDLib's `td_api.tl`, and others that show one rule each.
const SCHEMA: &str = "\
float ? = Float; double ? = Double; string ? = String; int32 = Int32; int53 = Int53; int64 = Int64; bytes = Bytes;
boolFalse#bc799737 = Bool; boolTrue#997275b5 = Bool; true#3fedd339 = True;
vector#1cb5c415 {t:Type} # [ t ] = Vector t;
ok#00000001 = Ok;
error#00000002 code:int32 message:string = Error;
textEntityTypeBold#00000003 = TextEntityType;
textEntityTypeTextUrl#00000004 url:string = TextEntityType;
textEntity#00000005 offset:int32 length:int32 type:TextEntityType = TextEntity;
formattedText#00000006 text:string entities:vector<textEntity> = FormattedText;
chatTypePrivate#00000007 user_id:int53 = ChatType;
chatTypeSupergroup#00000008 supergroup_id:int53 is_channel:Bool = ChatType;
location#00000009 latitude:double longitude:double = Location;
sticker#0000000a id:int64 size:int32 = Sticker;
minithumbnail#0000000b data:bytes = Minithumbnail;
stickers#0000000c ids:vector<int64> emojis:vector<string> = Stickers;
user#0000000d flags:# bot:flags.0?true name:flags.1?string phone:flags.2?string views:flags.3?int forwards:flags.3?int
  old:flags.4?Bool = User;
auth.code#0000000e nonce:int128 key:int256 = auth.Code;
speed#0000000f value:float = Speed;
counted#00000010 n:# items:n*[ int ] = Counted;
masked#00000011 mode:# x:mode.0?int = Masked;
pair#00000012 {t:Type} a:t b:t = Pair t;
pairs#00000013 one:(Pair int) two:(%Pair string) = Pairs;
boxes#00000014 all:Vector<ChatType> bare:vector<%Location> = Boxes;
late#00000015 x:int flags:# y:flags.0?int = Late;
---functions---
getChat#00000016 chat_id:int53 = Ok;
invoke#00000017 {X:Type} layer:int query:!X = X;
";

#[derive(Default)]
struct Wire(ByteWriter);

impl Wire {
    fn id(word: u32) -> Self {
        Self::default().word(word)
    }

    fn word(mut self, word: u32) -> Self {
        self.0.word(word);
        self
    }

    fn int(self, value: i32) -> Self {
        self.word(value.cast_unsigned())
    }

    fn long(mut self, value: i64) -> Self {
        self.0.long(value.cast_unsigned());
        self
    }

    fn double(self, value: f64) -> Self {
        self.long(value.to_bits().cast_signed())
    }

    fn string(mut self, value: impl AsRef<[u8]>) -> Self {
        self.0.string(value.as_ref());
        self
    }

    fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.raw_bytes(bytes);
        self
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.to_bytes()
    }
}

const BOOL_TRUE: u32 = 0x9972_75b5;
const BOOL_FALSE: u32 = 0xbc79_9737;
const VECTOR: u32 = 0x1cb5_c415;

/// The bytes of each value, and its JSON.
fn values() -> Vec<(Wire, &'static str)> {
    let of_double = |value: f64| Wire::id(9).double(value).double(0.0);
    vec![
        (Wire::id(1), r#"{"@type":"ok"}"#),
        (Wire::id(2).int(404).string("Not found"), r#"{"@type":"error","code":404,"message":"Not found"}"#),
        (Wire::id(2).int(-1).string(""), r#"{"@type":"error","code":-1,"message":""}"#),
        (
            Wire::id(2).int(i32::MIN).string("\"\\\n\u{1}"),
            r#"{"@type":"error","code":-2147483648,"message":"\"\\\n\u0001"}"#,
        ),
        (Wire::id(2).int(i32::MAX).string("é😀/"), r#"{"@type":"error","code":2147483647,"message":"é😀/"}"#),
        (
            Wire::id(6).string("hi you").word(2).int(0).int(2).word(3).int(3).int(3).word(4).string("t.me"),
            r#"{"@type":"formattedText","text":"hi you","entities":[{"@type":"textEntity","offset":0,"length":2,"type":{"@type":"textEntityTypeBold"}},{"@type":"textEntity","offset":3,"length":3,"type":{"@type":"textEntityTypeTextUrl","url":"t.me"}}]}"#,
        ),
        (Wire::id(6).string("").word(0), r#"{"@type":"formattedText","text":"","entities":[]}"#),
        (Wire::id(7).long(5_000_000_000), r#"{"@type":"chatTypePrivate","user_id":5000000000}"#),
        (Wire::id(7).long(-9_007_199_254_740_991), r#"{"@type":"chatTypePrivate","user_id":-9007199254740991}"#),
        (Wire::id(8).long(1).word(BOOL_TRUE), r#"{"@type":"chatTypeSupergroup","supergroup_id":1,"is_channel":true}"#),
        (
            Wire::id(8).long(0).word(BOOL_FALSE),
            r#"{"@type":"chatTypeSupergroup","supergroup_id":0,"is_channel":false}"#,
        ),
        (Wire::id(9).double(52.5).double(-13.25), r#"{"@type":"location","latitude":52.5,"longitude":-13.25}"#),
        (of_double(1.0), r#"{"@type":"location","latitude":1.0,"longitude":0.0}"#),
        (of_double(-0.0), r#"{"@type":"location","latitude":-0.0,"longitude":0.0}"#),
        (of_double(0.1), r#"{"@type":"location","latitude":0.1,"longitude":0.0}"#),
        (of_double(f64::MAX), r#"{"@type":"location","latitude":1.7976931348623157e308,"longitude":0.0}"#),
        (of_double(5e-324), r#"{"@type":"location","latitude":5e-324,"longitude":0.0}"#),
        (of_double(f64::INFINITY), r#"{"@type":"location","latitude":"Infinity","longitude":0.0}"#),
        (of_double(f64::NEG_INFINITY), r#"{"@type":"location","latitude":"-Infinity","longitude":0.0}"#),
        (of_double(f64::from_bits(0x7ff8 << 48)), r#"{"@type":"location","latitude":"NaN","longitude":0.0}"#),
        (
            of_double(f64::from_bits(0xfff8_0000_0000_0001)),
            r#"{"@type":"location","latitude":"NaN:fff8000000000001","longitude":0.0}"#,
        ),
        (Wire::id(0xf).word(0.1_f32.to_bits()), r#"{"@type":"speed","value":0.1}"#),
        (Wire::id(0xf).word(0x7fc0_0001), r#"{"@type":"speed","value":"NaN:7fc00001"}"#),
        (Wire::id(0xa).long(i64::MIN).int(7), r#"{"@type":"sticker","id":"-9223372036854775808","size":7}"#),
        (Wire::id(0xa).long(i64::MAX).int(7), r#"{"@type":"sticker","id":"9223372036854775807","size":7}"#),
        (Wire::id(0xb).string([0, 255, 16]), r#"{"@type":"minithumbnail","data":"AP8Q"}"#),
        (Wire::id(0xb).string([1]), r#"{"@type":"minithumbnail","data":"AQ=="}"#),
        (Wire::id(0xb).string([]), r#"{"@type":"minithumbnail","data":""}"#),
        (
            Wire::id(0xc).word(2).long(1).long(-2).word(1).string("😀"),
            r#"{"@type":"stickers","ids":["1","-2"],"emojis":["😀"]}"#,
        ),
        (Wire::id(0xd).word(0), r#"{"@type":"user"}"#),
        (Wire::id(0xd).word(1), r#"{"@type":"user","bot":true}"#),
        (Wire::id(0xd).word(0b110).string("a").string("b"), r#"{"@type":"user","name":"a","phone":"b"}"#),
        (Wire::id(0xd).word(0b1000).int(7).int(1), r#"{"@type":"user","views":7,"forwards":1}"#),
        (Wire::id(0xd).word(0b1_0000).word(BOOL_FALSE), r#"{"@type":"user","old":false}"#),
        (Wire::id(0xd).word(1 << 31 | 1), r#"{"@type":"user","flags":2147483649,"bot":true}"#),
        (
            Wire::id(0xe).raw(&[7; 16]).raw(&[8; 32]),
            r#"{"@type":"auth.code","nonce":"BwcHBwcHBwcHBwcHBwcHBw==","key":"CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg="}"#,
        ),
        (Wire::id(0x10).word(2).int(5).int(6), r#"{"@type":"counted","n":2,"items":[{"0":5},{"0":6}]}"#),
        (Wire::id(0x11).word(3).int(5), r#"{"@type":"masked","mode":3,"x":5}"#),
        (Wire::id(0x11).word(2), r#"{"@type":"masked","mode":2}"#),
        (
            Wire::id(0x13).word(0x12).int(1).int(2).string("a").string("b"),
            r#"{"@type":"pairs","one":{"@type":"pair","a":1,"b":2},"two":{"@type":"pair","a":"a","b":"b"}}"#,
        ),
        (
            Wire::id(0x14).word(VECTOR).word(1).word(7).long(1).word(1).double(1.5).double(2.5),
            r#"{"@type":"boxes","all":[{"@type":"chatTypePrivate","user_id":1}],"bare":[{"@type":"location","latitude":1.5,"longitude":2.5}]}"#,
        ),
        (Wire::id(0x15).int(1).word(1).int(2), r#"{"@type":"late","x":1,"y":2}"#),
        (Wire::id(0x16).long(-100), r#"{"@type":"getChat","chat_id":-100}"#),
        (
            Wire::id(0x17).int(230).word(0x16).long(3),
            r#"{"@type":"invoke","layer":230,"query":{"@type":"getChat","chat_id":3}}"#,
        ),
    ]
}

#[test]
fn values_have_the_json_of_the_documentation_and_the_json_has_their_bytes() {
    let schema = SchemaWithTable::of_text("values.tl", SCHEMA);
    let values = values();
    assert!(values.len() >= 40);
    for (wire, json) in values {
        let bytes = wire.bytes();
        assert_eq!(schema.json(&bytes), json);
        assert_eq!(schema.bytes(json).as_deref(), Ok(&bytes[..]), "{json}");
    }
}

#[test]
fn other_forms_of_the_same_value_are_read() {
    let schema = SchemaWithTable::of_text("values.tl", SCHEMA);
    let forms = [
        (r#"{"@type":"sticker","id":"5","size":7}"#, r#"{"@type":"sticker","id":5,"size":7}"#),
        (r#"{"@type":"error","code":1,"message":"a"}"#, r#" { "message" : "a" , "code" : 1 , "@type" : "error" } "#),
        (r#"{"@type":"error","code":1,"message":"é"}"#, r#"{"@type":"error","message":"\u00e9","code":1}"#),
        (r#"{"@type":"user"}"#, r#"{"@type":"user","name":null,"bot":false,"views":null,"forwards":null}"#),
        (r#"{"@type":"user","bot":true}"#, r#"{"@type":"user","bot":true,"flags":1}"#),
        (r#"{"@type":"user","views":1,"forwards":2}"#, r#"{"forwards":2,"@type":"user","views":1}"#),
        (r#"{"@type":"ok"}"#, r#"{"@extra":{"a":[1]},"@client_id":3,"@type":"ok"}"#),
        (r#"{"@type":"ok"}"#, r#"{"@type":"ok","@extra":null,"@content":{"@type":"nothing"}}"#),
        (
            r#"{"@type":"location","latitude":1.0,"longitude":100.0}"#,
            r#"{"@type":"location","latitude":1,"longitude":1e2}"#,
        ),
        (r#"{"@type":"counted","n":1,"items":[{"0":5}]}"#, r#"{"@type":"counted","items":[{"0":5}],"n":1}"#),
        (
            r#"{"@type":"formattedText","text":"","entities":[{"@type":"textEntity","offset":0,"length":1,"type":{"@type":"textEntityTypeBold"}}]}"#,
            r#"{"@type":"formattedText","entities":[{"type":{"@type":"textEntityTypeBold"},"length":1,"offset":0}],"text":""}"#,
        ),
        (
            r#"{"@type":"invoke","layer":1,"query":{"@type":"getChat","chat_id":3}}"#,
            r#"{"query":{"chat_id":3,"@type":"getChat"},"layer":1,"@type":"invoke"}"#,
        ),
    ];
    for (usual, other) in forms {
        assert_eq!(schema.bytes(other), schema.bytes(usual), "{other}");
        assert!(schema.bytes(usual).is_ok(), "{usual}");
    }
}

#[test]
fn the_type_may_be_missing_where_one_constructor_fits() {
    let schema = SchemaWithTable::of_text("values.tl", SCHEMA);
    let table = schema.encoded.as_table();
    let location = table.by_name("location").unwrap().result();
    let read = |json| from_json(&table, location, json, &ReadOptions::default());
    assert_eq!(
        read(r#"{"latitude":1.0,"longitude":2.0}"#),
        read(r#"{"@type":"location","latitude":1.0,"longitude":2.0}"#)
    );
    assert!(read(r#"{"latitude":1.0,"longitude":2.0}"#).is_ok());
}

#[test]
fn strings_of_no_tl_writer_are_kept_if_asked_for() {
    let schema = SchemaWithTable::of_text("values.tl", SCHEMA);
    let table = schema.encoded.as_table();
    let lossless = WriteOptions { is_lossless: true, ..WriteOptions::default() };
    let values = [
        (Wire::id(2).int(1).string([255]), r#"{"@type":"error","code":1,"message":{"@bytes":"/w=="}}"#),
        (Wire::id(4).raw(&[1, b'a', 0, 9]), r#"{"@type":"textEntityTypeTextUrl","url":{"@encoded":"AWEACQ=="}}"#),
        (
            Wire::id(4).raw(&[254, 1, 0, 0, b'a', 0, 0, 0]),
            r#"{"@type":"textEntityTypeTextUrl","url":{"@encoded":"/gEAAGEAAAA="}}"#,
        ),
        (Wire::id(0xb).raw(&[1, b'a', 0, 9]), r#"{"@type":"minithumbnail","data":{"@encoded":"AWEACQ=="}}"#),
    ];
    for (wire, json) in values {
        let bytes = wire.bytes();
        assert_eq!(to_json(&table, TypeRef::ANY, &bytes, &lossless).as_deref(), Ok(json));
        assert!(to_json(&table, TypeRef::ANY, &bytes, &WriteOptions::default()).is_err());
        assert_eq!(schema.bytes(json).as_deref(), Ok(&bytes[..]));
    }
}

#[test]
fn an_unknown_object_is_kept_as_bytes() {
    let schema = SchemaWithTable::of_text("values.tl", SCHEMA);
    let mut json = tl_runtime::json::JsonWriter::new(String::new());
    json.unknown_object(0xdead_beef, &[1, 2, 3, 4]).unwrap();
    let json = json.into_inner();
    assert_eq!(json, r#"{"@type":"@unknown","id":3735928559,"bytes":"AQIDBA=="}"#);
    assert_eq!(schema.bytes(&json).as_deref(), Ok(&[0xef, 0xbe, 0xad, 0xde, 1, 2, 3, 4][..]));
}

#[test]
fn limits_hold_for_depth_items_and_buffered_objects() {
    let nested = SchemaWithTable::of_text(
        "nested.tl",
        "leaf#00000001 = Tree; node#00000002 child:Tree = Tree; many#00000003 {t:Type} x:t = Many t;",
    );
    let table = nested.encoded.as_table();
    let text = |depth: usize| {
        format!("{}{{\"@type\":\"leaf\"}}{}", "{\"@type\":\"node\",\"child\":".repeat(depth), "}".repeat(depth))
    };
    let read =
        |text: &str, limits| from_json(&table, TypeRef::ANY, text, &ReadOptions { limits, ..ReadOptions::default() });
    assert!(read(&text(64), Limits::default()).is_ok());
    assert_eq!(
        read(&text(65), Limits::default()).unwrap_err().to_string().split(" at ").next(),
        Some("nesting depth above the limit")
    );
    assert!(read(&text(1_000_000), Limits::default()).is_err());
    assert!(read(&text(2), Limits::default().with_depth(1)).is_err());
    let late = format!("{{\"child\":{},\"@type\":\"node\"}}", text(3));
    assert!(read(&late, Limits::default()).is_ok());
    assert!(read(&late, Limits::default().with_allocation(0, 64)).unwrap_err().to_string().contains("memory"));
    let open = "{\"child\":".repeat(1_000_000);
    assert!(read(&open, Limits::default()).unwrap_err().to_string().contains("nesting depth"));
    assert!(read(&"[".repeat(1_000_000), Limits::default()).is_err());
}
