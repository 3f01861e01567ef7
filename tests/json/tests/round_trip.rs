//! Every combinator: random bytes become JSON that another parser accepts, and the JSON becomes the same bytes.

use tl_interpreter::{BitChoice, Interpreter, combinator_name};
use tl_json::SchemaWithTable;
use tl_parser::{Combinator, ParamKind, Section};
use tl_runtime::Limits;
use tl_runtime::json::{ReadOptions, WriteOptions, from_json, to_json};
use tl_runtime::table::TypeRef;

/// Fields with a value of any type, which only the decoder of the bytes could choose.
fn contains_object(schema: &tl_parser::Schema, combinator: &Combinator) -> bool {
    let text = format!("{:?}", combinator.fields);
    let is_function = combinator.section == Section::Functions;
    text.contains("Opaque(")
        || text.contains("CallOf")
        || !is_function && text.contains("Call(")
        || schema.combinators.is_empty()
}

/// Checks random values of every combinator; returns how many combinators were tried.
fn check_all(schema: &SchemaWithTable, n_rounds: u64) -> usize {
    let table = schema.encoded.as_table();
    let is_plain = |found: &&Combinator| {
        found.params.is_empty()
            && found.codec_type.is_none()
            && !found.fields.iter().any(|field| field.condition.is_some())
    };
    let callee = schema.schema.combinators.iter().filter(|found| found.section == Section::Functions).find(is_plain);
    let callee = callee.map(|found| combinator_name(&schema.schema, found));
    let mut n_tried = 0;
    for combinator in &schema.schema.combinators {
        let name = combinator_name(&schema.schema, combinator);
        let has_type_argument = combinator.params.iter().any(|param| param.kind == ParamKind::Type);
        if contains_object(&schema.schema, combinator)
            || combinator.codec_type.is_some()
            // A wrapper in a schema without a function that it could wrap.
            || has_type_argument && callee.is_none()
            || (combinator.section == Section::Types && !combinator.params.is_empty())
        {
            continue;
        }
        let mut names = vec![name.as_str()];
        if has_type_argument {
            names.extend(callee.as_deref());
        }
        n_tried += 1;
        for seed in 0..n_rounds {
            let mut values = Interpreter::new(&schema.schema, seed);
            for bits in [BitChoice::None, BitChoice::Random, BitChoice::All] {
                let bytes = values.value_of_call_chain(&names, bits);
                for is_lossless in [false, true] {
                    let options = WriteOptions { is_lossless, is_pretty: seed == 1, ..WriteOptions::default() };
                    let json =
                        to_json(&table, TypeRef::ANY, &bytes, &options).unwrap_or_else(|why| panic!("{name}: {why}"));
                    let foreign: serde_json::Value =
                        serde_json::from_str(&json).unwrap_or_else(|why| panic!("{why}: {json}"));
                    assert_eq!(foreign["@type"], table.by_id(combinator.id).unwrap().name());
                    let read = from_json(&table, TypeRef::ANY, &json, &ReadOptions::default());
                    assert_eq!(read.as_deref(), Ok(&bytes[..]), "{json}");
                    // Members in the order of their names: `@type` first, and other keys in any order.
                    let read = from_json(&table, TypeRef::ANY, &foreign.to_string(), &ReadOptions::default());
                    assert_eq!(read.as_deref(), Ok(&bytes[..]), "{foreign}");
                }
            }
        }
    }
    n_tried
}

#[test]
fn json_of_every_combinator_of_both_protocols_becomes_the_same_bytes() {
    for (schema, least) in SchemaWithTable::of_both_protocols().iter().zip([2500, 58]) {
        let n_tried = check_all(schema, 2);
        assert!(n_tried >= least, "{n_tried} combinators");
    }
}

#[test]
fn json_of_every_combinator_of_the_fixtures_becomes_the_same_bytes() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/codegen");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let schemas = names.iter().filter_map(|name| name.to_str()).filter(|name| name.ends_with(".tl"));
    let n_tried: usize =
        schemas.map(|name| check_all(&SchemaWithTable::of_file(&format!("tests/fixtures/codegen/{name}")), 10)).sum();
    assert!(n_tried > 100, "{n_tried} combinators");
}
