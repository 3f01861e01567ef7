//! The canonical form of a combinator, and the CRC32 of it, by both rules.
//!
//! A function of the declaration as written, never of edited text: what words mean plays no part. Rule A is that of
//! the TL compilers. Rule B is the one that the ids in Telegram's own schema follow: it keeps `!`, leaves out fields
//! of type `true` behind a condition, and takes a field whose whole type is `bytes` for a `string`.
//! Invariant: layout, brackets and the written id never change the result.

use crate::ast::{Children, Combinator, Field, NodeKind, Repetition, View};
use crate::lex::is_combinator_name;

/// Which ids a canonical form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// TDLib, TON, VK, and every id that is not written.
    A,
    /// Telegram's `api.tl`.
    B,
}

/// The canonical form by `rule`.
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
    let mut form = Form { rule, has_other: false, text: String::new() };
    form.combinator(combinator);
    form.text
}

/// The id that `canonical` has: its CRC32 as zlib and PNG compute it.
#[must_use]
pub fn crc(canonical: &str) -> u32 {
    crc32fast::hash(canonical.as_bytes())
}

/// Makes canonical forms in one place, again and again.
pub(crate) struct Form {
    rule: Rule,
    /// Whether the other rule gives another form.
    has_other: bool,
    pub(crate) text: String,
}

impl Form {
    pub(crate) fn new() -> Self {
        Self { rule: Rule::A, has_other: false, text: String::new() }
    }

    /// The ids by both rules; the form by rule A stays behind if the other is the same.
    pub(crate) fn crcs(&mut self, combinator: Combinator<'_>) -> (u32, u32) {
        self.write(combinator, Rule::A);
        let crc_a = crc(&self.text);
        if !self.has_other {
            return (crc_a, crc_a);
        }
        self.write(combinator, Rule::B);
        (crc_a, crc(&self.text))
    }

    /// The form by a rule.
    pub(crate) fn write(&mut self, combinator: Combinator<'_>, rule: Rule) {
        self.rule = rule;
        self.has_other = false;
        self.text.clear();
        self.combinator(combinator);
    }

    fn combinator(&mut self, combinator: Combinator<'_>) {
        self.text.push_str(combinator.name().text);
        for params in combinator.param_nodes() {
            let kind = params.children().last().map_or("", View::text);
            for name in params.children().filter(|view| view.kind() == NodeKind::Ident) {
                self.word(name.text());
                self.text.push(':');
                self.text.push_str(kind);
            }
        }
        if combinator.is_builtin() {
            self.word("?");
        }
        self.fields(combinator.field_nodes());
        self.text.push_str(" = ");
        self.term(combinator.result_node(), false);
    }

    fn word(&mut self, word: &str) {
        self.text.push(' ');
        self.text.push_str(word);
    }

    fn fields(&mut self, fields: Children<'_>) {
        for field in fields.map(Field) {
            if self.is_left_out(field) {
                continue;
            }
            match field.0.kind() {
                NodeKind::FieldGroup => {
                    for name in field.names() {
                        self.word(name.text);
                        self.text.push(':');
                        self.unnamed(field);
                    }
                }
                NodeKind::Field if field.0.node().end > field.0.node().start => {
                    self.word(field.0.text());
                    self.text.push(':');
                    self.unnamed(field);
                }
                _ => {
                    self.text.push(' ');
                    self.unnamed(field);
                }
            }
        }
    }

    /// Whether a field stores nothing but its bit: `x:flags.0?true`; rule B leaves these out.
    fn is_left_out(&mut self, field: Field<'_>) -> bool {
        let is_presence =
            field.condition().is_some() && !field.is_call() && field.type_node().sole_name() == Some("true");
        self.has_other |= is_presence;
        is_presence && self.rule == Rule::B
    }

    /// A field without its name.
    fn unnamed(&mut self, field: Field<'_>) {
        if let Some(condition) = field.condition() {
            self.text.push_str(condition.mask.text);
            self.text.push('.');
            self.number(condition.bit.digits);
            self.text.push('?');
        }
        let ty = field.type_node();
        if field.is_call() {
            self.has_other = true;
            if self.rule == Rule::B {
                self.text.push('!');
            }
        } else if ty.sole_name() == Some("bytes") {
            self.has_other = true;
            return self.text.push_str(if self.rule == Rule::B { "string" } else { "bytes" });
        }
        match ty.kind() {
            NodeKind::Repetition => self.repetition(Repetition(ty)),
            _ => self.term(ty, false),
        }
    }

    fn repetition(&mut self, repetition: Repetition<'_>) {
        if let Some(count) = repetition.count_node() {
            self.term(count, false);
            self.text.push('*');
        }
        self.text.push('[');
        self.fields(repetition.field_nodes());
        self.text.push_str(" ]");
    }

    /// Terms side by side; a `%` before their brackets belongs to the first.
    fn terms(&mut self, terms: Children<'_>, is_bare: bool) {
        for (idx, term) in terms.enumerate() {
            if idx > 0 {
                self.text.push(' ');
            }
            self.term(term, is_bare && idx == 0);
        }
    }

    fn term(&mut self, term: View<'_>, is_bare: bool) {
        match term.kind() {
            NodeKind::Name => {
                let name = term.text();
                if is_bare && !is_combinator_name(name) {
                    self.text.push('%');
                }
                self.text.push_str(name);
                self.args(term);
            }
            NodeKind::Nat => {
                self.text.push('#');
                self.args(term);
            }
            NodeKind::Percent => self.terms(term.children(), true),
            NodeKind::Number => self.number(term.text()),
            NodeKind::Sum => self.sum(term, is_bare),
            _ => self.terms(term.children(), is_bare),
        }
    }

    fn args(&mut self, term: View<'_>) {
        for arg in term.children() {
            self.text.push(' ');
            self.term(arg, false);
        }
    }

    /// A sum folded: `2+n+1` is `n+3`.
    fn sum(&mut self, sum: View<'_>, is_bare: bool) {
        let mut folded = Folded::default();
        folded.add(sum);
        for (idx, term) in folded.terms.iter().enumerate() {
            if idx > 0 {
                self.text.push('+');
            }
            self.term(*term, is_bare);
        }
        if folded.terms.is_empty() || folded.constant > 0 {
            if !folded.terms.is_empty() {
                self.text.push('+');
            }
            self.text.push_str(&folded.constant.to_string());
        }
    }

    /// Digits without leading zeros.
    fn number(&mut self, digits: &str) {
        self.text.push_str(without_zeros(digits));
    }
}

/// A number as it is shown.
pub(crate) fn without_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    }
}

/// A sum taken apart.
#[derive(Default)]
pub(crate) struct Folded<'f> {
    pub(crate) constant: u64,
    pub(crate) terms: Vec<View<'f>>,
}

impl<'f> Folded<'f> {
    pub(crate) fn add(&mut self, sum: View<'f>) {
        for operand in sum.children() {
            match operand.kind() {
                NodeKind::Number => {
                    // Numbers beyond 32 bits are refused elsewhere; here they only must not overflow.
                    let value = operand.text().parse::<u32>().unwrap_or(u32::MAX);
                    self.constant = self.constant.saturating_add(u64::from(value));
                }
                NodeKind::Group if operand.children().sole().is_some() => self.add_group(operand),
                _ => self.terms.push(operand),
            }
        }
    }

    /// Brackets inside of a sum fold too: `(n+1)+2`.
    fn add_group(&mut self, group: View<'f>) {
        match group.children().sole() {
            Some(inner) if inner.kind() == NodeKind::Sum => self.add(inner),
            _ => self.add(group),
        }
    }
}
