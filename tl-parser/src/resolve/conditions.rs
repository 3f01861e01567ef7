//! What a combinator's own names stand for: parameters, numbers, flags fields.
//!
//! A condition may hang on any earlier `#`, whatever it is called; a repetition may be counted by one. Names inside of
//! a repetition are seen there only. Invariant: an entry is made after its field was read, so nothing sees itself.

use std::collections::HashMap;

use crate::ast::{self, Atom, Ident, Number, Sum, Term};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{self, Condition, ParamKind, Variable};
use crate::source::Span;

/// Something with a name inside of a combinator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) slot: Slot,
    /// What it can be used for; none for a field that is neither number nor type, or a mistake.
    pub(super) kind: EntryKind,
    pub(super) span: Span,
}

/// Where a value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Variable(Variable),
    /// A field inside of a repetition: there is one for every round.
    Inner,
}

/// What a name can be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    Param(ParamKind),
    /// A field of type `#`.
    NatField,
    /// Any other field.
    OtherField,
    /// Already complained about.
    Mistaken,
}

/// A number.
#[derive(Clone, Copy, Debug)]
pub(super) enum Nat {
    Constant(u32),
    Variable(Variable),
    /// Valid TL that the schema cannot express; what it is.
    Unsupported(&'static str),
}

/// The names of a combinator, innermost repetition last.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    levels: Vec<Level<'a>>,
}

#[derive(Debug, Default)]
struct Level<'a> {
    entries: HashMap<&'a str, Entry>,
    last_nat: Option<Slot>,
}

impl<'a> Scope<'a> {
    pub(super) fn new() -> Self {
        Self { levels: vec![Level::default()] }
    }

    pub(super) fn is_inner(&self) -> bool {
        self.levels.len() > 1
    }

    pub(super) fn open(&mut self) {
        self.levels.push(Level::default());
    }

    pub(super) fn close(&mut self) {
        self.levels.pop();
    }

