//! The numbers of types without parts: each is the whole reference to its type.
//!
//! `tl_runtime::table::Type` documents the same numbers.

use tl_parser::Primitive;

pub(super) const NAT: u16 = 0;
pub(super) const FLAGS: u16 = 1;
pub(super) const TRUE: u16 = 2;
pub(super) const BOOL: u16 = 3;
const INT: u16 = 4;
const LONG: u16 = 5;
const INT53: u16 = 6;
const DOUBLE: u16 = 7;
const FLOAT: u16 = 8;
const INT128: u16 = 9;
const INT256: u16 = 10;
const STRING: u16 = 11;
const BYTES: u16 = 12;
pub(super) const OBJECT: u16 = 13;
pub(super) const FUNCTION: u16 = 14;

/// The reference to a primitive type.
pub(super) fn primitive_ref(primitive: Primitive) -> u16 {
    match primitive {
        Primitive::Int => INT,
        Primitive::Long => LONG,
        Primitive::Double => DOUBLE,
        Primitive::Float => FLOAT,
        Primitive::String => STRING,
        Primitive::Bytes => BYTES,
        Primitive::Int128 => INT128,
        Primitive::Int256 => INT256,
        Primitive::Int53 => INT53,
    }
}
