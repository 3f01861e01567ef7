//! The canonical form of a combinator, and the CRC32 of it, by both rules.
//!
//! A function of the declaration as written, never of edited text: what words mean plays no part. Rule A is that of
//! the TL compilers. Rule B is the one that the ids in Telegram's own schema follow: it keeps `!`, leaves out fields
//! of type `true` behind a condition, and takes a field whose whole type is `bytes` for a `string`.
//! Invariant: layout, brackets and the written id never change the result.

use std::ops::Range;

use crc32fast::Hasher;

use crate::syntax::ast::node::{TIGHT, UPPER};
use crate::syntax::ast::{Children, Combinator, Field, NodeKind, Repetition, View};

/// Which ids a canonical form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// TDLib, TON, VK, and every id that is not written.
    A,
    /// Telegram's `api.tl`.
    B,
}

impl Rule {
    fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
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
    let mut form = Form::new();
    form.write(combinator, rule);
    form.text().to_owned()
}

/// The id that `canonical` has: its CRC32 as zlib and PNG compute it.
#[must_use]
pub fn crc(canonical: &str) -> u32 {
    crc32fast::hash(canonical.as_bytes())
}

/// Makes canonical forms in one place, again and again.
pub(crate) struct Form {
    rule: Rule,
    /// The rule that the last id followed which follows just one.
    usual: Rule,
    /// Whether the other rule gives another form.
    has_other: bool,
    /// UTF-8.
    bytes: Vec<u8>,
    /// What to begin with: which instructions the processor has is found out once.
    hasher: Hasher,
}

impl Form {
    pub(crate) fn new() -> Self {
        Self { rule: Rule::A, usual: Rule::A, has_other: false, bytes: Vec::new(), hasher: Hasher::new() }
    }

    /// The CRC32 of what was written last.
    fn crc(&self) -> u32 {
        let mut hasher = self.hasher.clone();
        hasher.update(&self.bytes);
        hasher.finalize()
    }

    /// Whether an id is the one by either rule.
    pub(crate) fn is_id(&mut self, combinator: Combinator<'_>, id: u32) -> bool {
        self.write(combinator, self.usual);
        if self.crc() == id {
            return true;
        }
        if !self.has_other {
            return false;
        }
        self.write(combinator, self.usual.other());
        let is_other = self.crc() == id;
        if is_other {
            self.usual = self.rule;
        }
        is_other
    }

    /// The id by rule A.
    pub(crate) fn id(&mut self, combinator: Combinator<'_>) -> u32 {
        self.write(combinator, Rule::A);
        self.crc()
    }

    /// The ids by both rules.
    pub(crate) fn crcs(&mut self, combinator: Combinator<'_>) -> (u32, u32) {
        self.write(combinator, Rule::A);
        let crc_a = self.crc();
        if !self.has_other {
            return (crc_a, crc_a);
        }
        self.write(combinator, Rule::B);
        (crc_a, self.crc())
    }

    /// What was written last.
    pub(crate) fn text(&self) -> &str {
        // All of it was text before.
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }

    /// The form by a rule.
    pub(crate) fn write(&mut self, combinator: Combinator<'_>, rule: Rule) {
        self.rule = rule;
        self.has_other = false;
        self.bytes.clear();
        // It is hardly ever longer than the declaration: what grows by doubling takes twice as much.
        self.bytes.reserve_exact(combinator.text_len());
        self.combinator(combinator);
    }

    fn combinator(&mut self, combinator: Combinator<'_>) {
        self.bytes.extend_from_slice(combinator.name_bytes());
        for params in combinator.param_nodes() {
            let kind = params.children().last().map_or(&[][..], View::bytes);
            for name in params.children().filter(|view| view.kind() == NodeKind::Ident) {
                self.word(name.bytes());
                self.bytes.push(b':');
                self.bytes.extend_from_slice(kind);
            }
        }
        if combinator.is_builtin() {
            self.word(b"?");
        }
        self.fields(combinator.field_nodes());
        self.bytes.extend_from_slice(b" = ");
        match combinator.result_node() {
            word if word.is_word() => self.bytes.extend_from_slice(word.bytes()),
            result => self.term(result, false),
        }
    }

    fn word(&mut self, word: &[u8]) {
        self.bytes.push(b' ');
        self.bytes.extend_from_slice(word);
    }

