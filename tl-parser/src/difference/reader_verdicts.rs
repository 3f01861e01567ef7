//! Verdicts on values that are written by one schema and read by another.
//!
//! A boxed value is identified by its id, and a bare value by nothing: its bytes have the layout of the writer's
//! constructor, and the reader assumes its own. Names of value fields are not on the wire; the name of a zero-sized
//! conditional field is the meaning of its bit. Invariant: every verdict is the worst one of any value that the writer
//! can write.

use std::collections::BTreeSet;

use super::change::{Verdict, Verdicts};
use super::pairing::FieldPairing;
use super::side::{CombinatorShape, SchemaSide};
use crate::meaning::schema::{Arg, CombinatorIndex, Condition, Opaque, Primitive, Ty};

/// Computes verdicts for both readers: bytes of the old schema read with the new one, and the reverse.
pub(super) struct BothReaders<'a> {
    pub(super) old: &'a SchemaSide<'a>,
    pub(super) new: &'a SchemaSide<'a>,
    pub(super) by_old: OneReader<'a>,
    pub(super) by_new: OneReader<'a>,
}

impl<'a> BothReaders<'a> {
    pub(super) fn new(old: &'a SchemaSide<'a>, new: &'a SchemaSide<'a>) -> Self {
        let by_old = OneReader { writer: new, reader: old };
        Self { old, new, by_old, by_new: OneReader { writer: old, reader: new } }
    }

    /// The verdicts of both readers on a type that changed from `old` to `new`.
    pub(super) fn verdicts_on_type(&self, old: &'a Ty, new: &'a Ty) -> Verdicts {
        Verdicts {
            old_reader: self.by_old.verdict_on_type(new, old),
            new_reader: self.by_new.verdict_on_type(old, new),
        }
    }
}

/// Computes verdicts for one reader: bytes written by the schema `writer`, read with the schema `reader`.
pub(super) struct OneReader<'a> {
    pub(super) writer: &'a SchemaSide<'a>,
    pub(super) reader: &'a SchemaSide<'a>,
}

/// Pairs of bare constructors whose layouts have been compared, or whose comparison is in progress.
type VisitedPairs = BTreeSet<(CombinatorIndex, CombinatorIndex)>;

/// The layouts of a constructor as the writer and as the reader declare it.
struct LayoutPair<'r, 'a> {
    written: &'r CombinatorShape<'a>,
    read: &'r CombinatorShape<'a>,
    pairing: &'r FieldPairing,
}

impl<'a> OneReader<'a> {
    /// The verdict on a boxed value of a combinator of the writer.
    pub(super) fn verdict_on_boxed(&self, written: &CombinatorShape<'a>) -> Verdict {
        self.reader.find_by_id(written.id).map_or(Verdict::Unknown, |read| self.verdict_on_layout(written, read))
    }

    /// The verdict on the fields of a value, without its id.
    pub(super) fn verdict_on_layout(&self, written: &CombinatorShape<'a>, read: &CombinatorShape<'a>) -> Verdict {
        self.verdict_on_nested_layout(written, read, &mut VisitedPairs::new())
    }

