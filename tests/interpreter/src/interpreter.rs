//! Writes values of a schema by walking over its declarations.
//!
//! Invariant: the bytes depend only on schema, seed and previous calls, and are a valid value of the requested
//! combinator.

use std::collections::HashMap;

use fastrand::Rng;
use tl_parser::{Arg, Combinator, CombinatorId, Field, Nat, ParamKind, Primitive, Schema, Ty, TypeId};

use crate::byte_writer::ByteWriter;
use crate::numbers::{self, NumberUses, ParamUses};
use crate::scope::Scope;
use crate::shortest::ShortestConstructors;
use crate::values;

/// Which bits of `#` fields are set, among the bits that some field depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bits {
    /// No bit.
    None,
    /// Every bit, until the budget is spent.
    All,
    /// Each bit with a probability of one half.
    Random,
}

/// Limits for the size of a value. Once one is reached, only the shortest valid values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Maximum nesting depth of values with random content.
    pub depth: u32,
    /// Number of bytes after which only shortest values are written.
    pub n_bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { depth: 6, n_bytes: 256 }
    }
}

/// A random writer of values of one schema.
pub struct Interpreter<'a> {
    schema: &'a Schema,
    names: HashMap<String, CombinatorId>,
    shortest: ShortestConstructors,
    param_uses: ParamUses,
    /// For each type, the number of constructors chosen so far; constructors are chosen in rotation.
    n_chosen: Vec<usize>,
    rng: Rng,
    budget: Budget,
    spare_bits_are_zero: bool,
}

/// A partially written value.
struct PartialValue<'c> {
    out: ByteWriter,
    bits: Bits,
    depth_left: u32,
    n_bytes: usize,
    /// Functions to write for parameters of type `!X`, the outermost first.
    calls: &'c [CombinatorId],
}

impl<'a> Interpreter<'a> {
    /// An interpreter with the default budget, which gives values of a few hundred bytes.
    #[must_use]
    pub fn new(schema: &'a Schema, seed: u64) -> Self {
        let names = (0..)
            .zip(&schema.combinators)
            .map(|(id, combinator)| (combinator_name(schema, combinator), CombinatorId(id)));
        Self {
            schema,
            names: names.collect(),
            shortest: ShortestConstructors::of(schema),
            param_uses: ParamUses::of(schema),
            n_chosen: vec![0; schema.types.len()],
            rng: Rng::with_seed(seed),
            budget: Budget::default(),
            spare_bits_are_zero: false,
        }
    }

