//! A writer that keeps its first error: receivers of leaves return none.

use std::io::{self, Write};

/// Writes until the first error.
pub(super) struct StickyWriter<'w> {
    out: &'w mut dyn Write,
    error: Option<io::Error>,
}

impl<'w> StickyWriter<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Self { out, error: None }
    }

    pub(super) fn write(&mut self, text: &str) {
        if self.error.is_none() {
            self.error = self.out.write_all(text.as_bytes()).err();
        }
    }

    pub(super) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// The first error, if there was one.
    pub(super) fn finish(self) -> io::Result<()> {
        self.error.map_or(Ok(()), Err)
    }
}
