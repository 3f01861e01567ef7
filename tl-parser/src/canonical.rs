//! The canonical form of a combinator, and the CRC32 of it, by both rules.
//!
//! A function of the declaration as written, never of edited text: what words mean plays no part. Rule A is that of
//! the TL compilers. Rule B is the one that the ids in Telegram's own schema follow: it keeps `!`, leaves out fields
//! of type `true` behind a condition, and takes a field whose whole type is `bytes` for a `string`.
//! Invariant: layout, brackets and the written id never change the result.

use crate::ast::{Application, Args, Atom, Body, Combinator, Expr, Field, FieldType, Repetition, Sum, Term};
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
#[must_use]
pub fn canonical(combinator: &Combinator, rule: Rule) -> String {
    let mut form = Form { rule, text: combinator.name.text.clone() };
    for params in &combinator.params {
        for name in &params.names {
            form.word(&name.text);
            form.text.push(':');
            form.text.push_str(&params.kind.text);
        }
    }
    match &combinator.body {
        Body::Builtin => form.word("?"),
        Body::Fields(fields) => form.fields(fields),
    }
    form.word("= ");
    form.application(&combinator.result);
    form.text
}

/// The id that `canonical` has: its CRC32 as zlib and PNG compute it.
#[must_use]
pub fn crc(canonical: &str) -> u32 {
    crc32fast::hash(canonical.as_bytes())
}

struct Form {
    rule: Rule,
    text: String,
}

impl Form {
    fn word(&mut self, word: &str) {
        self.text.push(' ');
        self.text.push_str(word);
    }

    fn fields(&mut self, fields: &[Field]) {
        for field in fields {
            if self.rule == Rule::B && is_presence(field) {
                continue;
            }
            if field.names.is_empty() {
                self.text.push(' ');
                self.unnamed(field);
            }
            for name in &field.names {
                self.word(&name.text);
                self.text.push(':');
                self.unnamed(field);
            }
        }
    }

    /// A field without its name.
    fn unnamed(&mut self, field: &Field) {
        if let Some(condition) = &field.condition {
            self.text.push_str(&condition.mask.text);
            self.text.push('.');
            self.number(&condition.bit.digits);
            self.text.push('?');
        }
        match &field.ty {
            FieldType::Plain(term) if self.rule == Rule::B && sole_name(term) == Some("bytes") => {
                self.text.push_str("string");
            }
            FieldType::Plain(term) => self.term(term, false),
            FieldType::Call(term) => {
                if self.rule == Rule::B {
                    self.text.push('!');
                }
                self.term(term, false);
            }
            FieldType::Repetition(repetition) => self.repetition(repetition),
        }
    }

    fn repetition(&mut self, repetition: &Repetition) {
        if let Some(count) = &repetition.count {
            self.term(count, false);
            self.text.push('*');
        }
        self.text.push('[');
        self.fields(&repetition.fields);
        self.text.push_str(" ]");
    }

    fn application(&mut self, application: &Application) {
        self.text.push_str(&application.name.text);
        match &application.args {
            Args::Angle(args) => self.args(args),
            Args::Juxtaposed(sums) => {
                for sum in sums {
                    self.text.push(' ');
                    self.sum(sum, false);
                }
            }
        }
    }

    fn args(&mut self, args: &[Expr]) {
        for arg in args {
            self.text.push(' ');
            self.expr(arg, false);
        }
    }

    /// Terms side by side; a `%` before their brackets belongs to the first.
    fn expr(&mut self, expr: &Expr, is_bare: bool) {
        for (idx, sum) in expr.sums.iter().enumerate() {
            if idx > 0 {
                self.text.push(' ');
            }
            self.sum(sum, is_bare && idx == 0);
        }
    }

    /// A sum folded: `2+n+1` is `n+3`.
    fn sum(&mut self, sum: &Sum, is_bare: bool) {
        if let [only] = sum.operands.as_slice() {
            return self.term(only, is_bare);
        }
        let mut folded = Folded::default();
        folded.add(sum);
        for (idx, term) in folded.terms.iter().enumerate() {
            if idx > 0 {
                self.text.push('+');
            }
            self.term(term, is_bare);
        }
        if folded.terms.is_empty() {
            self.text.push_str(&folded.constant.to_string());
        } else if folded.constant > 0 {
            self.text.push('+');
            self.text.push_str(&folded.constant.to_string());
        }
    }

    fn term(&mut self, term: &Term, is_bare: bool) {
        let is_bare = is_bare || term.n_percents > 0;
        match &term.atom {
            Atom::Name(name, args) => {
                if is_bare && !is_combinator_name(&name.text) {
                    self.text.push('%');
                }
                self.text.push_str(&name.text);
                self.args(args);
            }
            Atom::Nat(args) => {
                self.text.push('#');
                self.args(args);
            }
            Atom::Number(number) => self.number(&number.digits),
            Atom::Group(expr) => self.expr(expr, is_bare),
        }
    }

    /// Digits without leading zeros.
    fn number(&mut self, digits: &str) {
        let digits = digits.trim_start_matches('0');
        self.text.push_str(if digits.is_empty() { "0" } else { digits });
    }
}

/// A sum taken apart.
#[derive(Default)]
struct Folded<'a> {
    constant: u64,
    terms: Vec<&'a Term>,
}

impl<'a> Folded<'a> {
    fn add(&mut self, sum: &'a Sum) {
        for operand in &sum.operands {
            match &operand.atom {
                Atom::Number(number) => {
                    // Numbers beyond 32 bits are refused elsewhere; here they only must not overflow.
                    let value = number.value().map_or(u64::from(u32::MAX), u64::from);
                    self.constant = self.constant.saturating_add(value);
                }
                Atom::Group(expr) if operand.n_percents == 0 && expr.sums.len() == 1 => self.add(&expr.sums[0]),
                _ => self.terms.push(operand),
            }
        }
    }
}

/// Whether a field stores nothing but its bit: `x:flags.0?true`.
fn is_presence(field: &Field) -> bool {
    let is_true = |field: &Field| match &field.ty {
        FieldType::Plain(term) => sole_name(term) == Some("true"),
        FieldType::Call(_) | FieldType::Repetition(_) => false,
    };
    field.condition.is_some() && is_true(field)
}

/// The name that a term consists of, brackets aside.
pub(crate) fn sole_name(term: &Term) -> Option<&str> {
    match &term.atom {
        Atom::Name(name, args) if args.is_empty() => Some(&name.text),
        Atom::Group(expr) => match expr.sums.as_slice() {
            [Sum { operands }] if operands.len() == 1 => sole_name(&operands[0]),
            _ => None,
        },
        _ => None,
    }
}
