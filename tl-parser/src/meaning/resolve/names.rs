//! What a schema declares: combinators by name, types by name.
//!
//! Fields are not looked at, and results only for the type they declare. Invariant: a combinator whose name is taken
//! keeps its index but is not found by name and is no constructor of a type, so that one mistake stays one.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::known::{self, Known};
use super::suggest::Suggestions;
use super::table::{Table, hash_of};
use crate::Dialect;
use crate::diagnostic::{Code, Diagnostic, Found};
use crate::meaning::canonical::Form;
use crate::meaning::schema::{CombinatorId, ParamKind, Section};
use crate::syntax::ast::node::make_room;
use crate::syntax::ast::{BUILTIN, Combinator, DeclarationKind, Entry, File, Ident, NodeKind, UPPER_NAMES, View};
use crate::text::lex::{Lexer, TokenKind};
use crate::text::source::Span;

/// Declarations are of about so many bytes, or longer.
const USUAL_LEN: usize = 32;

/// No index.
pub(crate) const NONE: u32 = u32::MAX;

/// A combinator, and what is known of it before its fields are looked at, in 16 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Index of the entry in its file.
    pub(crate) entry: u32,
    /// The id in force: the written one, or else the one by rule A.
    pub(crate) id: u32,
    /// Whether the id is written and neither rule gives it.
    pub(crate) is_wrong: bool,
    /// The type it constructs; [`NONE`] for functions and for results that are no types.
    pub(crate) ty: u32,
    pub(crate) known: Option<Known>,
    /// Whether another combinator has the name already.
    pub(crate) is_repeated: bool,
}

/// A type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypeRow<'f> {
    pub(crate) name: &'f str,
    /// Where the kinds of its parameters begin, and how many there are.
    pub(crate) kinds: (u32, u32),
    /// Its first constructor.
    first: u32,
    pub(crate) n_constructors: u32,
    /// What its first constructor is known as.
    known: Option<Known>,
    /// Its default constructor.
    default: u32,
}

/// Everything that has a name.
#[derive(Debug)]
pub(crate) struct Names<'f> {
    pub(crate) files: &'f [File<'f>],
    pub(crate) rows: Vec<Row>,
    /// The first row of each file.
    first_rows: Vec<u32>,
    /// How many names there are, if declarations are of the usual length.
    pub(crate) n_likely: usize,
    pub(crate) types: Vec<TypeRow<'f>>,
    kinds: Vec<ParamKind>,
    by_name: Table,
    by_type: Table,
    broken: OnceCell<FxHashSet<String>>,
    pub(crate) suggestions: Suggestions,
    pub(crate) dialect: Dialect,
}

