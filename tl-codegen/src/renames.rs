//! Rust names that a caller chooses for TL names, because two TL names become one Rust name or for taste.
//!
//! The schema stays as it is, and so do the ids. Invariant: a rename that renames nothing is found, by
//! [`unmatched_settings`](crate::unmatched_settings) or as a diagnostic.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use tl_parser::{Combinator, Diagnostic, Field, Name, Schema, Source, Span, Ty};

use crate::metadata::table;

/// The columns of `renames.tsv`, in the order in which its first line has to name them.
pub const RENAME_COLUMNS: [&str; 2] = ["tl", "rust"];

/// Rust names for TL names: the calls of `rename`, and the lines of `renames.tsv`.
///
/// A TL name is written as in the schema: `auth.sentCode` for a constructor or function, `auth.SentCode` for a type,
/// `auth.sentCode/type` for a field, `auth.*` for a namespace. `type auth.SentCode` and `fn auth.sendCode` are allowed
/// too. The Rust name of a constructor is that of its struct and of its variant.
///
/// ```
/// let mut renames = tl_codegen::Renames::default();
/// renames.insert("user_id", "NumericUserId")?;
/// assert!(renames.insert("userId", "no identifier").is_err());
/// # Ok::<(), tl_codegen::NotAnIdentifier>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    by_tl: BTreeMap<String, RenameEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct RenameEntry {
    rust: String,
    /// The cell with the TL name, for a line of a file.
    span: Option<Span>,
}

/// The error for a Rust name that is no identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnIdentifier(String);

impl fmt::Display for NotAnIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a Rust identifier", self.0)
    }
}

impl std::error::Error for NotAnIdentifier {}

impl Renames {
    /// Adds a Rust name for a TL name, in place of an earlier one.
    ///
    /// # Errors
    ///
    /// If `rust` is no identifier. A keyword is one with `r#` before it.
    pub fn insert(&mut self, tl: &str, rust: &str) -> Result<(), NotAnIdentifier> {
        self.add_entry(tl, rust, None)
    }

    /// Adds the lines of a tab-separated file whose first line names the [`RENAME_COLUMNS`]. A line in error is left
    /// out.
    pub fn add_tsv_file(&mut self, source: &Source) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for row in table::parse_tsv_table(source, &RENAME_COLUMNS, &mut diagnostics).rows {
            let (tl, rust) = (row.cell_in_column(0), row.cell_in_column(1));
            if let Err(why) = self.add_entry(&tl.text, &rust.text, Some(tl.span)) {
                diagnostics.push(rust.error_at_cell(why.to_string()).label("not an identifier"));
            }
        }
        diagnostics
    }

    /// Adds the names of `other`, in place of earlier ones.
    pub fn extend(&mut self, other: Self) {
        self.by_tl.extend(other.by_tl);
    }

    fn add_entry(&mut self, tl: &str, rust: &str, span: Option<Span>) -> Result<(), NotAnIdentifier> {
        syn::parse_str::<syn::Ident>(rust).map_err(|_| NotAnIdentifier(rust.to_owned()))?;
        self.by_tl.insert(strip_kind_prefix(tl).to_owned(), RenameEntry { rust: rust.to_owned(), span });
        Ok(())
    }

    /// The Rust name for a TL name.
    pub(crate) fn rust_name_of(&self, tl: &str) -> Option<&str> {
        self.by_tl.get(tl).map(|rename| rename.rust.as_str())
    }

    /// The renames of names that the schema does not have: the name, its nearest match, and its cell if there is one.
    pub(crate) fn unmatched_with_nearest(&self, schema: &Schema) -> Vec<(&str, Option<String>, Option<Span>)> {
        if self.by_tl.is_empty() {
            return Vec::new();
        }
        let names = renamable_names(schema);
        let unmatched = self.by_tl.iter().filter(|(tl, _)| !names.contains(*tl));
        unmatched.map(|(tl, rename)| (tl.as_str(), most_similar_name(tl, names.iter()), rename.span)).collect()
    }
}

/// The TL name without the word for its kind.
fn strip_kind_prefix(tl: &str) -> &str {
    ["type ", "fn "].iter().find_map(|kind| tl.strip_prefix(kind)).unwrap_or(tl).trim()
}

/// The name that differs least, if one is similar.
pub(crate) fn most_similar_name<'n>(name: &str, names: impl Iterator<Item = &'n String>) -> Option<String> {
    let limit = (name.len() / 3).max(1);
    let near = names.filter(|other| other.len().abs_diff(name.len()) <= limit);
    let near = near.map(|other| (strsim::levenshtein(name, other), other));
    near.min().filter(|(distance, _)| *distance <= limit).map(|(_, other)| other.clone())
}

/// All names of a schema that a rename can name.
fn renamable_names(schema: &Schema) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for ty in &schema.types {
        add_namespace_keys(&ty.name, &mut names);
        names.insert(ty.name.to_string());
    }
    for combinator in &schema.combinators {
        add_namespace_keys(&combinator.name, &mut names);
        let name = combinator_name(schema, combinator).to_string();
        names.extend(combinator.params.iter().map(|param| format!("{name}/{}", param.name)));
        add_field_keys(&name, &combinator.fields, &mut names);
        names.insert(name);
    }
    names
}

/// The TL name of a combinator. A default constructor, which is written `_`, is named after its type.
pub(crate) fn combinator_name(schema: &Schema, combinator: &Combinator) -> Name {
    match &combinator.result {
        Ty::Boxed { ty, .. } if combinator.name.local == "_" => {
            let Name { namespace, local } = schema.ty(*ty).name.clone();
            Name { namespace, local: format!("{local}Default") }
        }
        _ => combinator.name.clone(),
    }
}

fn add_namespace_keys(name: &Name, names: &mut BTreeSet<String>) {
    names.extend((1..=name.namespace.len()).map(|len| namespace_key(&name.namespace[..len])));
}

/// The name of a namespace in a rename: `auth.*`.
pub(crate) fn namespace_key(namespace: &[String]) -> String {
    format!("{}.*", namespace.join("."))
}

fn add_field_keys(owner: &str, fields: &[Field], names: &mut BTreeSet<String>) {
    for field in fields {
        let Some(name) = &field.name else { continue };
        let key = format!("{owner}/{name}");
        if let Ty::Repetition { fields, .. } = &field.ty {
            add_field_keys(&key, fields, names);
        }
        names.insert(key);
    }
}
