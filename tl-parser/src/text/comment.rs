//! The contents of comments: the layer (`// LAYER 230`), and documentation (`//@description`).
//!
//! A documentation comment is a line that begins with `//@`; a line that begins with `//-` continues it. Only the
//! ranges of these lines are stored until their declaration has been parsed. Invariant: a comment counts once, even if
//! the lexer passes it several times.

use std::collections::BTreeMap;

use crate::shared_types::Doc;

/// The comments up to the current position of the lexer.
#[derive(Debug, Default)]
pub(crate) struct Comments {
    /// The offset in bytes at which the last comment ends.
    end: usize,
    /// The number in the last `// LAYER n` comment.
    pub(crate) layer: Option<u32>,
    /// The ranges of the documentation lines since the last declaration.
    lines: Vec<(usize, usize)>,
}

/// The parsed documentation lines before a declaration.
#[derive(Debug, Default)]
pub(crate) struct DocBlock {
    /// The documentation of the declaration that follows.
    pub(crate) doc: Option<Doc>,
    /// Descriptions of types from `//@class` comments, by type name.
    pub(crate) classes: BTreeMap<String, String>,
}

impl Comments {
    /// Adds the comment between two offsets.
    pub(crate) fn add(&mut self, text: &str, start: usize, end: usize) {
        if start < self.end {
            return;
        }
        self.end = end;
        let comment = &text[start..end];
        if let b'@' | b'-' = comment.as_bytes().get(2).copied().unwrap_or_default() {
            let line = text[..start].rsplit('\n').next().unwrap_or_default();
            if line.trim_start_matches('\u{feff}').trim().is_empty() {
                self.lines.push((start + 2, end));
            }
        } else if let Some(layer) = layer_in_comment(comment) {
            self.layer = Some(layer);
        }
    }

    /// Whether no documentation line has been added since the last declaration.
    #[inline]
    pub(crate) fn has_no_doc_lines(&self) -> bool {
        self.lines.is_empty()
    }

    /// Removes and parses the documentation lines since the last declaration.
    pub(crate) fn take_doc_block(&mut self, text: &str) -> Option<DocBlock> {
        if self.lines.is_empty() {
            return None;
        }
        let mut joined = String::new();
        for (start, end) in self.lines.drain(..) {
            let line = &text[start..end];
            joined.push_str(line.strip_prefix('-').unwrap_or(line));
            joined.push(' ');
        }
        Some(parse_doc_block(&joined))
    }
}

/// The number in a comment that consists of `// LAYER 230`.
fn layer_in_comment(comment: &str) -> Option<u32> {
    let number = comment.strip_prefix("//")?.trim().strip_prefix("LAYER")?;
    let digits = number.trim_start();
    let is_number = number.len() > digits.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// Parses joined documentation lines: a sequence of `@key value`. Text before the first `@` is ignored.
fn parse_doc_block(joined: &str) -> DocBlock {
    let mut block = DocBlock::default();
    let mut class = None;
    for piece in joined.split('@').skip(1) {
        let mut words = piece.split_whitespace();
        let Some(key) = words.next() else {
            continue;
        };
        let value = words.collect::<Vec<_>>().join(" ");
        match key {
            "class" => class = Some(value),
            "description" => match class.take() {
                Some(class) => _ = block.classes.insert(class, value),
                None => block.doc.get_or_insert_default().description = Some(value),
            },
            _ => set_description(&mut block.doc.get_or_insert_default().fields, described_field_name(key), value),
        }
    }
    block
}

/// The name of the field that a key describes. The keys `param_description` and `param_class` describe fields named
/// `description` and `class`.
fn described_field_name(key: &str) -> &str {
    match key.strip_prefix("param_") {
        Some(name @ ("description" | "class")) => name,
        _ => key,
    }
}

fn set_description(fields: &mut Vec<(String, String)>, name: &str, value: String) {
    match fields.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => fields.push((name.to_owned(), value)),
    }
}
