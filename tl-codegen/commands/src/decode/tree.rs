//! The form `tree`: a line for each value, indented by its depth.

use std::io::Write;

use tl_parser::Style;
use tl_parser::diagnostic::printable;

use super::colour::coloured;
use super::fault::Fault;
use super::leaf::{Leaf, Place, Role, Sink};
use super::text::value_in_words;
use super::writer::StickyWriter;

/// Writes values as indented lines. Lengths and padding have no lines.
pub(super) struct TreeWriter<'w> {
    out: StickyWriter<'w>,
    style: Style,
}

impl<'w> TreeWriter<'w> {
    pub(super) fn new(out: &'w mut dyn Write, style: Style) -> Self {
        Self { out: StickyWriter::new(out), style }
    }

    pub(super) fn finish(self) -> std::io::Result<()> {
        self.out.finish()
    }

    fn line(&mut self, place: Place<'_>, role: Role, text: &str) {
        let indent = "  ".repeat(place.depth);
        let label = printable(place.label);
        let separator = match (place.label.is_empty(), place.label.starts_with('[')) {
            (true, _) => "",
            (_, true) => " ",
            _ => ": ",
        };
        self.out.write(&format!("{indent}{label}{separator}{}\n", coloured(text, role, self.style)));
    }
}

impl Sink for TreeWriter<'_> {
    fn leaf(&mut self, leaf: &Leaf<'_>) {
        match leaf.role {
            Role::Padding => {}
            Role::Length if leaf.ty != "int" => {}
            // A list has an id and a count, or a count alone.
            Role::Id if leaf.ty.starts_with("Vector<") => {}
            Role::Count => self.line(leaf.place, Role::Count, &format!("{}, {}", leaf.ty, value_in_words(leaf))),
            Role::Unknown => {
                let hex: String = leaf.bytes.iter().take(16).map(|byte| format!(" {byte:02x}")).collect();
                let more = if leaf.bytes.len() > 16 { " …" } else { "" };
                let text = format!("{}:{hex}{more}", value_in_words(leaf));
                self.line(Place { label: "", ..leaf.place }, Role::Unknown, &text);
            }
            role => self.line(leaf.place, role, &value_in_words(leaf)),
        }
    }

    fn bare_value(&mut self, place: Place<'_>, name: &str) {
        self.line(place, Role::Id, &format!("{name} (bare)"));
    }

    fn buffer(&mut self, index: usize, len: usize, place: Place<'_>) {
        self.line(Place { label: "", ..place }, Role::Length, &format!("inflated, {len} bytes, buffer {index}:"));
    }

    fn fault(&mut self, fault: &Fault, depth: usize) {
        let place = Place { path: "", label: "", depth };
        self.line(place, Role::Unknown, &format!("!! {}", fault.in_words()));
    }
}
