//! A TL line of a history: its name and id, its layout, and its presence bits.
//!
//! The layout is everything that decides about bytes: types and conditions of the fields, in their order, and the
//! result. Conditional fields of type `true` take no bytes, so they are presence bits and no part of the layout.
//! Invariant: lines with the same layout are read in the same way, presence bits aside.

use tl_parser::ast::{Combinator, Declaration};
use tl_parser::canonical::{Rule, canonical, crc};
use tl_parser::{Diagnostic, SourceMap, print};

/// A line that was parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ParsedLine {
    /// The TL name.
    pub(super) name: String,
    /// The written id; `None` if no id is written.
    pub(super) id: Option<u32>,
    /// Whether the id is the CRC32 of the declaration, by either rule.
    pub(super) id_is_crc: bool,
    /// Types and conditions of the fields, and the result.
    pub(super) layout: String,
    /// Conditional fields of type `true`: name and bit, such as `silent` and `flags.5`.
    pub(super) presence_bits: Vec<(String, String)>,
}

/// Parses a line; `None` unless it is one combinator, printed as [`print::line_with_full_id`] prints it.
pub(super) fn parse_line(line: &str) -> Option<ParsedLine> {
    let mut sources = SourceMap::new();
    sources.add("", line);
    let (file, found) = tl_parser::parse(sources.sources().first()?);
    let mut declarations = file.declarations();
    let (Some(Declaration::Combinator(combinator)), None) = (declarations.next(), declarations.next()) else {
        return None;
    };
    let is_sound = !found.iter().any(Diagnostic::is_error) && print::line_with_full_id(combinator) == line;
    is_sound.then(|| parse_combinator(combinator))
}

fn parse_combinator(combinator: Combinator<'_>) -> ParsedLine {
    let form = canonical(combinator, Rule::A);
    let (mut layout, mut presence_bits) = (Vec::new(), Vec::new());
    // The first word is the name.
    for word in form.split(' ').skip(1) {
        match word.split_once(':') {
            Some((name, ty)) => match ty.strip_suffix("?true") {
                Some(bit) => presence_bits.push((name.to_owned(), bit.to_owned())),
                None => layout.push(ty),
            },
            None => layout.push(word),
        }
    }
    ParsedLine {
        name: combinator.name().text.to_owned(),
        id: combinator.id().map(|id| id.value),
        id_is_crc: combinator.id().is_some_and(|id| is_crc_of(combinator, id.value)),
        layout: layout.join(" "),
        presence_bits,
    }
}

/// Whether rule B or rule A gives this id for the combinator.
pub(super) fn is_crc_of(combinator: Combinator<'_>, id: u32) -> bool {
    [Rule::B, Rule::A].into_iter().any(|rule| crc(&canonical(combinator, rule)) == id)
}

#[cfg(test)]
mod tests {
    use super::parse_line;

    #[test]
    fn presence_bits_are_no_part_of_the_layout() {
        let layout = |line: &str| parse_line(line).map(|parsed| parsed.layout);
        let plain = layout("a#00000001 flags:# x:flags.1?int = A;");
        assert!(plain.is_some());
        assert_eq!(plain, layout("a#00000001 flags:# quiet:flags.0?true x:flags.1?int loud:flags.7?true = A;"));
        for other in [
            "a#00000001 flags:# x:flags.2?int = A;",
            "a#00000001 flags:# x:flags.1?long = A;",
            "a#00000001 flags:# x:int = A;",
            "a#00000001 flags:# x:flags.1?int = B;",
            "a#00000001 flags:# x:flags.1?int y:Bool = A;",
        ] {
            assert_ne!(plain, layout(other), "{other}");
        }
        let bits = parse_line("a#00000001 flags:# quiet:flags.0?true = A;").unwrap().presence_bits;
        assert_eq!(bits, [("quiet".to_owned(), "flags.0".to_owned())]);
    }

    #[test]
    fn a_damaged_line_is_no_line() {
        for bad in ["", "a#1 = A;", "a#00000001 = A", "a#00000001 = A; b#00000002 = A;", "a#00000001  = A;", "= A;"] {
            assert_eq!(parse_line(bad), None, "{bad}");
        }
    }
}
