//! The encoder: combinators, fields, types and expressions, numbered from 0 in the order of a table.
//!
//! A second schema may follow the first one. Its numbers continue those of the first, and refer to types and words that
//! both have.

use std::collections::BTreeMap;

use tl_parser::{Arg, CodecType, Combinator, Field, Nat, NatVariable, ParamKind, Schema, Section, Ty, TypeIndex};

use super::names::sorted_combinators;
use super::part_free_types::primitive_ref;
use super::words::Words;
use super::{EncodedParts, TableError};

/// The state of the encoder.
#[derive(Default)]
pub(super) struct Encoder {
    pub(super) words: Words,
    combinators: Vec<[u16; 4]>,
    fields: Vec<[u16; 3]>,
    types: Vec<[u16; 3]>,
    members: Vec<u16>,
    exprs: Vec<u16>,
    /// Number of combinators that have an index already.
    n_numbered: usize,
    /// The index of each constructor, by id.
    indices: BTreeMap<u32, u16>,
    /// The index of each type, by name.
    type_indices: BTreeMap<String, u16>,
    interned: BTreeMap<Vec<u16>, u16>,
    /// The first field of each list of repeated fields.
    repeated: BTreeMap<Vec<[u16; 3]>, u16>,
}

/// The fields of a combinator or repetition.
pub(super) struct Place<'a> {
    pub(super) schema: &'a Schema,
    pub(super) fields: &'a [Field],
    /// The number of repetitions around the fields.
    pub(super) depth: u32,
}

/// The sizes of all lists of an encoder.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    n_combinators: usize,
    n_fields: usize,
    n_types: usize,
    n_members: usize,
    n_exprs: usize,
    n_words: usize,
}

impl Place<'_> {
    /// The variable of the field at `index`.
    pub(super) fn variable_of(&self, index: usize) -> NatVariable {
        let field = u32::try_from(index).unwrap_or(u32::MAX);
        match self.depth {
            0 => NatVariable::Field(field),
            depth => NatVariable::Inner { depth, field },
        }
    }
}

impl Encoder {
    /// Adds all combinators and types of a schema.
    pub(super) fn add_schema(&mut self, schema: &Schema) -> Result<(), TableError> {
        let combinators: Vec<_> = sorted_combinators(schema).into_iter().map(|(_, combinator)| combinator).collect();
        self.add_combinators(schema, &combinators)?;
        self.add_members(schema, &combinators)
    }

    /// Adds some combinators of a schema, in this order, and the types that they refer to.
    pub(super) fn add_combinators(&mut self, schema: &Schema, combinators: &[&Combinator]) -> Result<(), TableError> {
        combinators.iter().try_for_each(|combinator| self.number_combinator(Some(combinator)))?;
        self.add_types_by_name(schema, combinators)?;
        combinators.iter().try_for_each(|combinator| self.add_combinator(schema, combinator))
    }

    /// Gives a combinator the next index; `None` stands for an older function.
    fn number_combinator(&mut self, combinator: Option<&Combinator>) -> Result<(), TableError> {
        let index = u16::try_from(self.n_numbered).ok().filter(|index| *index != u16::MAX);
        let index = index.ok_or_else(|| TableError::new("more than 65,534 combinators"))?;
        self.n_numbered += 1;
        if let Some(constructor) = combinator.filter(|combinator| combinator.section == Section::Types) {
            self.indices.insert(constructor.id, index);
        }
        Ok(())
    }

    /// Gives the result types of constructors their numbers, in the order of their names.
    fn add_types_by_name(&mut self, schema: &Schema, combinators: &[&Combinator]) -> Result<(), TableError> {
        let constructors = combinators.iter().filter(|combinator| combinator.section == Section::Types);
        let types = constructors.filter_map(|constructor| match constructor.result {
            Ty::Boxed { ty, .. } => Some((schema.ty(ty).name.to_string(), ty)),
            _ => None,
        });
        let types: BTreeMap<_, _> = types.collect();
        types.into_values().try_for_each(|ty| self.type_index(schema, ty).map(|_| ()))
    }

