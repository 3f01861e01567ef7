//! `cargo xtask metadata read-page`: what is read from pages, without a project.

use std::fs;

use super::page::{self, Kind, Page};
use super::print_json;
use crate::failure::{Failure, Outcome};
use crate::flags::{MetadataReadPage, Print};
use crate::say::say;

pub(super) fn run(flags: &MetadataReadPage) -> Outcome {
    let mut pages = Vec::new();
    for path in &flags.files {
        let bytes = fs::read(path).map_err(|why| Failure::file(path, &why))?;
        pages.push(page::read(&String::from_utf8_lossy(&bytes)));
    }
    match flags.format {
        Print::Json => print_json(&pages),
        Print::Text => {
            for (path, page) in flags.files.iter().zip(&pages) {
                print(&path.display().to_string(), page);
            }
            Ok(())
        }
    }
}

fn print(path: &str, page: &Page) {
    let kind = match page.kind {
        Kind::Method => page.method.clone().unwrap_or_default(),
        kind => format!("no page of a method: {kind:?}").to_lowercase(),
    };
    say!("{path}: {kind} ({})", page.style);
    if page.kind != Kind::Method {
        return;
    }
    let word = |answer: Option<bool>| answer.map_or("not told", |answer| if answer { "yes" } else { "no" });
    let Page { user_usable, bot_usable, business_bot_usable, .. } = page;
    say!("  users: {}; bots: {}; business: {}", word(*user_usable), word(*bot_usable), word(*business_bot_usable));
    for parameter in &page.parameters {
        say!("  {}:{} (required: {})", parameter.name, parameter.ty, word(parameter.required));
    }
    say!("  result: {}", page.returns.as_deref().unwrap_or("not told"));
    for error in &page.errors {
        say!("  error {} {}", error.code.map_or("?".to_owned(), |code| code.to_string()), error.name);
    }
}