impl<'f> Names<'f> {
    /// Collects the names of all files, in order.
    pub(crate) fn collect(files: &'f [File<'f>], diagnostics: &mut Found) -> Self {
        let entries = || files.iter().flat_map(|file| &file.entries);
        let n_rows = entries().filter(|entry| entry.kind == DeclarationKind::Combinator).count();
        // Where they are very short, they are many of few names perhaps.
        let n_likely = n_rows.min(files.iter().map(|file| file.text.len() / USUAL_LEN).sum());
        let names = Self {
            files,
            rows: Vec::with_capacity(n_rows),
            first_rows: Vec::with_capacity(files.len()),
            n_likely,
            types: Vec::new(),
            kinds: Vec::new(),
            by_name: Table::with_capacity(n_likely),
            by_type: Table::with_capacity(n_likely / 4),
            broken: OnceCell::new(),
            suggestions: Suggestions::default(),
            dialect: files.iter().map(|file| file.dialect).max().unwrap_or_default(),
        };
        let mut collector = Collector { names, diagnostics, form: Form::new(), last_type: NONE };
        for file in files {
            collector.names.first_rows.push(collector.names.rows.len() as u32);
            for (idx, entry) in (0_u32..).zip(&file.entries) {
                match entry.kind {
                    DeclarationKind::Combinator => collector.combinator(file, idx, entry),
                    DeclarationKind::Empty => _ = collector.enter_type(file.name(entry), &[]),
                    DeclarationKind::Final | DeclarationKind::New | DeclarationKind::Partial => {}
                }
            }
        }
        collector.compute_ids();
        collector.names
    }

    /// Index of the file that declares a combinator.
    #[inline]
    pub(crate) fn file_of(&self, row: u32) -> usize {
        match self.files {
            [_] => 0,
            _ => self.first_rows.partition_point(|first| *first <= row) - 1,
        }
    }

    pub(crate) fn entry(&self, row: u32) -> &'f Entry {
        &self.files[self.file_of(row)].entries[self.rows[row as usize].entry as usize]
    }

    pub(crate) fn ast(&self, row: u32) -> Combinator<'f> {
        self.files[self.file_of(row)].combinator(self.entry(row))
    }

    pub(crate) fn name(&self, row: u32) -> &'f str {
        self.files[self.file_of(row)].name(self.entry(row))
    }

    /// CRC32 of the canonical form, by rule A and by rule B: computed when somebody asks.
    pub(crate) fn crcs(&self, row: u32) -> (u32, u32) {
        Form::new().crcs(self.ast(row))
    }

    fn name_bytes(&self, row: u32) -> &'f [u8] {
        let Entry { name_start, name_end, .. } = *self.entry(row);
        &self.files[self.file_of(row)].text.as_bytes()[name_start as usize..name_end as usize]
    }

    /// The combinator of this name.
    #[inline]
    pub(crate) fn combinator(&self, name: &[u8]) -> Option<u32> {
        self.by_name.find(hash_of(name), |row| self.name_bytes(row) == name)
    }

    /// The type of this name.
    #[inline]
    pub(crate) fn ty(&self, name: &[u8]) -> Option<u32> {
        self.by_type.find(hash_of(name), |ty| self.types[ty as usize].name.as_bytes() == name)
    }

    /// Kinds of the parameters of a type.
    pub(crate) fn kinds_of(&self, ty: u32) -> &[ParamKind] {
        let (start, n_kinds) = self.types[ty as usize].kinds;
        &self.kinds[start as usize..(start + n_kinds) as usize]
    }

    /// The constructors of each type, in source order.
    pub(crate) fn constructors(&self) -> Vec<Vec<CombinatorId>> {
        let mut constructors = vec![Vec::new(); self.types.len()];
        for (idx, row) in (0_u32..).zip(&self.rows) {
            if row.ty != NONE && !row.is_repeated {
                constructors[row.ty as usize].push(CombinatorId(idx));
            }
        }
        constructors
    }

    /// The first constructor of a type.
    pub(crate) fn first_constructor(&self, ty: u32) -> Option<u32> {
        Some(self.types[ty as usize].first).filter(|row| *row != NONE)
    }

    /// The only constructor of a type, if it has just one and that has a name.
    pub(crate) fn only_constructor(&self, ty: u32) -> Option<u32> {
        let TypeRow { first, n_constructors, .. } = self.types[ty as usize];
        (n_constructors == 1 && self.name(first) != "_").then_some(first)
    }

    /// What the only constructor of a type is known as.
    #[inline]
    pub(crate) fn known_type(&self, ty: u32) -> Option<Known> {
        let TypeRow { known, n_constructors, .. } = self.types[ty as usize];
        known.filter(|_| n_constructors == 1)
    }

    /// The place of a combinator's name.
    pub(crate) fn span(&self, row: u32) -> Span {
        self.ast(row).name().span
    }

    /// Whether the name stands in a statement that could not be read.
    pub(crate) fn is_broken(&self, name: &str) -> bool {
        self.broken.get_or_init(|| self.files.iter().flat_map(broken_names).collect()).contains(name)
    }

    /// Names like this one, for help: types for a type, constructors for a constructor.
    pub(crate) fn nearest(&self, name: &str, is_type: bool) -> Option<&str> {
        let types = self.by_type.indices().filter(|_| is_type).map(|ty| self.types[ty as usize].name);
        let constructors = self.by_name.indices().filter(|_| !is_type);
        let constructors = constructors.filter(|row| self.entry(*row).section == Section::Types);
        self.suggestions.nearest(name, types.chain(constructors.map(|row| self.name(row))))
    }
}

/// The names in statements that could not be read, and for each the type that its combinator would have if that had the
/// usual name: its own result may be what is missing.
fn broken_names<'f>(file: &'f File<'f>) -> impl Iterator<Item = String> + 'f {
    file.broken.iter().flat_map(|(start, end)| {
        let lexer = Lexer::new(file.text);
        let bytes = &file.text.as_bytes()[..*end as usize];
        let mut names = Vec::new();
        let mut token = lexer.token_after(bytes, *start);
        while token.kind != TokenKind::End {
            let is_name =
                matches!(token.kind, TokenKind::Name | TokenKind::TypeName | TokenKind::NameWithId | TokenKind::BadId);
            if is_name {
                let name = lexer.text_of(token).split('#').next().unwrap_or_default();
                if names.is_empty() {
                    names.push(usual_type(name));
                }
                names.push(name.to_owned());
            }
            token = lexer.token_after(bytes, token.end);
        }
        names
    })
}

