//! Values that a cell can hold.
//!
//! Each function reads one cell and says what is wrong with it. Nothing here knows the other cells of a row.
//! Invariant: every value has one spelling.

use tl_parser::Diagnostic;

use super::errors::{ANY_METHOD, NO_METHOD};
use super::sources::Ids;
use super::table::Cell;
use super::{Access, Basis, ErrorBasis, SourceKind};

/// A value, or what is wrong with the cell.
pub(super) type Read<T> = Result<T, Box<Diagnostic>>;

/// Types of errors that are written in other letters than all others.
const IRREGULAR_TYPES: [&str; 1] = ["Timeout"];

pub(super) fn access(cell: &Cell) -> Read<Access> {
    word(cell, &[("yes", Access::Yes), ("no", Access::No), ("unknown", Access::Unknown)])
}

pub(super) fn basis(cell: &Cell) -> Read<Basis> {
    let words = [
        ("listed", Basis::Listed),
        ("absence", Basis::Absence),
        ("page", Basis::Page),
        ("table", Basis::Table),
        ("unknown", Basis::Unknown),
    ];
    word(cell, &words)
}

/// What the table says about the errors of a method.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// They have rows.
    Listed,
    /// The method is documented without any.
    None,
    /// Nobody knows.
    Unknown,
}

pub(super) fn listing(cell: &Cell) -> Read<Listing> {
    word(cell, &[("listed", Listing::Listed), ("none", Listing::None), ("unknown", Listing::Unknown)])
}

/// The number of an error: as its digits, nothing before or after.
pub(super) fn code(cell: &Cell) -> Read<i32> {
    let code = cell.text.parse::<i32>().ok().filter(|code| code.to_string() == cell.text);
    code.ok_or_else(|| {
        cell.error(format!("`{}` is not an error code", cell.text))
            .label("not a code")
            .note("a code is an integer of 32 bits, such as 400 or -503")
            .into()
    })
}

/// Checks the type of an error: capitals, digits and `_`, with `%d` for a number, or `_*` at the end of a family.
pub(super) fn check_type(cell: &Cell) -> Read<()> {
    let error = || cell.error(format!("`{}` is not the type of an error", cell.text)).label("bad spelling");
    if IRREGULAR_TYPES.contains(&cell.text.as_str()) {
        return Ok(());
    }
    if cell.text.split('_').any(|part| part == "X") {
        let spelled: Vec<_> = cell.text.split('_').map(|part| if part == "X" { "%d" } else { part }).collect();
        return Err(error().help(format!("a number is spelled `%d`: `{}`", spelled.join("_"))).into());
    }
    let parts = cell.text.strip_suffix("_*").unwrap_or(&cell.text);
    match parts.split('_').all(is_type_part) && parts.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Ok(()),
        false => Err(error()
            .note("a type is made of capitals, digits and `_`, with `%d` for a number, `_*` at the end for anything")
            .into()),
    }
}

/// `FLOOD`, `2FA`, `%d`, `%dMIN`
fn is_type_part(part: &str) -> bool {
    let (has_number, letters) = match part.strip_prefix("%d") {
        Some(letters) => (true, letters),
        None => (false, part),
    };
    (has_number || !letters.is_empty())
        && letters.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Where a fact is from: ids of sources, sorted, with spaces between.
pub(super) fn sources(cell: &Cell, ids: &Ids) -> Read<Vec<String>> {
    if cell.text.is_empty() {
        return Err(cell.error("expected sources, found an empty cell").label("from nowhere").into());
    }
    let sources: Vec<_> = cell.text.split(' ').map(str::to_owned).collect();
    if let Some(bad) = sources.iter().find(|source| !ids.has(source)) {
        let diagnostic = cell.error(format!("`{bad}` names no source")).label("not a list of sources");
        return Err(diagnostic.help("name ids of sources.tsv, with a space between two").into());
    }
    if let Some(pair) = sources.windows(2).find(|pair| pair[0] >= pair[1]) {
        let message = format!("`{}` must not stand after `{}`", pair[1], pair[0]);
        return Err(cell
            .error(message)
            .label("out of order")
            .help("sort the sources by their bytes, each once")
            .into());
    }
    Ok(sources)
}

/// The id of a source: small letters, digits, `-` and `.`.
pub(super) fn check_source_id(cell: &Cell) -> Read<()> {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    match !cell.text.is_empty() && cell.text.bytes().all(is_part) {
        true => Ok(()),
        false => Err(cell
            .error(format!("`{}` is not the id of a source", cell.text))
            .label("bad spelling")
            .note("an id is made of small letters, digits, `-` and `.`")
            .into()),
    }
}

pub(super) fn source_kind(cell: &Cell) -> Read<SourceKind> {
    let words = [
        ("preferred", SourceKind::Preferred),
        ("lists", SourceKind::Lists),
        ("table", SourceKind::Table),
        ("pages", SourceKind::Pages),
        ("codes", SourceKind::Codes),
    ];
    word(cell, &words)
}

/// A number of a layer, or nothing if it is unknown.
pub(super) fn layer(cell: &Cell) -> Read<Option<u32>> {
    if cell.text.is_empty() {
        return Ok(None);
    }
    let layer = cell.text.parse::<u32>().ok().filter(|layer| layer.to_string() == cell.text);
    layer.map(Some).ok_or_else(|| {
        cell.error(format!("`{}` is not a layer", cell.text))
            .label("not a number")
            .help("leave it empty if unknown")
            .into()
    })
}

/// How an error of this method is known.
pub(super) fn error_basis(cell: &Cell, method: &str) -> Read<ErrorBasis> {
    match method {
        ANY_METHOD => word(cell, &[("share", ErrorBasis::Share), ("fixed", ErrorBasis::Fixed)]),
        NO_METHOD => word(cell, &[("unplaced", ErrorBasis::Unplaced)]),
        _ => {
            let words = [
                ("listed", ErrorBasis::Listed),
                ("joined", ErrorBasis::Joined),
                ("second", ErrorBasis::Second),
                ("older", ErrorBasis::Older),
            ];
            word(cell, &words)
        }
    }
}

/// A name of something: text without blanks around it.
pub(super) fn name(cell: &Cell) -> Read<()> {
    match cell.text.is_empty() {
        true => Err(cell.error("expected a name, found an empty cell").label("empty").into()),
        false => sentence(cell).map(drop),
    }
}

/// A description, without blanks around it; empty if nobody knows what to say.
pub(super) fn sentence(cell: &Cell) -> Read<String> {
    match cell.text.trim() == cell.text {
        true => Ok(cell.text.clone()),
        false => Err(cell.error("text with blanks around it").label("blanks before or after").into()),
    }
}

fn word<T: Copy>(cell: &Cell, words: &[(&str, T)]) -> Read<T> {
    let found = words.iter().find(|(word, _)| *word == cell.text);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let words: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        cell.error(format!("`{}` is not one of {}", cell.text, words.join(", ")))
            .label("not a value of this column")
            .into()
    })
}
