//! What was decided: every path, identifier, type, indirection and sentence of the generated code, and no tokens.
//!
//! Invariant: lists are sorted by TL name, whatever the order of the schema.

use std::collections::{BTreeMap, BTreeSet};

use super::cross_references::CrossReferences;
use super::errors::ErrorType;
use super::reach::Reach;
use crate::metadata::{Access, ErrorRow};
use crate::settings::Settings;

/// The generated code of one protocol, as decided.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the caller chose.
    pub settings: Settings,
    /// The layer, if the schema names one.
    pub layer: Option<u32>,
    /// TL lines that the runtime supplies, so that nothing is generated for them.
    pub supplied: Vec<String>,
    /// Boxed types.
    pub types: Vec<BoxedType>,
    /// Functions.
    pub functions: Vec<Function>,
    /// Errors that any method may return.
    pub common_errors: Vec<ErrorRow>,
    /// Types of errors.
    pub error_types: Vec<ErrorType>,
    /// The functions that return and accept types, by the TL names of these.
    pub cross_references: BTreeMap<String, CrossReferences>,
    /// Which types and functions are there with which features.
    pub reach: Reach,
    /// Types that have a view, if there are views.
    pub views: BTreeSet<ItemPath>,
}

/// Where an item of the generated code is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemPath {
    /// Modules below `types`, `constructors`, `functions` or `groups`; empty in the root namespace.
    pub namespace: Vec<String>,
    /// The identifier.
    pub ident: String,
}

/// Name of the folder for items without a namespace. Naming gives it to no namespace.
pub const ROOT: &str = "root";

/// Separates the parts of a namespace in the name of its folder. No module name in snake case contains it.
const SEPARATOR: &str = "__";

/// A result type.
#[derive(Clone, Debug)]
pub struct BoxedType {
    /// The TL name.
    pub name: String,
    /// Its path below `types`.
    pub item_path: ItemPath,
    /// The module that holds it, which is also the name of its file.
    pub module: String,
    /// Type parameters.
    pub params: Vec<String>,
    /// Variables that hold the numbers which its constructors depend on.
    pub numbers: Vec<String>,
    /// What it is in Rust.
    pub shape: Shape,
    /// Structs of the constructors that have one.
    pub constructors: Vec<Struct>,
    /// The variant with the simplest values: what a reader makes up after an error.
    pub simplest: usize,
    /// Least bytes on the wire, with the id.
    pub least_size: usize,
    /// Bytes in memory on a 64-bit machine, at most.
    pub memory: usize,
}

/// What a boxed type is in Rust.
#[derive(Clone, Debug)]
pub enum Shape {
    /// The struct of its only constructor, under the name of the type.
    Alias,
    /// An enum of its constructors.
    Enum(Vec<Variant>),
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The TL name of the constructor.
    pub name: String,
    /// The identifier.
    pub ident: String,
    /// The constructor id.
    pub id: u32,
    /// The TL line of the constructor.
    pub tl: String,
    /// The struct of the constructor, unless it has no fields.
    pub payload: Option<Payload>,
}

/// What a variant holds.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Index into [`BoxedType::constructors`].
    pub constructor: usize,
    /// Whether it is behind a pointer.
    pub is_indirect: bool,
    /// Its type parameters, as the enum calls them.
    pub params: Vec<String>,
    /// The numbers that it depends on, as the enum calls them.
    pub numbers: Vec<String>,
}

/// The struct of a constructor, of a function, or of the fields of a repetition.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The TL name.
    pub name: String,
    /// Its path below `constructors` or `functions`.
    pub item_path: ItemPath,
    /// The id.
    pub id: u32,
    /// The TL line.
    pub tl: String,
    /// The TL name and those of the fields, with blanks between them; for a field without one, that of the struct.
    pub names: String,
    /// Whether it is that of a function, whose type parameters are calls: a client only writes them.
    pub is_function: bool,
    /// Type parameters.
    pub params: Vec<String>,
    /// Variables that hold the numbers which its fields depend on, told by what is around it. A record is dependent even
    /// with none, as it doesn't stand alone.
    pub numbers: Option<Vec<String>>,
    /// Structs for the fields of repetitions.
    pub records: Vec<Struct>,
    /// Fields of the struct, in TL order.
    pub fields: Vec<Field>,
    /// Fields on the wire, in order.
    pub wire_fields: Vec<WireField>,
    /// Methods for `true` fields that a value implies.
    pub implied: Vec<Implied>,
    /// Least bytes on the wire, without the id.
    pub least_size: usize,
    /// Bytes in memory on a 64-bit machine, at most.
    pub memory: usize,
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// The identifier.
    pub ident: String,
    /// What it is.
    pub kind: FieldKind,
    /// What is not said by the TL line.
    pub note: Option<String>,
}

