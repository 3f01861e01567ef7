//! Properties of the walk: leaves tile every buffer, for random values, cut values and random bytes.

use std::sync::OnceLock;

use fastrand::Rng;
use serde_json::Value;
use tl_envelope::GzipPacked;
use tl_interpreter::{BitChoice, Interpreter};
use tl_parser::{Section, SourceMap};
use tl_runtime::json::{ReadOptions, from_json};
use tl_runtime::table::TypeRef;
use tl_runtime::{Limits, Serialize as _};

use super::framing::{Frame, Framing};
use super::leaf::{Leaf, Place, Sink};
use super::nodes::NodesWriter;
use super::{Decoder, Findings};
use crate::byte_schema::{ByteSchema, ByteSchemaArgs};
use crate::output::Output;

/// The end of the last leaf of each buffer, and the buffers that are open.
#[derive(Default)]
struct Tiles {
    ends: Vec<usize>,
}

impl Sink for Tiles {
    fn leaf(&mut self, leaf: &Leaf<'_>) {
        if self.ends.len() <= leaf.buffer {
            self.ends.resize(leaf.buffer + 1, 0);
        }
        assert_eq!(self.ends[leaf.buffer], leaf.offset, "in {}", leaf.place.path);
        self.ends[leaf.buffer] += leaf.bytes.len();
    }

    fn buffer(&mut self, index: usize, _: usize, _: Place<'_>) {
        self.ends.resize(index + 1, 0);
    }
}

fn schema() -> &'static ByteSchema {
    static SCHEMA: OnceLock<ByteSchema> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let mut output = Output::new("tl", std::io::sink(), std::io::sink());
        ByteSchema::read(&ByteSchemaArgs::default(), None, &mut output).unwrap()
    })
}

/// Walks over bytes, and checks that the leaves tile all buffers.
fn decode(bytes: &[u8], framing: Option<Framing>) -> Findings {
    let table = schema().table();
    let decoder =
        Decoder { schema: schema(), table: &table, value_type: None, request: None, framing, is_lossless: false };
    let frame = Frame { offset: 0, bytes, n_header: 0, stated_len: bytes.len() };
    let mut tiles = Tiles::default();
    let found = decoder.walk_frame(&frame, Some(&mut tiles));
    let lens: Vec<_> = found.buffers.iter().map(|buffer| buffer.len).collect();
    tiles.ends.resize(lens.len(), 0);
    assert_eq!(tiles.ends, lens);
    let silent = decoder.find(&frame);
    assert_eq!(silent.faults, found.faults, "the passes differ");
    found
}

/// Random values of each combinator that stands in `telegram.tl`.
fn each_random_value(seed: u64, mut check: impl FnMut(&str, &[u8])) {
    let mut sources = SourceMap::new();
    let (id, _) = crate::byte_schema::add_built_in(&mut sources);
    let (schema, _) = tl_parser::read(&sources, &[id]);
    let mut interpreter = Interpreter::new(&schema, seed);
    for combinator in &schema.combinators {
        let is_generic = !combinator.params.is_empty() || combinator.is_builtin;
        // A call in another one is written as an `int` by the interpreter.
        if is_generic || combinator.codec_type.is_some() {
            continue;
        }
        let name = tl_interpreter::combinator_name(&schema, combinator);
        for bits in [BitChoice::All, BitChoice::Random] {
            check(&name, &interpreter.value_of_call_chain(&[&name], bits));
        }
    }
    assert!(schema.combinators.iter().filter(|found| found.section == Section::Functions).count() > 700);
}

#[test]
fn leaves_tile_random_values_of_every_combinator() {
    let mut n_values = 0;
    each_random_value(24, |name, bytes| {
        let found = decode(bytes, None);
        assert!(found.faults.is_empty(), "{name}: {:?}", found.faults);
        n_values += 1;
    });
    assert!(n_values > 7000, "{n_values}");
}

