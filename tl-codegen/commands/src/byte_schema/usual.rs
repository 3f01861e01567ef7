//! Declarations that schemas leave out: those that every TL program knows, and MTProto's envelope.
//!
//! A declaration is added if the schema lacks both its name and its id.

use std::collections::BTreeSet;

use tl_parser::{Diagnostic, SourceId, SourceMap, Syntax, read_as};

use super::ResolvedSchema;
use crate::diff::OFTEN_OMITTED_DECLARATIONS;

/// The name of `message` of MTProto's containers. The API has another constructor `message`.
pub const MESSAGE_NAME: &str = "mtproto.message";

/// A constructor with fields of the types that an unknown vector may have.
pub(super) const VECTORS_NAME: &str = "tl_vectors_of_unknown_items";

/// The envelope. Source: <https://core.telegram.org/mtproto/service_messages>.
const ENVELOPE_DECLARATIONS: [(&str, &str); 7] = [
    ("object", "object ? = Object;\n"),
    (MESSAGE_NAME, "mtproto.message msg_id:long seqno:int bytes:int body:Object = mtproto.Message;\n"),
    ("msg_container", "msg_container#73f1f8dc messages:vector<%mtproto.Message> = MessageContainer;\n"),
    ("rpc_result", "rpc_result#f35c6d01 req_msg_id:long result:Object = RpcResult;\n"),
    ("rpc_error", "rpc_error#2144ca19 error_code:int error_message:string = RpcError;\n"),
    ("gzip_packed", "gzip_packed#3072cfa1 packed_data:bytes = GzipPacked;\n"),
    (
        VECTORS_NAME,
        "tl_vectors_of_unknown_items objects:Vector<Object> ints:Vector<int> longs:Vector<long> int:int = \
         Tl_vectors_of_unknown_items;\n",
    ),
];

/// Resolves sources as one schema, together with the declarations that they lack.
pub(super) fn with_usual_declarations(mut sources: SourceMap, ids: &[SourceId], syntax: Syntax) -> ResolvedSchema {
    let (schema, found) = read_as(&sources, ids, syntax);
    let names: BTreeSet<_> = schema.combinators.iter().map(|combinator| combinator.name.to_string()).collect();
    let ids_in_schema: BTreeSet<_> = schema.combinators.iter().map(|combinator| combinator.id).collect();
    let is_missing = |(name, line): &&(&str, &str)| {
        !names.contains(*name) && id_in(line).is_none_or(|id| !ids_in_schema.contains(&id))
    };
    let missing = OFTEN_OMITTED_DECLARATIONS.iter().chain(&ENVELOPE_DECLARATIONS).filter(is_missing);
    let missing: String = missing.map(|(_, line)| *line).collect();
    if missing.is_empty() || ids.is_empty() {
        return ResolvedSchema { schema, sources, ids: ids.to_vec(), found };
    }
    let usual = sources.add("usual declarations", format!("---types---\n{missing}"));
    let all: Vec<_> = ids.iter().copied().chain([usual]).collect();
    let (with_usual, found_with_usual) = read_as(&sources, &all, syntax);
    let is_own = |diagnostic: &Diagnostic| diagnostic.is_error() && diagnostic.primary.span.source == usual;
    match found_with_usual.iter().any(is_own) {
        // A schema with other declarations of the same types is complete without these.
        true => ResolvedSchema { schema, sources, ids: ids.to_vec(), found },
        false => ResolvedSchema { schema: with_usual, sources, ids: all, found: found_with_usual },
    }
}

/// The id that is written in a declaration.
fn id_in(line: &str) -> Option<u32> {
    let (_, rest) = line.split_once('#')?;
    u32::from_str_radix(rest.get(..8)?, 16).ok()
}
