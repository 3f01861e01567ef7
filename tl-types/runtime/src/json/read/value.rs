//! Values: the kind of JSON must be that of the TL type.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::{BYTES_KEY, ENCODED_KEY};
use super::error::JsonErrorKind;
use super::fields::RoundSeed;
use super::names::Fitting;
use super::numbers;
use super::object::{self, ObjectPlace};
use super::reading::{PathPart, Reading};
use crate::interpret::Scope;
use crate::table::{Number, Repeated, Type, TypeRef};
use crate::wire_constants::{VECTOR_ID, bool_id};

/// The place of a value: the names in its scope.
#[derive(Clone, Copy)]
pub(super) struct Place<'s> {
    pub(super) scope: &'s Scope<'s>,
    /// The first flags field of the combinator.
    pub(super) first_flags: usize,
}

/// Reads a value, and appends its bytes.
pub(super) struct ValueSeed<'r, 's, 't> {
    pub(super) reading: &'r mut Reading<'t>,
    pub(super) ty: TypeRef,
    pub(super) place: Place<'s>,
    pub(super) is_outermost: bool,
}

/// The meaning of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A value whose bytes were appended. For a `true` field: `true`.
    Value,
    /// `null`, or `false` for a `true` field.
    Nothing,
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_, '_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Found, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'r, 's, 't> ValueSeed<'r, 's, 't> {
    /// The type, where an argument stands for its parameter.
    fn ty<E: Error>(&mut self) -> Result<Type<'t>, E> {
        loop {
            let ty = self.reading.table.ty(self.ty);
            let (Type::Param(variable) | Type::BareParam(variable)) = ty else { return Ok(ty) };
            let Some((ty, scope)) = self.place.scope.type_argument(variable) else {
                return Err(self.reading.fail(JsonErrorKind::WrongValue {
                    expected: "no value, because the type parameter has no type",
                    found: "one",
                }));
            };
            (self.ty, self.place) = (ty, Place { scope, first_flags: usize::MAX });
        }
    }

    #[cold]
    fn wrong<E: Error>(mut self, found: &'static str) -> E {
        match self.ty() {
            Ok(ty) => self.reading.fail(JsonErrorKind::WrongValue { expected: expected_kind(&ty), found }),
            Err(error) => error,
        }
    }

    fn push<E: Error>(self, bytes: &[u8]) -> Result<Found, E> {
        self.reading.out.extend_from_slice(bytes);
        Ok(Found::Value)
    }

    fn integer<E: Error>(mut self, value: i128) -> Result<Found, E> {
        match numbers::encode_integer(&self.ty()?, value) {
            Ok(Some((bytes, len))) => self.push(bytes.get(..len).unwrap_or_default()),
            Ok(None) => Err(self.wrong("a number")),
            Err(expected) => Err(self.reading.fail(JsonErrorKind::OutOfRange { expected })),
        }
    }

    fn base64<E: Error>(&mut self, text: &str) -> Result<Vec<u8>, E> {
        self.reading.decode_base64(text)
    }

    fn base64_of_size<E: Error>(mut self, text: &str, expected: usize) -> Result<Found, E> {
        let bytes = self.base64(text)?;
        if bytes.len() != expected {
            return Err(self.reading.fail(JsonErrorKind::WrongLength { expected, found: bytes.len() }));
        }
        self.push(&bytes)
    }

    /// An array with a header.
    fn vector<'de, A: SeqAccess<'de>>(self, is_bare: bool, element: TypeRef, mut array: A) -> Result<Found, A::Error> {
        let Self { reading, place, .. } = self;
        if !is_bare {
            reading.push_word(VECTOR_ID);
        }
        let start = reading.out.len();
        reading.push_word(0);
        reading.deeper()?;
        let mut count = 0;
        loop {
            reading.path.push(PathPart::Item(count));
            let item = ValueSeed { reading: &mut *reading, ty: element, place, is_outermost: false };
            match array.next_element_seed(item)? {
                None => break,
                Some(Found::Value) => {}
                Some(Found::Nothing) => {
                    let ty = reading.table.ty(element);
                    let expected = expected_kind(&ty);
                    return Err(reading.fail(JsonErrorKind::WrongValue { expected, found: "`null`" }));
                }
            }
            reading.path.pop();
            count += 1;
            if count > reading.max_items {
                return Err(reading.fail(JsonErrorKind::TooManyItems));
            }
        }
        reading.path.pop();
        reading.shallower();
        reading.patch_word(start, u32::try_from(count).unwrap_or(u32::MAX));
        Ok(Found::Value)
    }

    /// The rounds of a repetition.
    fn repetition<'de, A: SeqAccess<'de>>(
        self,
        count: Number,
        fields: &Repeated<'t>,
        mut array: A,
    ) -> Result<Found, A::Error> {
        let Self { reading, place, .. } = self;
        let expected = reading.numbers.sum(count, place.scope);
        let scope = place.scope.of_repetition();
        reading.deeper()?;
        let mut found = 0;
        loop {
            reading.path.push(PathPart::Item(found));
            let place = Place { scope: &scope, ..place };
            if array.next_element_seed(RoundSeed { reading: &mut *reading, fields, place })?.is_none() {
                break;
            }
            reading.path.pop();
            found += 1;
            if found > reading.max_items {
                return Err(reading.fail(JsonErrorKind::TooManyItems));
            }
        }
        reading.path.pop();
        reading.shallower();
        if usize::try_from(expected) != Ok(found) {
            return Err(reading.fail(JsonErrorKind::WrongCount { expected, found }));
        }
        Ok(Found::Value)
    }

    /// `{"@bytes": …}` or `{"@encoded": …}`: a string that isn't UTF-8, or all bytes of a string.
    fn string_as_bytes<'de, A: MapAccess<'de>>(mut self, mut object: A) -> Result<Found, A::Error> {
        let key = object.next_key_seed(super::keys::TextSeed)?;
        let key = key.as_deref().unwrap_or_default();
        if key != BYTES_KEY && key != ENCODED_KEY {
            return Err(self.wrong("an object without `@bytes`"));
        }
        self.reading.path.push(PathPart::Key(key.into()));
        let text = object.next_value_seed(super::names::NameSeed(&mut *self.reading))?;
        let bytes: Vec<u8> = self.base64(&text)?;
        if key == BYTES_KEY {
            self.reading.push_string(&bytes)?;
        } else if is_encoded_string(&bytes) {
            self.reading.out.extend_from_slice(&bytes);
        } else {
            let expected = "the prefix, contents and padding of a string";
            return Err(self.reading.fail(JsonErrorKind::WrongValue { expected, found: "other bytes" }));
        }
        self.reading.path.pop();
        match object.next_key_seed(super::keys::TextSeed)? {
            None => Ok(Found::Value),
            Some(key) => {
                self.reading.path.push(PathPart::Key(key.clone().into_owned()));
                let key: String = key.into_owned();
                Err(self.reading.fail(JsonErrorKind::UnknownKey { key, nearest: None }))
            }
        }
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_, '_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of the type")
    }

    fn visit_unit<E: Error>(self) -> Result<Found, E> {
        Ok(Found::Nothing)
    }

    fn visit_none<E: Error>(self) -> Result<Found, E> {
        Ok(Found::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, json: D) -> Result<Found, D::Error> {
        json.deserialize_any(self)
    }

    fn visit_bool<E: Error>(mut self, value: bool) -> Result<Found, E> {
        match self.ty()? {
            Type::True => Ok(if value { Found::Value } else { Found::Nothing }),
            Type::Bool => self.push(&bool_id(value).to_le_bytes()),
            _ => Err(self.wrong("a boolean")),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Found, E> {
        self.integer(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Found, E> {
        self.integer(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Found, E> {
        self.integer(value)
    }

    fn visit_f64<E: Error>(mut self, value: f64) -> Result<Found, E> {
        match self.ty()? {
            Type::Double => self.push(&value.to_le_bytes()),
            Type::Float => match value as f32 {
                narrow if narrow.is_infinite() && value.is_finite() => {
                    Err(self.reading.fail(JsonErrorKind::OutOfRange { expected: "float" }))
                }
                narrow => self.push(&narrow.to_le_bytes()),
            },
            ty => match numbers::integer_type(&ty) {
                // Integers beyond 64 bits come as numbers of this type.
                Some(expected) if value.abs() >= 9e18 => Err(self.reading.fail(JsonErrorKind::OutOfRange { expected })),
                _ => Err(self.wrong("a number with a fraction or an exponent")),
            },
        }
    }

    fn visit_str<E: Error>(mut self, text: &str) -> Result<Found, E> {
        match self.ty()? {
            Type::String => self.reading.push_string(text.as_bytes()).map(|()| Found::Value),
            Type::Bytes => {
                let bytes = self.base64(text)?;
                self.reading.push_string(&bytes).map(|()| Found::Value)
            }
            Type::Int128 => self.base64_of_size(text, 16),
            Type::Int256 => self.base64_of_size(text, 32),
            Type::Long => match numbers::parse_long(text) {
                Some(value) => self.integer(value),
                None => Err(self.wrong("another string")),
            },
            Type::Double => match numbers::parse_special_double(text) {
                Some(value) => self.push(&value.to_le_bytes()),
                None => Err(self.wrong("another string")),
            },
            Type::Float => match numbers::parse_special_float(text) {
                Some(value) => self.push(&value.to_le_bytes()),
                None => Err(self.wrong("another string")),
            },
            _ => Err(self.wrong("a string")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, array: A) -> Result<Found, A::Error> {
        match self.ty()? {
            Type::Vector { is_bare, element } => self.vector(is_bare, element, array),
            Type::Repetition { count, fields } => self.repetition(count, &fields, array),
            _ => Err(self.wrong("an array")),
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, json: A) -> Result<Found, A::Error> {
        let no_args = self.reading.table.no_args();
        let (fitting, is_boxed, args) = match self.ty()? {
            Type::Boxed(ty, args) => (Fitting::ConstructorsOf(ty), true, args),
            Type::Bare(constructor, args) => (Fitting::One(constructor), false, args),
            Type::Object => (Fitting::AnyConstructor, true, no_args),
            Type::Function | Type::Call(_) => (Fitting::AnyFunction, true, no_args),
            Type::Any => (Fitting::Any, true, no_args),
            Type::String | Type::Bytes => return self.string_as_bytes(json),
            _ => return Err(self.wrong("an object")),
        };
        let place = ObjectPlace { fitting, is_boxed, args, scope: self.place.scope, is_outermost: self.is_outermost };
        object::read(self.reading, &place, json)
    }
}

/// Reads an outermost object of one of several declarations.
pub(super) struct RootSeed<'r, 't> {
    pub(super) reading: &'r mut Reading<'t>,
    pub(super) fitting: Fitting<'t>,
}

impl<'de> DeserializeSeed<'de> for RootSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RootSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, json: A) -> Result<(), A::Error> {
        let args = self.reading.table.no_args();
        let place =
            ObjectPlace { fitting: self.fitting, is_boxed: true, args, scope: &Scope::NONE, is_outermost: true };
        object::read(self.reading, &place, json).map(|_| ())
    }
}

/// Whether all bytes are one string: prefix, contents and padding.
fn is_encoded_string(bytes: &[u8]) -> bool {
    let (start, len) = match *bytes {
        [254, b0, b1, b2, ..] => (4, usize::from(b0) | usize::from(b1) << 8 | usize::from(b2) << 16),
        [len @ 0..254, ..] => (1, usize::from(len)),
        _ => return false,
    };
    bytes.len() == (start + len).next_multiple_of(4)
}

/// The kind of JSON for a type.
fn expected_kind(ty: &Type<'_>) -> &'static str {
    match ty {
        Type::Nat | Type::Flags => "a number of type `#`",
        Type::Int => "a number of type `int`",
        Type::Int53 => "a number of type `int53`",
        Type::Long => "a string with a number of type `long`",
        Type::Double => "a number of type `double`",
        Type::Float => "a number of type `float`",
        Type::True | Type::Bool => "a boolean",
        Type::String => "a string",
        Type::Bytes => "a string with base64 of `bytes`",
        Type::Int128 => "a string with base64 of `int128`",
        Type::Int256 => "a string with base64 of `int256`",
        Type::Vector { .. } | Type::Repetition { .. } => "an array",
        Type::Function | Type::Call(_) => "an object of a function",
        _ => "an object",
    }
}
