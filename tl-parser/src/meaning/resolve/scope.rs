//! What a combinator's own names stand for: parameters, numbers, flags fields.
//!
//! A condition may hang on any earlier `#`, whatever it is called; a repetition may be counted by one. Names inside of
//! a repetition are seen there only. Invariant: an entry is made after its field was read, so nothing sees itself.

use super::reference::Ref;
use super::symbols::NONE;
use super::table::{Table, hash_of};
use super::words::number_of;
use crate::meaning::schema::ParamKind;

/// Variables that are compared one by one; more of them get a table.
const FEW: usize = 12;

/// Names of a level that are compared one by one, each with those that seem to be the same; more of them get a table.
const SOME: usize = 64;

/// Where a name stands in the text of the present file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Place {
    #[inline]
    fn of(self, text: &[u8]) -> &[u8] {
        &text[self.start as usize..self.end as usize]
    }
}

/// Something with a name inside of a combinator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variable {
    pub(super) name: Place,
    pub(super) kind: VariableKind,
    pub(super) reference: Ref,
    /// The next one outwards of this name, once there are more than a few; or [`NONE`].
    outer: u32,
    /// Its name as a number.
    word: u128,
}

/// What a name can be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VariableKind {
    /// A parameter of kind `Type`.
    Type,
    /// A parameter or field of kind `#`.
    Nat,
    /// Already complained about.
    Mistaken,
}

/// The names of a combinator, innermost repetition last.
#[derive(Debug, Default)]
pub(super) struct Scope<'f> {
    /// The text of the present file.
    text: &'f str,
    /// What hides types and constructors of the same name.
    variables: Vec<Variable>,
    /// The innermost variable of each name, once there are more than a few.
    by_name: Table,
    /// All names, those of no use included.
    names: Vec<Place>,
    levels: Vec<Level>,
}

#[derive(Debug, Default)]
struct Level {
    n_variables: usize,
    n_names: usize,
    last_nat: Option<Ref>,
    table: Option<Table>,
    /// Marks of the names on this level: a name whose mark is not there is none of them.
    seen: Marks,
}

/// Marks of names, of 256 that there are.
#[derive(Debug, Default)]
struct Marks([u64; 4]);

impl Marks {
    /// Adds the mark of a name; whether it was not there.
    #[inline]
    fn add(&mut self, name: &[u8]) -> bool {
        let ends = name.first().zip(name.last());
        let (first, last) = ends.map_or((0, 0), |(first, last)| (usize::from(*first), usize::from(*last)));
        let mark = first + last * 29 + name.len() * 47;
        let (part, bit) = (&mut self.0[mark / 64 % 4], 1 << (mark % 64));
        let is_new = *part & bit == 0;
        *part |= bit;
        is_new
    }
}

impl<'f> Scope<'f> {
    /// A scope in a file with this text.
    pub(super) fn new(text: &'f str) -> Self {
        Self { text, ..Self::default() }
    }

    /// Forgets everything, for the next combinator.
    #[inline]
    pub(super) fn clear(&mut self) {
        self.variables.clear();
        self.names.clear();
        match self.levels.as_mut_slice() {
            // Nothing was entered, or nothing that takes long to forget.
            [only] if only.table.is_none() => (only.seen, only.last_nat) = (Marks::default(), None),
            _ => {
                self.levels.clear();
                self.levels.push(Level::default());
            }
        }
    }

