//! Fills the symbol table: one row for each combinator, one for each result type.
//!
//! Fields are looked at only for the names of numbers, which hide types in results. Invariant: rows are in source
//! order.

use rustc_hash::FxHashMap;

use super::codec_types;
use super::name_table::hash_of;
use super::symbols::{CombinatorRow, NONE, SymbolTable, TypeRow};
use crate::diagnostic::{BoundedDiagnosticList, Code, Diagnostic};
use crate::meaning::canonical::{Rule, canonical, crc};
use crate::meaning::envelope;
use crate::meaning::scalars::Scalars;
use crate::meaning::schema::{ParamKind, Section};
use crate::syntax::ast::node::reserve_by_progress;
use crate::syntax::ast::{
    BUILTIN_FLAG, Combinator, DeclarationKind, DirectiveKind, Entry, File, NodeKind, Params, UPPER_NAMES_FLAG, View,
};

/// Collects the names of all files, in order; ids that are not written are left zero.
pub(super) fn collect_symbols<'f>(
    files: &'f [File<'f>],
    scalars: &'f Scalars,
    diagnostics: &mut BoundedDiagnosticList,
) -> SymbolTable<'f> {
    let mut collector = Collector { symbols: SymbolTable::new(files, scalars), diagnostics, last_type: NONE };
    for file in files {
        collector.symbols.first_rows.push(collector.symbols.rows.len() as u32);
        for (idx, entry) in (0_u32..).zip(&file.entries) {
            match entry.kind {
                DeclarationKind::Combinator => collector.enter_combinator(file, idx, entry),
                DeclarationKind::Directive(DirectiveKind::Empty) => _ = collector.enter_type(file.name(entry), &[]),
                DeclarationKind::Directive(_) | DeclarationKind::Partial => {}
            }
        }
    }
    collector.symbols
}

struct Collector<'f, 'd> {
    symbols: SymbolTable<'f>,
    diagnostics: &'d mut BoundedDiagnosticList,
    /// Index of the type that was entered last. Looked at first, as constructors of one type mostly follow each other.
    last_type: u32,
}

