//! Numbers: ranges of the integer types, and texts that stand for numbers.

use crate::int53::is_int53;
use crate::table::Type;

/// The name of an integer type.
pub(super) fn integer_type(ty: &Type<'_>) -> Option<&'static str> {
    match ty {
        Type::Nat | Type::Flags => Some("#"),
        Type::Int => Some("int"),
        Type::Long => Some("long"),
        Type::Int53 => Some("int53"),
        _ => None,
    }
}

/// The bytes of an integer, and their number; `None` if the type takes no integers. The error is the type whose range it
/// exceeds.
pub(super) fn encode_integer(ty: &Type<'_>, value: i128) -> Result<Option<([u8; 8], usize)>, &'static str> {
    let fits = match ty {
        Type::Nat | Type::Flags => u32::try_from(value).is_ok(),
        Type::Int => i32::try_from(value).is_ok(),
        Type::Long => i64::try_from(value).is_ok(),
        Type::Int53 => i64::try_from(value).is_ok_and(is_int53),
        _ => true,
    };
    let eight_bytes = (value as u64).to_le_bytes();
    match ty {
        _ if !fits => Err(integer_type(ty).unwrap_or_default()),
        Type::Nat | Type::Flags | Type::Int => Ok(Some((eight_bytes, 4))),
        Type::Long | Type::Int53 => Ok(Some((eight_bytes, 8))),
        Type::Double => Ok(Some(((value as f64).to_le_bytes(), 8))),
        Type::Float => Ok(Some((u64::from((value as f32).to_bits()).to_le_bytes(), 4))),
        _ => Ok(None),
    }
}

/// The integer in a text; one beyond 128 bits is the largest.
pub(super) fn parse_long(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_integer.then(|| text.parse().unwrap_or(i128::MAX))
}

/// The `double` for a text that isn't a number.
pub(super) fn parse_special_double(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::from_bits(0x7ff8 << 48)),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => parse_bits(text, 16).map(f64::from_bits).filter(|value| value.is_nan()),
    }
}

/// The `float` for a text that isn't a number.
pub(super) fn parse_special_float(text: &str) -> Option<f32> {
    match text {
        "NaN" => Some(f32::from_bits(0x7fc0 << 16)),
        "Infinity" => Some(f32::INFINITY),
        "-Infinity" => Some(f32::NEG_INFINITY),
        _ => {
            let bits = u32::try_from(parse_bits(text, 8)?).ok()?;
            Some(f32::from_bits(bits)).filter(|value| value.is_nan())
        }
    }
}

/// The bits after `NaN:`, in hexadecimal.
fn parse_bits(text: &str, n_digits: usize) -> Option<u64> {
    let digits = text.strip_prefix("NaN:")?;
    let is_hex = digits.len() == n_digits && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u64::from_str_radix(digits, 16).ok()).flatten()
}
