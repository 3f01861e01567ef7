//! The name in `@type`: the declarations that fit a place, and the one that is named.

use alloc::borrow::{Cow, ToOwned as _};
use alloc::string::String;
use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::error::JsonErrorKind;
use super::nearest::nearest;
use super::reading::Reading;
use crate::table::{BoxedType, Combinator, CombinatorKind, Table};

/// The declarations that fit a place.
#[derive(Clone, Copy)]
pub(super) enum Fitting<'t> {
    One(Combinator<'t>),
    ConstructorsOf(BoxedType<'t>),
    AnyConstructor,
    AnyFunction,
    Any,
}

/// The meaning of a name in `@type`.
pub(super) enum Named<'t> {
    Combinator(Combinator<'t>),
    /// `@unknown`: an object that is kept as bytes.
    Unknown,
}

impl<'t> Fitting<'t> {
    /// The declarations of a Rust type, by their ids. Those of an enum are all constructors of a type.
    pub(super) fn with_ids(table: &'t Table<'t>, ids: &[u32]) -> Self {
        let first = ids.first().and_then(|id| table.by_id(*id));
        match (first, ids) {
            (Some(only), [_]) => Self::One(only),
            (Some(first), _) => first.result_type().map_or(Self::Any, Self::ConstructorsOf),
            (None, _) => Self::Any,
        }
    }

    /// The only declaration that fits.
    pub(super) fn only_one(&self) -> Option<Combinator<'t>> {
        match self {
            Self::One(combinator) => Some(*combinator),
            Self::ConstructorsOf(ty) if ty.n_constructors() == 1 => ty.constructors().next(),
            _ => None,
        }
    }

    fn contains(&self, combinator: &Combinator<'t>) -> bool {
        match self {
            Self::One(only) => only.index == combinator.index,
            Self::ConstructorsOf(ty) => ty.constructors().any(|found| found.index == combinator.index),
            Self::AnyConstructor => combinator.kind() == CombinatorKind::Constructor,
            Self::AnyFunction => combinator.kind() == CombinatorKind::Function,
            Self::Any => true,
        }
    }

    /// The fitting combinators, in words.
    fn in_words(&self) -> String {
        match self {
            Self::One(combinator) => alloc::format!("`{}`", combinator.name()),
            Self::ConstructorsOf(ty) => alloc::format!("a constructor of `{}`", ty.name()),
            Self::AnyConstructor => "a constructor".to_owned(),
            Self::AnyFunction => "a function".to_owned(),
            Self::Any => "a constructor or function".to_owned(),
        }
    }

    fn nearest(&self, reading: &Reading<'t>, name: &str) -> Option<String> {
        match self {
            Self::One(combinator) => nearest(name, core::iter::once(combinator.name())),
            Self::ConstructorsOf(ty) => nearest(name, ty.constructors().map(|found| found.name())),
            Self::AnyConstructor | Self::AnyFunction | Self::Any => {
                let fitting = reading.table.combinators().filter(|found| self.contains(found));
                nearest(name, fitting.map(|found| found.name()))
            }
        }
    }

    /// The declaration with a name.
    pub(super) fn named<E: Error>(&self, reading: &mut Reading<'t>, name: &str) -> Result<Named<'t>, E> {
        if name == super::super::UNKNOWN_TYPE {
            return Ok(Named::Unknown);
        }
        if let Some(only) = self.only_one().filter(|only| only.name() == name) {
            return Ok(Named::Combinator(only));
        }
        let table = reading.table;
        let mut same_name = table.all_by_name(name).peekable();
        let is_known = same_name.peek().is_some();
        if let Some(found) = same_name.find(|found| self.contains(found)) {
            return Ok(Named::Combinator(found));
        }
        let (name, nearest) = (name.to_owned(), self.nearest(reading, name));
        Err(reading.fail(match is_known {
            true => JsonErrorKind::WrongName { name, expected: self.in_words(), nearest },
            false => JsonErrorKind::UnknownName { name, nearest },
        }))
    }

    /// The error for an object without `@type`.
    pub(super) fn missing<E: Error>(&self, reading: &mut Reading<'t>) -> E {
        reading.fail(JsonErrorKind::MissingType { expected: self.in_words() })
    }
}

/// Reads a string that is no value of a field.
pub(super) struct NameSeed<'r, 't>(pub(super) &'r mut Reading<'t>);

impl<'de> DeserializeSeed<'de> for NameSeed<'_, '_> {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Cow<'de, str>, D::Error> {
        json.deserialize_any(self)
    }
}

impl NameSeed<'_, '_> {
    fn wrong<E: Error>(self, found: &'static str) -> E {
        self.0.fail(JsonErrorKind::WrongValue { expected: "a string", found })
    }
}

impl<'de> Visitor<'de> for NameSeed<'_, '_> {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Cow<'de, str>, E> {
        Err(self.wrong("`null`"))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Cow<'de, str>, E> {
        Err(self.wrong("a boolean"))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Cow<'de, str>, E> {
        Err(self.wrong("a number"))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Cow<'de, str>, E> {
        Err(self.wrong("a number"))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Cow<'de, str>, E> {
        Err(self.wrong("a number"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Cow<'de, str>, A::Error> {
        Err(self.wrong("an array"))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Cow<'de, str>, A::Error> {
        Err(self.wrong("an object"))
    }
}
