//! Generates the table of types of `grammers-tl-types`, one row for each combinator and type.
//!
//! A combinator is left out unless `grammers-tl-types` has a combinator of the same name and id.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tl_parser::{Combinator, Name, Schema, Ty};
use tl_round_trip::{CombinatorWithRustType, combinators_with_rust_types, load_schema, plan_schema};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for protocol in ["api", "mtproto"] {
        let path = Path::new("../../schemas").join(protocol).join(protocol).with_extension("tl");
        println!("cargo::rerun-if-changed={}", path.display());
        let schema = load_schema(&path);
        let combinators =
            schema.combinators.iter().map(|combinator| (combinator.name.to_string(), combinator)).collect();
        let cases = combinators_with_rust_types(&plan_schema(&schema, protocol))
            .into_iter()
            .filter_map(|row| grammers_case_row(&schema, &combinators, &row));
        let table = format!("&[\n{}]\n", cases.collect::<String>());
        fs::write(out.join(protocol).with_extension("rs"), table).expect("OUT_DIR can be written");
    }
}

/// The table row for a type of ours, or nothing if grammers lacks a combinator of the row.
fn grammers_case_row(
    schema: &Schema,
    combinators: &HashMap<String, &Combinator>,
    row: &CombinatorWithRustType,
) -> Option<String> {
    let calls: Vec<_> = row.call_chain.iter().map(|name| combinators[name]).collect();
    if calls.iter().any(|combinator| grammers_tl_types::name_for_id(combinator.id) != combinator.name.to_string()) {
        return None;
    }
    let combinator = calls[0];
    let (module, _) = row.rust_type.split_once("::")?;
    let ty = match (module, &combinator.result) {
        ("types", Ty::Boxed { ty, .. }) => grammers_path("enums", &combinator.name, &schema.ty(*ty).name.local),
        ("constructors", _) => {
            format!("WithConstructorId<{}>", grammers_path("types", &combinator.name, &combinator.name.local))
        }
        _ => grammers_function_type(&calls),
    };
    let call_chain = &row.call_chain;
    Some(format!(
        "GrammersCase {{ module: {module:?}, call_chain: &{call_chain:?}, decode_and_encode: decode_and_encode::<{ty}> }},\n"
    ))
}

/// The type of a function in grammers; the functions that it calls are type arguments.
fn grammers_function_type(calls: &[&Combinator]) -> String {
    let Some((outer, inner)) = calls.split_first() else { return String::new() };
    let outer = grammers_path("functions", &outer.name, &outer.name.local);
    if inner.is_empty() {
        format!("WithFunctionId<{outer}>")
    } else {
        format!("WithFunctionId<{outer}<{}>>", grammers_function_type(inner))
    }
}

fn grammers_path(module: &str, name: &Name, local: &str) -> String {
    let namespace: String = name.namespace.iter().map(|part| format!("{part}::")).collect();
    format!("grammers_tl_types::{module}::{namespace}{}", grammers_ident(local))
}

/// The Rust name of a TL type in grammers.
///
/// The first letter and each letter after `_` become capitals, and `_` is removed. Of several capitals in a row, only
/// the first is kept: `DCOption` becomes `DcOption`.
fn grammers_ident(local: &str) -> String {
    let mut ident = String::new();
    let (mut at_start, mut after_capital) = (true, false);
    for character in local.chars() {
        if character == '_' {
            at_start = true;
            continue;
        }
        ident.push(match (at_start, after_capital) {
            (true, _) => character.to_ascii_uppercase(),
            (false, true) => character.to_ascii_lowercase(),
            (false, false) => character,
        });
        after_capital = at_start || character.is_ascii_uppercase();
        at_start = false;
    }
    ident
}
