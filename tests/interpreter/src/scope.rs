//! Values of the names in scope while a combinator is written: arguments of its parameters, and `#` fields written so
//! far.

use tl_parser::{Arg, Nat, NatVariable, Ty};

/// The names of a combinator and of the repetitions around the current field.
pub(crate) struct Scope {
    /// Flags of the combinator's parameters. The arguments contain no parameters themselves.
    args: Vec<Option<Arg>>,
    /// For the combinator and each open repetition, the values of its `#` fields by field index.
    levels: Vec<Vec<u32>>,
}

impl Scope {
    pub(crate) fn new(args: Vec<Option<Arg>>, n_fields: usize) -> Self {
        Self { args, levels: vec![vec![0; n_fields]] }
    }

    pub(crate) fn open_repetition(&mut self, n_fields: usize) {
        self.levels.push(vec![0; n_fields]);
    }

    pub(crate) fn close_repetition(&mut self) {
        self.levels.pop();
    }

    /// The variable of the field at `index` of the innermost level.
    pub(crate) fn variable_of(&self, index: usize) -> NatVariable {
        match self.levels.len() as u32 - 1 {
            0 => NatVariable::Field(index as u32),
            depth => NatVariable::Inner { depth, field: index as u32 },
        }
    }

    pub(crate) fn set_field(&mut self, index: usize, number: u32) {
        if let Some(level) = self.levels.last_mut() {
            level[index] = number;
        }
    }

    pub(crate) fn value_of(&self, variable: NatVariable) -> u32 {
        match variable {
            NatVariable::Field(field) => self.levels[0][field as usize],
            NatVariable::Inner { depth, field } => self.levels[depth as usize][field as usize],
            NatVariable::Param(param) => match &self.args[param as usize] {
                Some(Arg::Nat(Nat::Constant(number))) => *number,
                other => panic!("a number, not {other:?}"),
            },
        }
    }

    pub(crate) fn value_of_nat(&self, nat: Nat) -> u32 {
        match nat {
            Nat::Constant(constant) => constant,
            Nat::Variable(variable) => self.value_of(variable),
            Nat::Sum(variable, more) => self.value_of(variable) + more,
        }
    }

    /// The type argument of a parameter.
    pub(crate) fn type_argument(&self, param: u32) -> Ty {
        match &self.args[param as usize] {
            Some(Arg::Type(ty)) => ty.clone(),
            other => panic!("a type, not {other:?}"),
        }
    }

    /// An argument after substitution of all parameters and variables.
    pub(crate) fn substitute(&self, arg: &Arg) -> Arg {
        match arg {
            Arg::Nat(nat) => Arg::Nat(Nat::Constant(self.value_of_nat(*nat))),
            Arg::Type(ty) => Arg::Type(self.substitute_in_type(ty)),
        }
    }

    fn substitute_in_type(&self, ty: &Ty) -> Ty {
        let args = |args: &[Arg]| args.iter().map(|arg| self.substitute(arg)).collect();
        match ty {
            Ty::Param(param) => self.type_argument(*param),
            Ty::Vector { is_bare, element } => {
                Ty::Vector { is_bare: *is_bare, element: Box::new(self.substitute_in_type(element)) }
            }
            Ty::Boxed { ty, args: of } => Ty::Boxed { ty: *ty, args: args(of) },
            Ty::Bare { constructor, args: of } => Ty::Bare { constructor: *constructor, args: args(of) },
            other => other.clone(),
        }
    }
}
