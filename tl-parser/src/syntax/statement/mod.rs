//! Reads a text declaration by declaration, so that a broken one does not hide the others.
//!
//! A declaration is read where it stands. Only if that fails is its statement looked at as a whole: it ends with its `;`,
//! before a section mark, or with the text. After a missing `;` reading resumes where the next declaration seems to
//! begin; what cannot be read leaves its place behind, and its names count as declared. Invariant: every token is looked
//! at a bounded number of times, and brackets handed to the grammar are at most [`MAX_DEPTH`] deep.

mod fault;
mod help;
mod resume;
mod section;

use crate::Dialect;
use crate::diagnostic::{Code, Diagnostic, MOST_FINDINGS};
use crate::json::read::Restored;
use crate::syntax::ast::node::make_room;
use crate::syntax::ast::{DeclarationKind, Entry, File};
use crate::syntax::grammar::{self, Complete, Context};
use crate::text::lex::{Token, TokenKind};
use crate::text::source::{Source, Span};

/// How deep brackets may nest.
pub const MAX_DEPTH: usize = 256;

/// Up to this depth a statement is read on the stack of the caller, however small.
const SHALLOW: u32 = 16;

/// Bytes of stack that are enough for [`MAX_DEPTH`] even without optimisation, by a factor of four.
const ROOM: usize = 32 << 20;

/// Bytes that a text may have: nodes and what is known of them count to this.
const MAX_LEN: usize = 1 << 29;

/// Reads a text; what is wrong with it stands in the diagnostics, everything else in the file.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// let id = sources.add("door.tl", "doorOpen = Door; doorShut lock:int = ;");
/// let (file, diagnostics) = tl_parser::parse(&sources.sources()[0]);
/// assert_eq!(file.declarations().len(), 1);
/// assert_eq!(diagnostics[0].code, tl_parser::Code::UnexpectedToken);
/// assert_eq!(sources.location(diagnostics[0].primary.span).column, 38);
/// # let _ = id;
/// ```
#[must_use]
pub fn parse(source: &Source) -> (File<'_>, Vec<Diagnostic>) {
    parse_as(source, Dialect::Tl)
}

/// Reads a text in a dialect, as [`parse`] does.
#[must_use]
pub fn parse_as(source: &Source, dialect: Dialect) -> (File<'_>, Vec<Diagnostic>) {
    if source.text().len() > MAX_LEN {
        let span = Span { source: source.id(), start: 0, end: 0 };
        let file = File { source: source.id(), dialect, ..File::default() };
        return (
            file,
            vec![Diagnostic::error(Code::Unsupported, span, "a text of more than 512 MiB is not supported")],
        );
    }
    match source.restored() {
        None => {
            let mut reader = Reader::new(source, source.text(), dialect);
            reader.all(source.mark_len() as u32);
            reader.finish()
        }
        Some(restored) => {
            let mut reader = Reader::new(source, &restored.text, dialect);
            reader.file.restored = Some(restored);
            reader.diagnostics.extend(restored.diagnostic(source.id()));
            reader.all(0);
            reader.mark_trusted(restored);
            let (file, diagnostics) = reader.finish();
            (File { layer: restored.layer, ..file }, diagnostics)
        }
    }
}

