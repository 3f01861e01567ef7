//! The facts of a page about a method.
//!
//! Nothing is looked up elsewhere: a page is read as it is, right or wrong. Invariant: what a page doesn't say is
//! `None`.

use super::kind::Family;
use super::markdown;
use super::sections::{Body, Section, Sections, is_warning, starts_with};
use super::table::{Column, Row, Table};
use super::ty;
use super::{Kind, Page, PageError, Parameter};

/// What stands for the description of a method that nobody described.
const NO_DESCRIPTION: &str = "No description found";

/// Namespaces of functions at the time when pages wrote `_` for the dot.
#[rustfmt::skip]
const NAMESPACES: [&str; 22] = [
    "account", "auth", "bots", "channels", "chatlists", "contacts", "contest", "folders", "geochats", "help",
    "langpack", "messages", "payments", "phone", "photos", "premium", "stats", "stickers", "stories", "updates",
    "upload", "users",
];

/// Reads the page.
pub(super) fn read(sections: &Sections<'_>, family: Family, style: String) -> Page {
    let (users, bots) = access(sections, family);
    let tl = sections.all.iter().flat_map(|section| section.body.code()).find_map(|code| declaration(&code));
    let (parameters, mut errors) = parameters(sections, family, tl.is_some());
    let section = sections.find_by(|heading| starts_with(heading, "Errors") || starts_with(heading, "Possible errors"));
    let errors_section = section.is_some();
    errors.extend(section.map(errors_of).unwrap_or_default());
    let has_schema = sections.find("TL schema").is_some();
    Page {
        kind: Kind::Method,
        style,
        method: title(sections).map(|title| method_name(title, family)),
        bot_usable: bots,
        user_usable: users,
        business_bot_usable: over_business(sections, family).or_else(|| answer(sections, is_about_business)),
        direct_use_forbidden: preface(sections).iter().any(|line| forbids_direct_use(line)),
        placeholder: preface(sections).iter().any(|line| is_placeholder(line)),
        parameters,
        returns: returns(sections, family).or_else(|| tl.as_deref().and_then(declared_result)),
        errors_section,
        errors,
        has_constant_flag: family == Family::GramJs && has_schema,
        tl,
    }
}

/// The name in the title.
fn title<'a>(sections: &Sections<'a>) -> Option<&'a str> {
    let named = sections.find("Method:");
    let section = named.or_else(|| sections.all.iter().find(|section| section.level > 0))?;
    let heading = match named {
        Some(section) => &section.heading["Method:".len()..],
        None => section.heading,
    };
    let body = match &section.body {
        Body::Flat(text) => *text,
        Body::Lines(_) => "",
    };
    heading.split_whitespace().next().or_else(|| body.split_whitespace().next())
}

/// The name in the schema's spelling.
fn method_name(title: &str, family: Family) -> String {
    let name = markdown::plain(title);
    let name = match name.split_once('_') {
        // Methods of MTProto have `_` in their names.
        Some((namespace, rest)) if NAMESPACES.contains(&namespace) => format!("{namespace}.{rest}"),
        _ => name,
    };
    if family != Family::GramJs {
        return name;
    }
    let (namespace, last) = name.rsplit_once('.').map_or(("", name.as_str()), |(namespace, last)| (namespace, last));
    let mut letters = last.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    let last: String = first.into_iter().chain(letters).collect();
    if namespace.is_empty() { last } else { format!("{namespace}.{last}") }
}

/// What stands between the title and the first section about a fact.
fn preface<'a>(sections: &Sections<'a>) -> Vec<&'a str> {
    let is_preface = |section: &&Section<'_>| {
        section.level <= 2
            && (section.level == 0
                || starts_with(section.heading, "Method:")
                || is_warning(section.heading)
                || std::ptr::eq(*section, first_title(sections).unwrap_or(*section)))
    };
    sections.all.iter().take_while(is_preface).flat_map(|section| section.body.text()).collect()
}

fn first_title<'s, 'a>(sections: &'s Sections<'a>) -> Option<&'s Section<'a>> {
    sections.all.iter().find(|section| section.level > 0)
}

fn forbids_direct_use(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    ["cannot", "can't", "can not"].iter().any(|word| line.contains(&format!("you {word} use this method directly")))
}

fn is_placeholder(line: &str) -> bool {
    line.trim_start_matches(['>', ' ', '*']).starts_with(NO_DESCRIPTION)
}

/// Whether users and bots can use the method.
fn access(sections: &Sections<'_>, family: Family) -> (Option<bool>, Option<bool>) {
    if family == Family::Official {
        let has = |start| sections.find(start).is_some();
        return match (has("Only users can"), has("Only bots can"), has("Both users and bots"), has("Bots can use this"))
        {
            (true, ..) => (Some(true), Some(false)),
            (_, true, ..) => (Some(false), Some(true)),
            (_, _, true, _) => (Some(true), Some(true)),
            (_, _, _, true) => (None, Some(true)),
            _ => (None, None),
        };
    }
    let users =
        |question: &str| starts_with(question, "Can users use this") || starts_with(question, "Can userbots use this");
    let bots = |question: &str| starts_with(question, "Can bots use this meth") && !is_about_business(question);
    (answer(sections, users), answer(sections, bots))
}

