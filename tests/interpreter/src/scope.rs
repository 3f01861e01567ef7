//! What names stand for while the fields of one combinator are written: arguments of its parameters, and the numbers
//! that were written so far.

use tl_parser::{Arg, Nat, Ty, Variable};

/// The names of a combinator, and of the repetitions that are being written.
pub(crate) struct Scope {
    /// Arguments of the parameters, with nothing open in them.
    args: Vec<Option<Arg>>,
    /// The numbers among the fields, of the combinator and of each repetition inside.
    levels: Vec<Vec<u32>>,
}

impl Scope {
    pub(crate) fn new(args: Vec<Option<Arg>>, n_fields: usize) -> Self {
        Self { args, levels: vec![vec![0; n_fields]] }
    }

    pub(crate) fn open(&mut self, n_fields: usize) {
        self.levels.push(vec![0; n_fields]);
    }

    pub(crate) fn close(&mut self) {
        self.levels.pop();
    }

    /// The field at `index` of the innermost level, as the fields call it.
    pub(crate) fn own(&self, index: usize) -> Variable {
        match self.levels.len() as u32 - 1 {
            0 => Variable::Field(index as u32),
            depth => Variable::Inner { depth, field: index as u32 },
        }
    }

    pub(crate) fn set(&mut self, index: usize, number: u32) {
        if let Some(level) = self.levels.last_mut() {
            level[index] = number;
        }
    }

    pub(crate) fn variable(&self, variable: Variable) -> u32 {
        match variable {
            Variable::Field(field) => self.levels[0][field as usize],
            Variable::Inner { depth, field } => self.levels[depth as usize][field as usize],
            Variable::Param(param) => match &self.args[param as usize] {
                Some(Arg::Nat(Nat::Constant(number))) => *number,
                other => panic!("a number, not {other:?}"),
            },
        }
    }

    pub(crate) fn nat(&self, nat: Nat) -> u32 {
        match nat {
            Nat::Constant(constant) => constant,
            Nat::Variable(variable) => self.variable(variable),
            Nat::Sum(variable, more) => self.variable(variable) + more,
        }
    }

    /// The type that a parameter stands for.
    pub(crate) fn ty(&self, param: u32) -> Ty {
        match &self.args[param as usize] {
            Some(Arg::Type(ty)) => ty.clone(),
            other => panic!("a type, not {other:?}"),
        }
    }

    /// An argument with everything in it replaced by what it stands for.
    pub(crate) fn arg(&self, arg: &Arg) -> Arg {
        match arg {
            Arg::Nat(nat) => Arg::Nat(Nat::Constant(self.nat(*nat))),
            Arg::Type(ty) => Arg::Type(self.closed(ty)),
        }
    }

    fn closed(&self, ty: &Ty) -> Ty {
        let args = |args: &[Arg]| args.iter().map(|arg| self.arg(arg)).collect();
        match ty {
            Ty::Param(param) => self.ty(*param),
            Ty::Vector { is_bare, element } => {
                Ty::Vector { is_bare: *is_bare, element: Box::new(self.closed(element)) }
            }
            Ty::Boxed { ty, args: of } => Ty::Boxed { ty: *ty, args: args(of) },
            Ty::Bare { constructor, args: of } => Ty::Bare { constructor: *constructor, args: args(of) },
            other => other.clone(),
        }
    }
}
