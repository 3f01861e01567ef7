//! The published lines of MTProto's envelope are read, and keep their published ids.

use tl_parser::{Code, Diagnostic, Opaque, ReadSettings, Schema, SourceMap, Ty, read_with_settings};

/// The envelope as <https://core.telegram.org/schema/mtproto> publishes it.
const ENVELOPE: &str = "
msg_container#73f1f8dc messages:vector<%Message> = MessageContainer;
message msg_id:long seqno:int bytes:int body:Object = Message;
msg_copy#e06046b2 orig_message:Message = MessageCopy;
gzip_packed#3072cfa1 packed_data:string = Object;
rpc_result#f35c6d01 req_msg_id:long result:Object = RpcResult;
rpc_error#2144ca19 error_code:int error_message:string = RpcError;
";

fn read(text: &str) -> (Schema, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let id = sources.add("mtproto.tl", text);
    read_with_settings(&sources, &[id], &ReadSettings::default())
}

/// The id and the last field's type of a combinator.
fn id_and_last_field(schema: &Schema, name: &str) -> (u32, Ty) {
    let found = schema.combinators.iter().find(|combinator| combinator.name.to_string() == name).expect(name);
    (found.id, found.fields.last().expect(name).ty.clone())
}

const ANY_OBJECT: Ty = Ty::Opaque(Opaque::Object);

#[test]
fn the_published_lines_have_no_findings_in_any_order() {
    let lines: Vec<_> = ENVELOPE.trim().lines().collect();
    for turn in 0..lines.len() {
        let text = [&lines[turn..], &lines[..turn]].concat().join("\n");
        let (schema, findings) = read(&text);
        assert!(findings.is_empty(), "{text}: {findings:?}");
        assert_eq!(id_and_last_field(&schema, "message"), (0x5bb8_e511, ANY_OBJECT));
        assert_eq!(id_and_last_field(&schema, "rpc_result"), (0xf35c_6d01, ANY_OBJECT));
        assert_eq!(id_and_last_field(&schema, "msg_container").0, 0x73f1_f8dc);
    }
}

#[test]
fn the_lines_of_messages_and_containers_suffice() {
    let text = "message msg_id:long seqno:int bytes:int body:Object = Message;
        msg_container#73f1f8dc messages:vector<%Message> = MessageContainer;";
    let (schema, findings) = read(text);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(id_and_last_field(&schema, "message").1, ANY_OBJECT);
}

#[test]
fn a_container_without_id_gets_the_published_one() {
    for messages in ["vector<%Message>", "(vector %Message)", "vector<message>", "(vector message)"] {
        let text = format!(
            "message msg_id:long seqno:int bytes:int body:Object = Message;
            msg_container messages:{messages} = MessageContainer;"
        );
        let (schema, findings) = read(&text);
        assert!(findings.is_empty(), "{messages}: {findings:?}");
        assert_eq!(id_and_last_field(&schema, "msg_container").0, 0x73f1_f8dc, "{messages}");
    }
}

#[test]
fn no_other_id_is_proposed_for_a_container() {
    for wrong in ["29c1636d", "12345678"] {
        let (_, findings) = read(&ENVELOPE.replace("73f1f8dc", wrong));
        let [finding] = &findings[..] else { panic!("{findings:?}") };
        assert_eq!(finding.code, Code::IdMismatch);
        assert!(finding.message.ends_with("hashes to #73f1f8dc"), "{}", finding.message);
        let texts: Vec<_> = finding.helps.iter().flat_map(|help| &help.edits).map(|edit| &*edit.text).collect();
        assert_eq!(texts, ["#73f1f8dc"]);
    }
}

#[test]
fn lines_that_differ_are_ordinary_constructors() {
    let (_, findings) = read("message msg_id:long seqno:int bytes:int content:Object = Message;");
    assert_eq!(findings[0].code, Code::UnknownType);
    let (schema, findings) = read("message id:long = Message; container messages:vector<%Message> = Container;");
    assert!(findings.is_empty(), "{findings:?}");
    let form = "container messages:vector %Message = Container";
    assert_eq!(id_and_last_field(&schema, "container").0, tl_parser::canonical::crc(form));
}
