//! How a type is encoded on the wire, and its layout in memory. Repetitions are planned in `fields`.

use tl_parser::{Arg, Combinator, Opaque, Primitive, Section, Ty, TypeIndex};

use super::field_scope::FieldScope;
use super::memory_layout::{MemoryLayout, MemoryLayouts};
use super::model::{Codec, Instance, InstanceKind};
use super::schema_facts::SchemaFacts;
use super::unsupported_constructs::{
    ARGUMENT, BARE_PARAM, CALL, DEPTH, EMPTY_ARGUMENT, EMPTY_ITEM, EMPTY_TYPE, EXTERN_BARE, OBJECT, PossibleRefusal,
    RESULT,
};
use crate::settings::BytesType;

/// Maximum nesting depth of vectors. The recursion limit of rustc forbids a much greater depth.
const MAX_VECTOR_DEPTH: usize = 32;

/// Maximum bytes in memory of the type of a field, even behind a pointer.
const MAX_TYPE_BYTES: usize = 1 << 20;

/// Plans the types of fields, or of results if there is no scope.
pub(super) struct CodecPlanner<'a> {
    pub(super) facts: &'a SchemaFacts<'a>,
    pub(super) layouts: &'a MemoryLayouts,
    pub(super) scope: Option<&'a FieldScope<'a>>,
}

/// The codec of a function's result.
pub(super) fn codec_of_result(
    facts: &SchemaFacts<'_>,
    layouts: &MemoryLayouts,
    combinator: &Combinator,
) -> Result<Codec, PossibleRefusal> {
    match &combinator.result {
        Ty::Param(param) => Ok(Codec::Param(facts.type_param_ident_in_own_item(combinator, *param as usize))),
        Ty::Opaque(Opaque::Object) => Ok(Codec::Object),
        ty if facts.depends_on_numbers_of(combinator, ty) => Err(RESULT.into()),
        ty => {
            let (codec, _) = CodecPlanner { facts, layouts, scope: None }.codec_and_layout(ty)?;
            if codec.needs_numbers() { Err(RESULT.into()) } else { Ok(codec) }
        }
    }
}

