//! Rules for older values: checked against the schema and its history, and packed.

use tl_parser::{Field, Primitive, Schema, Ty};

use super::TableError;
use super::encoder::{Encoder, Place};
use super::layer_schemas::{Older, Today, type_named};
use super::part_free_types::{BOOL, TRUE};
use super::upgrades::{UpgradeKind, UpgradeRow, Upgrades};
use super::values::Template;

/// Stands for "no combinator", "no field" and "no word".
const NONE: u16 = u16::MAX;

/// Packed rules, and the bytes around old values.
#[derive(Default)]
pub(super) struct PackedRules {
    pub(super) numbers: Vec<u8>,
    pub(super) bytes: Vec<u8>,
}

/// The schemas that rules are checked against.
pub(super) struct RuleContext<'a> {
    pub(super) today: &'a Today<'a>,
    pub(super) older: &'a Older<'a>,
    pub(super) upgrades: &'a Upgrades,
    /// Whether no kept layer is newer than today's schema.
    pub(super) is_newest: bool,
}

/// The reason why a rule is not packed.
enum Misfit {
    /// Today's schema lacks a name that another layer has.
    Dormant,
    /// Anything else.
    Mistake(String),
}

impl From<String> for Misfit {
    fn from(why: String) -> Self {
        Self::Mistake(why)
    }
}

impl From<TableError> for Misfit {
    fn from(why: TableError) -> Self {
        Self::Mistake(why.to_string())
    }
}

