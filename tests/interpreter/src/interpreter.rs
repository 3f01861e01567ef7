//! The walk over a schema that writes a value.
//!
//! Invariant: the bytes depend on schema, seed and calls so far, and are a valid value of what was asked for.

use std::collections::HashMap;

use fastrand::Rng;
use tl_parser::{Combinator, CombinatorId, Primitive, Schema, Ty, TypeId, Variable};

use crate::least::Least;
use crate::out::Out;
use crate::values;

/// Which bits of flags fields are set, among those that some field depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bits {
    /// None.
    None,
    /// All, as long as the budget lasts.
    All,
    /// Each with the chance of one half.
    Random,
}

/// What a value may grow to. Once it is spent, the shortest that is valid is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// How many values may be inside each other before they become short.
    pub depth: u32,
    /// How many bytes may be written before values become short.
    pub n_bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { depth: 6, n_bytes: 256 }
    }
}

/// Writes random values of one schema.
pub struct Interpreter<'a> {
    schema: &'a Schema,
    names: HashMap<String, CombinatorId>,
    least: Least,
    /// For each type, which constructor has its turn next.
    turns: Vec<usize>,
    rng: Rng,
    budget: Budget,
    idle_is_zero: bool,
}

/// A value being written.
struct Value<'c> {
    out: Out,
    bits: Bits,
    depth_left: u32,
    n_bytes: usize,
    /// What stands in for `!X`, from the outside to the inside.
    calls: &'c [CombinatorId],
}

impl<'a> Interpreter<'a> {
    /// An interpreter with a budget that makes values of a few hundred bytes.
    #[must_use]
    pub fn new(schema: &'a Schema, seed: u64) -> Self {
        let names =
            (0..).zip(&schema.combinators).map(|(id, combinator)| (combinator.name.to_string(), CombinatorId(id)));
        Self {
            schema,
            names: names.collect(),
            least: Least::of(schema),
            turns: vec![0; schema.types.len()],
            rng: Rng::with_seed(seed),
            budget: Budget::default(),
            idle_is_zero: false,
        }
    }

