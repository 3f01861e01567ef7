//! Observers: a JSON writer needs nothing but the calls of the protocol.

use std::fmt::Write as _;

use tl_runtime::{Combinator, CombinatorNames, Declaration, ListForm, NO_FIELD, Observer, Serialize, Text, Visitor};

struct Pair {
    is_set: bool,
    is_other: bool,
    name: Option<Text>,
    inner: Vec<Pair>,
}

impl Combinator for Pair {
    const DECLARATION: Declaration =
        Declaration { id: 1, least_size: 8, names: "ns.pair flags name is_set inner is_other", tl: "not read" };

    fn visit<V: Visitor>(&self, v: &mut V) {
        let mut flags = v.flags(0, u32::from(self.is_set) << 1 | u32::from(self.is_other) << 2);
        v.conditional(&mut flags, 1, 1, &self.name);
        v.true_field(2, self.is_set);
        v.list(3, ListForm::Boxed, &self.inner);
        v.true_field(4, self.is_other);
        v.finish_flags(flags);
    }
}

/// Writes values as JSON, and absent fields not at all.
#[derive(Default)]
struct JsonWriter {
    out: String,
    /// The innermost open combinator; `None` inside a list.
    open: Vec<Option<&'static CombinatorNames>>,
}

impl JsonWriter {
    fn write_separator(&mut self) {
        if !self.out.ends_with(['{', '[', ':']) && !self.out.is_empty() {
            self.out.push(',');
        }
    }

    fn write_name(&mut self, field: u32) {
        self.write_separator();
        if let Some(Some(names)) = self.open.last()
            && let Some(name) = names.field(field)
        {
            write!(self.out, "{name:?}:").unwrap();
        }
    }

    fn write_scalar(&mut self, field: u32, value: &dyn std::fmt::Display) {
        self.write_name(field);
        write!(self.out, "{value}").unwrap();
    }
}

impl Observer for JsonWriter {
    fn true_field(&mut self, field: u32, is_set: bool) {
        self.write_scalar(field, &is_set);
    }

    fn nat(&mut self, field: u32, value: u32) {
        self.write_scalar(field, &value);
    }

    fn int(&mut self, field: u32, value: i32) {
        self.write_scalar(field, &value);
    }

    fn long(&mut self, field: u32, value: i64) {
        self.write_scalar(field, &value);
    }

    fn double(&mut self, field: u32, value: f64) {
        self.write_scalar(field, &value);
    }

    fn float(&mut self, field: u32, value: f32) {
        self.write_scalar(field, &value);
    }

    fn int128(&mut self, field: u32, value: &[u8; 16]) {
        self.bytes(field, value);
    }

    fn int256(&mut self, field: u32, value: &[u8; 32]) {
        self.bytes(field, value);
    }

    fn boolean(&mut self, field: u32, value: bool) {
        self.write_scalar(field, &value);
    }

    fn string(&mut self, field: u32, value: &str) {
        self.write_scalar(field, &format_args!("{value:?}"));
    }

    fn bytes(&mut self, field: u32, value: &[u8]) {
        self.write_scalar(field, &format_args!("\"{}\"", value.escape_ascii()));
    }

    fn enter_field(&mut self, field: u32) -> bool {
        self.write_name(field);
        true
    }

    fn enter_combinator(&mut self, names: &'static CombinatorNames, _is_bare: bool) {
        write!(self.out, "{{\"_\":{:?}", names.combinator()).unwrap();
        self.open.push(Some(names));
    }

    fn leave_combinator(&mut self) {
        self.open.pop();
        self.out.push('}');
    }

    fn enter_list(&mut self, field: u32, _form: ListForm, _len: usize) -> bool {
        self.write_name(field);
        self.out.push('[');
        self.open.push(None);
        true
    }

    fn item(&mut self, _index: usize) {
        self.write_separator();
    }

    fn leave_list(&mut self, _field: u32) {
        self.open.pop();
        self.out.push(']');
    }

    fn unit(&mut self, _id: u32, name: &'static str) {
        write!(self.out, "{{\"_\":{name:?}}}").unwrap();
    }
}

#[test]
fn an_observer_can_write_json() {
    let inner = Pair { is_set: false, is_other: true, name: None, inner: vec![] };
    let pair = Pair { is_set: true, is_other: false, name: Some("x".into()), inner: vec![inner] };
    let mut json = JsonWriter::default();
    pair.observe(&mut json);
    let inner = r#"{"_":"ns.pair","is_set":false,"inner":[],"is_other":true}"#;
    let expected = format!(r#"{{"_":"ns.pair","name":"x","is_set":true,"inner":[{inner}],"is_other":false}}"#);
    assert_eq!(json.out, expected);
}

#[test]
fn a_declaration_lists_its_field_names() {
    let fields: Vec<_> = Pair::DECLARATION.field_names().collect();
    assert_eq!(fields, ["flags", "name", "is_set", "inner", "is_other"]);
    assert_eq!(Pair::DECLARATION.field_name(NO_FIELD), None);
}