/// `messages.Dialogs` for `messages.dialogs`.
fn usual_type(combinator: &str) -> String {
    let start = combinator.rfind('.').map_or(0, |dot| dot + 1);
    let mut name = combinator.to_owned();
    if let Some(first) = name.get_mut(start..start + 1) {
        first.make_ascii_uppercase();
    }
    name
}

struct Collector<'f, 'd> {
    names: Names<'f>,
    diagnostics: &'d mut Found,
    form: Form,
    /// The type that was entered last.
    last_type: u32,
}

impl<'f> Collector<'f, '_> {
    fn combinator(&mut self, file: &'f File<'f>, entry_idx: u32, entry: &'f Entry) {
        let row = self.names.rows.len() as u32;
        let ast = file.combinator(entry);
        let name = file.name(entry);
        let known = match entry.section {
            Section::Types if known::may_be(name) => {
                self.form.write(ast, crate::meaning::canonical::Rule::A);
                known::declared(name, self.form.text())
            }
            _ => None,
        };
        let (is_repeated, is_wrong) = (false, false);
        self.names.rows.push(Row { entry: entry_idx, id: entry.id, is_wrong, ty: NONE, known, is_repeated });
        self.names.rows[row as usize].is_repeated = self.claim_name(row, name);
        if entry.section == Section::Types {
            self.names.rows[row as usize].ty = self.constructed_type(row, ast).unwrap_or(NONE);
        }
        if entry.has(BUILTIN) {
            self.check_builtin(ast);
        }
    }

    /// Computes ids that are not written and checks the others.
    ///
    /// In a loop of its own: names are looked for all over a table, and while the processor waits for one, it can do so for
    /// the next ones only if these are near.
    fn compute_ids(&mut self) {
        let mut rows = self.names.rows.iter_mut();
        for file in self.names.files {
            let entries = file.entries.iter().filter(|entry| entry.kind == DeclarationKind::Combinator);
            for (entry, row) in entries.zip(rows.by_ref()) {
                let ast = file.combinator(entry);
                match entry.n_digits {
                    0 => row.id = self.form.id(ast),
                    _ => row.is_wrong = !self.form.is_id(ast, row.id),
                }
            }
        }
    }

    /// Gives the combinator its name, unless another one has it.
    fn claim_name(&mut self, row: u32, name: &str) -> bool {
        if name == "_" {
            return false;
        }
        let mut by_name = std::mem::take(&mut self.names.by_name);
        let first =
            by_name.find_or_add(hash_of(name.as_bytes()), row, |known| self.names.name_bytes(known) == name.as_bytes());
        self.names.by_name = by_name;
        if first == row {
            return false;
        }
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateName, self.names.span(row), format!("`{name}` is declared twice"))
                .label("declared again")
                .also(self.names.span(first), "first declared here"),
        );
        true
    }

    fn check_builtin(&mut self, ast: Combinator<'_>) {
        let (name, ty) = (ast.name(), ast.result().name());
        if known::is_builtin(name.text, ty.text, self.names.dialect) {
            return;
        }
        let message = format!("`{name} ? = {ty}` is not a built-in");
        self.diagnostics.push(
            Diagnostic::error(Code::UnknownBuiltin, name.span, message)
                .label("not a built-in")
                .note("the built-ins are `int`, `long`, `double`, `string`, `object` and `function`"),
        );
    }

    /// The type that a constructor makes, entered with this constructor.
    fn constructed_type(&mut self, row: u32, ast: Combinator<'f>) -> Option<u32> {
        let result = ast.result_node();
        let name = result.text();
        if ast.entry.has(UPPER_NAMES) && is_own(ast, name) {
            return None;
        }
        let kinds = if result.node().n_nodes > 1 { result_kinds(ast) } else { Vec::new() };
        let ty = self.enter_type(name, &kinds);
        self.check_params(result, ty, &kinds);
        if ast.name_bytes() == b"_" {
            self.check_default(row, ty);
        }
        if !self.names.rows[row as usize].is_repeated {
            self.add_constructor(row, ty);
        }
        Some(ty)
    }

    fn enter_type(&mut self, name: &'f str, kinds: &[ParamKind]) -> u32 {
        let names = &mut self.names;
        // Constructors of one type mostly stand together.
        if names.types.get(self.last_type as usize).is_some_and(|last| last.name == name) {
            return self.last_type;
        }
        let new = names.types.len() as u32;
        let ty = names.by_type.find_or_add(hash_of(name.as_bytes()), new, |ty| names.types[ty as usize].name == name);
        self.last_type = ty;
        if ty == new {
            let start = names.kinds.len() as u32;
            names.kinds.extend(kinds);
            let kinds = (start, kinds.len() as u32);
            if names.types.len() == names.types.capacity() {
                make_room(&mut names.types, names.rows.len(), names.rows.capacity());
            }
            names.types.push(TypeRow { name, kinds, first: NONE, n_constructors: 0, known: None, default: NONE });
        }
        ty
    }

    fn add_constructor(&mut self, row: u32, ty: u32) {
        let found = &mut self.names.types[ty as usize];
        if found.first == NONE {
            (found.first, found.known) = (row, self.names.rows[row as usize].known);
        }
        found.n_constructors += 1;
    }

    /// All constructors of a type give it the same parameters.
    fn check_params(&mut self, result: View<'_>, ty: u32, kinds: &[ParamKind]) {
        let expected = self.names.kinds_of(ty);
        let name = result.text();
        let (code, message) = if kinds.len() != expected.len() {
            let n_kinds = count(kinds.len(), "parameter");
            (Code::ArityMismatch, format!("`{name}` has {n_kinds} here and {} elsewhere", expected.len()))
        } else if kinds != expected {
            (Code::KindMismatch, format!("`{name}` has parameters of other kinds elsewhere"))
        } else {
            return;
        };
        let diagnostic = Diagnostic::error(code, place(result), message).label("differs");
        self.diagnostics.push(match self.names.first_constructor(ty) {
            Some(first) => diagnostic.also(self.names.ast(first).result().name().span, "first declared here"),
            None => diagnostic,
        });
    }

    /// A type has one default constructor at most.
    fn check_default(&mut self, row: u32, ty: u32) {
        let found = &mut self.names.types[ty as usize];
        if found.default == NONE {
            found.default = row;
            return;
        }
        let message = format!("`{}` has two default constructors", found.name);
        let first = found.default;
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateDefault, self.names.span(row), message)
                .label("second default constructor")
                .also(self.names.span(first), "first one here"),
        );
    }
}

