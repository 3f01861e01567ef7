//! The scope of a combinator: its parameters and fields, by name.
//!
//! A condition may refer to any earlier `#` field or parameter, of any name; so may the count of a repetition. The
//! names in a repetition are visible only there. Invariant: a field is declared after its type was resolved, so that it
//! does not see itself.

use super::name_table::{NameTable, hash_of};
use super::reference::Ref;
use super::symbols::NONE;
use crate::fast_paths::{NameFilter, pack_name};
use crate::shared_types::ParamKind;
use crate::syntax::ast::View;

/// Maximum number of variables that are searched linearly; more get a hash table.
const MAX_LINEAR_VARIABLES: usize = 12;

/// Maximum number of names of a level that are searched linearly; more get a hash table.
const MAX_LINEAR_NAMES: usize = 64;

/// The range of a name in the text of the current file, as offsets in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextRange {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl TextRange {
    #[inline]
    fn of(self, text: &[u8]) -> &[u8] {
        &text[self.start as usize..self.end as usize]
    }
}

impl From<View<'_>> for TextRange {
    /// The range of the node itself, without its children.
    fn from(name: View<'_>) -> Self {
        Self { start: name.node().start, end: name.node().end }
    }
}

/// A parameter, or a field of type `#`, of the current combinator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScopeVariable {
    pub(crate) name: TextRange,
    pub(crate) kind: VariableKind,
    pub(crate) reference: Ref,
    /// The variable of the same name that this variable hides, or [`NONE`]. Only used with a hash table.
    outer: u32,
    /// The name of the variable, packed into an integer.
    word: u128,
}

/// The kind of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VariableKind {
    /// A parameter of kind `Type`.
    Type,
    /// A parameter or field of kind `#`.
    Nat,
    /// A parameter or field with a mistake that was reported. Uses of it are not reported.
    Mistaken,
}

/// The names of a combinator, in source order.
#[derive(Debug, Default)]
pub(crate) struct Scope<'f> {
    /// The text of the current file.
    text: &'f str,
    /// The visible variables. They hide types and constructors of the same name.
    variables: Vec<ScopeVariable>,
    /// The innermost variable of each name; used only for more than [`MAX_LINEAR_VARIABLES`] variables.
    by_name: NameTable,
    /// The visible names of all parameters and fields.
    names: Vec<TextRange>,
    /// The level of the combinator, then those of the repetitions around the current field, outermost first.
    levels: Vec<ScopeLevel>,
}

/// One level of a scope: the names and variables of the combinator itself, or of a repetition in it.
#[derive(Debug, Default)]
struct ScopeLevel {
    /// Number of variables of the outer levels.
    n_variables: usize,
    /// Number of names of the outer levels.
    n_names: usize,
    /// The last field or parameter of type `#` so far, which counts a repetition without a written count.
    last_nat: Option<Ref>,
    /// The names of this level; used only for more than [`MAX_LINEAR_NAMES`] names.
    table: Option<NameTable>,
    filter: NameFilter,
}

impl<'f> Scope<'f> {
    /// A scope in a file with this text.
    pub(crate) fn new(text: &'f str) -> Self {
        Self { text, ..Self::default() }
    }

