//! Diagnostics for a statement that cannot be parsed, and parsing of the declarations in it.
//!
//! Without a missing `;`, a statement holds one declaration. Invariant: at least one diagnostic is reported for a
//! broken statement.

use super::fault;
use super::help;
use super::limits::{DEEP_STACK_SIZE, MAX_DEPTH, MAX_DEPTH_ON_CALLER_STACK};
use super::parser::FileParser;
use super::resume_points::{self, ResumePoint};
use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS_PER_SEVERITY};
use crate::syntax::grammar::{self, Expectations, ParsedDeclaration};
use crate::text::lex::{Token, TokenKind};

impl FileParser<'_> {
    /// Reports why the statement that begins with `first` cannot be parsed; returns the offset at which it ends.
    pub(super) fn report_broken_statement(&mut self, first: Token) -> u32 {
        let mut last = first;
        while !matches!(last.kind, TokenKind::Mark(b';') | TokenKind::Dashes | TokenKind::End) {
            last = self.context.token_after(last.end);
        }
        // A `;` is part of its statement; a section mark is not.
        let end = if last.kind == TokenKind::Mark(b';') { last.end } else { last.start };
        match fault::nesting_depth_of(&self.context, first, end) {
            Err(fault) => {
                self.diagnostics.push(fault.diagnostic(&self.file));
                self.skip_text(first.start, end);
            }
            Ok(depth) if depth <= MAX_DEPTH_ON_CALLER_STACK => {
                self.parse_declarations(first, last, MAX_DEPTH_ON_CALLER_STACK)
            }
            Ok(_) => self.parse_declarations_on_large_stack(first, last),
        }
        // The comments before the statement document none of the following declarations.
        let _ = self.context.lexer.comments.borrow_mut().take_doc_block(self.file.text);
        end.max(self.resumed)
    }

    /// Parses a deeply nested statement on a thread whose stack is large enough for [`MAX_DEPTH`].
    fn parse_declarations_on_large_stack(&mut self, first: Token, last: Token) {
        let mut worker = self.copy_for_thread();
        let parsed = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(DEEP_STACK_SIZE).spawn_scoped(scope, move || {
                worker.parse_declarations(first, last, MAX_DEPTH as u32);
                worker
            });
            thread.ok().and_then(|thread| thread.join().ok())
        });
        match parsed {
            Some(worker) => self.append_results_of(worker),
            None => {
                self.diagnostics.push(fault::no_thread_diagnostic(self.span(first)));
                self.skip_text(first.start, last.start);
            }
        }
    }

    /// Parses the declarations of a statement, several if semicolons are missing; `last` ends the statement.
    fn parse_declarations(&mut self, mut first: Token, last: Token, depth: u32) {
        let limit = self.context.limit();
        loop {
            let (complete, expectations) = grammar::parse_and_explain(&self.context, first, depth);
            let resumed = match complete {
                Some(complete) if complete.next.kind == TokenKind::Mark(b';') => {
                    self.keep_declaration(complete);
                    break;
                }
                Some(complete) => self.report_missing_semicolon(first, last, complete, depth),
                None => self.report_unexpected_token(first, last, &expectations),
            };
            self.context.set_limit(limit);
            match resumed {
                Some(token) if self.diagnostics.len() >= MAX_DIAGNOSTICS_PER_SEVERITY => {
                    self.skip_text(token.start, last.start);
                    break;
                }
                Some(token) => first = token,
                None => break,
            }
        }
    }

    /// Reports a missing `;`; returns the first token of the next declaration in the statement.
    fn report_missing_semicolon(
        &mut self,
        first: Token,
        last: Token,
        complete: ParsedDeclaration,
        depth: u32,
    ) -> Option<Token> {
        let at = complete.next;
        let ResumePoint { before, next } =
            resume_points::resume_after_missing_semicolon(&self.context, first, at, last);
        let message = format!("expected `;` after the declaration, found {}", self.token_in_words(at));
        let diagnostic = Diagnostic::error(Code::MissingSemicolon, self.span(at), message);
        let end = self.file.span(before, before);
        self.diagnostics.push(diagnostic.label("not part of the declaration").suggest("end the declaration", end, ";"));
        if next.is_none_or(|next| next.start >= at.start) {
            self.keep_declaration(complete);
        } else {
            // The last arguments of the result begin the next declaration, so the present declaration is parsed again
            // without them.
            self.discard_nodes(Some(complete));
            self.context.set_limit(before);
            match grammar::parse(&self.context, first, depth) {
                Some(complete) if complete.next.kind == TokenKind::End => self.keep_declaration(complete),
                complete => {
                    self.discard_nodes(complete);
                    self.skip_text(first.start, before);
                }
            }
        }
        if next.is_none() {
            self.skip_text(at.start, last.start);
        }
        next
    }

    /// Reports an unexpected token; returns the first token of the next declaration in the statement, if that is
    /// certain.
    fn report_unexpected_token(&mut self, first: Token, last: Token, expectations: &Expectations) -> Option<Token> {
        if let Some(group) = self.context.too_large.take() {
            self.diagnostics.push(fault::large_group_diagnostic(self.span(group)));
            self.skip_text(first.start, last.start);
            return None;
        }
        let token = expectations.at.unwrap_or(first);
        let code = match token.kind {
            TokenKind::End => Code::UnexpectedEof,
            _ => Code::UnexpectedToken,
        };
        let (wanted, found) = (expectations.describe(), self.token_in_words(token));
        let diagnostic = Diagnostic::error(code, self.span(token), format!("expected {wanted}, found {found}"));
        let around = (&self.context, &self.file);
        let diagnostic = help::add_help_for_unexpected(diagnostic.label("unexpected"), around, (first, token), &wanted);
        if let Some(end) = resume_points::end_after_early_semicolon(&self.context, first, token) {
            let help = "remove this `;`: only the end of a declaration has one";
            self.diagnostics.push(diagnostic.suggest(help, self.span(token), ""));
            self.skip_text(first.start, end);
            self.resumed = end;
            return None;
        }
        self.diagnostics.push(diagnostic);
        let next = resume_points::resume_after_unexpected(&self.context, first, token, last);
        self.skip_text(first.start, next.map_or(last.start, |token| token.start));
        next
    }

    /// The text that a message shows for a token.
    fn token_in_words(&self, token: Token) -> String {
        match token.kind {
            TokenKind::End => "the end of the text".to_owned(),
            TokenKind::Dashes => "a section mark".to_owned(),
            _ => format!("`{}`", self.text(token)),
        }
    }
}
