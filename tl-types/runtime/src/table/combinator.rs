//! Combinators and fields of a table.

use super::types::{BoxedType, Number, TypeRef};
use super::{CombinatorKind, Table};

/// A combinator of a table.
#[derive(Clone, Copy, Debug)]
pub struct Combinator<'t> {
    pub(crate) table: &'t Table<'t>,
    pub(crate) index: usize,
    pub(super) result: u16,
    first_field: u16,
    n_fields: u16,
    params: u16,
}

/// A field of a combinator or repetition.
#[derive(Clone, Copy, Debug)]
pub struct Field<'t> {
    table: &'t Table<'t>,
    /// The word of the name: equal names of one table have equal words.
    pub(crate) word: u16,
    ty: u16,
    condition: u16,
}

/// The packed form of a field: word, type, condition.
pub(crate) type FieldRow = [u8; 6];

/// The variable of a field's condition as a number, and its bit.
#[inline(always)]
pub(crate) fn condition_of_row(row: &FieldRow) -> Option<(u16, u16)> {
    let condition = u16::from_le_bytes([row[4], row[5]]);
    // The third number of a flags field is the place of its mask.
    if condition == 0 || type_of_row(row) == TypeRef::FLAGS {
        return None;
    }
    Some(((condition - 1) >> 5, (condition - 1) & 31))
}

/// The type of a field.
#[inline(always)]
pub(crate) fn type_of_row(row: &FieldRow) -> TypeRef {
    TypeRef(u16::from_le_bytes([row[2], row[3]]))
}

/// The bit that decides whether a field is present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The number that holds the bit.
    pub flags_field: Variable,
    /// The bit, 0 to 31.
    pub bit: u8,
}

/// A parameter or field of type `#` to which fields refer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    /// A field of the combinator, by index.
    Field(u16),
    /// A field of a repetition.
    Inner {
        /// How many repetitions enclose the field, at least 1.
        depth: u16,
        /// The index of the field in its repetition.
        field: u16,
    },
    /// A parameter of the combinator, by index.
    Param(u16),
}

impl Variable {
    /// The number that stands for the variable in conditions.
    pub(crate) fn to_number(self) -> u16 {
        match self {
            Self::Field(field) => field,
            Self::Inner { depth, field } => 512 + (depth - 1) * 64 + field,
            Self::Param(param) => 1024 + param,
        }
    }

    /// Whether the variable of a condition is a parameter.
    pub(crate) fn is_param(number: u16) -> bool {
        number >= 1024
    }

    pub(crate) fn of_number(number: u16) -> Self {
        match number {
            0..512 => Self::Field(number),
            512..1024 => Self::Inner { depth: (number - 512) / 64 + 1, field: (number - 512) % 64 },
            _ => Self::Param(number - 1024),
        }
    }
}

impl<'t> Combinator<'t> {
    pub(super) fn new(table: &'t Table<'t>, index: usize, numbers: [u16; 4]) -> Self {
        let [result, first_field, n_fields, params] = numbers;
        Self { table, index, result, first_field, n_fields, params }
    }

