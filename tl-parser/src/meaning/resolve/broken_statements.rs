//! Names in statements that could not be parsed.
//!
//! Such names count as declared, so that one syntax error does not make names unknown elsewhere. They are searched only
//! after an unknown name was found.

use crate::syntax::ast::File;
use crate::text::lex::{Lexer, TokenKind};

/// The names in broken statements, and for each statement the type that its combinator would usually have.
///
/// That type is a guess: the result may be the missing part of the statement.
pub(super) fn names_in_broken_statements<'f>(file: &'f File<'f>) -> impl Iterator<Item = String> + 'f {
    file.broken.iter().flat_map(|(start, end)| {
        let lexer = Lexer::new(file.text, file.block_comments);
        let bytes = &file.text.as_bytes()[..*end as usize];
        let mut names = Vec::new();
        let mut token = lexer.token_after(bytes, *start);
        while token.kind != TokenKind::End {
            let is_name =
                matches!(token.kind, TokenKind::Name | TokenKind::TypeName | TokenKind::NameWithId | TokenKind::BadId);
            if is_name {
                let name = lexer.text_of(token).split('#').next().unwrap_or_default();
                if names.is_empty() {
                    names.push(usual_type(name));
                }
                names.push(name.to_owned());
            }
            token = lexer.token_after(bytes, token.end);
        }
        names
    })
}

/// The name that the type of a combinator usually has: `messages.Dialogs` for `messages.dialogs`.
fn usual_type(combinator: &str) -> String {
    let start = combinator.rfind('.').map_or(0, |dot| dot + 1);
    let mut name = combinator.to_owned();
    if let Some(first) = name.get_mut(start..start + 1) {
        first.make_ascii_uppercase();
    }
    name
}
