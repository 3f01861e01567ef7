//! The answers of a page about a method.
//!
//! A page is read on its own; nothing is checked against the schema. Invariant: an answer that the page does not give
//! is `None`.

use super::headings::{is_warning_heading, starts_with_ignoring_case};
use super::kind::Publisher;
use super::markdown;
use super::sections::{Section, SectionText, Sections};
use super::table::{ColumnKind, Row, Table};
use super::ty;
use super::{DocumentedError, DocumentedParameter, Page, PageKind};

/// The text in place of the description, on placeholder pages without an author.
const PLACEHOLDER_DESCRIPTION: &str = "No description found";

/// The namespaces that functions had when pages spelled `auth.signIn` as `auth_signIn`.
#[rustfmt::skip]
const NAMESPACES_SPELLED_WITH_UNDERSCORE: [&str; 22] = [
    "account", "auth", "bots", "channels", "chatlists", "contacts", "contest", "folders", "geochats", "help",
    "langpack", "messages", "payments", "phone", "photos", "premium", "stats", "stickers", "stories", "updates",
    "upload", "users",
];

/// Reads the answers from the sections of a page.
pub(super) fn read_method_page(sections: &Sections<'_>, publisher: Publisher, style: String) -> Page {
    let (users, bots) = access_answers_on_page(sections, publisher);
    let tl = sections
        .all
        .iter()
        .flat_map(|section| section.body.code_blocks())
        .find_map(|code| tl_declaration_in_code(&code));
    let (parameters, mut errors) = read_parameters_and_errors(sections, publisher, tl.is_some());
    let section = sections.find_by_heading(|heading| {
        starts_with_ignoring_case(heading, "Errors") || starts_with_ignoring_case(heading, "Possible errors")
    });
    let errors_section = section.is_some();
    errors.extend(section.map(read_errors).unwrap_or_default());
    let has_schema = sections.find_by_heading_start("TL schema").is_some();
    Page {
        kind: PageKind::Method,
        style,
        method: method_name_in_title(sections).map(|title| method_name_in_schema_spelling(&title, publisher)),
        bot_usable: bots,
        user_usable: users,
        business_bot_usable: business_answer_on_official_page(sections, publisher)
            .or_else(|| answer_to_access_question(sections, asks_about_business_connection)),
        direct_use_forbidden: lines_before_first_section(sections).iter().any(|line| says_not_to_call_directly(line)),
        placeholder: lines_before_first_section(sections).iter().any(|line| is_placeholder_line(line)),
        parameters,
        returns: result_type_on_page(sections, publisher)
            .or_else(|| tl.as_deref().and_then(result_type_of_declaration)),
        errors_section,
        errors,
        has_constant_flag: publisher == Publisher::GramJs && has_schema,
        tl,
    }
}

/// The name of the method as the title spells it.
fn method_name_in_title(sections: &Sections<'_>) -> Option<String> {
    let named = sections.find_by_heading_start("Method:");
    let line = named.or_else(|| first_section_with_heading(sections))?.heading_and_rest_of_line();
    let name = if named.is_some() { &line["Method:".len()..] } else { &line };
    name.split_whitespace().next().map(str::to_owned)
}

/// The method name in the spelling of the schema: GramJS writes `auth.SignIn` for `auth.signIn`.
fn method_name_in_schema_spelling(title: &str, publisher: Publisher) -> String {
    let name = markdown::without_markdown_marks(title);
    let name = match name.split_once('_') {
        // Names of MTProto methods contain `_`: only a known namespace is split off.
        Some((namespace, rest)) if NAMESPACES_SPELLED_WITH_UNDERSCORE.contains(&namespace) => {
            format!("{namespace}.{rest}")
        }
        _ => name,
    };
    if publisher != Publisher::GramJs {
        return name;
    }
    let (namespace, last) = name.rsplit_once('.').map_or(("", name.as_str()), |(namespace, last)| (namespace, last));
    let mut letters = last.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    let last: String = first.into_iter().chain(letters).collect();
    if namespace.is_empty() { last } else { format!("{namespace}.{last}") }
}

