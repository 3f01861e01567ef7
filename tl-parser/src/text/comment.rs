//! What comments say: the layer, and the documentation of declarations.
//!
//! Documentation comments are lines that begin with `//@`, or with `//-` to go on with the line before. Only their places
//! are kept until the declaration that they belong to has ended. Invariant: a comment counts once, however often the
//! text around it is cut into tokens.

use std::collections::BTreeMap;

use crate::vocabulary::Doc;

/// What the comments said so far.
#[derive(Debug, Default)]
pub(crate) struct Comments {
    /// Where the last comment ends.
    seen: usize,
    /// The number in the last `// LAYER n`.
    pub(crate) layer: Option<u32>,
    /// Documentation comments since the last declaration.
    lines: Vec<(usize, usize)>,
}

/// What one block of documentation comments says.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// What it says about the declaration behind it.
    pub(crate) doc: Option<Doc>,
    /// What it says about types.
    pub(crate) classes: BTreeMap<String, String>,
}

impl Comments {
    /// Takes note of the comment between two offsets.
    pub(crate) fn pass(&mut self, text: &str, start: usize, end: usize) {
        if start < self.seen {
            return;
        }
        self.seen = end;
        let comment = &text[start..end];
        if let b'@' | b'-' = comment.as_bytes().get(2).copied().unwrap_or_default() {
            let line = text[..start].rsplit('\n').next().unwrap_or_default();
            if line.trim_start_matches('\u{feff}').trim().is_empty() {
                self.lines.push((start + 2, end));
            }
        } else if let Some(layer) = layer(comment) {
            self.layer = Some(layer);
        }
    }

    /// Whether nothing was said since the last declaration.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// What was said since the last declaration, which ends here.
    pub(crate) fn take(&mut self, text: &str) -> Option<Block> {
        if self.lines.is_empty() {
            return None;
        }
        let mut joined = String::new();
        for (start, end) in self.lines.drain(..) {
            let line = &text[start..end];
            joined.push_str(line.strip_prefix('-').unwrap_or(line));
            joined.push(' ');
        }
        Some(block(&joined))
    }
}

/// `// LAYER 230`, and nothing else in the comment.
fn layer(comment: &str) -> Option<u32> {
    let number = comment.strip_prefix("//")?.trim().strip_prefix("LAYER")?;
    let digits = number.trim_start();
    let is_number = number.len() > digits.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// Cuts joined lines at each `@`; what stands before the first one belongs to nothing.
fn block(joined: &str) -> Block {
    let mut block = Block::default();
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
            _ => set(&mut block.doc.get_or_insert_default().fields, field_name(key), value),
        }
    }
    block
}

/// A field that is called like a key has `param_` before it.
fn field_name(key: &str) -> &str {
    match key.strip_prefix("param_") {
        Some(name @ ("description" | "class")) => name,
        _ => key,
    }
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: String) {
    match fields.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => fields.push((name.to_owned(), value)),
    }
}
