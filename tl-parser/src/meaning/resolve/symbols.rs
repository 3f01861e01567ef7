//! The symbol table: combinators by name, types by name.
//!
//! Filled by [`super::collect`]. Fields are not looked at. Invariant: a combinator whose name is taken keeps its row,
//! but is neither found by name nor counted as a constructor, so that one mistake gives one diagnostic.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::broken_statements;
use super::name_table::{NameTable, hash_of};
use super::nearest_names::SuggestionBudget;
use crate::Dialect;
use crate::meaning::scalars::Scalars;
use crate::meaning::schema::{CodecType, CombinatorIndex, ParamKind, Section};
use crate::syntax::ast::{Combinator, DeclarationKind, Entry, File};
use crate::text::source::Span;

/// The usual length of a declaration in bytes, estimated low.
const USUAL_DECLARATION_LEN: usize = 32;

/// The index in a table row if there is no index.
pub(super) const NONE: u32 = u32::MAX;

/// A combinator without its fields, in 16 bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CombinatorRow {
    /// Index of the entry in its file.
    pub(super) entry: u32,
    /// The id in force: the written one, or else the one by rule A.
    pub(super) id: u32,
    /// Whether the id is written, can be computed, and neither rule gives it.
    pub(super) id_is_wrong: bool,
    /// Index of the type that the combinator constructs; [`NONE`] for functions and for results that are not types.
    pub(super) ty: u32,
    pub(super) codec_type: Option<CodecType>,
    /// Whether an earlier combinator has the same name: a search by name then finds the earlier one only.
    pub(super) is_repeated: bool,
}

/// A type, as declared by the results of its constructors.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TypeRow<'f> {
    pub(super) name: &'f str,
    /// The parameters of the type: index of the first one in [`SymbolTable::kinds`], and their number.
    pub(super) kinds: (u32, u32),
    /// The row of the first constructor of the type.
    pub(super) first: u32,
    pub(super) n_constructors: u32,
    /// The codec type that the first constructor declares; `None` for an ordinary constructor.
    pub(super) codec_type: Option<CodecType>,
    /// The row of the default constructor, which is called `_`; [`NONE`] for a type without a default constructor.
    pub(super) default: u32,
}

/// All names that several files declare.
#[derive(Debug)]
pub(super) struct SymbolTable<'f> {
    pub(super) files: &'f [File<'f>],
    /// Combinators in source order.
    pub(super) rows: Vec<CombinatorRow>,
    /// The first row of each file.
    pub(super) first_rows: Vec<u32>,
    /// The estimated number of distinct names.
    pub(super) n_likely: usize,
    pub(super) types: Vec<TypeRow<'f>>,
    /// Kinds of the parameters of all types.
    pub(super) kinds: Vec<ParamKind>,
    pub(super) by_name: NameTable,
    pub(super) by_type: NameTable,
    /// Names in statements that could not be parsed.
    broken: OnceCell<FxHashSet<String>>,
    suggestions: SuggestionBudget,
    pub(super) dialect: Dialect,
    pub(super) scalars: &'f Scalars,
    /// Whether a line of MTProto's envelope is declared, which gives `Object` its meaning.
    pub(super) has_envelope: bool,
}

