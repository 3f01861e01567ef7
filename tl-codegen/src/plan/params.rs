//! Parameters in curly brackets: which of them the Rust types have, in which order, and where they lead nowhere.
//!
//! Rust wants every parameter of a type to be used, so a parameter counts only if a field depends on it in the end.
//! Invariant: the answers depend on the declarations of the types alone, not on how they are used.

use std::collections::BTreeSet;

use tl_parser::{Arg, CombinatorId, Field, Nat, ParamKind, Schema, Section, Ty, TypeId, Variable};

use super::graph::{self, Components};

/// Which parameters some field depends on.
pub(super) struct Params {
    /// For each type, by position.
    types: Vec<Vec<bool>>,
    /// For each combinator, by its own parameters.
    combinators: Vec<Vec<bool>>,
}

impl Params {
    /// Starts with none and goes on until nothing new is learned.
    pub(super) fn of(schema: &Schema) -> Self {
        let types = schema.types.iter().map(|ty| vec![false; ty.params.len()]).collect();
        let combinators = schema.combinators.iter().map(|combinator| vec![false; combinator.params.len()]).collect();
        let mut params = Self { types, combinators };
        while params.learn(schema) {}
        params
    }

    fn learn(&mut self, schema: &Schema) -> bool {
        let mut has_learned = false;
        for (index, combinator) in schema.combinators.iter().enumerate().filter(|(_, it)| !it.params.is_empty()) {
            let mut used = BTreeSet::new();
            self.each_variable(schema, &combinator.fields, &mut |variable| _ = used.insert(variable));
            for param in 0..combinator.params.len() {
                let is_used = used.contains(&Variable::Param(param as u32));
                if !is_used || std::mem::replace(&mut self.combinators[index][param], true) {
                    continue;
                }
                has_learned = true;
                let Ty::Boxed { ty, .. } = &combinator.result else { continue };
                if let (Section::Types, Some(position)) = (combinator.section, position(&combinator.result, param)) {
                    self.types[ty.0 as usize][position] = true;
                }
            }
        }
        has_learned
    }

    /// The arguments that count, in the order of the parameters in Rust.
    pub(super) fn used_args<'t>(&self, schema: &Schema, ty: &'t Ty) -> Vec<&'t Arg> {
        let (positions, args) = match ty {
            Ty::Boxed { ty, args } => (self.of_type(schema, *ty), args),
            Ty::Bare { constructor, args } => (self.of_constructor(schema, *constructor), args),
            _ => return Vec::new(),
        };
        positions.into_iter().filter_map(|position| args.get(position)).collect()
    }

    /// The parameters of a boxed type in Rust, by position in TL.
    pub(super) fn of_type(&self, schema: &Schema, ty: TypeId) -> Vec<usize> {
        match schema.ty(ty).constructors[..] {
            [only] => self.of_constructor(schema, only),
            _ => (0..schema.ty(ty).params.len()).filter(|position| self.types[ty.0 as usize][*position]).collect(),
        }
    }

    /// The parameters of the struct of a constructor, by position in its result.
    fn of_constructor(&self, schema: &Schema, constructor: CombinatorId) -> Vec<usize> {
        let own = self.own(schema, constructor, None);
        own.into_iter().filter_map(|param| position(&schema.combinator(constructor).result, param)).collect()
    }

    /// The parameters of a combinator that count, of one kind or of both.
    pub(super) fn own(&self, schema: &Schema, combinator: CombinatorId, kind: Option<ParamKind>) -> Vec<usize> {
        let params = &schema.combinator(combinator).params;
        let used = &self.combinators[combinator.0 as usize];
        (0..params.len()).filter(|param| used[*param] && kind.is_none_or(|kind| params[*param].kind == kind)).collect()
    }

    /// Calls `visit` for every number and every parameter that these fields depend on, those inside of repetitions
    /// included.
    pub(super) fn each_variable(&self, schema: &Schema, fields: &[Field], visit: &mut impl FnMut(Variable)) {
        for field in fields {
            if let Some(condition) = field.condition {
                visit(condition.flags_field);
            }
            self.each_variable_of(schema, &field.ty, visit);
        }
    }

    /// Calls `visit` for every number and every parameter that a value of this type depends on.
    pub(super) fn each_variable_of(&self, schema: &Schema, ty: &Ty, visit: &mut impl FnMut(Variable)) {
        match ty {
            Ty::Vector { element, .. } => self.each_variable_of(schema, element, visit),
            Ty::CallOf(ty) => self.each_variable_of(schema, ty, visit),
            Ty::Repetition { count, fields } => {
                variable(*count).into_iter().for_each(&mut *visit);
                self.each_variable(schema, fields, visit);
            }
            Ty::Boxed { .. } | Ty::Bare { .. } => {
                for arg in self.used_args(schema, ty) {
                    match arg {
                        Arg::Nat(nat) => variable(*nat).into_iter().for_each(&mut *visit),
                        Arg::Type(ty) => self.each_variable_of(schema, ty, visit),
                    }
                }
            }
            Ty::Param(param) | Ty::BareParam(param) | Ty::Call(param) => visit(Variable::Param(*param)),
            Ty::Nat | Ty::Primitive(_) | Ty::Opaque(_) => {}
        }
    }
}

