//! What pages say of parameters, results and declarations, held against the schema.
//!
//! What agrees is kept with its sources, what differs is reported. Invariant: the schema is right.

use std::collections::{BTreeMap, BTreeSet};

use super::super::facts::What;
use super::declared::Function;
use super::{About, Conflict, Declared, Ids, Source, Statements};

/// Compares what pages say about a method.
pub(super) fn merge(
    name: &str,
    declared: &Declared,
    sources: &[Source],
    statements: &mut Statements,
    conflicts: &mut BTreeSet<Conflict>,
) {
    let Some(function) = declared.get(name) else { return };
    let mut statement = |about: &str, value: &str, id: &str| {
        let key = (name.to_owned(), about.to_owned(), value.to_owned());
        statements.entry(key).or_default().insert(id.to_owned());
    };
    let mut different = Different::default();
    for source in sources {
        let facts = &source.facts;
        for result in facts.values(name, What::Result) {
            match simple(result) == simple(&function.result) {
                true => statement("result", &function.result, &source.id),
                false => different.add(About::Result, "", &function.result, result, &source.id),
            }
        }
        for tl in facts.values(name, What::Tl) {
            match written_id(tl) == Some(function.id) {
                true => statement("declaration", &format!("#{:08x}", function.id), &source.id),
                false => different.add(About::Declaration, "", &format!("#{:08x}", function.id), tl, &source.id),
            }
        }
        for value in facts.values(name, What::Parameter) {
            parameter(value, function, &source.id, &mut statement, &mut different);
        }
        if facts.has(name, What::DirectUse) {
            statement("use", "by the library itself", &source.id);
        }
    }
    report_absent(name, function, sources, &mut different);
    conflicts.extend(different.conflicts(name));
}

/// One parameter of one page.
fn parameter(
    value: &str,
    function: &Function,
    id: &str,
    statement: &mut impl FnMut(&str, &str, &str),
    different: &mut Different,
) {
    let [name, ty, required] = *value.split(' ').collect::<Vec<_>>() else { return };
    let Some((_, declared)) = function.parameters.iter().find(|(known, _)| known == name) else {
        return different.add(About::Parameter, name, "not there", ty, id);
    };
    if simple(ty) == simple(declared) {
        statement(&format!("parameter {name}"), declared, id);
    } else {
        different.add(About::Parameter, name, declared, ty, id);
    }
    let is_required = if declared.contains('?') { "no" } else { "yes" };
    if required == is_required {
        statement(&format!("parameter {name} required"), required, id);
    } else if required != "?" {
        different.add(About::Parameter, &format!("{name} required"), is_required, required, id);
    }
}

/// Parameters that some page with parameters doesn't show. Fields of bits are shown by few, and say nothing.
fn report_absent(name: &str, function: &Function, sources: &[Source], different: &mut Different) {
    for source in sources.iter().filter(|source| source.facts.has(name, What::Parameter)) {
        let shown: Vec<_> =
            source.facts.values(name, What::Parameter).filter_map(|value| value.split(' ').next()).collect();
        for (parameter, ty) in function.parameters.iter().filter(|(_, ty)| ty != "#") {
            match shown.contains(&parameter.as_str()) {
                true => different.confirm(parameter, &source.id),
                false => different.add(About::Parameter, parameter, ty, "not shown", &source.id),
            }
        }
    }
}

/// Differences from the schema, by what they are about.
#[derive(Default)]
struct Different {
    found: BTreeMap<(About, String, String), BTreeMap<String, Ids>>,
    shown: BTreeMap<String, Ids>,
}

impl Different {
    fn add(&mut self, about: About, subject: &str, chosen: &str, said: &str, id: &str) {
        let key = (about, subject.to_owned(), chosen.to_owned());
        self.found.entry(key).or_default().entry(said.to_owned()).or_default().insert(id.to_owned());
    }

    /// Takes note of who shows a parameter that others don't.
    fn confirm(&mut self, parameter: &str, id: &str) {
        self.shown.entry(parameter.to_owned()).or_default().insert(id.to_owned());
    }

    fn conflicts(self, name: &str) -> impl Iterator<Item = Conflict> {
        let Self { found, shown } = self;
        let name = name.to_owned();
        found.into_iter().map(move |((about, subject, chosen), values)| {
            let showing = shown.get(&subject).filter(|_| values.contains_key("not shown"));
            let conflict = Conflict::new(&name, about, &subject, &chosen, "pages never change the schema");
            let conflict = values.into_iter().fold(conflict, |conflict, (said, ids)| conflict.says(&said, ids));
            conflict.says("shown", showing.cloned().unwrap_or_default())
        })
    }
}

/// A type without its condition, `true` as the `Bool` that some write for it.
fn simple(ty: &str) -> String {
    let ty = ty.rsplit_once('?').map_or(ty, |(_, ty)| ty);
    match ty {
        "true" => "Bool".to_owned(),
        ty => ty.replace("vector<", "Vector<").replace('%', ""),
    }
}

/// The id that a line of TL gives.
fn written_id(tl: &str) -> Option<u32> {
    let (_, rest) = tl.split_once('#')?;
    u32::from_str_radix(rest.split([' ', '{']).next()?, 16).ok()
}
