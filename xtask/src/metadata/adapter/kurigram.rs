//! kurigram and pyrogram: tables whose names begin with a code, and whose first column is a type.

use std::path::Path;

use super::super::facts::Facts;
use super::{bad, text};
use crate::failure::Outcome;

/// What these tables call the code that all others call -503.
const TIMEOUT: (i32, i32) = (503, -503);

pub(super) fn read(path: &Path) -> Outcome<Facts> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let code = name.split('_').next().and_then(|code| code.parse::<i32>().ok());
    let code = code.ok_or_else(|| bad(path, "the name of the file does not begin with a code"))?;
    let code = if code == TIMEOUT.0 { TIMEOUT.1 } else { code };
    let text = text(path)?;
    let mut facts = Facts::default();
    for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        facts.add_code(code, line.split('\t').next().unwrap_or_default());
    }
    Ok(facts)
}
