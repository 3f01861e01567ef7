//! Encoding through an observer: slower than a [`Writer`], and able to write parts in another way than the value says.

use alloc::string::String;
use alloc::vec::Vec;

use bytes::Bytes;

use crate::field_path::{CombinatorNames, NO_FIELD, PathStep};
use crate::observe::{ListForm, Observer};
use crate::oddity::{OddityTree, WireForm};
use crate::visit::Visitor;
use crate::write::{LEAST_LEN_APART, PartApart, PendingFlags, Writer};

/// An observer that encodes a value and replaces canonical parts by the preserved ones. It can also keep long byte
/// strings apart.
pub(crate) struct LosslessEncoder<'a> {
    out: Writer<'a>,
    /// The oddities of the innermost open part; `None` if it has none.
    oddities: Option<&'a OddityTree>,
    /// The oddities outside of each open part, the outermost first.
    outside: Vec<Option<&'a OddityTree>>,
    /// For each open list, whether it is one level deeper.
    lists: Vec<bool>,
    /// The flags fields of all open combinators, by field index.
    flags: Vec<(u32, PendingFlags)>,
    /// For each open combinator, the number of flags fields outside of it.
    combinators: Vec<usize>,
    /// The long byte strings that are kept apart from the encoding; `None` if they are part of it.
    kept_apart: Option<Vec<PartApart>>,
}

impl<'a> LosslessEncoder<'a> {
    pub(crate) fn new(out: Writer<'a>, oddities: &'a OddityTree) -> Self {
        let (outside, lists, flags, combinators) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { out, oddities: Some(oddities), outside, lists, flags, combinators, kept_apart: None }
    }

    /// Keeps long byte strings apart from the encoding.
    pub(crate) fn keep_long_bytes_apart(mut self) -> Self {
        self.kept_apart = Some(Vec::new());
        self
    }

    /// The byte strings that were kept apart, in the order of the wire.
    pub(crate) fn into_parts_apart(self) -> Vec<PartApart> {
        self.kept_apart.unwrap_or_default()
    }

    fn wire_form(&self, field: u32) -> Option<&'a WireForm> {
        let value = self.oddities?;
        let part = if field == NO_FIELD { value } else { value.part(PathStep::Field(field))? };
        part.wire_form()
    }

    fn enter_part(&mut self, step: PathStep<u32>) {
        self.outside.push(self.oddities);
        self.oddities = self.oddities.and_then(|oddities| oddities.part(step));
    }

    fn leave_part(&mut self) {
        self.oddities = self.outside.pop().flatten();
    }
}

macro_rules! write_unchanged {
    ($($name:ident($($arg:ident: $ty:ty),*);)*) => {$(
        fn $name(&mut self, $($arg: $ty),*) {
            self.out.$name($($arg),*);
        }
    )*};
}

impl Observer for LosslessEncoder<'_> {
    fn flags(&mut self, field: u32, bits: u32) {
        let unknown = match self.wire_form(field) {
            Some(WireForm::UnknownFlags(unknown)) => *unknown,
            _ => 0,
        };
        let flags = self.out.flags(field, bits | unknown);
        self.flags.push((field, flags));
    }

    fn finish_flags(&mut self, field: u32, bits: u32) {
        if let Some(index) = self.flags.iter().rposition(|(index, _)| *index == field) {
            let (_, mut flags) = self.flags.swap_remove(index);
            flags.add(bits);
            self.out.finish_flags(flags);
        }
    }

    fn true_field(&mut self, _field: u32, _is_set: bool) {}

    write_unchanged! {
        nat(field: u32, value: u32);
        int(field: u32, value: i32);
        long(field: u32, value: i64);
        double(field: u32, value: f64);
        float(field: u32, value: f32);
        int128(field: u32, value: &[u8; 16]);
        int256(field: u32, value: &[u8; 32]);
        boolean(field: u32, value: bool);
        unit(id: u32, name: &'static str);
        check_agreement(field: u32, expected: u32, found: u32);
    }

    fn string(&mut self, field: u32, value: &str) {
        match self.wire_form(field) {
            Some(form @ WireForm::String(bytes)) if String::from_utf8_lossy(form.content()) == value => {
                self.out.put(bytes)
            }
            _ => self.out.string(field, value),
        }
    }

    fn bytes(&mut self, field: u32, value: &[u8]) {
        match self.wire_form(field) {
            Some(form @ WireForm::String(bytes)) if form.content() == value => self.out.put(bytes),
            _ => self.out.byte_slice(field, value),
        }
    }

    fn shared_bytes(&mut self, field: u32, value: &Bytes) {
        match &mut self.kept_apart {
            Some(parts) if value.len() >= LEAST_LEN_APART => self.out.put_apart(value, parts),
            _ => self.bytes(field, value),
        }
    }

    fn raw_object(&mut self, bytes: &[u8]) {
        self.out.raw_object(bytes);
    }

    fn enter_field(&mut self, field: u32) -> bool {
        let is_deeper = self.out.enter();
        if is_deeper {
            self.enter_part(PathStep::Field(field));
        }
        is_deeper
    }

    fn leave_field(&mut self) {
        self.leave_part();
        self.out.leave();
    }

    fn enter_combinator(&mut self, names: &'static CombinatorNames, is_bare: bool) {
        if !is_bare {
            self.out.put_id(names.id());
        }
        self.enter_part(PathStep::Combinator(names.id()));
        self.combinators.push(self.flags.len());
    }

    fn leave_combinator(&mut self) {
        self.leave_part();
        self.flags.truncate(self.combinators.pop().unwrap_or(0));
    }

    fn enter_list(&mut self, field: u32, form: ListForm, len: usize) -> bool {
        self.out.list_header(field, form, len);
        if field != NO_FIELD {
            self.enter_part(PathStep::Field(field));
        }
        // The part of the current item, which is the list itself before the first item.
        self.outside.push(self.oddities);
        let is_deeper = self.out.enter();
        self.lists.push(is_deeper);
        is_deeper
    }

    fn item(&mut self, index: usize) {
        self.leave_part();
        self.enter_part(PathStep::Item(u32::try_from(index).unwrap_or(u32::MAX)));
    }

    fn leave_list(&mut self, field: u32) {
        self.leave_part();
        if field != NO_FIELD {
            self.leave_part();
        }
        if self.lists.pop() == Some(true) {
            self.out.leave();
        }
    }

    fn builtin_id(&mut self, id: u32) {
        self.out.put_id(id);
    }
}
