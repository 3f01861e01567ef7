//! From a name in a type to its [`NameMeaning`].
//!
//! A lowercase name is a constructor used bare, an uppercase one a type. Names of the combinator itself hide both; they
//! are looked up before.

use super::codec_types;
use super::help;
use super::name_meaning::{ExpectedParams, NameMeaning};
use super::reference::{Ref, Target};
use super::resolver::Resolver;
use super::symbols::NONE;
use crate::diagnostic::{Code, Diagnostic};
use crate::fast_paths::pack_name;
use crate::meaning::envelope;
use crate::meaning::schema::{CodecType, Opaque, Section};
use crate::syntax::ast::View;
use crate::syntax::ast::node::UPPER_FLAG;

impl<'f> Resolver<'_, 'f> {
    /// The meaning of a name; `is_bare` if a `%` stands before it. `None` if the name is wrong, which is reported.
    #[inline]
    pub(super) fn name_meaning(&mut self, name: View<'f>, is_bare: bool) -> Option<NameMeaning> {
        if is_bare && name.has_flag(UPPER_FLAG) {
            return self.type_meaning(name, true);
        }
        let node = name.node();
        let word = pack_name(name.file.text.as_bytes(), node.start, node.end);
        let known = self.words.find_meaning(word);
        if known.is_some() {
            return known;
        }
        let head = match name.has_flag(UPPER_FLAG) {
            false => self.constructor_meaning(name),
            true => self.type_meaning(name, false),
        }?;
        self.words.add_meaning(word, head);
        Some(head)
    }

    /// The meaning of a lowercase name: the only constructor of its type, without its id.
    fn constructor_meaning(&mut self, name: View<'f>) -> Option<NameMeaning> {
        let found = self.symbols.combinator(name.bytes());
        let Some(row) = found.filter(|row| self.symbols.entry(*row).section == Section::Types) else {
            let codec_type =
                codec_types::codec_type_if_undeclared(name.text(), self.symbols.dialect, self.symbols.scalars);
            let codec_type = codec_type.filter(|_| found.is_none());
            if codec_type.is_none() {
                self.report_undeclared_name(name, found);
            }
            return codec_type.map(|codec_type| codec_type_meaning(codec_type, true));
        };
        let ty = Some(self.symbols.rows[row as usize].ty).filter(|ty| *ty != NONE)?;
        self.bare_meaning(name, ty, Some(row))
    }

    /// The meaning of an uppercase name: a value with its id, or without it after a `%`.
    fn type_meaning(&mut self, name: View<'f>, is_bare: bool) -> Option<NameMeaning> {
        if self.symbols.has_envelope && name.text() == envelope::ANY_OBJECT {
            return Some(codec_type_meaning(CodecType::Opaque(Opaque::Object), is_bare));
        }
        let Some(ty) = self.symbols.ty(name.bytes()) else {
            if name.bytes() == b"Vector" {
                return Some(codec_type_meaning(CodecType::Vector, is_bare));
            }
            self.report_undeclared_name(name, None);
            return None;
        };
        if is_bare {
            return self.bare_meaning(name, ty, self.symbols.only_constructor(ty));
        }
        match self.symbols.codec_type(ty) {
            Some(codec_type @ (CodecType::Vector | CodecType::Opaque(_))) => {
                Some(codec_type_meaning(codec_type, false))
            }
            _ => Some(self.meaning_of_target(Target::Boxed(ty), ty)),
        }
    }

    /// The meaning of a bare use of `constructor`, which has to be the only one of its type.
    fn bare_meaning(&mut self, name: View<'f>, ty: u32, constructor: Option<u32>) -> Option<NameMeaning> {
        let only = self.symbols.only_constructor(ty);
        if let Some(row) = only.filter(|_| only == constructor) {
            return Some(match self.symbols.rows[row as usize].codec_type {
                Some(codec_type) => codec_type_meaning(codec_type, true),
                None => self.meaning_of_target(Target::Bare(row), ty),
            });
        }
        let found = self.symbols.types[ty as usize];
        let why = match found.n_constructors {
            // The only constructor repeats the name of another combinator, which is reported elsewhere.
            1 if only.is_some() => return None,
            1 => format!("the constructor of `{}` has no name", found.name),
            0 => format!("`{}` has no constructors", found.name),
            n_constructors => format!("`{}` has {n_constructors} constructors", found.name),
        };
        // The missing constructor may be in a statement that could not be parsed.
        if !self.symbols.is_in_broken_statement(found.name) {
            self.report_no_bare_form(name.name_span(), name.text(), &why);
        }
        None
    }

    fn meaning_of_target(&self, target: Target, ty: u32) -> NameMeaning {
        let params = if self.symbols.kinds_of(ty).is_empty() { ExpectedParams::None } else { ExpectedParams::Of(ty) };
        NameMeaning { reference: Ref::new(target), params }
    }

    /// Reports an undeclared name, unless a statement that could not be parsed may declare it.
    fn report_undeclared_name(&mut self, name: View<'f>, function: Option<u32>) {
        let text = name.text();
        if self.symbols.is_in_broken_statement(text) {
            return;
        }
        let usual = help::usual_declaration(text).filter(|_| function.is_none());
        if usual.is_some() && !self.missing_usual.insert(text) {
            return;
        }
        let what = if name.has_flag(UPPER_FLAG) { "type" } else { "constructor" };
        let diagnostic = Diagnostic::error(Code::UnknownType, name.name_span(), format!("unknown {what} `{text}`"))
            .label("not declared");
        self.diagnostics.push(match (function, usual) {
            (Some(function), _) => diagnostic
                .secondary_label(self.symbols.span(function), "a function of this name is declared here")
                .note("a function is not a type"),
            (None, Some(declaration)) => diagnostic
                .note("further uses are not reported")
                .help(format!("add the usual declaration: `{declaration}`")),
            (None, None) => help::with_help_for_similar_name(diagnostic, name, self.symbols),
        });
    }
}

fn codec_type_meaning(codec_type: CodecType, is_bare: bool) -> NameMeaning {
    let (target, params) = match codec_type {
        CodecType::Primitive(primitive) => (Target::Primitive(primitive), ExpectedParams::None),
        CodecType::Vector => (Target::Vector { is_bare }, ExpectedParams::Item),
        CodecType::Opaque(opaque) => (Target::Opaque(opaque), ExpectedParams::None),
    };
    NameMeaning { reference: Ref::new(target), params }
}
