//! Types, results and bits as TL text: `Vector<MessageEntity>`, `flags.3`.
//!
//! Flags stand in angle brackets, sums are folded, and a bare type has the name of its constructor. Invariant: two
//! types have one text exactly if they mean the same by the names of their schemas.

use std::fmt::Write as _;

use crate::meaning::schema::{Arg, Combinator, Condition, Field, Nat, NatVariable, Opaque, Schema, Ty};

/// A type in `combinator` as TL text: the type of a field, an argument, or the result. `combinator` is one of `schema`.
#[must_use]
pub fn ty(schema: &Schema, combinator: &Combinator, ty: &Ty) -> String {
    let mut writer = TypePrinter { schema, combinator, rounds: Vec::new(), text: String::new() };
    writer.print_ty(ty);
    writer.text
}

/// The bit that a condition in `combinator` tests, as TL text: `flags.3`.
#[must_use]
pub fn bit(schema: &Schema, combinator: &Combinator, condition: Condition) -> String {
    let mut writer = TypePrinter { schema, combinator, rounds: Vec::new(), text: String::new() };
    writer.print_bit(condition);
    writer.text
}

struct TypePrinter<'a> {
    schema: &'a Schema,
    combinator: &'a Combinator,
    /// The fields of each repetition that encloses the type, from the outermost to the innermost repetition.
    rounds: Vec<&'a [Field]>,
    text: String,
}

impl<'a> TypePrinter<'a> {
    fn print_ty(&mut self, ty: &'a Ty) {
        match ty {
            Ty::Nat => self.text.push('#'),
            Ty::Primitive(primitive) => self.text.push_str(primitive.name()),
            Ty::Vector { is_bare, element } => {
                self.text.push_str(if *is_bare { "vector<" } else { "Vector<" });
                self.print_ty(element);
                self.text.push('>');
            }
            Ty::Boxed { ty, args } => {
                let _ = write!(self.text, "{}", self.schema.ty(*ty).name);
                self.print_args(args);
            }
            Ty::Bare { constructor, args } => {
                let _ = write!(self.text, "{}", self.schema.combinator(*constructor).name);
                self.print_args(args);
            }
            Ty::Param(param) => self.print_param(*param),
            Ty::BareParam(param) => {
                self.text.push('%');
                self.print_param(*param);
            }
            Ty::Call(param) => {
                self.text.push('!');
                self.print_param(*param);
            }
            Ty::CallOf(result) => {
                self.text.push('!');
                self.print_ty(result);
            }
            Ty::Opaque(Opaque::Object) => self.text.push_str("Object"),
            Ty::Opaque(Opaque::Function) => self.text.push_str("Function"),
            Ty::Repetition { count, fields } => self.print_repetition(*count, fields),
        }
    }

    fn print_args(&mut self, args: &'a [Arg]) {
        for (idx, arg) in args.iter().enumerate() {
            self.text.push(if idx == 0 { '<' } else { ',' });
            match arg {
                Arg::Type(ty) => self.print_ty(ty),
                Arg::Nat(nat) => self.print_nat(*nat),
            }
        }
        if !args.is_empty() {
            self.text.push('>');
        }
    }

    fn print_repetition(&mut self, count: Nat, fields: &'a [Field]) {
        let is_sum = matches!(count, Nat::Sum(..));
        self.text.push_str(if is_sum { "(" } else { "" });
        self.print_nat(count);
        self.text.push_str(if is_sum { ")*[ " } else { "*[ " });
        self.rounds.push(fields);
        for field in fields {
            if let Some(name) = &field.name {
                let _ = write!(self.text, "{name}:");
            }
            if let Some(condition) = field.condition {
                self.print_bit(condition);
                self.text.push('?');
            }
            self.print_ty(&field.ty);
            self.text.push(' ');
        }
        self.rounds.pop();
        self.text.push(']');
    }

    fn print_bit(&mut self, condition: Condition) {
        self.print_variable(condition.flags_field);
        let _ = write!(self.text, ".{}", condition.bit);
    }

    fn print_nat(&mut self, nat: Nat) {
        match nat {
            Nat::Constant(number) => {
                let _ = write!(self.text, "{number}");
            }
            Nat::Variable(variable) => self.print_variable(variable),
            Nat::Sum(variable, number) => {
                self.print_variable(variable);
                let _ = write!(self.text, "+{number}");
            }
        }
    }

    fn print_variable(&mut self, variable: NatVariable) {
        let field = match variable {
            NatVariable::Param(param) => return self.print_param(param),
            NatVariable::Field(field) => self.combinator.fields.get(field as usize),
            NatVariable::Inner { depth, field } => {
                let round = (depth as usize).checked_sub(1).and_then(|idx| self.rounds.get(idx));
                round.and_then(|fields| fields.get(field as usize))
            }
        };
        self.text.push_str(field.and_then(|field| field.name.as_deref()).unwrap_or("_"));
    }

    fn print_param(&mut self, param: u32) {
        self.text.push_str(self.combinator.params.get(param as usize).map_or("_", |param| &param.name));
    }
}
