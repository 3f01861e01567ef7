//! Settings that name nothing in the schema, each with the nearest name.
//!
//! Invariant: a setting that changes nothing because of a misspelt name is found here, or as a diagnostic if a file has
//! the name.

use std::collections::BTreeSet;
use std::fmt;

use tl_parser::{Combinator, Field, Schema, Ty};

use super::does_selector_match;
use crate::generate::{PLACEHOLDER_TYPE_PREFIX, is_placeholder};
use crate::plan::walk;
use crate::renames::{combinator_name, most_similar_name};
use crate::selector::{ItemKind, Selector};
use crate::settings::Settings;

/// A setting that names nothing in the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmatchedSetting {
    /// The setting: `only`, `except`, `rename`, `scalar`, `extern_path`, `type_attribute` or `field_attribute`.
    pub setting: &'static str,
    /// The name or selector in it.
    pub name: String,
    /// The nearest name of the schema, if one is similar.
    pub nearest: Option<String>,
}

impl fmt::Display for UnmatchedSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { setting, name, nearest } = self;
        write!(f, "`{setting}({name})` selects nothing in the schema")?;
        nearest.as_ref().map_or(Ok(()), |nearest| write!(f, "; the nearest name is `{nearest}`"))
    }
}

impl std::error::Error for UnmatchedSetting {}

/// The settings that name nothing in the schema. [`plan`](crate::plan()) ignores them, except for lines of
/// `renames.tsv`.
#[must_use]
pub fn unmatched_settings(schema: &Schema, settings: &Settings) -> Vec<UnmatchedSetting> {
    let [of_types, of_fields] = settings.attributes.selectors();
    let only = unmatched_selectors(schema, "only", &settings.only);
    let except = unmatched_selectors(schema, "except", &settings.except);
    let attributes = unmatched_selectors(schema, "type_attribute", of_types);
    let fields = unmatched_selectors(schema, "field_attribute", of_fields);
    let renames = settings.renames.unmatched_with_nearest(schema).into_iter().filter(|(.., span)| span.is_none());
    let renames =
        renames.map(|(name, nearest, _)| UnmatchedSetting { setting: "rename", name: name.to_owned(), nearest });
    let externs = unmatched_selectors(schema, "extern_path", settings.extern_paths.patterns());
    let lists = [only, except, renames.collect(), attributes, fields, externs];
    let names = [unmatched_extern_names(schema, settings), unmatched_scalars(schema, settings)];
    lists.into_iter().chain(names).flatten().collect()
}

fn unmatched_selectors<'s>(
    schema: &Schema,
    setting: &'static str,
    selectors: impl IntoIterator<Item = &'s Selector>,
) -> Vec<UnmatchedSetting> {
    let selectors = selectors.into_iter().filter(|selector| {
        let mut combinators = schema.combinators.iter();
        !combinators.any(|found| match setting {
            "field_attribute" => does_selector_match_field(schema, selector, found),
            _ => does_selector_match(schema, selector, found),
        })
    });
    let unmatched = selectors.map(|selector| {
        let name = selector.to_string();
        let (plain, names) = match (selector.is_field_selector(), name.split_once(' ')) {
            (true, _) if setting == "field_attribute" => (name.as_str(), field_names(schema)),
            // This setting selects no fields.
            (true, _) => ("", BTreeSet::new()),
            (false, Some(("fn", rest))) => (rest.trim(), function_names(schema)),
            (false, Some((_, rest))) => (rest.trim(), type_names(schema)),
            (false, None) => (name.as_str(), declared_names(schema)),
        };
        UnmatchedSetting { setting, nearest: nearest_name(plain, &names), name }
    });
    unmatched.collect()
}

fn does_selector_match_field(schema: &Schema, selector: &Selector, combinator: &Combinator) -> bool {
    let (name, kind) = (combinator_name(schema, combinator).to_string(), kind_of_combinator(combinator));
    field_paths(&combinator.fields, "").iter().any(|path| selector.selects_field(kind, &name, path))
}

fn kind_of_combinator(combinator: &Combinator) -> ItemKind {
    if walk::type_of_constructor(combinator).is_some() { ItemKind::Constructor } else { ItemKind::Function }
}

/// The names of all fields; those in a repetition have a path: `rows/x`.
fn field_paths(fields: &[Field], prefix: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (name, ty) in fields.iter().filter_map(|field| Some((field.name.as_ref()?, &field.ty))) {
        let path = format!("{prefix}{name}");
        if let Ty::Repetition { fields, .. } = ty {
            paths.extend(field_paths(fields, &format!("{path}/")));
        }
        paths.push(path);
    }
    paths
}

