//! The loop over the statements of a text.
//!
//! Statements that cannot be parsed go to `recovery`. Invariant: entries and their nodes are in source order.

use super::limits::MAX_DEPTH_ON_CALLER_STACK;
use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS_PER_SEVERITY};
use crate::shared_types::{Dialect, Syntax};
use crate::syntax::ast::node::reserve_by_progress;
use crate::syntax::ast::{DeclarationKind, Entry, File};
use crate::syntax::grammar::{self, ParseContext, ParsedDeclaration};
use crate::text::lex::{Token, TokenKind};
use crate::text::restored::RestoredText;
use crate::text::source::{SourceId, Span};

/// Parses a text into a [`File`], statement by statement.
///
/// Methods that parse a statement return the offset at which it ends.
pub(super) struct FileParser<'a> {
    pub(super) context: ParseContext<'a>,
    /// The file so far; its nodes are in the context until the end.
    pub(super) file: File<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The offset at which parsing continues after a statement that extends beyond its first `;`.
    pub(super) resumed: u32,
}

impl<'a> FileParser<'a> {
    pub(super) fn new(source: SourceId, text: &'a str, syntax: Syntax) -> Self {
        let Syntax { dialect, block_comments } = syntax;
        Self::for_file(File { source, dialect, block_comments, text, ..File::default() })
    }

    pub(super) fn for_restored_text(source: SourceId, restored: &'a RestoredText, dialect: Dialect) -> Self {
        Self::for_file(File { source, dialect, text: &restored.text, restored: Some(restored), ..File::default() })
    }

    fn for_file(file: File<'a>) -> Self {
        let syntax = Syntax { dialect: file.dialect, block_comments: file.block_comments };
        Self { context: ParseContext::new(file.text, syntax), file, diagnostics: Vec::new(), resumed: 0 }
    }

    /// A second parser of the same text at the same position. The two parsers share no data that they change.
    pub(super) fn copy_for_thread(&mut self) -> Self {
        let File { source, dialect, block_comments, text, restored, .. } = self.file;
        let parser = Self::for_file(File { source, dialect, block_comments, text, restored, ..File::default() });
        parser.context.section.set(self.context.section.get());
        parser.context.lexer.comments.swap(&self.context.lexer.comments);
        parser
    }

    /// Appends the declarations and diagnostics of another parser of the same text.
    pub(super) fn append_results_of(&mut self, other: Self) {
        let n_nodes = self.context.nodes.borrow().len();
        self.file.entries.extend(other.file.entries.into_iter().map(|entry| Entry {
            first: entry.first + n_nodes,
            result: entry.result + n_nodes,
            ..entry
        }));
        self.context.nodes.borrow_mut().nodes.extend(other.context.nodes.into_inner().nodes);
        self.file.docs.extend(other.file.docs);
        self.file.classes.extend(other.file.classes);
        self.file.broken.extend(other.file.broken);
        self.diagnostics.extend(other.diagnostics);
        self.resumed = self.resumed.max(other.resumed);
        self.context.lexer.comments.swap(&other.context.lexer.comments);
    }

    /// Parses the text from the offset `start` to its end.
    pub(super) fn parse(mut self, start: u32) -> (File<'a>, Vec<Diagnostic>) {
        let mut end = start;
        loop {
            let first = self.context.token_after(end);
            if self.diagnostics.len() >= MAX_DIAGNOSTICS_PER_SEVERITY && first.kind != TokenKind::End {
                self.skip_rest(first);
                break;
            }
            end = match first.kind {
                TokenKind::End => break,
                TokenKind::Dashes => self.parse_section_mark(first),
                TokenKind::Mark(b'=') => self.report_layer_mark(first).unwrap_or_else(|| self.parse_statement(first)),
                TokenKind::BadChar => {
                    self.report_single_dash(first).unwrap_or_else(|| self.report_broken_statement(first))
                }
                _ => self.parse_statement(first),
            };
        }
        self.finish()
    }

    /// Ends parsing before the statement `first`, because the limit of diagnostics is reached. The message of the last
    /// diagnostic says that the rest is not read.
    fn skip_rest(&mut self, first: Token) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.message +=
                &format!("; after {MAX_DIAGNOSTICS_PER_SEVERITY} diagnostics the rest of the text is not read");
        }
        self.skip_text(first.start, self.context.limit());
    }

    fn finish(mut self) -> (File<'a>, Vec<Diagnostic>) {
        let mut comments = self.context.lexer.comments.take();
        self.file.layer = comments.layer;
        // A `//@class` comment needs no declaration after it.
        self.file.classes.extend(comments.take_doc_block(self.file.text).into_iter().flat_map(|block| block.classes));
        self.file.nodes = self.context.nodes.into_inner().nodes;
        // Shrinking allocates a second buffer for a moment, so it has to be worth it.
        if self.file.nodes.capacity() > 2 * self.file.nodes.len() {
            self.file.nodes.shrink_to_fit();
        }
        (self.file, self.diagnostics)
    }

    pub(super) fn span(&self, token: Token) -> Span {
        self.file.span(token.start, token.end)
    }

    pub(super) fn text(&self, token: Token) -> &'a str {
        self.context.lexer.text_of(token)
    }

    /// Parses the statement that begins with `first`.
    #[inline]
    fn parse_statement(&mut self, first: Token) -> u32 {
        match grammar::parse(&self.context, first, MAX_DEPTH_ON_CALLER_STACK) {
            Some(complete) if complete.next.kind == TokenKind::Mark(b';') => {
                self.keep_declaration(complete);
                complete.next.end
            }
            complete => {
                self.discard_nodes(complete);
                self.report_broken_statement(first)
            }
        }
    }

    /// Adds a declaration to the file, with the comments before it.
    #[inline]
    pub(super) fn keep_declaration(&mut self, ParsedDeclaration { entry, .. }: ParsedDeclaration) {
        if !self.context.lexer.comments.borrow().has_no_doc_lines() {
            self.take_doc_block_before(&entry);
        }
        if self.file.entries.len() == self.file.entries.capacity() {
            reserve_by_progress(&mut self.file.entries, entry.name_end as usize, self.file.text.len());
        }
        self.file.entries.push(entry);
    }

    #[cold]
    fn take_doc_block_before(&mut self, entry: &Entry) {
        let Some(block) = self.context.lexer.comments.borrow_mut().take_doc_block(self.file.text) else { return };
        self.file.classes.extend(block.classes);
        if entry.kind == DeclarationKind::Combinator
            && let Some(doc) = block.doc
        {
            self.file.docs.push((entry.name_start, doc));
        }
    }

    /// Removes the nodes of a declaration that is not added to the file.
    pub(super) fn discard_nodes(&self, complete: Option<ParsedDeclaration>) {
        if let Some(complete) = complete {
            self.context.nodes.borrow_mut().truncate(complete.entry.first);
        }
    }

    /// Leaves out a part of the text. The names in it count as declared, so that uses of them are not reported.
    pub(super) fn skip_text(&mut self, start: u32, end: u32) {
        self.file.broken.push((start, end));
    }
}
