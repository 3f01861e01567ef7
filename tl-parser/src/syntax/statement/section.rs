//! Section marks, and the dashes that were meant to be one.
//!
//! A mark is three tokens, so that blanks and comments may stand inside. Invariant: what was meant to be one mark is
//! reported once, however many of its tokens are out of place.

use super::{Reader, fault};
use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::Section;
use crate::text::lex::{Token, TokenKind};

/// Dashes out of place, and what seems to belong to them.
struct Dashes {
    /// The last token that does.
    last: Token,
    /// The first dash that begins no token.
    bad: Option<Token>,
    /// What the words between them sound like.
    section: Option<Section>,
}

impl Reader<'_> {
    /// Reads `---types---` or `---functions---`, which may have blanks inside; says where it ends.
    pub(super) fn section_mark(&mut self, dashes: Token) -> u32 {
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
            None => self.stray_dashes(dashes),
        }
    }

    /// Reports dashes that are no section mark; says where what belongs to them ends.
    fn stray_dashes(&mut self, first: Token) -> u32 {
        let Dashes { last, bad, section } = self.dashes(first);
        if let Some(section) = section {
            self.context.section.set(section);
        }
        // What cut a statement was reported there.
        let is_known = self.diagnostics.last().is_some_and(|known| known.primary.span.start == self.span(first).start);
        if !is_known {
            let diagnostic = match bad {
                Some(token) => fault::Fault { token }.describe(&self.file),
                None => self.bad_section(first, last, section),
            };
            self.diagnostics.push(diagnostic);
        }
        last.end
    }

    /// Reads a statement that begins with a dash; none if nothing on its line speaks for a section mark.
    pub(super) fn single_dash(&mut self, first: Token) -> Option<u32> {
        let is_dash = self.text(first) == "-";
        (is_dash && self.dashes(first).last.start > first.start).then(|| self.stray_dashes(first))
    }

    /// What belongs to some dashes: all up to the last ones on their line, or else a word that sounds like a section.
    fn dashes(&self, first: Token) -> Dashes {
        let is_dashes = |token: Token| token.kind == TokenKind::Dashes || self.text(token) == "-";
        let is_bad = |token: Token| token.kind == TokenKind::BadChar;
        let mut found = Dashes { last: first, bad: Some(first).filter(|first| is_bad(*first)), section: None };
        let word = self.context.token_after(first.end);
        let closing = self.context.token_after(word.end);
        let mut section = self.sounds_like(word);
        let line_end = memchr::memchr(b'\n', &self.file.text.as_bytes()[first.start as usize..])
            .map_or(self.file.text.len(), |len| first.start as usize + len);
        let is_word = matches!(word.kind, TokenKind::Name | TokenKind::TypeName | TokenKind::Number);
        // The three tokens of a mark may stand on lines of their own.
        let limit = if is_word && is_dashes(closing) { closing.end } else { 0 }.max(line_end as u32);
        let mut token = word;
        while token.kind != TokenKind::End && token.end <= limit && !is_equals(token) {
            section = section.or(self.sounds_like(token));
            if is_dashes(token) {
                found.last = token;
                found.section = section;
                found.bad = found.bad.or(Some(token).filter(|token| is_bad(*token)));
            }
            token = self.context.token_after(token.end);
        }
        if found.last.start == first.start && is_word && self.sounds_like(word).is_some() {
            (found.last, found.section) = (word, section);
        }
        found
    }

    /// The section that a word was probably meant to open.
    fn sounds_like(&self, word: Token) -> Option<Section> {
        match self.text(word).to_ascii_lowercase().as_str() {
            "types" | "type" | "constructors" => Some(Section::Types),
            "functions" | "function" | "methods" => Some(Section::Functions),
            _ => None,
        }
    }

    fn bad_section(&self, first: Token, last: Token, section: Option<Section>) -> Diagnostic {
        let span = self.file.span(first.start, last.end);
        let diagnostic = Diagnostic::error(Code::BadSection, span, "a section mark that is neither of the two")
            .label("not a section mark");
        match section {
            Some(Section::Types) => diagnostic.suggest("this is probably meant", span, "---types---"),
            Some(Section::Functions) => diagnostic.suggest("this is probably meant", span, "---functions---"),
            None => diagnostic.help("write `---types---` or `---functions---`"),
        }
    }
}

fn is_equals(token: Token) -> bool {
    matches!(token.kind, TokenKind::Mark(b'=') | TokenKind::Arrow)
}
