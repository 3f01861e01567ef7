//! How a type stands on the wire, and what can be read and not generated.

use tl_parser::{Arg, Code, Diagnostic, Field, Nat, Opaque, ParamKind, Primitive, Section, Span, Ty};

use super::build::{Builder, item_path};
use super::fields;
use super::model::{Codec, Instance, Number, Repetition, Struct, Tree};
use super::naming;
use super::site::{self, Site};
use super::size::Layout;

/// Vectors inside each other that rustc takes without complaint.
const MAX_VECTOR_DEPTH: usize = 32;

/// How far inside is looked for a value that is nothing.
const MAX_NOTHING: usize = 16;

/// Bytes in memory of the largest type that is named at all.
const MAX_SIZE: usize = 1 << 20;

/// What can't be generated: its code, what it is and why.
#[derive(Clone, Copy)]
pub(super) struct Unsupported {
    pub(super) code: Code,
    pub(super) what: &'static str,
    pub(super) why: &'static str,
}

const fn unsupported(code: Code, what: &'static str, why: &'static str) -> Unsupported {
    Unsupported { code, what, why }
}

pub(super) const ARGUMENT: Unsupported = unsupported(
    Code::UnsupportedArgument,
    "a type argument that depends on a number",
    "the Rust type of the argument doesn't tell the number; items of `Vector` and fields may depend on one",
);
pub(super) const BARE_PARAM: Unsupported = unsupported(
    Code::UnsupportedBareParam,
    "the bare form of a type parameter",
    "only with an argument is it known whether there is one; write `X`, and `%` before the argument",
);
pub(super) const CALL: Unsupported = unsupported(
    Code::UnsupportedCall,
    "a call here",
    "which function is called is known only by whoever makes the call; a function whose result is that of the call may \
     hold one",
);
pub(super) const DEPTH: Unsupported =
    unsupported(Code::UnsupportedDepth, "a type with so many types inside each other", "rustc doesn't follow so far");
pub(super) const EMPTY_ITEM: Unsupported = unsupported(
    Code::UnsupportedEmptyItem,
    "an item or argument that takes no bytes",
    "a count of 4 bytes could ask for endless memory",
);
pub(super) const EMPTY_TYPE: Unsupported =
    unsupported(Code::UnsupportedEmptyType, "a value of a type without constructors", "no bytes are such a value");
pub(super) const FIXED_ARGUMENT: Unsupported = unsupported(
    Code::UnsupportedFixedArgument,
    "a constructor that fixes an argument of its type",
    "the Rust type would hold constructors that its arguments don't allow; let the arguments be the parameters, each once",
);
pub(super) const GROWING_TYPE: Unsupported = unsupported(
    Code::UnsupportedGrowingType,
    "a type that holds itself with larger arguments",
    "Rust would have to make a type for each of endlessly many arguments",
);
pub(super) const NAME_LEN: Unsupported = unsupported(
    Code::UnsupportedName,
    "a name too long for a file",
    "the files of types and functions are called like them",
);
pub(super) const NAMESPACES: Unsupported = unsupported(
    Code::UnsupportedName,
    "a name in so many namespaces",
    "each namespace is a folder, and paths of files have an end",
);
pub(super) const OBJECT: Unsupported = unsupported(
    Code::UnsupportedObject,
    "a field of any type",
    "where it ends is known only to whoever knows its type; as the result of a function it takes all bytes that are left",
);
pub(super) const PARAM: Unsupported = unsupported(
    Code::UnsupportedParam,
    "a function whose parameter is the result of no call",
    "nothing in the request tells what the parameter stands for",
);
pub(super) const RESULT: Unsupported = unsupported(
    Code::UnsupportedResult,
    "a result that depends on a number",
    "an answer is read without its request, by its Rust type alone",
);

impl<'a> Builder<'a> {
    /// Notes that something can't be generated.
    pub(super) fn unsupported(&mut self, span: Span, found: Unsupported) {
        let Unsupported { code, what, why } = found;
        if self.reported.insert((span, code)) {
            let message = format!("{what} can be read but not generated");
            self.diagnostics.push(Diagnostic::error(code, span, message).label("no code for this").note(why));
        }
    }

    /// How a type stands on the wire, and its layout in memory. What is inside of a repetition becomes a record.
    pub(super) fn codec(
        &mut self,
        site: &Site<'a>,
        index: usize,
        records: &mut Vec<Struct>,
    ) -> Option<(Codec, Layout)> {
        let field = &site.fields[index];
        match &field.ty {
            Ty::Repetition { count, fields } => self.repetition(site, index, (*count, fields), records),
            ty => self.plain(Some(site), ty, field.span),
        }
    }

