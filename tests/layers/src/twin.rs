//! The twin: reads a value into a tree by the layout of each id, and writes the tree by today's declarations.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Combinator, Field, Primitive, Schema, Section, Ty};

/// The result of upgrading a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Today's bytes, if the value isn't refused.
    pub bytes: Vec<u8>,
    /// The paths of dropped fields, sorted.
    pub dropped: Vec<String>,
    /// The paths of all reasons to refuse the value.
    pub refusals: BTreeSet<String>,
    /// Whether some constructor is of an older layer.
    pub has_older: bool,
}

/// Today's schema, and the schema of an older layer.
pub struct ReferenceTranscoder<'a> {
    today: &'a Schema,
    older: &'a Schema,
    /// Constructors of both schemas by id. Today's layout is preferred.
    by_id: BTreeMap<u32, (&'a Schema, &'a Combinator)>,
    today_by_name: BTreeMap<String, &'a Combinator>,
}

/// A value in a tree.
#[derive(Clone, Debug)]
enum Tree {
    /// An `int`.
    Int([u8; 4]),
    /// Any other value without parts, as it is encoded.
    Plain(Vec<u8>),
    /// A `true` field that is set.
    True,
    Vector(Vec<Tree>),
    /// The id, and the fields that are present.
    Object(u32, Vec<(String, String, Tree)>),
}