#[test]
fn a_value_cut_at_any_offset_has_a_fault_within_it_and_leaves_tile_it() {
    let mut rng = Rng::with_seed(25);
    each_random_value(25, |name, bytes| {
        // A few values of each kind at every offset, the others at one.
        let every = rng.u32(..40) == 0 && bytes.len() < 600;
        let offsets = if every { (0..bytes.len()).collect() } else { vec![rng.usize(..bytes.len())] };
        for len in offsets {
            let found = decode(&bytes[..len], None);
            let fault = found.faults.first().unwrap_or_else(|| panic!("{name} cut at {len}"));
            assert!(fault.offset <= len, "{name} cut at {len}: {fault:?}");
        }
    });
}

#[test]
fn random_bytes_and_nested_vectors_cause_no_panic() {
    let mut rng = Rng::with_seed(26);
    let table = schema().table();
    let decoder =
        Decoder { schema: schema(), table: &table, value_type: None, request: None, framing: None, is_lossless: false };
    let ids: Vec<_> = schema().declared().map(|declared| declared.id).collect();
    for _ in 0..3000 {
        let words = (0..rng.usize(..40)).flat_map(|_| {
            match rng.u8(..4) {
                0 => ids[rng.usize(..ids.len())],
                1 => [0x1cb5_c415, 0x73f1_f8dc, 0xf35c_6d01, 0x3072_cfa1][rng.usize(..4)],
                2 => rng.u32(..8),
                _ => rng.u32(..),
            }
            .to_le_bytes()
        });
        let bytes: Vec<u8> = words.collect();
        for framing in [None, Some(Framing::Abridged), Some(Framing::Padded)] {
            decode(&bytes, framing);
        }
        let frame = Frame { offset: 0, bytes: &bytes, n_header: 0, stated_len: bytes.len() };
        let mut out = Vec::new();
        decoder.write_json(&frame, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
    }
    // `jsonArray` of one `jsonArray` and so on: 100,000 levels.
    let bomb = [0xf744_4763_u32, 0x1cb5_c415, 1].map(u32::to_le_bytes).concat().repeat(100_000);
    let fault = &decode(&bomb, None).faults[0];
    assert_eq!(fault.kind, "too-deep");
}

#[test]
fn json_of_every_combinator_gives_the_same_bytes_and_cut_values_give_valid_json() {
    let table = schema().table();
    let decoder =
        Decoder { schema: schema(), table: &table, value_type: None, request: None, framing: None, is_lossless: true };
    let json = |bytes: &[u8]| {
        let mut out = Vec::new();
        let frame = Frame { offset: 0, bytes, n_header: 0, stated_len: bytes.len() };
        decoder.write_json(&frame, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let mut rng = Rng::with_seed(28);
    each_random_value(28, |name, bytes| {
        let text = json(bytes);
        let back = from_json(&table, TypeRef::ANY, &text, &ReadOptions::default());
        assert_eq!(back.as_deref(), Ok(bytes), "{name}: {text}");
        let text = json(&bytes[..rng.usize(..bytes.len())]);
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{name}: {text}");
    });
}

#[test]
fn the_object_of_nodes_is_valid_json_and_holds_all_bytes() {
    let table = schema().table();
    let decoder =
        Decoder { schema: schema(), table: &table, value_type: None, request: None, framing: None, is_lossless: false };
    let mut rng = Rng::with_seed(27);
    each_random_value(27, |_, bytes| {
        if rng.u8(..16) != 0 {
            return;
        }
        let frame = Frame { offset: 0, bytes, n_header: 0, stated_len: bytes.len() };
        let found = decoder.find(&frame);
        let mut out = Vec::new();
        let mut nodes = NodesWriter::new(&mut out, &found.buffers);
        decoder.walk_frame(&frame, Some(&mut nodes));
        nodes.finish().unwrap();
        let value: Value = serde_json::from_slice(&out).unwrap();
        let lens = value["nodes"].as_array().unwrap().iter().map(|node| node["length"].as_u64().unwrap());
        assert_eq!(lens.sum::<u64>(), bytes.len() as u64);
        for node in value["nodes"].as_array().unwrap() {
            let keys: Vec<_> = node.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, ["buffer", "length", "offset", "path", "role", "type", "value"]);
        }
    });
}

/// A `gzip_packed` of an object, which may exceed the limit of readers.
fn gzip_packed(object: &[u8]) -> Vec<u8> {
    let limits = Limits::default().with_inflation(1 << 30);
    GzipPacked::pack_with(object, &limits).unwrap().to_bytes().unwrap()
}

#[test]
fn packed_objects_are_buffers_of_their_own() {
    let longs = [0x1cb5_c415_u32, 1, 9, 0].map(u32::to_le_bytes).concat();
    let result = [&0xf35c_6d01_u32.to_le_bytes()[..], &7_u64.to_le_bytes(), &gzip_packed(&longs)].concat();
    let boolean = [0xf35c_6d01_u32, 1, 0, 0x9972_75b5].map(u32::to_le_bytes).concat();
    let found = decode(&gzip_packed(&boolean), None);
    assert!(found.faults.is_empty(), "{:?}", found.faults);
    assert_eq!(found.buffers.len(), 2);
    let from = found.buffers[1].from.unwrap();
    assert_eq!((from.buffer, from.offset, found.buffers[1].len), (0, 5, 16));
    let found = decode(&result, None);
    assert!(found.faults.is_empty(), "{:?}", found.faults);
    assert_eq!(found.buffers.len(), 2);
}

#[test]
fn a_call_may_be_packed_inside_of_another_call() {
    let ping = [0x7abe_77ec_u32, 5, 0].map(u32::to_le_bytes).concat();
    // `invokeWithLayer#da9b0d0d {X:Type} layer:int query:!X = X;`
    let call = [&0xda9b_0d0d_u32.to_le_bytes()[..], &230_u32.to_le_bytes(), &gzip_packed(&ping)].concat();
    let found = decode(&call, None);
    assert!(found.faults.is_empty(), "{:?}", found.faults);
    assert_eq!(found.buffers.len(), 2);
}

#[test]
fn the_bare_message_of_a_type_expression_is_that_of_mtproto() {
    let mut output = Output::new("tl", std::io::sink(), std::io::sink());
    let schema = ByteSchema::read(&ByteSchemaArgs::default(), Some("vector<%Message>"), &mut output).unwrap();
    let table = schema.table();
    let ty = schema.value_type(&table).unwrap();
    assert_eq!(super::type_text::type_text(&table, ty), "vector<%mtproto.message>");
}

#[test]
fn a_bare_value_that_looks_packed_is_none() {
    let mut output = Output::new("tl", std::io::sink(), std::io::sink());
    let schema = ByteSchema::read(&ByteSchemaArgs::default(), Some("vector<future_salt>"), &mut output).unwrap();
    let table = schema.table();
    let value_type = schema.value_type(&table);
    let bytes = [1, 0x3072_cfa1_u32, 5, 0, 0].map(u32::to_le_bytes).concat();
    let frame = Frame { offset: 0, bytes: &bytes, n_header: 0, stated_len: bytes.len() };
    let decoder =
        Decoder { schema: &schema, table: &table, value_type, request: None, framing: None, is_lossless: false };
    assert!(decoder.find(&frame).faults.is_empty(), "{:?}", decoder.find(&frame).faults);
}

#[test]
fn packed_bombs_are_refused() {
    let mut nested = [0x9972_75b5_u32].map(u32::to_le_bytes).concat();
    for _ in 0..20 {
        let header = [0xf35c_6d01_u32, 1, 0].map(u32::to_le_bytes).concat();
        nested = gzip_packed(&[header, nested].concat());
    }
    assert_eq!(decode(&nested, None).faults[0].kind, "too-deep");
    let large = gzip_packed(&vec![0; 17 << 20]);
    assert_eq!(decode(&large, None).faults[0].kind, "too-much-inflated");
}

#[test]
fn a_damaged_packed_object_is_a_fault_and_its_bytes_are_a_value() {
    let mut bytes = gzip_packed(&0x9972_75b5_u32.to_le_bytes());
    let last = bytes.len() - 9;
    bytes[last] ^= 1;
    let found = decode(&bytes, None);
    assert_eq!(found.faults[0].kind, "gzip");
    assert_eq!(found.buffers.len(), 1);
}
