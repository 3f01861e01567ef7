//! Telegram's schemas, which the program contains: `api` with its older layers, and `mtproto`.
//!
//! The build script compresses the text `telegram.tl`, which `cargo xtask codegen` writes. Invariant: the text has no
//! error, as a test shows.

use std::collections::BTreeMap;

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use tl_parser::{SourceId, SourceMap};

use super::declared::Origin;

const DEFLATED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/telegram.deflate"));

/// The text grows by a few kilobytes with each layer.
const MAX_TEXT_LEN: usize = 16 << 20;

/// Adds the text to the sources. Also returns the origin of each declaration, by name.
pub(crate) fn add_to(sources: &mut SourceMap) -> (SourceId, BTreeMap<String, Origin>) {
    // Cannot fail: the build script of this crate wrote both.
    let bytes = decompress_to_vec_with_limit(DEFLATED, MAX_TEXT_LEN).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    let origins = text.lines().filter_map(origin_of_line).collect();
    (sources.add("Telegram's schemas", text), origins)
}

/// The name in a line, and the origin in the comment after it.
fn origin_of_line(line: &str) -> Option<(String, Origin)> {
    let (declaration, comment) = line.split_once("; // ")?;
    let name = declaration.split(['#', ' ']).next()?;
    Some((name.to_owned(), Origin::of_comment(comment)?))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{DEFLATED, add_to};
    use crate::byte_schema::{ByteSchema, ByteSchemaArgs};
    use crate::output::Output;

    /// Maximum number of bytes that the built-in schemas add to a program.
    const MAX_DEFLATED_LEN: usize = 500_000;

    #[test]
    fn the_built_in_schema_is_small_and_has_no_error() {
        assert!(DEFLATED.len() < MAX_DEFLATED_LEN, "{}", DEFLATED.len());
        let mut output = Output::new("tl", std::io::sink(), std::io::sink());
        let schema = ByteSchema::read(&ByteSchemaArgs::default(), None, &mut output).unwrap();
        assert!(schema.newest_layer() >= Some(230));
        assert!(schema.declared().count() > 3600, "{}", schema.declared().count());
        assert!(schema.declared().filter(|declared| declared.is_older()).count() > 1000);
    }

    #[test]
    fn the_built_in_schema_has_each_line_of_the_files_in_the_repository() {
        let mut sources = tl_parser::SourceMap::new();
        let (id, _) = add_to(&mut sources);
        let text = sources.get(id).unwrap().text().to_owned();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/api");
        let schema = std::fs::read_to_string(folder.join("api.tl")).unwrap();
        let declarations = schema.lines().filter(|line| line.ends_with(';'));
        assert!(declarations.clone().count() > 2000);
        for line in declarations {
            assert!(text.contains(&format!("{line} // ")), "{line}");
        }
        let history = std::fs::read_to_string(folder.join("history.tsv")).unwrap();
        for row in history.lines().skip(1) {
            let id = row.split('\t').nth(2).unwrap();
            assert!(text.contains(&format!("#{id} ")), "{row}");
        }
    }
}
