//! Section marks, and malformed section marks.
//!
//! A mark is three tokens: blanks and comments between them are allowed. Invariant: a malformed mark is reported once,
//! even if several of its tokens are wrong.

use super::fault;
use super::parser::FileParser;
use super::resume_points::is_equals_or_arrow;
use crate::diagnostic::{Code, Diagnostic};
use crate::shared_types::Section;
use crate::text::lex::{Token, TokenKind};

/// The extent of a malformed section mark.
struct MalformedSectionMark {
    /// The last token of the mark.
    last: Token,
    /// The first dash that is not part of `---`.
    bad: Option<Token>,
    /// The section that the words of the mark suggest.
    section: Option<Section>,
}

impl FileParser<'_> {
    /// Parses `---types---` or `---functions---`; returns the offset at which it ends.
    pub(super) fn parse_section_mark(&mut self, dashes: Token) -> u32 {
        let word = self.context.token_after(dashes.end);
        let closing = self.context.token_after(word.end);
        let section = match self.text(word) {
            "types" => Some(Section::Types),
            "functions" => Some(Section::Functions),
            _ => None,
        };
        match section.filter(|_| closing.kind == TokenKind::Dashes) {
            Some(section) => {
                self.context.section.set(section);
                closing.end
            }
            None => self.report_malformed_section_mark(dashes),
        }
    }

    /// Reports a malformed section mark; returns the offset at which it ends.
    fn report_malformed_section_mark(&mut self, first: Token) -> u32 {
        let MalformedSectionMark { last, bad, section } = self.malformed_section_mark(first);
        if let Some(section) = section {
            self.context.section.set(section);
        }
        // A broken statement before the mark may have been reported at these dashes.
        let is_known = self.diagnostics.last().is_some_and(|known| known.primary.span.start == self.span(first).start);
        if !is_known {
            let diagnostic = match bad {
                Some(token) => fault::ForbiddenToken { token }.diagnostic(&self.file),
                None => self.bad_section_diagnostic(first, last, section),
            };
            self.diagnostics.push(diagnostic);
        }
        last.end
    }

    /// Reports a line such as `===17===`, with which schemas of secret chats separate their layers; returns the offset
    /// at which it ends, or `None` if the line is no such mark.
    pub(super) fn report_layer_mark(&mut self, first: Token) -> Option<u32> {
        let start = first.start as usize;
        let line = self.file.text[start..].lines().next().unwrap_or_default();
        let line = line.split("//").next().unwrap_or_default().trim_end();
        let layer = line.trim_matches('=').trim();
        let is_number = !layer.is_empty() && layer.bytes().all(|byte| byte.is_ascii_digit());
        let is_mark = is_number && line.starts_with("==") && line.ends_with("==");
        if !is_mark || !self.context.lexer.opens_line(first.start) {
            return None;
        }
        let end = first.start + line.len() as u32;
        let message = format!("`{line}` begins the declarations of layer {layer}, and a schema has one layer only");
        let diagnostic = Diagnostic::error(Code::UnexpectedToken, self.file.span(first.start, end), message)
            .label("not a declaration")
            .help(format!("give each layer a file of its own, with `// LAYER {layer}` in place of this line"));
        self.diagnostics.push(diagnostic);
        Some(end)
    }

    /// Reports a malformed section mark that begins with one dash; `None` if its line does not look like one.
    pub(super) fn report_single_dash(&mut self, first: Token) -> Option<u32> {
        let is_dash = self.text(first) == "-";
        (is_dash && self.malformed_section_mark(first).last.start > first.start)
            .then(|| self.report_malformed_section_mark(first))
    }

    /// The extent of a malformed mark: up to the last dashes on its line, or else a word that suggests a section.
    fn malformed_section_mark(&self, first: Token) -> MalformedSectionMark {
        let is_dashes = |token: Token| token.kind == TokenKind::Dashes || self.text(token) == "-";
        let is_bad = |token: Token| token.kind == TokenKind::BadChar;
        let mut found =
            MalformedSectionMark { last: first, bad: Some(first).filter(|first| is_bad(*first)), section: None };
        let word = self.context.token_after(first.end);
        let closing = self.context.token_after(word.end);
        let mut section = self.suggested_section(word);
        let line_end = memchr::memchr(b'\n', &self.file.text.as_bytes()[first.start as usize..])
            .map_or(self.file.text.len(), |len| first.start as usize + len);
        let is_word = matches!(word.kind, TokenKind::Name | TokenKind::TypeName | TokenKind::Number);
        // The three tokens of a mark may be on different lines.
        let limit = if is_word && is_dashes(closing) { closing.end } else { 0 }.max(line_end as u32);
        let mut token = word;
        while token.kind != TokenKind::End && token.end <= limit && !is_equals_or_arrow(token) {
            section = section.or(self.suggested_section(token));
            if is_dashes(token) {
                found.last = token;
                found.section = section;
                found.bad = found.bad.or(Some(token).filter(|token| is_bad(*token)));
            }
            token = self.context.token_after(token.end);
        }
        if found.last.start == first.start && is_word && self.suggested_section(word).is_some() {
            (found.last, found.section) = (word, section);
        }
        found
    }

    /// The section that a word suggests.
    fn suggested_section(&self, word: Token) -> Option<Section> {
        match self.text(word).to_ascii_lowercase().as_str() {
            "types" | "type" | "constructors" => Some(Section::Types),
            "functions" | "function" | "methods" => Some(Section::Functions),
            _ => None,
        }
    }

    fn bad_section_diagnostic(&self, first: Token, last: Token, section: Option<Section>) -> Diagnostic {
        let span = self.file.span(first.start, last.end);
        let diagnostic = Diagnostic::error(Code::BadSection, span, "unknown section mark")
            .label("neither `---types---` nor `---functions---`");
        match section {
            Some(section) => {
                let mark = format!("---{}---", section.as_str());
                diagnostic.suggest("write the section mark like this", span, mark)
            }
            None => diagnostic.help("write `---types---` or `---functions---`"),
        }
    }
}
