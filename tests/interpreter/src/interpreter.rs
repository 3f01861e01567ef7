//! Writes values of a schema by walking over its declarations.
//!
//! Invariant: the bytes depend only on schema, seed and previous calls, and are a valid value of the requested
//! combinator.

use std::collections::HashMap;

use fastrand::Rng;
use tl_parser::{Arg, Combinator, CombinatorIndex, Field, Nat, ParamKind, Primitive, Schema, Ty, TypeIndex};

use crate::byte_writer::ByteWriter;
use crate::number_usage::{self, NumberUsage, ParamUsage};
use crate::random_primitives;
use crate::scope::Scope;
use crate::shortest_constructors::ShortestConstructors;

/// Which bits of `#` fields are set, among the bits that some field depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitChoice {
    /// No bit is set.
    None,
    /// Every bit is set, until the budget is spent.
    All,
    /// Each bit is set with a probability of one half, until the budget is spent.
    Random,
}

/// Limits for the size of a value. Once a limit is reached, only the shortest valid values are written.
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
    names: HashMap<String, CombinatorIndex>,
    shortest: ShortestConstructors,
    param_uses: ParamUsage,
    /// For each type, how many of its constructors have been written; constructors are chosen in rotation.
    n_written: Vec<usize>,
    rng: Rng,
    budget: Budget,
    spare_bits_are_zero: bool,
}

/// The state while one value is written.
struct PartialValue<'c> {
    out: ByteWriter,
    bits: BitChoice,
    depth_left: u32,
    n_bytes: usize,
    /// Functions to call for parameters of type `!X`, the outermost first.
    calls: &'c [CombinatorIndex],
}

impl<'a> Interpreter<'a> {
    /// An interpreter with the default budget, which gives values of a few hundred bytes.
    #[must_use]
    pub fn new(schema: &'a Schema, seed: u64) -> Self {
        let names = (0..)
            .zip(&schema.combinators)
            .map(|(id, combinator)| (combinator_name(schema, combinator), CombinatorIndex(id)));
        Self {
            schema,
            names: names.collect(),
            shortest: ShortestConstructors::of_schema(schema),
            param_uses: ParamUsage::of_schema(schema),
            n_written: vec![0; schema.types.len()],
            rng: Rng::with_seed(seed),
            budget: Budget::default(),
            spare_bits_are_zero: false,
        }
    }

