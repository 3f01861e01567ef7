//! Structs and their fields.

use std::iter;

use super::item_path::ItemPath;
use super::value::{Codec, Value};
use super::wire::{FieldIndex, WireField};

/// The struct of a constructor, of a function, or of the fields of a repetition (a record).
#[derive(Clone, Debug)]
pub struct Struct {
    /// The TL name. A record is named after its field: `grid.rows`.
    pub name: String,
    /// Its path below `constructors`, `functions` or `records`.
    pub item_path: ItemPath,
    /// The constructor id; 0 for a record, which has none.
    pub id: u32,
    /// The TL line. For a record, its name and fields: `grid.rows x:int y:string`.
    pub tl: String,
    /// The TL names of the struct and of all its fields, separated by spaces. Error paths are made of them.
    pub names: String,
    /// Whether it belongs to a function. Type parameters of functions are calls, which a client only encodes.
    pub is_function: bool,
    /// Identifiers of its type parameters.
    pub params: Vec<String>,
    /// Variables for the numbers that are passed in to encode or decode it. `None` if it stands alone; a record never
    /// does, even if it takes no number.
    pub numbers: Option<Vec<String>>,
    /// Structs for the fields of its repetitions.
    pub records: Vec<Struct>,
    /// Fields of the struct, in TL order.
    pub fields: Vec<Field>,
    /// Fields on the wire, in TL order.
    pub wire_fields: Vec<WireField>,
    /// Methods for `true` fields that another field implies.
    pub implied: Vec<Implied>,
    /// How traits and methods are implemented where there is a choice.
    pub impls: Impls,
    /// Least bytes on the wire, without the constructor id.
    pub least_size: usize,
    /// Most bytes in memory on a 64-bit machine.
    pub memory: usize,
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// The identifier.
    pub ident: String,
    /// The kind of its Rust type.
    pub kind: FieldKind,
    /// A doc sentence for a fact that the TL line doesn't show.
    pub note: Option<String>,
}

/// The kind of a field's Rust type.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// `T`: a required field.
    Required(Value),
    /// `Option<T>`: a conditional field.
    Optional(Value),
    /// `bool`: a bit that no value depends on.
    Flag,
    /// `Option<groups::…>`: conditional fields that share a bit.
    Group(Group),
}

/// Conditional fields that share a bit, so that all of them are present or none is.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its path below `groups`.
    pub item_path: ItemPath,
    /// Identifiers of its type parameters.
    pub params: Vec<String>,
    /// The fields of the group, in TL order.
    pub members: Vec<Member>,
}

/// A field of a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// The TL name.
    pub name: String,
    /// The identifier.
    pub ident: String,
    /// The value.
    pub value: Value,
}

/// A method in place of a `true` field whose bit another field sets.
#[derive(Clone, Debug)]
pub struct Implied {
    /// The TL name of the `true` field.
    pub name: String,
    /// Name of the method.
    pub ident: String,
    /// The field that sets the bit.
    pub field: FieldIndex,
}

/// How traits and methods of a struct are implemented where there is a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Impls {
    /// `fn new`.
    pub new: NewMethod,
    /// `Default`.
    pub default: DefaultImpl,
    /// The decoding function.
    pub decoding: Decoding,
}

/// How a struct gets the method `new`, which takes the required fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewMethod {
    /// It has none: all fields are required, so that a struct literal is as short and names the fields.
    Absent,
    /// It has the method.
    Present,
    /// It has the method, with more arguments than clippy accepts without an `allow`.
    ManyArguments,
}

/// How a struct implements `Default`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultImpl {
    /// Not at all: some field is required.
    Absent,
    /// By a derive.
    Derived,
    /// By a call of `new`: a derive would demand `Default` of the type parameters too.
    CallsNew,
}

/// How a struct is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoding {
    /// As one struct literal whose fields are in the order of the wire.
    InLiteral,
    /// With a variable for each field first: a flags field or number follows a value, or fields stand in another order.
    ByVariable,
}

impl Struct {
    /// The field with this index.
    #[must_use]
    pub fn field(&self, index: FieldIndex) -> &Field {
        &self.fields[index.0]
    }

    /// The records inside it, with records of records.
    #[must_use]
    pub fn all_records(&self) -> Vec<&Self> {
        self.records.iter().flat_map(|record| iter::once(record).chain(record.all_records())).collect()
    }

    /// The groups among its fields and those of its records, each with the struct that contains it.
    pub fn all_groups(&self) -> impl Iterator<Item = (&Self, &Group)> {
        let structs = iter::once(self).chain(self.all_records());
        structs.flat_map(|owner| owner.groups().map(move |group| (owner, group)))
    }

    /// The groups among its fields.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.fields.iter().filter_map(|field| match &field.kind {
            FieldKind::Group(group) => Some(group),
            _ => None,
        })
    }

    /// The codecs of all values in its fields and in those of its records.
    pub fn codecs(&self) -> impl Iterator<Item = &Codec> {
        let fields = iter::once(self).chain(self.all_records()).flat_map(|owner| &owner.fields);
        fields.flat_map(|field| field.kind.values()).map(|value| &value.codec)
    }
}

impl Field {
    /// Identifier and value of the field, or of a member if it is a group; none if it is a flag.
    #[must_use]
    pub fn value(&self, member: Option<usize>) -> Option<(&str, &Value)> {
        match (&self.kind, member) {
            (FieldKind::Required(value) | FieldKind::Optional(value), _) => Some((&self.ident, value)),
            (FieldKind::Group(group), Some(member)) => {
                group.members.get(member).map(|member| (member.ident.as_str(), &member.value))
            }
            (FieldKind::Group(_) | FieldKind::Flag, _) => None,
        }
    }
}

impl FieldKind {
    /// Its values: one, those of the members of a group, or none for a flag.
    #[must_use]
    pub fn values(&self) -> Vec<&Value> {
        match self {
            Self::Required(value) | Self::Optional(value) => vec![value],
            Self::Group(group) => group.members.iter().map(|member| &member.value).collect(),
            Self::Flag => Vec::new(),
        }
    }
}
