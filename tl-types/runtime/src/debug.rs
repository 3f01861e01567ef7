//! `Debug` for every type, through one observer that prints TL names in wire order.
//!
//! Flags fields are not printed; a `true` field is printed if it is set.

use alloc::vec::Vec;
use core::fmt::{self, Formatter};
use core::{mem, str};

use crate::field_path::{CombinatorNames, NO_FIELD};
use crate::observe::{ListForm, Observer};
use crate::write::Serialize;

/// Formats a value like a derived `Debug`, but with the TL names of its constructor and fields, and without absent
/// fields.
///
/// # Errors
///
/// The errors of the formatter.
pub fn debug<T: Serialize>(value: &T, f: &mut Formatter<'_>) -> fmt::Result {
    let mut printer = Printer::new(f);
    value.observe(&mut printer);
    printer.finish()
}

/// An observer that prints values in the style of a derived `Debug`, on one line or, with `{:#?}`, on several.
struct Printer<'a, 'b> {
    f: &'a mut Formatter<'b>,
    /// The first error of the formatter. Nothing is written after it.
    result: fmt::Result,
    /// Whether nothing has been printed inside the innermost brackets.
    is_empty: bool,
    /// The names of the innermost combinator; `None` inside a list.
    names: Option<FieldNames>,
    /// The state outside of each open bracket, the outermost first.
    outside: Vec<(bool, Option<FieldNames>)>,
}

/// The field names of a combinator. A look-up continues after the field of the last one, because fields are printed in
/// ascending order: to search from the first name each time would take a third more instructions when a page of
/// messages is printed.
struct FieldNames {
    names: &'static CombinatorNames,
    rest: str::Split<'static, char>,
    /// The index of the first field in `rest`.
    next: u32,
}

impl FieldNames {
    fn new(names: &'static CombinatorNames) -> Self {
        Self { names, rest: names.fields(), next: 0 }
    }

    fn has_fields(&self) -> bool {
        self.names.fields().next().is_some()
    }

    fn find(&mut self, field: u32) -> Option<&'static str> {
        let Some(n_skipped) = field.checked_sub(self.next) else { return self.names.field(field) };
        self.next = field.checked_add(1)?;
        self.rest.nth(usize::try_from(n_skipped).ok()?)
    }
}

impl<'a, 'b> Printer<'a, 'b> {
    fn new(f: &'a mut Formatter<'b>) -> Self {
        Self { f, result: Ok(()), is_empty: true, names: None, outside: Vec::new() }
    }

    fn finish(self) -> fmt::Result {
        self.result
    }

    fn put(&mut self, text: &str) {
        if self.result.is_ok() {
            self.result = self.f.write_str(text);
        }
    }

    fn write(&mut self, value: fmt::Arguments<'_>) {
        if self.result.is_ok() {
            self.result = self.f.write_fmt(value);
        }
    }

    /// Prints the separator and line break that precede a field or an item.
    fn print_separator(&mut self) {
        let is_pretty = self.f.alternate();
        match (is_pretty, self.is_empty) {
            (true, true) | (false, true) => {}
            (true, false) => self.put(","),
            (false, false) => self.put(", "),
        }
        self.is_empty = false;
        if is_pretty {
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        self.write(format_args!("\n{:1$}", "", 4 * self.outside.len()));
    }

    /// Prints the name of a field. Prints nothing for [`NO_FIELD`].
    fn print_field_name(&mut self, field: u32) {
        if field == NO_FIELD {
            return;
        }
        self.print_separator();
        let name = self.names.as_mut().and_then(|names| names.find(field));
        self.put(name.unwrap_or("?"));
        self.put(": ");
    }

    fn print_field_value(&mut self, field: u32, value: &dyn fmt::Debug) {
        self.print_field_name(field);
        if self.result.is_ok() {
            self.result = value.fmt(self.f);
        }
    }

    fn open_bracket(&mut self, bracket: &str, names: Option<FieldNames>) {
        self.put(bracket);
        self.outside.push((mem::replace(&mut self.is_empty, true), mem::replace(&mut self.names, names)));
    }

    fn close_bracket(&mut self, bracket: &str) {
        let Some((is_empty, names)) = self.outside.pop() else { return };
        if self.f.alternate() && !self.is_empty {
            self.put(",");
            self.new_line();
        } else if !self.is_empty && bracket == "}" {
            self.put(" ");
        }
        self.put(bracket);
        (self.is_empty, self.names) = (is_empty, names);
    }
}

impl Observer for Printer<'_, '_> {
    fn true_field(&mut self, field: u32, is_set: bool) {
        if is_set {
            self.print_field_value(field, &true);
        }
    }

