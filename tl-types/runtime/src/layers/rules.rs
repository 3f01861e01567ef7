//! Rules of `upgrades.tsv`: the bytes around an old value that make it a value of another type.

use super::Layers;
use crate::table::{Combinator, Type, TypeRef, u16_at};

/// Numbers of a rule.
const RULE_LEN: usize = 8;

/// Stands for "no combinator", "no field" and "no word".
const NONE: u16 = u16::MAX;

/// Maximum nesting depth of vectors in types that are compared.
const MAX_VECTOR_DEPTH: u32 = 8;

/// The packed rules.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'a> {
    pub(super) numbers: &'a [u8],
    pub(super) bytes: &'a [u8],
}

/// How an old value becomes a value of today's type. The items of vectors are converted one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conversion {
    /// It keeps its type. Nested values may be of older layers.
    Same,
    /// An `int` becomes a `long`.
    Widen,
    /// An `int` becomes a `double`.
    ToDouble,
    /// Bytes before and after the value make it a value of another type.
    Wrap {
        /// The index of the rule with the bytes.
        rule: u16,
        /// Whether the value itself is an `int` that becomes a `long`.
        is_widened: bool,
    },
    /// A constructor has a successor in the type with this index.
    Retype(u16),
}

/// A rule.
struct Rule<'a> {
    index: u16,
    /// The number of the old constructor's name, or [`NONE`] for a conversion between types.
    subject: u16,
    /// Today's combinator; for a conversion today's type.
    today: u16,
    /// The index of today's field, or [`NONE`] for a successor.
    field: u16,
    /// The word of the old field, or [`NONE`] for a value without an old one.
    old_word: u16,
    old_type: TypeRef,
    before: &'a [u8],
    after: &'a [u8],
}

impl<'a> Rules<'a> {
    fn iter(self) -> impl Iterator<Item = Rule<'a>> {
        (0..u16::MAX).take(self.numbers.len() / (2 * RULE_LEN)).map(move |index| self.rule(index))
    }

    fn rule(self, index: u16) -> Rule<'a> {
        let number = |column| u16_at(self.numbers, RULE_LEN * usize::from(index) + column);
        let [start, n_before, n_after] = [5, 6, 7].map(|column| usize::from(number(column)));
        let bytes = |start: usize, len: usize| self.bytes.get(start..start + len).unwrap_or_default();
        Rule {
            index,
            subject: number(0),
            today: number(1),
            field: number(2),
            old_word: number(3),
            old_type: TypeRef::of_number(number(4)),
            before: bytes(start, n_before),
            after: bytes(start + n_before, n_after),
        }
    }
}

impl Rule<'_> {
    /// The conversion by this rule; `None` if the old value has another type than the rule expects.
    fn conversion(&self, old: TypeRef) -> Option<Conversion> {
        if old == self.old_type && self.subject == NONE && TypeRef::of_number(self.today) == TypeRef::DOUBLE {
            return Some(Conversion::ToDouble);
        }
        let is_widened = old == TypeRef::INT && self.old_type == TypeRef::LONG;
        (old == self.old_type || is_widened).then_some(Conversion::Wrap { rule: self.index, is_widened })
    }
}

impl<'a> Layers<'a> {
    /// The bytes before and after a converted value.
    pub(super) fn bytes_around(&self, conversion: Conversion) -> (&'a [u8], &'a [u8]) {
        match conversion {
            Conversion::Wrap { rule, .. } => {
                let Rule { before, after, .. } = self.rules.rule(rule);
                (before, after)
            }
            Conversion::Same | Conversion::Widen | Conversion::ToDouble | Conversion::Retype(_) => (&[], &[]),
        }
    }

    /// How a value of an old type becomes one of today's type. `None` if it doesn't.
    pub(super) fn conversion(&self, old: TypeRef, new: TypeRef) -> Option<Conversion> {
        self.conversion_within(old, new, MAX_VECTOR_DEPTH)
    }

    fn conversion_within(&self, old: TypeRef, new: TypeRef, depth_left: u32) -> Option<Conversion> {
        if old == new {
            return Some(Conversion::Same);
        }
        if (old, new) == (TypeRef::INT, TypeRef::LONG) {
            return Some(Conversion::Widen);
        }
        match (self.table.ty(old), self.table.ty(new)) {
            (Type::Vector { is_bare: a, element: old }, Type::Vector { is_bare: b, element: new }) if a == b => {
                self.conversion_within(old, new, depth_left.checked_sub(1)?)
            }
            (Type::Bare(old, _), Type::Bare(new, _)) => {
                (self.target(old.index) == Some(new.index)).then_some(Conversion::Same)
            }
            (_, new_type) => {
                let conversions = self.rules.iter().filter(|rule| rule.subject == NONE);
                let by_rule = conversions.filter(|rule| TypeRef::of_number(rule.today) == new);
                let by_rule = by_rule.filter_map(|rule| rule.conversion(old)).next();
                by_rule.or_else(|| match new_type {
                    Type::Boxed(new, _) if self.is_retyped(old, new.index) => {
                        u16::try_from(new.index).ok().map(Conversion::Retype)
                    }
                    _ => None,
                })
            }
        }
    }

    /// Whether constructors of an old boxed type have successors in another type.
    fn is_retyped(&self, old: TypeRef, new: usize) -> bool {
        old.boxed_index(&self.table).is_some() && self.successors().any(|rule| self.is_constructor_of(&rule, new))
    }

    fn successors(&self) -> impl Iterator<Item = Rule<'a>> {
        self.rules.iter().filter(|rule| rule.subject != NONE && rule.field == NONE)
    }

    fn is_constructor_of(&self, successor: &Rule<'_>, ty: usize) -> bool {
        self.table.combinator(usize::from(successor.today)).result().boxed_index(&self.table) == Some(ty)
    }

    /// The index of the constructor of another type that a constructor becomes.
    pub(super) fn successor_in(&self, old: &Combinator<'_>, ty: u16) -> Option<usize> {
        let subject = self.table.name_number(old.index);
        let mut found = self.successors().filter(|rule| u32::from(rule.subject) == subject);
        found.find(|rule| self.is_constructor_of(rule, usize::from(ty))).map(|rule| usize::from(rule.today))
    }

    fn rules_of_field(&self, old: usize, target: &Combinator<'_>) -> impl Iterator<Item = Rule<'a>> {
        let (subject, target) = (self.table.name_number(old), target.index);
        let rules = self.rules.iter().filter(move |rule| u32::from(rule.subject) == subject && rule.field != NONE);
        rules.filter(move |rule| usize::from(rule.today) == target)
    }

    /// The field of today's combinator that takes an old field, and the conversion of its value.
    pub(super) fn field_rule(
        &self,
        old: usize,
        target: &Combinator<'_>,
        word: u16,
        ty: TypeRef,
    ) -> Option<(usize, Conversion)> {
        let mut rules = self.rules_of_field(old, target).filter(|rule| rule.old_word == word && word != NONE);
        rules.find_map(|rule| Some((usize::from(rule.field), rule.conversion(ty)?)))
    }

    /// The default of a new field.
    pub(super) fn default_of(&self, old: usize, target: &Combinator<'_>, field: usize) -> Option<&'a [u8]> {
        let mut rules = self.rules_of_field(old, target).filter(|rule| rule.old_word == NONE);
        rules.find(|rule| usize::from(rule.field) == field).map(|rule| rule.before)
    }
}