impl<'f> Collector<'f, '_> {
    fn enter_combinator(&mut self, file: &'f File<'f>, entry_idx: u32, entry: &'f Entry) {
        let row = self.symbols.rows.len() as u32;
        let ast = file.combinator(entry);
        let name = file.name(entry);
        let codec_type = match entry.section {
            Section::Types => {
                codec_types::codec_type_of_constructor(name, self.symbols.scalars, || canonical(ast, Rule::A))
            }
            Section::Functions => None,
        };
        self.symbols.rows.push(CombinatorRow {
            entry: entry_idx,
            id: entry.id,
            ty: NONE,
            codec_type,
            ..CombinatorRow::default()
        });
        if let Some(first) = self.find_or_enter_name(row, name) {
            if self.are_one_declaration(first, row) {
                self.symbols.rows.pop();
                return;
            }
            self.symbols.rows[row as usize].is_repeated = true;
            self.report_duplicate_name(first, row);
        }
        if entry.section == Section::Types {
            self.symbols.has_envelope |= envelope::is_line_with_object(name, || canonical(ast, Rule::A));
            self.symbols.rows[row as usize].ty = self.enter_result_type(row, ast).unwrap_or(NONE);
        }
        if entry.has_flag(BUILTIN_FLAG) {
            self.report_unknown_builtin(ast);
        }
    }

    /// Enters the name of a combinator; returns the earlier combinator that has the name.
    fn find_or_enter_name(&mut self, row: u32, name: &str) -> Option<u32> {
        // Default constructors share the name `_`, so it may be repeated.
        if name == "_" {
            return None;
        }
        let mut by_name = std::mem::take(&mut self.symbols.by_name);
        let is_same = |other: u32| self.symbols.name_bytes(other) == name.as_bytes();
        let first = by_name.find_or_add(hash_of(name.as_bytes()), row, is_same);
        self.symbols.by_name = by_name;
        (first != row).then_some(first)
    }

    /// Whether two combinators of one name are the same declaration, written in two files. Files that are used together
    /// often repeat common declarations.
    fn are_one_declaration(&self, first: u32, second: u32) -> bool {
        if self.symbols.file_of(first) == self.symbols.file_of(second) {
            return false;
        }
        let (first, second) = (self.symbols.ast(first), self.symbols.ast(second));
        let written = |ast: Combinator<'_>| ast.id().map(|id| id.value);
        let form = |ast: Combinator<'_>| canonical(ast, Rule::A);
        let kinds = |ast: Combinator<'f>| ast.params().map(kind_of_params).collect::<Vec<_>>();
        let (first_form, second_form) = (form(first), form(second));
        let id = |ast: Combinator<'_>, form: &str| written(ast).unwrap_or_else(|| crc(form));
        first_form == second_form
            && id(first, &first_form) == id(second, &second_form)
            && first.section() == second.section()
            && kinds(first) == kinds(second)
    }

    fn report_duplicate_name(&mut self, first: u32, second: u32) {
        let name = self.symbols.name(second);
        let diagnostic =
            Diagnostic::error(Code::DuplicateName, self.symbols.span(second), format!("`{name}` is declared twice"));
        let diagnostic =
            diagnostic.label("declared again").secondary_label(self.symbols.span(first), "first declared here");
        let is_in_other_file = self.symbols.file_of(first) != self.symbols.file_of(second);
        let note = "the same name in several files is one declaration only if the lines and ids are equal";
        self.diagnostics.push(if is_in_other_file { diagnostic.note(note) } else { diagnostic });
    }

    fn report_unknown_builtin(&mut self, ast: Combinator<'_>) {
        let (name, ty) = (ast.name(), ast.result_name());
        let is_scalar = self.symbols.scalars.named_scalar(name.text).is_some();
        if is_scalar || codec_types::is_builtin(name.text, ty.text, self.symbols.dialect) {
            return;
        }
        let message = format!("`{name} ? = {ty}` is not a built-in");
        self.diagnostics.push(
            Diagnostic::error(Code::UnknownBuiltin, name.span, message)
                .label("not a built-in")
                .note("the built-ins are `int`, `long`, `double`, `string`, `object` and `function`"),
        );
    }

    /// Enters the result type of a constructor and returns its index; `None` if the result is a parameter or a number.
    fn enter_result_type(&mut self, row: u32, ast: Combinator<'f>) -> Option<u32> {
        let result = ast.result_node();
        let name = result.text();
        if ast.entry.has_flag(UPPER_NAMES_FLAG) && kinds_of_params_and_numbers(ast).any(|(own, _)| own == name) {
            return None;
        }
        let kinds = if result.node().n_nodes > 1 { kinds_of_result_args(ast) } else { Vec::new() };
        let ty = self.enter_type(name, &kinds);
        self.report_differing_type_params(result, ty, &kinds);
        if ast.name_bytes() == b"_" {
            self.report_second_default(row, ty);
        }
        let CombinatorRow { codec_type, is_repeated, .. } = self.symbols.rows[row as usize];
        if !is_repeated {
            let found = &mut self.symbols.types[ty as usize];
            if found.first == NONE {
                (found.first, found.codec_type) = (row, codec_type);
            }
            found.n_constructors += 1;
        }
        Some(ty)
    }

    fn enter_type(&mut self, name: &'f str, kinds: &[ParamKind]) -> u32 {
        let symbols = &mut self.symbols;
        if symbols.types.get(self.last_type as usize).is_some_and(|last| last.name == name) {
            return self.last_type;
        }
        let new = symbols.types.len() as u32;
        let is_same = |ty: u32| symbols.types[ty as usize].name == name;
        let ty = symbols.by_type.find_or_add(hash_of(name.as_bytes()), new, is_same);
        self.last_type = ty;
        if ty == new {
            let start = symbols.kinds.len() as u32;
            symbols.kinds.extend(kinds);
            let kinds = (start, kinds.len() as u32);
            if symbols.types.len() == symbols.types.capacity() {
                reserve_by_progress(&mut symbols.types, symbols.rows.len(), symbols.rows.capacity());
            }
            symbols.types.push(TypeRow { name, kinds, first: NONE, default: NONE, ..TypeRow::default() });
        }
        ty
    }

    /// Reports a constructor that disagrees with the first constructor of its type about the parameters of the type.
    fn report_differing_type_params(&mut self, result: View<'_>, ty: u32, kinds: &[ParamKind]) {
        let expected = self.symbols.kinds_of(ty);
        let name = result.text();
        let (code, message) = if kinds.len() != expected.len() {
            let n_kinds = count_in_words(kinds.len(), "parameter");
            (Code::ArityMismatch, format!("`{name}` has {n_kinds} here and {} elsewhere", expected.len()))
        } else if kinds != expected {
            (Code::KindMismatch, format!("`{name}` has parameters of other kinds elsewhere"))
        } else {
            return;
        };
        let diagnostic = Diagnostic::error(code, result.name_span(), message).label("differs");
        self.diagnostics.push(match self.symbols.first_constructor(ty) {
            Some(first) => {
                diagnostic.secondary_label(self.symbols.ast(first).result_node().name_span(), "first declared here")
            }
            None => diagnostic,
        });
    }

    /// Reports a second default constructor of a type.
    fn report_second_default(&mut self, row: u32, ty: u32) {
        let found = &mut self.symbols.types[ty as usize];
        if found.default == NONE {
            found.default = row;
            return;
        }
        let message = format!("`{}` has two default constructors", found.name);
        let first = found.default;
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateDefault, self.symbols.span(row), message)
                .label("second default constructor")
                .secondary_label(self.symbols.span(first), "first one here"),
        );
    }
}

