//! Rule 15: parameters, results and declarations on pages, compared with the schema.
//!
//! A statement that agrees with the schema is kept with its sources; one that differs is a conflict. Invariant: the
//! schema always wins.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict::{Conflict, ConflictTopic};
use super::model::{ConfirmedStatements, Source};
use crate::SourceIds;
use crate::facts::FactKind;
use crate::functions::{Function, Functions};

/// Compares the statements of all pages about a method with its declaration.
pub(super) fn merge_page_statements(
    name: &str,
    functions: &Functions,
    sources: &[Source],
    statements: &mut ConfirmedStatements,
    conflicts: &mut BTreeSet<Conflict>,
) {
    let Some(function) = functions.function_by_name(name) else { return };
    let mut statement = |about: &str, value: &str, id: &str| {
        let key = (name.to_owned(), about.to_owned(), value.to_owned());
        statements.entry(key).or_default().insert(id.to_owned());
    };
    let mut differences = StatementDifferences::default();
    for source in sources {
        let facts = &source.facts;
        for result in facts.values_of_method(name, FactKind::Result) {
            match type_in_spelling_of_pages(result) == type_in_spelling_of_pages(&function.result) {
                true => statement("result", &function.result, &source.id),
                false => differences.add_difference(ConflictTopic::Result, "", &function.result, result, &source.id),
            }
        }
        for tl in facts.values_of_method(name, FactKind::Tl) {
            match constructor_id_in_declaration(tl) == Some(function.id) {
                true => statement("declaration", &format!("#{:08x}", function.id), &source.id),
                false => differences.add_difference(
                    ConflictTopic::Declaration,
                    "",
                    &format!("#{:08x}", function.id),
                    tl,
                    &source.id,
                ),
            }
        }
        for value in facts.values_of_method(name, FactKind::Parameter) {
            compare_parameter(value, function, &source.id, &mut statement, &mut differences);
        }
        if facts.has_fact(name, FactKind::DirectUse) {
            statement("use", "by the library itself", &source.id);
        }
    }
    report_absent_parameters(name, function, sources, &mut differences);
    conflicts.extend(differences.into_conflicts(name));
}

/// Compares one parameter on one page with the declaration.
fn compare_parameter(
    value: &str,
    function: &Function,
    id: &str,
    statement: &mut impl FnMut(&str, &str, &str),
    differences: &mut StatementDifferences,
) {
    let [name, ty, required] = *value.split(' ').collect::<Vec<_>>() else { return };
    let Some(parameter) = function.parameters.iter().find(|known| known.name == name) else {
        return differences.add_difference(ConflictTopic::Parameter, name, "not declared", ty, id);
    };
    let declared = parameter.type_in_declaration();
    if type_in_spelling_of_pages(ty) == type_in_spelling_of_pages(&declared) {
        statement(&format!("parameter {name}"), &declared, id);
    } else {
        differences.add_difference(ConflictTopic::Parameter, name, &declared, ty, id);
    }
    let is_required = if parameter.bit.is_some() { "no" } else { "yes" };
    if required == is_required {
        statement(&format!("parameter {name} required"), required, id);
    } else if required != "?" {
        differences.add_difference(ConflictTopic::Parameter, &format!("{name} required"), is_required, required, id);
    }
}

/// Records declared parameters that a page with parameters omits; few pages show flags fields, so those do not count.
fn report_absent_parameters(
    name: &str,
    function: &Function,
    sources: &[Source],
    differences: &mut StatementDifferences,
) {
    for source in sources.iter().filter(|source| source.facts.has_fact(name, FactKind::Parameter)) {
        let shown: Vec<_> = source
            .facts
            .values_of_method(name, FactKind::Parameter)
            .filter_map(|value| value.split(' ').next())
            .collect();
        for parameter in function.parameters.iter().filter(|parameter| parameter.ty != "#") {
            match shown.contains(&parameter.name.as_str()) {
                true => differences.add_source_showing_parameter(&parameter.name, &source.id),
                false => {
                    let declared = parameter.type_in_declaration();
                    differences.add_difference(
                        ConflictTopic::Parameter,
                        &parameter.name,
                        &declared,
                        "not shown",
                        &source.id,
                    );
                }
            }
        }
    }
}

/// Values on pages that differ from the schema, by topic, subject and declared value.
#[derive(Default)]
struct StatementDifferences {
    found: BTreeMap<(ConflictTopic, String, String), BTreeMap<String, SourceIds>>,
    shown: BTreeMap<String, SourceIds>,
}

impl StatementDifferences {
    fn add_difference(&mut self, about: ConflictTopic, subject: &str, chosen: &str, said: &str, id: &str) {
        let key = (about, subject.to_owned(), chosen.to_owned());
        self.found.entry(key).or_default().entry(said.to_owned()).or_default().insert(id.to_owned());
    }

    /// Records that a source shows a parameter; other pages may omit it.
    fn add_source_showing_parameter(&mut self, parameter: &str, id: &str) {
        self.shown.entry(parameter.to_owned()).or_default().insert(id.to_owned());
    }

    fn into_conflicts(self, name: &str) -> impl Iterator<Item = Conflict> {
        let Self { found, shown } = self;
        let name = name.to_owned();
        found.into_iter().map(move |((about, subject, chosen), values)| {
            let showing = shown.get(&subject).filter(|_| values.contains_key("not shown"));
            let conflict = Conflict::new(&name, about, &subject, &chosen, "pages never change the schema");
            let conflict =
                values.into_iter().fold(conflict, |conflict, (said, ids)| conflict.with_value_of_source(&said, ids));
            conflict.with_value_of_source("shown", showing.cloned().unwrap_or_default())
        })
    }
}

/// A type in the simplified spelling of pages: without its condition, and `true` as `Bool`.
fn type_in_spelling_of_pages(ty: &str) -> String {
    let ty = ty.rsplit_once('?').map_or(ty, |(_, ty)| ty);
    match ty {
        "true" => "Bool".to_owned(),
        ty => ty.replace("vector<", "Vector<").replace('%', ""),
    }
}

/// The constructor id that a declaration spells out.
fn constructor_id_in_declaration(tl: &str) -> Option<u32> {
    let (_, rest) = tl.split_once('#')?;
    u32::from_str_radix(rest.split([' ', '{']).next()?, 16).ok()
}
