//! Cuts a text into statements and reads each alone, so that a broken one does not hide the others.
//!
//! A statement ends with its `;`, before a section mark, or with the text. After a missing `;` reading resumes where
//! the next declaration seems to begin; what cannot be read leaves its names behind, which count as declared.
//! Invariant: every token is looked at a bounded number of times, and brackets handed to the grammar are at most
//! [`MAX_DEPTH`] deep.

mod fault;
mod resume;

use crate::ast::{Declaration, File};
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::{self, Failure};
use crate::lex::{self, Token, TokenKind};
use crate::schema::Section;
use crate::source::Source;

/// How deep brackets may nest.
pub const MAX_DEPTH: usize = 256;

/// Up to this depth a statement is read on the stack of the caller, however small.
const SHALLOW: usize = 16;

/// Bytes of stack that are enough for [`MAX_DEPTH`] even without optimisation, by a factor of four.
const ROOM: usize = 32 << 20;

/// Reads a text; what is wrong with it stands in the diagnostics, everything else in the file.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// let id = sources.add("door.tl", "doorOpen = Door; doorShut lock:int = ;");
/// let (file, diagnostics) = tl_parser::parse(&sources.sources()[0]);
/// assert_eq!(file.declarations.len(), 1);
/// assert_eq!(diagnostics[0].code, tl_parser::Code::UnexpectedToken);
/// assert_eq!(sources.location(diagnostics[0].primary.span).column, 38);
/// # let _ = id;
/// ```
#[must_use]
pub fn parse(source: &Source) -> (File, Vec<Diagnostic>) {
    let lexed = lex::lex(source);
    let mut reader = Reader {
        section: Section::Types,
        file: File { source: source.id(), layer: lexed.layer, ..File::default() },
        diagnostics: Vec::new(),
    };
    let mut rest = lexed.tokens.as_slice();
    while let [first, ..] = rest {
        let n_taken = match first.kind {
            TokenKind::End => break,
            TokenKind::Dashes => reader.section_mark(rest),
            _ => reader.statement(rest),
        };
        rest = &rest[n_taken..];
    }
    (reader.file, reader.diagnostics)
}

