//! The command `find`: the declaration behind a constructor id or a name.
//!
//! Invariant: without a declaration, nothing is printed to the standard output.

use std::collections::BTreeSet;

use clap::Args;
use tl_parser::Section;

use crate::byte_schema::{ByteSchema, ByteSchemaArgs, Declared};
use crate::failure::{Failure, Outcome};
use crate::output::Output;
use crate::{message, printable, problem};

/// Find the declaration of a constructor id or a name
///
/// Prints the TL line, its kind, and the layers that have it. An id may be hexadecimal or decimal, with or without a
/// sign. A name may be that of a constructor, a function or a type. Without `--schema`, the schemas are Telegram's: the
/// API with the older layers that are known, and MTProto.
///
/// Exit code 0: found. 1: unknown. 2: the command was called wrongly.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} find 171155211                    an id in decimal, as in a log
  {program} find -1132882121                  as a signed number
  {program} find 0x94345242                   in hexadecimal, also #94345242
  {program} find message                      a name: all layouts that it ever had
  {program} find InputPeer                    a type: its constructors
  {program} find 1a2b3c4d --schema my.tl      in a schema of your own")]
pub struct Find {
    /// Constructor id, or name of a constructor, function or type
    #[arg(value_name = "ID|NAME", allow_negative_numbers = true)]
    pub query: String,
    /// The schema of the declarations.
    #[command(flatten)]
    pub schema: ByteSchemaArgs,
}

/// Prints the declarations behind an id or a name.
///
/// # Errors
///
/// If there is none, or the schema cannot be read.
pub fn run(args: &Find, output: &mut Output<'_>) -> Outcome {
    let query = args.query.trim();
    if query.is_empty() {
        return Err(Failure::unable_with_advice("expected an id or a name", "example: `find 0x94345242`"));
    }
    let schema = ByteSchema::read(&args.schema, None, output)?;
    let ids = possible_ids(query);
    let found: Vec<_> = match declared_with_ids(&schema, &ids) {
        found if found.is_empty() => declared_with_name(&schema, query),
        found => found,
    };
    if found.is_empty() {
        print_unknown(&schema, query, &ids, output);
        return Err(Failure::Reported);
    }
    for declared in found {
        message!(output, "{}", declared.line);
        message!(output, "  {} of {}, {}", declared.kind(), declared.result, layers_in_words(&schema, declared));
    }
    Ok(())
}

fn declared_with_ids<'s>(schema: &'s ByteSchema, ids: &BTreeSet<u32>) -> Vec<&'s Declared> {
    ids.iter().flat_map(|id| schema.declared_with_id(*id)).collect()
}

/// The declarations with a name, or else the constructors of the type with this name: current ones before older ones.
fn declared_with_name<'s>(schema: &'s ByteSchema, name: &str) -> Vec<&'s Declared> {
    let mut found: Vec<_> = schema.declared().filter(|declared| declared.name == name).collect();
    if found.is_empty() {
        found
            .extend(schema.declared().filter(|declared| declared.result == name && declared.section == Section::Types));
    }
    found.sort_by_key(|declared| (declared.is_older(), declared.name.clone(), declared.id));
    found
}

fn layers_in_words(schema: &ByteSchema, declared: &Declared) -> String {
    match (declared.origin.in_words(), schema.newest_layer()) {
        (words, Some(newest)) if declared.is_older() => format!("{words}; today's layer is {newest}"),
        (words, _) => words,
    }
}

/// The ids that a text may mean: eight decimal digits may be hexadecimal too.
fn possible_ids(text: &str) -> BTreeSet<u32> {
    // In a declaration, the id follows the name: `message#94345242`.
    let number = text.rsplit_once('#').map_or(text, |(_, id)| id);
    let mut ids = BTreeSet::new();
    let hex = number.strip_prefix("0x").or_else(|| number.strip_prefix("0X"));
    let is_marked = hex.is_some() || text.contains('#');
    let hex = hex.unwrap_or(number);
    if (is_marked || hex.len() == 8) && !hex.starts_with(['+', '-']) {
        ids.extend(u32::from_str_radix(hex, 16));
    }
    if !is_marked {
        ids.extend(number.parse::<u32>());
        ids.extend(number.parse::<i32>().map(i32::cast_unsigned));
    }
    ids
}

fn print_unknown(schema: &ByteSchema, query: &str, ids: &BTreeSet<u32>, output: &mut Output<'_>) {
    let shown = printable(query);
    if ids.is_empty() {
        problem!(output, "error: no declaration has the name `{shown}`");
        if let Some(nearest) = schema.nearest_name(query) {
            problem!(output, "help: the nearest name is `{nearest}`");
        }
        return;
    }
    let numbers: Vec<_> = ids.iter().map(|id| format!("#{id:08x}")).collect();
    problem!(output, "error: no declaration has the id {}", numbers.join(" or "));
    let reversed = ids.iter().map(|id| id.swap_bytes()).flat_map(|id| schema.declared_with_id(id)).next();
    match reversed {
        Some(declared) => {
            let (id, name) = (declared.id, &declared.name);
            problem!(output, "help: with its bytes reversed it is #{id:08x}, `{name}`");
        }
        None => problem!(output, "help: a newer layer or another schema may have it; name its file with `--schema`"),
    }
}

#[cfg(test)]
mod tests {
    use super::possible_ids;

    #[test]
    fn an_id_is_hexadecimal_or_decimal_and_may_have_a_sign() {
        let ids = |text| possible_ids(text).into_iter().collect::<Vec<_>>();
        assert_eq!(ids("0x0949d9dc"), [0x0949_d9dc]);
        assert_eq!(ids("#949d9dc"), [0x0949_d9dc]);
        assert_eq!(ids("future_salt#0949d9dc"), [0x0949_d9dc]);
        assert_eq!(ids("0949d9dc"), [0x0949_d9dc]);
        assert_eq!(ids("171155211"), [171_155_211]);
        assert_eq!(ids("-1132882121"), [0xbc79_9737]);
        assert_eq!(ids("3162085175"), [0xbc79_9737]);
        assert_eq!(ids("12345678"), [12_345_678, 0x1234_5678]);
        assert_eq!(ids("message"), [0_u32; 0]);
        assert_eq!(ids("-0x1"), [0_u32; 0]);
        assert_eq!(ids("99999999999"), [0_u32; 0]);
    }
}
