//! Comments directly above a declaration, as its description.
//!
//! `//@` documentation is read by the parser and takes precedence. Invariant: an empty line, or anything else between
//! comment and declaration, means that the comment is about something else.

use tl_parser::{Doc, Schema, SourceMap};

/// Describes each combinator without documentation by the comment above it.
pub(super) fn describe_by_comments(schema: &mut Schema, sources: &SourceMap) {
    for combinator in schema.combinators.iter_mut().filter(|found| found.doc.is_none()) {
        let Some(source) = sources.get(combinator.span.source) else { continue };
        let comment = comment_above(source.text(), combinator.span.start);
        combinator.doc = comment.map(|comment| Doc { description: Some(comment), fields: Vec::new() });
    }
}

/// The text of the `//` lines directly above the line of the declaration that begins at `offset`.
fn comment_above(text: &str, offset: usize) -> Option<String> {
    let (above, before) = text.get(..offset)?.rsplit_once('\n')?;
    if !before.trim().is_empty() {
        return None;
    }
    let lines = above.rsplit('\n').map(str::trim).take_while(|line| line.starts_with("//"));
    let mut lines: Vec<_> = lines.filter_map(text_of_comment_line).collect();
    lines.reverse();
    (!lines.is_empty()).then(|| lines.join(" "))
}

/// The words of a comment line; `None` for documentation, rulers, layers and declarations that are commented out.
fn text_of_comment_line(line: &str) -> Option<&str> {
    let content = line.trim_start_matches('/');
    let prose = content.trim();
    let is_prose = prose.contains(char::is_alphanumeric)
        && !content.starts_with(['@', '-'])
        && !prose.starts_with("LAYER ")
        && !prose.starts_with("---")
        && !prose.ends_with(';');
    is_prose.then_some(prose)
}

#[cfg(test)]
mod tests {
    use super::comment_above;

    #[track_caller]
    fn assert_comment(text: &str, expected: Option<&str>) {
        let offset = text.find("user").unwrap();
        assert_eq!(comment_above(text, offset).as_deref(), expected, "{text}");
    }

    #[test]
    fn lines_directly_above_a_declaration_describe_it() {
        assert_comment("// A person.\r\n//   Or a bot.\r\nuser = User;", Some("A person. Or a bot."));
        assert_comment("/// A person\n  user = User;", Some("A person"));
        assert_comment("a = A; // not this\nuser = User;", None);
    }

    #[test]
    fn unrelated_comments_describe_nothing() {
        assert_comment("// A chapter\n\nuser = User;", None);
        assert_comment("// Two things\na = A; user = User;", None);
        assert_comment("//old#12345678 = User;\nuser = User;", None);
        assert_comment("// LAYER 2\n////////\nuser = User;", None);
        assert_comment("//@description By the parser\nuser = User;", None);
        assert_comment("user = User;", None);
    }
}
