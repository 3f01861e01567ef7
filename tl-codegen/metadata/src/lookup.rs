//! Look-up by name: a method with its metadata, or an error with the methods that return it.
//!
//! The field names are the keys of the JSON form; [`fmt::Display`] prints the form for people. Invariant: a name that
//! is both a function and an error type is looked up as a function.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use tl_codegen::metadata::{ANY_METHOD, ErrorRow, Keyword, Metadata, MethodRow, NO_METHOD, SourceRow};
use tl_parser::Section;

use crate::layers::LayersReport;
use crate::merge::MergedFacts;
use crate::sentence_reports::{DescribedField, described_fields};
use crate::store::Store;
use crate::{SourceIds, joined_source_ids};

/// Maximum number of similar names that are suggested.
const MAX_SIMILAR_NAMES: usize = 3;

/// Minimum Jaro-Winkler similarity of a suggested name, from 0 to 1.
const MIN_NAME_SIMILARITY: f64 = 0.6;

/// The metadata of one method.
#[derive(Serialize)]
pub struct MethodReport<'a> {
    method: &'a str,
    id: String,
    result: &'a str,
    access: AccessReport<'a>,
    errors_state: &'a str,
    errors_sources: &'a [String],
    errors: Vec<ErrorReport<'a>>,
    older_errors: Vec<ErrorReport<'a>>,
    common_errors: Vec<ErrorReport<'a>>,
    statements: Vec<ConfirmedStatementReport<'a>>,
    parameters: Vec<DescribedField<'a>>,
    description: &'a str,
    #[serde(flatten)]
    layers: LayersReport,
    sources: BTreeMap<&'a str, SourceReport<'a>>,
}

#[derive(Serialize)]
struct AccessReport<'a> {
    users: &'a str,
    bots: &'a str,
    business: &'a str,
    basis: &'a str,
    sources: &'a [String],
    business_basis: &'a str,
    business_sources: &'a [String],
}

#[derive(Serialize)]
struct ErrorReport<'a> {
    code: i32,
    #[serde(rename = "type")]
    name: &'a str,
    basis: &'a str,
    sources: &'a [String],
    description: &'a str,
}

/// A parameter or result that pages state and that agrees with the schema.
#[derive(Serialize)]
struct ConfirmedStatementReport<'a> {
    about: &'a str,
    value: &'a str,
    sources: &'a SourceIds,
}

#[derive(Serialize)]
struct SourceReport<'a> {
    name: &'a str,
    version: &'a str,
    layer: Option<u32>,
    licence: &'a str,
}

/// An error type with the methods that return it.
#[derive(Serialize)]
pub struct ErrorTypeReport<'a> {
    error: &'a str,
    description: &'a str,
    /// The codes of the error type that no source assigns to a method.
    codes: Vec<ReturningMethod<'a>>,
    /// The number in the given name, where the type has `%d`: `42` for `FLOOD_WAIT_42`.
    value: Option<&'a str>,
    any_method: Vec<ReturningMethod<'a>>,
    methods: Vec<ReturningMethod<'a>>,
    older_methods: Vec<ReturningMethod<'a>>,
}

#[derive(Serialize)]
struct ReturningMethod<'a> {
    method: &'a str,
    code: i32,
    sources: &'a [String],
}

/// Looks up the metadata of a function; `None` if the schema has no function of this name.
#[must_use]
pub fn method_report<'a>(store: &'a Store, merged: &'a MergedFacts, name: &'a str) -> Option<MethodReport<'a>> {
    let (functions, metadata) = (&store.functions, &store.metadata);
    let function = functions.function_by_name(name)?;
    static ROW_OF_METHOD_WITHOUT_FACTS: std::sync::LazyLock<MethodRow> = std::sync::LazyLock::new(MethodRow::default);
    let row = metadata.methods.get(name).unwrap_or(&ROW_OF_METHOD_WITHOUT_FACTS);
    let errors: Vec<_> = row.errors.iter().flatten().map(error_report).collect();
    let statements = merged.statements.iter().filter(|((method, ..), _)| method == name);
    let statements = statements.map(|((_, about, value), sources)| ConfirmedStatementReport { about, value, sources });
    Some(MethodReport {
        layers: LayersReport::new(&metadata.history, Section::Functions, name),
        method: name,
        id: format!("{:08x}", function.id),
        result: &function.result,
        access: AccessReport {
            users: row.users.word(),
            bots: row.bots.word(),
            business: row.business.word(),
            basis: row.basis.word(),
            sources: &row.sources,
            business_basis: row.business_basis.word(),
            business_sources: &row.business_sources,
        },
        errors_state: match &row.errors {
            None => "unknown",
            Some(errors) if errors.is_empty() => "none",
            Some(_) => "listed",
        },
        errors_sources: &row.errors_sources,
        errors,
        older_errors: row.older_errors.iter().map(error_report).collect(),
        common_errors: metadata.common_errors.iter().map(error_report).collect(),
        statements: statements.collect(),
        parameters: described_fields(name, &function.parameters, &metadata.sentences),
        description: &row.description,
        sources: metadata.sources.iter().map(|(id, row)| (id.as_str(), source_report(row))).collect(),
    })
}

fn source_report(row: &SourceRow) -> SourceReport<'_> {
    SourceReport { name: &row.name, version: &row.version, layer: row.layer, licence: &row.licence }
}

