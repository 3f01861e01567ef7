//! Compact forms of what was read, without places, for snapshots and comparisons.
//!
//! Of a schema, indices are shown as names, so that order does not matter. Invariant: two values that differ in
//! meaning (of the ast: in spelling) have different forms.

use std::fmt::Write as _;

use tl_parser::ast::{self, Application, Args, Atom, Body, Declaration, Expr, FieldType, Sum, Term};
use tl_parser::{Arg, Combinator, Field, Nat, Schema, Ty, Variable};

/// One line for each declaration.
pub(crate) fn ast(file: &ast::File) -> String {
    file.declarations.iter().map(|declaration| self::declaration(declaration) + "\n").collect()
}

fn declaration(declaration: &Declaration) -> String {
    match declaration {
        Declaration::Directive(directive) => format!("{:?} {}", directive.kind, directive.name.text),
        Declaration::Partial(partial) => format!("Partial {:?} {}", partial.section, application(&partial.application)),
        Declaration::Combinator(combinator) => {
            let mut shown = format!("{:?} {}", combinator.section, combinator.name.text);
            if let Some(id) = combinator.id {
                write!(shown, " id({:x}, {} digits)", id.value, id.n_digits).unwrap();
            }
            for params in &combinator.params {
                write!(shown, " params({}: {})", names(&params.names), params.kind.text).unwrap();
            }
            match &combinator.body {
                Body::Builtin => shown.push_str(" builtin"),
                Body::Fields(fields) => fields.iter().for_each(|field| write!(shown, " {}", ast_field(field)).unwrap()),
            }
            format!("{shown} = {}", application(&combinator.result))
        }
    }
}

fn names(names: &[ast::Ident]) -> String {
    let names: Vec<_> = names.iter().map(|name| name.text.as_str()).collect();
    names.join(" ")
}

fn ast_field(field: &ast::Field) -> String {
    let kind = if field.is_group { "group" } else { "field" };
    let condition =
        field.condition.as_ref().map(|condition| format!("if {}.{} ", condition.mask.text, condition.bit.digits));
    let ty = match &field.ty {
        FieldType::Plain(term) => self::term(term),
        FieldType::Call(term) => format!("call {}", self::term(term)),
        FieldType::Repetition(repetition) => {
            let count = repetition.count.as_ref().map_or("implicit".to_owned(), term);
            let fields: Vec<_> = repetition.fields.iter().map(ast_field).collect();
            format!("repeat {count} [{}]", fields.join(" "))
        }
    };
    format!("{kind}({}: {}{ty})", names(&field.names), condition.unwrap_or_default())
}

fn application(application: &Application) -> String {
    match &application.args {
        Args::Angle(args) => format!("{}{}", application.name.text, angle(args)),
        Args::Juxtaposed(sums) => {
            std::iter::once(application.name.text.clone()).chain(sums.iter().map(sum)).collect::<Vec<_>>().join(" ")
        }
    }
}

fn angle(args: &[Expr]) -> String {
    let args: Vec<_> = args.iter().map(expr).collect();
    if args.is_empty() { String::new() } else { format!("<{}>", args.join(", ")) }
}

fn expr(expr: &Expr) -> String {
    expr.sums.iter().map(sum).collect::<Vec<_>>().join(" ")
}

fn sum(sum: &Sum) -> String {
    sum.operands.iter().map(term).collect::<Vec<_>>().join(" + ")
}

fn term(term: &Term) -> String {
    let atom = match &term.atom {
        Atom::Name(name, args) => format!("{}{}", name.text, angle(args)),
        Atom::Nat(args) => format!("nat{}", angle(args)),
        Atom::Number(number) => number.digits.clone(),
        Atom::Group(expr) => format!("({})", self::expr(expr)),
    };
    "bare ".repeat(term.n_percents) + &atom
}

