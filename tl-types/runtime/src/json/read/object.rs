//! Objects: the declaration is found by `@type`, and the keys are its fields.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use serde_core::de::{Error, IgnoredAny, MapAccess};

use super::super::{CONTENT_KEY, ID_KEY, PASSED_OVER_AT_THE_TOP, TYPE_KEY, UNKNOWN_BYTES_KEY};
use super::buffered::{BufferSeed, Buffered, Members, object_of_members};
use super::error::JsonErrorKind;
use super::fields::FieldReader;
use super::keys::TextSeed;
use super::names::{Fitting, NameSeed, Named};
use super::reading::{PathPart, Reading};
use super::value::{Found, Place, ValueSeed};
use crate::interpret::Scope;
use crate::table::{Args, Combinator, TypeRef};

/// The place of an object.
pub(super) struct ObjectPlace<'s, 't> {
    pub(super) fitting: Fitting<'t>,
    pub(super) is_boxed: bool,
    pub(super) args: Args<'t>,
    pub(super) scope: &'s Scope<'s>,
    pub(super) is_outermost: bool,
}

impl ObjectPlace<'_, '_> {
    /// Whether a key belongs to the tool that wrote the object, and not to its value.
    pub(super) fn passes_over(&self, key: &str) -> bool {
        key == CONTENT_KEY || self.is_outermost && PASSED_OVER_AT_THE_TOP.contains(&key)
    }
}

/// Reads an object, and appends its bytes.
pub(super) fn read<'de, 't, A: MapAccess<'de>>(
    reading: &mut Reading<'t>,
    place: &ObjectPlace<'_, 't>,
    mut json: A,
) -> Result<Found, A::Error> {
    if let Some(only) = place.fitting.only_one() {
        return read_fields(reading, place, &only, false, json);
    }
    while let Some(key) = json.next_key_seed(TextSeed)? {
        if key == TYPE_KEY {
            let named = read_name(reading, place, &mut json)?;
            return match named {
                Named::Combinator(combinator) => read_fields(reading, place, &combinator, true, json),
                Named::Unknown => read_unknown(reading, json),
            };
        }
        if !place.passes_over(&key) {
            return read_buffered(reading, place, key, json);
        }
        json.next_value::<IgnoredAny>()?;
    }
    Err(place.fitting.missing(reading))
}

/// Reads the value of `@type`.
pub(super) fn read_name<'de, 't, A: MapAccess<'de>>(
    reading: &mut Reading<'t>,
    place: &ObjectPlace<'_, 't>,
    json: &mut A,
) -> Result<Named<'t>, A::Error> {
    reading.path.push(PathPart::Field(TYPE_KEY));
    let name = json.next_value_seed(NameSeed(&mut *reading))?;
    let named = place.fitting.named(reading, &name)?;
    reading.path.pop();
    Ok(named)
}

/// Reads an object whose first key is not `@type`: all of its members, and then their values.
fn read_buffered<'de, 't, A: MapAccess<'de>>(
    reading: &mut Reading<'t>,
    place: &ObjectPlace<'_, 't>,
    key: Cow<'de, str>,
    mut json: A,
) -> Result<Found, A::Error> {
    let value = json.next_value_seed(BufferSeed(&mut *reading))?;
    let mut members: Members<'de> = Vec::new();
    members.push((key, value));
    reading.buffer_members(&mut members, &mut json)?;
    let outer = core::mem::replace(&mut reading.is_buffered, true);
    let Some((_, name)) = members.iter().find(|(key, _)| key == TYPE_KEY) else {
        return Err(place.fitting.missing(reading));
    };
    reading.path.push(PathPart::Field(TYPE_KEY));
    let Buffered::String(name) = name else {
        return Err(reading.fail(JsonErrorKind::WrongValue { expected: "a string", found: "another value" }));
    };
    let named = place.fitting.named(reading, name)?;
    reading.path.pop();
    let object = object_of_members(&members);
    let found = match named {
        Named::Combinator(combinator) => read_fields(reading, place, &combinator, false, object)?,
        Named::Unknown => read_unknown(reading, object)?,
    };
    reading.is_buffered = outer;
    Ok(found)
}

