//! Proposals for `upgrades.tsv`: changes between two schemas that values of the older one don't survive by themselves.
//!
//! Two schemas and the present rules are compared. Whether a proposal is right for every value is for a person to
//! decide. Invariants: the proposals are sorted, and a change that a present rule covers has none.

use std::collections::BTreeSet;
use std::fmt;

use tl_parser::{Combinator, Field, Primitive, Schema, Section, Ty};

use super::layer_schemas::result_name;
use super::upgrades::{UpgradeKind, Upgrades};
use crate::plan::is_bool_type;

/// Stands for a part of a rule that the schemas don't tell.
const UNKNOWN: &str = "?";

/// A rule that values of an older schema may need.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingRule {
    /// The cells of the proposed row: `rule`, `name`, `part`, `value`. A `?` stands for a part that a person has to find.
    pub row: [String; 4],
    /// The change that needs the rule.
    pub change: UpgradeObstacle,
    /// The older constructor, with its id.
    pub constructor: (String, u32),
    /// The field at fault, by its older name if it has one; `None` for the constructor as a whole.
    pub field: Option<String>,
}

/// A change that a value of the older schema doesn't survive by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UpgradeObstacle {
    /// The type has no constructor of this name any more.
    ConstructorGone,
    /// A field is required, and values of the older schema lack it.
    NewRequiredField,
    /// A field has another type.
    OtherType,
    /// A field shares its bit with an older field, and values of the older schema lack it.
    NewFieldOfGroup,
    /// A field is gone. The values can be read, but lose it.
    FieldGone,
}

impl UpgradeObstacle {
    /// The word for reports: `new-required-field`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConstructorGone => "constructor-gone",
            Self::NewRequiredField => "new-required-field",
            Self::OtherType => "other-type",
            Self::NewFieldOfGroup => "new-field-of-group",
            Self::FieldGone => "field-gone",
        }
    }

    /// Whether the value is refused. If not, it loses a field.
    #[must_use]
    pub fn is_refused(self) -> bool {
        self != Self::FieldGone
    }
}

/// The proposed row, with tabs between its cells.
impl fmt::Display for MissingRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.row.join("\t"))
    }
}

/// Rules that the values of `old` may need to be read by the types of `new`, beyond the automatic rules and `upgrades`.
///
/// Constructors of types that `new` lacks are left out: no value of today has a place for them.
#[must_use]
pub fn missing_rules(old: &Schema, new: &Schema, upgrades: &Upgrades) -> Vec<MissingRule> {
    let comparison = SchemaPair { old, new, upgrades };
    let constructors = |schema| -> Vec<&Combinator> { constructors_of(schema).collect() };
    let kept: BTreeSet<u32> = constructors(new).iter().map(|found| found.id).collect();
    let changed = constructors(old).into_iter().filter(|found| !kept.contains(&found.id));
    let mut missing: Vec<_> = changed.flat_map(|constructor| comparison.missing_rules_of(constructor)).collect();
    missing.sort();
    missing.dedup();
    missing
}

fn constructors_of(schema: &Schema) -> impl Iterator<Item = &Combinator> {
    schema.combinators.iter().filter(|found| found.section == Section::Types)
}

/// Two schemas, and the present rules.
struct SchemaPair<'a> {
    old: &'a Schema,
    new: &'a Schema,
    upgrades: &'a Upgrades,
}