impl<'a> ReferenceTranscoder<'a> {
    /// A twin for values of an older layer.
    #[must_use]
    pub fn new(today: &'a Schema, older: &'a Schema) -> Self {
        let constructors = |schema: &'a Schema| {
            schema.combinators.iter().filter(|found| found.section == Section::Types).map(move |found| (schema, found))
        };
        let both = constructors(older).chain(constructors(today));
        let by_id = both.map(|(schema, found)| (found.id, (schema, found))).collect();
        let today_by_name = constructors(today).map(|(_, found)| (found.name.to_string(), found)).collect();
        Self { today, older, by_id, today_by_name }
    }

    /// The result of upgrading a boxed value of the older layer.
    #[must_use]
    pub fn expected(&self, bytes: &[u8]) -> Expected {
        let mut rest = bytes;
        let tree = self.read_object(&mut rest);
        assert!(rest.is_empty(), "the value is whole");
        let mut expected = Expected::default();
        let Tree::Object(id, _) = &tree else { unreachable!() };
        let name = self.by_id[id].1.name.to_string();
        let is_older = self.is_older(*id);
        // The path of an outermost constructor that is gone is empty.
        let path = if is_older && !self.today_by_name.contains_key(&name) { String::new() } else { name };
        expected.bytes = self.write_object(&tree, &path, &mut expected);
        expected.dropped.sort();
        expected
    }

    fn is_older(&self, id: u32) -> bool {
        !std::ptr::eq(self.by_id[&id].0, self.today)
    }

    fn read_object(&self, rest: &mut &[u8]) -> Tree {
        let id = u32::from_le_bytes(take(rest, 4).try_into().expect("4 bytes"));
        let (schema, constructor) = self.by_id[&id];
        let mut flags = BTreeMap::new();
        let mut fields = Vec::new();
        for (index, field) in (0..).zip(&constructor.fields) {
            let name = field.name.clone().unwrap_or_default();
            if !is_present(field, &flags) {
                continue;
            }
            if field.ty == Ty::Nat {
                flags.insert(index, u32::from_le_bytes(take(rest, 4).try_into().expect("4 bytes")));
            } else {
                fields.push((name, type_text(schema, &field.ty), self.read(rest, schema, &field.ty)));
            }
        }
        Tree::Object(id, fields)
    }

    fn read(&self, rest: &mut &[u8], schema: &Schema, ty: &Ty) -> Tree {
        match ty {
            Ty::Primitive(Primitive::Int) => Tree::Int(take(rest, 4).try_into().expect("4 bytes")),
            Ty::Primitive(Primitive::Long | Primitive::Double) => Tree::Plain(take(rest, 8).to_vec()),
            Ty::Primitive(Primitive::Int128) => Tree::Plain(take(rest, 16).to_vec()),
            Ty::Primitive(Primitive::Int256) => Tree::Plain(take(rest, 32).to_vec()),
            Ty::Primitive(_) => {
                let (header, len) = match rest[0] {
                    254 => (4, usize::from(rest[1]) | usize::from(rest[2]) << 8 | usize::from(rest[3]) << 16),
                    len => (1, usize::from(len)),
                };
                Tree::Plain(take(rest, (header + len).next_multiple_of(4)).to_vec())
            }
            Ty::Vector { element, .. } => {
                take(rest, 4);
                let count = u32::from_le_bytes(take(rest, 4).try_into().expect("4 bytes"));
                Tree::Vector((0..count).map(|_| self.read(rest, schema, element)).collect())
            }
            Ty::Boxed { ty, .. } if schema.ty(*ty).name.to_string() == "Bool" => Tree::Plain(take(rest, 4).to_vec()),
            Ty::Boxed { .. } => self.read_object(rest),
            Ty::Bare { .. } => Tree::True,
            other => panic!("not in Telegram's API: {other:?}"),
        }
    }

    fn write_object(&self, tree: &Tree, path: &str, expected: &mut Expected) -> Vec<u8> {
        let Tree::Object(id, old_fields) = tree else { unreachable!() };
        let (old_schema, old) = self.by_id[id];
        expected.has_older |= self.is_older(*id);
        let target =
            if self.is_older(*id) { self.today_by_name.get(&old.name.to_string()).copied() } else { Some(old) };
        let same_type =
            |target: &&Combinator| type_text(self.today, &target.result) == type_text(old_schema, &old.result);
        let Some(target) = target.filter(same_type) else {
            expected.refusals.insert(path.to_owned());
            return Vec::new();
        };
        let names: BTreeSet<_> = target.fields.iter().filter_map(|field| field.name.clone()).collect();
        for (name, ..) in old_fields.iter().filter(|(name, ..)| !names.contains(name)) {
            expected.dropped.push(format!("{path}.{name}"));
        }
        let flags = self.flags_of(target, old, old_fields);
        let mut bytes = target.id.to_le_bytes().to_vec();
        for (index, field) in target.fields.iter().enumerate() {
            if field.ty == Ty::Nat {
                bytes.extend(flags.get(&index).copied().unwrap_or(0).to_le_bytes());
            } else if let Some(value) = self.write_field(field, old, old_fields, &flags, path, expected) {
                bytes.extend(value);
            }
        }
        bytes
    }

    /// The flags fields of today, from the fields that are present under the same names.
    fn flags_of(
        &self,
        target: &Combinator,
        old: &Combinator,
        old_fields: &[(String, String, Tree)],
    ) -> BTreeMap<usize, u32> {
        let mut flags = BTreeMap::new();
        for field in &target.fields {
            let Some(condition) = field.condition else { continue };
            let tl_parser::NatVariable::Field(flags_field) = condition.flags_field else { unreachable!() };
            let is_required_before =
                old.fields.iter().any(|found| found.name == field.name && found.condition.is_none());
            let is_present = old_fields.iter().any(|(name, ..)| Some(name) == field.name.as_ref());
            assert!(!is_required_before || is_present, "a required field is present");
            let bits = flags.entry(flags_field as usize).or_insert(0);
            *bits |= u32::from(is_present) << condition.bit;
        }
        flags
    }

    fn write_field(
        &self,
        field: &Field,
        old: &Combinator,
        old_fields: &[(String, String, Tree)],
        flags: &BTreeMap<usize, u32>,
        path: &str,
        expected: &mut Expected,
    ) -> Option<Vec<u8>> {
        let name = field.name.clone().unwrap_or_default();
        let path = format!("{path}.{name}");
        let ty = type_text(self.today, &field.ty);
        let found = old_fields.iter().find(|(found, ..)| *found == name);
        let is_set = field.condition.is_none_or(|condition| {
            let tl_parser::NatVariable::Field(flags_field) = condition.flags_field else { unreachable!() };
            flags.get(&(flags_field as usize)).is_some_and(|flags| flags >> condition.bit & 1 == 1)
        });
        match found {
            None if !is_set => None,
            None if ty == "true" => None,
            Some((_, _, Tree::True)) if ty == "true" => None,
            Some((_, _, Tree::True)) if ty == "Bool" => Some(0x9972_75b5_u32.to_le_bytes().to_vec()),
            None if ty == "Bool" && field.condition.is_none() && was_flag(old, &name) => {
                Some(0xbc79_9737_u32.to_le_bytes().to_vec())
            }
            None => {
                expected.refusals.insert(path);
                None
            }
            Some((_, old_ty, tree)) => self.write(tree, old_ty, &ty, &path, expected),
        }
    }

    fn write(&self, tree: &Tree, old_ty: &str, ty: &str, path: &str, expected: &mut Expected) -> Option<Vec<u8>> {
        let items = |ty: &str| ty.strip_prefix("Vector<").and_then(|ty| ty.strip_suffix('>').map(str::to_owned));
        match (tree, items(old_ty), items(ty)) {
            (Tree::Vector(trees), Some(old_item), Some(item)) => {
                let mut bytes = 0x1cb5_c415_u32.to_le_bytes().to_vec();
                bytes.extend((trees.len() as u32).to_le_bytes());
                if trees.is_empty() && old_item != item && (old_item.as_str(), item.as_str()) != ("int", "long") {
                    expected.refusals.insert(path.to_owned());
                }
                for (index, tree) in trees.iter().enumerate() {
                    let item_path = format!("{path}[{index}]");
                    let refused_path = if old_item == item { item_path } else { path.to_owned() };
                    bytes.extend(self.write(tree, &old_item, &item, &refused_path, expected)?);
                }
                Some(bytes)
            }
            (Tree::Int(bytes), _, _) if old_ty == "int" && ty == "long" => {
                Some(i64::from(i32::from_le_bytes(*bytes)).to_le_bytes().to_vec())
            }
            _ if old_ty != ty => {
                expected.refusals.insert(path.to_owned());
                None
            }
            (Tree::Int(bytes), _, _) => Some(bytes.to_vec()),
            (Tree::Plain(bytes), _, _) => Some(bytes.clone()),
            (Tree::Object(..), _, _) => Some(self.write_object(tree, path, expected)),
            (Tree::True | Tree::Vector(_), _, _) => unreachable!("a value of type {ty}"),
        }
    }

    /// The schema of the older layer.
    #[must_use]
    pub fn older(&self) -> &'a Schema {
        self.older
    }
}

fn was_flag(old: &Combinator, name: &str) -> bool {
    old.fields.iter().any(|field| field.name.as_deref() == Some(name) && matches!(field.ty, Ty::Bare { .. }))
}

fn take<'i>(rest: &mut &'i [u8], n_bytes: usize) -> &'i [u8] {
    let (taken, left) = rest.split_at(n_bytes);
    *rest = left;
    taken
}

fn is_present(field: &Field, flags: &BTreeMap<u32, u32>) -> bool {
    field.condition.is_none_or(|condition| match condition.flags_field {
        tl_parser::NatVariable::Field(index) => flags.get(&index).is_some_and(|flags| flags >> condition.bit & 1 == 1),
        _ => unreachable!(),
    })
}

/// A type as TL text.
fn type_text(schema: &Schema, ty: &Ty) -> String {
    match ty {
        Ty::Nat => "#".to_owned(),
        Ty::Primitive(primitive) => primitive.name().to_owned(),
        Ty::Vector { element, .. } => format!("Vector<{}>", type_text(schema, element)),
        Ty::Boxed { ty, .. } => schema.ty(*ty).name.to_string(),
        Ty::Bare { constructor, .. } => schema.combinator(*constructor).name.to_string(),
        other => format!("{other:?}"),
    }
}
