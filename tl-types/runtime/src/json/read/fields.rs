//! Fields of a combinator or round: keys in any order become bytes in the order of the declaration.
//!
//! Invariant: a flags field has exactly the bits of the fields with a value, and the bits that its own key adds.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer as _, MapAccess, Visitor};

use super::buffered::{BufferSeed, Buffered};
use super::error::JsonErrorKind;
use super::keys::TextSeed;
use super::nearest::nearest;
use super::reading::{PathPart, Reading};
use super::value::{Found, Place, ValueSeed};
use crate::table::{Arg, Args, Field, FieldRow, Number, Repeated, Table, Type, TypeRef, condition_of_row, type_of_row};

/// The bytes of a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    index: usize,
    start: usize,
    end: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The key has a value.
    Present,
    /// The key has `null`, or `false` for a `true` field.
    Nothing,
    /// A flags field without a key so far.
    Implied,
    /// The place of a flags field whose key came later.
    Dropped,
}

/// A flags field, and the fields that depend on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlagsField {
    variable: u16,
    /// The bits of fields with a value.
    present: u32,
    /// The bits of fields without a value.
    absent: u32,
    /// The bits in the key of the flags field itself.
    written: Option<u32>,
}

/// Reads the members of one object.
pub(super) struct FieldReader<'s, 't, 'de> {
    rows: &'t [FieldRow],
    place: Place<'s>,
    /// The index after that of the last field.
    next: usize,
    /// The first number of these rows.
    first_number: usize,
    /// The first flags field of these rows.
    first_flags: usize,
    first_segment: usize,
    /// Offset in [`Reading::out`] at which the encoded fields start.
    start: usize,
    /// Whether the values are in the order of the declaration so far.
    is_in_order: bool,
    /// Values that depend on a number after them.
    deferred: Vec<(usize, Buffered<'de>)>,
}

impl<'s, 't, 'de> FieldReader<'s, 't, 'de> {
    pub(super) fn new(reading: &mut Reading<'t>, rows: &'t [FieldRow], place: Place<'s>) -> Self {
        let (first_number, first_flags) = (reading.numbers.len(), reading.flags.len());
        for (index, row) in rows.iter().enumerate() {
            if type_of_row(row) == TypeRef::FLAGS {
                let variable = place.scope.variable_of(index);
                reading.flags.push(FlagsField { variable, present: 0, absent: 0, written: None });
            }
        }
        Self {
            rows,
            place,
            next: 0,
            first_number,
            first_flags,
            first_segment: reading.segments.len(),
            start: reading.out.len(),
            is_in_order: true,
            deferred: Vec::new(),
        }
    }

    /// Whether no key of a field was read.
    pub(super) fn is_empty(&self, reading: &Reading<'t>) -> bool {
        reading.segments.len() == self.first_segment && self.deferred.is_empty()
    }