/// What a field of a struct is.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// A value that is always there.
    Required(Value),
    /// A value that is there or not.
    Optional(Value),
    /// A bit of a flags field and nothing else: `bool`.
    Flag,
    /// Several values that are there together or not at all.
    Group(Group),
}

/// Values that share a bit.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its path below `groups`.
    pub item_path: ItemPath,
    /// Type parameters.
    pub params: Vec<String>,
    /// The TL names of the members, for the docs.
    pub names: Vec<String>,
    /// Identifier and value of each member.
    pub members: Vec<(String, Value)>,
}

/// A value: its Rust type and how it stands on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// How it stands on the wire.
    pub codec: Codec,
    /// Whether it is behind a pointer.
    pub is_indirect: bool,
    /// Whether other things convert into it: text and bytes, or the constructors of an enum.
    pub has_conversions: bool,
}

/// How a value stands on the wire, from which its Rust type follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codec {
    /// `#`.
    Nat,
    /// `int`.
    Int,
    /// `long`.
    Long,
    /// `double`.
    Double,
    /// `float`.
    Float,
    /// `int128`.
    Int128,
    /// `int256`.
    Int256,
    /// `string`.
    String,
    /// `bytes`.
    Bytes,
    /// `Bool`.
    Bool,
    /// A boxed type.
    Boxed(ItemPath),
    /// A constructor without its id.
    Bare {
        /// Its struct.
        constructor: ItemPath,
        /// Least bytes on the wire.
        least_size: usize,
    },
    /// A call of a function, or a value of a type parameter.
    Param(String),
    /// A vector.
    Vector {
        /// Whether it stands without its id.
        is_bare: bool,
        /// The items.
        element: Box<Codec>,
    },
    /// A value of a built-in type, with the id of its declaration before it.
    Builtin {
        /// The id.
        id: u32,
        /// The value.
        value: Box<Codec>,
    },
    /// A type or constructor with arguments.
    Instance(Instance),
    /// Items whose number is told elsewhere.
    Repetition(Repetition),
    /// A boxed value of any type, which takes all bytes that are left.
    Object,
}

/// A type, constructor or record with arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Which module its path is below.
    pub tree: Tree,
    /// The path.
    pub item_path: ItemPath,
    /// Types.
    pub arguments: Vec<Codec>,
    /// Numbers; none for what needs none, and stands alone.
    pub numbers: Option<Vec<Number>>,
    /// Least bytes on the wire.
    pub least_size: usize,
}

/// What is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A type, with its id.
    Types,
    /// A constructor, without its id.
    Constructors,
    /// The fields of a repetition.
    Records,
}

/// Items whose number is told elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repetition {
    /// How many.
    pub count: Number,
    /// Whether that is a constant, and the Rust type an array.
    pub is_array: bool,
    /// The items.
    pub item: Box<Codec>,
    /// Least bytes of an item on the wire.
    pub least_size: usize,
}

/// A number as the code of a struct has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// A constant.
    Constant(u32),
    /// A variable.
    Variable(String),
    /// A variable and a constant.
    Sum(String, u32),
}

/// A field on the wire.
#[derive(Clone, Debug)]
pub struct WireField {
    /// Its index among the fields of the TL line.
    pub index: u32,
    /// What stands there.
    pub kind: WireFieldKind,
}

/// What stands on the wire.
#[derive(Clone, Debug)]
pub enum WireFieldKind {
    /// A flags field.
    Flags {
        /// The variable that holds it while reading.
        variable: String,
        /// Each bit with the field of the struct that sets it.
        bits: Vec<(u8, usize)>,
        /// Those of them that are added when the value that sets them is shown.
        late: Vec<(u8, usize)>,
        /// Whether fields that don't decide about their bit have to agree with it, so that it is known first.
        is_compared: bool,
    },
    /// A number that other fields depend on.
    Number {
        /// The variable that holds it.
        variable: String,
        /// The variable of the flags field and the bit, if it is conditional.
        condition: Option<(String, u8)>,
        /// Where it is from.
        source: NumberSource,
    },
    /// A value.
    Value {
        /// The field of the struct.
        field: usize,
        /// The member, if that field is a group.
        member: Option<usize>,
        /// The variable of the flags field and the bit, if it is conditional.
        condition: Option<(String, u8)>,
    },
    /// A bit alone: nothing stands on the wire.
    Flag {
        /// The field of the struct.
        field: usize,
        /// The variable of the flags field.
        variable: String,
        /// The bit.
        bit: u8,
    },
}

/// Where a number is from when it is written.
#[derive(Clone, Debug)]
pub enum NumberSource {
    /// The number of items in this field.
    Items(usize),
    /// This field, but for the bits that other fields set.
    Stored {
        /// The field.
        field: usize,
        /// Each bit with the field of the struct that sets it.
        bits: Vec<(u8, usize)>,
        /// Whether it may tell how often something repeats.
        is_count: bool,
    },
}