impl CodecPlanner<'_> {
    /// The codec and layout of any type but a repetition.
    pub(super) fn codec_and_layout(&self, ty: &Ty) -> Result<(Codec, MemoryLayout), PossibleRefusal> {
        Ok(match ty {
            Ty::Nat => (Codec::Nat, MemoryLayout::NAT),
            Ty::Primitive(primitive) => self.codec_of_primitive(*primitive),
            Ty::Vector { .. } if vector_nesting_depth(ty) > MAX_VECTOR_DEPTH => return Err(DEPTH.into()),
            Ty::Vector { element, .. } if self.facts.is_type_zero_sized(element) => {
                return Err(self.facts.add_reason_of_zero_size(EMPTY_ITEM, element).into());
            }
            Ty::Vector { is_bare, element } => {
                let least_item_size = self.facts.least_sizes.least_size_of_value(element);
                let element = Box::new(self.codec_and_layout(element)?.0);
                (Codec::Vector { is_bare: *is_bare, element, least_item_size }, MemoryLayout::VEC)
            }
            Ty::Boxed { ty, .. } if self.facts.is_bool_type(*ty) => (Codec::Bool, MemoryLayout::BOOL),
            Ty::Boxed { ty, .. } if self.facts.schema.ty(*ty).constructors.is_empty() => return Err(EMPTY_TYPE.into()),
            Ty::Boxed { ty, .. } if self.facts.is_type_of_runtime(*ty) => {
                self.codec_of_runtime_type(*ty).ok_or(None)?
            }
            Ty::Boxed { .. } | Ty::Bare { .. } => self.codec_of_instance(ty)?,
            Ty::Param(param) => (self.codec_of_type_param(*param)?, MemoryLayout::BYTES),
            Ty::Call(param) if self.is_field_of_function() => {
                (self.codec_of_type_param(*param)?, MemoryLayout::POINTER)
            }
            Ty::BareParam(_) => return Err(BARE_PARAM.into()),
            Ty::Call(_) | Ty::CallOf(_) => return Err(CALL.into()),
            Ty::Opaque(_) => return Err(OBJECT.into()),
            Ty::Repetition { .. } => return Err(None),
        })
    }

    /// Whether the type is that of a field of a function, outside of repetitions.
    fn is_field_of_function(&self) -> bool {
        self.scope.is_some_and(|scope| scope.combinator.section == Section::Functions && scope.depth == 0)
    }

    fn codec_of_type_param(&self, param: u32) -> Result<Codec, PossibleRefusal> {
        let scope = self.scope.ok_or(CALL)?;
        Ok(Codec::Param(self.facts.type_param_ident_in_own_item(scope.combinator, param as usize)))
    }

    /// A boxed value of a type that the runtime supplies.
    fn codec_of_runtime_type(&self, ty: TypeIndex) -> Option<(Codec, MemoryLayout)> {
        let schema = self.facts.schema;
        let constructor = schema.combinator(*schema.ty(ty).constructors.first()?);
        let primitive = constructor.declared_primitive()?;
        let (value, layout) = self.codec_of_primitive(primitive);
        Some((Codec::Builtin { id: constructor.id, value: Box::new(value) }, layout))
    }

    fn codec_of_primitive(&self, primitive: Primitive) -> (Codec, MemoryLayout) {
        match (primitive, self.facts.bytes_type) {
            (Primitive::Bytes, BytesType::Vec) => (Codec::ByteVec, MemoryLayout::VEC),
            _ => (Codec::Primitive(primitive), MemoryLayout::of_primitive(primitive)),
        }
    }

    /// A declared type or constructor with its arguments.
    fn codec_of_instance(&self, ty: &Ty) -> Result<(Codec, MemoryLayout), PossibleRefusal> {
        let mut arguments = Vec::new();
        let mut layouts = Vec::new();
        let mut numbers = Vec::new();
        for arg in self.facts.params.kept_args(ty) {
            match arg {
                Arg::Nat(number) => {
                    let scope = self.scope.ok_or(RESULT)?;
                    numbers.push(scope.number_expression(*number).ok_or(None)?);
                }
                Arg::Type(ty) => {
                    let (argument, layout) = self.codec_of_argument(ty)?;
                    arguments.push(argument);
                    layouts.push(layout);
                }
            }
        }
        let (kind, item_path, layout) = match ty {
            Ty::Bare { constructor, .. } if self.facts.lacks_extern_constructor_path(*constructor) => {
                return Err(EXTERN_BARE.into());
            }
            Ty::Bare { constructor, .. } => {
                let layout = self.layouts.constructors.get(constructor);
                (InstanceKind::Bare, self.facts.item_path_of_combinator(*constructor), layout)
            }
            Ty::Boxed { ty, .. } => {
                (InstanceKind::Boxed, self.facts.item_path_of_type(*ty), self.layouts.types.get(ty))
            }
            _ => return Err(None),
        };
        let layout = layout.copied().unwrap_or(MemoryLayout::POINTER).with_type_arguments(layouts);
        if layout.size > MAX_TYPE_BYTES {
            return Err(DEPTH.into());
        }
        let least_size = self.facts.least_sizes.least_size_of_value(ty);
        let is_alone = arguments.is_empty() && numbers.is_empty();
        let codec = match kind {
            InstanceKind::Boxed if is_alone => Codec::Boxed(item_path),
            InstanceKind::Bare if is_alone => Codec::Bare { constructor: item_path, least_size },
            _ => {
                let numbers = (!numbers.is_empty()).then_some(numbers);
                Codec::Instance(Instance { kind, item_path, arguments, numbers, least_size })
            }
        };
        Ok((codec, layout))
    }

    fn codec_of_argument(&self, ty: &Ty) -> Result<(Codec, MemoryLayout), PossibleRefusal> {
        if self.scope.is_some_and(|scope| self.facts.depends_on_numbers_of(scope.combinator, ty)) {
            return Err(ARGUMENT.into());
        }
        if self.facts.may_take_no_bytes(ty) {
            return Err(self.facts.add_reason_of_zero_size(EMPTY_ARGUMENT, ty).into());
        }
        let (argument, layout) = self.codec_and_layout(ty)?;
        if argument.needs_numbers() { Err(ARGUMENT.into()) } else { Ok((argument, layout)) }
    }
}

fn vector_nesting_depth(ty: &Ty) -> usize {
    match ty {
        Ty::Vector { element, .. } => 1 + vector_nesting_depth(element),
        _ => 0,
    }
}