    /// Sets the budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.set_budget(budget);
        self
    }

    /// Writes zero for each bit of a `#` field on which no other field depends. Some implementations drop such bits.
    #[must_use]
    pub fn with_zero_spare_bits(mut self) -> Self {
        self.spare_bits_are_zero = true;
        self
    }

    /// Sets the budget of the following values.
    pub fn set_budget(&mut self, budget: Budget) {
        self.budget = budget;
    }

    /// A value of the combinator `names[0]`, with its id. Each further name is the function that the previous one
    /// calls.
    ///
    /// Type parameters become `int`. A default constructor of the type `User` has the name `UserDefault`.
    ///
    /// # Panics
    ///
    /// If the schema has no such combinator, or if it contains a type that cannot be written.
    #[must_use]
    pub fn call(&mut self, names: &[&str], bits: Bits) -> Vec<u8> {
        let ids = names
            .iter()
            .map(|name| self.names.get(*name).copied().unwrap_or_else(|| panic!("the schema has no `{name}`")));
        let ids: Vec<_> = ids.collect();
        let (first, calls) = ids.split_first().expect("a combinator to write");
        let Budget { depth, n_bytes } = self.budget;
        let mut value = PartialValue { out: ByteWriter::new(), bits, depth_left: depth, n_bytes, calls };
        let args = default_args(self.schema.combinator(*first));
        self.combinator(&mut value, *first, args);
        value.out.to_bytes()
    }

    /// The schema of the values.
    #[must_use]
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// The shortest value of a type: no optional fields, no items, the shortest constructor.
    pub(crate) fn shortest(&mut self, ty: &Ty) -> Vec<u8> {
        let mut value =
            PartialValue { out: ByteWriter::new(), bits: Bits::None, depth_left: 0, n_bytes: 0, calls: &[] };
        self.ty(&mut value, ty, &mut Scope::new(Vec::new(), 0));
        value.out.to_bytes()
    }

    fn combinator(&mut self, value: &mut PartialValue<'_>, id: CombinatorId, args: Vec<Option<Arg>>) {
        value.out.word(self.schema.combinator(id).id);
        self.fields(value, id, args);
    }

    fn fields(&mut self, value: &mut PartialValue<'_>, id: CombinatorId, args: Vec<Option<Arg>>) {
        let fields = &self.schema.combinator(id).fields;
        self.fields_in_scope(value, fields, &mut Scope::new(args, fields.len()));
    }

    fn fields_in_scope(&mut self, value: &mut PartialValue<'_>, fields: &[Field], scope: &mut Scope) {
        for (index, field) in fields.iter().enumerate() {
            let is_present =
                field.condition.is_none_or(|condition| scope.value_of(condition.flags_field) >> condition.bit & 1 == 1);
            if !is_present {
                continue;
            }
            if field.ty == Ty::Nat {
                let number = self.number(value, fields, index, scope);
                scope.set(index, number);
                value.out.word(number);
            } else {
                self.ty(value, &field.ty, scope);
            }
        }
    }

    /// The value of a `#` field. Spare bits, on which no field depends, are zero in flags fields and random elsewhere.
    fn number(&mut self, value: &PartialValue<'_>, fields: &[Field], index: usize, scope: &Scope) -> u32 {
        let number = scope.variable_of(index);
        let NumberUses { bits, is_count } = self.param_uses.uses_in_fields(self.schema, fields, number);
        if is_count {
            return if value.is_budget_spent() { 0 } else { values::n_items(&mut self.rng, false) & (bits | 3) };
        }
        let has_zero_spare_bits =
            self.spare_bits_are_zero || self.param_uses.is_flags_field(self.schema, fields, index, number);
        let spare_bits = if has_zero_spare_bits { 0 } else { values::number(&mut self.rng) as u32 };
        bits & self.bits(value) | !bits & spare_bits
    }

    fn bits(&mut self, value: &PartialValue<'_>) -> u32 {
        match value.bits {
            Bits::None => 0,
            _ if value.is_budget_spent() => 0,
            Bits::All => u32::MAX,
            Bits::Random => self.rng.u32(..),
        }
    }

    fn ty(&mut self, value: &mut PartialValue<'_>, ty: &Ty, scope: &mut Scope) {
        match ty {
            Ty::Nat => _ = value.out.word(values::number(&mut self.rng) as u32),
            Ty::Primitive(primitive) => self.primitive(value, *primitive),
            Ty::Vector { is_bare, element } => self.vector(value, *is_bare, element, scope),
            Ty::Boxed { ty, args } => {
                let args: Vec<_> = args.iter().map(|arg| scope.substitute(arg)).collect();
                value.nested(|value| {
                    let constructor = self.constructor(value, *ty);
                    match self.schema.combinator(constructor).primitive() {
                        Some(primitive) => {
                            value.out.word(self.schema.combinator(constructor).id);
                            self.primitive(value, primitive);
                        }
                        None => {
                            let args = self.args(constructor, &args);
                            self.combinator(value, constructor, args);
                        }
                    }
                });
            }
            Ty::Bare { constructor, args } => {
                let args: Vec<_> = args.iter().map(|arg| scope.substitute(arg)).collect();
                let args = self.args(*constructor, &args);
                value.nested(|value| self.fields(value, *constructor, args));
            }
            Ty::Param(param) => {
                let ty = scope.ty(*param);
                self.ty(value, &ty, &mut Scope::new(Vec::new(), 0));
            }
            Ty::Call(_) => {
                let (call, rest) = value.calls.split_first().expect("a function to call");
                let outer = std::mem::replace(&mut value.calls, rest);
                self.combinator(value, *call, Vec::new());
                value.calls = outer;
            }
            Ty::Repetition { count, fields } => self.repetition(value, scope.nat(*count), fields, scope),
            Ty::BareParam(_) | Ty::CallOf(_) | Ty::Opaque(_) => panic!("can't write {ty:?}"),
        }
    }

    fn args(&self, constructor: CombinatorId, args: &[Arg]) -> Vec<Option<Arg>> {
        let args = numbers::args_of(self.schema.combinator(constructor), args);
        args.into_iter().map(Option::<&Arg>::cloned).collect()
    }

    fn repetition(&mut self, value: &mut PartialValue<'_>, count: u32, fields: &[Field], scope: &mut Scope) {
        value.nested(|value| {
            for _ in 0..count {
                scope.open(fields.len());
                self.fields_in_scope(value, fields, scope);
                scope.close();
            }
        });
    }

    fn primitive(&mut self, value: &mut PartialValue<'_>, primitive: Primitive) {
        let is_short = value.is_budget_spent();
        let rng = &mut self.rng;
        match primitive {
            Primitive::Int | Primitive::Float => value.out.word(values::number(rng) as u32),
            Primitive::Long => value.out.long(values::number(rng)),
            Primitive::Double => value.out.long(values::double(rng)),
            Primitive::String => value.out.string(&values::text(rng, is_short)),
            Primitive::Bytes => value.out.string(&values::bytes(rng, is_short)),
            Primitive::Int128 => value.out.long(rng.u64(..)).long(rng.u64(..)),
            Primitive::Int256 => value.out.long(rng.u64(..)).long(rng.u64(..)).long(rng.u64(..)).long(rng.u64(..)),
        };
    }

    fn vector(&mut self, value: &mut PartialValue<'_>, is_bare: bool, element: &Ty, scope: &mut Scope) {
        let are_numbers =
            matches!(element, Ty::Nat | Ty::Primitive(Primitive::Int | Primitive::Long | Primitive::Double));
        let n_items = if value.is_budget_spent() { 0 } else { values::n_items(&mut self.rng, are_numbers) };
        if is_bare {
            value.out.word(n_items)
        } else {
            value.out.vector(n_items)
        };
        value.nested(|value| (0..n_items).for_each(|_| self.ty(value, element, scope)));
    }

    /// The next constructor in rotation, or the shortest one if the budget is spent.
    fn constructor(&mut self, value: &PartialValue<'_>, ty: TypeId) -> CombinatorId {
        let shortest = self.shortest.constructor(ty).expect("a type with a finite value");
        if value.is_budget_spent() {
            return shortest;
        }
        let constructors = &self.schema.ty(ty).constructors;
        let n_chosen = &mut self.n_chosen[ty.0 as usize];
        *n_chosen += 1;
        constructors[(*n_chosen - 1) % constructors.len()]
    }
}

impl PartialValue<'_> {
    fn is_budget_spent(&self) -> bool {
        self.depth_left == 0 || self.out.len() >= self.n_bytes
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        let depth_left = self.depth_left;
        self.depth_left = depth_left.saturating_sub(1);
        write(self);
        self.depth_left = depth_left;
    }
}

/// The TL name of a combinator. A default constructor, which has none, gets the name of its type and `Default`.
#[must_use]
pub fn combinator_name(schema: &Schema, combinator: &Combinator) -> String {
    match &combinator.result {
        Ty::Boxed { ty, .. } if combinator.name.local == "_" => format!("{}Default", schema.ty(*ty).name),
        _ => combinator.name.to_string(),
    }
}

/// Arguments for a combinator that is not used as a type of a field: `int` and 0.
fn default_args(combinator: &Combinator) -> Vec<Option<Arg>> {
    let args = combinator.params.iter().map(|param| match param.kind {
        ParamKind::Type => Arg::Type(Ty::Primitive(Primitive::Int)),
        ParamKind::Nat => Arg::Nat(Nat::Constant(0)),
    });
    args.map(Some).collect()
}