/// A method that tells a `true` field which a value implies.
#[derive(Clone, Debug)]
pub struct Implied {
    /// The TL name of the `true` field.
    pub name: String,
    /// Name of the method.
    pub ident: String,
    /// The field of the struct that decides.
    pub field: usize,
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its struct.
    pub item: Struct,
    /// The module that holds it, which is also the name of its file.
    pub module: String,
    /// The result.
    pub result: Codec,
    /// The result as TL.
    pub result_tl: String,
    /// What is known of it.
    pub method: Option<crate::metadata::MethodRow>,
}

impl ItemPath {
    /// The folder of its namespace, in which the item has its file. All folders are side by side: that of `overlay.node` is
    /// `overlay__node`, so that the type `overlay.Node` can have the file `overlay/node.rs`.
    #[must_use]
    pub fn folder(&self) -> String {
        if self.namespace.is_empty() { ROOT.to_owned() } else { self.namespace.join(SEPARATOR) }
    }
}

impl Function {
    /// Whether users, bots, and bots over a business connection may call it.
    #[must_use]
    pub fn accesses(&self) -> [Access; 3] {
        self.method.as_ref().map_or_else(Default::default, |method| [method.users, method.bots, method.business])
    }
}

impl Field {
    /// Identifier and value of the field, or of a member if it is a group; none if it is a bit alone.
    #[must_use]
    pub fn value(&self, member: Option<usize>) -> Option<(&str, &Value)> {
        match (&self.kind, member) {
            (FieldKind::Required(value) | FieldKind::Optional(value), _) => Some((&self.ident, value)),
            (FieldKind::Group(group), Some(member)) => {
                group.members.get(member).map(|(ident, value)| (ident.as_str(), value))
            }
            (FieldKind::Group(_) | FieldKind::Flag, _) => None,
        }
    }
}

impl Struct {
    /// Whether every field can be left out.
    #[must_use]
    pub fn has_default(&self) -> bool {
        self.fields.iter().all(|field| !matches!(field.kind, FieldKind::Required(_)))
    }

    /// Whether some field can be left out.
    #[must_use]
    pub fn has_optional_fields(&self) -> bool {
        self.fields.iter().any(|field| !matches!(field.kind, FieldKind::Required(_)))
    }

    /// Whether the value of this field decides about the bit that it depends on, so that they can't disagree.
    #[must_use]
    pub fn is_decided(&self, variable: &str, bit: u8, field: usize) -> bool {
        self.wire_fields.iter().any(|wire_field| match &wire_field.kind {
            WireFieldKind::Flags { variable: other, bits, .. }
            | WireFieldKind::Number { variable: other, condition: None, source: NumberSource::Stored { bits, .. } } => {
                other == variable && bits.contains(&(bit, field))
            }
            _ => false,
        })
    }

    /// Whether a bit of a flags field is added when the value that sets it is shown.
    #[must_use]
    pub fn is_late(&self, variable: &str, bit: u8, field: usize) -> bool {
        self.wire_fields.iter().any(|wire_field| match &wire_field.kind {
            WireFieldKind::Flags { variable: other, late, .. } => other == variable && late.contains(&(bit, field)),
            _ => false,
        })
    }

    /// The records inside of it, those of records included.
    #[must_use]
    pub fn all_records(&self) -> Vec<&Self> {
        self.records.iter().flat_map(|record| std::iter::once(record).chain(record.all_records())).collect()
    }

    /// The groups among the fields, and among those of its records.
    pub fn all_groups(&self) -> impl Iterator<Item = (&Self, &Group)> {
        let bodies = std::iter::once(self).chain(self.all_records());
        bodies.flat_map(|body| body.groups().map(move |group| (body, group)))
    }

    /// The groups among the fields.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.fields.iter().filter_map(|field| match &field.kind {
            FieldKind::Group(group) => Some(group),
            _ => None,
        })
    }
}

impl Plan {
    /// Every struct, of constructors first.
    pub fn structs(&self) -> impl Iterator<Item = &Struct> {
        let constructors = self.types.iter().flat_map(|ty| &ty.constructors);
        constructors.chain(self.functions.iter().map(|function| &function.item))
    }

    /// Whether a type has a view.
    #[must_use]
    pub fn has_view(&self, ty: &BoxedType) -> bool {
        self.views.contains(&ty.item_path)
    }

    /// The types that have a view.
    pub fn viewed_types(&self) -> impl Iterator<Item = &BoxedType> {
        self.types.iter().filter(|ty| self.has_view(ty))
    }

    /// Types by TL name.
    #[must_use]
    pub fn types_by_name(&self) -> BTreeMap<&str, &BoxedType> {
        self.types.iter().map(|ty| (ty.name.as_str(), ty)).collect()
    }
}
