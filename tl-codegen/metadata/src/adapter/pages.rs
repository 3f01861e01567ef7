//! Reference pages, one file for each method.
//!
//! The grammar of pages is in [`crate::page`]; here the answers of a page become facts. Parameter names
//! get the spelling of the schema: `apiId` becomes `api_id`. Files that are not the page of a method are skipped.

use super::SourceFile;
use crate::facts::{FactKind, Facts};
use crate::functions::Functions;
use crate::page::{self, Page, PageKind};

/// Reads the facts on a page; `None` if the page is not about a method.
pub(super) fn read_page_facts(file: &SourceFile, functions: &Functions) -> Option<Facts> {
    let page = page::read_page(&file.text);
    let method = page.method.as_ref().filter(|_| page.kind == PageKind::Method)?;
    Some(facts_on_page(method, &page, functions))
}

fn facts_on_page(method: &str, page: &Page, functions: &Functions) -> Facts {
    let mut facts = Facts::default();
    let answers = [
        (FactKind::Bots, page.bot_usable),
        (FactKind::Users, page.user_usable),
        (FactKind::Business, page.business_bot_usable),
    ];
    for (kind, answer) in answers {
        if let Some(answer) = answer {
            facts.add_yes_or_no_fact(method, kind, answer);
        }
    }
    let marks = [
        (FactKind::Placeholder, page.placeholder),
        (FactKind::DirectUse, page.direct_use_forbidden),
        (FactKind::ConstantBots, page.has_constant_flag),
        (FactKind::ErrorList, page.errors_section),
    ];
    for (kind, is_set) in marks {
        if is_set {
            facts.add_fact(method, kind, "");
        }
    }
    for parameter in &page.parameters {
        let name = functions.parameter_name_in_schema_spelling(method, &parameter.name);
        let ty = if parameter.ty.is_empty() { "?" } else { &parameter.ty };
        let required = parameter.required.map_or("?", |is_required| if is_required { "yes" } else { "no" });
        facts.add_fact(method, FactKind::Parameter, &format!("{name} {ty} {required}"));
    }
    for error in &page.errors {
        facts.add_error_of_method(method, error.code, &error.name);
    }
    page.returns.iter().for_each(|result| facts.add_fact(method, FactKind::Result, result));
    page.tl.iter().for_each(|tl| facts.add_fact(method, FactKind::Tl, tl));
    facts
}
