//! Constructor ids: the written against the computed ones, and against each other.
//!
//! Invariant: what a list of exceptions can lift is a warning and names its combinators; two constructors with one id
//! can never be told apart and are an error.

use std::collections::HashMap;

use super::names::Names;
use crate::canonical::Rule;
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{Combinator, CombinatorId, Section};
use crate::source::Span;

/// Checks all ids of a schema.
pub(super) fn check(names: &Names<'_>, combinators: &[Combinator], diagnostics: &mut Vec<Diagnostic>) {
    let mut owners = HashMap::<u32, Owners>::new();
    let rule = usual_rule(combinators);
    for (idx, combinator) in combinators.iter().enumerate() {
        let id = CombinatorId(idx as u32);
        let declared = names.declared(id);
        if declared.is_repeated {
            continue;
        }
        let place = place(names, id);
        if let Some(diagnostic) = mismatch(combinator, place, rule) {
            diagnostics.push(diagnostic.about(&[id]));
        }
        let owners = owners.entry(combinator.id).or_default();
        if let Some(first) = owners.clash(combinator.section) {
            let diagnostic = duplicate(&combinators[first.0 as usize], combinator, place);
            diagnostics.push(diagnostic.also(self::place(names, first), "first used here").about(&[first, id]));
        }
        owners.add(id, combinator.section);
    }
}

/// Who has an id so far.
#[derive(Clone, Copy, Default)]
struct Owners {
    any: Option<CombinatorId>,
    constructor: Option<CombinatorId>,
}

impl Owners {
    /// The combinator that one of this section clashes with; another constructor first, since that is worse.
    fn clash(&self, section: Section) -> Option<CombinatorId> {
        match section {
            Section::Types => self.constructor.or(self.any),
            Section::Functions => self.any,
        }
    }

    fn add(&mut self, id: CombinatorId, section: Section) {
        self.any.get_or_insert(id);
        if section == Section::Types {
            self.constructor.get_or_insert(id);
        }
    }
}

/// The `#` of a written id, or else the name.
fn place(names: &Names<'_>, id: CombinatorId) -> Span {
    let ast = names.declared(id).ast;
    ast.id.map_or(ast.name.span, |id| id.span)
}

/// The rule that most written ids follow, of those that follow just one.
fn usual_rule(combinators: &[Combinator]) -> Rule {
    let written = combinators.iter().filter(|combinator| combinator.id_is_written);
    let (n_a, n_b) = written.fold((0_usize, 0_usize), |(n_a, n_b), combinator| {
        let Combinator { id, crc, crc_telegram, .. } = *combinator;
        let is_decisive = crc != crc_telegram;
        (n_a + usize::from(is_decisive && id == crc), n_b + usize::from(is_decisive && id == crc_telegram))
    });
    if n_b > n_a { Rule::B } else { Rule::A }
}

fn mismatch(combinator: &Combinator, place: Span, rule: Rule) -> Option<Diagnostic> {
    let Combinator { id, crc, crc_telegram, .. } = *combinator;
    if !combinator.id_is_written || id == crc || id == crc_telegram {
        return None;
    }
    let right = match rule {
        Rule::A => crc,
        Rule::B => crc_telegram,
    };
    let message = format!("`{}` declares #{id:08x} but hashes to #{crc:08x}", combinator.name);
    let diagnostic = Diagnostic::warning(Code::IdMismatch, place, message)
        .label("declared here")
        .note(format!("canonical form is `{}`", combinator.canonical))
        .suggest("correct the id, or record it in exceptions.tsv with a reason", place, format!("#{right:08x}"));
    Some(match crc == crc_telegram {
        true => diagnostic,
        false => diagnostic.note(format!("by Telegram's own rule it hashes to #{crc_telegram:08x}")),
    })
}

fn duplicate(first: &Combinator, second: &Combinator, place: Span) -> Diagnostic {
    let message = format!("`{}` and `{}` share the id #{:08x}", first.name, second.name, second.id);
    let is_fatal = first.section == Section::Types && second.section == Section::Types;
    match is_fatal {
        true => Diagnostic::error(Code::DuplicateId, place, message)
            .label("used again")
            .note("two constructors with one id cannot be told apart"),
        false => Diagnostic::warning(Code::DuplicateId, place, message)
            .label("used again")
            .help("correct the id, or record it in exceptions.tsv with a reason"),
    }
}