fn error_report(row: &ErrorRow) -> ErrorReport<'_> {
    ErrorReport {
        code: row.code,
        name: &row.name,
        basis: row.basis.word(),
        sources: &row.sources,
        description: &row.description,
    }
}

/// The error type in the tables that matches a name, and the number that the name has in place of `%d`.
fn find_error_type_and_number<'a>(name: &'a str, metadata: &'a Metadata) -> Option<(&'a str, Option<&'a str>)> {
    let types = || metadata.error_types.keys().map(String::as_str);
    let exact = types().find(|known| *known == name).map(|known| (known, None));
    exact.or_else(|| types().find_map(|known| Some((known, Some(number_in_error_name(name, known)?)))))
}

/// The number in a received error name, at the position of `%d` in the known type.
fn number_in_error_name<'a>(name: &'a str, known: &str) -> Option<&'a str> {
    let (before, after) = known.split_once("%d")?;
    let number = name.strip_prefix(before)?.strip_suffix(after)?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// The methods that return an error; `name` may have a number in place of `%d`: `FLOOD_WAIT_42`.
#[must_use]
pub fn error_type_report<'a>(store: &'a Store, name: &'a str) -> Option<ErrorTypeReport<'a>> {
    let metadata = &store.metadata;
    let (name, value) = find_error_type_and_number(name, metadata)?;
    fn methods_returning<'a>(method: &'a str, rows: &'a [ErrorRow], name: &str) -> Vec<ReturningMethod<'a>> {
        let rows = rows.iter().filter(|row| row.name == name);
        rows.map(|row| ReturningMethod { method, code: row.code, sources: &row.sources }).collect()
    }
    let methods = || metadata.methods.iter();
    Some(ErrorTypeReport {
        error: name,
        description: metadata.error_types.get(name).map_or("", String::as_str),
        codes: methods_returning(NO_METHOD, &metadata.other_errors, name),
        value,
        any_method: methods_returning(ANY_METHOD, &metadata.common_errors, name),
        methods: methods()
            .flat_map(|(method, row)| methods_returning(method, row.errors.as_deref().unwrap_or_default(), name))
            .collect(),
        older_methods: methods().flat_map(|(method, row)| methods_returning(method, &row.older_errors, name)).collect(),
    })
}

/// The names of functions and error types most similar to a name, the most similar first.
#[must_use]
pub fn names_similar_to<'a>(store: &'a Store, name: &str) -> Vec<&'a str> {
    let names = store.functions.function_names().chain(store.metadata.error_types.keys().map(String::as_str));
    most_similar_names(names, name)
}

/// The names most similar to a wanted name, the most similar first, each once.
#[must_use]
pub fn most_similar_names<'a>(names: impl Iterator<Item = &'a str>, wanted: &str) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let names: BTreeSet<_> = names.collect();
    let similarity = |known: &str| {
        let known = known.to_lowercase();
        let last = known.rsplit('.').next().unwrap_or_default();
        strsim::jaro_winkler(&wanted, &known).max(strsim::jaro_winkler(&wanted, last))
    };
    let mut found: Vec<_> = names
        .into_iter()
        .map(|known| (known, similarity(known)))
        .filter(|(_, similarity)| *similarity >= MIN_NAME_SIMILARITY)
        .collect();
    found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(other.0)));
    found.into_iter().take(MAX_SIMILAR_NAMES).map(|(known, _)| known).collect()
}

impl fmt::Display for MethodReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{} = {}{}", self.method, self.id, self.result, self.layers)?;
        if !self.description.is_empty() {
            write!(f, "\n{}", self.description)?;
        }
        self.parameters.iter().try_for_each(|parameter| write!(f, "\n  {parameter}"))?;
        let AccessReport { users, bots, business, basis, business_basis, sources, business_sources } = &self.access;
        write!(f, "\nusers: {users}; bots: {bots} ({basis}: {})", sources.join(" "))?;
        write!(f, "\nbusiness: {business} ({business_basis}: {})", business_sources.join(" "))?;
        write!(f, "\nerrors: {} ({})", self.errors_state, self.errors_sources.join(" "))?;
        let groups =
            [("", &self.errors), ("\nolder sources only:", &self.older_errors), ("\nany method:", &self.common_errors)];
        for (title, errors) in groups.into_iter().filter(|(_, errors)| !errors.is_empty()) {
            f.write_str(title)?;
            for ErrorReport { code, name, basis, sources, description } in errors {
                write!(f, "\n  {code} {name} ({basis}: {}): {description}", sources.join(" "))?;
            }
        }
        if !self.statements.is_empty() {
            f.write_str("\npages:")?;
        }
        for ConfirmedStatementReport { about, value, sources } in &self.statements {
            write!(f, "\n  {about}: {value} ({})", joined_source_ids(*sources))?;
        }
        Ok(())
    }
}

impl fmt::Display for ErrorTypeReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.description)?;
        if let Some(value) = self.value {
            write!(f, "\nreceived with {value}")?;
        }
        let groups = [
            (" (of no known method)", &self.codes),
            ("", &self.any_method),
            ("", &self.methods),
            (" (older sources only)", &self.older_methods),
        ];
        for (note, returned) in groups {
            for ReturningMethod { method, code, sources } in returned {
                write!(f, "\n  {code} {method}{note} ({})", sources.join(" "))?;
            }
        }
        Ok(())
    }
}