impl<'f> SymbolTable<'f> {
    /// An empty table with room for the declarations of the files.
    pub(super) fn new(files: &'f [File<'f>], scalars: &'f Scalars) -> Self {
        let entries = files.iter().flat_map(|file| &file.entries);
        let n_rows = entries.filter(|entry| entry.kind == DeclarationKind::Combinator).count();
        // Declarations that are shorter than usual mostly repeat a few names.
        let n_likely = n_rows.min(files.iter().map(|file| file.text.len() / USUAL_DECLARATION_LEN).sum());
        Self {
            files,
            rows: Vec::with_capacity(n_rows),
            first_rows: Vec::with_capacity(files.len()),
            n_likely,
            types: Vec::new(),
            kinds: Vec::new(),
            by_name: NameTable::with_capacity(n_likely),
            by_type: NameTable::with_capacity(n_likely / 4),
            broken: OnceCell::new(),
            suggestions: SuggestionBudget::default(),
            dialect: files.iter().map(|file| file.dialect).max().unwrap_or_default(),
            scalars,
            has_envelope: false,
        }
    }

    /// Index of the file that declares a combinator.
    #[inline]
    pub(super) fn file_of(&self, row: u32) -> usize {
        match self.files {
            [_] => 0,
            _ => self.first_rows.partition_point(|first| *first <= row) - 1,
        }
    }

    pub(super) fn entry(&self, row: u32) -> &'f Entry {
        &self.files[self.file_of(row)].entries[self.rows[row as usize].entry as usize]
    }

    pub(super) fn ast(&self, row: u32) -> Combinator<'f> {
        self.files[self.file_of(row)].combinator(self.entry(row))
    }

    pub(super) fn name(&self, row: u32) -> &'f str {
        self.files[self.file_of(row)].name(self.entry(row))
    }

    pub(super) fn name_bytes(&self, row: u32) -> &'f [u8] {
        self.ast(row).name_bytes()
    }

    /// Whether the source leaves out parts of a declaration, so that its id cannot be computed.
    pub(super) fn id_is_unverifiable(&self, row: u32) -> bool {
        self.files[self.file_of(row)].id_is_unverifiable(self.rows[row as usize].entry)
    }

    /// The span of a combinator's name.
    pub(super) fn span(&self, row: u32) -> Span {
        self.ast(row).name().span
    }

    /// The row of the first combinator of this name.
    #[inline]
    pub(super) fn combinator(&self, name: &[u8]) -> Option<u32> {
        self.by_name.find(hash_of(name), |row| self.name_bytes(row) == name)
    }

    /// The index of the type of this name.
    #[inline]
    pub(super) fn ty(&self, name: &[u8]) -> Option<u32> {
        self.by_type.find(hash_of(name), |ty| self.types[ty as usize].name.as_bytes() == name)
    }

    /// Kinds of the parameters of a type.
    pub(super) fn kinds_of(&self, ty: u32) -> &[ParamKind] {
        let (start, n_kinds) = self.types[ty as usize].kinds;
        &self.kinds[start as usize..(start + n_kinds) as usize]
    }

    /// For each type, its constructors in source order.
    pub(super) fn constructors(&self) -> Vec<Vec<CombinatorIndex>> {
        let mut constructors = vec![Vec::new(); self.types.len()];
        for (idx, row) in (0_u32..).zip(&self.rows) {
            if row.ty != NONE && !row.is_repeated {
                constructors[row.ty as usize].push(CombinatorIndex(idx));
            }
        }
        constructors
    }

    /// The first constructor of a type.
    pub(super) fn first_constructor(&self, ty: u32) -> Option<u32> {
        Some(self.types[ty as usize].first).filter(|row| *row != NONE)
    }

    /// The only constructor of a type, if there is exactly one and it has a name.
    pub(super) fn only_constructor(&self, ty: u32) -> Option<u32> {
        let TypeRow { first, n_constructors, .. } = self.types[ty as usize];
        (n_constructors == 1 && self.name(first) != "_").then_some(first)
    }

    /// The codec type that the only constructor of a type declares.
    #[inline]
    pub(super) fn codec_type(&self, ty: u32) -> Option<CodecType> {
        let TypeRow { codec_type, n_constructors, .. } = self.types[ty as usize];
        codec_type.filter(|_| n_constructors == 1)
    }

    /// Whether the name occurs in a statement that could not be parsed.
    pub(super) fn is_in_broken_statement(&self, name: &str) -> bool {
        self.broken
            .get_or_init(|| self.files.iter().flat_map(broken_statements::names_in_broken_statements).collect())
            .contains(name)
    }

    /// The declared type or constructor whose name is nearest to an unknown one.
    pub(super) fn nearest(&self, name: &str, is_type: bool) -> Option<&str> {
        let types = self.by_type.indices().filter(|_| is_type).map(|ty| self.types[ty as usize].name);
        let constructors = self.by_name.indices().filter(|_| !is_type);
        let constructors = constructors.filter(|row| self.entry(*row).section == Section::Types);
        self.suggestions.nearest(name, types.chain(constructors.map(|row| self.name(row))))
    }
}
