//! What a combinator's own names stand for: parameters, numbers, flags fields.
//!
//! A condition may hang on any earlier `#`, whatever it is called; a repetition may be counted by one. Names inside of
//! a repetition are seen there only. Invariant: an entry is made after its field was read, so nothing sees itself.

use rustc_hash::FxHashMap;

use super::reference::Ref;
use super::table::{Table, hash_of};
use crate::schema::ParamKind;

/// Variables that are compared one by one; more of them get a table.
const FEW: usize = 12;

/// Names of a level that are compared one by one, each with those that seem to be the same; more of them get a table.
const SOME: usize = 64;

/// Something with a name inside of a combinator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variable<'f> {
    pub(super) name: &'f str,
    pub(super) kind: VariableKind,
    pub(super) reference: Ref,
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
    /// What hides types and constructors of the same name.
    variables: Vec<Variable<'f>>,
    /// Indices of variables by name, the innermost last, once there are more than a few.
    by_name: FxHashMap<&'f [u8], Vec<u32>>,
    /// All names, those of no use included.
    names: Vec<&'f str>,
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
    fn add(&mut self, name: &str) -> bool {
        let (first, last) = (name.bytes().next().unwrap_or_default(), name.bytes().next_back().unwrap_or_default());
        let mark = usize::from(first).wrapping_add(usize::from(last) * 29).wrapping_add(name.len() * 47);
        let (part, bit) = (&mut self.0[mark / 64 % 4], 1 << (mark % 64));
        let is_new = *part & bit == 0;
        *part |= bit;
        is_new
    }
}

impl<'f> Scope<'f> {
    /// Forgets everything, for the next combinator.
    #[inline]
    pub(super) fn clear(&mut self) {
        self.variables.clear();
        self.by_name.clear();
        self.names.clear();
        self.levels.clear();
        self.levels.push(Level::default());
    }

    pub(super) fn open(&mut self) {
        let (n_variables, n_names) = (self.variables.len(), self.names.len());
        self.levels.push(Level { n_variables, n_names, ..Level::default() });
    }

    pub(super) fn close(&mut self) {
        if let Some(level) = self.levels.pop() {
            for variable in self.variables.drain(level.n_variables..) {
                if let Some(indices) = self.by_name.get_mut(variable.name.as_bytes()) {
                    indices.pop();
                }
            }
            self.names.truncate(level.n_names);
        }
    }

    /// Adds what a parameter or field can be used for.
    pub(super) fn declare(&mut self, variable: Variable<'f>) {
        if variable.name == "_" {
            return;
        }
        self.variables.push(variable);
        // Those that were compared one by one so far are entered as well.
        let n_entered = if self.variables.len() == FEW + 1 { 0 } else { self.variables.len() - 1 };
        if self.variables.len() > FEW {
            for (idx, variable) in (0_u32..).zip(&self.variables).skip(n_entered) {
                let indices = self.by_name.entry(variable.name.as_bytes()).or_default();
                indices.retain(|known| *known < idx);
                indices.push(idx);
            }
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
    pub(super) fn enter(&mut self, name: &'f str) -> Option<&'f str> {
        if name == "_" {
            return None;
        }
        let level = self.levels.last_mut()?;
        let own = &self.names[level.n_names..];
        let is_new = level.seen.add(name);
        let first = match &mut level.table {
            None if is_new && own.len() < SOME => None,
            None if own.len() < SOME => own.iter().find(|known| is_same(known.as_bytes(), name.as_bytes())).copied(),
            table => {
                let table = table.get_or_insert_with(|| {
                    let mut table = Table::default();
                    for (idx, name) in own.iter().enumerate() {
                        table.find_or_add(hash_of(name.as_bytes()), idx as u32, |known| own[known as usize] == *name);
                    }
                    table
                });
                let new = own.len() as u32;
                let found = table.find_or_add(hash_of(name.as_bytes()), new, |known| own[known as usize] == name);
                (found != new).then(|| own[found as usize])
            }
        };
        self.names.push(name);
        first
    }

    /// What a name that can be used stands for, seen from the innermost level.
    #[inline]
    pub(super) fn variable(&self, name: &[u8]) -> Option<Variable<'f>> {
        if self.variables.len() > FEW {
            let idx = *self.by_name.get(name)?.last()?;
            return self.variables.get(idx as usize).copied();
        }
        self.variables.iter().rev().find(|variable| is_same(variable.name.as_bytes(), name)).copied()
    }

    /// The names of all numbers that are seen from the innermost level.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &'f str> {
        self.variables.iter().filter(|variable| variable.kind == VariableKind::Nat).map(|variable| variable.name)
    }

    /// The same name where it is declared, if it is seen from the innermost level.
    pub(super) fn declared(&self, name: &str) -> Option<&'f str> {
        self.names.iter().rev().find(|known| **known == name).copied()
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