/// Where in the result of a constructor one of its parameters stands.
pub(super) fn position(result: &Ty, param: usize) -> Option<usize> {
    let Ty::Boxed { args, .. } = result else { return None };
    args.iter().position(|arg| own_param(arg) == Some(param))
}

/// Whether the result of a constructor has its parameters as arguments, each once, and nothing else.
pub(super) fn is_plain_result(result: &Ty) -> bool {
    let Ty::Boxed { args, .. } = result else { return true };
    let params: Option<BTreeSet<_>> = args.iter().map(own_param).collect();
    params.is_some_and(|params| params.len() == args.len())
}

fn own_param(arg: &Arg) -> Option<usize> {
    match arg {
        Arg::Type(Ty::Param(param)) | Arg::Nat(Nat::Variable(Variable::Param(param))) => Some(*param as usize),
        Arg::Type(_) | Arg::Nat(_) => None,
    }
}

/// The variable of a number, if it has one.
pub(super) fn variable(nat: Nat) -> Option<Variable> {
    match nat {
        Nat::Constant(_) => None,
        Nat::Variable(variable) | Nat::Sum(variable, _) => Some(variable),
    }
}

/// Calls `visit` for the type of every field, and for every type inside of it.
pub(super) fn for_each_ty<'t>(fields: &'t [Field], visit: &mut impl FnMut(&'t Ty)) {
    let mut open: Vec<&Ty> = fields.iter().map(|field| &field.ty).collect();
    while let Some(ty) = open.pop() {
        visit(ty);
        match ty {
            Ty::Vector { element, .. } => open.push(element),
            Ty::CallOf(ty) => open.push(ty),
            Ty::Repetition { fields, .. } => open.extend(fields.iter().map(|field| &field.ty)),
            Ty::Boxed { args, .. } | Ty::Bare { args, .. } => open.extend(args.iter().filter_map(|arg| match arg {
                Arg::Type(ty) => Some(ty),
                Arg::Nat(_) => None,
            })),
            _ => {}
        }
    }
}

/// Types that name themselves with arguments that grow: `n:(Nest (Pair t t)) = Nest t`. Rust would need endless types.
pub(super) fn growing(schema: &Schema) -> BTreeSet<TypeId> {
    let mentioned = |ty: TypeId| {
        let mut found = Vec::new();
        for id in &schema.ty(ty).constructors {
            for_each_ty(&schema.combinator(*id).fields, &mut |ty| found.extend(type_of(schema, ty)));
        }
        found.into_iter().map(|ty| ty.0 as usize).collect()
    };
    let components = Components::of_edges((0..schema.types.len()).map(|ty| mentioned(TypeId(ty as u32))).collect());
    let mut growing = BTreeSet::new();
    for outer in (0..schema.types.len()).map(|ty| TypeId(ty as u32)) {
        for id in &schema.ty(outer).constructors {
            for_each_ty(&schema.combinator(*id).fields, &mut |ty| {
                let Some(inner) = type_of(schema, ty) else { return };
                if components.is_recursive(outer, inner) && args(ty).iter().any(grows) {
                    growing.insert(outer);
                }
            });
        }
    }
    growing
}

fn args(ty: &Ty) -> &[Arg] {
    match ty {
        Ty::Boxed { args, .. } | Ty::Bare { args, .. } => args,
        _ => &[],
    }
}

/// Whether an argument holds a type parameter and is more than that.
fn grows(arg: &Arg) -> bool {
    let Arg::Type(ty) = arg else { return false };
    if matches!(ty, Ty::Param(_)) {
        return false;
    }
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        match ty {
            Ty::Param(_) | Ty::BareParam(_) => return true,
            Ty::Vector { element, .. } => open.push(element),
            _ => open.extend(args(ty).iter().filter_map(|arg| match arg {
                Arg::Type(ty) => Some(ty),
                Arg::Nat(_) => None,
            })),
        }
    }
    false
}

/// The type that a use is of.
fn type_of(schema: &Schema, ty: &Ty) -> Option<TypeId> {
    match ty {
        Ty::Boxed { ty, .. } => Some(*ty),
        Ty::Bare { constructor, .. } => graph::type_of(schema, *constructor),
        _ => None,
    }
}