    #[inline]
    fn bytes(&self, place: Place) -> &'f [u8] {
        place.of(self.text.as_bytes())
    }

    /// A name as text.
    pub(super) fn text_of(&self, place: Place) -> &'f str {
        &self.text[place.start as usize..place.end as usize]
    }

    pub(super) fn open(&mut self) {
        let (n_variables, n_names) = (self.variables.len(), self.names.len());
        self.levels.push(Level { n_variables, n_names, ..Level::default() });
    }

    pub(super) fn close(&mut self) {
        if let Some(level) = self.levels.pop() {
            // There is a table only if there are more than a few.
            let n_kept = if self.variables.len() > FEW { level.n_variables } else { self.variables.len() };
            for idx in (n_kept..self.variables.len()).rev() {
                self.forget(idx);
            }
            self.variables.truncate(level.n_variables);
            self.names.truncate(level.n_names);
        }
    }

    /// Adds what a parameter or field can be used for.
    pub(super) fn declare(&mut self, name: Place, kind: VariableKind, reference: Ref) {
        if self.bytes(name) == b"_" {
            return;
        }
        let word = number_of(self.text.as_bytes(), name.start, name.end);
        self.variables.push(Variable { name, kind, reference, outer: NONE, word });
        // Those that were compared one by one so far are entered as well.
        match self.variables.len() {
            ..=FEW => {}
            n_variables if n_variables == FEW + 1 => {
                self.by_name.clear();
                (0..n_variables).for_each(|idx| self.remember(idx));
            }
            n_variables => self.remember(n_variables - 1),
        }
    }

    /// Enters a variable in the table.
    fn remember(&mut self, idx: usize) {
        let (text, variables) = (self.text.as_bytes(), &self.variables);
        let name_of = |idx: u32| variables[idx as usize].name.of(text);
        let name = variables[idx].name.of(text);
        let outer = self.by_name.replace(hash_of(name), idx as u32, |known| name_of(known) == name);
        self.variables[idx].outer = outer.unwrap_or(NONE);
    }

    /// Takes a variable, of those that are there the innermost one of its name, out of the table.
    fn forget(&mut self, idx: usize) {
        let (text, variables) = (self.text.as_bytes(), &self.variables);
        let name = variables[idx].name.of(text);
        let is_same = |known: u32| variables[known as usize].name.of(text) == name;
        match variables[idx].outer {
            NONE => self.by_name.remove(hash_of(name), is_same),
            outer => _ = self.by_name.replace(hash_of(name), outer, is_same),
        }
    }

    /// Says that the numbers without count are counted by this from now on.
    pub(super) fn set_last_nat(&mut self, reference: Ref) {
        if let Some(level) = self.levels.last_mut() {
            level.last_nat = Some(reference);
        }
    }

    /// Says that a number may be missing here, so that nobody misses a count.
    pub(super) fn miss_last_nat(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.last_nat.get_or_insert_default();
        }
    }

    /// The last number on the innermost level.
    pub(super) fn last_nat(&self) -> Option<Ref> {
        self.levels.last().and_then(|level| level.last_nat)
    }

    /// Adds a name; gives the one on this level that is the same.
    #[inline]
    pub(super) fn enter(&mut self, name: Place) -> Option<Place> {
        let bytes = self.bytes(name);
        if bytes == b"_" {
            return None;
        }
        let level = self.levels.last_mut()?;
        let is_new = level.seen.add(bytes) && level.table.is_none() && self.names.len() - level.n_names < SOME;
        let first = if is_new { None } else { self.find_or_enter(name) };
        self.names.push(name);
        first
    }

    /// The name on this level that is the same as a new one.
    #[inline(never)]
    fn find_or_enter(&mut self, name: Place) -> Option<Place> {
        let text = self.text.as_bytes();
        let bytes = |place: Place| place.of(text);
        let level = self.levels.last_mut()?;
        let own = &self.names[level.n_names..];
        if level.table.is_none() && own.len() < SOME {
            return own.iter().find(|known| is_same(bytes(**known), bytes(name))).copied();
        }
        let table = level.table.get_or_insert_with(|| {
            let mut table = Table::default();
            for (idx, name) in (0_u32..).zip(own) {
                table.find_or_add(hash_of(bytes(*name)), idx, |known| bytes(own[known as usize]) == bytes(*name));
            }
            table
        });
        let new = own.len() as u32;
        let found = table.find_or_add(hash_of(bytes(name)), new, |known| bytes(own[known as usize]) == bytes(name));
        (found != new).then(|| own[found as usize])
    }

    /// What a name that can be used stands for, seen from the innermost level.
    #[inline]
    pub(super) fn variable(&self, name: &[u8]) -> Option<Variable> {
        if self.variables.len() > FEW {
            let is_same = |idx: u32| self.bytes(self.variables[idx as usize].name) == name;
            let idx = self.by_name.find(hash_of(name), is_same)?;
            return self.variables.get(idx as usize).copied();
        }
        self.variables.iter().rev().find(|variable| is_same(self.bytes(variable.name), name)).copied()
    }

    /// The same for a word as a number, which is not zero; an error if there are too many to compare one by one.
    #[inline]
    pub(super) fn variable_of(&self, word: u128) -> Result<Option<&Variable>, ()> {
        match self.variables.len() {
            ..=FEW => Ok(self.variables.iter().rev().find(|variable| variable.word == word)),
            _ => Err(()),
        }
    }

    /// The names of all numbers that are seen from the innermost level.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &'f str> {
        let numbers = self.variables.iter().filter(|variable| variable.kind == VariableKind::Nat);
        numbers.map(|variable| self.text_of(variable.name))
    }

    /// The same name where it is declared, if it is seen from the innermost level.
    pub(super) fn declared(&self, name: &str) -> Option<Place> {
        self.names.iter().rev().find(|known| self.text_of(**known) == name).copied()
    }
}

/// Equality that mostly ends at the first byte.
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
