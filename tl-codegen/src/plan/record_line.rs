//! The TL line of a record, which no schema contains: `Grid.rows x:int y:string`.
//!
//! Types are written as in the canonical form, in round brackets if they have several words.

use tl_parser::{Arg, Field, Nat, Opaque, Schema, Ty, Variable};

use super::field_scope::FieldScope;

/// The TL line of a record: its name, and its fields with their types.
pub(super) fn line(schema: &Schema, scope: &FieldScope<'_>) -> String {
    let printer = Printer { schema, scope };
    let fields = scope.fields.iter().enumerate();
    let fields = fields.map(|(index, field)| format!(" {}:{}", scope.field_name(index), printer.field(field)));
    scope.name.clone() + &fields.collect::<String>()
}

struct Printer<'a> {
    schema: &'a Schema,
    scope: &'a FieldScope<'a>,
}

impl<'a> Printer<'a> {
    fn field(&self, field: &Field) -> String {
        let ty = self.ty(&field.ty);
        match field.condition {
            None => ty,
            Some(condition) => format!("{}.{}?{ty}", self.variable(condition.flags_field), condition.bit),
        }
    }

    fn ty(&self, ty: &Ty) -> String {
        match ty {
            Ty::Nat => "#".to_owned(),
            Ty::Primitive(primitive) => primitive.name().to_owned(),
            Ty::Vector { is_bare, element } => {
                format!("{}<{}>", if *is_bare { "vector" } else { "Vector" }, self.ty(element))
            }
            Ty::Boxed { ty, args } => self.applied(self.schema.ty(*ty).name.to_string(), args),
            Ty::Bare { constructor, args } => self.applied(self.schema.combinator(*constructor).name.to_string(), args),
            Ty::Param(param) => self.param(*param).to_owned(),
            Ty::BareParam(param) => format!("%{}", self.param(*param)),
            Ty::Call(param) => format!("!{}", self.param(*param)),
            Ty::CallOf(result) => format!("!{}", self.ty(result)),
            Ty::Opaque(Opaque::Object) => "Object".to_owned(),
            Ty::Opaque(Opaque::Function) => "Function".to_owned(),
            Ty::Repetition { count, fields } => {
                let items: Vec<_> = fields.iter().map(|item| self.field(item)).collect();
                format!("{}*[ {} ]", self.number(*count), items.join(" "))
            }
        }
    }

    fn applied(&self, name: String, args: &[Arg]) -> String {
        if args.is_empty() {
            return name;
        }
        let args = args.iter().map(|arg| match arg {
            Arg::Type(arg) => self.ty(arg),
            Arg::Nat(number) => self.number(*number),
        });
        format!("({name} {})", args.collect::<Vec<_>>().join(" "))
    }

    fn param(&self, param: u32) -> &'a str {
        self.scope.combinator.params.get(param as usize).map_or("", |param| &param.name)
    }

    fn number(&self, number: Nat) -> String {
        match number {
            Nat::Constant(constant) => constant.to_string(),
            Nat::Variable(variable) => self.variable(variable).to_owned(),
            Nat::Sum(variable, more) => format!("({}+{more})", self.variable(variable)),
        }
    }

    fn variable(&self, variable: Variable) -> &'a str {
        self.scope.number_var(variable).map_or("", |var| &var.name)
    }
}