impl RuleContext<'_> {
    /// Packs all rules. Returns the lines of rules that apply to no value, because today's schema lacks a name.
    ///
    /// A rule is written for the newest layer: in an older one, a rule that doesn't fit is no mistake.
    pub(super) fn pack(&self, encoder: &mut Encoder) -> Result<(PackedRules, Vec<u64>), TableError> {
        let mut packed = PackedRules::default();
        let mut dormant = Vec::new();
        for row in &self.upgrades.rows {
            let found = match row.kind {
                UpgradeKind::Convert => self.pack_conversion(row, encoder, &mut packed),
                UpgradeKind::Field => self.pack_field(row, encoder, &mut packed),
                UpgradeKind::Successor => self.pack_successor(row, encoder, &mut packed),
            };
            match found {
                Ok(()) => {}
                Err(Misfit::Mistake(why)) if self.is_newest => {
                    return Err(TableError::of_input(format!("upgrades.tsv, line {}: {why}", row.line)));
                }
                Err(Misfit::Dormant | Misfit::Mistake(_)) => dormant.push(row.line),
            }
        }
        Ok((packed, dormant))
    }

    /// A conversion from the old type `row.part`, of any older layer, into today's type `row.name`.
    fn pack_conversion(&self, row: &UpgradeRow, encoder: &mut Encoder, packed: &mut PackedRules) -> Result<(), Misfit> {
        let schema = self.today.schema;
        if (row.name.as_str(), row.part.as_str(), row.value.as_str()) == ("true", "Bool", "$") {
            return Ok(packed.push([NONE, TRUE, NONE, NONE, BOOL], &Template::default())?);
        }
        let Some(new) = type_named(schema, &row.name) else {
            return Err(match self.older.type_named(&row.name) {
                Some(_) => Misfit::Dormant,
                None => Misfit::Mistake(format!("no layer has a type `{}`", row.name)),
            });
        };
        let old = self.older.type_named(&row.part);
        let (old_schema, old) = old.ok_or_else(|| format!("no layer has a type `{}`", row.part))?;
        let template = match (&new, row.value.as_str()) {
            // Every `int` is a `double` too.
            (Ty::Primitive(Primitive::Double), "$") if old == Ty::Primitive(Primitive::Int) => Template::default(),
            _ => {
                let template = self.template(&new, &row.value)?;
                let gap = template.gap.as_ref().ok_or_else(|| "expected `$` for the old value".to_owned())?;
                template.check_gap_of_vector()?;
                let of_gap = encoder.type_ref(&place(schema), &gap.0.ty)?;
                let of_old = encoder.type_ref(&place(old_schema), &old)?;
                if of_gap != of_old && !is_widened(&old, &gap.0.ty) {
                    return Err(format!("`{}` doesn't fit into the place of `$`", row.part).into());
                }
                template
            }
        };
        let new = encoder.type_ref(&place(schema), &new)?;
        let old = encoder.type_ref(&place(old_schema), &old)?;
        Ok(packed.push([NONE, new, NONE, NONE, old], &template)?)
    }

    /// The value of a field of today, for every old constructor of this name.
    fn pack_field(&self, row: &UpgradeRow, encoder: &mut Encoder, packed: &mut PackedRules) -> Result<(), Misfit> {
        let name_number = self.name_number_of_old_constructor(&row.name, encoder)?;
        let Some((target, index, field)) = self.target_field(row) else {
            let mut names = [row.name.as_str()].into_iter().chain(self.upgrades.successors_of(&row.name));
            let is_known = names.any(|name| self.older.has_field(name, &row.part));
            let why = || format!("no layer has a field `{}` of `{}`", row.part, row.name);
            return Err(if is_known { Misfit::Dormant } else { Misfit::Mistake(why()) });
        };
        let template = self.template(&field.ty, &row.value)?;
        template.check_gap_of_vector()?;
        let (word, hole) = match &template.gap {
            None => (NONE, 0),
            Some((gap, _)) => {
                if !self.older.has_field(&row.name, &gap.name) {
                    return Err(format!("no layer has a field `{}` of `{}`", gap.name, row.name).into());
                }
                let hole = encoder.type_ref(&place(self.today.schema), &gap.ty)?;
                (encoder.words.number_of(&gap.name)?, hole)
            }
        };
        Ok(packed.push([name_number, target, index, word, hole], &template)?)
    }

    /// The first constructor that an old one may become today with a field of the rule's name: its index, and the field
    /// with its index.
    fn target_field(&self, row: &UpgradeRow) -> Option<(u16, u16, &Field)> {
        let successors = self.upgrades.successors_of(&row.name);
        let names = [row.name.as_str()].into_iter().chain(successors);
        let targets = names.filter_map(|name| self.today.constructor_index(name));
        let mut fields = targets.flat_map(|target| {
            let fields = &self.today.combinators[usize::from(target)].1.fields;
            (0..).zip(fields).map(move |(index, field)| (target, index, field))
        });
        fields.find(|(_, _, field)| field.name.as_deref() == Some(&row.part))
    }

    /// The value of a rule.
    fn template(&self, ty: &Ty, value: &str) -> Result<Template, Misfit> {
        Template::parse(self.today.schema, ty, value).map_err(|why| {
            let name = value.trim_start_matches('[').split(' ').next().unwrap_or_default();
            let is_gone = self.today.constructor_index(name).is_none() && self.older.has_constructor(name);
            if is_gone { Misfit::Dormant } else { Misfit::Mistake(why) }
        })
    }

    /// A successor of another type. One of the same type is a target: see [`Older`].
    fn pack_successor(&self, row: &UpgradeRow, encoder: &mut Encoder, packed: &mut PackedRules) -> Result<(), Misfit> {
        let name_number = self.name_number_of_old_constructor(&row.name, encoder)?;
        let Some(target) = self.today.constructor_index(&row.part) else {
            let why = || format!("no layer has a constructor `{}`", row.part);
            return Err(if self.older.has_constructor(&row.part) { Misfit::Dormant } else { Misfit::Mistake(why()) });
        };
        Ok(packed.push([name_number, target, NONE, NONE, 0], &Template::default())?)
    }

    /// The number of the name of an old constructor.
    fn name_number_of_old_constructor(&self, name: &str, encoder: &mut Encoder) -> Result<u16, String> {
        if !self.older.has_constructor(name) {
            return Err(format!("no layer has a constructor `{name}`"));
        }
        let number = self.today.name_number(name, encoder).map_err(|why| why.to_string())?;
        u16::try_from(number).ok().filter(|number| *number != NONE).ok_or_else(|| "too many names".to_owned())
    }
}

impl Upgrades {
    /// The successors of an old constructor, by name.
    pub(super) fn successors_of<'u>(&'u self, name: &'u str) -> impl Iterator<Item = &'u str> {
        let rows = self.rows.iter().filter(move |row| row.kind == UpgradeKind::Successor && row.name == name);
        rows.map(|row| row.part.as_str())
    }
}

impl PackedRules {
    fn push(&mut self, numbers: [u16; 5], template: &Template) -> Result<(), String> {
        let after = template.gap.as_ref().map_or(&[][..], |(_, after)| after);
        let sizes = [self.bytes.len(), template.before.len(), after.len()].map(u16::try_from);
        self.bytes.extend(&template.before);
        self.bytes.extend(after);
        self.numbers.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        for size in sizes {
            self.numbers.extend(size.map_err(|_| "the rules have more than 65,535 bytes")?.to_le_bytes());
        }
        Ok(())
    }
}

fn place(schema: &Schema) -> Place<'_> {
    Place { schema, fields: &[], depth: 0 }
}

/// Whether an `int` goes into the place of a `long`.
fn is_widened(old: &Ty, new: &Ty) -> bool {
    (old, new) == (&Ty::Primitive(Primitive::Int), &Ty::Primitive(Primitive::Long))
}