    /// The index of a type, which is added if it is new.
    pub(super) fn type_index(&mut self, schema: &Schema, ty: TypeIndex) -> Result<u16, TableError> {
        let name = schema.ty(ty).name.to_string();
        if let Some(index) = self.type_indices.get(&name) {
            return Ok(*index);
        }
        let index = u16::try_from(self.types.len()).ok().filter(|index| index & 0x8000 == 0);
        let index = index.ok_or_else(|| TableError::new("more than 32,768 types"))?;
        let word = self.words.number_of(&name)?;
        self.types.push([word, 0, 0]);
        self.type_indices.insert(name, index);
        Ok(index)
    }

    /// The index of the constructor with an id.
    pub(super) fn combinator_index(&self, id: u32) -> Result<u16, TableError> {
        self.indices.get(&id).copied().ok_or_else(|| TableError::new("a bare type whose constructor it lacks"))
    }

    fn add_combinator(&mut self, schema: &Schema, combinator: &Combinator) -> Result<(), TableError> {
        let place = Place { schema, fields: &combinator.fields, depth: 0 };
        let fields = match combinator.codec_type {
            Some(CodecType::Primitive(primitive)) => vec![[self.words.number_of("")?, primitive_ref(primitive), 0]],
            Some(_) => Vec::new(),
            None => self.numbers_of_fields(&place)?,
        };
        let result = self.result_ref(&place, combinator)?;
        let params = self.params_of(combinator)?;
        let (first, n_fields) = self.push_fields(&fields)?;
        self.combinators.push([result, first, n_fields, params]);
        Ok(())
    }

    /// The result type. That of a vector is the type `Vector`, which has no other values.
    fn result_ref(&mut self, place: &Place<'_>, combinator: &Combinator) -> Result<u16, TableError> {
        match &combinator.result {
            Ty::Boxed { ty, .. } if combinator.section == Section::Types => {
                Ok(0x8000 | self.type_index(place.schema, *ty)?)
            }
            result => self.type_ref(place, result),
        }
    }

    /// For each parameter, its kind and its position among the arguments of the result type, counted from 1.
    fn params_of(&mut self, combinator: &Combinator) -> Result<u16, TableError> {
        if combinator.params.is_empty() {
            return Ok(0);
        }
        let too_large = || TableError::new("that many parameters");
        let result_args = match &combinator.result {
            Ty::Boxed { args, .. } => &args[..],
            _ => &[],
        };
        let mut numbers = vec![u16::try_from(combinator.params.len()).map_err(|_| too_large())?];
        for (own, param) in (0..).zip(&combinator.params) {
            let is_own = |arg: &Arg| matches!(arg, Arg::Type(Ty::Param(param)) | Arg::Nat(Nat::Variable(NatVariable::Param(param))) if *param == own);
            let position = result_args.iter().position(is_own).map_or(0, |position| position + 1);
            numbers.push(u16::from(param.kind == ParamKind::Nat));
            numbers.push(u16::try_from(position).map_err(|_| too_large())?);
        }
        self.intern(&numbers)?.checked_add(1).ok_or_else(too_large)
    }

    fn numbers_of_fields(&mut self, place: &Place<'_>) -> Result<Vec<[u16; 3]>, TableError> {
        (0..place.fields.len()).map(|index| self.field_numbers(place, index)).collect()
    }

    /// Adds the fields of a repetition, unless an equal list is there already. Returns the first one and their number.
    pub(super) fn repeated_fields(&mut self, place: &Place<'_>) -> Result<(u16, u16), TableError> {
        let fields = self.numbers_of_fields(place)?;
        if let Some(first) = self.repeated.get(&fields) {
            return Ok((*first, u16::try_from(fields.len()).unwrap_or(u16::MAX)));
        }
        let (first, n_fields) = self.push_fields(&fields)?;
        self.repeated.insert(fields, first);
        Ok((first, n_fields))
    }

    fn push_fields(&mut self, fields: &[[u16; 3]]) -> Result<(u16, u16), TableError> {
        let too_large = || TableError::new("more than 65,535 fields");
        let first = u16::try_from(self.fields.len()).map_err(|_| too_large())?;
        self.fields.extend(fields);
        u16::try_from(self.fields.len()).map_err(|_| too_large())?;
        Ok((first, u16::try_from(fields.len()).map_err(|_| too_large())?))
    }

