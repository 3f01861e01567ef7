//! Bytes from the command line or a file, in the forms in which logs and programs show them.
//!
//! Invariant: a text of the wrong form is refused with the place of its first wrong character.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use clap::ValueEnum;
use tl_parser::diagnostic::printable;

use crate::failure::{Failure, Outcome};
use crate::input::{MAX_INPUT_BYTES, read_bytes};
use crate::printable_path::printable_path;

/// The form of input bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByteForm {
    /// Hexadecimal digits; blanks, colons, commas, `0x` and `\x` may stand between the bytes
    Hex,
    /// Base64, also in its variant for URLs
    Base64,
    /// The bytes themselves; for files only
    Bytes,
    /// A literal of Python, as in its logs: b'\x15\xc4'
    Python,
}

/// The bytes of an argument or of a file. Without a form, their look decides.
///
/// # Errors
///
/// If the file cannot be read, or the input is not of the form.
pub fn read(argument: Option<&str>, file: Option<&Path>, form: Option<ByteForm>) -> Outcome<Vec<u8>> {
    match (argument, file) {
        (Some(text), None) => {
            let form = form.unwrap_or_else(|| form_of_text(text).unwrap_or(ByteForm::Hex));
            decode(text.as_bytes(), form, "the argument")
        }
        (None, Some(path)) => {
            let bytes = read_bytes(path)?;
            let by_look = || std::str::from_utf8(&bytes).ok().and_then(form_of_text).unwrap_or(ByteForm::Bytes);
            decode(&bytes, form.unwrap_or_else(by_look), &printable_path(path))
        }
        _ => {
            Err(Failure::unable_with_advice("expected bytes", "give them as an argument, or name a file with `--file`"))
        }
    }
}

/// The form of a text by its look: a literal of Python, hexadecimal digits, base64.
fn form_of_text(text: &str) -> Option<ByteForm> {
    let text = text.trim();
    let is_literal = text.starts_with("b'") || text.starts_with("b\"");
    if text.is_empty() {
        return None;
    }
    if is_literal {
        return Some(ByteForm::Python);
    }
    if hex(text).is_ok_and(|bytes| !bytes.is_empty()) {
        return Some(ByteForm::Hex);
    }
    base64(text).is_ok().then_some(ByteForm::Base64)
}

fn decode(bytes: &[u8], form: ByteForm, origin: &str) -> Outcome<Vec<u8>> {
    if form == ByteForm::Bytes {
        return Ok(bytes.to_vec());
    }
    let text = std::str::from_utf8(bytes);
    let text = text.map_err(|why| refusal(origin, form, &format!("byte {} is no text", why.valid_up_to())))?;
    let decoded = match form {
        ByteForm::Hex => hex(text),
        ByteForm::Base64 => base64(text),
        ByteForm::Python => python(text),
        ByteForm::Bytes => Ok(Vec::new()),
    };
    decoded.map_err(|why| refusal(origin, form, &why))
}

fn refusal(origin: &str, form: ByteForm, why: &str) -> Failure {
    let name = form.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let help = match form {
        ByteForm::Hex => {
            "only the bytes, without the text of the log around them; other forms: `--as base64|bytes|python`"
        }
        _ => "the form is chosen by `--as hex|base64|bytes|python`",
    };
    let limit = MAX_INPUT_BYTES >> 20;
    Failure::unable_with_advice(format!("{origin} is not {name}: {why}"), format!("{help} (at most {limit} MiB)"))
}

/// Hexadecimal digits in pairs. Separators stand between pairs only.
fn hex(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut first: Option<(usize, u8)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if let Some(digit) = c.to_digit(16) {
            let digit = digit as u8;
            // `0x` before a byte.
            if first.is_none() && c == '0' && chars.peek().is_some_and(|(_, next)| matches!(next, 'x' | 'X')) {
                chars.next();
                continue;
            }
            match first.take() {
                Some((_, high)) => bytes.push(high << 4 | digit),
                None => first = Some((at, digit)),
            }
            continue;
        }
        let is_escape = c == '\\' && chars.next_if(|(_, next)| matches!(next, 'x' | 'X')).is_some();
        let is_separator = c.is_whitespace() || matches!(c, ':' | ',' | '-' | '_' | '"' | '\'');
        if first.is_some() || !(is_escape || is_separator) {
            return Err(format!("character {} is `{}`", text[..at].chars().count() + 1, printable(&c.to_string())));
        }
    }
    match first {
        Some(_) => Err(format!("the number of digits is odd after {} bytes", bytes.len())),
        None => Ok(bytes),
    }
}

fn base64(text: &str) -> Result<Vec<u8>, String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_for_urls = text.contains(['-', '_']);
    let engine = match (is_for_urls, text.ends_with('=')) {
        (false, true) => STANDARD,
        (false, false) => STANDARD_NO_PAD,
        (true, true) => URL_SAFE,
        (true, false) => URL_SAFE_NO_PAD,
    };
    engine.decode(&text).map_err(|why| why.to_string())
}

