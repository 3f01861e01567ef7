//! Schemas in the JSON form of the npm package `@mtcute/tl`, as TL text.
//!
//! The form has the key `l` with the layer and the key `e` with an object for each combinator. Its comments and errors
//! are not read. Invariant: a text that is not of this form is not changed.

use std::fmt::Write as _;

use serde::Deserialize;
use tl_parser::{Diagnostic, SourceMap};

#[derive(Deserialize)]
struct MtcuteSchema {
    l: u32,
    e: Vec<MtcuteCombinator>,
}

#[derive(Deserialize)]
struct MtcuteCombinator {
    kind: MtcuteKind,
    name: String,
    id: u32,
    #[serde(rename = "type")]
    result: String,
    #[serde(default, rename = "typeModifiers")]
    modifiers: MtcuteModifiers,
    #[serde(default)]
    generics: Vec<MtcuteGeneric>,
    arguments: Vec<MtcuteField>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum MtcuteKind {
    Class,
    Method,
}

#[derive(Deserialize)]
struct MtcuteGeneric {
    name: String,
}

#[derive(Deserialize)]
struct MtcuteField {
    name: String,
    #[serde(rename = "type")]
    ty: String,
    #[serde(default, rename = "typeModifiers")]
    modifiers: MtcuteModifiers,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct MtcuteModifiers {
    is_vector: bool,
    is_bare_vector: bool,
    is_bare_type: bool,
    predicate: Option<String>,
}

/// A schema as TL text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct MtcuteText {
    pub(super) tl: String,
    /// Lines that are no TL, such as a function whose result is called `bytes`.
    pub(super) left_out: Vec<String>,
}

/// The TL text of a schema in the JSON form of mtcute; `None` for any other text.
pub(super) fn tl_text_of_mtcute(bytes: &[u8]) -> Option<MtcuteText> {
    let schema: MtcuteSchema = serde_json::from_slice(bytes).ok()?;
    let mut left_out = Vec::new();
    let mut tl = format!("// LAYER {}\n", schema.l);
    for (kind, heading) in [(MtcuteKind::Class, "types"), (MtcuteKind::Method, "functions")] {
        // Writing to a string cannot fail.
        let _ = writeln!(tl, "---{heading}---");
        for line in schema.e.iter().filter(|combinator| combinator.kind == kind).map(MtcuteCombinator::tl_line) {
            match is_tl(&line) {
                true => drop(writeln!(tl, "{line}")),
                false => left_out.push(line),
            }
        }
    }
    Some(MtcuteText { tl, left_out })
}

fn is_tl(line: &str) -> bool {
    let mut sources = SourceMap::new();
    sources.add("", line);
    sources.sources().iter().all(|source| !tl_parser::parse(source).1.iter().any(Diagnostic::is_error))
}

impl MtcuteCombinator {
    fn tl_line(&self) -> String {
        let mut line = format!("{}#{:08x}", self.name, self.id);
        for generic in &self.generics {
            let _ = write!(line, " {{{}:Type}}", generic.name);
        }
        for field in &self.arguments {
            let is_call = self.generics.iter().any(|generic| generic.name == field.ty);
            let ty = if is_call { format!("!{}", field.ty) } else { field.modifiers.apply_to(&field.ty) };
            let _ = write!(line, " {}:{ty}", field.name);
        }
        format!("{line} = {};", self.modifiers.apply_to(&self.result))
    }
}

impl MtcuteModifiers {
    /// The type with its vector and its condition. `int53` is the form's name for a `long` that fits a double.
    fn apply_to(&self, ty: &str) -> String {
        let mut ty = if ty == "int53" { "long".to_owned() } else { ty.to_owned() };
        if self.is_bare_type && ty != "int" && !ty.starts_with('%') {
            ty = format!("%{ty}");
        }
        if self.is_bare_vector {
            ty = format!("vector<{ty}>");
        } else if self.is_vector {
            ty = format!("Vector<{ty}>");
        }
        match &self.predicate {
            Some(bit) => format!("{bit}?{ty}"),
            None => ty,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MtcuteText, tl_text_of_mtcute};

    #[test]
    fn combinators_become_tl_lines() {
        let json = r#"{"l": 7, "e": [
            {"kind": "method", "name": "invoke", "id": 1, "type": "X", "generics": [{"name": "X", "type": "Type"}],
             "arguments": [{"name": "query", "type": "X"}]},
            {"kind": "class", "name": "chat", "id": 255, "type": "Chat", "comment": "A chat", "arguments": [
             {"name": "flags", "type": "\u0023"},
             {"name": "id", "type": "int53", "typeModifiers": {"predicate": "flags.0"}},
             {"name": "members", "type": "User", "typeModifiers": {"isVector": true, "predicate": "flags.1"}}]},
            {"kind": "method", "name": "all", "id": 2, "type": "Chat", "typeModifiers": {"isVector": true},
             "arguments": []},
            {"kind": "method", "name": "raw", "id": 3, "type": "bytes", "arguments": []}
        ], "u": {}}"#;
        let text = "// LAYER 7\n---types---\n\
            chat#000000ff flags:# id:flags.0?long members:flags.1?Vector<User> = Chat;\n---functions---\n\
            invoke#00000001 {X:Type} query:!X = X;\nall#00000002 = Vector<Chat>;\n";
        let left_out = vec!["raw#00000003 = bytes;".to_owned()];
        assert_eq!(tl_text_of_mtcute(json.as_bytes()), Some(MtcuteText { tl: text.to_owned(), left_out }));
    }

    #[test]
    fn texts_in_other_forms_give_none() {
        for other in ["user = User;", "{}", r#"{"constructors": [], "methods": []}"#] {
            assert_eq!(tl_text_of_mtcute(other.as_bytes()), None);
        }
    }
}
