//! The receiver that writes today's bytes while an older value is read.
//!
//! Combinators of today are copied, with the unknown bits of their flags fields cleared: see [`Output`]. The fields of an older
//! combinator are written one after the other under their names; at its end, they are put into today's order.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::error::{Error, Reason};
use super::frames::{Frame, Output, Upgrade};
use super::plan::{Check, Move, Plan};
use super::rules::Conversion;
use super::{Layers, Transcoded};
use crate::error::ErrorKind;
use crate::interpret::{Events, Position, Scalar, Stop};
use crate::table::{Combinator, Field, TypeRef};
use crate::wire_constants::bool_id;

/// Number of plans that are kept. Most values have few kinds of older constructors.
const MAX_PLANS: usize = 8;

/// Writes today's bytes.
pub(super) struct Upgrader<'l, 'i> {
    layers: &'l Layers<'l>,
    output: Output<'i>,
    frames: Vec<Frame>,
    /// The state of each older combinator among the frames.
    upgrades: Vec<Upgrade>,
    /// The plans of the last older constructors.
    plans: Vec<Rc<Plan>>,
    /// The conversion of the value that follows.
    conversion: Conversion,
    /// The offset of a field whose bytes are left out.
    left_out_from: Option<usize>,
    dropped: Vec<String>,
    has_older: bool,
    /// Bytes that may still be written, and bytes that paths may still take.
    max_bytes: usize,
    paths_left: usize,
    /// The reason for stopping.
    refusal: Option<Error>,
}

