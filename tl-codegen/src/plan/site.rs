//! Where fields stand: in a combinator or in a repetition of it, with the numbers that can be seen from there.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Combinator, CombinatorId, Field, Name, Nat, ParamKind, Ty, TypeId, Variable};

use super::build::Builder;
use super::model::{ItemPath, Number};
use super::naming;

/// Fields that become those of one struct.
pub(super) struct Site<'a> {
    pub(super) combinator: &'a Combinator,
    pub(super) fields: &'a [Field],
    /// The type that a constructor makes; none for functions.
    pub(super) owner: Option<TypeId>,
    /// How many repetitions are around the fields.
    pub(super) depth: u32,
    /// The struct that the fields become.
    pub(super) item_path: ItemPath,
    /// What the struct is called in TL, or in words after TL.
    pub(super) name: String,
    /// Numbers that are told to the struct, in order.
    pub(super) told: Vec<Variable>,
    /// What holds each number that can be seen.
    pub(super) locals: BTreeMap<Variable, Local>,
}

/// A number that can be seen.
#[derive(Clone, Debug)]
pub(super) struct Local {
    /// The variable in Rust.
    pub(super) ident: String,
    /// The name in TL.
    pub(super) name: String,
}

/// What the fields of a site do with one of its own numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct NumberUses {
    /// Whether fields beside it ask for bits of it.
    pub(super) is_mask: bool,
    /// The first repetition beside it that it counts, unless that is conditional.
    pub(super) counted: Option<usize>,
    /// Whether anything else asks for it.
    pub(super) is_passed: bool,
}

impl<'a> Site<'a> {
    /// The fields of a combinator.
    pub(super) fn of_combinator(
        builder: &Builder<'a>,
        id: CombinatorId,
        owner: Option<TypeId>,
        item_path: ItemPath,
    ) -> Self {
        let combinator = builder.schema.combinator(id);
        let numbers = builder.params.own(builder.schema, id, Some(ParamKind::Nat));
        let told: Vec<_> = numbers.into_iter().map(|param| Variable::Param(param as u32)).collect();
        let local = |variable: &Variable| {
            let Variable::Param(param) = variable else { return None };
            let name = &combinator.params[*param as usize].name;
            Some((*variable, Local { ident: naming::number_ident(name), name: name.clone() }))
        };
        let mut locals: BTreeMap<_, _> = told.iter().filter_map(local).collect();
        let name = builder.name_of(combinator);
        let fields = &combinator.fields;
        locals.extend(own(fields, 0));
        Self { combinator, fields, owner, depth: 0, item_path, name, told, locals }
    }

    /// The fields of a repetition, which is the field at `index`.
    pub(super) fn of_repetition(&self, builder: &Builder<'a>, index: usize, fields: &'a [Field]) -> Self {
        let depth = self.depth + 1;
        let mut seen = BTreeSet::new();
        builder.params.each_variable(builder.schema, fields, &mut |variable| _ = seen.insert(variable));
        let told: Vec<_> = seen.into_iter().filter(|variable| self.locals.contains_key(variable)).collect();
        let local = |variable: &Variable| {
            let depth = match variable {
                Variable::Inner { depth, .. } => *depth,
                Variable::Field(_) | Variable::Param(_) => 0,
            };
            let name = self.locals[variable].name.clone();
            (*variable, Local { ident: naming::outer_number_ident(&name, depth), name })
        };
        let mut locals: BTreeMap<_, _> = told.iter().map(local).collect();
        locals.extend(own(fields, depth));
        let of = naming::type_ident(&name_of_field(self.fields, index));
        let ident = self.item_path.ident.trim_end_matches('_').to_owned() + &of;
        let item_path = ItemPath { namespace: self.item_path.namespace.clone(), ident };
        let name = format!("{}.{}", self.name, name_of_field(self.fields, index));
        Self { combinator: self.combinator, fields, owner: self.owner, depth, item_path, name, told, locals }
    }

    /// The variable that a field of type `#` is.
    pub(super) fn own(&self, index: usize) -> Variable {
        own_variable(self.depth, index)
    }

    /// A number as the code of the struct has it.
    pub(super) fn number(&self, nat: Nat) -> Option<Number> {
        let ident = |variable| self.locals.get(&variable).map(|local| local.ident.clone());
        Some(match nat {
            Nat::Constant(constant) => Number::Constant(constant),
            Nat::Variable(variable) => Number::Variable(ident(variable)?),
            Nat::Sum(variable, more) => Number::Sum(ident(variable)?, more),
        })
    }

