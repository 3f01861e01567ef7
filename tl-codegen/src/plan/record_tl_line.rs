//! The TL line of a record, which no schema contains: `Grid.rows x:int y:string`.
//!
//! Types are written as in the canonical form, in round brackets if they have several words.

use tl_parser::{Arg, Field, Nat, NatVariable, Opaque, Schema, Ty};

use super::field_scope::FieldScope;

/// The TL line of a record: its name, and its fields with their types.
pub(super) fn tl_line_of_record(schema: &Schema, scope: &FieldScope<'_>) -> String {
    let printer = RecordLinePrinter { schema, scope };
    let fields = scope.fields.iter().enumerate();
    let fields = fields.map(|(index, field)| format!(" {}:{}", scope.tl_field_name(index), printer.print_field(field)));
    scope.name.clone() + &fields.collect::<String>()
}

struct RecordLinePrinter<'a> {
    schema: &'a Schema,
    scope: &'a FieldScope<'a>,
}

impl<'a> RecordLinePrinter<'a> {
    fn print_field(&self, field: &Field) -> String {
        let ty = self.print_type(&field.ty);
        match field.condition {
            None => ty,
            Some(condition) => format!("{}.{}?{ty}", self.variable_tl_name(condition.flags_field), condition.bit),
        }
    }

    fn print_type(&self, ty: &Ty) -> String {
        match ty {
            Ty::Nat => "#".to_owned(),
            Ty::Primitive(primitive) => primitive.name().to_owned(),
            Ty::Vector { is_bare, element } => {
                format!("{}<{}>", if *is_bare { "vector" } else { "Vector" }, self.print_type(element))
            }
            Ty::Boxed { ty, args } => self.print_with_arguments(self.schema.ty(*ty).name.to_string(), args),
            Ty::Bare { constructor, args } => {
                self.print_with_arguments(self.schema.combinator(*constructor).name.to_string(), args)
            }
            Ty::Param(param) => self.param_tl_name(*param).to_owned(),
            Ty::BareParam(param) => format!("%{}", self.param_tl_name(*param)),
            Ty::Call(param) => format!("!{}", self.param_tl_name(*param)),
            Ty::CallOf(result) => format!("!{}", self.print_type(result)),
            Ty::Opaque(Opaque::Object) => "Object".to_owned(),
            Ty::Opaque(Opaque::Function) => "Function".to_owned(),
            Ty::Repetition { count, fields } => {
                let items: Vec<_> = fields.iter().map(|item| self.print_field(item)).collect();
                format!("{}*[ {} ]", self.print_number(*count), items.join(" "))
            }
        }
    }

    fn print_with_arguments(&self, name: String, args: &[Arg]) -> String {
        if args.is_empty() {
            return name;
        }
        let args = args.iter().map(|arg| match arg {
            Arg::Type(arg) => self.print_type(arg),
            Arg::Nat(number) => self.print_number(*number),
        });
        format!("({name} {})", args.collect::<Vec<_>>().join(" "))
    }

    fn param_tl_name(&self, param: u32) -> &'a str {
        self.scope.combinator.params.get(param as usize).map_or("", |param| &param.name)
    }

    fn print_number(&self, number: Nat) -> String {
        match number {
            Nat::Constant(constant) => constant.to_string(),
            Nat::Variable(variable) => self.variable_tl_name(variable).to_owned(),
            Nat::Sum(variable, more) => format!("({}+{more})", self.variable_tl_name(variable)),
        }
    }

    fn variable_tl_name(&self, variable: NatVariable) -> &'a str {
        self.scope.visible_number_variable(variable).map_or("", |var| &var.name)
    }
}