    fn fields(&mut self, fields: Children<'_>) {
        // Fields that are written as they are to be hashed, one space between them, are taken over together.
        let mut run = 0..0_u32;
        let text = fields.file.text.as_bytes();
        for field in fields.map(Field) {
            if !field.0.has(TIGHT) {
                self.take_over(text, std::mem::take(&mut run));
                self.field(field);
                continue;
            }
            let tight = field.0.node().start..field.0.last().node().end;
            if tight.start == run.end + 1 && text[run.end as usize] == b' ' && !run.is_empty() {
                run.end = tight.end;
            } else {
                self.take_over(text, std::mem::replace(&mut run, tight));
            }
        }
        self.take_over(text, run);
    }

    fn take_over(&mut self, text: &[u8], run: Range<u32>) {
        if !run.is_empty() {
            self.word(&text[run.start as usize..run.end as usize]);
        }
    }

    /// One field, or one group of them.
    fn field(&mut self, field: Field<'_>) {
        if self.is_left_out(field) {
            return;
        }
        match field.0.kind() {
            NodeKind::FieldGroup => {
                // What all share is written once and copied.
                let mut shared = 0..0;
                for name in field.names() {
                    self.word(name.text.as_bytes());
                    self.bytes.push(b':');
                    if shared.is_empty() {
                        let start = self.bytes.len();
                        self.unnamed(field);
                        shared = start..self.bytes.len();
                    } else {
                        self.bytes.extend_from_within(shared.clone());
                    }
                }
            }
            NodeKind::Field if field.0.node().end > field.0.node().start => {
                self.word(field.0.bytes());
                self.bytes.push(b':');
                self.unnamed(field);
            }
            _ => {
                self.bytes.push(b' ');
                self.unnamed(field);
            }
        }
    }

    /// Whether a field stores nothing but its bit: `x:flags.0?true`; rule B leaves these out.
    fn is_left_out(&mut self, field: Field<'_>) -> bool {
        let is_presence = field.has_condition() && !field.is_call() && field.type_node().is_sole_name(b"true");
        self.has_other |= is_presence;
        is_presence && self.rule == Rule::B
    }

    /// A field without its name.
    fn unnamed(&mut self, field: Field<'_>) {
        if let Some((mask, bit)) = field.condition_nodes() {
            self.bytes.extend_from_slice(mask.bytes());
            self.bytes.push(b'.');
            self.number(bit.text());
            self.bytes.push(b'?');
        }
        let ty = field.type_node();
        if field.is_call() {
            self.has_other = true;
            if self.rule == Rule::B {
                self.bytes.push(b'!');
            }
        } else if ty.is_sole_name(b"bytes") {
            self.has_other = true;
            let word: &[u8] = if self.rule == Rule::B { b"string" } else { b"bytes" };
            return self.bytes.extend_from_slice(word);
        }
        match ty.kind() {
            NodeKind::Repetition => self.repetition(Repetition(ty)),
            _ => self.term(ty, false),
        }
    }

    fn repetition(&mut self, repetition: Repetition<'_>) {
        if let Some(count) = repetition.count_node() {
            self.term(count, false);
            self.bytes.push(b'*');
        }
        self.bytes.push(b'[');
        self.fields(repetition.field_nodes());
        self.bytes.extend_from_slice(b" ]");
    }

    /// Terms side by side; a `%` before their brackets belongs to the first.
    fn terms(&mut self, terms: Children<'_>, is_bare: bool) {
        for (idx, term) in terms.enumerate() {
            if idx > 0 {
                self.bytes.push(b' ');
            }
            self.term(term, is_bare && idx == 0);
        }
    }

    fn term(&mut self, term: View<'_>, is_bare: bool) {
        match term.kind() {
            NodeKind::Name => {
                if is_bare && term.has(UPPER) {
                    self.bytes.push(b'%');
                }
                self.bytes.extend_from_slice(term.bytes());
                self.args(term);
            }
            NodeKind::Nat => {
                self.bytes.push(b'#');
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
            self.bytes.push(b' ');
            self.term(arg, false);
        }
    }

    /// A sum folded: `2+n+1` is `n+3`.
    fn sum(&mut self, sum: View<'_>, is_bare: bool) {
        let mut folded = Folded::default();
        folded.add(sum);
        for (idx, term) in folded.terms.iter().enumerate() {
            if idx > 0 {
                self.bytes.push(b'+');
            }
            self.term(*term, is_bare);
        }
        if folded.terms.is_empty() || folded.constant > 0 {
            if !folded.terms.is_empty() {
                self.bytes.push(b'+');
            }
            self.bytes.extend_from_slice(folded.constant.to_string().as_bytes());
        }
    }

    /// Digits without leading zeros.
    fn number(&mut self, digits: &str) {
        self.bytes.extend_from_slice(without_zeros(digits).as_bytes());
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
