//! The cause of an API change: the changes of the schema about the same declaration, or a bound that forced a `Box`.
//!
//! Invariant: every change gets a cause, if only that of the types that a declaration contains.

use std::collections::BTreeMap;

use tl_parser::Section;
use tl_parser::difference::{Change, ChangeKind, ChangedValue, Difference, Subject};

use super::items::TlOrigin;
use crate::plan::naming::field_ident_of_name;
use crate::plan::{ForcedBox, Plan};

/// Maximum number of schema changes that a cause names.
const MAX_NAMED_CHANGES: usize = 3;

/// The cause of a change to a declaration that the schema change leaves as it is.
const CONTAINED_TYPES_PHRASE: &str = "types that it contains";

/// Schema changes by declaration, and forced indirections.
pub(super) struct Causes<'a> {
    by_declaration: BTreeMap<Subject, BTreeMap<&'a str, Vec<&'a Change>>>,
    forced: &'a [ForcedBox],
}

impl<'a> Causes<'a> {
    pub(super) fn new(schema: &'a Difference, new: &'a Plan) -> Self {
        let mut by_declaration: BTreeMap<_, BTreeMap<_, Vec<_>>> = BTreeMap::new();
        for change in &schema.changes {
            by_declaration.entry(change.subject).or_default().entry(change.name.as_str()).or_default().push(change);
        }
        Self { by_declaration, forced: &new.forced }
    }

    fn schema_changes_of(&self, subject: Subject, name: &str) -> &[&'a Change] {
        let of_subject = self.by_declaration.get(&subject);
        of_subject.and_then(|changes| changes.get(name)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The cause of a change to the item itself.
    pub(super) fn cause_of_item(&self, origin: &TlOrigin<'_>) -> String {
        self.cause_of_part(origin, None)
    }

    /// The cause of a change to a field, variant or method, by its Rust name.
    pub(super) fn cause_of_part(&self, origin: &TlOrigin<'_>, part: Option<&str>) -> String {
        if let Some(part) = part {
            let is_about =
                |change: &&&Change| change.field.as_deref().is_some_and(|field| field_ident_of_name(field) == part);
            let about: Vec<_> =
                self.schema_changes_of(origin.subject, origin.name).iter().filter(is_about).copied().collect();
            if !about.is_empty() {
                return schema_changes_in_words(&about);
            }
        }
        self.forced_box_cause(origin, part).unwrap_or_else(|| self.cause_of_declaration(origin))
    }

    /// The cause of a change to a file with these declarations.
    pub(super) fn cause_of_file_change(&self, origins: &[TlOrigin<'_>]) -> String {
        let changes: Vec<_> =
            origins.iter().flat_map(|origin| self.schema_changes_of(origin.subject, origin.name)).copied().collect();
        let is_about = |forced: &&ForcedBox| origins.iter().any(|origin| forced.holder.combinator == origin.name);
        match (changes.is_empty(), self.forced.iter().find(is_about)) {
            (false, _) => schema_changes_in_words(&changes),
            (true, Some(forced)) => forced.to_string(),
            (true, None) => CONTAINED_TYPES_PHRASE.to_owned(),
        }
    }

    /// The schema changes about a declaration as a whole, or about its type.
    fn cause_of_declaration(&self, origin: &TlOrigin<'_>) -> String {
        let own = self.schema_changes_of(origin.subject, origin.name);
        let of_owner = origin.owner.map(|owner| self.schema_changes_of(Subject::Type, owner)).unwrap_or_default();
        match (own, of_owner) {
            ([], []) => CONTAINED_TYPES_PHRASE.to_owned(),
            ([], of_owner) => schema_changes_in_words(of_owner),
            (own, _) => schema_changes_in_words(own),
        }
    }

    /// The bound that moved the value of a field behind a `Box`.
    fn forced_box_cause(&self, origin: &TlOrigin<'_>, part: Option<&str>) -> Option<String> {
        let section = if origin.subject == Subject::Function { Section::Functions } else { Section::Types };
        let forced = self.forced.iter().find(|forced| {
            let holder = &forced.holder;
            let field = holder.field.as_deref().map(field_ident_of_name);
            holder.section == section && holder.combinator == origin.name && field.as_deref() == part
        });
        forced.map(ToString::to_string)
    }

    /// The cause of a `Box` around the struct of a variant that came or went.
    pub(super) fn cause_of_variant_box(&self, constructor: &str) -> String {
        self.cause_of_box(&TlOrigin { subject: Subject::Constructor, name: constructor, owner: None }, None)
    }

    /// The cause of a `Box` around the value of a field that came or went without a change of the field.
    pub(super) fn cause_of_field_box(&self, origin: &TlOrigin<'_>, part: &str) -> String {
        self.cause_of_box(origin, Some(part))
    }

    fn cause_of_box(&self, origin: &TlOrigin<'_>, part: Option<&str>) -> String {
        self.forced_box_cause(origin, part).unwrap_or_else(|| "its recorded indirection is another one".to_owned())
    }

    /// The cause of a variant that came or went: a constructor that did so, or that moved.
    pub(super) fn cause_of_variant_change(&self, name: &str, ty: &str) -> String {
        self.cause_of_declaration(&TlOrigin { subject: Subject::Constructor, name, owner: Some(ty) })
    }

    /// The likely new name of a removed declaration.
    pub(super) fn new_name_of_declaration(&self, origin: &TlOrigin<'_>) -> Option<&'a str> {
        self.new_name_in_rename(origin, None)
    }

    /// The likely new name of a removed field, by its Rust name.
    pub(super) fn new_name_of_field(&self, origin: &TlOrigin<'_>, ident: &str) -> Option<&'a str> {
        self.new_name_in_rename(origin, Some(ident))
    }

    fn new_name_in_rename(&self, origin: &TlOrigin<'_>, field: Option<&str>) -> Option<&'a str> {
        let kind = if field.is_some() { ChangeKind::FieldRenamed } else { ChangeKind::Renamed };
        let changes = self.schema_changes_of(origin.subject, origin.name).iter().filter(|change| change.kind == kind);
        let text = |detail: &'a Option<ChangedValue>| match detail {
            Some(ChangedValue::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let mut names = changes.filter_map(|change| Some((text(&change.old)?, text(&change.new)?)));
        names.find(|(old, _)| field.is_none_or(|field| field_ident_of_name(old) == field)).map(|(_, new)| new)
    }
}

/// Schema changes in words: `constructor chat: field_added about (flags.3?string)`. Ids alone change no Rust type.
fn schema_changes_in_words(changes: &[&Change]) -> String {
    let is_named = |change: &&&Change| change.kind != ChangeKind::IdChanged || changes.len() == 1;
    let named: Vec<_> = changes.iter().filter(is_named).collect();
    let mut words: Vec<_> = named.iter().take(MAX_NAMED_CHANGES).map(|change| schema_change_in_words(change)).collect();
    if named.len() > MAX_NAMED_CHANGES {
        words.push(format!("{} more", named.len() - MAX_NAMED_CHANGES));
    }
    words.join("; ")
}

fn schema_change_in_words(change: &Change) -> String {
    let Change { subject, name, kind, field, old, new, .. } = change;
    let field = field.as_ref().map(|field| format!(" {field}")).unwrap_or_default();
    let values: Vec<_> = old.iter().chain(new).map(ToString::to_string).collect();
    let values = if values.is_empty() { String::new() } else { format!(" ({})", values.join(" to ")) };
    format!("{} {name}: {}{field}{values}", subject.as_str(), kind.as_str())
}
