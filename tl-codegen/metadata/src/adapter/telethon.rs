//! Telethon: `methods.csv` and `errors.csv` of its source tree, `rpcerrorlist.py` of its package.
//!
//! A row `chats.get,user,ID_INVALID` of the first yields `access users` and `error ? ID_INVALID`; a row
//! `ID_INVALID,400` of the second yields `code 400 ID_INVALID` about any method. In the Python module, the base class
//! of an error class gives the code: `class IdInvalidError(BadRequestError)` is 400.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::SourceFile;
use crate::Error;
use crate::facts::{FactKind, Facts};

/// The base classes of Telethon's error classes, with the error code of each.
#[rustfmt::skip]
const CODES_OF_BASE_CLASSES: [(&str, i32); 9] = [
    ("InvalidDCError", 303), ("BadRequestError", 400), ("UnauthorizedError", 401), ("ForbiddenError", 403),
    ("NotFoundError", 404), ("AuthKeyError", 406), ("FloodError", 420), ("ServerError", 500),
    ("TimedOutError", -503),
];

/// Reads `methods.csv` or `errors.csv`; the columns of the file tell them apart.
pub(super) fn read_methods_or_errors_csv(file: &SourceFile) -> Result<Facts, Error> {
    let mut reader = csv::Reader::from_reader(file.text.as_bytes());
    let header = reader.headers().map_err(|why| file.error_in_file(why))?.clone();
    let add: fn(&StringRecord, &mut Facts) -> Option<()> = match header.iter().collect::<Vec<_>>()[..] {
        ["method", "usability", "errors", ..] => add_facts_of_method_row,
        ["name", "codes", ..] => add_codes_of_error_row,
        _ => return Err(file.error_in_file("neither methods.csv nor errors.csv: other columns are expected")),
    };
    let mut facts = Facts::default();
    for row in reader.records() {
        let row = row.map_err(|why| file.error_in_file(why))?;
        add(&row, &mut facts).ok_or_else(|| file.error_in_file(format_args!("a row cannot be read: {row:?}")))?;
    }
    Ok(facts)
}

fn add_facts_of_method_row(row: &StringRecord, facts: &mut Facts) -> Option<()> {
    let method = row.get(0)?;
    match row.get(1)? {
        "user" => facts.add_fact(method, FactKind::Access, "users"),
        "bot" => facts.add_fact(method, FactKind::Access, "bots"),
        "both" => facts.add_fact(method, FactKind::Access, "both"),
        "unknown" => {}
        _ => return None,
    }
    row.get(2)?.split_whitespace().for_each(|name| facts.add_error_of_method(method, None, name));
    Some(())
}

fn add_codes_of_error_row(row: &StringRecord, facts: &mut Facts) -> Option<()> {
    for code in row.get(1)?.split_whitespace() {
        facts.add_code_of_error_type(code.parse().ok()?, row.get(0)?);
    }
    Some(())
}

/// Reads `rpcerrorlist.py`: classes first, then a dictionary from types to classes.
pub(super) fn read_error_classes_in_python(file: &SourceFile) -> Result<Facts, Error> {
    let mut codes = BTreeMap::new();
    let mut facts = Facts::default();
    for line in file.text.lines().map(str::trim) {
        if let Some((class, base)) =
            line.strip_prefix("class ").and_then(|line| line.strip_suffix("):")?.split_once('('))
        {
            let code = CODES_OF_BASE_CLASSES.iter().find(|(known, _)| *known == base);
            let (_, code) = code
                .ok_or_else(|| file.error_in_file(format_args!("the code of the base class `{base}` is not known")))?;
            codes.insert(class, *code);
        } else if let Some((name, class)) = parse_python_dictionary_line(line)
            && let Some(code) = codes.get(class)
        {
            facts.add_code_of_error_type(*code, &name);
        }
    }
    match facts.methods.is_empty() {
        true => Err(file.error_in_file("it has no error types")),
        false => Ok(facts),
    }
}

/// Error type and class in a line of the dictionary: `'TYPE': Class,` or `('TYPE_(\\d+)', Class),`
fn parse_python_dictionary_line(line: &str) -> Option<(String, &str)> {
    let line = line.strip_suffix(',')?;
    let inner = line.strip_prefix('(').and_then(|line| line.strip_suffix(')')).unwrap_or(line);
    let (name, class) = inner.strip_prefix('\'')?.split_once('\'')?;
    Some((name.replace(r"(\\d+)", "%d"), class.trim_start_matches([':', ',']).trim()))
}