    /// How the result of a function stands on the wire.
    pub(super) fn result(&mut self, combinator: &'a tl_parser::Combinator) -> Option<Codec> {
        let span = combinator.span;
        match &combinator.result {
            Ty::Param(param) => {
                let name = &combinator.params.get(*param as usize)?.name;
                Some(Codec::Param(super::build::param_ident(combinator, name)))
            }
            Ty::Opaque(Opaque::Object) => Some(Codec::Object),
            ty if site::depends_on_numbers(self, combinator, ty) => {
                self.unsupported(span, RESULT);
                None
            }
            ty => {
                let (codec, _) = self.plain(None, ty, span)?;
                if codec.needs_numbers() {
                    self.unsupported(span, RESULT);
                    return None;
                }
                Some(codec)
            }
        }
    }

    /// How anything but a repetition stands on the wire. A result has no site.
    fn plain(&mut self, site: Option<&Site<'a>>, ty: &Ty, span: Span) -> Option<(Codec, Layout)> {
        let found = match ty {
            Ty::Nat => return Some((Codec::Nat, Layout::nat())),
            Ty::Primitive(primitive) => return Some((primitive_codec(*primitive), Layout::primitive(*primitive))),
            Ty::Vector { .. } if vector_depth(ty) > MAX_VECTOR_DEPTH => DEPTH,
            Ty::Vector { element, .. } if self.is_nothing(element, MAX_NOTHING) => EMPTY_ITEM,
            Ty::Vector { is_bare, element } => {
                let (element, _) = self.plain(site, element, span)?;
                return Some((Codec::Vector { is_bare: *is_bare, element: Box::new(element) }, Layout::VEC));
            }
            Ty::Boxed { ty, .. } if self.is_bool(*ty) => return Some((Codec::Bool, Layout::BOOL)),
            Ty::Boxed { ty, .. } if self.schema.ty(*ty).constructors.is_empty() => EMPTY_TYPE,
            Ty::Boxed { ty: id, args } if self.is_supplied(*id) => return self.builtin(*id, args),
            Ty::Boxed { .. } | Ty::Bare { .. } => return self.applied(site, ty, span),
            Ty::Param(param) => {
                let param = site?.combinator.params.get(*param as usize)?;
                let ident = super::build::param_ident(site?.combinator, &param.name);
                return Some((Codec::Param(ident), Layout::BYTES));
            }
            Ty::Call(index)
                if site.is_some_and(|site| site.combinator.section == Section::Functions && site.depth == 0) =>
            {
                let param = site?.combinator.params.get(*index as usize)?;
                let ident = super::build::param_ident(site?.combinator, &param.name);
                return Some((Codec::Param(ident), Layout::POINTER));
            }
            Ty::BareParam(_) => BARE_PARAM,
            Ty::Call(_) | Ty::CallOf(_) => CALL,
            Ty::Opaque(_) => OBJECT,
            Ty::Repetition { .. } => return None,
        };
        self.unsupported(span, found);
        None
    }

    /// A boxed value of a type that the runtime has.
    fn builtin(&mut self, ty: tl_parser::TypeId, _args: &[Arg]) -> Option<(Codec, Layout)> {
        let constructor = self.schema.combinator(*self.schema.ty(ty).constructors.first()?);
        let primitive = constructor.primitive()?;
        let value = Box::new(primitive_codec(primitive));
        Some((Codec::Builtin { id: constructor.id, value }, Layout::primitive(primitive)))
    }

    /// A type or constructor of the schema, with its arguments.
    fn applied(&mut self, site: Option<&Site<'a>>, ty: &Ty, span: Span) -> Option<(Codec, Layout)> {
        let mut arguments = Vec::new();
        let mut layouts = Vec::new();
        let mut numbers = Vec::new();
        let params = self.params.used_args(self.schema, ty).into_iter().cloned().collect::<Vec<_>>();
        for arg in &params {
            match arg {
                Arg::Nat(number) => match site {
                    Some(site) => numbers.push(site.number(*number)?),
                    None => {
                        self.unsupported(span, RESULT);
                        return None;
                    }
                },
                Arg::Type(ty) => {
                    if site.is_some_and(|site| site::depends_on_numbers(self, site.combinator, ty)) {
                        self.unsupported(span, ARGUMENT);
                        return None;
                    }
                    if self.takes_no_bytes(ty) {
                        self.unsupported(span, EMPTY_ITEM);
                        return None;
                    }
                    let (argument, layout) = self.plain(site, ty, span)?;
                    if argument.needs_numbers() {
                        self.unsupported(span, ARGUMENT);
                        return None;
                    }
                    arguments.push(argument);
                    layouts.push(layout);
                }
            }
        }
        let least_size = self.least.of_ty(self.schema, ty);
        let (tree, item_path, layout) = match ty {
            Ty::Boxed { ty, .. } => (Tree::Types, self.type_place(*ty), self.type_layouts.get(ty)),
            Ty::Bare { constructor, .. } => {
                let name = self.name(self.schema.combinator(*constructor));
                (Tree::Constructors, item_path(&name), self.constructor_layouts.get(constructor))
            }
            _ => return None,
        };
        let layout = layout.copied().unwrap_or(Layout::POINTER).with_arguments(layouts);
        if layout.size > MAX_SIZE {
            self.unsupported(span, DEPTH);
            return None;
        }
        let codec = match tree {
            Tree::Types if params.is_empty() => Codec::Boxed(item_path),
            Tree::Constructors if params.is_empty() => Codec::Bare { constructor: item_path, least_size },
            _ => {
                let numbers = (!numbers.is_empty()).then_some(numbers);
                Codec::Instance(Instance { tree, item_path, arguments, numbers, least_size })
            }
        };
        Some((codec, layout))
    }

