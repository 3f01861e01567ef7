//! References to types: a number for each type without parts, and a place in the list of expressions for all others.

use tl_parser::{Arg, NatVariable, Opaque, Ty};

use super::TableError;
use super::encoder::{Encoder, Place};
use super::numbers::{mask_of_flags_field, nat_numbers, variable_number};
use super::part_free_types::{BOOL, FLAGS, FUNCTION, NAT, OBJECT, TRUE, primitive_ref};
use crate::plan::is_bool_type;

/// The reference to the expression at the start of the list.
const FIRST_EXPR: u16 = 16;

/// Marks the reference to a boxed type without arguments.
const BOXED_TYPE: u16 = 0x8000;

/// The first number of an expression.
const VECTOR: u16 = 0;
const BARE_VECTOR: u16 = 1;
const BOXED: u16 = 2;
const BARE: u16 = 3;
const PARAM: u16 = 4;
const BARE_PARAM: u16 = 5;
const CALL: u16 = 6;
const REPETITION: u16 = 7;

/// Marks an argument that is a type.
const TYPE_ARG: u16 = 2;

impl Encoder {
    /// The three numbers of a field: name, type, condition. The third number of a flags field is its mask.
    pub(super) fn field_numbers(&mut self, place: &Place<'_>, index: usize) -> Result<[u16; 3], TableError> {
        let field = &place.fields[index];
        let name = self.words.number_of(field.name.as_deref().unwrap_or_default())?;
        if field.ty == Ty::Nat
            && let Some(mask) = mask_of_flags_field(place.fields, field, place.variable_of(index))
        {
            let mask = self.intern(&[super::numbers::low(mask), super::numbers::high(mask)])?;
            return Ok([name, FLAGS, mask]);
        }
        let condition = match field.condition {
            None => 0,
            Some(condition) => 1 + u16::from(condition.bit) + 32 * variable_number(condition.flags_field)?,
        };
        let is_true = field.condition.is_some()
            && matches!(&field.ty, Ty::Bare { constructor, .. } if place.schema.combinator(*constructor).fields.is_empty());
        let ty = if is_true { TRUE } else { self.type_ref(place, &field.ty)? };
        Ok([name, ty, condition])
    }

    /// The reference to a type.
    pub(super) fn type_ref(&mut self, place: &Place<'_>, ty: &Ty) -> Result<u16, TableError> {
        let expr = match ty {
            Ty::Nat => return Ok(NAT),
            Ty::Primitive(primitive) => return Ok(primitive_ref(*primitive)),
            Ty::Opaque(Opaque::Object) => return Ok(OBJECT),
            Ty::Opaque(Opaque::Function) => return Ok(FUNCTION),
            Ty::Boxed { ty, .. } if is_bool_type(place.schema, *ty) => return Ok(BOOL),
            Ty::Boxed { ty, args } => {
                let index = self.type_index(place.schema, *ty)?;
                if args.is_empty() {
                    return Ok(BOXED_TYPE | index);
                }
                self.expr_with_args(place, [BOXED, index], args)?
            }
            Ty::Bare { constructor, args } => {
                let index = self.combinator_index(place.schema.combinator(*constructor).id)?;
                self.expr_with_args(place, [BARE, index], args)?
            }
            Ty::Vector { is_bare, element } => {
                vec![if *is_bare { BARE_VECTOR } else { VECTOR }, self.type_ref(place, element)?]
            }
            Ty::Param(param) => vec![PARAM, variable_number(NatVariable::Param(*param))?],
            Ty::BareParam(param) => vec![BARE_PARAM, variable_number(NatVariable::Param(*param))?],
            Ty::Call(param) => vec![CALL, variable_number(NatVariable::Param(*param))?],
            Ty::CallOf(_) => return Ok(FUNCTION),
            Ty::Repetition { count, fields } => {
                let inner = Place { schema: place.schema, fields, depth: place.depth + 1 };
                let (first, n_fields) = self.repeated_fields(&inner)?;
                [&[REPETITION][..], &nat_numbers(*count)?, &[first, n_fields]].concat()
            }
        };
        let start = self.intern(&expr)?;
        let reference = start.checked_add(FIRST_EXPR).filter(|reference| reference & BOXED_TYPE == 0);
        reference.ok_or_else(|| TableError::new("that many composite types"))
    }

    fn expr_with_args(&mut self, place: &Place<'_>, head: [u16; 2], args: &[Arg]) -> Result<Vec<u16>, TableError> {
        let n_args = u16::try_from(args.len()).map_err(|_| TableError::new("that many arguments"))?;
        let mut expr = vec![head[0], head[1], n_args];
        for arg in args {
            expr.extend(match arg {
                Arg::Type(ty) => [TYPE_ARG, self.type_ref(place, ty)?, 0],
                Arg::Nat(nat) => nat_numbers(*nat)?,
            });
        }
        Ok(expr)
    }
}