    /// Reads a member.
    pub(super) fn read_member<A: MapAccess<'de>>(
        &mut self,
        reading: &mut Reading<'t>,
        key: &str,
        json: &mut A,
    ) -> Result<(), A::Error> {
        let Some((index, field)) = self.field_of_key(reading.table, key) else {
            return self.unknown_key(reading, key, json);
        };
        reading.path.push(part_of(&field, index));
        if index >= self.next {
            self.pass_rows_before(reading, index);
            self.next = index + 1;
        } else {
            self.check_not_repeated(reading, index, key)?;
            self.is_in_order = false;
        }
        if depends_on_numbers(reading.table, field.ty()) && self.lacks_number_before(reading, index) {
            let value = json.next_value_seed(BufferSeed(reading))?;
            self.deferred.push((index, value));
            self.is_in_order = false;
        } else {
            self.read_value(reading, index, &field, |seed| json.next_value_seed(seed))?;
        }
        reading.path.pop();
        Ok(())
    }

    fn read_value<E: Error>(
        &self,
        reading: &mut Reading<'t>,
        index: usize,
        field: &Field<'t>,
        read: impl FnOnce(ValueSeed<'_, 's, 't>) -> Result<Found, E>,
    ) -> Result<(), E> {
        let is_declared = !field.ty().is_undeclared(reading.table);
        if is_declared {
            reading.deeper()?;
        }
        let start = reading.out.len();
        let seed = ValueSeed { reading: &mut *reading, ty: field.ty(), place: self.place, is_outermost: false };
        let found = read(seed)?;
        if is_declared {
            reading.shallower();
        }
        let end = reading.out.len();
        let word = reading.out.get(start..).and_then(|word| word.first_chunk()).map(|word| u32::from_le_bytes(*word));
        match field.ty() {
            TypeRef::FLAGS => {
                if let Some(flags) = self.flags_of(reading, index) {
                    flags.written = word;
                }
            }
            TypeRef::NAT => reading.numbers.push(self.place.scope.variable_of(index), word.unwrap_or_default()),
            _ => {}
        }
        let state = if found == Found::Value { State::Present } else { State::Nothing };
        reading.segments.push(Segment { index, start, end, state });
        Ok(())
    }

    /// The field with a name, searched from the next one on; a field without a name by its index.
    fn field_of_key(&self, table: &'t Table<'t>, key: &str) -> Option<(usize, Field<'t>)> {
        let (before, after) = self.rows.split_at_checked(self.next).unwrap_or((self.rows, &[]));
        let has_name = |row: &FieldRow| Field::of_row(table, row).name() == key;
        let index = after.iter().position(has_name).map(|index| before.len() + index);
        let index = index.or_else(|| before.iter().position(has_name)).filter(|_| !key.is_empty());
        let by_position = || {
            let is_canonical = key == "0" || !key.starts_with(['0', '+']);
            let index = key.parse().ok().filter(|_| is_canonical)?;
            self.rows.get(index).filter(|row| Field::of_row(table, row).name().is_empty()).map(|_| index)
        };
        let index = index.or_else(by_position)?;
        self.rows.get(index).map(|row| (index, Field::of_row(table, row)))
    }

    /// Keeps a place for each flags field before `index` that was passed.
    fn pass_rows_before(&mut self, reading: &mut Reading<'t>, index: usize) {
        let passed = self.rows.get(self.next..index).unwrap_or_default();
        for (passed, row) in (self.next..).zip(passed) {
            if type_of_row(row) == TypeRef::FLAGS {
                let start = reading.out.len();
                reading.push_word(0);
                let end = reading.out.len();
                reading.segments.push(Segment { index: passed, start, end, state: State::Implied });
            }
        }
    }

    fn segments<'r>(&self, reading: &'r mut Reading<'t>) -> &'r mut [Segment] {
        reading.segments.get_mut(self.first_segment..).unwrap_or_default()
    }

    fn check_not_repeated<E: Error>(&self, reading: &mut Reading<'t>, index: usize, key: &str) -> Result<(), E> {
        let segment = self.segments(reading).iter_mut().find(|segment| segment.index == index);
        let is_deferred = self.deferred.iter().any(|(deferred, _)| *deferred == index);
        match segment {
            Some(implied) if implied.state == State::Implied => implied.state = State::Dropped,
            None if !is_deferred => {}
            _ => return Err(reading.fail(JsonErrorKind::RepeatedKey { key: key.to_owned() })),
        }
        Ok(())
    }

    /// Whether a number before a field has no value so far.
    fn lacks_number_before(&self, reading: &mut Reading<'t>, index: usize) -> bool {
        let segments = self.segments(reading);
        let lacks = |(row, number): (&FieldRow, usize)| {
            type_of_row(row) == TypeRef::NAT && !segments.iter().any(|segment| segment.index == number)
        };
        self.rows.iter().zip(0..index).any(lacks)
    }

    #[cold]
    fn unknown_key<A: MapAccess<'de>>(
        &self,
        reading: &mut Reading<'t>,
        key: &str,
        json: &mut A,
    ) -> Result<(), A::Error> {
        if reading.ignores_unknown_keys {
            return json.next_value::<IgnoredAny>().map(|_| ());
        }
        let seen: Vec<_> = self.segments(reading).iter().map(|segment| segment.index).collect();
        let table = reading.table;
        let unseen = self.rows.iter().enumerate().filter(|(index, _)| !seen.contains(index));
        let names = unseen.map(|(_, row)| Field::of_row(table, row).name()).filter(|name| !name.is_empty());
        let nearest = nearest(key, names);
        Err(reading.fail_at_key(key, JsonErrorKind::UnknownKey { key: key.to_owned(), nearest }))
    }

    /// Ends the object: reads deferred values, checks all fields, and sets the bits.
    pub(super) fn finish<E: Error>(mut self, reading: &mut Reading<'t>) -> Result<(), E> {
        for (index, value) in core::mem::take(&mut self.deferred) {
            let Some(field) = self.rows.get(index).map(|row| Field::of_row(reading.table, row)) else { continue };
            let outer = core::mem::replace(&mut reading.is_buffered, true);
            reading.path.push(part_of(&field, index));
            self.read_value(reading, index, &field, |seed| seed.deserialize((&value).into_deserializer()))?;
            reading.path.pop();
            reading.is_buffered = outer;
        }
        self.pass_rows_before(reading, self.rows.len());
        if !self.is_in_order {
            self.put_in_order(reading);
        }
        self.check_presence(reading)?;
        self.set_bits(reading)?;
        self.close(reading);
        Ok(())
    }

    /// Leaves the scope of the rows.
    pub(super) fn close(&self, reading: &mut Reading<'t>) {
        reading.segments.truncate(self.first_segment);
        reading.numbers.truncate(self.first_number);
        reading.flags.truncate(self.first_flags);
    }

    /// Moves the bytes of the fields into the order of the declaration.
    fn put_in_order(&self, reading: &mut Reading<'t>) {
        self.segments(reading).sort_by_key(|segment| segment.index);
        let mut ordered = Vec::with_capacity(reading.out.len() - self.start);
        let Reading { segments, out, .. } = &mut *reading;
        let own = segments.get_mut(self.first_segment..).unwrap_or_default();
        for segment in own.iter_mut().filter(|segment| segment.state != State::Dropped) {
            let start = self.start + ordered.len();
            ordered.extend_from_slice(out.get(segment.start..segment.end).unwrap_or_default());
            (segment.start, segment.end) = (start, self.start + ordered.len());
        }
        out.truncate(self.start);
        out.extend_from_slice(&ordered);
        let mut index = 0;
        segments.retain(|segment| {
            index += 1;
            index <= self.first_segment || segment.state != State::Dropped
        });
    }

    /// Checks that every field has a value, or a condition that says that it has none.
    fn check_presence<E: Error>(&self, reading: &mut Reading<'t>) -> Result<(), E> {
        let mut next = self.first_segment;
        for (index, row) in self.rows.iter().enumerate() {
            let segment = reading.segments.get(next).filter(|segment| segment.index == index);
            next += usize::from(segment.is_some());
            let is_present = segment.is_some_and(|segment| segment.state != State::Nothing);
            let Some((variable, bit)) = condition_of_row(row) else {
                if !is_present {
                    let key = key_of(&Field::of_row(reading.table, row), index);
                    return Err(reading.fail(JsonErrorKind::MissingKey { key }));
                }
                continue;
            };
            let known = reading.flags.get_mut(self.place.first_flags..).unwrap_or_default();
            if let Some(flags) = known.iter_mut().find(|flags| flags.variable == variable) {
                let bits = if is_present { &mut flags.present } else { &mut flags.absent };
                *bits |= 1 << bit;
                continue;
            }
            let is_expected = reading.numbers.get(variable, self.place.scope) >> bit & 1 == 1;
            if is_expected != is_present {
                let key = key_of(&Field::of_row(reading.table, row), index);
                return Err(reading.fail(match is_expected {
                    true => JsonErrorKind::MissingKey { key },
                    false => JsonErrorKind::UnexpectedKey { key },
                }));
            }
        }
        Ok(())
    }

    /// The flags field at `index` of these rows.
    fn flags_of<'r>(&self, reading: &'r mut Reading<'t>, index: usize) -> Option<&'r mut FlagsField> {
        let variable = self.place.scope.variable_of(index);
        reading.flags.get_mut(self.first_flags..)?.iter_mut().find(|flags| flags.variable == variable)
    }

    /// Writes the bits of each flags field to its place.
    fn set_bits<E: Error>(&self, reading: &mut Reading<'t>) -> Result<(), E> {
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| type_of_row(row) == TypeRef::FLAGS) {
            let Some(flags) = self.flags_of(reading, index).map(|flags| *flags) else { continue };
            let half = flags.present & flags.absent;
            if half != 0 {
                return Err(self.half_of_shared_bit(reading, &flags, half));
            }
            let disagrees = |written: u32| written & (flags.present | flags.absent) != flags.present;
            if flags.written.is_some_and(disagrees) {
                let field = Field::of_row(reading.table, row);
                let key = key_of(&field, index);
                return Err(reading.fail_at_key(&key.clone(), JsonErrorKind::FlagsDisagree { key }));
            }
            let start = self.segments(reading).iter().find(|segment| segment.index == index).map(|found| found.start);
            if let Some(start) = start {
                reading.patch_word(start, flags.present | flags.written.unwrap_or_default());
            }
        }
        Ok(())
    }

    #[cold]
    fn half_of_shared_bit<E: Error>(&self, reading: &mut Reading<'t>, flags: &FlagsField, half: u32) -> E {
        let table = reading.table;
        let present: Vec<_> = {
            let segments = self.segments(reading).iter();
            segments.filter(|segment| segment.state == State::Present).map(|segment| segment.index).collect()
        };
        let shares_bit = |row: &FieldRow| {
            condition_of_row(row).is_some_and(|(variable, bit)| variable == flags.variable && half >> bit & 1 == 1)
        };
        let key = |is_present: bool| -> String {
            let mut sharing = self.rows.iter().enumerate().filter(|(_, row)| shares_bit(row));
            let found = sharing.find(|(index, _)| present.contains(index) == is_present);
            found.map(|(index, row)| key_of(&Field::of_row(table, row), index)).unwrap_or_default()
        };
        reading.fail(JsonErrorKind::HalfOfSharedBit { missing: key(false), present: key(true) })
    }
}