    fn repetition(
        &mut self,
        site: &Site<'a>,
        index: usize,
        (count, fields): (Nat, &'a [Field]),
        records: &mut Vec<Struct>,
    ) -> Option<(Codec, Layout)> {
        let span = site.fields[index].span;
        let least_size = self.least.of_some(self.schema, fields);
        if fields.iter().all(|field| field.condition.is_none() && self.is_nothing(&field.ty, MAX_NOTHING)) {
            self.unsupported(span, EMPTY_ITEM);
            return None;
        }
        let (item, layout) = match site::only_item(fields) {
            Some(Field { ty: Ty::Repetition { .. }, .. }) | None => self.record(site, index, fields, records)?,
            Some(only) => self.plain(Some(site), &only.ty, only.span)?,
        };
        let is_array = Self::is_array(count).is_some();
        let layout = Self::is_array(count).map_or(Layout::VEC, |n| layout.times(n));
        let count = site.number(count)?;
        Some((Codec::Repetition(Repetition { count, is_array, item: Box::new(item), least_size }), layout))
    }

    /// The struct for the fields of a repetition.
    fn record(
        &mut self,
        site: &Site<'a>,
        index: usize,
        fields: &'a [Field],
        records: &mut Vec<Struct>,
    ) -> Option<(Codec, Layout)> {
        let inner = site.of_repetition(self, index, fields);
        let numbers =
            inner.told.iter().map(|variable| site.number(Nat::Variable(*variable))).collect::<Option<Vec<_>>>()?;
        let (record, layout) = fields::record(self, &inner);
        let arguments = record.params.iter().cloned().map(Codec::Param).collect();
        let (item_path, least_size) = (record.item_path.clone(), record.least_size);
        records.push(record);
        Some((
            Codec::Instance(Instance { tree: Tree::Records, item_path, arguments, numbers: Some(numbers), least_size }),
            layout,
        ))
    }

    /// Whether values of this type are nothing, on the wire and in memory, so that a count of them costs nothing.
    fn is_nothing(&self, ty: &Ty, depth_left: usize) -> bool {
        let is_nothing = |fields: &[Field]| {
            fields.iter().all(|field| field.condition.is_none() && self.is_nothing(&field.ty, depth_left - 1))
        };
        match ty {
            _ if depth_left == 0 => false,
            Ty::Bare { constructor, .. } => is_nothing(&self.schema.combinator(*constructor).fields),
            Ty::Repetition { count: Nat::Constant(n), fields } => *n == 0 || is_nothing(fields),
            _ => false,
        }
    }

    /// Whether a value of this type may stand on the wire as nothing at all.
    fn takes_no_bytes(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Bare { .. }) && self.least.of_ty(self.schema, ty) == 0
    }

    /// The type parameters of a struct for these fields.
    pub(super) fn type_params(&self, site: &Site<'_>) -> Vec<String> {
        let params = site::type_params(self, site.combinator, site.fields);
        let names = params.into_iter().filter_map(|param| site.combinator.params.get(param as usize));
        let types = names.filter(|param| param.kind == ParamKind::Type);
        types.map(|param| naming_of(site, &param.name)).collect()
    }
}

fn naming_of(site: &Site<'_>, param: &str) -> String {
    naming::param_ident(param, &naming::type_ident(&site.combinator.name.local))
}

impl Number {
    /// Whether it is a constant.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }
}

impl Codec {
    /// Whether the Rust type alone doesn't tell how it is read.
    fn needs_numbers(&self) -> bool {
        match self {
            Self::Vector { element, .. } => element.needs_numbers(),
            Self::Instance(found) => found.numbers.is_some() || found.arguments.iter().any(Self::needs_numbers),
            _ => false,
        }
    }
}

/// How many vectors are inside each other.
fn vector_depth(mut ty: &Ty) -> usize {
    let mut depth = 0;
    while let Ty::Vector { element, .. } = ty {
        depth += 1;
        ty = element;
    }
    depth
}

fn primitive_codec(primitive: Primitive) -> Codec {
    match primitive {
        Primitive::Int => Codec::Int,
        Primitive::Long => Codec::Long,
        Primitive::Double => Codec::Double,
        Primitive::Float => Codec::Float,
        Primitive::String => Codec::String,
        Primitive::Bytes => Codec::Bytes,
        Primitive::Int128 => Codec::Int128,
        Primitive::Int256 => Codec::Int256,
    }
}
