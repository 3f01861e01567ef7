//! Names the form of a file that is no schema, so that a web page gets one error and not hundreds of syntax errors.
//!
//! Only the first bytes and the outline of JSON are examined. Invariant: a schema with a mistake in it has no such
//! name, since its diagnostics say more.

use serde_json::Value;

/// The first bytes of files that are not text, with the name of their form.
const FOREIGN_BINARY_STARTS: [(&[u8], &str); 7] = [
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
];

/// The first characters of texts that are no schema, in lower case, with the name of their form.
const FOREIGN_TEXT_STARTS: [(&str, &str); 6] = [
    ("<!doctype html", "a web page (HTML)"),
    ("<html", "a web page (HTML)"),
    ("<?xml", "an XML document"),
    ("<svg", "an image (SVG)"),
    ("version https://git-lfs", "a pointer of Git LFS; fetch the file itself"),
    ("diff --git", "a patch"),
];

/// The form of a file that is certainly no schema, such as `a web page (HTML)`; `None` if the file may be a schema.
#[must_use]
pub fn name_of_foreign_form(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, form)) = FOREIGN_BINARY_STARTS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(form);
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some("a text in UTF-16; save it as UTF-8");
    }
    if bytes.contains(&0) {
        return Some("a binary file");
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Some("an empty file");
    }
    let start: String = text.chars().take(32).collect::<String>().to_ascii_lowercase();
    if let Some((_, form)) = FOREIGN_TEXT_STARTS.iter().find(|(prefix, _)| start.starts_with(prefix)) {
        return Some(form);
    }
    text.starts_with(['{', '[', '"']).then(|| name_of_foreign_json(text)).flatten()
}

/// The form of a JSON text; `None` if the text is JSON in which Telegram publishes schemas.
fn name_of_foreign_json(text: &str) -> Option<&'static str> {
    match serde_json::from_str(text) {
        Ok(Value::Object(keys)) if keys.contains_key("constructors") || keys.contains_key("methods") => None,
        Ok(Value::Object(keys)) if keys.contains_key("l") && keys.contains_key("e") => {
            Some("JSON of mtcute's form (layer `l`, entries `e`)")
        }
        Ok(_) => Some("JSON of another form: a schema has the keys `constructors` and `methods`"),
        Err(_) if text.contains("\"constructors\"") || !text.contains('"') => None,
        Err(_) => Some("JSON with a mistake, or cut off"),
    }
}
