//! Values of leaves for people, in one line and of limited length.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tl_parser::diagnostic::printable;
use tl_runtime::interpret::Scalar;

use super::leaf::{Leaf, LeafValue, Role};

/// Maximum number of characters of a string, and of bytes of a byte string, that are shown.
const MAX_SHOWN: usize = 60;

/// Bytes as base64 with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The value of a leaf for people.
pub(super) fn value_in_words(leaf: &Leaf<'_>) -> String {
    match leaf.value {
        LeafValue::Name(name) => name.to_owned(),
        LeafValue::Number(number) if leaf.role == Role::Length => format!("{number} bytes"),
        LeafValue::Number(1) => "1 item".to_owned(),
        LeafValue::Number(number) => format!("{number} items"),
        LeafValue::Bytes if leaf.role == Role::Unknown => format!("{} bytes that were not read", leaf.bytes.len()),
        LeafValue::Bytes => String::new(),
        LeafValue::Scalar(scalar) => scalar_in_words(&scalar),
    }
}

fn scalar_in_words(scalar: &Scalar<'_>) -> String {
    match *scalar {
        Scalar::Flags(0) => "0".to_owned(),
        Scalar::Flags(flags) => {
            let bits: Vec<_> = (0..32).filter(|bit| flags >> bit & 1 == 1).map(|bit: u32| bit.to_string()).collect();
            format!("{flags:#x} = bits {}", bits.join(", "))
        }
        Scalar::Nat(number) => number.to_string(),
        Scalar::True => "true".to_owned(),
        Scalar::Bool(is_true) => is_true.to_string(),
        Scalar::Int(number) => number.to_string(),
        Scalar::Long(number) | Scalar::Int53(number) => number.to_string(),
        Scalar::Double(number) => format!("{number:?}"),
        Scalar::Float(number) => format!("{number:?}"),
        Scalar::Int128(bytes) => bytes_in_hex(bytes),
        Scalar::Int256(bytes) => bytes_in_hex(bytes),
        Scalar::String(text) => string_in_words(text),
        Scalar::Bytes(bytes) => bytes_in_hex(bytes),
        _ => String::new(),
    }
}

fn string_in_words(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        None => format!("\"{}\"", printable(text)),
        Some((end, _)) => format!("\"{}…\" ({} bytes)", printable(text.get(..end).unwrap_or_default()), text.len()),
    }
}

fn bytes_in_hex(bytes: &[u8]) -> String {
    let shown: String = bytes.iter().take(MAX_SHOWN / 2).map(|byte| format!("{byte:02x}")).collect();
    match bytes.len() {
        0 => "no bytes".to_owned(),
        len if len > MAX_SHOWN / 2 => format!("{shown}… ({len} bytes)"),
        _ => shown,
    }
}