/// The lines between the title and the first heading below the title.
fn lines_before_first_section<'a>(sections: &Sections<'a>) -> Vec<&'a str> {
    let is_preface = |section: &&Section<'_>| {
        section.level <= 2
            && (section.level == 0
                || starts_with_ignoring_case(section.heading, "Method:")
                || is_warning_heading(section.heading)
                || std::ptr::eq(*section, first_section_with_heading(sections).unwrap_or(*section)))
    };
    sections.all.iter().take_while(is_preface).flat_map(|section| section.body.text_outside_code()).collect()
}

fn first_section_with_heading<'s, 'a>(sections: &'s Sections<'a>) -> Option<&'s Section<'a>> {
    sections.all.iter().find(|section| section.level > 0)
}

fn says_not_to_call_directly(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    ["cannot", "can't", "can not"].iter().any(|word| line.contains(&format!("you {word} use this method directly")))
}

fn is_placeholder_line(line: &str) -> bool {
    line.trim_start_matches(['>', ' ', '*']).starts_with(PLACEHOLDER_DESCRIPTION)
}

/// The answers to whether users can use the method, and whether bots can; `None` if the page does not say.
fn access_answers_on_page(sections: &Sections<'_>, publisher: Publisher) -> (Option<bool>, Option<bool>) {
    if publisher == Publisher::Official {
        let has = |start| sections.find_by_heading_start(start).is_some();
        return match (has("Only users can"), has("Only bots can"), has("Both users and bots"), has("Bots can use this"))
        {
            (true, ..) => (Some(true), Some(false)),
            (_, true, ..) => (Some(false), Some(true)),
            (_, _, true, _) => (Some(true), Some(true)),
            (_, _, _, true) => (None, Some(true)),
            _ => (None, None),
        };
    }
    let users = |question: &str| {
        starts_with_ignoring_case(question, "Can users use this")
            || starts_with_ignoring_case(question, "Can userbots use this")
    };
    let bots = |question: &str| {
        starts_with_ignoring_case(question, "Can bots use this meth") && !asks_about_business_connection(question)
    };
    (answer_to_access_question(sections, users), answer_to_access_question(sections, bots))
}

/// The answer about business connections on Telegram's own pages, which state it in a heading.
fn business_answer_on_official_page(sections: &Sections<'_>, publisher: Publisher) -> Option<bool> {
    let section = sections
        .find_by_heading_start("This method can be invoked over a")
        .filter(|_| publisher == Publisher::Official)?;
    section.heading_and_rest_of_line().contains("business connection").then_some(true)
}

fn asks_about_business_connection(question: &str) -> bool {
    starts_with_ignoring_case(question, "Can bots use") && question.contains("over a business connection")
}

/// The answer to the first question that satisfies `is_wanted`; questions are headings.
fn answer_to_access_question(sections: &Sections<'_>, is_wanted: impl Fn(&str) -> bool) -> Option<bool> {
    let section = sections
        .all
        .iter()
        .filter(|section| section.level > 0)
        .find(|section| is_wanted(&section.heading_and_rest_of_line()))?;
    answer_in_section(sections, section)
}

/// The answer to the question in a heading: in the same heading, in the text below, or in the next heading.
fn answer_in_section(sections: &Sections<'_>, section: &Section<'_>) -> Option<bool> {
    let after_question = section.heading.rsplit([':', '?']).next().filter(|rest| *rest != section.heading);
    let body = section.body.text_outside_code();
    let body = body.iter().map(|line| match &section.body {
        SectionText::OneLine(_) => line.split_once([':', '?']).map_or(*line, |(_, answer)| answer),
        SectionText::Lines(_) => line,
    });
    let next = sections.section_following(section).map(|next| next.heading);
    after_question.into_iter().chain(body).chain(next).find_map(parse_yes_or_no)
}

