//! Values of single cells.
//!
//! Each function reads one cell without looking at the others of its row. Invariant: every value has one spelling; any
//! other spelling is an error.

use std::str::FromStr;

use tl_parser::Diagnostic;

use super::ErrorBasis;
use super::keys::{ANY_METHOD, KnownSourceIds, NO_METHOD};
use super::keywords::Keyword;
use super::table::Cell;
use crate::invisible_characters::is_invisible;

/// The value of a cell, or the error in it.
pub(crate) type CellResult<T> = Result<T, Box<Diagnostic>>;

/// Error types that Telegram spells with small letters.
const IRREGULAR_ERROR_TYPES: [&str; 1] = ["Timeout"];

/// The value of a cell, if it is valid; an error goes to `diagnostics`.
pub(crate) fn ok_or_report<T>(result: CellResult<T>, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|found| diagnostics.push(*found)).ok()
}

/// The value whose word the cell holds; an error that lists the words if the cell holds another text.
pub(crate) fn parse_keyword<T: Keyword>(cell: &Cell) -> CellResult<T> {
    parse_one_of_words(cell, T::WORDS)
}

fn parse_one_of_words<T: Keyword>(cell: &Cell, words: &[(T, &str)]) -> CellResult<T> {
    let found = words.iter().find(|(_, word)| *word == cell.text);
    found.map(|(value, _)| *value).ok_or_else(|| {
        let words: Vec<_> = words.iter().map(|(_, word)| format!("`{word}`")).collect();
        let message = format!("`{}` is not one of {}", cell.text, words.join(", "));
        cell.error_at_cell(message).label("not a value of this column").into()
    })
}

/// The basis of an error: which words are allowed depends on the cell `method` of the same row.
pub(super) fn parse_error_basis(cell: &Cell, method: &str) -> CellResult<ErrorBasis> {
    let is_allowed = |basis: ErrorBasis| match basis {
        ErrorBasis::Share | ErrorBasis::Fixed => method == ANY_METHOD,
        ErrorBasis::Unplaced => method == NO_METHOD,
        _ => method != ANY_METHOD && method != NO_METHOD,
    };
    let words: Vec<_> = ErrorBasis::WORDS.iter().copied().filter(|(basis, _)| is_allowed(*basis)).collect();
    parse_one_of_words(cell, &words)
}

/// The code of an error: a decimal 32-bit integer without leading zeros, `+` or blanks.
pub(super) fn parse_error_code(cell: &Cell) -> CellResult<i32> {
    parse_canonical_number(cell).ok_or_else(|| {
        let error = cell.error_at_cell(format!("`{}` is not an error code", cell.text)).label("not a code");
        error.note("a code is an integer of 32 bits, such as 400 or -503").into()
    })
}

/// The number in a cell, if the cell spells it like Rust prints it: without leading zeros, `+` or blanks.
pub(crate) fn parse_canonical_number<T: FromStr + ToString>(cell: &Cell) -> Option<T> {
    cell.text.parse::<T>().ok().filter(|number| number.to_string() == cell.text)
}

/// The type of an error, or the common prefix of several types with `_*` at its end.
pub(super) fn check_error_type(cell: &Cell) -> CellResult<()> {
    let error = || cell.error_at_cell(format!("`{}` is not the type of an error", cell.text)).label("bad spelling");
    if cell.text.split('_').any(|part| part == "X") {
        let spelled: Vec<_> = cell.text.split('_').map(|part| if part == "X" { "%d" } else { part }).collect();
        return Err(error().help(format!("a number is spelled `%d`: `{}`", spelled.join("_"))).into());
    }
    if is_error_type(&cell.text) || cell.text.strip_suffix("_*").is_some_and(is_regular_error_type) {
        return Ok(());
    }
    let note = "a type is made of capitals, digits and `_`, with `%d` for a number, `_*` at the end for anything";
    Err(error().note(note).into())
}

/// Whether a text is the type of one error: capitals, digits and `_`, with `%d` for a number, as in `FLOOD_WAIT_%d`.
///
/// `Timeout` is the one exception.
#[must_use]
pub fn is_error_type(text: &str) -> bool {
    IRREGULAR_ERROR_TYPES.contains(&text) || is_regular_error_type(text)
}

fn is_regular_error_type(text: &str) -> bool {
    // A part is a word or a number with a unit: `FLOOD`, `2FA`, `%d`, `%dMIN`.
    let is_part = |part: &str| {
        let letters = part.strip_prefix("%d").unwrap_or(part);
        !part.is_empty() && letters.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    text.split('_').all(is_part) && text.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// A list of source ids, sorted by bytes, each once, with one space between two.
pub(super) fn parse_source_ids(cell: &Cell, known: &KnownSourceIds) -> CellResult<Vec<String>> {
    if cell.text.is_empty() {
        return Err(cell.error_at_cell("expected sources, found an empty cell").label("no source").into());
    }
    let sources: Vec<_> = cell.text.split(' ').map(str::to_owned).collect();
    if let Some(bad) = sources.iter().find(|source| !known.may_declare(source)) {
        let diagnostic = cell.error_at_cell(format!("`{bad}` names no source")).label("not a list of sources");
        return Err(diagnostic.help("name ids of sources.tsv, with a space between two").into());
    }
    if let Some(pair) = sources.windows(2).find(|pair| pair[0] >= pair[1]) {
        let error =
            cell.error_at_cell(format!("`{}` must not stand after `{}`", pair[1], pair[0])).label("out of order");
        return Err(error.help("sort the sources by their bytes, each once").into());
    }
    Ok(sources)
}

/// The id of a source: small letters, digits, `-` and `.`.
pub(super) fn check_source_id(cell: &Cell) -> CellResult<()> {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    if !cell.text.is_empty() && cell.text.bytes().all(is_part) {
        return Ok(());
    }
    let error = cell.error_at_cell(format!("`{}` is not the id of a source", cell.text)).label("bad spelling");
    Err(error.note("an id is made of small letters, digits, `-` and `.`").into())
}

/// The number of a layer; an empty cell means that the layer is unknown.
pub(super) fn parse_optional_layer(cell: &Cell) -> CellResult<Option<u32>> {
    if cell.text.is_empty() {
        return Ok(None);
    }
    parse_canonical_number(cell).map(Some).ok_or_else(|| {
        let error = cell.error_at_cell(format!("`{}` is not a layer", cell.text)).label("not a number");
        error.help("leave it empty if unknown").into()
    })
}

/// A text that must not be empty.
pub(crate) fn check_not_empty(cell: &Cell) -> CellResult<()> {
    match cell.text.is_empty() {
        true => Err(cell.error_at_cell("expected a name, found an empty cell").label("empty").into()),
        false => parse_sentence(cell).map(drop),
    }
}

/// A sentence without blanks around it, and without characters that control the terminal or the direction of text; may
/// be empty.
pub(crate) fn parse_sentence(cell: &Cell) -> CellResult<String> {
    if cell.text.trim() != cell.text {
        return Err(cell.error_at_cell("text with blanks around it").label("blanks before or after").into());
    }
    match cell.text.chars().find(|character| character.is_control() || is_invisible(*character)) {
        None => Ok(cell.text.clone()),
        Some(character) => {
            let message = format!("text with the character U+{:04X}", u32::from(character));
            Err(cell.error_at_cell(message).label("a control character, or one without width").into())
        }
    }
}