    /// Removes all names and variables, so that the scope can be used for the next combinator.
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.variables.clear();
        self.names.clear();
        match self.levels.as_mut_slice() {
            // The usual case, without allocation.
            [only] if only.table.is_none() => (only.filter, only.last_nat) = (NameFilter::default(), None),
            _ => {
                self.levels.clear();
                self.levels.push(ScopeLevel::default());
            }
        }
    }

    #[inline]
    fn bytes(&self, range: TextRange) -> &'f [u8] {
        range.of(self.text.as_bytes())
    }

    /// The text of a name.
    pub(crate) fn text_of(&self, range: TextRange) -> &'f str {
        &self.text[range.start as usize..range.end as usize]
    }

    pub(crate) fn open_level(&mut self) {
        let (n_variables, n_names) = (self.variables.len(), self.names.len());
        self.levels.push(ScopeLevel { n_variables, n_names, ..ScopeLevel::default() });
    }

    pub(crate) fn close_level(&mut self) {
        if let Some(level) = self.levels.pop() {
            // Only a scope with more variables has a hash table to update.
            let n_kept =
                if self.variables.len() > MAX_LINEAR_VARIABLES { level.n_variables } else { self.variables.len() };
            for idx in (n_kept..self.variables.len()).rev() {
                self.remove_from_table(idx);
            }
            self.variables.truncate(level.n_variables);
            self.names.truncate(level.n_names);
        }
    }

    /// Adds a variable to the innermost level.
    pub(crate) fn declare_variable(&mut self, name: TextRange, kind: VariableKind, reference: Ref) {
        if self.bytes(name) == b"_" {
            return;
        }
        let word = pack_name(self.text.as_bytes(), name.start, name.end);
        self.variables.push(ScopeVariable { name, kind, reference, outer: NONE, word });
        // The first variable beyond the limit moves all earlier variables into the table as well.
        match self.variables.len() {
            ..=MAX_LINEAR_VARIABLES => {}
            n_variables if n_variables == MAX_LINEAR_VARIABLES + 1 => {
                self.by_name.clear();
                (0..n_variables).for_each(|idx| self.add_to_table(idx));
            }
            n_variables => self.add_to_table(n_variables - 1),
        }
    }

    /// Adds a variable to the hash table.
    fn add_to_table(&mut self, idx: usize) {
        let (text, variables) = (self.text.as_bytes(), &self.variables);
        let name_of = |idx: u32| variables[idx as usize].name.of(text);
        let name = variables[idx].name.of(text);
        let outer = self.by_name.replace(hash_of(name), idx as u32, |known| name_of(known) == name);
        self.variables[idx].outer = outer.unwrap_or(NONE);
    }

    /// Removes a variable, the innermost one of its name, from the hash table.
    fn remove_from_table(&mut self, idx: usize) {
        let (text, variables) = (self.text.as_bytes(), &self.variables);
        let name = variables[idx].name.of(text);
        let is_same = |known: u32| variables[known as usize].name.of(text) == name;
        match variables[idx].outer {
            NONE => self.by_name.remove(hash_of(name), is_same),
            outer => _ = self.by_name.replace(hash_of(name), outer, is_same),
        }
    }

    /// Sets the number that counts repetitions without a written count on the innermost level.
    pub(crate) fn set_last_nat(&mut self, reference: Ref) {
        if let Some(level) = self.levels.last_mut() {
            level.last_nat = Some(reference);
        }
    }

    /// Prevents reports of a missing count on this level: the number for it may have been mistyped.
    pub(crate) fn suppress_missing_count(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.last_nat.get_or_insert_default();
        }
    }

    /// The last field or parameter of type `#` on the innermost level.
    pub(crate) fn last_nat(&self) -> Option<Ref> {
        self.levels.last().and_then(|level| level.last_nat)
    }

    /// Adds a name to the innermost level. Returns the earlier equal name of that level; `None` if the name is new.
    #[inline]
    pub(crate) fn enter_name(&mut self, name: TextRange) -> Option<TextRange> {
        let bytes = self.bytes(name);
        if bytes == b"_" {
            return None;
        }
        let level = self.levels.last_mut()?;
        let is_new = level.filter.add_name(bytes)
            && level.table.is_none()
            && self.names.len() - level.n_names < MAX_LINEAR_NAMES;
        let first = if is_new { None } else { self.find_or_enter_name(name) };
        self.names.push(name);
        first
    }

    /// The earlier name of the innermost level that is equal to a new one. A hash table of the names also gets the new
    /// one.
    #[inline(never)]
    fn find_or_enter_name(&mut self, name: TextRange) -> Option<TextRange> {
        let text = self.text.as_bytes();
        let bytes = |range: TextRange| range.of(text);
        let level = self.levels.last_mut()?;
        let own = &self.names[level.n_names..];
        if level.table.is_none() && own.len() < MAX_LINEAR_NAMES {
            return own.iter().find(|known| is_same(bytes(**known), bytes(name))).copied();
        }
        let table = level.table.get_or_insert_with(|| {
            let mut table = NameTable::default();
            for (idx, name) in (0_u32..).zip(own) {
                table.find_or_add(hash_of(bytes(*name)), idx, |known| bytes(own[known as usize]) == bytes(*name));
            }
            table
        });
        let new = own.len() as u32;
        let found = table.find_or_add(hash_of(bytes(name)), new, |known| bytes(own[known as usize]) == bytes(name));
        (found != new).then(|| own[found as usize])
    }

    /// The innermost visible variable of this name.
    #[inline]
    pub(crate) fn variable(&self, name: &[u8]) -> Option<ScopeVariable> {
        if self.variables.len() > MAX_LINEAR_VARIABLES {
            let is_same = |idx: u32| self.bytes(self.variables[idx as usize].name) == name;
            let idx = self.by_name.find(hash_of(name), is_same)?;
            return self.variables.get(idx as usize).copied();
        }
        self.variables.iter().rev().find(|variable| is_same(self.bytes(variable.name), name)).copied()
    }

    /// The innermost variable of a packed name other than 0; an error if the variables are not searched linearly.
    #[inline]
    pub(crate) fn variable_of_packed_name(&self, word: u128) -> Result<Option<&ScopeVariable>, ()> {
        match self.variables.len() {
            ..=MAX_LINEAR_VARIABLES => Ok(self.variables.iter().rev().find(|variable| variable.word == word)),
            _ => Err(()),
        }
    }

    /// The names of all visible parameters and fields of type `#`.
    pub(crate) fn number_names(&self) -> impl Iterator<Item = &'f str> {
        let numbers = self.variables.iter().filter(|variable| variable.kind == VariableKind::Nat);
        numbers.map(|variable| self.text_of(variable.name))
    }

    /// The visible parameter or field of a name.
    pub(crate) fn find_declared_name(&self, name: &str) -> Option<TextRange> {
        self.names.iter().rev().find(|known| self.text_of(**known) == name).copied()
    }
}

/// Equality that compares lengths and first bytes before it calls `memcmp`.
#[inline]
fn is_same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.first() == right.first() && left == right
}

impl From<ParamKind> for VariableKind {
    fn from(kind: ParamKind) -> Self {
        match kind {
            ParamKind::Type => Self::Type,
            ParamKind::Nat => Self::Nat,
        }
    }
}
