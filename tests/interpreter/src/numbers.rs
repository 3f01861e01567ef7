//! What numbers are for: bits that fields ask for, and how often something repeats, here or where they are handed on.

use tl_parser::{Arg, Combinator, CombinatorId, Field, Nat, ParamKind, Schema, Ty, Variable};

/// What is asked of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Use {
    /// Bits that conditions look at.
    pub(crate) bits: u32,
    /// Whether it tells how often something repeats.
    pub(crate) is_count: bool,
}

/// What is asked of the parameters of every combinator.
pub(crate) struct Numbers {
    params: Vec<Vec<Use>>,
}

impl Numbers {
    /// Starts from nothing known and goes on until nothing new is learned.
    pub(crate) fn of(schema: &Schema) -> Self {
        let params = schema.combinators.iter().map(|combinator| vec![Use::default(); combinator.params.len()]);
        let mut numbers = Self { params: params.collect() };
        loop {
            let learned = schema.combinators.iter().map(|combinator| {
                let params = (0..combinator.params.len() as u32).map(Variable::Param);
                params.map(|param| numbers.used(schema, &combinator.fields, param)).collect()
            });
            let learned: Vec<Vec<Use>> = learned.collect();
            if learned == numbers.params {
                return numbers;
            }
            numbers.params = learned;
        }
    }

    /// What these fields ask of a number.
    pub(crate) fn used(&self, schema: &Schema, fields: &[Field], number: Variable) -> Use {
        let mut sum = Use::default();
        for field in fields {
            if let Some(condition) = field.condition.filter(|condition| condition.flags_field == number) {
                sum.bits |= 1 << condition.bit;
            }
            sum = sum.and(self.used_in(schema, &field.ty, number));
        }
        sum
    }

    fn used_in(&self, schema: &Schema, ty: &Ty, number: Variable) -> Use {
        match ty {
            Ty::Vector { element, .. } => self.used_in(schema, element, number),
            Ty::Repetition { count, fields } => {
                let is_count = is_of(*count, number);
                self.used(schema, fields, number).and(Use { bits: 0, is_count })
            }
            Ty::Boxed { ty, args } => {
                let constructors = schema.ty(*ty).constructors.iter();
                let uses = constructors.map(|constructor| self.handed_on(schema, *constructor, args, number));
                uses.fold(Use::default(), Use::and)
            }
            Ty::Bare { constructor, args } => self.handed_on(schema, *constructor, args, number),
            _ => Use::default(),
        }
    }

    fn handed_on(&self, schema: &Schema, to: CombinatorId, args: &[Arg], number: Variable) -> Use {
        let combinator = schema.combinator(to);
        let mut sum = Use::default();
        for (param, used) in self.params[to.0 as usize].iter().enumerate() {
            match args_of(combinator, args).get(param) {
                Some(Some(Arg::Nat(nat))) if is_of(*nat, number) => sum = sum.and(*used),
                Some(Some(Arg::Type(ty))) if combinator.params[param].kind == ParamKind::Type => {
                    sum = sum.and(self.used_in(schema, ty, number));
                }
                _ => {}
            }
        }
        sum
    }
}

impl Use {
    fn and(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits, is_count: self.is_count || other.is_count }
    }
}

fn is_of(nat: Nat, number: Variable) -> bool {
    matches!(nat, Nat::Variable(variable) | Nat::Sum(variable, _) if variable == number)
}

/// The arguments of a type in the order of a constructor's own parameters.
pub(crate) fn args_of<'a>(constructor: &Combinator, args: &'a [Arg]) -> Vec<Option<&'a Arg>> {
    let Ty::Boxed { args: of_result, .. } = &constructor.result else { return Vec::new() };
    let position = |own: u32| {
        of_result.iter().position(|arg| {
            matches!(arg, Arg::Type(Ty::Param(param)) | Arg::Nat(Nat::Variable(Variable::Param(param))) if *param == own)
        })
    };
    (0..constructor.params.len() as u32).map(|own| args.get(position(own)?)).collect()
}
