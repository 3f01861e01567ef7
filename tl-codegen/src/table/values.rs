//! Values in rules: the bytes of a value with one gap, into which an old value goes.

use tl_parser::{Combinator, Condition, Field, NatVariable, Primitive, Schema, Ty};

use crate::plan::is_bool_type;

/// The encoding of a value that contains at most one old value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// The bytes before the old value, or all bytes.
    pub(super) before: Vec<u8>,
    /// The old value, and the bytes after it.
    pub(super) gap: Option<(Gap, Vec<u8>)>,
}

/// The place of an old value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// The name after the `$`.
    pub(super) name: String,
    /// The type of the place.
    pub(super) ty: Ty,
}

impl Template {
    /// The encoding of `text` as a value of a type.
    pub(super) fn parse(schema: &Schema, ty: &Ty, text: &str) -> Result<Self, String> {
        let mut template = Self::default();
        template.append_value(schema, ty, text)?;
        Ok(template)
    }

    /// A vector has no place inside of another value: each of its items would get the bytes around it.
    pub(super) fn check_gap_of_vector(&self) -> Result<(), String> {
        match &self.gap {
            Some((Gap { name, ty: Ty::Vector { .. } }, after)) if !self.before.is_empty() || !after.is_empty() => {
                Err(format!("the vector `${name}` can't be a part of another value"))
            }
            _ => Ok(()),
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        match &mut self.gap {
            None => self.before.extend(bytes),
            Some((_, after)) => after.extend(bytes),
        }
    }

    fn append_value(&mut self, schema: &Schema, ty: &Ty, text: &str) -> Result<(), String> {
        if let Some(name) = text.strip_prefix('$') {
            if self.gap.is_some() {
                return Err("a value has room for one old value only".to_owned());
            }
            self.gap = Some((Gap { name: name.to_owned(), ty: ty.clone() }, Vec::new()));
            return Ok(());
        }
        let no_value = || format!("`{text}` is no value of the type");
        match ty {
            Ty::Primitive(Primitive::Int) => self.push(&text.parse::<i32>().map_err(|_| no_value())?.to_le_bytes()),
            Ty::Primitive(Primitive::Long) => self.push(&text.parse::<i64>().map_err(|_| no_value())?.to_le_bytes()),
            Ty::Primitive(Primitive::String | Primitive::Bytes) if text == "\"\"" => self.push(&[0; 4]),
            Ty::Boxed { ty, .. } if is_bool_type(schema, *ty) => {
                let id: u32 = match text {
                    "true" => 0x9972_75b5,
                    "false" => 0xbc79_9737,
                    _ => return Err(no_value()),
                };
                self.push(&id.to_le_bytes());
            }
            Ty::Vector { is_bare: false, element } => {
                let item = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).ok_or_else(no_value)?;
                self.push(&0x1cb5_c415_u32.to_le_bytes());
                self.push(&u32::from(!item.is_empty()).to_le_bytes());
                if !item.is_empty() {
                    self.append_value(schema, element, item)?;
                }
            }
            Ty::Boxed { ty, .. } => {
                let mut words = text.split(' ');
                let name = words.next().unwrap_or_default();
                let constructors = schema.ty(*ty).constructors.iter().map(|id| schema.combinator(*id));
                let found = constructors.into_iter().find(|found| found.name.to_string() == name);
                let constructor =
                    found.ok_or_else(|| format!("`{}` has no constructor `{name}`", schema.ty(*ty).name))?;
                self.append_constructor(schema, constructor, words)?;
            }
            _ => return Err(no_value()),
        }
        Ok(())
    }

    fn append_constructor<'w>(
        &mut self,
        schema: &Schema,
        constructor: &Combinator,
        words: impl Iterator<Item = &'w str>,
    ) -> Result<(), String> {
        let name = &constructor.name;
        let assignments = words.map(|word| {
            word.split_once('=').ok_or_else(|| format!("expected `field=value` after `{name}`, found `{word}`"))
        });
        let assignments: Vec<_> = assignments.collect::<Result<_, _>>()?;
        let names: Vec<_> = constructor.fields.iter().filter_map(|field| field.name.as_deref()).collect();
        if let Some((unknown, _)) = assignments.iter().find(|(field, _)| !names.contains(field)) {
            return Err(format!("`{name}` has no field `{unknown}`"));
        }
        let value_of = |field: &Field| {
            assignments.iter().find(|(found, _)| field.name.as_deref() == Some(found)).map(|(_, value)| *value)
        };
        self.push(&constructor.id.to_le_bytes());
        for (index, field) in (0..).zip(&constructor.fields) {
            if field.ty == Ty::Nat {
                let own = NatVariable::Field(index);
                let bits = constructor.fields.iter().filter(|other| value_of(other).is_some());
                let bits = bits.filter_map(|other| other.condition).filter(|condition| condition.flags_field == own);
                let flags = bits.fold(0_u32, |flags, Condition { bit, .. }| flags | 1 << bit);
                self.push(&flags.to_le_bytes());
                continue;
            }
            match (value_of(field), field.condition) {
                (Some(_), Some(_)) if matches!(field.ty, Ty::Bare { .. }) => {}
                (Some(value), _) => self.append_value(schema, &field.ty, value)?,
                (None, Some(_)) => {}
                (None, None) => {
                    let field = field.name.as_deref().unwrap_or("an anonymous field");
                    return Err(format!("`{name}` needs a value of `{field}`"));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use tl_parser::{Primitive, Schema, Ty};

    use super::Template;

    fn schema() -> Schema {
        let text = "vector#1cb5c415 {t:Type} # [ t ] = Vector t;\ntrue#3fedd339 = True;\n\
                    a#00000001 flags:# x:flags.0?int s:flags.1?string y:flags.2?true = A;\nb#00000002 a:Vector<A> = B;";
        tl_parser::read_text("a.tl", text).1
    }

    fn type_named(schema: &Schema, name: &str) -> Ty {
        let found = schema.combinators.iter().find(|found| found.name.to_string() == name).unwrap();
        found.result.clone()
    }

    #[test]
    fn a_value_is_encoded_around_its_gap() {
        let schema = schema();
        let template = Template::parse(&schema, &type_named(&schema, "a"), "a x=$old s=\"\" y=true").unwrap();
        assert_eq!(template.before, [1, 0, 0, 0, 7, 0, 0, 0]);
        let (gap, after) = template.gap.unwrap();
        assert_eq!((gap.name.as_str(), gap.ty), ("old", Ty::Primitive(Primitive::Int)));
        assert_eq!(after, [0; 4]);
        let template = Template::parse(&schema, &type_named(&schema, "b"), "b a=[$]").unwrap();
        assert_eq!(template.before, [2, 0, 0, 0, 0x15, 0xc4, 0xb5, 0x1c, 1, 0, 0, 0]);
    }

    #[test]
    fn mistakes_are_named() {
        let schema = schema();
        let why = |name: &str, text: &str| Template::parse(&schema, &type_named(&schema, name), text).unwrap_err();
        assert_eq!(why("a", "b"), "`A` has no constructor `b`");
        assert_eq!(why("a", "a z=1"), "`a` has no field `z`");
        assert_eq!(why("a", "a x"), "expected `field=value` after `a`, found `x`");
        assert_eq!(why("a", "a x=y"), "`y` is no value of the type");
        assert_eq!(why("a", "a x=$p s=$q"), "a value has room for one old value only");
        assert_eq!(why("b", "b"), "`b` needs a value of `a`");
    }
}