    /// Returns the interpreter with another budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.set_budget(budget);
        self
    }

    /// Returns the interpreter, set to write zero for each bit of a `#` field on which no other field depends. Some
    /// implementations drop such bits.
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
    /// Type parameters become `int`, and so does a call if no name is left. A default constructor of the type `User`
    /// has the name `UserDefault`.
    ///
    /// # Panics
    ///
    /// If the schema has no such combinator, or if it contains a type that cannot be written.
    #[must_use]
    pub fn value_of_call_chain(&mut self, names: &[&str], bits: BitChoice) -> Vec<u8> {
        let ids = names
            .iter()
            .map(|name| self.names.get(*name).copied().unwrap_or_else(|| panic!("the schema has no `{name}`")));
        let ids: Vec<_> = ids.collect();
        let (first, calls) = ids.split_first().expect("a combinator to write");
        let Budget { depth, n_bytes } = self.budget;
        let mut value = PartialValue { out: ByteWriter::new(), bits, depth_left: depth, n_bytes, calls };
        let args = default_args(self.schema.combinator(*first));
        self.write_combinator(&mut value, *first, args);
        value.out.to_bytes()
    }

    /// The schema of the values.
    #[must_use]
    pub fn schema(&self) -> &'a Schema {
        self.schema
    }

    /// The encoding of the shortest value of a type: no optional fields, no items, the shortest constructor.
    pub(crate) fn shortest_value_of_type(&mut self, ty: &Ty) -> Vec<u8> {
        let mut value =
            PartialValue { out: ByteWriter::new(), bits: BitChoice::None, depth_left: 0, n_bytes: 0, calls: &[] };
        self.write_type(&mut value, ty, &mut Scope::new(Vec::new(), 0));
        value.out.to_bytes()
    }

    fn write_combinator(&mut self, value: &mut PartialValue<'_>, id: CombinatorIndex, args: Vec<Option<Arg>>) {
        value.out.word(self.schema.combinator(id).id);
        self.write_fields(value, id, args);
    }

    fn write_fields(&mut self, value: &mut PartialValue<'_>, id: CombinatorIndex, args: Vec<Option<Arg>>) {
        let fields = &self.schema.combinator(id).fields;
        self.write_fields_in_scope(value, fields, &mut Scope::new(args, fields.len()));
    }

    fn write_fields_in_scope(&mut self, value: &mut PartialValue<'_>, fields: &[Field], scope: &mut Scope) {
        for (index, field) in fields.iter().enumerate() {
            let is_present =
                field.condition.is_none_or(|condition| scope.value_of(condition.flags_field) >> condition.bit & 1 == 1);
            if !is_present {
                continue;
            }
            if field.ty == Ty::Nat {
                let number = self.choose_number(value, fields, index, scope);
                scope.set_field(index, number);
                value.out.word(number);
            } else {
                self.write_type(value, &field.ty, scope);
            }
        }
    }

    /// The value of the `#` field at `index`. Spare bits, on which no field depends, are zero in flags fields and
    /// random elsewhere.
    fn choose_number(&mut self, value: &PartialValue<'_>, fields: &[Field], index: usize, scope: &Scope) -> u32 {
        let number = scope.variable_of(index);
        let NumberUsage { bits, is_count } = self.param_uses.usage_in_fields(self.schema, fields, number);
        if is_count {
            return if value.is_budget_spent() {
                0
            } else {
                random_primitives::random_n_items(&mut self.rng, false) & (bits | 3)
            };
        }
        let has_zero_spare_bits =
            self.spare_bits_are_zero || self.param_uses.is_flags_field(self.schema, fields, index, number);
        let spare_bits = if has_zero_spare_bits { 0 } else { random_primitives::random_number(&mut self.rng) as u32 };
        bits & self.choose_bits(value) | !bits & spare_bits
    }

    fn choose_bits(&mut self, value: &PartialValue<'_>) -> u32 {
        match value.bits {
            BitChoice::None => 0,
            _ if value.is_budget_spent() => 0,
            BitChoice::All => u32::MAX,
            BitChoice::Random => self.rng.u32(..),
        }
    }

    fn write_type(&mut self, value: &mut PartialValue<'_>, ty: &Ty, scope: &mut Scope) {
        match ty {
            Ty::Nat => _ = value.out.word(random_primitives::random_number(&mut self.rng) as u32),
            Ty::Primitive(primitive) => self.write_primitive(value, *primitive),
            Ty::Vector { is_bare, element } => self.write_vector(value, *is_bare, element, scope),
            Ty::Boxed { ty, args } => {
                let args: Vec<_> = args.iter().map(|arg| scope.substitute(arg)).collect();
                value.write_nested(|value| {
                    let constructor = self.choose_constructor(value, *ty);
                    match self.schema.combinator(constructor).declared_primitive() {
                        Some(primitive) => {
                            value.out.word(self.schema.combinator(constructor).id);
                            self.write_primitive(value, primitive);
                        }
                        None => {
                            let args = self.constructor_args(constructor, &args);
                            self.write_combinator(value, constructor, args);
                        }
                    }
                });
            }
            Ty::Bare { constructor, args } => {
                let args: Vec<_> = args.iter().map(|arg| scope.substitute(arg)).collect();
                let args = self.constructor_args(*constructor, &args);
                value.write_nested(|value| self.write_fields(value, *constructor, args));
            }
            Ty::Param(param) => {
                let ty = scope.type_argument(*param);
                self.write_type(value, &ty, &mut Scope::new(Vec::new(), 0));
            }
            Ty::Call(_) => match value.calls.split_first() {
                Some((call, rest)) => {
                    let outer = std::mem::replace(&mut value.calls, rest);
                    self.write_combinator(value, *call, Vec::new());
                    value.calls = outer;
                }
                None => self.write_primitive(value, Primitive::Int),
            },
            Ty::Repetition { count, fields } => self.write_repetition(value, scope.value_of_nat(*count), fields, scope),
            Ty::BareParam(_) | Ty::CallOf(_) | Ty::Opaque(_) => panic!("can't write {ty:?}"),
        }
    }

    fn constructor_args(&self, constructor: CombinatorIndex, args: &[Arg]) -> Vec<Option<Arg>> {
        let args = number_usage::args_by_param(self.schema.combinator(constructor), args);
        args.into_iter().map(Option::<&Arg>::cloned).collect()
    }

    fn write_repetition(&mut self, value: &mut PartialValue<'_>, count: u32, fields: &[Field], scope: &mut Scope) {
        value.write_nested(|value| {
            for _ in 0..count {
                scope.open_repetition(fields.len());
                self.write_fields_in_scope(value, fields, scope);
                scope.close_repetition();
            }
        });
    }

    fn write_primitive(&mut self, value: &mut PartialValue<'_>, primitive: Primitive) {
        let is_short = value.is_budget_spent();
        let rng = &mut self.rng;
        match primitive {
            Primitive::Int | Primitive::Float => value.out.word(random_primitives::random_number(rng) as u32),
            Primitive::Long => value.out.long(random_primitives::random_number(rng)),
            Primitive::Int53 => value.out.long((random_primitives::random_number(rng) as i64 >> 11) as u64),
            Primitive::Double => value.out.long(random_primitives::random_double(rng)),
            Primitive::String => value.out.string(&random_primitives::random_text(rng, is_short)),
            Primitive::Bytes => value.out.string(&random_primitives::random_bytes(rng, is_short)),
            Primitive::Int128 => value.out.long(rng.u64(..)).long(rng.u64(..)),
            Primitive::Int256 => value.out.long(rng.u64(..)).long(rng.u64(..)).long(rng.u64(..)).long(rng.u64(..)),
        };
    }

    fn write_vector(&mut self, value: &mut PartialValue<'_>, is_bare: bool, element: &Ty, scope: &mut Scope) {
        let are_numbers =
            matches!(element, Ty::Nat | Ty::Primitive(Primitive::Int | Primitive::Long | Primitive::Double));
        let n_items =
            if value.is_budget_spent() { 0 } else { random_primitives::random_n_items(&mut self.rng, are_numbers) };
        if is_bare {
            value.out.word(n_items)
        } else {
            value.out.vector_header(n_items)
        };
        value.write_nested(|value| (0..n_items).for_each(|_| self.write_type(value, element, scope)));
    }

    /// The next constructor of a type in rotation, or its shortest one if the budget is spent.
    fn choose_constructor(&mut self, value: &PartialValue<'_>, ty: TypeIndex) -> CombinatorIndex {
        let shortest = self.shortest.shortest_constructor(ty).expect("a type with a finite value");
        if value.is_budget_spent() {
            return shortest;
        }
        let constructors = &self.schema.ty(ty).constructors;
        let n_written = &mut self.n_written[ty.0 as usize];
        *n_written += 1;
        constructors[(*n_written - 1) % constructors.len()]
    }
}

impl PartialValue<'_> {
    fn is_budget_spent(&self) -> bool {
        self.depth_left == 0 || self.out.len() >= self.n_bytes
    }

    fn write_nested(&mut self, write: impl FnOnce(&mut Self)) {
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

/// Flags for a combinator that is not used as a type of a field: `int` and 0.
fn default_args(combinator: &Combinator) -> Vec<Option<Arg>> {
    let args = combinator.params.iter().map(|param| match param.kind {
        ParamKind::Type => Arg::Type(Ty::Primitive(Primitive::Int)),
        ParamKind::Nat => Arg::Nat(Nat::Constant(0)),
    });
    args.map(Some).collect()
}
