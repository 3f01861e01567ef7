//! Compact textual forms of ast and schema without source positions, for snapshots and comparisons.
//!
//! In the form of a schema, indices are replaced by names, so that the order of declarations does not matter.
//! Invariant: values that differ in meaning, or for the ast in spelling, have different forms.

use std::fmt::Write as _;

use tl_parser::ast::{self, Declaration, FieldType, Term, TermKind};
use tl_parser::{Arg, Combinator, Field, Nat, NatVariable, Schema, Ty};

/// The ast as text: one line for each declaration.
pub(crate) fn ast_as_text(file: &ast::File<'_>) -> String {
    file.declarations().map(|declaration| self::declaration_as_text(declaration) + "\n").collect()
}

fn declaration_as_text(declaration: Declaration<'_>) -> String {
    match declaration {
        Declaration::Directive(directive) => format!("{:?} {}", directive.kind, directive.name()),
        Declaration::Partial(partial) => {
            format!("Partial {:?} {}", partial.section(), term_as_text(partial.application()))
        }
        Declaration::Combinator(combinator) => {
            let mut shown = format!("{:?} {}", combinator.section(), combinator.name());
            combinator.annotations().for_each(|annotation| write!(shown, " @{annotation}").unwrap());
            if let Some(id) = combinator.id() {
                write!(shown, " id({:x}, {} digits)", id.value, id.n_digits).unwrap();
            }
            for params in combinator.params() {
                write!(shown, " params({}: {})", names_as_text(params.names()), params.kind()).unwrap();
            }
            if combinator.is_builtin() {
                shown.push_str(" builtin");
            }
            combinator.fields().for_each(|field| write!(shown, " {}", ast_field_as_text(field)).unwrap());
            let equals = if combinator.has_arrow() { "=>" } else { "=" };
            format!("{shown} {equals} {}", term_as_text(combinator.result()))
        }
    }
}

fn names_as_text<'f>(names: impl Iterator<Item = ast::Ident<'f>>) -> String {
    let names: Vec<_> = names.map(|name| name.text).collect();
    names.join(" ")
}

fn ast_field_as_text(field: ast::Field<'_>) -> String {
    let kind = if field.is_group() { "group" } else { "field" };
    let condition = field.condition().map(|condition| format!("if {}.{} ", condition.flags_field, condition.bit));
    let ty = match field.ty() {
        FieldType::Term(term) => self::term_as_text(term),
        FieldType::Call(term) => format!("call {}", self::term_as_text(term)),
        FieldType::Repetition(repetition) => {
            let count = repetition.count().map_or("implicit".to_owned(), term_as_text);
            let fields: Vec<_> = repetition.fields().map(ast_field_as_text).collect();
            format!("repeat {count} [{}]", fields.join(" "))
        }
    };
    format!("{kind}({}: {}{ty})", names_as_text(field.names()), condition.unwrap_or_default())
}

fn term_as_text(term: Term<'_>) -> String {
    let inner: Vec<_> = term.terms().map(self::term_as_text).collect();
    let with_args = |name: &str| match inner.as_slice() {
        [] => name.to_owned(),
        args if term.has_angle_brackets() => format!("{name}<{}>", args.join(", ")),
        args => format!("{name} {}", args.join(" ")),
    };
    match term.kind() {
        TermKind::Name(name) => with_args(name.text),
        TermKind::Nat => with_args("nat"),
        TermKind::Number(number) => number.digits.to_owned(),
        TermKind::Percent(n_percents) => "bare ".repeat(n_percents) + &inner.concat(),
        TermKind::Group => format!("({})", inner.join(" ")),
        TermKind::Expr => inner.join(" "),
        TermKind::Sum => inner.join(" + "),
    }
}

/// The schema as text: some lines for each combinator, then one for each type.
pub(crate) fn schema_as_text(schema: &Schema) -> String {
    let mut shown: String = schema.combinators.iter().map(|found| combinator_as_text(schema, found)).collect();
    for ty in &schema.types {
        let constructors: Vec<_> = ty.constructors.iter().map(|id| schema.combinator(*id).name.to_string()).collect();
        writeln!(shown, "type {} {:?} = {}", ty.name, ty.params, constructors.join(" | ")).unwrap();
    }
    writeln!(shown, "layer {:?}", schema.layer).unwrap();
    shown
}