impl<'l, 'i> Upgrader<'l, 'i> {
    /// A receiver that writes at most `max_bytes` bytes, and paths of at most as many.
    pub(super) fn new(layers: &'l Layers<'l>, input: &'i [u8], max_bytes: usize) -> Self {
        let capacity = input.len().saturating_add(input.len() / 8).min(max_bytes);
        Self {
            layers,
            output: Output::new(input, capacity),
            frames: Vec::new(),
            upgrades: Vec::new(),
            plans: Vec::new(),
            conversion: Conversion::Same,
            left_out_from: None,
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

    /// Today's bytes of the input up to an offset.
    pub(super) fn into_transcoded(self, offset: usize) -> Transcoded {
        Transcoded { bytes: self.output.into_bytes(offset), dropped: self.dropped, has_older: self.has_older }
    }

    #[cold]
    fn refuse(&mut self, at: &Position<'_, '_>, reason: Reason, path: String, constructor: Option<&str>) -> Stop {
        let constructor = constructor.map(String::from);
        self.refusal = Some(Error { reason, offset: at.offset(), path, constructor });
        Stop
    }

    /// Whether the innermost combinator is an older one.
    fn is_in_older(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_older)
    }

    fn check_size(&mut self, at: &Position<'_, '_>) -> Result<(), Stop> {
        if self.output.len_at(at.offset()) <= self.max_bytes {
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
        Ok(self.leave_out_field(at))
    }

    /// The plan for an older constructor: one of the last ones, or a new one.
    fn plan(&mut self, old: usize, target: usize) -> Rc<Plan> {
        if let Some(plan) = self.plans.iter().find(|plan| (plan.old, plan.target) == (old, target)) {
            return Rc::clone(plan);
        }
        let plan = Rc::new(Plan::new(self.layers, old, target));
        if self.plans.len() == MAX_PLANS {
            self.plans.remove(0);
        }
        self.plans.push(Rc::clone(&plan));
        plan
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
        let plan = self.plan(older.index, target);
        let mut upgrade = self.output.begin(Rc::clone(&plan));
        let offset = at.offset();
        if is_boxed {
            let id = self.layers.table.combinator(target).id();
            self.output.replace(offset - 4, offset, &id.to_le_bytes());
        }
        for field in &plan.flags_fields {
            self.output.begin_field(&mut upgrade, *field, offset);
            self.output.write(offset, &[0; 4]);
        }
        Ok(upgrade)
    }

    /// Ends an older combinator: completes it, or refuses it if it lacks a field.
    fn end_upgrade(&mut self, at: &Position<'_, '_>, mut upgrade: Upgrade) -> Result<(), Stop> {
        let plan = Rc::clone(&upgrade.plan);
        for Check { field, bit } in &plan.checks {
            let is_needed = bit.is_none_or(|bit| self.output.is_set(&upgrade, bit));
            if is_needed && !self.output.is_written(&upgrade, *field) {
                self.complete(at, &mut upgrade, *field, bit.is_none())?;
            }
        }
        self.output.end(&upgrade, at.offset());
        Ok(())
    }

    /// Writes the value of a new field, if a rule gives one. A `true` field that became a `Bool` was absent.
    fn complete(
        &mut self,
        at: &Position<'_, '_>,
        upgrade: &mut Upgrade,
        index: u16,
        is_required: bool,
    ) -> Result<(), Stop> {
        let Plan { old, target, .. } = *upgrade.plan;
        let (old, target) = (self.layers.table.combinator(old), self.layers.table.combinator(target));
        let Some(field) = target.field(usize::from(index)) else { return Ok(()) };
        let was_flag = || old.fields().any(|old| old.word == field.word && old.ty() == TypeRef::TRUE);
        let absent = bool_id(false).to_le_bytes();
        let value = match self.layers.default_of(old.index, &target, usize::from(index)) {
            Some(value) => value,
            None if is_required && field.ty() == TypeRef::BOOL && was_flag() => &absent,
            None => {
                let path = match at.path() {
                    path if path.is_empty() => old.name().to_string(),
                    path => path,
                };
                let reason = if is_required { Reason::MissingField } else { Reason::HalfOfGroup };
                return Err(self.refuse(at, reason, format!("{path}.{}", field.name()), None));
            }
        };
        self.output.begin_field(upgrade, index, at.offset());
        self.output.write(at.offset(), value);
        self.check_size(at)
    }

    /// Leaves out a field without a report.
    fn leave_out_field(&mut self, at: &Position<'_, '_>) -> bool {
        self.left_out_from = Some(at.offset());
        false
    }

    /// Writes a value without parts in another form.
    fn write_converted(&mut self, at: &Position<'_, '_>, value: Scalar<'_>, n_bytes: usize) -> Result<(), Stop> {
        let (start, end) = (at.offset() - n_bytes, at.offset());
        let (before, after) = self.layers.bytes_around(self.conversion);
        self.output.write(start, before);
        match (value, self.conversion) {
            (Scalar::Int(value), Conversion::Widen | Conversion::Wrap { is_widened: true, .. }) => {
                self.output.replace(start, end, &i64::from(value).to_le_bytes());
            }
            (Scalar::Int(value), Conversion::ToDouble) => {
                self.output.replace(start, end, &f64::from(value).to_le_bytes());
            }
            _ => {}
        }
        self.output.write(end, after);
        self.check_size(at)
    }
}

impl<'i> Events<'i> for Upgrader<'_, 'i> {
    fn enter(&mut self, at: &Position<'i, '_>, combinator: &Combinator<'_>, is_boxed: bool) -> Result<(), Stop> {
        let outer = core::mem::replace(&mut self.conversion, Conversion::Same);
        if matches!(outer, Conversion::Same) && combinator.is_current() {
            self.frames.push(Frame { is_older: false, outer });
            return Ok(());
        }
        if matches!(outer, Conversion::Wrap { .. }) {
            let start = if is_boxed { at.offset() - 4 } else { at.offset() };
            self.output.write(start, self.layers.bytes_around(outer).0);
        }
        let target = match outer {
            Conversion::Retype(ty) => Some(self.layers.successor_in(combinator, ty)),
            _ if combinator.is_current() => None,
            _ => Some(self.layers.target(combinator.index)),
        };
        if let Some(target) = target {
            let upgrade = self.begin_upgrade(at, combinator, target, is_boxed)?;
            self.upgrades.push(upgrade);
        }
        self.frames.push(Frame { is_older: target.is_some(), outer });
        self.check_size(at)
    }

    fn leave(&mut self, at: &Position<'i, '_>) -> Result<(), Stop> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        self.conversion = frame.outer;
        if frame.is_older
            && let Some(upgrade) = self.upgrades.pop()
        {
            self.end_upgrade(at, upgrade)?;
        }
        if matches!(frame.outer, Conversion::Wrap { .. }) {
            self.output.write(at.offset(), self.layers.bytes_around(frame.outer).1);
        }
        Ok(())
    }

    fn wants_fields(&self) -> bool {
        self.is_in_older()
    }

    fn field(&mut self, at: &Position<'i, '_>, index: usize, _: &Field<'_>) -> Result<bool, Stop> {
        let Some(upgrade) = self.upgrades.last_mut() else { return Ok(true) };
        match upgrade.plan.moves.get(index).copied() {
            Some(Move::To { field, bit, conversion, is_bool }) if !self.output.is_written(upgrade, field) => {
                if let Some(bit) = bit {
                    self.output.set_bit(upgrade, bit);
                }
                self.output.begin_field(upgrade, field, at.offset());
                if is_bool {
                    self.output.write(at.offset(), &bool_id(true).to_le_bytes());
                }
                self.conversion = conversion;
                Ok(true)
            }
            Some(Move::SetBit(bit)) => {
                bit.into_iter().for_each(|bit| self.output.set_bit(upgrade, bit));
                Ok(true)
            }
            Some(Move::BoolToBit(bit)) => {
                let is_true = at.remaining().first_chunk() == Some(&bool_id(true).to_le_bytes());
                bit.into_iter().filter(|_| is_true).for_each(|bit| self.output.set_bit(upgrade, bit));
                Ok(self.leave_out_field(at))
            }
            Some(Move::Flags) => Ok(true),
            Some(Move::To { .. } | Move::Drop) => self.drop_field(at),
            Some(Move::Refuse) | None => Err(self.refuse(at, Reason::OtherType, at.path(), None)),
        }
    }

    fn end_field(&mut self, at: &Position<'i, '_>) -> Result<(), Stop> {
        self.conversion = Conversion::Same;
        if let Some(start) = self.left_out_from.take() {
            self.output.leave_out(start, at.offset());
        }
        Ok(())
    }

    fn scalar(&mut self, at: &Position<'i, '_>, value: Scalar<'i>, encoded: &'i [u8]) -> Result<(), Stop> {
        match (value, self.conversion) {
            (Scalar::Flags(_), _) if self.is_in_older() => self.output.leave_out(at.offset() - 4, at.offset()),
            (Scalar::Flags(flags), _) if flags & !at.known_bits() != 0 => {
                let known = flags & at.known_bits();
                self.output.replace(at.offset() - 4, at.offset(), &known.to_le_bytes());
            }
            (Scalar::Flags(_), _) | (_, Conversion::Same | Conversion::Retype(_)) => {}
            _ => self.write_converted(at, value, encoded.len())?,
        }
        Ok(())
    }

    fn enter_round(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        let outer = core::mem::replace(&mut self.conversion, Conversion::Same);
        self.frames.push(Frame { is_older: false, outer });
        Ok(())
    }

    fn leave_round(&mut self, _at: &Position<'i, '_>) -> Result<(), Stop> {
        if let Some(frame) = self.frames.pop() {
            self.conversion = frame.outer;
        }
        Ok(())
    }
}
