//! Generates initial inputs of the fuzz targets from the current schemas, so a new layer needs no new corpus.

use std::fs;
use std::path::{Path, PathBuf};

use tl_interpreter::{BitChoice, Budget, Interpreter};
use tl_parser::{Combinator, Schema};
use tl_types::envelope::{Container, GzipPacked, Message, RpcResult};
use tl_types::{Bytes, Serialize as _};

use crate::decoded_types::DECODED_TYPES;

/// Number of values for each type of [`DECODED_TYPES`].
const N_VALUES_PER_TYPE: usize = 40;

/// An initial input and its file name.
#[derive(Clone, Debug)]
pub struct Seed {
    /// File name, unique in its target.
    pub name: String,
    /// Contents of the input.
    pub bytes: Vec<u8>,
}

/// The initial inputs of a target.
///
/// # Panics
///
/// If a schema or fixture cannot be read.
#[must_use]
pub fn seeds_of_target(target: &str) -> Vec<Seed> {
    match target {
        "decode_strict" | "decode_lossless" | "borrowed" => value_seeds(),
        "containers" => envelope_seeds(),
        "gzip" => (0..=255).step_by(5).zip(value_seeds()).map(|(byte, seed)| tagged_gzip_seed(byte, seed)).collect(),
        "schema" => schema_seeds(),
        "upgrade" => value_seeds().into_iter().chain(older_seeds()).collect(),
        _ => Vec::new(),
    }
}

/// A libFuzzer dictionary with the ids of all combinators.
#[must_use]
pub fn dictionary_of_ids() -> String {
    let schemas = ["api", "mtproto"].map(schema_of_protocol);
    let ids = schemas.iter().flat_map(|schema| &schema.combinators).map(|combinator| combinator.id);
    let word = |id: u32| id.to_le_bytes().map(|byte| format!("\\x{byte:02x}")).concat();
    ids.map(|id| format!("\"{}\"\n", word(id))).collect()
}

/// Values of the types in [`DECODED_TYPES`], and of every 20th combinator without type or number parameters.
fn value_seeds() -> Vec<Seed> {
    let schema = schema_of_protocol("api");
    let mut interpreter = Interpreter::new(&schema, 1).with_budget(Budget { depth: 4, n_bytes: 160 });
    let hardest = DECODED_TYPES.iter().flat_map(|decoder| {
        let constructors = constructors_of_type(&schema, decoder.ty);
        constructors.into_iter().cycle().take(N_VALUES_PER_TYPE)
    });
    let others = schema.combinators.iter().filter(|combinator| combinator.params.is_empty()).step_by(20);
    let names = hardest.chain(others).map(|combinator| combinator.name.to_string());
    let value = |(nr, name): (usize, String)| {
        let bits = [BitChoice::Random, BitChoice::None, BitChoice::All][nr % 3];
        Seed { bytes: interpreter.value_of_call_chain(&[&name], bits), name: format!("{nr:03}-{name}") }
    };
    names.enumerate().map(value).collect()
}

/// A value of every fourth older constructor, without the types that only older layers have.
fn older_seeds() -> Vec<Seed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/api/history.tsv");
    let rows = fs::read_to_string(path).expect("a history");
    let rows: Vec<Vec<&str>> = rows.lines().map(|row| row.split('\t').collect()).collect();
    // Layer 166 is kept. All types that it mentions have constructors in it.
    let is_alive = |row: &&Vec<&str>| {
        let [first, last] = [row[3], row[4]].map(|layer| layer.parse::<u32>());
        row[0] == "constructor" && first.is_ok_and(|first| first <= 166) && last.map_or(true, |last| last >= 166)
    };
    let alive: Vec<_> = rows.iter().filter(is_alive).collect();
    let text: String = alive.iter().map(|row| format!("{}\n", row[5])).collect();
    let schema = tl_parser::read_text("older.tl", text).1;
    let mut interpreter = Interpreter::new(&schema, 2).with_budget(Budget { depth: 4, n_bytes: 200 });
    let gone = alive.iter().filter(|row| !row[4].is_empty()).step_by(4);
    let names = gone.map(|row| row[1]).chain(["messages.messages", "updates", "messages.dialogs"]);
    let value = |name: &str| Seed {
        bytes: interpreter.value_of_call_chain(&[name], BitChoice::Random),
        name: format!("older-{name}"),
    };
    names.map(value).collect()
}

/// The schema of a protocol.
fn schema_of_protocol(protocol: &str) -> Schema {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schemas/{protocol}/{protocol}.tl"));
    tl_parser::read_text("schema.tl", fs::read_to_string(path).expect("a schema")).1
}

fn constructors_of_type<'a>(schema: &'a Schema, ty: &str) -> Vec<&'a Combinator> {
    let ty = schema.types.iter().find(|found| found.name.to_string() == ty).expect("a type of the schema");
    ty.constructors.iter().map(|id| schema.combinator(*id)).collect()
}

fn tagged_gzip_seed(byte: u8, mut seed: Seed) -> Seed {
    if byte < 192 {
        let packed = GzipPacked::pack(&seed.bytes).expect("a value is an object").packed_data;
        // A complete gzip member, or only its deflate stream: without the header of 10 and the trailer of 8 bytes.
        seed.bytes = if byte < 96 { packed.to_vec() } else { packed[10..packed.len() - 8].to_vec() };
    }
    seed.bytes.insert(0, byte);
    seed
}

/// Messages, containers and results that contain values, some of them packed by gzip.
fn envelope_seeds() -> Vec<Seed> {
    value_seeds()
        .into_iter()
        .step_by(6)
        .enumerate()
        .map(|(nr, seed)| Seed { bytes: seed_envelope(nr, &seed.bytes), ..seed })
        .collect()
}

fn seed_envelope(nr: usize, object: &[u8]) -> Vec<u8> {
    let packed = GzipPacked::pack(object).and_then(|packed| Ok(packed.to_bytes()?)).expect("a value is an object");
    let message = |body: &[u8]| Message { msg_id: 8, seqno: 1, body: Bytes::copy_from_slice(body) };
    let result = |result: &[u8]| RpcResult { req_msg_id: 4, result: Bytes::copy_from_slice(result) }.to_bytes();
    let container = |messages| Container { messages }.to_bytes();
    let bytes = match nr % 6 {
        0 => message(object).to_bytes(),
        1 => container(vec![message(object), message(&packed)]),
        2 => result(object),
        3 => result(&packed),
        4 => container(vec![message(&result(&packed).expect("a result")), message(object)]),
        _ => Ok(packed),
    };
    bytes.expect("small objects can be encoded")
}

/// The fixtures of the parser and of the generator that have less than 2,000 bytes.
fn schema_seeds() -> Vec<Seed> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut paths: Vec<PathBuf> = ["ok", "err", "codegen", "conformance"]
        .iter()
        .flat_map(|folder| fs::read_dir(fixtures.join(folder)).expect("a folder of fixtures"))
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "tl"))
        .collect();
    paths.sort();
    let seed = |path: &PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        Seed { name, bytes: fs::read(path).expect("a fixture") }
    };
    paths.iter().map(seed).filter(|seed| seed.bytes.len() < 2000).collect()
}
