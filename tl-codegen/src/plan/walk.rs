//! Walks over the types of a schema: the types inside a type, the arguments of a type, the numbers of a type.
//!
//! The walks keep their own stack instead of recursing, because schemas may come from untrusted sources.

use tl_parser::{Arg, Combinator, Nat, NatVariable, Schema, Section, Ty, TypeIndex};

/// A type and every type inside the type: `Vector<Maybe int>` gives `Vector<Maybe int>`, `Maybe int` and `int`.
pub(crate) fn type_and_types_inside(ty: &Ty) -> Vec<&Ty> {
    let mut found = vec![ty];
    let mut next = 0;
    while let Some(ty) = found.get(next).copied() {
        next += 1;
        match ty {
            Ty::Vector { element, .. } => found.push(element),
            Ty::CallOf(ty) => found.push(ty),
            Ty::Repetition { fields, .. } => found.extend(fields.iter().map(|field| &field.ty)),
            ty => found.extend(type_args_of_type(ty)),
        }
    }
    found
}

/// The types whose values are stored inside a value of `ty` without a pointer: `ty`, its arguments and the items of
/// arrays.
///
/// Items of a vector are not included, because they have an allocation of their own.
pub(crate) fn types_held_by_value(schema: &Schema, ty: &Ty) -> Vec<TypeIndex> {
    let mut open = vec![ty];
    let mut found = Vec::new();
    while let Some(ty) = open.pop() {
        found.extend(declared_type(schema, ty));
        match ty {
            Ty::Repetition { count: Nat::Constant(_), fields } => open.extend(fields.iter().map(|field| &field.ty)),
            ty => open.extend(type_args_of_type(ty)),
        }
    }
    found
}

/// The arguments of a boxed or bare type; none for any other type.
pub(crate) fn args_of_type(ty: &Ty) -> &[Arg] {
    match ty {
        Ty::Boxed { args, .. } | Ty::Bare { args, .. } => args,
        _ => &[],
    }
}

/// The arguments of a boxed or bare type that are types.
pub(crate) fn type_args_of_type(ty: &Ty) -> impl Iterator<Item = &Ty> {
    args_of_type(ty).iter().filter_map(|arg| match arg {
        Arg::Type(ty) => Some(ty),
        Arg::Nat(_) => None,
    })
}

/// The declared type that `ty` is a value of, boxed or bare.
pub(crate) fn declared_type(schema: &Schema, ty: &Ty) -> Option<TypeIndex> {
    match ty {
        Ty::Boxed { ty, .. } => Some(*ty),
        // The values of a constructor belong to its result type.
        Ty::Bare { constructor, .. } => declared_type(schema, &schema.combinator(*constructor).result),
        _ => None,
    }
}

/// The type that a constructor belongs to; `None` for a function.
pub(crate) fn type_of_constructor(combinator: &Combinator) -> Option<TypeIndex> {
    match (combinator.section, &combinator.result) {
        (Section::Types, Ty::Boxed { ty, .. }) => Some(*ty),
        _ => None,
    }
}

/// The variable inside a number, if there is one.
pub(crate) fn variable_in_number(number: Nat) -> Option<NatVariable> {
    match number {
        Nat::Constant(_) => None,
        Nat::Variable(variable) | Nat::Sum(variable, _) => Some(variable),
    }
}

/// The combinator's parameter that an argument consists of: `t` in `Maybe t`; `None` for other arguments.
pub(crate) fn param_in_argument(arg: &Arg) -> Option<usize> {
    match arg {
        Arg::Type(Ty::Param(param)) | Arg::Nat(Nat::Variable(NatVariable::Param(param))) => Some(*param as usize),
        Arg::Type(_) | Arg::Nat(_) => None,
    }
}

/// The position of a constructor's parameter among the arguments of its result type.
pub(crate) fn param_position_in_result(result: &Ty, param: usize) -> Option<usize> {
    args_of_type(result).iter().position(|arg| param_in_argument(arg) == Some(param))
}
