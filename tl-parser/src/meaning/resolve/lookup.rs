//! From a name in a type to its [`Head`].
//!
//! A lowercase name is a constructor used bare, an uppercase one a type. Names of the combinator itself hide both; they
//! are looked up before.

use super::codec;
use super::head::{Head, Params};
use super::help;
use super::reference::{Ref, Target};
use super::resolver::Resolver;
use super::symbols::NONE;
use crate::diagnostic::{Code, Diagnostic};
use crate::fast::pack;
use crate::meaning::schema::{CodecType, Section};
use crate::syntax::ast::View;
use crate::syntax::ast::node::UPPER;

impl<'f> Resolver<'_, 'f> {
    /// The head of a name; `is_bare` if a `%` stands before it. None if the name is wrong, which is reported.
    #[inline]
    pub(super) fn head(&mut self, name: View<'f>, is_bare: bool) -> Option<Head> {
        if is_bare && name.has(UPPER) {
            return self.type_head(name, true);
        }
        let node = name.node();
        let word = pack(name.file.text.as_bytes(), node.start, node.end);
        let known = self.words.find(word);
        if known.is_some() {
            return known;
        }
        let head = match name.has(UPPER) {
            false => self.constructor_head(name),
            true => self.type_head(name, false),
        }?;
        self.words.add(word, head);
        Some(head)
    }

    /// A lowercase name: the only constructor of its type, without its id.
    fn constructor_head(&mut self, name: View<'f>) -> Option<Head> {
        let found = self.symbols.combinator(name.bytes());
        let Some(row) = found.filter(|row| self.symbols.entry(*row).section == Section::Types) else {
            let codec_type = codec::undeclared(name.text(), self.symbols.dialect).filter(|_| found.is_none());
            if codec_type.is_none() {
                self.unknown(name, found);
            }
            return codec_type.map(|codec_type| codec_head(codec_type, true));
        };
        let ty = Some(self.symbols.rows[row as usize].ty).filter(|ty| *ty != NONE)?;
        self.bare_head(name, ty, Some(row))
    }

    /// An uppercase name: a value with its id, or without it after a `%`.
    fn type_head(&mut self, name: View<'f>, is_bare: bool) -> Option<Head> {
        let Some(ty) = self.symbols.ty(name.bytes()) else {
            if name.bytes() == b"Vector" {
                return Some(codec_head(CodecType::Vector, is_bare));
            }
            self.unknown(name, None);
            return None;
        };
        if is_bare {
            return self.bare_head(name, ty, self.symbols.only_constructor(ty));
        }
        match self.symbols.codec_type(ty) {
            Some(codec_type @ (CodecType::Vector | CodecType::Opaque(_))) => Some(codec_head(codec_type, false)),
            _ => Some(self.head_of(Target::Boxed(ty), ty)),
        }
    }

    /// A bare use of `constructor`, which has to be the only one of its type.
    fn bare_head(&mut self, name: View<'f>, ty: u32, constructor: Option<u32>) -> Option<Head> {
        let only = self.symbols.only_constructor(ty);
        if let Some(row) = only.filter(|_| only == constructor) {
            return Some(match self.symbols.rows[row as usize].codec_type {
                Some(codec_type) => codec_head(codec_type, true),
                None => self.head_of(Target::Bare(row), ty),
            });
        }
        let found = self.symbols.types[ty as usize];
        let why = match found.n_constructors {
            // The constructor repeats a name, which is reported.
            1 if only.is_some() => return None,
            1 => format!("the constructor of `{}` has no name", found.name),
            0 => format!("`{}` has no constructors", found.name),
            n_constructors => format!("`{}` has {n_constructors} constructors", found.name),
        };
        // The missing constructor may be in a statement that could not be parsed.
        if !self.symbols.is_broken(found.name) {
            self.bad_bare(name.name_span(), name.text(), &why);
        }
        None
    }

    fn head_of(&self, target: Target, ty: u32) -> Head {
        let params = if self.symbols.kinds_of(ty).is_empty() { Params::None } else { Params::Of(ty) };
        Head { reference: Ref::new(target), params }
    }

    /// Reports an undeclared name, unless a statement that could not be parsed may declare it.
    fn unknown(&mut self, name: View<'f>, function: Option<u32>) {
        let text = name.text();
        if self.symbols.is_broken(text) {
            return;
        }
        let usual = help::usual_declaration(text).filter(|_| function.is_none());
        if usual.is_some() && !self.missing_usual.insert(text) {
            return;
        }
        let what = if name.has(UPPER) { "type" } else { "constructor" };
        let diagnostic = Diagnostic::error(Code::UnknownType, name.name_span(), format!("unknown {what} `{text}`"))
            .label("not declared");
        self.diagnostics.push(match (function, usual) {
            (Some(function), _) => diagnostic
                .also(self.symbols.span(function), "a function of this name is declared here")
                .note("a function is not a type"),
            (None, Some(declaration)) => diagnostic
                .note("further uses are not reported")
                .help(format!("add the usual declaration: `{declaration}`")),
            (None, None) => help::similar_name(diagnostic, name, self.symbols),
        });
    }
}

fn codec_head(codec_type: CodecType, is_bare: bool) -> Head {
    let (target, params) = match codec_type {
        CodecType::Primitive(primitive) => (Target::Primitive(primitive), Params::None),
        CodecType::Vector => (Target::Vector { is_bare }, Params::Item),
        CodecType::Opaque(opaque) => (Target::Opaque(opaque), Params::None),
    };
    Head { reference: Ref::new(target), params }
}
