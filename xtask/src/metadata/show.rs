//! `cargo xtask metadata show`: everything that is known about a method, or the methods that return an error.

use std::collections::BTreeMap;

use serde::Serialize;
use tl_codegen::metadata::{ErrorRow, Metadata, MethodRow, SourceRow};

use super::facts::{ANY_METHOD, NO_METHOD};
use super::merge::{Declared, Ids, Statements, access_word};
use super::print_json;
use super::store::{Store, basis, error_basis, joined};
use crate::failure::{Failure, Outcome};
use crate::flags::{MetadataShow, Print};
use crate::project::Project;
use crate::say::{complain, say};

/// How many names are proposed in place of one that is unknown.
const MOST_PROPOSED: usize = 3;

/// How alike a proposed name has to be, from 0 to 1.
const LEAST_LIKENESS: f64 = 0.6;

#[derive(Serialize)]
struct Method<'a> {
    method: &'a str,
    id: String,
    result: &'a str,
    access: Access<'a>,
    errors_state: &'a str,
    errors_sources: &'a [String],
    errors: Vec<Error<'a>>,
    older_errors: Vec<Error<'a>>,
    common_errors: Vec<Error<'a>>,
    statements: Vec<Statement<'a>>,
    description: &'a str,
    sources: BTreeMap<&'a str, Source<'a>>,
}

#[derive(Serialize)]
struct Access<'a> {
    users: &'a str,
    bots: &'a str,
    business: &'a str,
    basis: &'a str,
    sources: &'a [String],
    business_basis: &'a str,
    business_sources: &'a [String],
}

#[derive(Serialize)]
struct Error<'a> {
    code: i32,
    #[serde(rename = "type")]
    name: &'a str,
    basis: &'a str,
    sources: &'a [String],
    description: &'a str,
}

/// What pages say of parameters and results, as far as the schema agrees.
#[derive(Serialize)]
struct Statement<'a> {
    about: &'a str,
    value: &'a str,
    sources: &'a Ids,
}

#[derive(Serialize)]
struct Source<'a> {
    name: &'a str,
    version: &'a str,
    layer: Option<u32>,
    licence: &'a str,
}

#[derive(Serialize)]
struct Type<'a> {
    error: &'a str,
    description: &'a str,
    /// Its codes, if it is known of no method.
    codes: Vec<Returned<'a>>,
    /// What a received message has in place of `%d`.
    value: Option<&'a str>,
    any_method: Vec<Returned<'a>>,
    methods: Vec<Returned<'a>>,
    older_methods: Vec<Returned<'a>>,
}

#[derive(Serialize)]
struct Returned<'a> {
    method: &'a str,
    code: i32,
    sources: &'a [String],
}

pub(super) fn run(project: &Project, protocol: &str, flags: &MetadataShow) -> Outcome {
    let store = Store::read(project, protocol)?;
    let metadata = &store.knowledge.metadata;
    let statements = store.merge().statements;
    if let Some(method) = method(&flags.name, &store.declared, metadata, &statements) {
        return print_either(flags.format, &method, print_method);
    }
    match find_type(&flags.name, metadata) {
        Some((name, value)) => print_either(flags.format, &error_type(name, value, metadata), print_type),
        None => {
            complain!("error: `{}` is neither a function of `{protocol}` nor a known type of error", flags.name);
            let names = store.declared.names().chain(metadata.error_types.keys().map(String::as_str));
            let near = nearest(&flags.name, names);
            if !near.is_empty() {
                complain!("help: there is {}", near.join(", "));
            }
            Err(Failure::Reported)
        }
    }
}

fn print_either<T: Serialize>(format: Print, value: &T, print: fn(&T)) -> Outcome {
    match format {
        Print::Json => print_json(value),
        Print::Text => {
            print(value);
            Ok(())
        }
    }
}

fn method<'a>(
    name: &'a str,
    declared: &'a Declared,
    metadata: &'a Metadata,
    statements: &'a Statements,
) -> Option<Method<'a>> {
    let function = declared.get(name)?;
    static UNKNOWN: std::sync::LazyLock<MethodRow> = std::sync::LazyLock::new(MethodRow::default);
    let row = metadata.methods.get(name).unwrap_or(&UNKNOWN);
    let errors: Vec<_> = row.errors.iter().flatten().map(error).collect();
    Some(Method {
        method: name,
        id: format!("{:08x}", function.id),
        result: &function.result,
        access: Access {
            users: access_word(row.users),
            bots: access_word(row.bots),
            business: access_word(row.business),
            basis: basis(row.basis),
            sources: &row.sources,
            business_basis: basis(row.business_basis),
            business_sources: &row.business_sources,
        },
        errors_state: match &row.errors {
            None => "unknown",
            Some(errors) if errors.is_empty() => "none",
            Some(_) => "listed",
        },
        errors_sources: &row.errors_sources,
        errors,
        older_errors: row.older_errors.iter().map(error).collect(),
        common_errors: metadata.common_errors.iter().map(error).collect(),
        statements: statements.iter().filter(|((about, ..), _)| about == name).map(statement).collect(),
        description: &row.description,
        sources: metadata.sources.iter().map(|(id, row)| (id.as_str(), source(row))).collect(),
    })
}