/// A number of items in words for a message: "no arguments", "1 argument", "2 arguments".
pub(super) fn count_in_words(n_items: usize, item: &str) -> String {
    match n_items {
        0 => format!("no {item}s"),
        1 => format!("1 {item}"),
        _ => format!("{n_items} {item}s"),
    }
}

/// The parameters of a combinator and its fields of type `#`.
fn kinds_of_params_and_numbers<'f>(ast: Combinator<'f>) -> impl Iterator<Item = (&'f str, ParamKind)> {
    let numbers = ast.fields().filter(|field| field.type_node().kind() == NodeKind::Nat && !field.is_call());
    let numbers = numbers.flat_map(|field| field.names().map(|name| (name.text, ParamKind::Nat)));
    let params = ast.params().flat_map(|params| params.names().map(move |name| (name.text, kind_of_params(params))));
    numbers.chain(params)
}

/// The kind of the parameters in one pair of curly brackets. A wrong kind counts as `Type`; the resolver reports it.
pub(super) fn kind_of_params(params: Params<'_>) -> ParamKind {
    if params.kind().text == "#" { ParamKind::Nat } else { ParamKind::Type }
}

/// Kinds of the arguments that a constructor gives its type.
fn kinds_of_result_args(ast: Combinator<'_>) -> Vec<ParamKind> {
    let own: FxHashMap<_, _> = kinds_of_params_and_numbers(ast).collect();
    ast.result_node().children().map(|arg| kind_of_arg(&own, arg)).collect()
}

fn kind_of_arg(own: &FxHashMap<&str, ParamKind>, arg: View<'_>) -> ParamKind {
    match arg.kind() {
        NodeKind::Number | NodeKind::Sum => ParamKind::Nat,
        NodeKind::Group | NodeKind::Percent => {
            arg.children().only_node().map_or(ParamKind::Type, |inner| kind_of_arg(own, inner))
        }
        NodeKind::Name => own.get(arg.text()).copied().unwrap_or(ParamKind::Type),
        _ => ParamKind::Type,
    }
}
