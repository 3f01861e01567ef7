//! The bytes in TON's documentation of ADNL: a query and its answer, which are bytes inside of bytes.
//!
//! Source of the bytes: <https://docs.ton.org/v3/documentation/network/protocols/adnl/adnl-tcp>.

use tl_builder_tests::ton::functions::lite_server::{GetMasterchainInfo, Query};
use tl_builder_tests::ton::types::adnl::Message;
use tl_builder_tests::ton::types::lite_server::MasterchainInfo;
use tl_runtime::{Deserialize as _, Serialize as _};

const QUERY_ID: &str = "77c1545b96fa136b8e01cc08338bec47e8a43215492dda6d4d7e286382bb00c4";

const ANSWER: &str = "81288385 ffffffff 0000000000000080 27405801
    e585a47bd5978f6a4fb2b56aa2082ec9deac33aaae19e78241b97522e1fb43d4
    876851b60521311853f59c002d46b0bd80054af4bce340787a00bd04e0123517
    8b4d3b38b06bb484015faf9821c3ba1c609a25b74f30e1e585b8c8e820ef0976
    ffffffff 17a3a92992aabea785a7a090985a265cd31f323d849da51239737e321fb05569
    5e994fcf4d425c0a6ce6a792594b7173205f740a39cd56f537defd28b48a0f6e";

fn bytes_of_hex(hex: &str) -> Vec<u8> {
    let digits: String = hex.split_whitespace().collect();
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn the_documented_query_is_read_and_written() {
    let bytes = bytes_of_hex(&format!("7af98bb4 {QUERY_ID} 0c df068c79 04 2ee6b589 000000 000000"));
    let Message::Query(query) = Message::from_bytes(&bytes).unwrap() else { panic!("a query") };
    assert_eq!(query.query_id[..], bytes_of_hex(QUERY_ID));
    let lite_query = Query { data: GetMasterchainInfo.to_bytes().unwrap().into() };
    assert_eq!(query.query, lite_query.to_bytes().unwrap());
    assert_eq!(Message::Query(query).to_bytes().unwrap(), bytes);
}

#[test]
fn the_documented_answer_is_read_with_all_its_bytes() {
    let bytes = bytes_of_hex(&format!("1684ac0f {QUERY_ID} b8 {ANSWER} 000000"));
    let Message::Answer(answer) = Message::from_bytes(&bytes).unwrap() else { panic!("an answer") };
    let info = MasterchainInfo::from_bytes(&answer.answer).unwrap();
    assert_eq!((info.last.workchain, info.last.shard, info.last.seqno), (-1, i64::MIN, 22_560_807));
    assert_eq!(info.init.workchain, -1);
    assert_eq!(info.init.file_hash[..4], [0x5e, 0x99, 0x4f, 0xcf]);
    assert_eq!(info.to_bytes().unwrap(), answer.answer);
}