/// A few lines for each combinator, then one for each type.
pub(crate) fn schema(schema: &Schema) -> String {
    let mut shown: String = schema.combinators.iter().map(|found| combinator(schema, found)).collect();
    for ty in &schema.types {
        let constructors: Vec<_> = ty.constructors.iter().map(|id| schema.combinator(*id).name.to_string()).collect();
        writeln!(shown, "type {} {:?} = {}", ty.name, ty.params, constructors.join(" | ")).unwrap();
    }
    writeln!(shown, "layer {:?}", schema.layer).unwrap();
    shown
}

/// A combinator: ids and result, then its parameters and fields.
pub(crate) fn combinator(schema: &Schema, combinator: &Combinator) -> String {
    let written = if combinator.id_is_written { "written" } else { "computed" };
    let builtin = if combinator.is_builtin { " builtin" } else { "" };
    let mut shown = format!(
        "{:?} {} {:08x} {written}, A {:08x}, B {:08x}{builtin}\n",
        combinator.section, combinator.name, combinator.id, combinator.crc, combinator.crc_telegram,
    );
    for param in &combinator.params {
        writeln!(shown, "  param {}: {:?}", param.name, param.kind).unwrap();
    }
    for field in &combinator.fields {
        writeln!(shown, "  {}", self::field(schema, combinator, field)).unwrap();
    }
    writeln!(shown, "  = {}", ty(schema, combinator, &combinator.result)).unwrap();
    shown
}

fn field(schema: &Schema, combinator: &Combinator, field: &Field) -> String {
    let condition =
        field.condition.map(|condition| format!("if {}.{} ", variable(combinator, condition.mask), condition.bit));
    let name = field.name.as_deref().unwrap_or("(anonymous)");
    format!("{name}: {}{}", condition.unwrap_or_default(), ty(schema, combinator, &field.ty))
}

fn variable(combinator: &Combinator, variable: Variable) -> String {
    match variable {
        Variable::Field(idx) => {
            format!("field {idx} ({})", combinator.fields[idx as usize].name.as_deref().unwrap_or_default())
        }
        Variable::Param(idx) => format!("param {idx} ({})", combinator.params[idx as usize].name),
        Variable::Inner { depth, field } => format!("inner field {field} of level {depth}"),
    }
}

fn nat(combinator: &Combinator, nat: &Nat) -> String {
    match nat {
        Nat::Constant(constant) => constant.to_string(),
        Nat::Variable(variable) => self::variable(combinator, *variable),
        Nat::Sum(variable, constant) => format!("{} + {constant}", self::variable(combinator, *variable)),
    }
}

fn arg(schema: &Schema, combinator: &Combinator, arg: &Arg) -> String {
    match arg {
        Arg::Type(ty) => self::ty(schema, combinator, ty),
        Arg::Nat(nat) => self::nat(combinator, nat),
    }
}

fn ty(schema: &Schema, combinator: &Combinator, ty: &Ty) -> String {
    let args =
        |args: &[Arg]| args.iter().map(|arg| format!(" ({})", self::arg(schema, combinator, arg))).collect::<String>();
    match ty {
        Ty::Nat => "Nat".to_owned(),
        Ty::Primitive(primitive) => format!("{primitive:?}"),
        Ty::Vector { is_bare, element } => {
            let how = if *is_bare { "bare" } else { "boxed" };
            format!("{how} Vector ({})", self::ty(schema, combinator, element))
        }
        Ty::Boxed { ty, args: given } => format!("boxed {}{}", schema.ty(*ty).name, args(given)),
        Ty::Bare { constructor, args: given } => {
            format!("bare {}{}", schema.combinator(*constructor).name, args(given))
        }
        Ty::Param(idx) => variable(combinator, Variable::Param(*idx)),
        Ty::BareParam(idx) => format!("bare {}", variable(combinator, Variable::Param(*idx))),
        Ty::Call(idx) => format!("call of {}", variable(combinator, Variable::Param(*idx))),
        Ty::CallOf(ty) => format!("call of {}", self::ty(schema, combinator, ty)),
        Ty::Opaque(opaque) => format!("any {opaque:?}"),
        Ty::Repetition { count, fields } => {
            let fields: Vec<_> = fields.iter().map(|field| self::field(schema, combinator, field)).collect();
            format!("{} times [{}]", nat(combinator, count), fields.join(", "))
        }
    }
}
