//! `cargo xtask metadata coverage`: how much is known.

use std::collections::BTreeSet;

use serde::Serialize;
use tl_codegen::metadata::{Access, ErrorBasis, Metadata, MethodRow};

use super::print_json;
use super::store::Store;
use crate::failure::Outcome;
use crate::flags::Print;
use crate::project::Project;
use crate::say::say;

/// Counts, and the names of what has no description.
#[derive(Serialize)]
struct Coverage {
    functions: usize,
    access: AccessCounts,
    business: BusinessCounts,
    errors: ErrorCounts,
    error_types: Described,
    descriptions: Described,
    undescribed_functions: Vec<String>,
    undescribed_error_types: Vec<String>,
}

#[derive(Serialize)]
struct AccessCounts {
    users_known: usize,
    bots_known: usize,
    users_only: usize,
    bots_only: usize,
    both: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct BusinessCounts {
    yes: usize,
    no: usize,
    unknown: usize,
}

#[derive(Serialize)]
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

#[derive(Serialize)]
struct Described {
    described: usize,
    of: usize,
}

pub(super) fn run(project: &Project, protocol: &str, format: Print) -> Outcome {
    let store = Store::read(project, protocol)?;
    let names: Vec<_> = store.declared.names().collect();
    let coverage = coverage(&names, &store.knowledge.metadata);
    if format == Print::Json {
        return print_json(&coverage);
    }
    print(&coverage);
    Ok(())
}

fn coverage(names: &[&str], metadata: &Metadata) -> Coverage {
    let unknown = MethodRow::default();
    let rows: Vec<_> = names.iter().map(|name| metadata.methods.get(*name).unwrap_or(&unknown)).collect();
    let n = |is: &dyn Fn(&MethodRow) -> bool| rows.iter().filter(|row| is(row)).count();
    let access = |users, bots| n(&|row| (row.users, row.bots) == (users, bots));
    let business = |value| n(&|row| row.business == value);
    let current: Vec<_> = rows.iter().flat_map(|row| row.errors.iter().flatten()).collect();
    let is_second = |basis: ErrorBasis| basis == ErrorBasis::Second;
    let first: Vec<_> = current.iter().filter(|error| !is_second(error.basis)).collect();
    let undescribed = names.iter().zip(&rows).filter(|(_, row)| row.description.is_empty());
    let undescribed_functions: Vec<_> = undescribed.map(|(name, _)| (*name).to_owned()).collect();
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
        business: BusinessCounts {
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
        error_types: Described { described: types.len() - undescribed_error_types.len(), of: types.len() },
        descriptions: Described { described: names.len() - undescribed_functions.len(), of: names.len() },
        undescribed_functions,
        undescribed_error_types,
    }
}

fn print(coverage: &Coverage) {
    let Coverage { functions, access, business, errors, error_types, descriptions, .. } = coverage;
    say!("functions: {functions}");
    say!(
        "access known: users {}, bots {}, business {}",
        access.users_known,
        access.bots_known,
        functions - business.unknown
    );
    let AccessCounts { users_only, bots_only, both, unknown, .. } = access;
    say!("access: {users_only} users only, {bots_only} bots only, {both} both, {unknown} unknown");
    say!("business: {} yes, {} no, {} unknown", business.yes, business.no, business.unknown);
    say!("errors: {} listed, {} none listed, {} unknown", errors.listed, errors.none, errors.unknown);
    say!(
        "errors by method: {} of {} types and {} codes with types, {} second codes, {} of older sources only",
        errors.pairs,
        errors.types,
        errors.code_types,
        errors.second_codes,
        errors.older_pairs,
    );
    say!("errors of any method: {}, of no known method: {}", errors.common, errors.of_no_method);
    say!(
        "described: {} of {} functions, {} of {} types of errors",
        descriptions.described,
        descriptions.of,
        error_types.described,
        error_types.of
    );
    for (what, names) in
        [("functions", &coverage.undescribed_functions), ("types of errors", &coverage.undescribed_error_types)]
    {
        if !names.is_empty() {
            say!("undescribed {what}: {}", names.join(", "));
        }
    }
}