    /// What the fields do with the number that the field at `index` is.
    pub(super) fn uses(&self, builder: &Builder<'_>, index: usize) -> NumberUses {
        let variable = self.own(index);
        let mut uses = NumberUses::default();
        for (other, field) in self.fields.iter().enumerate() {
            uses.is_mask |= field.condition.is_some_and(|condition| condition.flags_field == variable);
            let mut n_uses = 0;
            builder
                .params
                .each_variable_of(builder.schema, &field.ty, &mut |used| n_uses += u32::from(used == variable));
            let counts = matches!(&field.ty, Ty::Repetition { count: Nat::Variable(count), .. } if *count == variable);
            if counts && field.condition.is_none() && uses.counted.is_none() {
                uses.counted = Some(other);
                n_uses -= 1;
            }
            uses.is_passed |= n_uses > 0;
        }
        uses
    }
}

/// The numbers among these fields.
fn own(fields: &[Field], depth: u32) -> impl Iterator<Item = (Variable, Local)> {
    let numbers = fields.iter().enumerate().filter(|(_, field)| field.ty == Ty::Nat);
    numbers.map(move |(index, _)| {
        let name = name_of_field(fields, index);
        (own_variable(depth, index), Local { ident: naming::number_ident(&name), name })
    })
}

fn own_variable(depth: u32, index: usize) -> Variable {
    match depth {
        0 => Variable::Field(index as u32),
        depth => Variable::Inner { depth, field: index as u32 },
    }
}

/// The TL name of a field, or a name for one without.
pub(super) fn name_of_field(fields: &[Field], index: usize) -> String {
    match fields[index].name.as_deref() {
        Some(name) if name != "_" => name.to_owned(),
        _ => naming::anonymous(index),
    }
}

/// The repetition's only item, if it is one without a name or condition.
pub(super) fn only_item(fields: &[Field]) -> Option<&Field> {
    match fields {
        [only] if only.name.as_deref().is_none_or(|name| name == "_") && only.condition.is_none() => Some(only),
        _ => None,
    }
}

/// Whether a type or what is inside of it depends on a number.
pub(super) fn depends_on_numbers(builder: &Builder<'_>, combinator: &Combinator, ty: &Ty) -> bool {
    let mut depends = false;
    builder.params.each_variable_of(builder.schema, ty, &mut |variable| {
        depends |= match variable {
            Variable::Param(param) => {
                combinator.params.get(param as usize).is_some_and(|param| param.kind == ParamKind::Nat)
            }
            Variable::Field(_) | Variable::Inner { .. } => true,
        };
    });
    depends
}

impl Builder<'_> {
    /// Whether a repetition becomes an array.
    pub(super) fn is_array(count: Nat) -> Option<u32> {
        match count {
            Nat::Constant(n) if n <= MAX_ARRAY => Some(n),
            _ => None,
        }
    }

    /// The name of a combinator as text.
    pub(super) fn name_of(&self, combinator: &Combinator) -> String {
        self.name(combinator).to_string()
    }

    /// The name of a combinator. A default constructor, which has none, is called after its type.
    pub(super) fn name(&self, combinator: &Combinator) -> Name {
        match &combinator.result {
            Ty::Boxed { ty, .. } if combinator.name.local == "_" => {
                let Name { namespace, local } = self.schema.ty(*ty).name.clone();
                Name { namespace, local: format!("{local}Default") }
            }
            _ => combinator.name.clone(),
        }
    }
}

/// Items of the largest array; more of them become a vector whose length is checked.
const MAX_ARRAY: u32 = 64;

/// Type parameters that a repetition asks for, which are not numbers.
pub(super) fn type_params(builder: &Builder<'_>, combinator: &Combinator, fields: &[Field]) -> Vec<u32> {
    let mut found = BTreeSet::new();
    builder.params.each_variable(builder.schema, fields, &mut |variable| {
        if let Variable::Param(param) = variable
            && combinator.params.get(param as usize).is_some_and(|param| param.kind == ParamKind::Type)
        {
            found.insert(param);
        }
    });
    found.into_iter().collect()
}

/// The TL name of a number that can be seen.
pub(super) fn variable_name(site: &Site<'_>, variable: Variable) -> String {
    site.locals.get(&variable).map_or_else(String::new, |local| local.name.clone())
}
