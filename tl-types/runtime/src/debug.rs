//! `Debug` for every type, through one observer that prints TL names in wire order.
//!
//! Flags fields are not printed; a `true` field is printed if its bit is set. Field names come from parsing
//! [`Declaration::tl`].

use alloc::vec::Vec;
use core::fmt::{self, Formatter};
use core::mem;

use crate::declaration::{Declaration, Fields};
use crate::observe::{ListForm, Observer};
use crate::path::NO_FIELD;
use crate::visit::PendingFlags;
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
    remaining: Option<RemainingFields>,
    /// The state outside of each open bracket, the outermost first.
    outside: Vec<(bool, Option<RemainingFields>)>,
}

/// The fields of the innermost combinator that haven't been visited, and the values of its visited flags fields.
struct RemainingFields {
    fields: Fields,
    next: u32,
    flags: Vec<(&'static str, u32)>,
}

impl RemainingFields {
    /// Whether `ty` is `flags.N?true`, with bit `N` set in the visited flags field `flags`.
    fn is_set(&self, ty: &str) -> bool {
        let Some((flags, bit)) = ty.strip_suffix("?true").and_then(|ty| ty.split_once('.')) else { return false };
        let value = self.flags.iter().find(|(name, _)| *name == flags).map_or(0, |(_, value)| *value);
        bit.parse().ok().and_then(|bit| value.checked_shr(bit)).is_some_and(|value| value & 1 == 1)
    }
}

impl<'a, 'b> Printer<'a, 'b> {
    fn new(f: &'a mut Formatter<'b>) -> Self {
        Self { f, result: Ok(()), is_empty: true, remaining: None, outside: Vec::new() }
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
    fn separate(&mut self) {
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

    /// Skips the declared fields before `field`, and prints the `true` fields among them whose bits are set. Returns
    /// the name of `field`. Fields are visited in ascending order.
    fn skip_to(&mut self, field: u32) -> Option<&'static str> {
        while let Some(remaining) = &mut self.remaining {
            let (name, ty) = remaining.fields.next()?;
            remaining.next += 1;
            if remaining.next - 1 == field {
                return Some(name);
            }
            if remaining.is_set(ty) {
                self.separate();
                self.put(name);
                self.put(": true");
            }
        }
        None
    }

    /// Prints the name of a field. Prints nothing for [`NO_FIELD`].
    fn begin_field(&mut self, field: u32) {
        if field == NO_FIELD {
            return;
        }
        let name = self.skip_to(field);
        self.separate();
        self.put(name.unwrap_or("?"));
        self.put(": ");
    }

    fn value(&mut self, field: u32, value: &dyn fmt::Debug) {
        self.begin_field(field);
        if self.result.is_ok() {
            self.result = value.fmt(self.f);
        }
    }

    fn open(&mut self, bracket: &str, remaining: Option<RemainingFields>) {
        self.put(bracket);
        self.outside.push((mem::replace(&mut self.is_empty, true), mem::replace(&mut self.remaining, remaining)));
    }

    fn close(&mut self, bracket: &str) {
        let Some((is_empty, remaining)) = self.outside.pop() else { return };
        if self.f.alternate() && !self.is_empty {
            self.put(",");
            self.new_line();
        } else if !self.is_empty && bracket == "}" {
            self.put(" ");
        }
        self.put(bracket);
        (self.is_empty, self.remaining) = (is_empty, remaining);
    }
}

impl Observer for Printer<'_, '_> {
    /// Records the bits, from which `true` fields are printed when they are reached.
    fn flags(&mut self, field: u32, bits: u32) -> PendingFlags {
        let name = self.skip_to(field);
        if let (Some(name), Some(remaining)) = (name, &mut self.remaining) {
            remaining.flags.push((name, bits));
        }
        PendingFlags::default()
    }

    fn finish_flags(&mut self, _flags: PendingFlags) {}

    fn nat(&mut self, field: u32, value: u32) {
        self.value(field, &value);
    }

    fn int(&mut self, field: u32, value: i32) {
        self.value(field, &value);
    }

    fn long(&mut self, field: u32, value: i64) {
        self.value(field, &value);
    }