/// A combinator as text: ids and result, then its parameters and fields.
pub(crate) fn combinator_as_text(schema: &Schema, combinator: &Combinator) -> String {
    let written = if combinator.id_is_written { "written" } else { "computed" };
    let builtin = if combinator.is_builtin { " builtin" } else { "" };
    let mut shown = format!(
        "{:?} {} {:08x} {written}, A {:08x}, B {:08x}{builtin}\n",
        combinator.section, combinator.name, combinator.id, combinator.crc_a, combinator.crc_b,
    );
    for param in &combinator.params {
        writeln!(shown, "  param {}: {:?}", param.name, param.kind).unwrap();
    }
    for field in &combinator.fields {
        writeln!(shown, "  {}", self::field_as_text(schema, combinator, field)).unwrap();
    }
    writeln!(shown, "  = {}", type_as_text(schema, combinator, &combinator.result)).unwrap();
    shown
}

fn field_as_text(schema: &Schema, combinator: &Combinator, field: &Field) -> String {
    let condition = field
        .condition
        .map(|condition| format!("if {}.{} ", variable_as_text(combinator, condition.flags_field), condition.bit));
    let name = field.name.as_deref().unwrap_or("(anonymous)");
    format!("{name}: {}{}", condition.unwrap_or_default(), type_as_text(schema, combinator, &field.ty))
}

fn variable_as_text(combinator: &Combinator, variable: NatVariable) -> String {
    match variable {
        NatVariable::Field(idx) => {
            format!("field {idx} ({})", combinator.fields[idx as usize].name.as_deref().unwrap_or_default())
        }
        NatVariable::Param(idx) => format!("param {idx} ({})", combinator.params[idx as usize].name),
        NatVariable::Inner { depth, field } => format!("inner field {field} of level {depth}"),
    }
}

fn nat_as_text(combinator: &Combinator, nat: &Nat) -> String {
    match nat {
        Nat::Constant(constant) => constant.to_string(),
        Nat::Variable(variable) => self::variable_as_text(combinator, *variable),
        Nat::Sum(variable, constant) => format!("{} + {constant}", self::variable_as_text(combinator, *variable)),
    }
}

fn arg_as_text(schema: &Schema, combinator: &Combinator, arg: &Arg) -> String {
    match arg {
        Arg::Type(ty) => self::type_as_text(schema, combinator, ty),
        Arg::Nat(nat) => self::nat_as_text(combinator, nat),
    }
}

fn type_as_text(schema: &Schema, combinator: &Combinator, ty: &Ty) -> String {
    let args = |args: &[Arg]| {
        args.iter().map(|arg| format!(" ({})", self::arg_as_text(schema, combinator, arg))).collect::<String>()
    };
    match ty {
        Ty::Nat => "Nat".to_owned(),
        Ty::Primitive(primitive) => format!("{primitive:?}"),
        Ty::Vector { is_bare, element } => {
            let how = if *is_bare { "bare" } else { "boxed" };
            format!("{how} Vector ({})", self::type_as_text(schema, combinator, element))
        }
        Ty::Boxed { ty, args: given } => format!("boxed {}{}", schema.ty(*ty).name, args(given)),
        Ty::Bare { constructor, args: given } => {
            format!("bare {}{}", schema.combinator(*constructor).name, args(given))
        }
        Ty::Param(idx) => variable_as_text(combinator, NatVariable::Param(*idx)),
        Ty::BareParam(idx) => format!("bare {}", variable_as_text(combinator, NatVariable::Param(*idx))),
        Ty::Call(idx) => format!("call of {}", variable_as_text(combinator, NatVariable::Param(*idx))),
        Ty::CallOf(ty) => format!("call of {}", self::type_as_text(schema, combinator, ty)),
        Ty::Opaque(opaque) => format!("any {opaque:?}"),
        Ty::Repetition { count, fields } => {
            let fields: Vec<_> = fields.iter().map(|field| self::field_as_text(schema, combinator, field)).collect();
            format!("{} times [{}]", nat_as_text(combinator, count), fields.join(", "))
        }
    }
}