/// The place of the name of an application.
fn place(result: View<'_>) -> Span {
    result.file.span(result.node().start, result.node().end)
}

/// "no arguments", "1 argument", "2 arguments".
pub(crate) fn count(n_items: usize, item: &str) -> String {
    match n_items {
        0 => format!("no {item}s"),
        1 => format!("1 {item}"),
        _ => format!("{n_items} {item}s"),
    }
}

/// The parameters of a combinator and its fields that are numbers.
fn own_kinds<'f>(ast: Combinator<'f>) -> impl Iterator<Item = (&'f str, ParamKind)> {
    let numbers = ast.fields().filter(|field| field.type_node().kind() == NodeKind::Nat && !field.is_call());
    let numbers = numbers.flat_map(|field| field.names().map(|name| (name.text, ParamKind::Nat)));
    let params = ast.params().flat_map(|params| {
        let kind = if params.kind().text == "#" { ParamKind::Nat } else { ParamKind::Type };
        params.names().map(move |name| (name.text, kind))
    });
    numbers.chain(params)
}

/// Whether a name is that of a parameter or number of the combinator.
fn is_own(ast: Combinator<'_>, name: &str) -> bool {
    let is_same = |own: Ident<'_>| own.text == name;
    let mut numbers = ast.fields().filter(|field| field.type_node().kind() == NodeKind::Nat);
    ast.params().any(|params| params.names().any(is_same)) || numbers.any(|field| field.names().any(is_same))
}

/// Kinds of the arguments that a constructor gives its type.
fn result_kinds(ast: Combinator<'_>) -> Vec<ParamKind> {
    let own: FxHashMap<_, _> = own_kinds(ast).collect();
    ast.result_node().children().map(|arg| kind_of(&own, arg)).collect()
}

fn kind_of(own: &FxHashMap<&str, ParamKind>, arg: View<'_>) -> ParamKind {
    match arg.kind() {
        NodeKind::Number | NodeKind::Sum => ParamKind::Nat,
        NodeKind::Group | NodeKind::Percent => {
            arg.children().sole().map_or(ParamKind::Type, |inner| kind_of(own, inner))
        }
        NodeKind::Name => own.get(arg.text()).copied().unwrap_or(ParamKind::Type),
        _ => ParamKind::Type,
    }
}
