//! Telethon: `methods.csv` and `errors.csv` of its source tree, `rpcerrorlist.py` of its package.
//!
//! The tables give types by method and codes by type, and never both: the code of a type depends on the method. In the
//! package, codes are told by the classes that errors are derived from.

use std::collections::BTreeMap;
use std::path::Path;

use csv::StringRecord;

use super::super::facts::{Facts, What};
use super::{bad, text};
use crate::failure::Outcome;

/// Codes of the classes that errors are derived from.
const CLASSES: [(&str, i32); 9] = [
    ("InvalidDCError", 303),
    ("BadRequestError", 400),
    ("UnauthorizedError", 401),
    ("ForbiddenError", 403),
    ("NotFoundError", 404),
    ("AuthKeyError", 406),
    ("FloodError", 420),
    ("ServerError", 500),
    ("TimedOutError", -503),
];

/// One of the two tables, told by its columns.
pub(super) fn read_csv(path: &Path) -> Outcome<Facts> {
    let text = text(path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|why| bad(path, &why.to_string()))?.clone();
    let add: fn(&StringRecord, &mut Facts) -> Option<()> = match header.iter().collect::<Vec<_>>()[..] {
        ["method", "usability", "errors", ..] => add_method,
        ["name", "codes", ..] => add_type,
        _ => return Err(bad(path, "neither methods.csv nor errors.csv: other columns are expected")),
    };
    let mut facts = Facts::default();
    for row in reader.records() {
        let row = row.map_err(|why| bad(path, &why.to_string()))?;
        add(&row, &mut facts).ok_or_else(|| bad(path, &format!("a row cannot be read: {row:?}")))?;
    }
    Ok(facts)
}

fn add_method(row: &StringRecord, facts: &mut Facts) -> Option<()> {
    let method = row.get(0)?;
    match row.get(1)? {
        "user" => facts.add(method, What::Access, "users"),
        "bot" => facts.add(method, What::Access, "bots"),
        "both" => facts.add(method, What::Access, "both"),
        "unknown" => {}
        _ => return None,
    }
    row.get(2)?.split_whitespace().for_each(|name| facts.add_error(method, None, name));
    Some(())
}

fn add_type(row: &StringRecord, facts: &mut Facts) -> Option<()> {
    for code in row.get(1)?.split_whitespace() {
        facts.add_code(code.parse().ok()?, row.get(0)?);
    }
    Some(())
}

/// `rpcerrorlist.py`: classes, then types by class.
pub(super) fn read_python(path: &Path) -> Outcome<Facts> {
    let text = text(path)?;
    let mut codes = BTreeMap::new();
    let mut facts = Facts::default();
    for line in text.lines().map(str::trim) {
        if let Some((class, base)) =
            line.strip_prefix("class ").and_then(|line| line.strip_suffix("):")?.split_once('('))
        {
            let code = CLASSES.iter().find(|(known, _)| *known == base);
            let (_, code) = code.ok_or_else(|| bad(path, &format!("`{base}` is no class with a known code")))?;
            codes.insert(class, *code);
        } else if let Some((name, class)) = entry(line)
            && let Some(code) = codes.get(class)
        {
            facts.add_code(*code, &name);
        }
    }
    match facts.methods.is_empty() {
        true => Err(bad(path, "no types of errors in it")),
        false => Ok(facts),
    }
}

/// `'TYPE': Class,` or `('TYPE_(\\d+)', Class),`
fn entry(line: &str) -> Option<(String, &str)> {
    let line = line.strip_suffix(',')?;
    let inner = line.strip_prefix('(').and_then(|line| line.strip_suffix(')')).unwrap_or(line);
    let (name, class) = inner.strip_prefix('\'')?.split_once('\'')?;
    Some((name.replace(r"(\\d+)", "%d"), class.trim_start_matches([':', ',']).trim()))
}
