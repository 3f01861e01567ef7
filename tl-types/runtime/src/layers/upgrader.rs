//! The receiver that writes today's bytes while an older value is read.
//!
//! Combinators of today are copied, with the unknown bits of their flags fields cleared. The fields of an older
//! combinator are written one after the other under their names; at its end, they are put into today's order.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::error::{Error, Reason};
use super::frames::{Frame, Output, Upgrade};
use super::rules::Conversion;
use super::{Layers, Transcoded};
use crate::error::ErrorKind;
use crate::interpret::{Events, Position, Scalar, Stop};
use crate::observe::ListForm;
use crate::table::{Combinator, Condition, Field, TypeRef, Variable, condition_of_row, type_of_row};
use crate::wire_constants::{VECTOR_ID, bool_id};

/// Writes today's bytes.
pub(super) struct Upgrader<'l> {
    layers: &'l Layers<'l>,
    output: Output,
    frames: Vec<Frame<'l>>,
    /// The state of each older combinator among the frames.
    upgrades: Vec<Upgrade>,
    /// The conversion of the value that follows.
    conversion: Conversion<'l>,
    /// The known bits of the flags field that follows in a copied combinator.
    known_bits: u32,
    dropped: Vec<String>,
    has_older: bool,
    /// Bytes that may still be written, and bytes that paths may still take.
    max_bytes: usize,
    paths_left: usize,
    /// The reason for stopping.
    refusal: Option<Error>,
}

impl<'l> Upgrader<'l> {
    /// A receiver that writes at most `max_bytes` bytes, and paths of at most as many.
    pub(super) fn new(layers: &'l Layers<'l>, n_input: usize, max_bytes: usize) -> Self {
        Self {
            layers,
            output: Output::with_capacity(n_input.saturating_add(n_input / 8).min(max_bytes)),
            frames: Vec::new(),
            upgrades: Vec::new(),
            conversion: Conversion::Same,
            known_bits: 0,
            dropped: Vec::new(),
            has_older: false,
            max_bytes,
            paths_left: max_bytes / 4,
            refusal: None,
        }
    }

    /// The reason for which the receiver stopped.
    pub(super) fn into_refusal(self) -> Option<Error> {
        self.refusal
    }

    pub(super) fn into_transcoded(self) -> Transcoded {
        Transcoded { bytes: self.output.bytes, dropped: self.dropped, has_older: self.has_older }
    }

    #[cold]
    fn refuse(&mut self, at: &Position<'_, '_>, reason: Reason, path: String, constructor: Option<&str>) -> Stop {
        let constructor = constructor.map(String::from);
        self.refusal = Some(Error { reason, offset: at.offset(), path, constructor });
        Stop
    }