struct Reader<'a> {
    context: Context<'a>,
    file: File<'a>,
    diagnostics: Vec<Diagnostic>,
    /// Where reading goes on after a statement that is longer than it seems.
    resumed: u32,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source, text: &'a str, dialect: Dialect) -> Self {
        let file = File { source: source.id(), dialect, text, ..File::default() };
        Self { context: Context::new(text, dialect), file, diagnostics: Vec::new(), resumed: 0 }
    }

    /// Reads everything behind `start`.
    fn all(&mut self, start: u32) {
        let mut end = start;
        loop {
            let first = self.context.token_after(end);
            if self.diagnostics.len() >= MOST_FINDINGS && first.kind != TokenKind::End {
                self.stop(first);
                break;
            }
            end = match first.kind {
                TokenKind::End => break,
                TokenKind::Dashes => self.section_mark(first),
                TokenKind::BadChar => self.single_dash(first).unwrap_or_else(|| self.broken(first)),
                _ => self.statement(first),
            };
        }
    }

    /// Leaves the rest of a text unread that has too many mistakes.
    fn stop(&mut self, first: Token) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.message += &format!("; after {MOST_FINDINGS} findings the rest of the text is not read");
        }
        self.give_up(first.start, self.context.limit());
    }

    /// Notes the declarations whose id can't be computed.
    fn mark_trusted(&mut self, restored: &Restored) {
        let entries = (0_u32..).zip(&self.file.entries);
        let trusted = entries.filter(|(_, entry)| restored.is_lossy(entry.name_start)).map(|(idx, _)| idx);
        self.file.trusted = trusted.collect();
    }

    fn finish(mut self) -> (File<'a>, Vec<Diagnostic>) {
        let mut comments = self.context.lexer.comments.take();
        self.file.layer = comments.layer;
        // What is said of types needs no declaration behind it.
        self.file.classes.extend(comments.take(self.file.text).into_iter().flat_map(|block| block.classes));
        self.file.nodes = self.context.nodes.into_inner().nodes;
        // Giving room back takes the old place and the new one for a moment.
        if self.file.nodes.capacity() > 2 * self.file.nodes.len() {
            self.file.nodes.shrink_to_fit();
        }
        (self.file, self.diagnostics)
    }

    fn span(&self, token: Token) -> Span {
        self.file.span(token.start, token.end)
    }

    fn text(&self, token: Token) -> &'a str {
        self.context.lexer.text_of(token)
    }

    /// Reads the declaration that begins with `first`; says where its statement ends.
    #[inline]
    fn statement(&mut self, first: Token) -> u32 {
        match grammar::read(&self.context, first, SHALLOW) {
            Some(complete) if complete.next.kind == TokenKind::Mark(b';') => {
                self.keep(complete);
                complete.next.end
            }
            complete => {
                self.drop_nodes(complete);
                self.broken(first)
            }
        }
    }

    /// Adds a declaration, with the comments before it.
    #[inline]
    fn keep(&mut self, Complete { entry, .. }: Complete) {
        if !self.context.lexer.comments.borrow().is_empty() {
            self.document(&entry);
        }
        if self.file.entries.len() == self.file.entries.capacity() {
            make_room(&mut self.file.entries, entry.name_end as usize, self.file.text.len());
        }
        self.file.entries.push(entry);
    }

    /// Adds what the comments before a declaration say.
    #[cold]
    fn document(&mut self, entry: &Entry) {
        let Some(block) = self.context.lexer.comments.borrow_mut().take(self.file.text) else { return };
        self.file.classes.extend(block.classes);
        if entry.kind == DeclarationKind::Combinator
            && let Some(doc) = block.doc
        {
            self.file.docs.push((entry.name_start, doc));
        }
    }

    fn drop_nodes(&self, complete: Option<Complete>) {
        if let Some(complete) = complete {
            self.context.nodes.borrow_mut().nodes.truncate(complete.entry.first as usize);
        }
    }

    /// Looks at a statement as a whole, to say what is wrong with it; says where it ends.
    fn broken(&mut self, first: Token) -> u32 {
        let mut last = first;
        while !matches!(last.kind, TokenKind::Mark(b';') | TokenKind::Dashes | TokenKind::End) {
            last = self.context.token_after(last.end);
        }
        // A `;` belongs to its statement, what else ends one does not.
        let end = if last.kind == TokenKind::Mark(b';') { last.end } else { last.start };
        match fault::depth_of(&self.context, first, end) {
            Err(fault) => {
                self.diagnostics.push(fault.describe(&self.file));
                self.give_up(first.start, end);
            }
            Ok(depth) if depth <= SHALLOW => self.declarations(first, last, SHALLOW),
            Ok(_) => self.with_room(first, last),
        }
        // Whatever the comments said, it was about this.
        let _ = self.context.lexer.comments.borrow_mut().take(self.file.text);
        end.max(self.resumed)
    }

    /// Reads a deep statement on a stack that is large enough for any depth; hardly ever needed.
    fn with_room(&mut self, first: Token, last: Token) {
        let text = self.file.text;
        // The thread shares nothing: it works on a reader of its own.
        let worker = Reader {
            context: Context::new(text, self.context.dialect),
            file: File {
                text,
                source: self.file.source,
                dialect: self.file.dialect,
                restored: self.file.restored,
                ..File::default()
            },
            diagnostics: Vec::new(),
            resumed: 0,
        };
        worker.context.section.set(self.context.section.get());
        let comments = std::mem::take(&mut *self.context.lexer.comments.borrow_mut());
        *worker.context.lexer.comments.borrow_mut() = comments;
        let read = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(ROOM);
            let spawned = thread.spawn_scoped(scope, move || {
                let mut worker = worker;
                worker.declarations(first, last, MAX_DEPTH as u32);
                worker
            });
            spawned.ok().and_then(|thread| thread.join().ok())
        });
        match read {
            Some(worker) => self.take_over(worker),
            None => {
                self.diagnostics.push(fault::no_room(self.span(first)));
                self.give_up(first.start, last.start);
            }
        }
    }

    /// Adds what was read elsewhere.
    fn take_over(&mut self, worker: Self) {
        self.file.docs.extend(worker.file.docs);
        let n_nodes = self.context.nodes.borrow().len();
        self.file.entries.extend(worker.file.entries.into_iter().map(|mut entry| {
            for at in [&mut entry.first, &mut entry.result] {
                *at += n_nodes;
            }
            entry
        }));
        self.file.classes.extend(worker.file.classes);
        self.file.broken.extend(worker.file.broken);
        self.diagnostics.extend(worker.diagnostics);
        self.resumed = self.resumed.max(worker.resumed);
        self.context.nodes.borrow_mut().nodes.extend(worker.context.nodes.into_inner().nodes);
        *self.context.lexer.comments.borrow_mut() = worker.context.lexer.comments.into_inner();
    }

    /// Reads one declaration, or several if semicolons are missing between them; `last` ends the statement.
    fn declarations(&mut self, mut first: Token, last: Token, depth: u32) {
        let limit = self.context.limit();
        loop {
            let (complete, expectations) = grammar::explain(&self.context, first, depth);
            let resumed = match complete {
                Some(complete) if complete.next.kind == TokenKind::Mark(b';') => {
                    self.keep(complete);
                    break;
                }
                Some(complete) => self.no_semicolon(first, last, complete, depth),
                None => self.unexpected(first, last, &expectations),
            };
            self.context.set_limit(limit);
            match resumed {
                Some(token) if self.diagnostics.len() >= MOST_FINDINGS => {
                    self.give_up(token.start, last.start);
                    break;
                }
                Some(token) => first = token,
                None => break,
            }
        }
    }

    /// Reports a missing `;` and says where the next declaration begins.
    fn no_semicolon(&mut self, first: Token, last: Token, complete: Complete, depth: u32) -> Option<Token> {
        let at = complete.next;
        let resume::Resume { before, next } = resume::after_missing_semicolon(&self.context, first, at, last);
        let found = self.describe(at);
        let diagnostic = Diagnostic::error(
            Code::MissingSemicolon,
            self.span(at),
            format!("expected `;` after the declaration, found {found}"),
        )
        .label("not part of the declaration");
        let end = self.file.span(before, before);
        self.diagnostics.push(diagnostic.suggest("end the declaration", end, ";"));
        // Arguments of the result may be the head of the next declaration: read this one again without them.
        if next.is_none_or(|next| next.start >= at.start) {
            self.keep(complete);
        } else {
            self.drop_nodes(Some(complete));
            self.context.set_limit(before);
            match grammar::read(&self.context, first, depth) {
                Some(complete) if complete.next.kind == TokenKind::End => self.keep(complete),
                complete => {
                    self.drop_nodes(complete);
                    self.give_up(first.start, before);
                }
            }
        }
        if next.is_none() {
            self.give_up(at.start, last.start);
        }
        next
    }

    /// Reports a token out of place and says where the next declaration begins, if that is sure.
    fn unexpected(&mut self, first: Token, last: Token, expectations: &grammar::Expectations) -> Option<Token> {
        if let Some(group) = self.context.too_large.take() {
            self.diagnostics.push(fault::group_too_large(self.span(group)));
            self.give_up(first.start, last.start);
            return None;
        }
        let token = expectations.at.unwrap_or(first);
        let code = match token.kind {
            TokenKind::End => Code::UnexpectedEof,
            _ => Code::UnexpectedToken,
        };
        let (wanted, found) = (expectations.describe(), self.describe(token));
        let diagnostic = Diagnostic::error(code, self.span(token), format!("expected {wanted}, found {found}"));
        let around = (&self.context, &self.file);
        let diagnostic = help::for_unexpected(diagnostic.label("unexpected"), around, (first, token), &wanted);
        if let Some(end) = resume::after_early_semicolon(&self.context, first, token) {
            let place = self.span(token);
            self.diagnostics.push(diagnostic.suggest("a `;` ends the whole declaration only", place, ""));
            self.give_up(first.start, end);
            self.resumed = end;
            return None;
        }
        self.diagnostics.push(diagnostic);
        let resumed = resume::after_unexpected(&self.context, first, token, last);
        self.give_up(first.start, resumed.map_or(last.start, |token| token.start));
        resumed
    }

    /// Leaves a place behind whose names count as declared.
    fn give_up(&mut self, start: u32, end: u32) {
        self.file.broken.push((start, end));
    }

    /// A token in a message.
    fn describe(&self, token: Token) -> String {
        match token.kind {
            TokenKind::End => "the end of the text".to_owned(),
            TokenKind::Dashes => "a section mark".to_owned(),
            _ => format!("`{}`", self.text(token)),
        }
    }
}
