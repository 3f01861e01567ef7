//! Which parameters in curly brackets the generated Rust items have.
//!
//! Rust refuses a type parameter that no field uses, so a TL parameter is kept only if some field depends on it.
//! Numbers follow the same rule. The result depends on the declarations alone, not on the places where a type is used.

use tl_parser::{Arg, CombinatorIndex, Field, NatVariable, ParamKind, Schema, Ty, TypeIndex};

use super::fixpoint;
use super::type_graphs::Dependents;
use super::walk::{self, param_position_in_result, variable_in_number};

/// The TL parameters of every type and combinator that are kept as parameters of Rust items.
pub(super) struct KeptParams<'a> {
    schema: &'a Schema,
    /// For each type: whether the parameter at each position is kept.
    of_types: Vec<Vec<bool>>,
    /// For each combinator: whether each parameter in its curly brackets is kept.
    of_combinators: Vec<Vec<bool>>,
}

impl<'a> KeptParams<'a> {
    /// Computes the kept parameters: starts with none, and adds parameters until nothing changes.
    pub(super) fn compute_kept_params(schema: &'a Schema) -> Self {
        let of_types = schema.types.iter().map(|ty| vec![false; ty.params.len()]).collect();
        let of_combinators = schema.combinators.iter().map(|combinator| vec![false; combinator.params.len()]).collect();
        let mut params = Self { schema, of_types, of_combinators };
        let dependents = Dependents::collect_dependents(schema, |_| true);
        fixpoint::update_until_stable(0..schema.combinators.len(), |index| {
            params.keep_params_of_combinator(index, &dependents)
        });
        params
    }

    /// Keeps the parameters that the fields of a combinator use. Returns the combinators that this may affect.
    fn keep_params_of_combinator(&mut self, index: usize, dependents: &Dependents) -> Vec<usize> {
        let combinator = &self.schema.combinators[index];
        let mut affected = Vec::new();
        if combinator.params.is_empty() {
            return affected;
        }
        let used = self.variable_uses_in_fields(&combinator.fields);
        for param in 0..combinator.params.len() {
            let is_used = used.contains(&NatVariable::Param(param as u32));
            if !is_used || std::mem::replace(&mut self.of_combinators[index][param], true) {
                continue;
            }
            affected.extend(dependents.dependents_of_constructor(CombinatorIndex(index as u32)));
            let Some(ty) = walk::type_of_constructor(combinator) else { continue };
            if let Some(position) = param_position_in_result(&combinator.result, param) {
                self.of_types[ty.0 as usize][position] = true;
                affected.extend(dependents.dependents_of_type(ty));
            }
        }
        affected
    }

    /// The arguments for kept parameters, in the order of the parameters in Rust.
    pub(super) fn kept_args<'t>(&self, ty: &'t Ty) -> Vec<&'t Arg> {
        let positions = match ty {
            Ty::Boxed { ty, .. } => self.kept_positions_in_type(*ty),
            Ty::Bare { constructor, .. } => self.kept_positions_in_result(*constructor),
            _ => Vec::new(),
        };
        positions.into_iter().filter_map(|position| walk::args_of_type(ty).get(position)).collect()
    }

    /// Positions of a boxed type's kept parameters among its TL parameters.
    pub(super) fn kept_positions_in_type(&self, ty: TypeIndex) -> Vec<usize> {
        match self.schema.ty(ty).constructors[..] {
            [only] => self.kept_positions_in_result(only),
            _ => {
                let is_kept = &self.of_types[ty.0 as usize];
                (0..is_kept.len()).filter(|position| is_kept[*position]).collect()
            }
        }
    }

    /// Positions of a constructor's kept parameters in its result type.
    pub(super) fn kept_positions_in_result(&self, constructor: CombinatorIndex) -> Vec<usize> {
        let result = &self.schema.combinator(constructor).result;
        self.kept_param_indexes(constructor).filter_map(|param| param_position_in_result(result, param)).collect()
    }

    /// Indexes of a combinator's kept parameters.
    fn kept_param_indexes(&self, combinator: CombinatorIndex) -> impl Iterator<Item = usize> {
        let is_kept = &self.of_combinators[combinator.0 as usize];
        (0..is_kept.len()).filter(|param| is_kept[*param])
    }

    /// Indexes of a combinator's kept parameters of one kind.
    pub(super) fn kept_params_of_kind(
        &self,
        combinator: CombinatorIndex,
        kind: ParamKind,
    ) -> impl Iterator<Item = usize> {
        let params = &self.schema.combinator(combinator).params;
        self.kept_param_indexes(combinator).filter(move |param| params[*param].kind == kind)
    }

    /// Every use of a number or parameter that some fields depend on, in repetitions and conditions too.
    pub(super) fn variable_uses_in_fields(&self, fields: &[Field]) -> Vec<NatVariable> {
        let uses = |field: &Field| {
            let flags_field = field.condition.map(|condition| condition.flags_field);
            flags_field.into_iter().chain(self.variable_uses_in_type(&field.ty))
        };
        fields.iter().flat_map(uses).collect()
    }

    /// Every use of a number or parameter that a value of this type depends on.
    pub(super) fn variable_uses_in_type(&self, ty: &Ty) -> Vec<NatVariable> {
        match ty {
            Ty::Vector { element: ty, .. } | Ty::CallOf(ty) => self.variable_uses_in_type(ty),
            Ty::Repetition { count, fields } => {
                variable_in_number(*count).into_iter().chain(self.variable_uses_in_fields(fields)).collect()
            }
            Ty::Boxed { .. } | Ty::Bare { .. } => {
                let uses = |arg: &Arg| match arg {
                    Arg::Nat(number) => variable_in_number(*number).into_iter().collect(),
                    Arg::Type(ty) => self.variable_uses_in_type(ty),
                };
                self.kept_args(ty).into_iter().flat_map(uses).collect()
            }
            Ty::Param(param) | Ty::BareParam(param) | Ty::Call(param) => vec![NatVariable::Param(*param)],
            Ty::Nat | Ty::Primitive(_) | Ty::Opaque(_) => Vec::new(),
        }
    }
}
