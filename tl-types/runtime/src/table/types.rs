//! Types of a table: references of 2 bytes, and what they refer to.

use super::Table;
use super::combinator::{Combinator, Field, FieldRow, Variable};

/// A reference to a type. Equal types of one table have equal references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeRef(pub(super) u16);

/// A type in a field, an argument or a result. In brackets: its reference, or the numbers in `exprs`, whose place plus
/// 16 is the reference.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Type<'t> {
    /// `#` (0): a number, to which other fields may refer.
    Nat,
    /// `#` (1) that consists of bits of conditional fields.
    Flags,
    /// `true` (2) in a conditional field: a bit without a value.
    True,
    /// `Bool` (3).
    Bool,
    /// `int` (4).
    Int,
    /// `long` (5).
    Long,
    /// `int53` (6).
    Int53,
    /// `double` (7).
    Double,
    /// `float` (8).
    Float,
    /// `int128` (9).
    Int128,
    /// `int256` (10).
    Int256,
    /// `string` (11).
    String,
    /// `bytes` (12).
    Bytes,
    /// `Object` (13): any boxed value.
    Object,
    /// A call of any function (14).
    Function,
    /// Any boxed value or a call of any function (15). No schema contains it; tools use it for an outermost value.
    Any,
    /// A vector (0 or, without an id, 1; type of the items).
    Vector {
        /// Whether the vector has no id on the wire.
        is_bare: bool,
        /// The type of the items.
        element: TypeRef,
    },
    /// A value after its constructor id (2, type, number of arguments, arguments; without arguments, the reference is
    /// 0x8000 + type).
    Boxed(BoxedType<'t>, Args<'t>),
    /// A value of one constructor without its id (3, combinator, number of arguments, arguments).
    Bare(Combinator<'t>, Args<'t>),
    /// A type parameter (4, variable).
    Param(Variable),
    /// A type parameter without the id of its values (5, variable).
    BareParam(Variable),
    /// A call of a function whose result is a type parameter (6, variable).
    Call(Variable),
    /// A repetition (7, count, first field, number of fields).
    Repetition {
        /// The number of rounds.
        count: Number,
        /// The fields of a round.
        fields: Repeated<'t>,
    },
}

/// The fields of a repetition.
#[derive(Clone, Copy, Debug)]
pub struct Repeated<'t> {
    table: &'t Table<'t>,
    first: usize,
    n_fields: usize,
}

/// A boxed type of a table.
#[derive(Clone, Copy, Debug)]
pub struct BoxedType<'t> {
    table: &'t Table<'t>,
    pub(crate) index: usize,
    word: u16,
    first_member: u16,
    n_members: u16,
}

/// The arguments of a generic type; none for most types.
#[derive(Clone, Copy, Debug)]
pub struct Args<'t> {
    table: &'t Table<'t>,
    place: usize,
    n_args: usize,
}

/// An argument of a generic type (three numbers: 2, type, 0 or a [`Number`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg {
    /// A type.
    Type(TypeRef),
    /// A number.
    Number(Number),
}

/// A number in an argument or in the count of a repetition (three numbers: 0 and the halves of a constant, the lower
/// one first; or 1, a variable and an addend).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// A constant.
    Constant(u32),
    /// The sum of a variable and a constant.
    Sum(Variable, u16),
}

/// The reference to the expression at the start of `exprs`.
const FIRST_EXPR: u16 = 16;

/// Marks the reference to a boxed type without arguments.
const BOXED_TYPE: u16 = 0x8000;

