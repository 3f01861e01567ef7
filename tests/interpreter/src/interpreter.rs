//! The walk over a schema that writes a value.
//!
//! Invariant: the bytes depend on schema, seed and calls so far, and are a valid value of what was asked for.

use std::collections::HashMap;

use fastrand::Rng;
use tl_parser::{Arg, Combinator, CombinatorId, Field, Nat, ParamKind, Primitive, Schema, Ty, TypeId};

use crate::least::Least;
use crate::numbers::{self, Numbers, Use};
use crate::out::Out;
use crate::scope::Scope;
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
    numbers: Numbers,
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
        let names = (0..).zip(&schema.combinators).map(|(id, combinator)| (name(schema, combinator), CombinatorId(id)));
        Self {
            schema,
            names: names.collect(),
            least: Least::of(schema),
            numbers: Numbers::of(schema),
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
    /// before it calls. Parameters of a constructor stand for `int`; a default constructor of `Type` is `TypeDefault`.
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
        let args = simple_args(self.schema.combinator(*first));
        self.combinator(&mut value, *first, args);
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
        self.ty(&mut value, ty, &mut Scope::new(Vec::new(), 0));
        value.out.into_bytes()
    }

    fn combinator(&mut self, value: &mut Value<'_>, id: CombinatorId, args: Vec<Option<Arg>>) {
        value.out.word(self.schema.combinator(id).id);
        self.fields(value, id, args);
    }

    fn fields(&mut self, value: &mut Value<'_>, id: CombinatorId, args: Vec<Option<Arg>>) {
        let fields = &self.schema.combinator(id).fields;
        self.some_fields(value, fields, &mut Scope::new(args, fields.len()));
    }

    fn some_fields(&mut self, value: &mut Value<'_>, fields: &[Field], scope: &mut Scope) {
        for (index, field) in fields.iter().enumerate() {
            let is_there =
                field.condition.is_none_or(|condition| scope.variable(condition.flags_field) >> condition.bit & 1 == 1);
            if !is_there {
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

    /// A number: of bits those that fields ask for, if it is called `flags`; else any, as other bits may mean something.
    fn number(&mut self, value: &Value<'_>, fields: &[Field], index: usize, scope: &Scope) -> u32 {
        let Use { bits, is_count } = self.numbers.used(self.schema, fields, scope.own(index));
        let is_flags = fields[index].name.as_deref().is_some_and(|name| name.starts_with("flags"));
        match (bits, is_count) {
            (_, true) if value.is_spent() => 0,
            (bits, true) => values::n_items(&mut self.rng, false) & (bits | 3),
            (0, false) if self.idle_is_zero => 0,
            (0, false) => values::number(&mut self.rng) as u32,
            (bits, false) if is_flags => bits & self.bits(value),
            (bits, false) => self.bits(value) & (bits | self.rng.u32(..)),
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

    fn ty(&mut self, value: &mut Value<'_>, ty: &Ty, scope: &mut Scope) {
        match ty {
            Ty::Nat => _ = value.out.word(values::number(&mut self.rng) as u32),
            Ty::Primitive(primitive) => self.primitive(value, *primitive),
            Ty::Vector { is_bare, element } => self.vector(value, *is_bare, element, scope),
            Ty::Boxed { ty, args } => {
                let args: Vec<_> = args.iter().map(|arg| scope.arg(arg)).collect();
                value.inside(|value| {
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
                let args: Vec<_> = args.iter().map(|arg| scope.arg(arg)).collect();
                let args = self.args(*constructor, &args);
                value.inside(|value| self.fields(value, *constructor, args));
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

    fn repetition(&mut self, value: &mut Value<'_>, count: u32, fields: &[Field], scope: &mut Scope) {
        value.inside(|value| {
            for _ in 0..count {
                scope.open(fields.len());
                self.some_fields(value, fields, scope);
                scope.close();
            }
        });
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

    fn vector(&mut self, value: &mut Value<'_>, is_bare: bool, element: &Ty, scope: &mut Scope) {
        let are_numbers =
            matches!(element, Ty::Nat | Ty::Primitive(Primitive::Int | Primitive::Long | Primitive::Double));
        let n_items = if value.is_spent() { 0 } else { values::n_items(&mut self.rng, are_numbers) };
        if is_bare {
            value.out.word(n_items)
        } else {
            value.out.vector(n_items)
        };
        value.inside(|value| (0..n_items).for_each(|_| self.ty(value, element, scope)));
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

/// The name of a combinator; of one without, that of its type and `Default`.
fn name(schema: &Schema, combinator: &Combinator) -> String {
    match &combinator.result {
        Ty::Boxed { ty, .. } if combinator.name.local == "_" => format!("{}Default", schema.ty(*ty).name),
        _ => combinator.name.to_string(),
    }
}

/// Arguments for the parameters of a combinator that stands alone.
fn simple_args(combinator: &Combinator) -> Vec<Option<Arg>> {
    let args = combinator.params.iter().map(|param| match param.kind {
        ParamKind::Type => Arg::Type(Ty::Primitive(Primitive::Int)),
        ParamKind::Nat => Arg::Nat(Nat::Constant(0)),
    });
    args.map(Some).collect()
}
