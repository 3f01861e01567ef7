//! The form `hexdump`: offset, bytes, path, role, type and value of each leaf.

use std::io::Write;

use tl_parser::Style;
use tl_parser::diagnostic::printable;

use super::colour::coloured;
use super::fault::Fault;
use super::leaf::{Leaf, Place, Role, Sink};
use super::text::value_in_words;
use super::writer::StickyWriter;

/// Number of bytes in a row.
const ROW_LEN: usize = 8;

/// Width of the bytes of a row in characters.
const BYTES_WIDTH: usize = 3 * ROW_LEN;

/// Maximum width of the column of paths; the start of a longer path is left out.
const PATH_WIDTH: usize = 44;

/// Least width of the column of types.
const TYPE_WIDTH: usize = 18;

/// Writes rows of bytes with the leaf that they belong to.
pub(super) struct HexdumpWriter<'w> {
    out: StickyWriter<'w>,
    style: Style,
}

impl<'w> HexdumpWriter<'w> {
    /// Writes the heading of the columns.
    pub(super) fn new(out: &'w mut dyn Write, style: Style) -> Self {
        let mut out = StickyWriter::new(out);
        out.write(&format!(
            "{:<8}  {:<BYTES_WIDTH$}{:<PATH_WIDTH$}  {:<8}{:<TYPE_WIDTH$}  value\n",
            "offset", "bytes", "path", "role", "type"
        ));
        Self { out, style }
    }

    pub(super) fn finish(self) -> std::io::Result<()> {
        self.out.finish()
    }
}

impl Sink for HexdumpWriter<'_> {
    fn leaf(&mut self, leaf: &Leaf<'_>) {
        let (first, rest) = leaf.bytes.split_at_checked(ROW_LEN).unwrap_or((leaf.bytes, &[]));
        let bytes = format!("{:<BYTES_WIDTH$}", hex(first));
        let path = format!("{:<PATH_WIDTH$}", end_of_path(&printable(leaf.place.path)));
        let word = format!("{:<8}", leaf.role.word());
        let (value, role) = (value_in_words(leaf), leaf.role);
        let line = format!(
            "{:08x}  {}{path}  {}{:<TYPE_WIDTH$}  {}",
            leaf.offset,
            coloured(&bytes, role, self.style),
            coloured(&word, role, self.style),
            printable(leaf.ty),
            coloured(&value, role, self.style),
        );
        self.out.write(&format!("{}\n", line.trim_end()));
        for (row, bytes) in (1..).zip(rest.chunks(ROW_LEN)) {
            let shown = coloured(hex(bytes).trim_end(), role, self.style);
            self.out.write(&format!("{:08x}  {shown}\n", leaf.offset + row * ROW_LEN));
        }
    }

    fn buffer(&mut self, index: usize, len: usize, place: Place<'_>) {
        self.out.write(&format!("-- buffer {index}: {len} bytes, inflated from {}\n", printable(place.path)));
    }

    fn end_buffer(&mut self, outer: usize) {
        self.out.write(&format!("-- buffer {outer}\n"));
    }

    fn fault(&mut self, fault: &Fault, _depth: usize) {
        let text = format!("!! {}", fault.in_words());
        self.out.write(&format!("{}\n", coloured(&printable(&text), Role::Unknown, self.style)));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x} ")).collect()
}

/// The last part of a path that fits into its column.
fn end_of_path(path: &str) -> String {
    let n_chars = path.chars().count();
    match n_chars <= PATH_WIDTH {
        true => path.to_owned(),
        false => format!("…{}", path.chars().skip(n_chars - PATH_WIDTH + 1).collect::<String>()),
    }
}