fn parse_yes_or_no(text: &str) -> Option<bool> {
    let first = text.split(|character: char| !character.is_ascii_alphabetic()).find(|word| !word.is_empty())?;
    match first.to_ascii_lowercase().as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Reads the parameters, and the errors that some pages print in the same table.
///
/// `is_declared`: the page shows the declaration. Such pages print conditions in types, so that a type without a
/// condition is required; on other pages, this holds only if the type is a link.
fn read_parameters_and_errors(
    sections: &Sections<'_>,
    publisher: Publisher,
    is_declared: bool,
) -> (Vec<DocumentedParameter>, Vec<DocumentedError>) {
    let Some(section) = sections.find_by_heading_start("Parameters") else { return (Vec::new(), Vec::new()) };
    let table = Table::read_section(&section.body, &[ColumnKind::Name, ColumnKind::Type, ColumnKind::Description]);
    let (mut parameters, mut errors) = (Vec::new(), Vec::new());
    for row in table.rows() {
        if let Some(error) = error_in_parameter_row(&row) {
            errors.push(error);
        } else if let Some(parameter) = read_parameter_row(&row, publisher, is_declared) {
            parameters.push(parameter);
        }
    }
    (parameters, errors)
}

/// The error in a row of the table of parameters: its first cell is a number, which no parameter is called.
fn error_in_parameter_row(row: &Row<'_, '_>) -> Option<DocumentedError> {
    let (code, name) =
        (markdown::without_markdown_marks(row.cell_at(0)), markdown::without_markdown_marks(row.cell_at(1)));
    let code = code.parse().ok()?;
    (!name.is_empty()).then_some(DocumentedError { code: Some(code), name })
}

fn read_parameter_row(row: &Row<'_, '_>, publisher: Publisher, is_declared: bool) -> Option<DocumentedParameter> {
    let name = markdown::without_markdown_marks(row.cell_in_column(ColumnKind::Name)?);
    let text = row.cell_in_column(ColumnKind::Type).unwrap_or_default();
    let (ty, required) = match publisher {
        Publisher::MadelineProto => {
            (ty::parse_madelineproto_type(text).tl, parse_required_cell(row.cell_in_column(ColumnKind::Required)))
        }
        _ => {
            let ty = ty::parse_tl_type_with_links(text);
            let is_optional = ty.tl.contains('?');
            let is_sure = ty.is_linked || is_declared;
            let required = if is_optional { Some(false) } else { is_sure.then_some(true) };
            (ty.tl, required)
        }
    };
    (!name.is_empty()).then_some(DocumentedParameter { name, ty, required })
}

fn parse_required_cell(cell: Option<&str>) -> Option<bool> {
    match markdown::without_markdown_marks(cell?).to_ascii_lowercase().as_str() {
        "yes" | "required" => Some(true),
        "optional" | "no" => Some(false),
        _ => None,
    }
}

/// Reads the errors in the section of errors.
fn read_errors(section: &Section<'_>) -> Vec<DocumentedError> {
    let table = Table::read_section(&section.body, &[ColumnKind::Code, ColumnKind::Type, ColumnKind::Description]);
    let rows = table.rows().filter_map(|row| {
        let code = row
            .cell_in_column(ColumnKind::Code)
            .map(markdown::without_markdown_marks)
            .and_then(|code| code.parse().ok());
        let name = markdown::without_markdown_marks(row.cell_in_column(ColumnKind::Type)?);
        (!name.is_empty()).then_some(DocumentedError { code, name })
    });
    rows.collect()
}

/// Reads the result type of the method.
fn result_type_on_page(sections: &Sections<'_>, publisher: Publisher) -> Option<String> {
    if publisher == Publisher::MadelineProto {
        let section = sections.find_by_heading_start("Return type:")?;
        let ty = ty::parse_madelineproto_type(section.heading_and_rest_of_line()["Return type:".len()..].trim()).tl;
        return (!ty.is_empty()).then_some(ty);
    }
    let section = sections
        .find_by_heading(|heading| heading.eq_ignore_ascii_case("Result") || heading.eq_ignore_ascii_case("Returns"))?;
    section
        .body
        .text_outside_code()
        .iter()
        .filter(|line| !line.trim().is_empty())
        .find_map(|line| ty::parse_result_type(line))
}

/// The declaration of the method in a code block of TL.
fn tl_declaration_in_code(code: &str) -> Option<String> {
    let (_, functions) = code.split_once("---functions---")?;
    let end = functions.find(';').map_or(functions.len(), |end| end + 1);
    let line = functions[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// The result type of a declaration.
fn result_type_of_declaration(tl: &str) -> Option<String> {
    let (_, result) = tl.rsplit_once('=')?;
    Some(result.trim().trim_end_matches(';').trim().to_owned())
}