impl SchemaPair<'_> {
    fn missing_rules_of(&self, constructor: &Combinator) -> Vec<MissingRule> {
        let name = constructor.name.to_string();
        let Some(ty) = result_name(self.old, constructor).filter(|ty| self.has_type(ty)) else {
            return Vec::new();
        };
        let missing = |row: [&str; 4], change, field: Option<&str>| MissingRule {
            row: row.map(str::to_owned),
            change,
            constructor: (name.clone(), constructor.id),
            field: field.map(str::to_owned),
        };
        let Some(target) = self.target(&name, &ty) else {
            if self.upgrades.successors_of(&name).next().is_some() {
                return Vec::new();
            }
            let successor = UNKNOWN.to_owned();
            return vec![missing(["successor", &name, &successor, "-"], UpgradeObstacle::ConstructorGone, None)];
        };
        let mut found = Vec::new();
        for field in &constructor.fields {
            let Some(field_name) = field.name.as_deref().filter(|_| field.ty != Ty::Nat) else { continue };
            if self.is_taken_by_rule(&name, field_name) {
                continue;
            }
            let Some(new_field) = field_named(target, field_name) else {
                let row = ["field", &name, UNKNOWN, &format!("${field_name}")];
                found.push(missing(row, UpgradeObstacle::FieldGone, Some(field_name)));
                continue;
            };
            if let Some([new, old]) = self.other_type(constructor, field, target, new_field) {
                let row = ["convert", &new, &old, UNKNOWN];
                found.push(missing(row, UpgradeObstacle::OtherType, Some(field_name)));
            }
        }
        for field in &target.fields {
            let Some(field_name) = field.name.as_deref() else { continue };
            let is_new = field_named(constructor, field_name).is_none() && field.ty != Ty::Nat;
            if !is_new || self.has_field_rule(&name, field_name) {
                continue;
            }
            let change = match field.condition {
                None => UpgradeObstacle::NewRequiredField,
                Some(_) if self.is_in_older_group(constructor, target, field) => UpgradeObstacle::NewFieldOfGroup,
                Some(_) => continue,
            };
            let row = ["field", &name, field_name, self.empty_value(&field.ty)];
            found.push(missing(row, change, Some(field_name)));
        }
        found
    }

    fn has_type(&self, name: &str) -> bool {
        constructors_of(self.new).any(|found| result_name(self.new, found).is_some_and(|found| found == name))
    }

    /// The constructor of the new schema that an older one becomes without a change of its type.
    fn target(&self, name: &str, ty: &str) -> Option<&Combinator> {
        let names = [name].into_iter().chain(self.upgrades.successors_of(name));
        let of_name = |name: &str| constructors_of(self.new).find(|found| found.name.to_string() == name);
        names.filter_map(of_name).find(|found| result_name(self.new, found).is_some_and(|found| found == ty))
    }

    /// Whether a rule puts an older field into a field of today.
    fn is_taken_by_rule(&self, constructor: &str, field: &str) -> bool {
        let rows = self.upgrades.rows.iter().filter(|row| row.kind == UpgradeKind::Field && row.name == constructor);
        let taken = |value: &str| {
            let names = value.split('$').skip(1);
            let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
            names.into_iter().any(|rest| rest.split(|character| !is_word(character)).next() == Some(field))
        };
        rows.into_iter().any(|row| taken(&row.value))
    }

    fn has_field_rule(&self, constructor: &str, field: &str) -> bool {
        let mut rows = self.upgrades.rows.iter();
        rows.any(|row| row.kind == UpgradeKind::Field && row.name == constructor && row.part == field)
    }

    /// The names of the new and the old type of a field, or of the items of its vector, if no rule leads from one to the
    /// other.
    fn other_type(&self, old: &Combinator, field: &Field, new: &Combinator, new_field: &Field) -> Option<[String; 2]> {
        let is_flag = |schema: &Schema, field: &Field| field.condition.is_some() && is_true(schema, &field.ty);
        if is_flag(self.old, field) {
            let is_bool = matches!(new_field.ty, Ty::Boxed { ty, .. } if is_bool_type(self.new, ty));
            if is_flag(self.new, new_field) || is_bool {
                return None;
            }
        }
        self.other_type_of(old, &field.ty, new, &new_field.ty)
    }

    fn other_type_of(&self, old: &Combinator, old_ty: &Ty, new: &Combinator, new_ty: &Ty) -> Option<[String; 2]> {
        if let (Ty::Vector { is_bare: a, element: old_ty }, Ty::Vector { is_bare: b, element: new_ty }) =
            (old_ty, new_ty)
            && a == b
        {
            return self.other_type_of(old, old_ty, new, new_ty);
        }
        let names = [tl_parser::tl_text::ty(self.new, new, new_ty), tl_parser::tl_text::ty(self.old, old, old_ty)];
        let is_widened = (old_ty, new_ty) == (&Ty::Primitive(Primitive::Int), &Ty::Primitive(Primitive::Long));
        let is_same = names[0] == names[1] || is_widened;
        (!is_same && !self.is_converted(&names) && !self.is_retyped(&names)).then_some(names)
    }

    fn is_converted(&self, [new, old]: &[String; 2]) -> bool {
        // An `int` goes into the place of a `long`.
        let old_names = [old.as_str(), if old == "int" { "long" } else { old }];
        let mut rows = self.upgrades.rows.iter();
        rows.any(|row| row.kind == UpgradeKind::Convert && row.name == *new && old_names.contains(&row.part.as_str()))
    }

    /// Whether a constructor of the old type has a successor in the new one.
    fn is_retyped(&self, [new, old]: &[String; 2]) -> bool {
        let of_type = |schema: &Schema, name: &str, ty: &str| {
            let mut named = constructors_of(schema).filter(|found| found.name.to_string() == name);
            named.any(|found| result_name(schema, found).is_some_and(|found| found == ty))
        };
        let mut successors = self.upgrades.rows.iter().filter(|row| row.kind == UpgradeKind::Successor);
        successors.any(|row| of_type(self.old, &row.name, old) && of_type(self.new, &row.part, new))
    }

    /// Whether the bit of a new field is that of a field which older values have.
    fn is_in_older_group(&self, old: &Combinator, new: &Combinator, field: &Field) -> bool {
        if is_true(self.new, &field.ty) {
            return false;
        }
        let is_group = |other: &&Field| other.condition == field.condition && other.name != field.name;
        let others = new.fields.iter().filter(is_group).filter_map(|other| other.name.as_deref());
        others.into_iter().any(|name| field_named(old, name).is_some())
    }

    /// The value that usually stands for "none"; to be judged by a person.
    fn empty_value(&self, ty: &Ty) -> &'static str {
        match ty {
            Ty::Primitive(Primitive::Int | Primitive::Long) => "0",
            Ty::Primitive(Primitive::String | Primitive::Bytes) => "\"\"",
            Ty::Vector { is_bare: false, .. } => "[]",
            Ty::Boxed { ty, .. } if is_bool_type(self.new, *ty) => "false",
            _ => UNKNOWN,
        }
    }
}