impl TypeRef {
    /// The reference to [`Type::Nat`].
    pub(crate) const NAT: Self = Self(0);
    /// The reference to [`Type::Flags`].
    pub(crate) const FLAGS: Self = Self(1);
    /// The reference to [`Type::True`].
    pub(crate) const TRUE: Self = Self(2);
    /// The reference to [`Type::Bool`].
    pub(crate) const BOOL: Self = Self(3);
    /// The reference to [`Type::Int`].
    pub(crate) const INT: Self = Self(4);
    /// The reference to [`Type::Long`].
    pub(crate) const LONG: Self = Self(5);
    /// The reference to [`Type::Double`].
    pub(crate) const DOUBLE: Self = Self(7);
    /// The reference to [`Type::Object`]: any boxed value.
    pub const OBJECT: Self = Self(13);
    /// The reference to [`Type::Function`]: a call of any function.
    pub const FUNCTION: Self = Self(14);
    /// The reference to [`Type::Any`]: any boxed value or a call of any function.
    pub const ANY: Self = Self(15);

    /// The reference to a boxed type without arguments.
    pub(crate) fn of_boxed_type(index: usize) -> Self {
        Self(u16::try_from(index).map_or(Self::OBJECT.0, |index| BOXED_TYPE | index))
    }

    /// The number of the reference.
    pub(crate) fn of_number(number: u16) -> Self {
        Self(number)
    }

    /// The index of a boxed type without arguments.
    #[inline]
    pub(crate) fn plain_boxed_index(self) -> Option<usize> {
        (self.0 & BOXED_TYPE != 0).then(|| usize::from(self.0 & !BOXED_TYPE))
    }

    /// Whether a value has no parts.
    pub(crate) fn is_scalar(self) -> bool {
        self.0 < Self::OBJECT.0
    }

    /// Whether a value in a field adds no nesting level of its own: of a number, string, list and the like.
    #[inline]
    pub(crate) fn is_undeclared(self, table: &Table<'_>) -> bool {
        match self.0.checked_sub(FIRST_EXPR) {
            None => self.0 < Self::OBJECT.0,
            Some(_) if self.0 & BOXED_TYPE != 0 => false,
            Some(place) => matches!(table.expr(usize::from(place)), 0 | 1 | 7),
        }
    }

    /// A lower bound for the size of a value on the wire, in bytes.
    pub(crate) fn least_size(self, table: &Table<'_>) -> usize {
        match table.ty(self) {
            Type::Nat | Type::Flags | Type::Bool | Type::Int | Type::Float | Type::String | Type::Bytes => 4,
            Type::Object | Type::Function | Type::Any | Type::Call(_) | Type::Boxed(..) => 4,
            Type::Long | Type::Int53 | Type::Double => 8,
            Type::Int128 => 16,
            Type::Int256 => 32,
            Type::Vector { is_bare, .. } => {
                if is_bare {
                    4
                } else {
                    8
                }
            }
            Type::True | Type::Bare(..) | Type::Param(_) | Type::BareParam(_) | Type::Repetition { .. } => 0,
        }
    }

    /// The index of a boxed type, with or without arguments.
    #[inline]
    pub(crate) fn boxed_index(self, table: &Table<'_>) -> Option<usize> {
        if self.0 & BOXED_TYPE != 0 {
            return Some(usize::from(self.0 & !BOXED_TYPE));
        }
        let place = usize::from(self.0.checked_sub(FIRST_EXPR)?);
        (table.expr(place) == 2).then(|| usize::from(table.expr(place + 1)))
    }
}

