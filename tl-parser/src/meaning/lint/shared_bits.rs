//! Bits of flags that a field of type `true` shares with a value.
//!
//! Neither can then be present without the other: `bot:flags.0?true bot_name:flags.0?string`. Several values on one bit
//! are an optional group, which is no mistake; several fields of type `true` on one bit are harmless.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::{Combinator, Condition, Field, NatVariable, Schema, Ty};

pub(super) fn shared_bit_warnings(schema: &Schema, combinator: &Combinator) -> Vec<Diagnostic> {
    let mut lint = SharedBitLint { schema, combinator, levels: Vec::new(), taken: BTreeSet::new(), found: Vec::new() };
    lint.add_conditions(&combinator.fields);
    if !lint.taken.is_empty() {
        lint.check_fields(&combinator.fields);
    }
    lint.found
}

struct SharedBitLint<'a> {
    schema: &'a Schema,
    combinator: &'a Combinator,
    /// The current fields, and the fields around each repetition that encloses them, outermost first.
    levels: Vec<&'a [Field]>,
    /// The conditions of all fields of the combinator, those in repetitions included.
    taken: BTreeSet<Condition>,
    found: Vec<Diagnostic>,
}

impl<'a> SharedBitLint<'a> {
    fn add_conditions(&mut self, fields: &[Field]) {
        for field in fields {
            self.taken.extend(field.condition);
            if let Ty::Repetition { fields, .. } = &field.ty {
                self.add_conditions(fields);
            }
        }
    }

    /// Checks fields and the repetitions among them.
    fn check_fields(&mut self, fields: &'a [Field]) {
        self.levels.push(fields);
        let mut by_bit = BTreeMap::<Condition, Vec<&Field>>::new();
        for field in fields {
            if let Some(condition) = field.condition {
                by_bit.entry(condition).or_default().push(field);
            }
            if let Ty::Repetition { fields, .. } = &field.ty {
                self.check_fields(fields);
            }
        }
        for (condition, fields) in by_bit {
            let Some((first, others)) = fields.split_first() else { continue };
            let second = others.iter().find(|field| self.is_true_field(field) != self.is_true_field(first));
            if let Some(second) = second {
                let diagnostic = self.shared_bit_warning(condition, first, second);
                self.found.push(diagnostic);
            }
        }
        self.levels.pop();
    }

    fn shared_bit_warning(&self, condition: Condition, first: &Field, second: &Field) -> Diagnostic {
        let bit = condition.bit;
        let flags_field = self.name_of_flags_field(condition.flags_field);
        let name = |field: &Field| {
            field.name.as_ref().map_or_else(|| "an anonymous field".to_owned(), |name| format!("`{name}`"))
        };
        let message = format!("{} and {} depend on one bit, {bit} of `{flags_field}`", name(first), name(second));
        let diagnostic = Diagnostic::warning(Code::SharedFlagBit, second.span, message)
            .label("present whenever the other field is")
            .secondary_label(first.span, "shares its bit")
            .note("a field of type `true` has no bytes besides its bit");
        // Another type may pass its own flags as this parameter, and may use further bits of them.
        match (condition.flags_field, self.lowest_free_bit(condition.flags_field)) {
            (NatVariable::Param(_), _) => diagnostic,
            (_, Some(free)) => diagnostic.help(format!("bit {free} of `{flags_field}` is free")),
            (_, None) => diagnostic.help(format!("all 32 bits of `{flags_field}` are taken: add another flags field")),
        }
    }

    fn name_of_flags_field(&self, flags_field: NatVariable) -> &str {
        let field = |level: usize, field: u32| self.levels.get(level).and_then(|fields| fields.get(field as usize));
        let field = match flags_field {
            NatVariable::Field(idx) => field(0, idx),
            NatVariable::Inner { depth, field: idx } => field(depth as usize, idx),
            NatVariable::Param(idx) => {
                return self.combinator.params.get(idx as usize).map_or("#", |param| &param.name);
            }
        };
        field.and_then(|field| field.name.as_deref()).unwrap_or("#")
    }

    /// The lowest bit that no field depends on.
    fn lowest_free_bit(&self, flags_field: NatVariable) -> Option<u8> {
        (0..32).find(|&bit| !self.taken.contains(&Condition { flags_field, bit }))
    }

    /// Whether the field is of type `true`, which has no bytes besides its bit.
    fn is_true_field(&self, field: &Field) -> bool {
        match field.ty {
            Ty::Bare { constructor, .. } => {
                let combinator = self.schema.combinator(constructor);
                combinator.fields.is_empty() && combinator.name.local == "true"
            }
            _ => false,
        }
    }
}
