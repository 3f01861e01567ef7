//! Bits of flags that a `true` and a value share.
//!
//! Then the value cannot come without the `true`, nor the `true` without the value. Several values on one bit are a
//! group and mean what they say; several `true` say one thing twice and harm nobody.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::{Combinator, Condition, Field, Schema, Ty, Variable};

pub(super) fn check(schema: &Schema, combinator: &Combinator) -> Vec<Diagnostic> {
    let mut lint = Lint { schema, combinator, levels: Vec::new(), taken: BTreeSet::new(), found: Vec::new() };
    lint.take(&combinator.fields);
    if !lint.taken.is_empty() {
        lint.level(&combinator.fields);
    }
    lint.found
}

struct Lint<'a> {
    schema: &'a Schema,
    combinator: &'a Combinator,
    /// The fields that are looked at, and those around the repetitions that they stand in, outermost first.
    levels: Vec<&'a [Field]>,
    /// All conditions of the combinator.
    taken: BTreeSet<Condition>,
    found: Vec<Diagnostic>,
}

impl<'a> Lint<'a> {
    fn take(&mut self, fields: &[Field]) {
        for field in fields {
            self.taken.extend(field.condition);
            if let Ty::Repetition { fields, .. } = &field.ty {
                self.take(fields);
            }
        }
    }

    fn level(&mut self, fields: &'a [Field]) {
        self.levels.push(fields);
        let mut by_bit = BTreeMap::<Condition, Vec<&Field>>::new();
        for field in fields {
            if let Some(condition) = field.condition {
                by_bit.entry(condition).or_default().push(field);
            }
            if let Ty::Repetition { fields, .. } = &field.ty {
                self.level(fields);
            }
        }
        for (condition, fields) in by_bit {
            let Some((first, others)) = fields.split_first() else { continue };
            let second = others.iter().find(|field| self.is_true(field) != self.is_true(first));
            if let Some(second) = second {
                let diagnostic = self.shared(condition, first, second);
                self.found.push(diagnostic);
            }
        }
        self.levels.pop();
    }

    fn shared(&self, condition: Condition, first: &Field, second: &Field) -> Diagnostic {
        let bit = condition.bit;
        let mask = self.name(condition.mask);
        let name = |field: &Field| {
            field.name.as_ref().map_or_else(|| "an anonymous field".to_owned(), |name| format!("`{name}`"))
        };
        let message = format!("{} and {} depend on one bit, {bit} of `{mask}`", name(first), name(second));
        let diagnostic = Diagnostic::warning(Code::SharedFlagBit, second.span, message)
            .label("there whenever the other one is")
            .also(first.span, "shares its bit")
            .note("a `true` takes no bytes, so that its bit is all there is of it");
        // What else the bits of a parameter mean, the types around this one know.
        match (condition.mask, self.free_bit(condition.mask)) {
            (Variable::Param(_), _) => diagnostic,
            (_, Some(free)) => diagnostic.help(format!("bit {free} of `{mask}` is free")),
            (_, None) => diagnostic.help(format!("all 32 bits of `{mask}` are taken: add another flags field")),
        }
    }

    fn name(&self, mask: Variable) -> &str {
        let field = |level: usize, field: u32| self.levels.get(level).and_then(|fields| fields.get(field as usize));
        let field = match mask {
            Variable::Field(idx) => field(0, idx),
            Variable::Inner { depth, field: idx } => field(depth as usize, idx),
            Variable::Param(idx) => return self.combinator.params.get(idx as usize).map_or("#", |param| &param.name),
        };
        field.and_then(|field| field.name.as_deref()).unwrap_or("#")
    }

    /// The lowest bit that no field depends on.
    fn free_bit(&self, mask: Variable) -> Option<u8> {
        (0..32).find(|&bit| !self.taken.contains(&Condition { mask, bit }))
    }

    /// Whether the field is of the type `true`, which has no bytes of its own.
    fn is_true(&self, field: &Field) -> bool {
        match field.ty {
            Ty::Bare { constructor, .. } => {
                let combinator = self.schema.combinator(constructor);
                combinator.fields.is_empty() && combinator.name.local == "true"
            }
            _ => false,
        }
    }
}
