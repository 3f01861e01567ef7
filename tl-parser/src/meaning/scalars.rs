//! Scalars: constructors that stand for a number or a text of the codec, although their declarations do not say so.
//!
//! Each family of schemas has its own lines for them, its prelude. The table in [`Prelude`] is the list of all lines.
//! Invariant: a line is recognised as a whole, in canonical form; a declaration that differs is an ordinary
//! constructor.

use std::collections::BTreeMap;

use super::schema::Primitive;

/// Whether the lines with which schemas declare their scalars are recognised.
///
/// A recognised line keeps its constructor in the [`Schema`](super::schema::Schema), with name and id. Fields of the
/// constructor's bare type are values of the Rust type:
///
/// | line | declared by | Rust type | on the wire | in JSON |
/// |---|---|---|---|---|
/// | `int ? = Int` | all families | `i32` | 4 bytes | number |
/// | `long ? = Long` | all families | `i64` | 8 bytes | string of digits |
/// | `double ? = Double` | all families | `f64` | 8 bytes | number |
/// | `float ? = Float` | VK | `f32` | 4 bytes | number |
/// | `string ? = String` | all families | text | length, UTF-8, padding | string |
/// | `int = Int` and the like, for each name above and for `bytes`, `int128` and `int256` | schemas without built-ins | as above | as above | as above |
/// | `bytes string = Bytes`, `bytes data:string = Bytes` | TON | bytes | length, bytes, padding | Base64 string |
/// | `bytes = Bytes` | TDLib, tonlib | bytes | as above | Base64 string |
/// | `int128 4*[ int ] = Int128`, `int128 4*[ int32 ] = Int128` | MTProto, TON | `[u8; 16]` | 16 bytes | Base64 string |
/// | `int256 8*[ int ] = Int256`, `int256 8*[ int32 ] = Int256` | MTProto, TON, tonlib | `[u8; 32]` | 32 bytes | Base64 string |
/// | `int32 = Int32` | TDLib, tonlib | `i32` | 4 bytes | number |
/// | `int53 = Int53` | TDLib, tonlib | `i64`, at most 2^53 - 1 in absolute value | 8 bytes | number |
/// | `int64 = Int64` | TDLib, tonlib | `i64` | 8 bytes | string of digits |
/// | `secureString = SecureString` | TDLib, tonlib | text | as `string` | string |
/// | `secureBytes = SecureBytes` | TDLib, tonlib | bytes | as `bytes` | Base64 string |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prelude {
    /// All lines of the table are recognised.
    #[default]
    Known,
    /// Only the lines with a `?` are recognised, as TL itself gives them a meaning. All others are ordinary
    /// constructors.
    None,
}

/// The constructors that are scalars: by lines of a prelude, and by name.
///
/// ```
/// use tl_parser::{Primitive, ReadSettings, Scalars, SourceMap, Ty, read_with_settings};
///
/// let mut scalars = Scalars::default();
/// scalars.insert("date", Primitive::Int);
/// let mut sources = SourceMap::new();
/// let id = sources.add("event.tl", "date = Date; event at:date = Event;");
/// let (schema, _) = read_with_settings(&sources, &[id], &ReadSettings { scalars, ..ReadSettings::default() });
/// assert_eq!(schema.combinators[1].fields[0].ty, Ty::Primitive(Primitive::Int));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scalars {
    /// Whether the lines of known preludes are recognised.
    pub prelude: Prelude,
    named: BTreeMap<String, Primitive>,
}

impl Scalars {
    /// Makes constructors of this name scalars, whatever their fields. The name need not be declared.
    pub fn insert(&mut self, constructor: impl Into<String>, primitive: Primitive) {
        self.named.insert(constructor.into(), primitive);
    }

    /// The scalar that was inserted for a constructor.
    #[must_use]
    pub fn named_scalar(&self, constructor: &str) -> Option<Primitive> {
        self.named.get(constructor).copied()
    }

    /// The inserted names with their scalars, sorted by name.
    pub fn named_scalars(&self) -> impl Iterator<Item = (&str, Primitive)> {
        self.named.iter().map(|(name, primitive)| (name.as_str(), *primitive))
    }
}

/// Whether a line of a prelude declares a constructor of this name.
#[inline]
pub(super) fn is_name_in_prelude(name: &str) -> bool {
    scalar_of_name(name).is_some()
}

/// The scalar that lines of preludes declare under this name.
#[inline]
fn scalar_of_name(name: &str) -> Option<Primitive> {
    Some(match name {
        "int" | "int32" => Primitive::Int,
        "long" | "int64" => Primitive::Long,
        "int53" => Primitive::Int53,
        "double" => Primitive::Double,
        "float" => Primitive::Float,
        "string" | "secureString" => Primitive::String,
        "bytes" | "secureBytes" => Primitive::Bytes,
        "int128" => Primitive::Int128,
        "int256" => Primitive::Int256,
        _ => return None,
    })
}

/// The scalar that a declaration with this canonical form declares; only lines with a `?` count if `is_built_in`.
pub(super) fn scalar_of_line(name: &str, canonical: &str, is_built_in: bool) -> Option<Primitive> {
    let primitive = scalar_of_name(name)?;
    let (fields, result) = canonical.strip_prefix(name)?.rsplit_once("= ")?;
    let is_line = match fields.trim() {
        "?" => is_name_of_built_in(name) && is_capitalized_form(name, result),
        // `string = String` is how schemas without built-ins declare it.
        "" => !is_built_in && result.eq_ignore_ascii_case(name),
        fields => !is_built_in && is_capitalized_form(name, result) && are_fields_of_prelude(name, fields),
    };
    is_line.then_some(primitive)
}

/// Whether `name ? = Name` is a line of TL.
fn is_name_of_built_in(name: &str) -> bool {
    matches!(name, "int" | "long" | "double" | "float" | "string")
}

fn is_capitalized_form(name: &str, result: &str) -> bool {
    result.get(..1).is_some_and(|first| first == name[..1].to_ascii_uppercase()) && result[1..] == name[1..]
}

/// Whether a line of a prelude for this name has these fields, in canonical form.
fn are_fields_of_prelude(name: &str, fields: &str) -> bool {
    match name {
        "bytes" => matches!(fields, "string" | "data:string"),
        "int128" => matches!(fields, "4*[ int ]" | "4*[ int32 ]"),
        "int256" => matches!(fields, "8*[ int ]" | "8*[ int32 ]"),
        _ => false,
    }
}