    /// The TL name, with its namespace: `messages.sendMessage`.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.table.name_at(self.index)
    }

    /// The constructor id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.table.id_at(self.index)
    }

    /// Whether the combinator is a constructor or a function.
    #[must_use]
    pub fn kind(&self) -> CombinatorKind {
        self.table.kind_at(self.index)
    }

    /// Whether the schema of the table declares the combinator; if not, only an older layer does.
    pub(crate) fn is_current(&self) -> bool {
        self.index < self.table.n_combinators()
    }

    /// The result type, right of `=`. That of a constructor is shown without its arguments.
    #[must_use]
    pub fn result(&self) -> TypeRef {
        TypeRef(self.result)
    }

    /// The type of a constructor; `None` for a function whose result is no boxed type.
    #[must_use]
    pub fn result_type(&self) -> Option<BoxedType<'t>> {
        self.result().boxed_index(self.table).map(|index| self.table.boxed_type(index))
    }

    /// The number of fields.
    #[must_use]
    pub fn n_fields(&self) -> usize {
        usize::from(self.n_fields)
    }

    /// The field at `index`, which is below [`n_fields`](Self::n_fields).
    #[must_use]
    pub fn field(&self, index: usize) -> Option<Field<'t>> {
        self.rows().get(index).map(|row| Field::of_row(self.table, row))
    }

    /// The packed fields.
    pub(crate) fn rows(&self) -> &'t [FieldRow] {
        self.table.field_rows(usize::from(self.first_field), self.n_fields())
    }

    /// The fields, in the order of the declaration.
    pub fn fields(&self) -> impl Iterator<Item = Field<'t>> + use<'t> {
        let table = self.table;
        self.rows().iter().map(move |row| Field::of_row(table, row))
    }

    /// The field with a word, searched from the field `next` on and then from the start.
    pub(crate) fn field_by_word(&self, word: u16, next: usize) -> Option<(usize, Field<'t>)> {
        let (rows, word) = (self.rows(), word.to_le_bytes());
        let has_word = |row: &FieldRow| row[..2] == word;
        let (before, after) = rows.split_at_checked(next).unwrap_or((rows, &[]));
        let index = after.iter().position(has_word).map(|index| before.len() + index);
        let index = index.or_else(|| before.iter().position(has_word))?;
        rows.get(index).map(|row| (index, Field::of_row(self.table, row)))
    }

    /// Whether another field has the condition of the field at `index`.
    pub(crate) fn shares_condition(&self, index: usize) -> bool {
        let rows = self.rows();
        rows.get(index).is_some_and(|row| rows.iter().filter(|other| other[4..] == row[4..]).nth(1).is_some())
    }

    /// The indices of the flags fields.
    pub(crate) fn flags_fields(&self) -> impl Iterator<Item = usize> + use<'t> {
        let is_flags = |row: &FieldRow| type_of_row(row) == TypeRef::FLAGS;
        self.rows().iter().enumerate().filter(move |(_, row)| is_flags(row)).map(|(index, _)| index)
    }

    /// The number of parameters in curly brackets.
    #[must_use]
    pub fn n_params(&self) -> usize {
        self.params().count()
    }

    /// The parameters: for each of them, whether it is a number, and its position among the arguments of the result
    /// type.
    pub(crate) fn params(&self) -> impl Iterator<Item = (bool, Option<usize>)> + use<'t> {
        let (table, start) = (self.table, usize::from(self.params));
        let n_params = start.checked_sub(1).map_or(0, |place| table.expr(place));
        (0..usize::from(n_params)).map(move |param| {
            let place = start + 2 * param;
            (table.expr(place) == 1, usize::from(table.expr(place + 1)).checked_sub(1))
        })
    }
}

impl<'t> Field<'t> {
    #[inline]
    pub(crate) fn of_row(table: &'t Table<'t>, row: &FieldRow) -> Self {
        let [a, b, c, d, e, f] = *row;
        let [word, ty, condition] = [[a, b], [c, d], [e, f]].map(u16::from_le_bytes);
        Self { table, word, ty, condition }
    }

    /// The TL name; empty for a field without a name.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.table.word(usize::from(self.word))
    }

    /// The type.
    #[must_use]
    pub fn ty(&self) -> TypeRef {
        TypeRef(self.ty)
    }

    /// The bit that decides whether the field is present; `None` if it always is.
    #[must_use]
    pub fn condition(&self) -> Option<Condition> {
        if self.ty() == TypeRef::FLAGS {
            return None;
        }
        let number = self.condition.checked_sub(1)?;
        let (variable, bit) = (number / 32, number % 32);
        Some(Condition { flags_field: Variable::of_number(variable), bit: bit as u8 })
    }

    /// The bits of a flags field that belong to some field; `None` for other fields.
    #[must_use]
    pub fn known_bits(&self) -> Option<u32> {
        let place = usize::from(self.condition);
        (self.ty() == TypeRef::FLAGS).then(|| Number::constant_at(self.table, place))
    }
}