    /// Appends bytes.
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        match <[u8; 4]>::try_from(bytes) {
            // A copy of constant size needs no call.
            Ok(word) => self.output.bytes.extend_from_slice(&word),
            Err(_) => self.output.bytes.extend_from_slice(bytes),
        }
    }

    /// Whether the innermost combinator is an older one.
    fn is_in_older(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_older)
    }

    fn check_size(&mut self, at: &Position<'_, '_>) -> Result<(), Stop> {
        if self.output.bytes.len() <= self.max_bytes {
            return Ok(());
        }
        Err(self.refuse(at, Reason::Wire(ErrorKind::TooLarge), at.path(), None))
    }

    fn drop_field(&mut self, at: &Position<'_, '_>) -> Result<bool, Stop> {
        let path = at.path();
        let Some(left) = self.paths_left.checked_sub(path.len() + size_of::<String>()) else {
            return Err(self.refuse(at, Reason::Wire(ErrorKind::TooLarge), path, None));
        };
        self.paths_left = left;
        self.dropped.push(path);
        Ok(false)
    }

    /// Begins an older combinator: writes today's id, and zeros for its flags fields.
    fn begin_upgrade(
        &mut self,
        at: &Position<'_, '_>,
        older: &Combinator<'_>,
        target: Option<usize>,
        is_boxed: bool,
    ) -> Result<Upgrade, Stop> {
        self.has_older = true;
        let Some(target) = target else {
            let reason = Reason::ConstructorGone { id: older.id() };
            return Err(self.refuse(at, reason, at.path(), Some(older.name())));
        };
        let mut upgrade = self.output.begin(older.index, target);
        let target = self.layers.table.combinator(target);
        if is_boxed {
            self.write(&target.id().to_le_bytes());
        }
        for index in target.flags_fields() {
            self.output.begin_field(&mut upgrade, index);
            self.write(&[0; 4]);
        }
        Ok(upgrade)
    }

    /// Ends an older combinator: completes it, or refuses it if it lacks a field.
    fn end_upgrade(&mut self, at: &Position<'_, '_>, mut upgrade: Upgrade) -> Result<(), Stop> {
        let target = self.layers.table.combinator(upgrade.target);
        // The flags field of most conditions is that of the condition before.
        let mut last_flags = (u16::MAX, 0);
        for (index, row) in target.rows().iter().enumerate() {
            if let Some((variable, bit)) = condition_of_row(row) {
                if last_flags.0 != variable {
                    last_flags = (variable, self.output.flags(&upgrade, usize::from(variable)));
                }
                if last_flags.1 >> bit & 1 == 0 || type_of_row(row) == TypeRef::TRUE {
                    continue;
                }
            }
            if self.output.is_written(&upgrade, index) {
                continue;
            }
            let field = Field::of_row(&self.layers.table, row);
            let is_required = field.condition().is_none();
            if is_required && self.write_default(&mut upgrade, &target, index, &field) {
                continue;
            }
            let reason = if is_required { Reason::MissingField } else { Reason::HalfOfGroup };
            let path = match at.path() {
                path if path.is_empty() => self.layers.table.combinator(upgrade.old).name().to_string(),
                path => path,
            };
            return Err(self.refuse(at, reason, format!("{path}.{}", field.name()), None));
        }
        self.output.end(&upgrade);
        Ok(())
    }

    /// Writes the value of a new required field, if a rule gives one. A `true` field that became a `Bool` was absent.
    fn write_default(
        &mut self,
        upgrade: &mut Upgrade,
        target: &Combinator<'_>,
        index: usize,
        field: &Field<'_>,
    ) -> bool {
        let mut old = self.layers.table.combinator(upgrade.old).fields();
        let was_flag = || old.any(|old| old.word == field.word && old.ty() == TypeRef::TRUE);
        let absent = bool_id(false).to_le_bytes();
        let value = match self.layers.default_of(upgrade.old, target, index) {
            Some(value) => value,
            None if field.ty() == TypeRef::BOOL && { was_flag }() => &absent,
            None => return false,
        };
        self.output.begin_field(upgrade, index);
        self.output.bytes.extend_from_slice(value);
        true
    }

    /// Begins a field of an older combinator that is present. Returns whether its value is wanted.
    fn begin_old_field(&mut self, at: &Position<'_, '_>, upgrade: &mut Upgrade, old: &Field<'_>) -> Result<bool, Stop> {
        if old.ty() == TypeRef::FLAGS {
            return Ok(true);
        }
        let target = self.layers.table.combinator(upgrade.target);
        let Some((index, new)) = target.field_by_word(old.word, upgrade.next_field) else {
            let Some((index, conversion)) = self.layers.field_rule(upgrade.old, &target, old.word, old.ty()) else {
                return self.drop_field(at);
            };
            let new = target.field(index);
            return self.begin_new_field(at, upgrade, index, new.as_ref(), conversion);
        };
        upgrade.next_field = index + 1;
        if old.ty() == TypeRef::TRUE && new.ty() == TypeRef::BOOL {
            self.begin_new_field(at, upgrade, index, Some(&new), Conversion::Same)?;
            self.write(&bool_id(true).to_le_bytes());
            return Ok(true);
        }
        if new.ty() == TypeRef::TRUE && old.ty() == TypeRef::TRUE {
            self.set_bit_of(upgrade, &new);
            return Ok(true);
        }
        let by_type = self.layers.conversion(old.ty(), new.ty());
        match by_type.or_else(|| {
            self.layers.field_rule(upgrade.old, &target, old.word, old.ty()).map(|(_, conversion)| conversion)
        }) {
            Some(conversion) => self.begin_new_field(at, upgrade, index, Some(&new), conversion),
            None => Err(self.refuse(at, Reason::OtherType, at.path(), None)),
        }
    }

    fn begin_new_field(
        &mut self,
        at: &Position<'_, '_>,
        upgrade: &mut Upgrade,
        index: usize,
        new: Option<&Field<'_>>,
        conversion: Conversion<'l>,
    ) -> Result<bool, Stop> {
        if self.output.is_written(upgrade, index) {
            return self.drop_field(at);
        }
        if let Some(new) = new {
            self.set_bit_of(upgrade, new);
        }
        self.output.begin_field(upgrade, index);
        self.conversion = conversion;
        Ok(true)
    }

    fn set_bit_of(&mut self, upgrade: &Upgrade, new: &Field<'_>) {
        if let Some(Condition { flags_field: Variable::Field(flags), bit }) = new.condition() {
            self.output.set_bit(upgrade, usize::from(flags), bit);
        }
    }

    /// Writes the number of an `int` or of any other scalar, widened if it is asked for.
    fn write_scalar(&mut self, value: Scalar<'_>, encoded: &[u8], is_widened: bool) {
        match value {
            Scalar::Int(value) if is_widened => self.write(&i64::from(value).to_le_bytes()),
            _ => self.write(encoded),
        }
    }
}

