//! Numbers that fields depend on: flags fields and their bits, counts, arguments.

use tl_parser::{Arg, Field, Nat, NatVariable, Ty};

use super::TableError;

/// Marks a variable that is a field of a repetition.
const INNER: u16 = 512;

/// Marks a variable that is a parameter.
const PARAM: u16 = 1024;

/// Fields of a repetition at one depth.
const FIELDS_PER_DEPTH: u32 = 64;

/// The kinds of numbers in arguments and counts.
const CONSTANT: u16 = 0;
const VARIABLE: u16 = 1;

/// The uses of a `#` field in the fields beside it.
#[derive(Default)]
struct Uses {
    mask: u32,
    is_number: bool,
}

/// The mask of bits, if a `#` field consists of bits of other fields only: it is called `flags`, perhaps with a number,
/// is always present, and nothing but conditions depends on it.
pub(super) fn mask_of_flags_field(fields: &[Field], field: &Field, own: NatVariable) -> Option<u32> {
    let digits = field.name.as_deref()?.strip_prefix("flags")?;
    let is_named_so = digits.bytes().all(|digit| digit.is_ascii_digit());
    let mut uses = Uses::default();
    uses.add_fields(fields, own);
    (is_named_so && field.condition.is_none() && !uses.is_number).then_some(uses.mask)
}

impl Uses {
    fn add_fields(&mut self, fields: &[Field], own: NatVariable) {
        for field in fields {
            if let Some(condition) = field.condition.filter(|condition| condition.flags_field == own) {
                self.mask |= 1 << condition.bit;
            }
            self.add_type(&field.ty, own);
        }
    }

    fn add_type(&mut self, ty: &Ty, own: NatVariable) {
        match ty {
            Ty::Vector { element, .. } => self.add_type(element, own),
            Ty::Boxed { args, .. } | Ty::Bare { args, .. } => args.iter().for_each(|arg| match arg {
                Arg::Nat(nat) => self.add_number(*nat, own),
                Arg::Type(ty) => self.add_type(ty, own),
            }),
            Ty::Repetition { count, fields } => {
                self.add_number(*count, own);
                self.add_fields(fields, own);
            }
            Ty::CallOf(ty) => self.add_type(ty, own),
            _ => {}
        }
    }

    fn add_number(&mut self, nat: Nat, own: NatVariable) {
        self.is_number |= matches!(nat, Nat::Variable(used) | Nat::Sum(used, _) if used == own);
    }
}

/// A variable as a number below 2,047.
pub(super) fn variable_number(variable: NatVariable) -> Result<u16, TableError> {
    let number = match variable {
        NatVariable::Field(field) => Some(field).filter(|field| *field < u32::from(INNER)),
        NatVariable::Param(param) => Some(param + u32::from(PARAM)).filter(|number| *number < 2047),
        NatVariable::Inner { depth, field } => {
            let is_in_range = field < FIELDS_PER_DEPTH && (1..=8).contains(&depth);
            is_in_range.then(|| u32::from(INNER) + (depth - 1) * FIELDS_PER_DEPTH + field)
        }
    };
    let number = number.and_then(|number| u16::try_from(number).ok());
    number.ok_or_else(|| TableError::new("conditions on fields that far from the first one"))
}

/// A number in an argument or count, as three numbers of 16 bits.
pub(super) fn nat_numbers(nat: Nat) -> Result<[u16; 3], TableError> {
    match nat {
        Nat::Constant(constant) => Ok([CONSTANT, low(constant), high(constant)]),
        Nat::Variable(variable) => Ok([VARIABLE, variable_number(variable)?, 0]),
        Nat::Sum(variable, more) => {
            let more = u16::try_from(more).map_err(|_| TableError::new("sums of numbers above 65,535"))?;
            Ok([VARIABLE, variable_number(variable)?, more])
        }
    }
}

pub(super) fn low(number: u32) -> u16 {
    (number & 0xffff) as u16
}

pub(super) fn high(number: u32) -> u16 {
    (number >> 16) as u16
}
