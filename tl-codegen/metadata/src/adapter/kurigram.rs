//! kurigram and pyrogram: tab-separated tables of error types, one file for each code.
//!
//! A row `FLOOD_WAIT_X<tab>...` of `420_FLOOD.tsv` yields the fact `code 420 FLOOD_WAIT_%d` about any method.

use super::SourceFile;
use crate::Error;
use crate::facts::Facts;

/// The error code of timeouts: 503 in the tables of kurigram, -503 in all other sources.
const TIMEOUT_CODE_REPLACEMENT: (i32, i32) = (503, -503);

pub(super) fn read_kurigram_table(file: &SourceFile) -> Result<Facts, Error> {
    let name = file.path.rsplit(['/', '\\']).next().unwrap_or_default();
    let code = name.split('_').next().and_then(|code| code.parse().ok());
    let code = code.ok_or_else(|| file.error_in_file("the name of the file does not begin with a code"))?;
    let code = if code == TIMEOUT_CODE_REPLACEMENT.0 { TIMEOUT_CODE_REPLACEMENT.1 } else { code };
    let mut facts = Facts::default();
    for line in file.text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        facts.add_code_of_error_type(code, line.split('\t').next().unwrap_or_default());
    }
    Ok(facts)
}