struct Reader {
    section: Section,
    file: File,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    /// Reads `---types---` or `---functions---`, which may have blanks inside; says how many tokens it took.
    fn section_mark(&mut self, tokens: &[Token<'_>]) -> usize {
        let word = tokens.get(1).filter(|token| matches!(token.kind, TokenKind::Name | TokenKind::Number));
        let closing = tokens.get(2).filter(|token| word.is_some() && token.kind == TokenKind::Dashes);
        let text = word.map_or("", |token| token.text);
        let section = match text.to_ascii_lowercase().as_str() {
            "types" | "type" | "constructors" => Some(Section::Types),
            "functions" | "function" | "methods" => Some(Section::Functions),
            _ => None,
        };
        self.section = section.unwrap_or(self.section);
        // Without its closing dashes a word that sounds like no section is rather the next declaration.
        let word = word.filter(|_| closing.is_some() || section.is_some());
        if closing.is_none() || !matches!(text, "types" | "functions") {
            let last = closing.or(word).unwrap_or(&tokens[0]);
            let span = tokens[0].span.to(last.span);
            self.diagnostics.push(
                Diagnostic::error(Code::BadSection, span, "a section mark that is neither of the two")
                    .label("not a section mark")
                    .help("write `---types---` or `---functions---`"),
            );
        }
        1 + usize::from(word.is_some()) + usize::from(closing.is_some())
    }

    /// Reads up to the next `;`, section mark or end; says how many tokens that is.
    fn statement(&mut self, tokens: &[Token<'_>]) -> usize {
        let is_end =
            |token: &Token<'_>| matches!(token.kind, TokenKind::Mark(';') | TokenKind::Dashes | TokenKind::End);
        let last = tokens.iter().position(is_end).unwrap_or(tokens.len() - 1);
        let statement = &tokens[..=last];
        match fault::depth_of(statement) {
            Err(fault) => self.give_up(statement, *fault),
            Ok(depth) if depth <= SHALLOW => self.declarations(statement),
            Ok(_) => self.with_room(statement),
        }
        // A `;` belongs to its statement, what else ends one does not.
        last + usize::from(tokens[last].kind == TokenKind::Mark(';'))
    }

    /// Reads a deep statement on a stack that is large enough for any depth; hardly ever needed.
    fn with_room(&mut self, tokens: &[Token<'_>]) {
        let is_read = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(ROOM);
            let spawned = thread.spawn_scoped(scope, || self.declarations(tokens));
            spawned.is_ok_and(|thread| thread.join().is_ok())
        });
        if !is_read {
            self.give_up(tokens, fault::no_room(tokens));
        }
    }

    /// Reads one declaration, or several if semicolons are missing between them.
    fn declarations(&mut self, mut tokens: &[Token<'_>]) {
        loop {
            let resumed = match grammar::read(tokens, self.section) {
                Ok(declaration) => {
                    self.file.declarations.push(declaration);
                    return;
                }
                Err(Failure::NoSemicolon { at, declaration }) => self.no_semicolon(tokens, at, *declaration),
                Err(Failure::Unexpected { at, wanted }) => self.unexpected(tokens, at, &wanted),
            };
            match resumed {
                Some(at) => tokens = &tokens[at..],
                None => return,
            }
        }
    }

    /// Reports a missing `;` and says where the next declaration begins.
    fn no_semicolon(&mut self, tokens: &[Token<'_>], at: usize, declaration: Declaration) -> Option<usize> {
        let resumed = resume::after_missing_semicolon(tokens, at);
        let before = resumed.filter(|&resumed| resumed > 0).unwrap_or(at).min(at).max(1);
        let end = tokens[before - 1].span.after();
        let found = describe(&tokens[at]);
        let diagnostic = Diagnostic::error(
            Code::MissingSemicolon,
            tokens[at].span,
            format!("expected `;` after the declaration, found {found}"),
        )
        .label("not part of the declaration");
        let diagnostic =
            if end.start == tokens[at].span.start { diagnostic } else { diagnostic.also(end, "expected `;` here") };
        self.diagnostics.push(diagnostic);
        // Arguments of the result may be the head of the next declaration: read this one again without them.
        if before == at {
            self.file.declarations.push(declaration);
        } else {
            match grammar::read(&resume::truncated(tokens, before), self.section) {
                Ok(declaration) => self.file.declarations.push(declaration),
                Err(_) => self.leave_names(&tokens[..before]),
            }
        }
        if resumed.is_none() {
            self.leave_names(&tokens[at..]);
        }
        resumed
    }

    /// Reports a token out of place and says where the next declaration begins, if that is sure.
    fn unexpected(&mut self, tokens: &[Token<'_>], at: usize, wanted: &str) -> Option<usize> {
        let token = &tokens[at.min(tokens.len() - 1)];
        let code = match token.kind {
            TokenKind::End => Code::UnexpectedEof,
            _ => Code::UnexpectedToken,
        };
        let found = describe(token);
        self.diagnostics
            .push(Diagnostic::error(code, token.span, format!("expected {wanted}, found {found}")).label("unexpected"));
        let resumed =
            (at.max(1)..tokens.len()).find(|&idx| tokens[idx].kind == TokenKind::NameWithId && tokens[idx].opens_line);
        self.leave_names(&tokens[..resumed.unwrap_or(tokens.len())]);
        resumed
    }

    /// Reports a fault that keeps a statement from being read at all.
    fn give_up(&mut self, tokens: &[Token<'_>], fault: Diagnostic) {
        self.diagnostics.push(fault);
        self.leave_names(tokens);
    }

    /// Lets the names of a broken statement count as declared, and the type that its combinator would have if that
    /// had the usual name: its own result may be what is missing.
    fn leave_names(&mut self, tokens: &[Token<'_>]) {
        let names = || {
            tokens
                .iter()
                .filter(|token| matches!(token.kind, TokenKind::Name | TokenKind::NameWithId))
                .map(|token| token.text.split('#').next().unwrap_or_default())
        };
        let usual_type = names().next().map(usual_type);
        self.file.broken_names.extend(names().map(str::to_owned).chain(usual_type));
    }
}

/// `messages.Dialogs` for `messages.dialogs`.
fn usual_type(combinator: &str) -> String {
    let start = combinator.rfind('.').map_or(0, |dot| dot + 1);
    let mut name = combinator.to_owned();
    if let Some(first) = name.get_mut(start..start + 1) {
        first.make_ascii_uppercase();
    }
    name
}

/// A token in a message.
fn describe(token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::End => "the end of the text".to_owned(),
        TokenKind::Dashes => "a section mark".to_owned(),
        _ => format!("`{}`", token.text),
    }
}
