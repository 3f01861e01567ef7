//! JSON as text.

use core::fmt;

use super::sink::Sink;

/// Writes JSON as text, on one line or indented.
#[derive(Debug)]
pub(super) struct TextSink<W> {
    out: W,
    /// Whether a comma belongs before the next value or key.
    needs_comma: bool,
    /// Whether the next value follows its key.
    is_after_key: bool,
    pub(super) is_pretty: bool,
    depth: usize,
}

impl<W: fmt::Write> TextSink<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, needs_comma: false, is_after_key: false, is_pretty: false, depth: 0 }
    }

    pub(super) fn into_inner(self) -> W {
        self.out
    }

    /// Writes what separates a value or key from the one before.
    #[inline]
    fn separate(&mut self) -> fmt::Result {
        if self.is_after_key {
            self.is_after_key = false;
            return Ok(());
        }
        if self.needs_comma {
            self.out.write_char(',')?;
        }
        self.needs_comma = true;
        if self.is_pretty && self.depth > 0 { self.new_line() } else { Ok(()) }
    }

    fn new_line(&mut self) -> fmt::Result {
        self.out.write_char('\n')?;
        (0..self.depth).try_for_each(|_| self.out.write_str("  "))
    }

    fn open(&mut self, bracket: char) -> fmt::Result {
        self.separate()?;
        self.needs_comma = false;
        self.depth += 1;
        self.out.write_char(bracket)
    }

    fn close(&mut self, bracket: char) -> fmt::Result {
        self.depth = self.depth.saturating_sub(1);
        if self.is_pretty && self.needs_comma {
            self.new_line()?;
        }
        self.needs_comma = true;
        self.out.write_char(bracket)
    }

    /// Writes a string with its quotes.
    fn quoted(&mut self, value: &str) -> fmt::Result {
        self.out.write_char('"')?;
        let mut rest = value;
        while let Some(position) = rest.bytes().position(needs_escape) {
            // Bytes that need an escape are characters of one byte.
            let (before, after) = rest.split_at(position);
            self.out.write_str(before)?;
            let mut after = after.chars();
            match after.next() {
                Some('"') => self.out.write_str("\\\"")?,
                Some('\\') => self.out.write_str("\\\\")?,
                Some('\n') => self.out.write_str("\\n")?,
                Some('\r') => self.out.write_str("\\r")?,
                Some('\t') => self.out.write_str("\\t")?,
                Some(control) => write!(self.out, "\\u{:04x}", u32::from(control))?,
                None => {}
            }
            rest = after.as_str();
        }
        self.out.write_str(rest)?;
        self.out.write_char('"')
    }
}

#[inline]
fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

impl<W: fmt::Write> Sink for TextSink<W> {
    fn open_object(&mut self) -> fmt::Result {
        self.open('{')
    }

    fn close_object(&mut self) -> fmt::Result {
        self.close('}')
    }

    fn open_array(&mut self) -> fmt::Result {
        self.open('[')
    }

    fn close_array(&mut self) -> fmt::Result {
        self.close(']')
    }

    fn key(&mut self, key: &str) -> fmt::Result {
        self.separate()?;
        self.is_after_key = true;
        self.quoted(key)?;
        self.out.write_str(if self.is_pretty { ": " } else { ":" })
    }

    fn string(&mut self, value: &str) -> fmt::Result {
        self.separate()?;
        self.quoted(value)
    }

    fn plain_string(&mut self, value: &dyn fmt::Display) -> fmt::Result {
        self.separate()?;
        write!(self.out, "\"{value}\"")
    }

    fn integer(&mut self, value: i64) -> fmt::Result {
        self.separate()?;
        write!(self.out, "{value}")
    }

    fn double(&mut self, value: f64) -> fmt::Result {
        self.separate()?;
        // `Debug` writes the fewest digits that give the same number, and an exponent for large and small numbers.
        write!(self.out, "{value:?}")
    }

    fn float(&mut self, value: f32) -> fmt::Result {
        self.separate()?;
        write!(self.out, "{value:?}")
    }

    fn null(&mut self) -> fmt::Result {
        self.separate()?;
        self.out.write_str("null")
    }

    fn boolean(&mut self, value: bool) -> fmt::Result {
        self.separate()?;
        self.out.write_str(if value { "true" } else { "false" })
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;

    use super::{Sink, TextSink};

    #[test]
    fn characters_that_json_forbids_in_strings_are_escaped() {
        let mut sink = TextSink::new(String::new());
        sink.string("a\"b\\c\n\r\t\u{1}\u{1f}/é\u{7f}\u{2028}").unwrap();
        assert_eq!(sink.into_inner(), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u001f/é\u{7f}\u{2028}\"");
    }

    #[test]
    fn pretty_text_has_a_member_a_line_and_nothing_between_empty_brackets() {
        let mut sink = TextSink::new(String::new());
        sink.is_pretty = true;
        sink.open_object().unwrap();
        sink.key("a").unwrap();
        sink.open_array().unwrap();
        sink.integer(1).unwrap();
        sink.integer(-2).unwrap();
        sink.close_array().unwrap();
        sink.key("b").unwrap();
        sink.open_object().unwrap();
        sink.close_object().unwrap();
        sink.close_object().unwrap();
        assert_eq!(sink.into_inner(), "{\n  \"a\": [\n    1,\n    -2\n  ],\n  \"b\": {}\n}");
    }

    #[test]
    fn numbers_have_the_fewest_digits_that_give_the_same_number() {
        let mut sink = TextSink::new(String::new());
        sink.open_array().unwrap();
        for value in [1.0, -0.0, 0.1, 1e300, 5e-324, f64::MAX] {
            sink.double(value).unwrap();
        }
        sink.float(0.1).unwrap();
        sink.close_array().unwrap();
        assert_eq!(sink.into_inner(), "[1.0,-0.0,0.1,1e300,5e-324,1.7976931348623157e308,0.1]");
    }
}