    /// The verdict on a field, given by its index in each combinator; `None` if the combinator lacks it. The left of
    /// `pairing` is the writer.
    pub(super) fn verdict_on_field(
        &self,
        written: (&CombinatorShape<'a>, Option<usize>),
        read: (&CombinatorShape<'a>, Option<usize>),
        pairing: &FieldPairing,
    ) -> Verdict {
        let layouts = LayoutPair { written: written.0, read: read.0, pairing };
        self.verdict_on_field_pair(&layouts, (written.1, read.1), &mut VisitedPairs::new())
    }

    /// The verdict on a value of type `written` where a value of type `read` is expected.
    pub(super) fn verdict_on_type(&self, written: &'a Ty, read: &'a Ty) -> Verdict {
        self.verdict_on_nested_type(written, read, &mut VisitedPairs::new())
    }

    fn verdict_on_nested_layout(
        &self,
        written: &CombinatorShape<'a>,
        read: &CombinatorShape<'a>,
        visited: &mut VisitedPairs,
    ) -> Verdict {
        let pairing = FieldPairing::new(written, read);
        let layouts = LayoutPair { written, read, pairing: &pairing };
        let order = if pairing.is_reordered(written, read) { Verdict::Silent } else { Verdict::Compatible };
        pairing
            .pairs_and_single_fields()
            .map(|row| self.verdict_on_field_pair(&layouts, row, visited))
            .fold(order, Verdict::max)
    }

    fn verdict_on_field_pair(
        &self,
        layouts: &LayoutPair<'_, 'a>,
        row: (Option<usize>, Option<usize>),
        visited: &mut VisitedPairs,
    ) -> Verdict {
        match row {
            (Some(w), Some(r)) => self.verdict_on_common_field(layouts, w, r, visited),
            (Some(w), None) => layouts.verdict_on_unread_field(w),
            (None, Some(r)) => layouts.verdict_on_unwritten_field(r),
            (None, None) => Verdict::Compatible,
        }
    }

    fn verdict_on_common_field(
        &self,
        layouts: &LayoutPair<'_, 'a>,
        w: usize,
        r: usize,
        visited: &mut VisitedPairs,
    ) -> Verdict {
        let (written, read) = (&layouts.written.fields[w], &layouts.read.fields[r]);
        let are_same_bit = match (written.condition, read.condition) {
            (None, None) => true,
            (Some(written), Some(read)) => layouts.pairing.are_same_bit(written, read),
            _ => false,
        };
        if !are_same_bit || written.is_zero_sized != read.is_zero_sized {
            Verdict::Silent
        } else if written.is_zero_sized {
            let is_renamed = layouts.pairing.partner_of_left(w).is_some_and(|partner| partner.is_renamed);
            if is_renamed { Verdict::Silent } else { Verdict::Compatible }
        } else if written.text == read.text && !written.holds_bare && !read.holds_bare {
            Verdict::Compatible
        } else {
            self.verdict_on_nested_type(written.ty, read.ty, visited)
        }
    }

    fn verdict_on_nested_type(&self, written: &'a Ty, read: &'a Ty, visited: &mut VisitedPairs) -> Verdict {
        match (written, read) {
            (Ty::Vector { is_bare: w, element: written }, Ty::Vector { is_bare: r, element: read }) if w == r => {
                self.verdict_on_nested_type(written, read, visited)
            }
            (Ty::Bare { constructor: w, args: written }, Ty::Bare { constructor: r, args: read }) => {
                let fields = if visited.insert((*w, *r)) {
                    self.verdict_on_nested_layout(self.writer.shape(*w), self.reader.shape(*r), visited)
                } else {
                    Verdict::Compatible
                };
                fields.max(self.verdict_on_args(written, read, visited))
            }
            (Ty::Boxed { ty: w, args: written }, Ty::Boxed { ty: r, args: read }) => {
                let (w, r) = (self.writer.schema.ty(*w), self.reader.schema.ty(*r));
                let is_same =
                    w.name == r.name || self.writer.constructor_ids(w).is_subset(&self.reader.constructor_ids(r));
                let ids = if is_same { Verdict::Compatible } else { Verdict::Unknown };
                ids.max(self.verdict_on_args(written, read, visited))
            }
            (Ty::Repetition { count: w, fields: written }, Ty::Repetition { count: r, fields: read }) => {
                if w != r || written.len() != read.len() {
                    return Verdict::Silent;
                }
                let fields = written.iter().zip(read).map(|(written, read)| {
                    let ty = self.verdict_on_nested_type(&written.ty, &read.ty, visited);
                    if written.condition == read.condition { ty } else { Verdict::Silent }
                });
                fields.fold(Verdict::Compatible, Verdict::max)
            }
            (Ty::Primitive(written), Ty::Primitive(read)) if written == read => Verdict::Compatible,
            // Strings and bytes have the same layout, and every string is valid bytes; bytes need not be UTF-8.
            (Ty::Primitive(Primitive::String), Ty::Primitive(Primitive::Bytes)) => Verdict::Compatible,
            (Ty::Primitive(Primitive::Int53), Ty::Primitive(Primitive::Long)) => Verdict::Compatible,
            // A reader of `int53` refuses larger numbers.
            (Ty::Primitive(Primitive::Long), Ty::Primitive(Primitive::Int53)) => Verdict::Unknown,
            (Ty::Nat, Ty::Nat) => Verdict::Compatible,
            (Ty::Param(w), Ty::Param(r)) | (Ty::BareParam(w), Ty::BareParam(r)) if w == r => Verdict::Compatible,
            // The id of the call says which function it is.
            (Ty::Call(_) | Ty::CallOf(_), Ty::Call(_) | Ty::CallOf(_) | Ty::Opaque(Opaque::Function)) => {
                Verdict::Compatible
            }
            (Ty::Opaque(written), Ty::Opaque(read)) if written == read => Verdict::Compatible,
            (Ty::Boxed { .. } | Ty::Vector { is_bare: false, .. }, Ty::Opaque(Opaque::Object)) => Verdict::Compatible,
            (written, read) if begins_with_id(written) && begins_with_id(read) => Verdict::Unknown,
            _ => Verdict::Silent,
        }
    }

    fn verdict_on_args(&self, written: &'a [Arg], read: &'a [Arg], visited: &mut VisitedPairs) -> Verdict {
        if written.len() != read.len() {
            return Verdict::Silent;
        }
        let args = written.iter().zip(read).map(|args| match args {
            (Arg::Type(written), Arg::Type(read)) => self.verdict_on_nested_type(written, read, visited),
            (Arg::Nat(written), Arg::Nat(read)) if written == read => Verdict::Compatible,
            _ => Verdict::Silent,
        });
        args.fold(Verdict::Compatible, Verdict::max)
    }
}

impl LayoutPair<'_, '_> {
    /// The verdict on a field that only the writer has.
    fn verdict_on_unread_field(&self, w: usize) -> Verdict {
        let field = &self.written.fields[w];
        match field.condition {
            _ if !field.is_zero_sized => Verdict::Silent,
            None => Verdict::Compatible,
            Some(bit) if self.reader_mistakes_bit(bit) => Verdict::Silent,
            Some(_) => Verdict::Lost,
        }
    }

    /// The verdict on a field that only the reader has. A field whose bit the writer never sets counts as absent.
    fn verdict_on_unwritten_field(&self, r: usize) -> Verdict {
        let field = &self.read.fields[r];
        let is_absent = match field.condition {
            None => field.is_zero_sized,
            Some(bit) => !self.writer_may_set_bit(bit),
        };
        if is_absent { Verdict::Compatible } else { Verdict::Silent }
    }

    /// Whether the writer can set the bit on which a field of the reader depends.
    fn writer_may_set_bit(&self, read: Condition) -> bool {
        let mut written = self.written.fields.iter().filter_map(|field| field.condition);
        written.any(|written| self.pairing.are_same_bit(written, read))
    }

    /// Whether the reader takes a bit for one of its zero-sized fields, while the bit means another field to the
    /// writer.
    fn reader_mistakes_bit(&self, written: Condition) -> bool {
        self.read.fields.iter().enumerate().any(|(r, field)| {
            field.is_zero_sized
                && field.condition.is_some_and(|read| self.pairing.are_same_bit(written, read))
                && !self.has_namesake_on_bit(r, written)
        })
    }

    fn has_namesake_on_bit(&self, r: usize, bit: Condition) -> bool {
        let mut fields = self.written.fields.iter().enumerate();
        fields.any(|(w, field)| self.pairing.namesake_of_left(w) == Some(r) && field.condition == Some(bit))
    }
}

/// Whether values of a type begin with an id.
fn begins_with_id(ty: &Ty) -> bool {
    match ty {
        Ty::Vector { is_bare, .. } => !is_bare,
        Ty::Boxed { .. } | Ty::Call(_) | Ty::CallOf(_) | Ty::Opaque(_) => true,
        Ty::Nat | Ty::Primitive(_) | Ty::Bare { .. } | Ty::Param(_) | Ty::BareParam(_) | Ty::Repetition { .. } => false,
    }
}