/// Reads the fields of a declaration. `has_type` is true if `@type` was read.
fn read_fields<'de, 't, A: MapAccess<'de>>(
    reading: &mut Reading<'t>,
    place: &ObjectPlace<'_, 't>,
    combinator: &Combinator<'t>,
    mut has_type: bool,
    mut json: A,
) -> Result<Found, A::Error> {
    let start = reading.out.len();
    if place.is_boxed {
        reading.push_word(combinator.id());
    }
    let bound = reading.numbers.bind(combinator, &place.args, place.scope);
    let (first_number, first_flags) = (reading.numbers.len(), reading.flags.len());
    let scope = Scope::new(&bound, first_number);
    let mut fields = FieldReader::new(reading, combinator.rows(), Place { scope: &scope, first_flags });
    while let Some(key) = json.next_key_seed(TextSeed)? {
        if key == TYPE_KEY {
            if has_type {
                return Err(reading.fail_at_key(TYPE_KEY, JsonErrorKind::RepeatedKey { key: TYPE_KEY.into() }));
            }
            has_type = true;
            match read_name(reading, place, &mut json)? {
                Named::Combinator(_) => {}
                Named::Unknown if place.is_boxed && fields.is_empty(reading) => {
                    fields.close(reading);
                    reading.out.truncate(start);
                    return read_unknown(reading, json);
                }
                Named::Unknown => {
                    let kind = JsonErrorKind::WrongValue { expected: "`@unknown` as the first key", found: "it later" };
                    return Err(reading.fail_at_key(TYPE_KEY, kind));
                }
            }
        } else if place.passes_over(&key) {
            json.next_value::<IgnoredAny>()?;
        } else {
            fields.read_member(reading, &key, &mut json)?;
        }
    }
    fields.finish(reading)?;
    Ok(Found::Value)
}

/// Reads the id and the bytes of an object whose constructor is unknown.
fn read_unknown<'de, A: MapAccess<'de>>(reading: &mut Reading<'_>, mut json: A) -> Result<Found, A::Error> {
    let start = reading.out.len();
    reading.push_word(0);
    let (mut has_id, mut has_bytes) = (false, false);
    while let Some(key) = json.next_key_seed(TextSeed)? {
        reading.path.push(PathPart::Key(key.clone().into_owned()));
        let seen = match &*key {
            ID_KEY => &mut has_id,
            UNKNOWN_BYTES_KEY => &mut has_bytes,
            TYPE_KEY => {
                json.next_value::<IgnoredAny>()?;
                reading.path.pop();
                continue;
            }
            _ => {
                let nearest = super::nearest::nearest(&key, [ID_KEY, UNKNOWN_BYTES_KEY].into_iter());
                return Err(reading.fail(JsonErrorKind::UnknownKey { key: key.into_owned(), nearest }));
            }
        };
        if core::mem::replace(seen, true) {
            return Err(reading.fail(JsonErrorKind::RepeatedKey { key: key.into_owned() }));
        }
        if key == ID_KEY {
            let end = reading.out.len();
            let place = Place { scope: &Scope::NONE, first_flags: usize::MAX };
            let seed = ValueSeed { reading: &mut *reading, ty: TypeRef::NAT, place, is_outermost: false };
            if json.next_value_seed(seed)? == Found::Nothing {
                return Err(reading.fail(JsonErrorKind::MissingKey { key: ID_KEY.into() }));
            }
            let id: Vec<u8> = reading.out.drain(end..).collect();
            reading.patch_word(start, id.first_chunk().map_or(0, |id| u32::from_le_bytes(*id)));
        } else {
            let text = json.next_value_seed(NameSeed(&mut *reading))?;
            let bytes = reading.decode_base64::<A::Error>(&text)?;
            reading.out.extend_from_slice(&bytes);
        }
        reading.path.pop();
    }
    for (has_key, key) in [(has_id, ID_KEY), (has_bytes, UNKNOWN_BYTES_KEY)] {
        if !has_key {
            return Err(reading.fail(JsonErrorKind::MissingKey { key: key.into() }));
        }
    }
    Ok(Found::Value)
}

impl Reading<'_> {
    /// Records an error of a key of the innermost object.
    #[cold]
    pub(super) fn fail_at_key<E: Error>(&mut self, key: &str, kind: JsonErrorKind) -> E {
        self.path.push(PathPart::Key(key.into()));
        self.fail(kind)
    }
}