    fn nat(&mut self, field: u32, value: u32) {
        self.print_field_value(field, &value);
    }

    fn int(&mut self, field: u32, value: i32) {
        self.print_field_value(field, &value);
    }

    fn long(&mut self, field: u32, value: i64) {
        self.print_field_value(field, &value);
    }

    fn double(&mut self, field: u32, value: f64) {
        self.print_field_value(field, &value);
    }

    fn float(&mut self, field: u32, value: f32) {
        self.print_field_value(field, &value);
    }

    fn int128(&mut self, field: u32, value: &[u8; 16]) {
        self.print_field_value(field, value);
    }

    fn int256(&mut self, field: u32, value: &[u8; 32]) {
        self.print_field_value(field, value);
    }

    fn boolean(&mut self, field: u32, value: bool) {
        self.print_field_value(field, &value);
    }

    fn string(&mut self, field: u32, value: &str) {
        self.print_field_value(field, &value);
    }

    fn bytes(&mut self, field: u32, value: &[u8]) {
        self.print_field_name(field);
        self.write(format_args!("b\"{}\"", value.escape_ascii()));
    }

    fn enter_field(&mut self, field: u32) -> bool {
        self.print_field_name(field);
        true
    }

    fn enter_combinator(&mut self, names: &'static CombinatorNames, _is_bare: bool) {
        self.put(names.combinator());
        let names = FieldNames::new(names);
        let open = match (names.has_fields(), self.f.alternate()) {
            (false, _) => "",
            (true, true) => " {",
            (true, false) => " { ",
        };
        self.open_bracket(open, Some(names));
    }

    fn leave_combinator(&mut self) {
        let has_fields = self.names.as_ref().is_some_and(FieldNames::has_fields);
        self.close_bracket(if has_fields { "}" } else { "" });
    }

    fn enter_list(&mut self, field: u32, _form: ListForm, _len: usize) -> bool {
        self.print_field_name(field);
        self.open_bracket("[", None);
        true
    }

    fn item(&mut self, _index: usize) {
        self.print_separator();
    }

    fn leave_list(&mut self, _field: u32) {
        self.close_bracket("]");
    }

    fn unit(&mut self, _id: u32, name: &'static str) {
        self.put(name);
    }
}

#[cfg(test)]
mod tests {
    use core::fmt;
    use std::{format, vec};

    use super::debug;
    use crate::{Combinator, Declaration, ListForm, Serialize, Visitor};

    struct Pair {
        is_set: bool,
        name: &'static str,
        inner: vec::Vec<Pair>,
    }

    impl Combinator for Pair {
        const DECLARATION: Declaration =
            Declaration { id: 1, least_size: 12, names: "pair flags is_set a name inner", tl: "" };

        fn visit<V: Visitor>(&self, v: &mut V) {
            v.flags(0, u32::from(self.is_set) << 3);
            v.true_field(1, self.is_set);
            v.string(3, self.name);
            v.list(4, ListForm::Boxed, &self.inner);
        }
    }

    struct Shown<T>(T);

    impl<T: Serialize> fmt::Debug for Shown<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            debug(&self.0, f)
        }
    }

    #[test]
    fn debug_shows_names_and_present_fields() {
        let inner = Pair { is_set: false, name: "b", inner: vec![] };
        let value = Shown(Pair { is_set: true, name: "a", inner: vec![inner] });
        let on_one_line = r#"pair { is_set: true, name: "a", inner: [pair { name: "b", inner: [] }] }"#;
        assert_eq!(format!("{value:?}"), on_one_line);
        let on_many = r#"pair {
    is_set: true,
    name: "a",
    inner: [
        pair {
            name: "b",
            inner: [],
        },
    ],
}"#;
        assert_eq!(format!("{value:#?}"), on_many);
        assert_eq!(format!("{:?}", Shown(vec![1_i32, 2])), "[1, 2]");
    }
}