/// Telegram's own pages have a heading for methods that can be called over a business connection.
fn over_business(sections: &Sections<'_>, family: Family) -> Option<bool> {
    let section = sections.find("This method can be invoked over a").filter(|_| family == Family::Official)?;
    let body = match &section.body {
        Body::Flat(text) => *text,
        Body::Lines(_) => section.heading,
    };
    body.contains("business connection").then_some(true)
}

fn is_about_business(question: &str) -> bool {
    starts_with(question, "Can bots use") && question.contains("over a business connection")
}

/// The answer to the first such question.
fn answer(sections: &Sections<'_>, is_wanted: impl Fn(&str) -> bool) -> Option<bool> {
    let is_asked = |section: &&Section<'_>| match &section.body {
        Body::Flat(text) => is_wanted(&format!("{} {text}", section.heading)),
        Body::Lines(_) => is_wanted(section.heading),
    };
    let section = sections.all.iter().filter(|section| section.level > 0).find(is_asked)?;
    yes_or_no(sections, section)
}

/// The answer in a heading, below it, or in the heading after it.
fn yes_or_no(sections: &Sections<'_>, section: &Section<'_>) -> Option<bool> {
    let after_question = section.heading.rsplit([':', '?']).next().filter(|rest| *rest != section.heading);
    let body = section.body.text();
    let body = body.iter().map(|line| match &section.body {
        Body::Flat(_) => line.split_once([':', '?']).map_or(*line, |(_, answer)| answer),
        Body::Lines(_) => line,
    });
    let next = sections.after(section).map(|next| next.heading);
    after_question.into_iter().chain(body).chain(next).find_map(word_of_answer)
}

fn word_of_answer(text: &str) -> Option<bool> {
    let first = text.split(|character: char| !character.is_ascii_alphabetic()).find(|word| !word.is_empty())?;
    match first.to_ascii_lowercase().as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The parameters, and the errors that some pages print among them.
///
/// Pages with the declaration (`is_declared`) show conditions in types; of others, those without links have lost them.
fn parameters(sections: &Sections<'_>, family: Family, is_declared: bool) -> (Vec<Parameter>, Vec<PageError>) {
    let Some(section) = sections.find("Parameters") else { return (Vec::new(), Vec::new()) };
    let table = Table::read(&section.body, &[Column::Name, Column::Type, Column::Description]);
    let (mut parameters, mut errors) = (Vec::new(), Vec::new());
    for row in table.rows() {
        if let Some(error) = misplaced_error(&row) {
            errors.push(error);
        } else if let Some(parameter) = parameter(&row, family, is_declared) {
            parameters.push(parameter);
        }
    }
    (parameters, errors)
}

/// A row of a code and a type where a parameter should be: no name of a parameter is a number.
fn misplaced_error(row: &Row<'_, '_>) -> Option<PageError> {
    let (code, name) = (markdown::plain(row.at(0)), markdown::plain(row.at(1)));
    let code = code.parse().ok()?;
    (!name.is_empty()).then_some(PageError { code: Some(code), name })
}

fn parameter(row: &Row<'_, '_>, family: Family, is_declared: bool) -> Option<Parameter> {
    let name = markdown::plain(row.cell(Column::Name)?);
    let text = row.cell(Column::Type).unwrap_or_default();
    let (ty, required) = match family {
        Family::MadelineProto => (ty::array_of(text).tl, required(row.cell(Column::Required))),
        _ => {
            let ty = ty::spelled(text);
            let is_optional = ty.tl.contains('?');
            let is_sure = ty.is_linked || is_declared;
            let required = if is_optional { Some(false) } else { is_sure.then_some(true) };
            (ty.tl, required)
        }
    };
    (!name.is_empty()).then_some(Parameter { name, ty, required })
}

fn required(cell: Option<&str>) -> Option<bool> {
    match markdown::plain(cell?).to_ascii_lowercase().as_str() {
        "yes" | "required" => Some(true),
        "optional" | "no" => Some(false),
        _ => None,
    }
}

/// The errors in their section.
fn errors_of(section: &Section<'_>) -> Vec<PageError> {
    let table = Table::read(&section.body, &[Column::Code, Column::Type, Column::Description]);
    let rows = table.rows().filter_map(|row| {
        let code = row.cell(Column::Code).map(markdown::plain).and_then(|code| code.parse().ok());
        let name = markdown::plain(row.cell(Column::Type)?);
        (!name.is_empty()).then_some(PageError { code, name })
    });
    rows.collect()
}

/// The type of the result.
fn returns(sections: &Sections<'_>, family: Family) -> Option<String> {
    if family == Family::MadelineProto {
        let section = sections.find("Return type:")?;
        let text = match &section.body {
            Body::Flat(text) => *text,
            Body::Lines(_) => &section.heading["Return type:".len()..],
        };
        let ty = ty::array_of(text.trim()).tl;
        return (!ty.is_empty()).then_some(ty);
    }
    let section = sections
        .find_by(|heading| heading.eq_ignore_ascii_case("Result") || heading.eq_ignore_ascii_case("Returns"))?;
    section.body.text().iter().filter(|line| !line.trim().is_empty()).find_map(|line| ty::result(line))
}

/// The method's line of a block of TL.
fn declaration(code: &str) -> Option<String> {
    let (_, functions) = code.split_once("---functions---")?;
    let end = functions.find(';').map_or(functions.len(), |end| end + 1);
    let line = functions[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// What stands right of `=`.
fn declared_result(tl: &str) -> Option<String> {
    let (_, result) = tl.rsplit_once('=')?;
    Some(result.trim().trim_end_matches(';').trim().to_owned())
}
