//! What a schema means, as a few tables over the files it was read from.
//!
//! Every word is resolved, every id known. A [`Model`] is made for asking: it copies nothing and says everything that the
//! language can say. Whoever wants trees of their own takes its [`Schema`]. Invariant: rows of
//! combinators are in source order.

use std::collections::BTreeMap;

use crate::Dialect;
use crate::meaning::canonical::{Rule, canonical};
use crate::meaning::display;
use crate::meaning::expand;
use crate::meaning::resolve::ids;
use crate::meaning::resolve::names::Names;
use crate::meaning::resolve::reference::Ref;
use crate::meaning::schema::{CombinatorId, Doc, ParamKind, Schema, Section};
use crate::syntax::ast::{self, Args, Declaration, DirectiveKind, Field, File};

/// A resolved schema that borrows the files it was read from.
#[derive(Debug)]
pub struct Model<'f> {
    pub(crate) names: Names<'f>,
    /// What the nodes of each file stand for.
    pub(crate) refs: Vec<Vec<Ref>>,
}

impl<'f> Model<'f> {
    /// The files it was read from.
    #[must_use]
    pub fn files(&self) -> &'f [File<'f>] {
        self.names.files
    }

    /// Constructors and functions, in source order.
    pub fn combinators(&self) -> impl ExactSizeIterator<Item = Resolved<'_>> {
        (0..self.names.rows.len() as u32).map(|row| Resolved { model: self, row })
    }

    /// The constructor or function with this index.
    #[must_use]
    pub fn combinator(&self, id: CombinatorId) -> Option<Resolved<'_>> {
        let row = id.0;
        ((row as usize) < self.names.rows.len()).then_some(Resolved { model: self, row })
    }

    /// Directives and partial applications, in source order.
    pub fn directives(&self) -> impl Iterator<Item = Statement<'f>> {
        self.files().iter().flat_map(File::declarations).filter_map(|declaration| match declaration {
            Declaration::Combinator(_) => None,
            Declaration::Directive(directive) => Some(Statement::Directive(directive.kind, directive.name().text)),
            Declaration::Partial(partial) => Some(Statement::Partial {
                name: partial.application().name().text,
                arguments: arguments(partial.application()),
                section: partial.section(),
            }),
        })
    }

    /// Types and what `//@class` says about them.
    #[must_use]
    pub fn classes(&self) -> BTreeMap<&'f str, &'f str> {
        let classes = self.files().iter().flat_map(|file| &file.classes);
        classes.map(|(name, description)| (name.as_str(), description.as_str())).collect()
    }

    /// The number in the last `// LAYER n` comment.
    #[must_use]
    pub fn layer(&self) -> Option<u32> {
        self.files().iter().filter_map(|file| file.layer).next_back()
    }

    /// The dialect that its files were read in.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.names.dialect
    }

    /// The same as trees that borrow nothing.
    #[must_use]
    pub fn schema(&self) -> Schema {
        expand::schema(self)
    }
}

/// A statement that is no combinator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement<'f> {
    /// `Final User;` and the type it is about.
    Directive(DirectiveKind, &'f str),
    /// `Vector int;`
    Partial {
        /// What is applied.
        name: &'f str,
        /// Its arguments in display form.
        arguments: Vec<String>,
        /// Where it stands.
        section: Section,
    },
}

/// A combinator of a model.
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'m> {
    pub(crate) model: &'m Model<'m>,
    pub(crate) row: u32,
}

/// A field in display form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownField<'m> {
    /// Its name, if it has one.
    pub name: Option<&'m str>,
    /// Its type.
    pub ty: String,
    /// The flags field and the bit that it depends on.
    pub flag: Option<(&'m str, u32)>,
}

impl<'m> Resolved<'m> {
    /// As it is written.
    #[must_use]
    pub fn ast(self) -> ast::Combinator<'m> {
        self.model.names.ast(self.row)
    }

    /// Its index.
    #[must_use]
    pub fn index(self) -> CombinatorId {
        CombinatorId(self.row)
    }

    /// Its name with the namespace.
    #[must_use]
    pub fn name(self) -> &'m str {
        self.ast().name().text
    }

    /// The id in force: the written one, or else the computed one.
    #[must_use]
    pub fn id(self) -> u32 {
        ids::id_of(&self.model.names, self.row)
    }

    /// CRC32 of the canonical form by rule A.
    #[must_use]
    pub fn crc(self) -> u32 {
        self.model.names.crcs(self.row).0
    }

    /// CRC32 of the canonical form by rule B.
    #[must_use]
    pub fn crc_telegram(self) -> u32 {
        self.model.names.crcs(self.row).1
    }

    /// Whether its id can't be computed, as the form it was read from leaves parts of it out, and is taken as it is.
    #[must_use]
    pub fn is_trusted(self) -> bool {
        ids::is_trusted(&self.model.names, self.row)
    }

    /// The canonical form by rule A.
    #[must_use]
    pub fn canonical(self) -> String {
        canonical(self.ast(), Rule::A)
    }

    /// Its result in display form.
    #[must_use]
    pub fn result(self) -> String {
        display::result(self.ast().result())
    }

    /// Its parameters and their kinds.
    pub fn params(self) -> impl Iterator<Item = (&'m str, ParamKind)> {
        self.ast().params().flat_map(|params| {
            let kind = if params.kind().text == "#" { ParamKind::Nat } else { ParamKind::Type };
            params.names().map(move |name| (name.text, kind))
        })
    }

    /// Its fields in display form, groups expanded.
    pub fn fields(self) -> impl Iterator<Item = ShownField<'m>> {
        self.ast().fields().flat_map(|field| {
            let names = field.names().map(|name| Some(name.text));
            let anonymous = field.names().next().is_none().then_some(None);
            let shown = shown(field);
            names.chain(anonymous).map(move |name| ShownField { name, ..shown.clone() })
        })
    }

    /// What its documentation comments say.
    #[must_use]
    pub fn doc(self) -> Option<&'m Doc> {
        self.ast().doc()
    }
}

/// A field, its name left out.
fn shown(field: Field<'_>) -> ShownField<'_> {
    let flag =
        field.condition().map(|condition| (condition.flags_field.text, condition.bit.value().unwrap_or(u32::MAX)));
    ShownField { name: None, ty: display::field_type(field), flag }
}

fn arguments(application: ast::Application<'_>) -> Vec<String> {
    let nodes = application.0.children();
    match application.args() {
        Args::Angle(_) | Args::Juxtaposed(_) => nodes.map(display::term).collect(),
    }
}
