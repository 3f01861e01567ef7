//! The walk itself: values, combinators, fields and lists call each other, at most as deep as the limit allows.

use super::events::{Events, Scalar};
use super::halt::Halt;
use super::position::{Position, Step};
use super::scope::{Bound, Scope};
use crate::error::ErrorKind;
use crate::int53::is_int53;
use crate::observe::ListForm;
use crate::table::{
    Args, Combinator, CombinatorKind, Field, FieldRow, Repeated, Type, TypeRef, condition_of_row, type_of_row,
};
use crate::wire_constants::{BOOL_FALSE_ID, BOOL_TRUE_ID, VECTOR_ID};

/// Stands for no variable.
const NO_VARIABLE: u16 = u16::MAX;

/// The receiver gets no events for a value that its field doesn't want.
macro_rules! tell {
    ($position:ident, $events:ident.$method:ident($($arg:expr),*)) => {
        if !$position.is_muted {
            $events.$method($position, $($arg),*)?;
        }
    };
}

impl<'i, 't> Position<'i, 't> {
    /// Walks over a value that is no field: an item, or the outermost value.
    pub(super) fn value<E: Events<'i>>(&mut self, events: &mut E, ty: TypeRef, scope: &Scope<'_>) -> Result<(), Halt> {
        if !ty.is_scalar()
            && !self.is_muted
            && let Some(n_bytes) = events.read_by_receiver(self, ty)?
        {
            return self.skip(n_bytes);
        }
        if let Some(expected) = ty.plain_boxed_index() {
            return self.boxed(events, Some(expected), &self.no_args(), scope);
        }
        match self.table.ty(ty) {
            Type::Boxed(expected, args) => self.boxed(events, Some(expected.index), &args, scope),
            Type::Bare(constructor, args) => self.combinator(events, &constructor, false, &args, scope),
            Type::Vector { is_bare, element } => {
                let form = if is_bare { ListForm::Bare } else { ListForm::Boxed };
                self.list(events, form, element, scope)
            }
            Type::Object => self.boxed(events, None, &self.no_args(), scope),
            Type::Function | Type::Call(_) => self.any(events, Some(CombinatorKind::Function)),
            Type::Any => self.any(events, None),
            Type::Param(variable) | Type::BareParam(variable) => match scope.type_argument(variable) {
                Some((ty, scope)) => self.value(events, ty, scope),
                None => Err(self.error(ErrorKind::InvalidValue { reason: "type parameter without a type" })),
            },
            Type::Repetition { count, fields } => {
                self.repetition(events, self.numbers.sum(count, scope), &fields, scope)
            }
            scalar => self.scalar(events, &scalar),
        }
    }

    /// Walks over the value of a field, which adds a nesting level if its type is declared.
    fn field_value<E: Events<'i>>(&mut self, events: &mut E, ty: TypeRef, scope: &Scope<'_>) -> Result<(), Halt> {
        if ty.is_undeclared(self.table) {
            return self.value(events, ty, scope);
        }
        self.deeper()?;
        self.value(events, ty, scope)?;
        self.shallower();
        Ok(())
    }

    fn no_args(&self) -> Args<'t> {
        self.table.no_args()
    }

    /// A constructor id and the fields of the constructor, which must be one of type `expected`.
    fn boxed<E: Events<'i>>(
        &mut self,
        events: &mut E,
        expected: Option<usize>,
        args: &Args<'_>,
        scope: &Scope<'_>,
    ) -> Result<(), Halt> {
        let offset = self.offset();
        let id = self.word()?;
        let found = self
            .constructor_by_id(id)
            .filter(|found| expected.is_none_or(|expected| found.result().boxed_index(self.table) == Some(expected)));
        match found {
            Some(constructor) => self.combinator(events, &constructor, true, args, scope),
            None => Err(self.error_at(ErrorKind::UnexpectedConstructor { id }, offset)),
        }
    }

    /// The id of a combinator, of this kind if one is given, and the fields.
    fn any<E: Events<'i>>(&mut self, events: &mut E, kind: Option<CombinatorKind>) -> Result<(), Halt> {
        let offset = self.offset();
        let id = self.word()?;
        match self.table.by_id(id).filter(|found| kind.is_none_or(|kind| found.kind() == kind)) {
            Some(found) => self.combinator(events, &found, true, &self.no_args(), &Scope::NONE),
            None => Err(self.error_at(ErrorKind::UnexpectedConstructor { id }, offset)),
        }
    }

    fn combinator<E: Events<'i>>(
        &mut self,
        events: &mut E,
        combinator: &Combinator<'t>,
        is_boxed: bool,
        args: &Args<'_>,
        scope: &Scope<'_>,
    ) -> Result<(), Halt> {
        tell!(self, events.enter(combinator, is_boxed));
        let bound = self.numbers.bind(combinator, args, scope);
        self.combinator_with_args(events, combinator, &bound)?;
        tell!(self, events.leave());
        Ok(())
    }

    fn combinator_with_args<E: Events<'i>>(
        &mut self,
        events: &mut E,
        combinator: &Combinator<'t>,
        bound: &[Bound<'_>],
    ) -> Result<(), Halt> {
        let n_numbers = self.numbers.len();
        let scope = Scope::new(bound, n_numbers);
        self.steps.push(Step::Combinator(combinator.index));
        self.fields(events, combinator.rows(), &scope)?;
        self.steps.pop();
        self.numbers.truncate(n_numbers);
        Ok(())
    }

    /// The fields of a combinator or of a round.
    fn fields<E: Events<'i>>(&mut self, events: &mut E, rows: &'t [FieldRow], scope: &Scope<'_>) -> Result<(), Halt> {
        let depth = self.steps.len();
        self.steps.push(Step::Field(0, 0));
        let is_told = !self.is_muted && events.wants_fields();
        // The variable of most conditions is that of the condition before.
        let (mut last, mut bits) = (NO_VARIABLE, 0);
        for (index, row) in rows.iter().enumerate() {
            if let Some((variable, bit)) = condition_of_row(row) {
                if variable != last {
                    (last, bits) = (variable, self.numbers.get(variable, scope));
                }
                if bits >> bit & 1 == 0 {
                    continue;
                }
            }
            if matches!(type_of_row(row), TypeRef::NAT | TypeRef::FLAGS) {
                last = NO_VARIABLE;
                (self.rows, self.variable) = (rows, scope.variable_of(index));
            }
            let field = Field::of_row(self.table, row);
            if let Some(step) = self.steps.get_mut(depth) {
                *step = Step::Field(field.word, index);
            }
            if is_told {
                self.announced_field(events, index, &field, scope)?;
            } else {
                self.field_or_number(events, index, &field, scope)?;
            }
        }
        self.steps.pop();
        Ok(())
    }

    /// A field that the receiver is told of, before and after its value.
    fn announced_field<E: Events<'i>>(
        &mut self,
        events: &mut E,
        index: usize,
        field: &Field<'_>,
        scope: &Scope<'_>,
    ) -> Result<(), Halt> {
        self.is_muted = !events.field(self, index, field)?;
        self.field_or_number(events, index, field, scope)?;
        self.is_muted = false;
        Ok(events.end_field(self)?)
    }

    /// The value of a field. A number is remembered, since other fields may depend on it.
    fn field_or_number<E: Events<'i>>(
        &mut self,
        events: &mut E,
        index: usize,
        field: &Field<'_>,
        scope: &Scope<'_>,
    ) -> Result<(), Halt> {
        if !matches!(field.ty(), TypeRef::NAT | TypeRef::FLAGS) {
            return self.field_value(events, field.ty(), scope);
        }
        let before = self.rest;
        let known_bits = field.known_bits();
        let number = self.word()?;
        self.numbers.push(scope.variable_of(index), number);
        let unknown = known_bits.map_or(0, |known| number & !known);
        if unknown != 0 && self.refuses_unknown_flags {
            return Err(self.error_at(ErrorKind::UnknownFlags { bits: unknown }, self.offset() - 4));
        }
        self.known_bits = known_bits.unwrap_or_default();
        let value = if known_bits.is_some() { Scalar::Flags(number) } else { Scalar::Nat(number) };
        tell!(self, events.scalar(value, &before[..4]));
        Ok(())
    }

    /// A list with a header.
    pub(super) fn list<E: Events<'i>>(
        &mut self,
        events: &mut E,
        form: ListForm,
        element: TypeRef,
        scope: &Scope<'_>,
    ) -> Result<(), Halt> {
        if form == ListForm::Boxed {
            let offset = self.offset();
            let id = self.word()?;
            if id != VECTOR_ID {
                return Err(self.error_at(ErrorKind::UnexpectedConstructor { id }, offset));
            }
        }
        let count = self.word()?;
        self.check_count(count, element.least_size(self.table))?;
        tell!(self, events.list(form, count));
        self.items(events, count, |position, events| position.value(events, element, scope))?;
        tell!(self, events.end_list());
        Ok(())
    }

    /// Items, one nesting level deeper.
    fn items<E: Events<'i>>(
        &mut self,
        events: &mut E,
        count: u32,
        mut item: impl FnMut(&mut Self, &mut E) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        self.deeper()?;
        let depth = self.steps.len();
        self.steps.push(Step::Item(0));
        for index in 0..count {
            if let Some(step) = self.steps.get_mut(depth) {
                *step = Step::Item(index);
            }
            tell!(self, events.item(index));
            item(self, events)?;
        }
        self.steps.pop();
        self.shallower();
        Ok(())
    }

    fn repetition<E: Events<'i>>(
        &mut self,
        events: &mut E,
        count: u32,
        fields: &Repeated<'t>,
        scope: &Scope<'_>,
    ) -> Result<(), Halt> {
        // Every round counts, because the least size of its fields is not known here.
        self.check_count(count, 0)?;
        tell!(self, events.list(ListForm::Repetition(count), count));
        let scope = scope.of_repetition();
        self.items(events, count, |position, events| {
            let n_numbers = position.numbers.len();
            tell!(position, events.enter_round());
            position.fields(events, fields.rows(), &scope)?;
            tell!(position, events.leave_round());
            position.numbers.truncate(n_numbers);
            Ok(())
        })?;
        tell!(self, events.end_list());
        Ok(())
    }

    fn scalar<E: Events<'i>>(&mut self, events: &mut E, ty: &Type<'_>) -> Result<(), Halt> {
        let before = self.rest;
        let value = match ty {
            Type::True => Scalar::True,
            Type::Bool => Scalar::Bool(self.boolean()?),
            Type::Int => Scalar::Int(i32::from_le_bytes(*self.chunk()?)),
            Type::Long => Scalar::Long(i64::from_le_bytes(*self.chunk()?)),
            Type::Int53 => Scalar::Int53(self.int53()?),
            Type::Double => Scalar::Double(f64::from_le_bytes(*self.chunk()?)),
            Type::Float => Scalar::Float(f32::from_le_bytes(*self.chunk()?)),
            Type::Int128 => Scalar::Int128(self.chunk()?),
            Type::Int256 => Scalar::Int256(self.chunk()?),
            Type::String => self.string()?,
            Type::Bytes => Scalar::Bytes(self.byte_string()?.0),
            _ => Scalar::Nat(self.word()?),
        };
        let n_bytes = before.len() - self.rest.len();
        tell!(self, events.scalar(value, &before[..n_bytes]));
        Ok(())
    }

    fn boolean(&mut self) -> Result<bool, Halt> {
        let offset = self.offset();
        match self.word()? {
            BOOL_TRUE_ID => Ok(true),
            BOOL_FALSE_ID => Ok(false),
            id => Err(self.error_at(ErrorKind::UnexpectedConstructor { id }, offset)),
        }
    }

    fn int53(&mut self) -> Result<i64, Halt> {
        let offset = self.offset();
        let value = i64::from_le_bytes(*self.chunk()?);
        if is_int53(value) { Ok(value) } else { Err(self.error_at(ErrorKind::OutOfRange { value }, offset)) }
    }

    fn string(&mut self) -> Result<Scalar<'i>, Halt> {
        let offset = self.offset();
        let (contents, _) = self.byte_string()?;
        match simdutf8::basic::from_utf8(contents) {
            Ok(text) => Ok(Scalar::String(text)),
            Err(_) if self.accepts_odd_strings => Ok(Scalar::NotUtf8(contents)),
            Err(_) => Err(self.error_at(ErrorKind::InvalidUtf8, offset)),
        }
    }
}