impl<'a> Table<'a> {
    /// The type that a reference of this table refers to.
    #[inline]
    #[must_use]
    pub fn ty(&self, reference: TypeRef) -> Type<'_> {
        match reference.0 {
            0 => Type::Nat,
            1 => Type::Flags,
            2 => Type::True,
            3 => Type::Bool,
            4 => Type::Int,
            5 => Type::Long,
            6 => Type::Int53,
            7 => Type::Double,
            8 => Type::Float,
            9 => Type::Int128,
            10 => Type::Int256,
            11 => Type::String,
            12 => Type::Bytes,
            13 => Type::Object,
            14 => Type::Function,
            15 => Type::Any,
            expr @ FIRST_EXPR..BOXED_TYPE => self.composite_type(usize::from(expr - FIRST_EXPR)),
            ty @ BOXED_TYPE.. => Type::Boxed(self.boxed_type(usize::from(ty & !BOXED_TYPE)), self.no_args()),
        }
    }

    fn composite_type(&self, place: usize) -> Type<'_> {
        let second = self.expr(place + 1);
        let args = || self.args_at(place + 3, usize::from(self.expr(place + 2)));
        match self.expr(place) {
            0 => Type::Vector { is_bare: false, element: TypeRef(second) },
            1 => Type::Vector { is_bare: true, element: TypeRef(second) },
            2 => Type::Boxed(self.boxed_type(usize::from(second)), args()),
            3 => Type::Bare(self.combinator(usize::from(second)), args()),
            4 => Type::Param(Variable::of_number(second)),
            5 => Type::BareParam(Variable::of_number(second)),
            6 => Type::Call(Variable::of_number(second)),
            _ => {
                let [first, n_fields] = [4, 5].map(|column| usize::from(self.expr(place + column)));
                let fields = Repeated { table: self, first, n_fields };
                Type::Repetition { count: Number::at(self, place + 1), fields }
            }
        }
    }

    pub(crate) fn no_args(&self) -> Args<'_> {
        self.args_at(0, 0)
    }

    fn args_at(&self, place: usize, n_args: usize) -> Args<'_> {
        Args { table: self, place, n_args }
    }
}

impl<'t> Repeated<'t> {
    /// The fields of a round, in the order of the declaration.
    pub fn iter(&self) -> impl Iterator<Item = Field<'t>> + use<'t> {
        let table = self.table;
        self.rows().iter().map(move |row| Field::of_row(table, row))
    }

    /// The packed fields.
    pub(crate) fn rows(&self) -> &'t [FieldRow] {
        self.table.field_rows(self.first, self.n_fields)
    }
}

impl<'t> BoxedType<'t> {
    pub(super) fn new(table: &'t Table<'t>, index: usize, numbers: [u16; 3]) -> Self {
        let [word, first_member, n_members] = numbers;
        Self { table, index, word, first_member, n_members }
    }

    /// The TL name, with its namespace: `messages.Dialogs`.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.table.word(usize::from(self.word))
    }

    /// The number of constructors.
    #[must_use]
    pub fn n_constructors(&self) -> usize {
        usize::from(self.n_members)
    }

    /// The constructors, in the order of their names.
    pub fn constructors(&self) -> impl Iterator<Item = Combinator<'t>> + use<'t> {
        let (table, first) = (self.table, usize::from(self.first_member));
        (first..first + self.n_constructors()).map(move |index| table.combinator(table.member(index)))
    }
}

impl<'t> Args<'t> {
    /// The number of arguments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n_args
    }

    /// Whether the type has no arguments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n_args == 0
    }

    /// The argument at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Arg> {
        let place = self.place + 3 * index;
        (index < self.n_args).then(|| match self.table.expr(place) {
            2 => Arg::Type(TypeRef(self.table.expr(place + 1))),
            _ => Arg::Number(Number::at(self.table, place)),
        })
    }

    /// The arguments, in the order of the declaration.
    pub fn iter(&self) -> impl Iterator<Item = Arg> + use<'t> {
        let args = *self;
        (0..self.n_args).filter_map(move |index| args.get(index))
    }
}

impl Number {
    fn at(table: &Table<'_>, place: usize) -> Self {
        match table.expr(place) {
            0 => Self::Constant(Self::constant_at(table, place + 1)),
            _ => Self::Sum(Variable::of_number(table.expr(place + 1)), table.expr(place + 2)),
        }
    }

    /// The constant whose halves are at `place`.
    pub(super) fn constant_at(table: &Table<'_>, place: usize) -> u32 {
        u32::from(table.expr(place)) | u32::from(table.expr(place + 1)) << 16
    }
}
