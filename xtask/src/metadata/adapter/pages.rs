//! Reference pages, one file for each.
//!
//! Names are brought into the schema's spelling, as some editions write them in another one. Nothing is refused here,
//! but for files that are no page of a method.

use std::path::Path;

use super::super::facts::{Facts, What};
use super::super::merge::Declared;
use super::super::page::{self, Kind, Page};
use super::text;
use crate::failure::Outcome;
use crate::say::complain;

pub(super) fn read(path: &Path, declared: &Declared) -> Outcome<Facts> {
    let page = page::read(&text(path)?);
    match (&page.kind, &page.method) {
        (Kind::Method, Some(method)) => Ok(facts(method, &page, declared)),
        _ => {
            complain!("note: {} is no page of a method and was left out", path.display());
            Ok(Facts::default())
        }
    }
}

fn facts(method: &str, page: &Page, declared: &Declared) -> Facts {
    let mut facts = Facts::default();
    let word = |value| if value { "yes" } else { "no" };
    let answers =
        [(What::Bots, page.bot_usable), (What::Users, page.user_usable), (What::Business, page.business_bot_usable)];
    for (what, answer) in answers {
        if let Some(answer) = answer {
            facts.add(method, what, word(answer));
        }
    }
    let marks = [
        (What::Placeholder, page.placeholder),
        (What::DirectUse, page.direct_use_forbidden),
        (What::ConstantBots, page.has_constant_flag),
        (What::ErrorList, page.errors_section),
    ];
    for (what, is_there) in marks {
        if is_there {
            facts.add(method, what, "");
        }
    }
    for parameter in &page.parameters {
        let name = declared.parameter_name(method, &parameter.name);
        let ty = if parameter.ty.is_empty() { "?" } else { &parameter.ty };
        facts.add(method, What::Parameter, &format!("{name} {ty} {}", parameter.required.map_or("?", word)));
    }
    for error in &page.errors {
        facts.add_error(method, error.code, &error.name);
    }
    page.returns.iter().for_each(|result| facts.add(method, What::Result, result));
    page.tl.iter().for_each(|tl| facts.add(method, What::Tl, tl));
    facts
}