/// Whether a type is `true`, which takes no bytes in a conditional field.
fn is_true(schema: &Schema, ty: &Ty) -> bool {
    matches!(ty, Ty::Bare { constructor, .. } if schema.combinator(*constructor).name.to_string() == "true")
}

fn field_named<'c>(combinator: &'c Combinator, name: &str) -> Option<&'c Field> {
    combinator.fields.iter().find(|field| field.name.as_deref() == Some(name))
}

#[cfg(test)]
mod tests {
    use tl_parser::Schema;

    use super::missing_rules;
    use crate::table::Upgrades;

    const PRELUDE: &str = "vector#1cb5c415 {t:Type} # [ t ] = Vector t;\ntrue#3fedd339 = True;\n\
                           boolFalse#bc799737 = Bool;\nboolTrue#997275b5 = Bool;\n";

    fn schema(lines: &str) -> Schema {
        tl_parser::read_text("a.tl", format!("{PRELUDE}{lines}")).1
    }

    /// The missing rules as `CHANGE ROW`, with spaces between the cells.
    fn missing(old: &str, new: &str, rules: &str) -> Vec<String> {
        let upgrades = Upgrades::parse(&format!("rule\tname\tpart\tvalue\n{rules}")).unwrap();
        let missing = missing_rules(&schema(old), &schema(new), &upgrades);
        missing.iter().map(|rule| format!("{} {}", rule.change.as_str(), rule.to_string().replace('\t', " "))).collect()
    }

    #[test]
    fn changes_that_the_automatic_rules_cover_need_no_row() {
        let old = "a#00000001 flags:# x:int s:string v:Vector<int> b:flags.0?true c:flags.1?true = A;";
        let new = "a#00000002 flags:# x:long s:flags.2?string v:Vector<long> b:flags.4?true c:Bool z:flags.5?int = A;";
        assert_eq!(missing(old, new, ""), [""; 0]);
        let same = "a#00000001 x:int = A;";
        assert_eq!(missing(same, same, ""), [""; 0]);
    }

    #[test]
    fn every_other_change_has_a_proposal() {
        let old = "a#00000001 flags:# x:int gone:string v:Vector<string> g:flags.0?int = A;\nb#00000003 = A;\nc#00000004 = C;";
        let new = "a#00000002 flags:# x:string v:Vector<A> g:flags.0?int h:flags.0?int n:Vector<int> = A;";
        let expected = [
            "new-field-of-group field a h 0",
            "new-required-field field a n []",
            "other-type convert A string ?",
            "other-type convert string int ?",
            "field-gone field a ? $gone",
            "constructor-gone successor b ? -",
        ];
        let mut found = missing(old, new, "");
        found.sort();
        let mut sorted = expected;
        sorted.sort_unstable();
        assert_eq!(found, sorted, "`C` is gone, so nothing of today holds a `c`");
    }

    #[test]
    fn present_rules_are_not_proposed() {
        let old = "a#00000001 x:string gone:int = A;\nb#00000003 = A;";
        let new = "a#00000002 x:A y:int n:int = A;\nc#00000004 = A;";
        let rules = "convert\tA\tstring\tc\nfield\ta\ty\t$gone\nfield\ta\tn\t0\nsuccessor\tb\tc\t-\n";
        assert_eq!(missing(old, new, rules), [""; 0]);
        assert_eq!(missing(old, new, "").len(), 5);
    }
}
