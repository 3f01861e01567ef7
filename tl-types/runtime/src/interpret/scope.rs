//! Names in scope of a field: the arguments of the combinator's parameters, and the values of its `#` fields.

use alloc::vec::Vec;

use crate::table::{Arg, Args, Combinator, Number, TypeRef, Variable};

/// The arguments of a combinator, and the place of its numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'s> {
    /// The argument of each parameter. None for most combinators.
    bound: &'s [Bound<'s>],
    /// The first number of the combinator.
    first_number: usize,
    /// The number of repetitions around the fields.
    depth: u16,
}

/// The values of `#` fields of all open combinators, by the number of their variable, innermost last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers(Vec<(u16, u32)>);

/// An argument of a parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bound<'s> {
    /// A type, in the scope of the combinator that gives the argument.
    Type(TypeRef, &'s Scope<'s>),
    Number(u32),
    /// The outermost value has no arguments.
    Nothing,
}

impl<'s> Scope<'s> {
    pub(crate) const NONE: Scope<'static> = Scope { bound: &[], first_number: 0, depth: 0 };

    pub(crate) fn new(bound: &'s [Bound<'s>], first_number: usize) -> Self {
        Self { bound, first_number, depth: 0 }
    }

    /// The scope of the fields of a repetition.
    pub(crate) fn of_repetition(&self) -> Self {
        Self { depth: self.depth.saturating_add(1), ..*self }
    }

    /// The number of the variable of the field at `index`. Fields that no condition can name share a number.
    pub(crate) fn variable_of(&self, index: usize) -> u16 {
        let field = u16::try_from(index).unwrap_or(u16::MAX);
        match self.depth {
            0 if field < 512 => field,
            depth @ 1..=8 if field < 64 => Variable::Inner { depth, field }.to_number(),
            _ => u16::MAX,
        }
    }

    /// The number that was given for a parameter.
    fn number_argument(&self, variable: u16) -> u32 {
        match (Variable::of_number(variable), self.bound) {
            (Variable::Param(param), bound) => match bound.get(usize::from(param)) {
                Some(Bound::Number(number)) => *number,
                _ => 0,
            },
            _ => 0,
        }
    }

    /// The type argument of a parameter, and the scope of that type.
    pub(crate) fn type_argument(&self, variable: Variable) -> Option<(TypeRef, &'s Scope<'s>)> {
        match (variable, self.bound) {
            (Variable::Param(param), bound) => match bound.get(usize::from(param))? {
                Bound::Type(ty, scope) => Some((*ty, scope)),
                Bound::Number(_) | Bound::Nothing => None,
            },
            _ => None,
        }
    }
}

impl Numbers {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds the value of a variable of the innermost combinator.
    pub(crate) fn push(&mut self, variable: u16, number: u32) {
        self.0.push((variable, number));
    }

    /// Forgets all numbers but the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// The value of a variable, given by its number; 0 if its field is absent.
    #[inline]
    pub(crate) fn get(&self, variable: u16, scope: &Scope<'_>) -> u32 {
        if Variable::is_param(variable) {
            return scope.number_argument(variable);
        }
        let numbers = self.0.get(scope.first_number..).unwrap_or_default();
        numbers.iter().find(|(found, _)| *found == variable).map_or(0, |(_, number)| *number)
    }

    pub(crate) fn sum(&self, number: Number, scope: &Scope<'_>) -> u32 {
        match number {
            Number::Constant(constant) => constant,
            Number::Sum(variable, more) => self.get(variable.to_number(), scope).saturating_add(u32::from(more)),
        }
    }

    /// The arguments of a constructor's own parameters.
    pub(crate) fn bind<'s>(
        &self,
        constructor: &Combinator<'_>,
        args: &Args<'_>,
        scope: &'s Scope<'s>,
    ) -> Vec<Bound<'s>> {
        if args.is_empty() {
            return Vec::new();
        }
        let bound = |position: Option<usize>| match args.get(position?)? {
            Arg::Type(ty) => Some(Bound::Type(ty, scope)),
            Arg::Number(number) => Some(Bound::Number(self.sum(number, scope))),
        };
        constructor.params().map(|(_, position)| bound(position).unwrap_or(Bound::Nothing)).collect()
    }
}