    fn double(&mut self, field: u32, value: f64) {
        self.value(field, &value);
    }

    fn float(&mut self, field: u32, value: f32) {
        self.value(field, &value);
    }

    fn int128(&mut self, field: u32, value: &[u8; 16]) {
        self.value(field, value);
    }

    fn int256(&mut self, field: u32, value: &[u8; 32]) {
        self.value(field, value);
    }

    fn boolean(&mut self, field: u32, value: bool) {
        self.value(field, &value);
    }

    fn string(&mut self, field: u32, value: &str) {
        self.value(field, &value);
    }

    fn bytes(&mut self, field: u32, value: &[u8]) {
        self.begin_field(field);
        self.write(format_args!("b\"{}\"", value.escape_ascii()));
    }

    fn enter_field(&mut self, field: u32) -> bool {
        self.begin_field(field);
        true
    }

    fn leave_field(&mut self) {}

    fn enter_combinator(&mut self, id: u32, tl: &'static str, _is_bare: bool) {
        let declaration = Declaration { id, least_size: 0, names: "", tl };
        self.put(declaration.name());
        let fields = declaration.fields();
        let has_fields = fields.clone().next().is_some();
        let open = match (has_fields, self.f.alternate()) {
            (false, _) => "",
            (true, true) => " {",
            (true, false) => " { ",
        };
        self.open(open, Some(RemainingFields { fields, next: 0, flags: Vec::new() }));
    }

    fn leave_combinator(&mut self) {
        self.skip_to(NO_FIELD);
        let has_fields = self.remaining.as_ref().is_some_and(|remaining| remaining.next > 0);
        self.close(if has_fields { "}" } else { "" });
    }

    fn enter_list(&mut self, field: u32, _form: ListForm, _len: usize) -> bool {
        self.begin_field(field);
        self.open("[", None);
        true
    }

    fn item(&mut self, _index: usize) {
        self.separate();
    }

    fn leave_list(&mut self, _field: u32) {
        self.close("]");
    }

    fn unit(&mut self, _id: u32, name: &'static str) {
        self.put(name);
    }

    fn builtin_id(&mut self, _id: u32) {}

    fn check_agreement(&mut self, _field: u32, _expected: u32, _found: u32) {}
}

#[cfg(test)]
mod tests {
    use core::fmt;
    use std::{format, vec};

    use super::debug;
    use crate::{Combinator, Declaration, Serialize, Visitor};

    struct Pair {
        is_set: bool,
        name: &'static str,
        inner: vec::Vec<Pair>,
    }

    impl Combinator for Pair {
        const DECLARATION: Declaration = Declaration {
            id: 1,
            least_size: 12,
            names: "pair flags is_set a name inner",
            tl: "pair#00000001 flags:# is_set:flags.3?true a:flags.2?int name:string inner:Vector<Pair> = Pair;",
        };

        fn visit<V: Visitor>(&self, v: &mut V) {
            v.flags(0, u32::from(self.is_set) << 3);
            v.string(3, self.name);
            v.vector(4, &self.inner);
        }
    }

    /// A combinator with more flags fields than any schema has.
    struct ManyFlags;

    impl Combinator for ManyFlags {
        const DECLARATION: Declaration = Declaration {
            id: 2,
            least_size: 24,
            names: "many flags flags2 flags3 flags4 flags5 a flags6 b c",
            tl: "many#00000002 flags:# flags2:# flags3:# flags4:# flags5:# a:flags5.1?true flags6:# b:flags6.31?true c:flags.1?true = ManyFlags;",
        };

        fn visit<V: Visitor>(&self, v: &mut V) {
            for (field, bits) in [(0, 0), (1, 0), (2, 0), (3, 0), (4, 1 << 1), (6, 1 << 31)] {
                v.flags(field, bits);
            }
        }
    }

    struct Shown<T>(T);

    impl<T: Serialize> fmt::Debug for Shown<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            debug(&self.0, f)
        }
    }

    #[test]
    fn shows_names_and_present_fields() {
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
        assert_eq!(format!("{:?}", Shown(ManyFlags)), "many { a: true, b: true }");
    }
}
