//! How much of a schema the tables cover.
//!
//! The field names are the keys of the JSON form. Invariant: every function of the schema counts, including those
//! without a row.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use tl_codegen::metadata::{Access, ErrorBasis, MethodRow};

use crate::sentence_reports::SentenceCoverage;
use crate::store::Store;

/// Counts of known facts, and the names without a description; [`fmt::Display`] prints the text for people.
#[derive(Debug, Serialize)]
pub struct Coverage {
    functions: usize,
    access: AccessCounts,
    business: BusinessAccessCounts,
    errors: ErrorCounts,
    error_types: DescriptionCounts,
    descriptions: DescriptionCounts,
    functions_without_access: Vec<String>,
    functions_without_errors: Vec<String>,
    undescribed_functions: Vec<String>,
    undescribed_error_types: Vec<String>,
    sentences: SentenceCoverage,
}

#[derive(Debug, Serialize)]
struct AccessCounts {
    users_known: usize,
    bots_known: usize,
    users_only: usize,
    bots_only: usize,
    both: usize,
    unknown: usize,
}

#[derive(Debug, Serialize)]
struct BusinessAccessCounts {
    yes: usize,
    no: usize,
    unknown: usize,
}

#[derive(Debug, Serialize)]
struct ErrorCounts {
    listed: usize,
    none: usize,
    unknown: usize,
    pairs: usize,
    second_codes: usize,
    older_pairs: usize,
    types: usize,
    code_types: usize,
    common: usize,
    of_no_method: usize,
}

#[derive(Debug, Serialize)]
struct DescriptionCounts {
    described: usize,
    of: usize,
}

/// Counts the known facts about all functions of the schema.
#[must_use]
pub fn measure_coverage(store: &Store) -> Coverage {
    let (metadata, names) = (&store.metadata, store.functions.function_names().collect::<Vec<_>>());
    let unknown = MethodRow::default();
    let rows: Vec<_> = names.iter().map(|name| metadata.methods.get(*name).unwrap_or(&unknown)).collect();
    let n = |is: &dyn Fn(&MethodRow) -> bool| rows.iter().filter(|row| is(row)).count();
    let access = |users, bots| n(&|row| (row.users, row.bots) == (users, bots));
    let business = |value| n(&|row| row.business == value);
    let current: Vec<_> = rows.iter().flat_map(|row| row.errors.iter().flatten()).collect();
    let is_second = |basis: ErrorBasis| basis == ErrorBasis::Second;
    let first: Vec<_> = current.iter().filter(|error| !is_second(error.basis)).collect();
    let [functions_without_access, functions_without_errors, undescribed_functions] =
        functions_lacking_facts(store).map(|(_, names)| names.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let types = &metadata.error_types;
    let undescribed = types.iter().filter(|(_, description)| description.is_empty());
    let undescribed_error_types: Vec<_> = undescribed.map(|(name, _)| name.clone()).collect();
    Coverage {
        functions: names.len(),
        access: AccessCounts {
            users_known: n(&|row| row.users != Access::Unknown),
            bots_known: n(&|row| row.bots != Access::Unknown),
            users_only: access(Access::Yes, Access::No),
            bots_only: access(Access::No, Access::Yes),
            both: access(Access::Yes, Access::Yes),
            unknown: access(Access::Unknown, Access::Unknown),
        },
        business: BusinessAccessCounts {
            yes: business(Access::Yes),
            no: business(Access::No),
            unknown: business(Access::Unknown),
        },
        errors: ErrorCounts {
            listed: n(&|row| row.errors.as_ref().is_some_and(|errors| !errors.is_empty())),
            none: n(&|row| row.errors.as_ref().is_some_and(Vec::is_empty)),
            unknown: n(&|row| row.errors.is_none()),
            pairs: first.len(),
            second_codes: current.len() - first.len(),
            older_pairs: rows.iter().map(|row| row.older_errors.len()).sum(),
            types: first.iter().map(|error| &error.name).collect::<BTreeSet<_>>().len(),
            code_types: first.iter().map(|error| (error.code, &error.name)).collect::<BTreeSet<_>>().len(),
            common: metadata.common_errors.len(),
            of_no_method: metadata.other_errors.len(),
        },
        error_types: DescriptionCounts { described: types.len() - undescribed_error_types.len(), of: types.len() },
        descriptions: DescriptionCounts { described: names.len() - undescribed_functions.len(), of: names.len() },
        functions_without_access,
        functions_without_errors,
        undescribed_functions,
        undescribed_error_types,
        sentences: SentenceCoverage::new(store),
    }
}

/// Three lists of functions, each with its heading: without known access, without known errors, without a description.
#[must_use]
pub fn functions_lacking_facts(store: &Store) -> [(&'static str, Vec<&str>); 3] {
    let unknown = MethodRow::default();
    let names = |lacks: fn(&MethodRow) -> bool| {
        let rows =
            store.functions.function_names().map(|name| (name, store.metadata.methods.get(name).unwrap_or(&unknown)));
        rows.filter(|(_, row)| lacks(row)).map(|(name, _)| name).collect()
    };
    [
        ("access", names(|row| row.users == Access::Unknown && row.bots == Access::Unknown)),
        ("errors", names(|row| row.errors.is_none())),
        ("description", names(|row| row.description.is_empty())),
    ]
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { functions, access, business, errors, error_types, descriptions, .. } = self;
        writeln!(f, "functions: {functions}")?;
        let AccessCounts { users_known, bots_known, users_only, bots_only, both, unknown } = access;
        let business_known = functions - business.unknown;
        writeln!(f, "access known: users {users_known}, bots {bots_known}, business {business_known}")?;
        writeln!(f, "access: {users_only} users only, {bots_only} bots only, {both} both, {unknown} unknown")?;
        writeln!(f, "business: {} yes, {} no, {} unknown", business.yes, business.no, business.unknown)?;
        let ErrorCounts { listed, none, unknown, pairs, second_codes, older_pairs, .. } = errors;
        let ErrorCounts { types, code_types, common, of_no_method, .. } = errors;
        writeln!(f, "errors: {listed} listed, {none} none listed, {unknown} unknown")?;
        write!(f, "errors by method: {pairs} of {types} types and {code_types} codes with types, ")?;
        writeln!(f, "{second_codes} second codes, {older_pairs} of older sources only")?;
        writeln!(f, "errors of any method: {common}, of no known method: {of_no_method}")?;
        write!(f, "described: {} of {} functions, ", descriptions.described, descriptions.of)?;
        write!(f, "{} of {} types of errors", error_types.described, error_types.of)?;
        let lacking = [
            ("functions without access", &self.functions_without_access),
            ("functions without errors", &self.functions_without_errors),
            ("undescribed functions", &self.undescribed_functions),
            ("undescribed types of errors", &self.undescribed_error_types),
        ];
        for (subject, names) in lacking.into_iter().filter(|(_, names)| !names.is_empty()) {
            write!(f, "\n{subject}: {}", names.join(", "))?;
        }
        write!(f, "\n{}", self.sentences)
    }
}