impl<'i> Events<'i> for Upgrader<'_> {
    fn enter(&mut self, at: &Position<'i, '_>, combinator: &Combinator<'_>, is_boxed: bool) -> Result<(), Stop> {
        let outer = core::mem::replace(&mut self.conversion, Conversion::Same);
        let after = match outer {
            Conversion::Wrap { before, after, .. } => {
                self.write(before);
                after
            }
            Conversion::Same | Conversion::Widen | Conversion::ToDouble | Conversion::Retype(_) => &[],
        };
        let target = match outer {
            Conversion::Retype(ty) => Some(self.layers.successor_in(combinator, ty)),
            _ if combinator.is_current() => None,
            _ => Some(self.layers.target(combinator.index)),
        };
        if let Some(target) = target {
            let upgrade = self.begin_upgrade(at, combinator, target, is_boxed)?;
            self.upgrades.push(upgrade);
        } else if is_boxed {
            self.write(&combinator.id().to_le_bytes());
        }
        self.frames.push(Frame { is_older: target.is_some(), outer, after });
        self.check_size(at)
    }

    fn leave(&mut self, at: &Position<'i, '_>) -> Result<(), Stop> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        if frame.is_older
            && let Some(upgrade) = self.upgrades.pop()
        {
            self.end_upgrade(at, upgrade)?;
        }
        self.write(frame.after);
        self.conversion = frame.outer;
        Ok(())
    }

    fn field(&mut self, at: &Position<'i, '_>, _index: usize, field: &Field<'_>) -> Result<bool, Stop> {
        if !self.is_in_older() {
            self.known_bits = field.known_bits().unwrap_or(u32::MAX);
            return Ok(true);
        }
        let Some(mut upgrade) = self.upgrades.pop() else { return Ok(true) };
        let is_wanted = self.begin_old_field(at, &mut upgrade, field)?;
        self.upgrades.push(upgrade);
        Ok(is_wanted)
    }

    fn end_field(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        self.conversion = Conversion::Same;
        Ok(())
    }

    fn scalar(&mut self, at: &Position<'i, '_>, value: Scalar<'i>, encoded: &'i [u8]) -> Result<(), Stop> {
        match (value, self.conversion) {
            (Scalar::Flags(flags), _) => {
                if !self.is_in_older() {
                    self.write(&(flags & self.known_bits).to_le_bytes());
                }
            }
            (_, Conversion::Same | Conversion::Retype(_)) => self.write(encoded),
            (Scalar::Int(value), Conversion::ToDouble) => self.write(&f64::from(value).to_le_bytes()),
            (_, Conversion::ToDouble) => self.write(encoded),
            (_, Conversion::Widen) => self.write_scalar(value, encoded, true),
            (_, Conversion::Wrap { before, after, is_widened }) => {
                self.write(before);
                self.write_scalar(value, encoded, is_widened);
                self.write(after);
            }
        }
        self.check_size(at)
    }

    fn list(&mut self, at: &Position<'i, '_>, form: ListForm, count: u32) -> Result<(), Stop> {
        if form == ListForm::Boxed {
            self.write(&VECTOR_ID.to_le_bytes());
        }
        if !matches!(form, ListForm::Repetition(_)) {
            self.write(&count.to_le_bytes());
        }
        self.check_size(at)
    }

    fn enter_round(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        let outer = core::mem::replace(&mut self.conversion, Conversion::Same);
        self.frames.push(Frame { is_older: false, outer, after: &[] });
        Ok(())
    }

    fn leave_round(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        if let Some(frame) = self.frames.pop() {
            self.conversion = frame.outer;
        }
        Ok(())
    }
}
