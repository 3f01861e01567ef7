//! Constructor ids: the CRC32 of the canonical form of a declaration, by either rule.
//!
//! The texts themselves are made by [`crate::syntax::print`]. Invariant: blanks, comments, brackets and the written id
//! never change a computed id.

use crc32fast::Hasher;

use super::envelope;
use crate::syntax::ast::Combinator;
pub use crate::syntax::print::Rule;
use crate::syntax::print::{PrintForm, Printer};

/// The canonical form by `rule`. For `msg_container messages:vector<%Message>` of MTProto it is the form with which the
/// id was published, with `vector message`.
///
/// ```
/// use tl_parser::ast::Declaration;
/// use tl_parser::canonical::{Rule, canonical, crc};
///
/// let mut sources = tl_parser::SourceMap::new();
/// sources.add("pair.tl", "pair {X:Type} left:X right:Vector<X> = Pair X;");
/// let (file, _) = tl_parser::parse(&sources.sources()[0]);
/// let Some(Declaration::Combinator(pair)) = file.declarations().next() else { panic!() };
/// let form = canonical(pair, Rule::A);
/// assert_eq!(form, "pair X:Type left:X right:Vector X = Pair X");
/// assert_eq!(crc(&form), 0x6064_acb6);
/// ```
#[must_use]
pub fn canonical(combinator: Combinator<'_>, rule: Rule) -> String {
    let mut printer = Printer::new(PrintForm::Canonical(rule));
    print_canonical(&mut printer, combinator, rule);
    printer.text().to_owned()
}

/// Replaces the buffer by the canonical form; returns whether the other rule gives another text.
fn print_canonical(printer: &mut Printer, combinator: Combinator<'_>, rule: Rule) -> bool {
    let rules_differ = printer.replace_with_canonical_form(combinator, rule);
    if let Some(published) = envelope::published_form(printer.bytes()) {
        printer.replace_with(published);
    }
    rules_differ
}

/// The id of a canonical form: its CRC32 as zlib and PNG compute it.
#[must_use]
pub fn crc(canonical: &str) -> u32 {
    crc32fast::hash(canonical.as_bytes())
}

/// The computed ids of one declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ComputedIds {
    /// The id computed by rule A.
    pub(crate) crc_a: u32,
    /// The id computed by rule B.
    pub(crate) crc_b: u32,
}

impl ComputedIds {
    /// Whether `id` equals the id by rule A or the id by rule B.
    pub(crate) fn has(self, id: u32) -> bool {
        id == self.crc_a || id == self.crc_b
    }

    pub(crate) fn by_rule(self, rule: Rule) -> u32 {
        match rule {
            Rule::A => self.crc_a,
            Rule::B => self.crc_b,
        }
    }
}

/// Computes the ids of many declarations with one buffer.
pub(crate) struct IdComputer {
    printer: Printer,
    /// The initial state of the CRC32. Creating one asks the processor for its instruction sets, cloning one does not.
    hasher: Hasher,
}

impl IdComputer {
    pub(crate) fn new() -> Self {
        Self { printer: Printer::new(PrintForm::Canonical(Rule::A)), hasher: Hasher::new() }
    }

    /// The ids by both rules; the buffer then holds the canonical form by rule A.
    pub(crate) fn compute_ids(&mut self, combinator: Combinator<'_>) -> ComputedIds {
        let rules_differ = print_canonical(&mut self.printer, combinator, Rule::B);
        let crc_b = self.crc_of_printed();
        if !rules_differ {
            return ComputedIds { crc_a: crc_b, crc_b };
        }
        print_canonical(&mut self.printer, combinator, Rule::A);
        ComputedIds { crc_a: self.crc_of_printed(), crc_b }
    }

    /// Whether rule A or rule B gives this id for the combinator. Rule B is tried first, as most written ids follow it.
    pub(crate) fn is_id_of(&mut self, combinator: Combinator<'_>, id: u32) -> bool {
        let rules_differ = print_canonical(&mut self.printer, combinator, Rule::B);
        let is_right = self.crc_of_printed() == id;
        if is_right || !rules_differ {
            return is_right;
        }
        print_canonical(&mut self.printer, combinator, Rule::A);
        self.crc_of_printed() == id
    }

    /// The canonical form by rule A of the declaration that was computed last.
    pub(crate) fn last_canonical_form(&self) -> &str {
        self.printer.text()
    }

    fn crc_of_printed(&self) -> u32 {
        let mut hasher = self.hasher.clone();
        hasher.update(self.printer.bytes());
        hasher.finalize()
    }
}