/// The key of a field: its name, or its index.
fn key_of(field: &Field<'_>, index: usize) -> String {
    match field.name() {
        "" => alloc::format!("{index}"),
        name => name.to_owned(),
    }
}

fn part_of<'t>(field: &Field<'t>, index: usize) -> PathPart<'t> {
    match field.name() {
        "" => PathPart::Position(index),
        name => PathPart::Field(name),
    }
}

/// Whether the layout of a type depends on numbers in other fields.
fn depends_on_numbers(table: &Table<'_>, ty: TypeRef) -> bool {
    let depends = |args: &Args<'_>| {
        args.iter().any(|arg| match arg {
            Arg::Type(ty) => depends_on_numbers(table, ty),
            Arg::Number(number) => matches!(number, Number::Sum(..)),
        })
    };
    if ty.is_scalar() || ty.plain_boxed_index().is_some() {
        return false;
    }
    match table.ty(ty) {
        Type::Vector { element, .. } => depends_on_numbers(table, element),
        Type::Boxed(_, args) | Type::Bare(_, args) => depends(&args),
        Type::Repetition { .. } => true,
        _ => false,
    }
}

/// Reads a round of a repetition.
pub(super) struct RoundSeed<'r, 's, 't> {
    pub(super) reading: &'r mut Reading<'t>,
    pub(super) fields: &'r Repeated<'t>,
    pub(super) place: Place<'s>,
}

impl<'de> DeserializeSeed<'de> for RoundSeed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RoundSeed<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut json: A) -> Result<(), A::Error> {
        let Self { reading, fields, place } = self;
        let mut round = FieldReader::new(reading, fields.rows(), place);
        while let Some(key) = json.next_key_seed(TextSeed)? {
            round.read_member(reading, &key, &mut json)?;
        }
        round.finish(reading)
    }
}
