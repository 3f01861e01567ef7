//! HTML tables and code blocks, converted to Markdown.
//!
//! Some copies of Telegram's pages are Markdown except for `<table>` and `<pre>`. Other tags are not converted.
//! Invariant: a page without these tags stays as it is, and a page of one line stays on one line.

use std::borrow::Cow;

use super::damage::CopyDamage;
use super::markdown::decode_html_entities;
use super::sections::CODE_FENCE;

/// A piece of an HTML text: text or a tag.
enum HtmlToken<'a> {
    Text(&'a str),
    /// The name of a tag and its attributes; the name of a closing tag begins with `/`.
    Tag(&'a str, &'a str),
}

/// An element to convert: the beginning of its opening tag, its closing tag, and the conversion function.
type ConvertedElement = (&'static str, &'static str, fn(&str, &str) -> String);

const CONVERTED_ELEMENTS: [ConvertedElement; 2] =
    [("<table", "</table>", table_to_markdown), ("<pre", "</pre>", code_block_to_markdown)];

/// The page with its tables and code blocks in Markdown. HTML inside Markdown code is an example and stays.
pub(super) fn html_to_markdown(text: &str, damage: CopyDamage) -> Cow<'_, str> {
    if CONVERTED_ELEMENTS.iter().all(|(open, ..)| !text.contains(open)) {
        return Cow::Borrowed(text);
    }
    let end = if damage == CopyDamage::OneLine { " " } else { "\n" };
    let parts = text.split(CODE_FENCE).enumerate().map(|(index, part)| match index % 2 {
        0 => CONVERTED_ELEMENTS.into_iter().fold(part.to_owned(), |part, block| convert_elements(part, block, end)),
        _ => part.to_owned(),
    });
    Cow::Owned(parts.collect::<Vec<_>>().join(CODE_FENCE))
}

fn convert_elements(mut text: String, (open, close, write): ConvertedElement, end: &str) -> String {
    let mut from = 0;
    while let Some(start) = text[from..].find(open).map(|offset| from + offset)
        && let Some(length) = text[start..].find(close).map(|offset| offset + close.len())
    {
        let written = write(&text[start..start + length], end);
        from = start + written.len();
        text.replace_range(start..start + length, &written);
    }
    text
}

/// Converts an HTML table to Markdown, with a rule (`|---|`) below the first row.
fn table_to_markdown(html: &str, end: &str) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut target = "";
    for token in html_tokens(html) {
        let cell = rows.last_mut().and_then(|row| row.last_mut());
        match (token, cell) {
            (HtmlToken::Tag("tr", _), _) => rows.push(Vec::new()),
            (HtmlToken::Tag("td" | "th", _), _) => {
                if let Some(row) = rows.last_mut() {
                    row.push(String::new());
                }
            }
            (HtmlToken::Tag("a", attributes), Some(cell)) => {
                target = href_of_tag(attributes);
                cell.push('[');
            }
            (HtmlToken::Tag("/a", _), Some(cell)) => cell.push_str(&format!("]({target})")),
            (HtmlToken::Text(text), Some(cell)) => {
                cell.push_str(&text.replace('|', "\\|").replace(char::is_whitespace, " "));
            }
            _ => {}
        }
    }
    let line = |row: &Vec<String>| format!("| {} |{end}", row.join(" | "));
    let mut lines: Vec<_> = rows.iter().map(line).collect();
    if let Some(header) = rows.first() {
        lines.insert(1, line(&vec!["---".to_owned(); header.len()]));
    }
    lines.concat()
}

/// Converts an HTML code block to Markdown.
fn code_block_to_markdown(html: &str, end: &str) -> String {
    let text = html_tokens(html).into_iter().map(|token| match token {
        HtmlToken::Text(text) => text,
        HtmlToken::Tag(..) => "",
    });
    format!("{CODE_FENCE}{end}{}{end}{CODE_FENCE}", decode_html_entities(&text.collect::<String>()))
}

/// The value of the attribute `href`: the target of a link.
fn href_of_tag(attributes: &str) -> &str {
    let value = attributes.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"'));
    value.map_or("", |(value, _)| value)
}

fn html_tokens(html: &str) -> Vec<HtmlToken<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        tokens.push(HtmlToken::Text(text));
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        tokens.push(HtmlToken::Tag(name, attributes));
        rest = after;
    }
    tokens.push(HtmlToken::Text(rest));
    tokens
}
