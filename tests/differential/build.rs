//! Writes down which type of `grammers-tl-types` reads and writes which combinator.
//!
//! A combinator is left out unless that crate knows the same name by the same id.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tl_parser::{Combinator, Name, Schema, Ty};
use tl_round_trip::{Row, load, plan, rows};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for protocol in ["api", "mtproto"] {
        let path = Path::new("../../schemas").join(protocol).join(protocol).with_extension("tl");
        println!("cargo::rerun-if-changed={}", path.display());
        let schema = load(&path);
        let combinators =
            schema.combinators.iter().map(|combinator| (combinator.name.to_string(), combinator)).collect();
        let cases = rows(&plan(&schema, protocol)).into_iter().filter_map(|row| case(&schema, &combinators, &row));
        let table = format!("&[\n{}]\n", cases.collect::<String>());
        fs::write(out.join(protocol).with_extension("rs"), table).expect("OUT_DIR can be written");
    }
}

/// What stands in the table for a row of ours.
fn case(schema: &Schema, combinators: &HashMap<String, &Combinator>, row: &Row) -> Option<String> {
    let calls: Vec<_> = row.calls.iter().map(|name| combinators[name]).collect();
    if calls.iter().any(|combinator| grammers_tl_types::name_for_id(combinator.id) != combinator.name.to_string()) {
        return None;
    }
    let combinator = calls[0];
    let (tree, _) = row.rust.split_once("::")?;
    let ty = match (tree, &combinator.result) {
        ("types", Ty::Boxed { ty, .. }) => path("enums", &combinator.name, &schema.ty(*ty).name.local),
        ("constructors", _) => format!("Identified<{}>", path("types", &combinator.name, &combinator.name.local)),
        _ => call(&calls),
    };
    let calls = &row.calls;
    Some(format!("Theirs {{ tree: {tree:?}, calls: &{calls:?}, back: back::<{ty}> }},\n"))
}

/// A function, and in angle brackets what it calls.
fn call(calls: &[&Combinator]) -> String {
    let Some((outer, inner)) = calls.split_first() else { return String::new() };
    let outer = path("functions", &outer.name, &outer.name.local);
    if inner.is_empty() { format!("Call<{outer}>") } else { format!("Call<{outer}<{}>>", call(inner)) }
}

fn path(tree: &str, name: &Name, local: &str) -> String {
    let namespace: String = name.namespace.iter().map(|part| format!("{part}::")).collect();
    format!("grammers_tl_types::{tree}::{namespace}{}", ident(local))
}

/// The name of a type as that crate writes it: a capital at the start and after `_`, which goes away; of several capitals
/// in a row the first alone is kept.
fn ident(local: &str) -> String {
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