    /// Takes another budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.set_budget(budget);
        self
    }

    /// Writes zero for fields of type `#` that no other field depends on, instead of any number: there are
    /// implementations that drop it.
    #[must_use]
    pub fn with_idle_zero(mut self) -> Self {
        self.idle_is_zero = true;
        self
    }

    /// Takes another budget, for the values from here on.
    pub fn set_budget(&mut self, budget: Budget) {
        self.budget = budget;
    }

    /// A value of the combinator that is named first, with its id. Each further name is the function that the one
    /// before it calls.
    ///
    /// # Panics
    ///
    /// If the schema has no such combinator, or it isn't one that can be written.
    #[must_use]
    pub fn call(&mut self, names: &[&str], bits: Bits) -> Vec<u8> {
        let ids = names
            .iter()
            .map(|name| self.names.get(*name).copied().unwrap_or_else(|| panic!("the schema has no `{name}`")));
        let ids: Vec<_> = ids.collect();
        let (first, calls) = ids.split_first().expect("a combinator to write");
        let Budget { depth, n_bytes } = self.budget;
        let mut value = Value { out: Out::new(), bits, depth_left: depth, n_bytes, calls };
        self.combinator(&mut value, *first);
        value.out.into_bytes()
    }

    /// The schema.
    #[must_use]
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// A value of a type, as short as can be: no bits, no items, the shortest constructor.
    pub(crate) fn shortest(&mut self, ty: &Ty) -> Vec<u8> {
        let mut value = Value { out: Out::new(), bits: Bits::None, depth_left: 0, n_bytes: 0, calls: &[] };
        self.ty(&mut value, ty);
        value.out.into_bytes()
    }

    fn combinator(&mut self, value: &mut Value<'_>, id: CombinatorId) {
        value.out.word(self.schema.combinator(id).id);
        self.fields(value, id);
    }

    fn fields(&mut self, value: &mut Value<'_>, id: CombinatorId) {
        let combinator = self.schema.combinator(id);
        let mut masks = vec![0; combinator.fields.len()];
        for (index, field) in combinator.fields.iter().enumerate() {
            let is_there = field.condition.is_none_or(|condition| match condition.mask {
                Variable::Field(mask) => masks[mask as usize] >> condition.bit & 1 == 1,
                Variable::Param(_) | Variable::Inner { .. } => panic!("`{}` asks a parameter", combinator.name),
            });
            if !is_there {
                continue;
            }
            match used_bits(combinator, index) {
                0 if self.idle_is_zero && field.ty == Ty::Nat => _ = value.out.word(0),
                0 => self.ty(value, &field.ty),
                used => {
                    masks[index] = used & self.bits(value);
                    value.out.word(masks[index]);
                }
            }
        }
    }

    fn bits(&mut self, value: &Value<'_>) -> u32 {
        match value.bits {
            Bits::None => 0,
            _ if value.is_spent() => 0,
            Bits::All => u32::MAX,
            Bits::Random => self.rng.u32(..),
        }
    }

    fn ty(&mut self, value: &mut Value<'_>, ty: &Ty) {
        match ty {
            Ty::Nat => _ = value.out.word(values::number(&mut self.rng) as u32),
            Ty::Primitive(primitive) => self.primitive(value, *primitive),
            Ty::Vector { is_bare, element } => self.vector(value, *is_bare, element),
            Ty::Boxed { ty, args } if args.is_empty() => value.inside(|value| {
                let constructor = self.constructor(value, *ty);
                self.combinator(value, constructor);
            }),
            Ty::Bare { constructor, args } if args.is_empty() => value.inside(|value| self.fields(value, *constructor)),
            Ty::Call(_) => {
                let (call, rest) = value.calls.split_first().expect("a function to call");
                let outer = std::mem::replace(&mut value.calls, rest);
                self.combinator(value, *call);
                value.calls = outer;
            }
            Ty::Boxed { .. }
            | Ty::Bare { .. }
            | Ty::Param(_)
            | Ty::BareParam(_)
            | Ty::CallOf(_)
            | Ty::Opaque(_)
            | Ty::Repetition { .. } => panic!("can't write {ty:?}"),
        }
    }

    fn primitive(&mut self, value: &mut Value<'_>, primitive: Primitive) {
        let is_short = value.is_spent();
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

    fn vector(&mut self, value: &mut Value<'_>, is_bare: bool, element: &Ty) {
        let are_numbers =
            matches!(element, Ty::Nat | Ty::Primitive(Primitive::Int | Primitive::Long | Primitive::Double));
        let n_items = if value.is_spent() { 0 } else { values::n_items(&mut self.rng, are_numbers) };
        if is_bare {
            value.out.word(n_items)
        } else {
            value.out.vector(n_items)
        };
        value.inside(|value| (0..n_items).for_each(|_| self.ty(value, element)));
    }

    /// The constructor whose turn it is, or the shortest.
    fn constructor(&mut self, value: &Value<'_>, ty: TypeId) -> CombinatorId {
        let least = self.least.constructor(ty).expect("a type with a finite value");
        if value.is_spent() {
            return least;
        }
        let constructors = &self.schema.ty(ty).constructors;
        let turn = &mut self.turns[ty.0 as usize];
        *turn += 1;
        constructors[(*turn - 1) % constructors.len()]
    }
}

impl Value<'_> {
    fn is_spent(&self) -> bool {
        self.depth_left == 0 || self.out.len() >= self.n_bytes
    }

    fn inside(&mut self, write: impl FnOnce(&mut Self)) {
        let depth_left = self.depth_left;
        self.depth_left = depth_left.saturating_sub(1);
        write(self);
        self.depth_left = depth_left;
    }
}

/// The bits of the field at `index` that other fields depend on.
fn used_bits(combinator: &Combinator, index: usize) -> u32 {
    let conditions = combinator.fields.iter().filter_map(|field| field.condition);
    let bits = conditions.filter(|condition| condition.mask == Variable::Field(index as u32));
    bits.fold(0, |bits, condition| bits | 1 << condition.bit)
}