    /// The place of these numbers in the list of expressions. Equal numbers have one place.
    pub(super) fn intern(&mut self, numbers: &[u16]) -> Result<u16, TableError> {
        if let Some(start) = self.interned.get(numbers) {
            return Ok(*start);
        }
        let start = u16::try_from(self.exprs.len()).map_err(|_| TableError::new("that many composite types"))?;
        self.exprs.extend(numbers);
        self.interned.insert(numbers.to_vec(), start);
        Ok(start)
    }

    /// Lists the constructors of each type, in the order of the combinators.
    fn add_members(&mut self, schema: &Schema, combinators: &[&Combinator]) -> Result<(), TableError> {
        let mut members: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
        for constructor in combinators.iter().filter(|combinator| combinator.section == Section::Types) {
            let Ty::Boxed { ty, .. } = constructor.result else { continue };
            members.entry(self.type_index(schema, ty)?).or_default().push(self.combinator_index(constructor.id)?);
        }
        for (ty, members) in members {
            let too_large = |_| TableError::new("more than 65,535 constructors");
            let [_, first, n_members] = &mut self.types[usize::from(ty)];
            *first = u16::try_from(self.members.len()).map_err(too_large)?;
            *n_members = u16::try_from(members.len()).map_err(too_large)?;
            self.members.extend(members);
        }
        Ok(())
    }

    /// Adds the older constructors of a history; `None` stands for a function, whose layout is not kept.
    pub(super) fn add_older(&mut self, schema: &Schema, older: &[Option<&Combinator>]) -> Result<(), TableError> {
        older.iter().try_for_each(|combinator| self.number_combinator(*combinator))?;
        let constructors: Vec<_> = older.iter().copied().flatten().collect();
        self.add_types_by_name(schema, &constructors)?;
        for combinator in older {
            match combinator {
                Some(constructor) => self.add_combinator(schema, constructor)?,
                None => self.combinators.push([0; 4]),
            }
        }
        Ok(())
    }

    /// The sizes of all lists so far.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            n_combinators: self.combinators.len(),
            n_fields: self.fields.len(),
            n_types: self.types.len(),
            n_members: self.members.len(),
            n_exprs: self.exprs.len(),
            n_words: self.words.ends.len(),
        }
    }

    /// The parts as bytes.
    pub(super) fn into_parts(self) -> EncodedParts {
        let end = self.mark();
        self.into_parts_split_at(end).0
    }

    /// The parts before and after a mark, as bytes.
    pub(super) fn into_parts_split_at(self, mark: Mark) -> (EncodedParts, EncodedParts) {
        let (combinators, older_combinators) = self.combinators.split_at(mark.n_combinators);
        let (fields, older_fields) = self.fields.split_at(mark.n_fields);
        let (types, older_types) = self.types.split_at(mark.n_types);
        let (members, older_members) = self.members.split_at(mark.n_members);
        let (exprs, older_exprs) = self.exprs.split_at(mark.n_exprs);
        let (ends, older_ends) = self.words.ends.split_at(mark.n_words);
        // A line feed follows each word.
        let end = ends.last().map_or(0, |end| end + 1);
        let (words, older_words) = self.words.text.split_at(usize::try_from(end).unwrap_or_default());
        let parts = EncodedParts {
            combinators: bytes_of(combinators.as_flattened()),
            fields: bytes_of(fields.as_flattened()),
            types: bytes_of(types.as_flattened()),
            members: bytes_of(members),
            exprs: bytes_of(exprs),
            word_ends: ends.iter().flat_map(|end| end.to_le_bytes()).collect(),
            words: words.to_owned(),
        };
        let older = EncodedParts {
            combinators: bytes_of(older_combinators.as_flattened()),
            fields: bytes_of(older_fields.as_flattened()),
            types: bytes_of(older_types.as_flattened()),
            members: bytes_of(older_members),
            exprs: bytes_of(older_exprs),
            word_ends: older_ends.iter().flat_map(|older| (older - end).to_le_bytes()).collect(),
            words: older_words.to_owned(),
        };
        (parts, older)
    }
}

fn bytes_of(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}
