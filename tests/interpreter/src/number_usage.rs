//! Analyses how `#` fields and parameters are used: as flags, as repetition counts, or as arguments.

use tl_parser::{Arg, Combinator, CombinatorIndex, Field, Nat, NatVariable, ParamKind, Schema, Ty};

/// How fields use a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NumberUsage {
    /// The bits on which conditions depend.
    pub(crate) bits: u32,
    /// Whether the number is the count of a repetition.
    pub(crate) is_count: bool,
}

/// How the fields of each combinator use its parameters.
pub(crate) struct ParamUsage {
    params: Vec<Vec<NumberUsage>>,
}

impl ParamUsage {
    /// Analyses all combinators: iterates until a fix-point is reached, starting with no use known.
    pub(crate) fn of_schema(schema: &Schema) -> Self {
        let params = schema.combinators.iter().map(|combinator| vec![NumberUsage::default(); combinator.params.len()]);
        let mut numbers = Self { params: params.collect() };
        loop {
            let next = schema.combinators.iter().map(|combinator| {
                let params = (0..combinator.params.len() as u32).map(NatVariable::Param);
                params.map(|param| numbers.usage_in_fields(schema, &combinator.fields, param)).collect()
            });
            let next: Vec<Vec<NumberUsage>> = next.collect();
            if next == numbers.params {
                return numbers;
            }
            numbers.params = next;
        }
    }

    /// How these fields use a number.
    pub(crate) fn usage_in_fields(&self, schema: &Schema, fields: &[Field], number: NatVariable) -> NumberUsage {
        let mut sum = NumberUsage::default();
        for field in fields {
            if let Some(condition) = field.condition.filter(|condition| condition.flags_field == number) {
                sum.bits |= 1 << condition.bit;
            }
            sum = sum.union(self.usage_in_type(schema, &field.ty, number));
        }
        sum
    }

    /// Whether a `#` field is a flags field, whose spare bits must be zero: it is called `flags` or `flags` and a
    /// number, is always present, and is used by nothing but conditions of the fields beside it. It may be unused.
    ///
    /// `mode:# a:mode.0?int` has no flags field: `mode` is a value of its own, in which any bits are valid.
    pub(crate) fn is_flags_field(&self, schema: &Schema, fields: &[Field], index: usize, number: NatVariable) -> bool {
        let field = &fields[index];
        let digits = field.name.as_deref().and_then(|name| name.strip_prefix("flags"));
        let is_used_in_types =
            fields.iter().any(|field| self.usage_in_type(schema, &field.ty, number) != NumberUsage::default());
        digits.is_some_and(|digits| digits.chars().all(|digit| digit.is_ascii_digit()))
            && field.condition.is_none()
            && !is_used_in_types
    }

    fn usage_in_type(&self, schema: &Schema, ty: &Ty, number: NatVariable) -> NumberUsage {
        match ty {
            Ty::Vector { element, .. } => self.usage_in_type(schema, element, number),
            Ty::Repetition { count, fields } => {
                let is_count = refers_to(*count, number);
                self.usage_in_fields(schema, fields, number).union(NumberUsage { bits: 0, is_count })
            }
            Ty::Boxed { ty, args } => {
                let constructors = schema.ty(*ty).constructors.iter();
                let uses = constructors.map(|constructor| self.usage_in_args(schema, *constructor, args, number));
                uses.fold(NumberUsage::default(), NumberUsage::union)
            }
            Ty::Bare { constructor, args } => self.usage_in_args(schema, *constructor, args, number),
            _ => NumberUsage::default(),
        }
    }

    fn usage_in_args(&self, schema: &Schema, to: CombinatorIndex, args: &[Arg], number: NatVariable) -> NumberUsage {
        let combinator = schema.combinator(to);
        let mut sum = NumberUsage::default();
        for (param, used) in self.params[to.0 as usize].iter().enumerate() {
            match args_by_param(combinator, args).get(param) {
                Some(Some(Arg::Nat(nat))) if refers_to(*nat, number) => sum = sum.union(*used),
                Some(Some(Arg::Type(ty))) if combinator.params[param].kind == ParamKind::Type => {
                    sum = sum.union(self.usage_in_type(schema, ty, number));
                }
                _ => {}
            }
        }
        sum
    }
}

impl NumberUsage {
    fn union(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits, is_count: self.is_count || other.is_count }
    }
}

fn refers_to(nat: Nat, number: NatVariable) -> bool {
    matches!(nat, Nat::Variable(variable) | Nat::Sum(variable, _) if variable == number)
}

/// The arguments of a type in the order of a constructor's own parameters.
pub(crate) fn args_by_param<'a>(constructor: &Combinator, args: &'a [Arg]) -> Vec<Option<&'a Arg>> {
    let Ty::Boxed { args: of_result, .. } = &constructor.result else { return Vec::new() };
    let position = |own: u32| {
        of_result.iter().position(|arg| {
            matches!(arg, Arg::Type(Ty::Param(param)) | Arg::Nat(Nat::Variable(NatVariable::Param(param))) if *param == own)
        })
    };
    (0..constructor.params.len() as u32).map(|own| args.get(position(own)?)).collect()
}