/// The nearest name; for a pattern, the nearest namespace.
fn nearest_name(name: &str, names: &BTreeSet<String>) -> Option<String> {
    match name.strip_suffix(".*") {
        Some(namespace) => {
            let namespaces: BTreeSet<_> =
                names.iter().filter_map(|name| Some(name.rsplit_once('.')?.0.to_owned())).collect();
            most_similar_name(namespace, namespaces.iter()).map(|near| format!("{near}.*"))
        }
        None => most_similar_name(name, names.iter()),
    }
}

/// The names of all types, constructors and functions.
fn declared_names(schema: &Schema) -> BTreeSet<String> {
    let names = schema.combinators.iter().filter(|found| !is_placeholder(schema, found));
    let names: BTreeSet<_> = names.map(|found| combinator_name(schema, found).to_string()).collect();
    names.into_iter().chain(type_names(schema)).collect()
}

fn type_names(schema: &Schema) -> BTreeSet<String> {
    schema.types.iter().filter(|ty| !ty.constructors.is_empty()).map(|ty| ty.name.to_string()).collect()
}

fn function_names(schema: &Schema) -> BTreeSet<String> {
    let functions = schema.combinators.iter().filter(|found| kind_of_combinator(found) == ItemKind::Function);
    functions.map(|found| found.name.to_string()).collect()
}

fn field_names(schema: &Schema) -> BTreeSet<String> {
    let fields = schema.combinators.iter().flat_map(|found| {
        let name = combinator_name(schema, found);
        field_paths(&found.fields, "").into_iter().map(move |path| format!("{name}/{path}"))
    });
    fields.collect()
}

/// Extern names that the schema neither declares nor mentions.
fn unmatched_extern_names(schema: &Schema, settings: &Settings) -> Vec<UnmatchedSetting> {
    if settings.extern_paths.is_empty() {
        return Vec::new();
    }
    let placeholders: Vec<_> = schema.combinators.iter().filter(|found| is_placeholder(schema, found)).collect();
    let (declared, mentioned) = (declared_names(schema), mentioned_names(schema));
    let is_unmatched = |name: &String| {
        let names = |found: &&&Combinator| found.name.to_string() == *name || found.result_tl == *name;
        match placeholders.iter().any(|found| names(&found)) {
            true => !mentioned.contains(name),
            false => !declared.contains(name),
        }
    };
    let names = settings.extern_paths.exact_names_with_paths().map(|(name, _)| name);
    let unmatched = names.filter(|name| !name.starts_with(PLACEHOLDER_TYPE_PREFIX)).filter(is_unmatched);
    unmatched
        .map(|name| {
            let mut known = declared.clone();
            known.remove(&name);
            UnmatchedSetting { setting: "extern_path", nearest: nearest_name(&name, &known), name }
        })
        .collect()
}

/// The names of types and constructors that fields and results of functions mention.
fn mentioned_names(schema: &Schema) -> BTreeSet<String> {
    let functions = schema.combinators.iter().filter(|found| kind_of_combinator(found) == ItemKind::Function);
    let fields = schema.combinators.iter().flat_map(|found| &found.fields).map(|field| &field.ty);
    let types = fields.chain(functions.map(|found| &found.result)).flat_map(walk::type_and_types_inside);
    let names = types.filter_map(|ty| match ty {
        Ty::Boxed { ty, .. } => Some(schema.ty(*ty).name.to_string()),
        Ty::Bare { constructor, .. } => Some(schema.combinator(*constructor).name.to_string()),
        _ => None,
    });
    names.collect()
}

/// Inserted scalars whose constructor the schema neither declares nor mentions.
fn unmatched_scalars(schema: &Schema, settings: &Settings) -> Vec<UnmatchedSetting> {
    let names = declared_names(schema);
    let is_mentioned = |name: &str| schema.combinators.iter().any(|found| does_line_mention(&found.line, name));
    let unmatched = settings.scalars.named_scalars().filter(|(name, _)| !names.contains(*name) && !is_mentioned(name));
    unmatched
        .map(|(name, _)| UnmatchedSetting {
            setting: "scalar",
            name: name.to_owned(),
            nearest: most_similar_name(name, names.iter()),
        })
        .collect()
}

/// Whether a TL line has a name as one of its words.
fn does_line_mention(line: &str, name: &str) -> bool {
    // The name of a type may follow a condition: `flags.3?date` is `flags.3` and `date`.
    line.split(|character: char| !character.is_ascii_alphanumeric() && !"._".contains(character))
        .any(|word| word == name)
}