    /// Enters a parameter or field; a name that is taken on this level is a mistake.
    pub(super) fn enter(&mut self, name: Option<&'a Ident>, entry: Entry, diagnostics: &mut Vec<Diagnostic>) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        if matches!(entry.kind, EntryKind::NatField | EntryKind::Param(ParamKind::Nat)) {
            level.last_nat = Some(entry.slot);
        }
        let Some(name) = name.filter(|name| name.text != "_") else {
            return;
        };
        let first = *level.entries.entry(&name.text).or_insert(entry);
        if first.span != entry.span {
            let message = format!("`{}` is used twice", name.text);
            diagnostics.push(
                Diagnostic::error(Code::DuplicateField, name.span, message)
                    .label("used again")
                    .also(first.span, "first used here"),
            );
        }
    }

    /// What the name stands for, seen from the innermost level.
    pub(super) fn entry(&self, name: &str) -> Option<Entry> {
        self.levels.iter().rev().find_map(|level| level.entries.get(name).copied())
    }

    /// The parameter or number that hides a type or constructor of this name.
    pub(super) fn variable(&self, name: &str) -> Option<Entry> {
        self.entry(name).filter(|entry| entry.kind != EntryKind::OtherField)
    }

    /// `flags.3?`
    pub(super) fn condition(&self, condition: &ast::Condition, diagnostics: &mut Vec<Diagnostic>) -> Option<Condition> {
        let mask = self.mask(&condition.mask, diagnostics);
        let bit = bit(&condition.bit, diagnostics);
        Some(Condition { mask: mask?, bit: bit? })
    }

    fn mask(&self, name: &Ident, diagnostics: &mut Vec<Diagnostic>) -> Option<Variable> {
        let Some(entry) = self.entry(&name.text) else {
            diagnostics.push(
                Diagnostic::error(Code::UnknownFlagField, name.span, format!("unknown flags field `{}`", name.text))
                    .label("no earlier field or parameter of this name"),
            );
            return None;
        };
        match (entry.kind, entry.slot) {
            (EntryKind::Mistaken, _) => None,
            (EntryKind::NatField | EntryKind::Param(ParamKind::Nat), Slot::Variable(variable)) => Some(variable),
            (EntryKind::NatField, Slot::Inner) => {
                diagnostics.push(unsupported_inner(name.span, "a condition on"));
                None
            }
            _ => {
                diagnostics.push(
                    Diagnostic::error(Code::FlagNotNat, name.span, format!("`{}` is not a flags field", name.text))
                        .label("not of type `#`")
                        .also(entry.span, "declared here"),
                );
                None
            }
        }
    }

    /// How often a repetition repeats.
    pub(super) fn count(&self, repetition: &ast::Repetition, diagnostics: &mut Vec<Diagnostic>) -> Option<schema::Nat> {
        let Some(term) = &repetition.count else {
            return self.implicit_count(repetition.bracket, diagnostics);
        };
        match self.nat(term) {
            Some(Nat::Constant(constant)) => Some(schema::Nat::Constant(constant)),
            Some(Nat::Variable(variable)) => Some(schema::Nat::Variable(variable)),
            Some(Nat::Unsupported(what)) => {
                diagnostics.push(unsupported_number(term.span, what));
                None
            }
            None => {
                if !self.is_mistaken(term) {
                    diagnostics.push(
                        Diagnostic::error(
                            Code::BadMultiplicity,
                            term.span,
                            format!("the count `{term}` is not a known number"),
                        )
                        .label("not a number")
                        .help("a count is a number, or an earlier field or parameter of kind `#`"),
                    );
                }
                None
            }
        }
    }

    /// The last number before the bracket, on the same level.
    fn implicit_count(&self, bracket: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<schema::Nat> {
        match self.levels.last().and_then(|level| level.last_nat) {
            Some(Slot::Variable(variable)) => Some(schema::Nat::Variable(variable)),
            Some(Slot::Inner) => {
                diagnostics.push(unsupported_inner(bracket, "a repetition counted by"));
                None
            }
            None => {
                diagnostics.push(
                    Diagnostic::error(Code::MissingMultiplicity, bracket, "a repetition without a count")
                        .label("how often?")
                        .help("write a count and `*` before the bracket, or a field of type `#` before the repetition"),
                );
                None
            }
        }
    }

    fn is_mistaken(&self, term: &Term) -> bool {
        let entry = crate::canonical::sole_name(term).and_then(|name| self.entry(name));
        entry.is_some_and(|entry| entry.kind == EntryKind::Mistaken)
    }

    /// The number that a term is; none if it is no number.
    pub(super) fn nat(&self, term: &Term) -> Option<Nat> {
        match &term.atom {
            _ if term.n_percents > 0 => None,
            Atom::Number(number) => Some(constant(number)),
            Atom::Name(name, args) if args.is_empty() => {
                let entry = self.entry(&name.text)?;
                match (entry.kind, entry.slot) {
                    (EntryKind::NatField | EntryKind::Param(ParamKind::Nat), Slot::Variable(variable)) => {
                        Some(Nat::Variable(variable))
                    }
                    (EntryKind::NatField, Slot::Inner) => Some(Nat::Unsupported("a number inside of a repetition")),
                    _ => None,
                }
            }
            Atom::Group(expr) => match expr.sums.as_slice() {
                [sum] => self.nat_sum(sum),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number that a sum is; none if part of it is no number.
    pub(super) fn nat_sum(&self, sum: &Sum) -> Option<Nat> {
        let mut constant = 0_u32;
        let mut variable = None;
        let mut unsupported = None;
        for operand in &sum.operands {
            match self.nat(operand)? {
                Nat::Constant(more) => match constant.checked_add(more) {
                    Some(sum) => constant = sum,
                    None => unsupported = Some("a number over 4294967295"),
                },
                Nat::Variable(more) if variable.is_none() => variable = Some(more),
                Nat::Variable(_) => unsupported = Some("a sum of two variables"),
                Nat::Unsupported(what) => unsupported = Some(what),
            }
        }
        Some(match (unsupported, variable) {
            (Some(what), _) => Nat::Unsupported(what),
            (None, None) => Nat::Constant(constant),
            (None, Some(variable)) if constant == 0 => Nat::Variable(variable),
            (None, Some(_)) => Nat::Unsupported("a sum with a variable"),
        })
    }
}

fn constant(number: &Number) -> Nat {
    number.value().map_or(Nat::Unsupported("a number over 4294967295"), Nat::Constant)
}

fn bit(number: &Number, diagnostics: &mut Vec<Diagnostic>) -> Option<u8> {
    let bit = number.value().filter(|bit| *bit < 32);
    if bit.is_none() {
        diagnostics.push(
            Diagnostic::error(Code::BadFlagBit, number.span, format!("there is no bit {}", number.digits))
                .label("over 31")
                .note("a `#` has 32 bits, numbered 0 to 31"),
        );
    }
    bit.map(|bit| bit as u8)
}

fn unsupported_inner(span: Span, use_of_it: &str) -> Diagnostic {
    Diagnostic::error(
        Code::Unsupported,
        span,
        format!("{use_of_it} a number inside of the same repetition is not supported"),
    )
    .label("inside of a repetition")
    .note("fields of a repetition can be named outside of repetitions only")
}

/// A number that the schema cannot express.
pub(super) fn unsupported_number(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code::Unsupported, span, format!("{what} is not supported here")).label("not supported")
}