fn source(row: &SourceRow) -> Source<'_> {
    Source { name: &row.name, version: &row.version, layer: row.layer, licence: &row.licence }
}

fn error(row: &ErrorRow) -> Error<'_> {
    Error {
        code: row.code,
        name: &row.name,
        basis: error_basis(row.basis),
        sources: &row.sources,
        description: &row.description,
    }
}

fn statement<'a>(((_, about, value), sources): (&'a (String, String, String), &'a Ids)) -> Statement<'a> {
    Statement { about, value, sources }
}

/// A type as it is written in the tables, or as it is received: with a number in place of `%d`.
fn find_type<'a>(name: &'a str, metadata: &'a Metadata) -> Option<(&'a str, Option<&'a str>)> {
    let types = || metadata.error_types.keys().map(String::as_str);
    let exact = types().find(|known| *known == name).map(|known| (known, None));
    exact.or_else(|| types().find_map(|known| Some((known, Some(number(name, known)?)))))
}

/// The number that a received error has where the type has `%d`.
fn number<'a>(name: &'a str, known: &str) -> Option<&'a str> {
    let (before, after) = known.split_once("%d")?;
    let number = name.strip_prefix(before)?.strip_suffix(after)?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

fn error_type<'a>(name: &'a str, value: Option<&'a str>, metadata: &'a Metadata) -> Type<'a> {
    fn returned<'a>(method: &'a str, rows: &'a [ErrorRow], name: &str) -> Vec<Returned<'a>> {
        let rows = rows.iter().filter(|row| row.name == name);
        rows.map(|row| Returned { method, code: row.code, sources: &row.sources }).collect()
    }
    let methods = || metadata.methods.iter();
    Type {
        error: name,
        description: metadata.error_types.get(name).map_or("", String::as_str),
        codes: returned(NO_METHOD, &metadata.other_errors, name),
        value,
        any_method: returned(ANY_METHOD, &metadata.common_errors, name),
        methods: methods()
            .flat_map(|(method, row)| returned(method, row.errors.as_deref().unwrap_or_default(), name))
            .collect(),
        older_methods: methods().flat_map(|(method, row)| returned(method, &row.older_errors, name)).collect(),
    }
}

/// The names that are most like one.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let likeness = |known: &str| {
        let known = known.to_lowercase();
        let last = known.rsplit('.').next().unwrap_or_default();
        strsim::jaro_winkler(&wanted, &known).max(strsim::jaro_winkler(&wanted, last))
    };
    let mut found: Vec<_> =
        names.map(|known| (known, likeness(known))).filter(|(_, like)| *like >= LEAST_LIKENESS).collect();
    found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(other.0)));
    found.into_iter().take(MOST_PROPOSED).map(|(known, _)| known).collect()
}

fn print_method(method: &Method<'_>) {
    say!("{}#{} = {}", method.method, method.id, method.result);
    if !method.description.is_empty() {
        say!("{}", method.description);
    }
    let Access { users, bots, business, .. } = &method.access;
    say!("users: {users}; bots: {bots} ({}: {})", method.access.basis, method.access.sources.join(" "));
    say!("business: {business} ({}: {})", method.access.business_basis, method.access.business_sources.join(" "));
    say!("errors: {} ({})", method.errors_state, method.errors_sources.join(" "));
    print_errors(&method.errors);
    for (what, errors) in [("older sources only:", &method.older_errors), ("any method:", &method.common_errors)] {
        if !errors.is_empty() {
            say!("{what}");
            print_errors(errors);
        }
    }
    if !method.statements.is_empty() {
        say!("pages:");
    }
    for Statement { about, value, sources } in &method.statements {
        say!("  {about}: {value} ({})", joined(sources));
    }
}

fn print_errors(errors: &[Error<'_>]) {
    for error in errors {
        say!("  {} {} ({}: {}): {}", error.code, error.name, error.basis, error.sources.join(" "), error.description);
    }
}

fn print_type(error: &Type<'_>) {
    say!("{}: {}", error.error, error.description);
    if let Some(value) = error.value {
        say!("received with {value}");
    }
    let groups = [
        (" (of no known method)", &error.codes),
        ("", &error.any_method),
        ("", &error.methods),
        (" (older sources only)", &error.older_methods),
    ];
    for (note, returned) in groups {
        for returned in returned {
            say!("  {} {}{note} ({})", returned.code, returned.method, returned.sources.join(" "));
        }
    }
}