/// A literal `b'…'` of Python. Source: "String and Bytes literals" of the Python reference.
fn python(text: &str) -> Result<Vec<u8>, String> {
    let text = text.trim();
    let body = text.strip_prefix('b').unwrap_or(text);
    let quote = body.chars().next().filter(|quote| matches!(quote, '\'' | '"')).ok_or("expected `b'`")?;
    let body = body.strip_prefix(quote).and_then(|body| body.strip_suffix(quote));
    let body = body.ok_or_else(|| format!("expected `{quote}` at the end"))?;
    let mut bytes = Vec::with_capacity(body.len());
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => bytes.extend(python_escape(&mut chars)?),
            c if c == quote => return Err(format!("`{quote}` before the end")),
            c if c.is_ascii() => bytes.push(c as u8),
            c => return Err(format!("`{}` is not ASCII", printable(&c.to_string()))),
        }
    }
    Ok(bytes)
}

/// The byte after a backslash; two for an escape that Python doesn't know; none for the end of a line.
fn python_escape(chars: &mut std::str::Chars<'_>) -> Result<Vec<u8>, String> {
    let byte = match chars.next().ok_or("`\\` at the end")? {
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'v' => 11,
        '\\' => b'\\',
        '\'' => b'\'',
        '"' => b'"',
        '\n' => return Ok(Vec::new()),
        'x' => {
            let digits = chars.as_str().get(..2).ok_or("`\\x` without two digits")?;
            let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            let byte = u8::from_str_radix(digits, 16).ok().filter(|_| is_hex);
            let byte = byte.ok_or_else(|| format!("`\\x{}`", printable(digits)))?;
            *chars = chars.as_str().get(2..).unwrap_or_default().chars();
            byte
        }
        first @ '0'..='7' => {
            let more = chars.as_str().chars().take(2).take_while(|digit| ('0'..='7').contains(digit)).count();
            let digits = format!("{first}{}", chars.as_str().get(..more).unwrap_or_default());
            *chars = chars.as_str().get(more..).unwrap_or_default().chars();
            u8::from_str_radix(&digits, 8).map_err(|_| format!("`\\{digits}` is above 255"))?
        }
        other if other.is_ascii() => return Ok(vec![b'\\', other as u8]),
        other => return Err(format!("`\\{}`", printable(&other.to_string()))),
    };
    Ok(vec![byte])
}

#[cfg(test)]
mod tests {
    use super::{ByteForm, base64, form_of_text, hex, python};

    #[test]
    fn hex_may_be_separated_and_prefixed() {
        let bytes = Ok(vec![0x15, 0xc4, 0xb5, 0x1c]);
        for text in
            ["15c4b51c", "15 C4 b5 1c\n", "15:c4:b5:1c", "0x15c4b51c", "0x15, 0xc4, 0xb5, 0x1c", r"\x15\xc4\xb5\x1c"]
        {
            assert_eq!(hex(text), bytes, "{text}");
        }
        assert_eq!(hex("0x00 00"), Ok(vec![0, 0]));
        assert_eq!(hex("15c4b"), Err("the number of digits is odd after 2 bytes".to_owned()));
        assert_eq!(hex("15 c 4"), Err("character 5 is ` `".to_owned()));
        assert_eq!(hex("15 g"), Err("character 4 is `g`".to_owned()));
        assert_eq!(hex("é"), Err("character 1 is `é`".to_owned()));
    }

    #[test]
    fn literals_of_python_have_escapes() {
        assert_eq!(python(r"b'\x15\xc4A\n\\\'\0\101'"), Ok(vec![0x15, 0xc4, b'A', b'\n', b'\\', b'\'', 0, b'A']));
        assert_eq!(python(r#"b"it's""#), Ok(b"it's".to_vec()));
        assert_eq!(python(r"b'\q'"), Ok(b"\\q".to_vec()));
        for wrong in ["", "b", "b'", "b'\\x1", r"b'\x1'", r"b'\x+1'", "b'\\'", r"b'\777'", "b'é'", "b'a'b'", "c'a'"] {
            assert!(python(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_look_of_a_text_decides_its_form() {
        assert_eq!(form_of_text("15c4b51c"), Some(ByteForm::Hex));
        assert_eq!(form_of_text("b'15'"), Some(ByteForm::Python));
        assert_eq!(form_of_text("FcS1HA=="), Some(ByteForm::Base64));
        assert_eq!(form_of_text("-_-_"), Some(ByteForm::Base64));
        assert_eq!(form_of_text("recv: 15c4"), None);
        assert_eq!(base64("FcS1\nHA=="), Ok(vec![0x15, 0xc4, 0xb5, 0x1c]));
    }
}
