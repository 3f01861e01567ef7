//! Structs and their fields.

use std::iter;

use super::item_path::ItemPath;
use super::value::{Codec, FieldValue};
use super::wire::{FieldIndex, WireField};

/// The struct of a constructor, of a function, or of the fields of a repetition (a record).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struct {
    /// The TL name. A record is named after its field: `grid.rows`.
    pub name: String,
    /// The path of the struct, below `constructors`, `functions` or `records`.
    pub item_path: ItemPath,
    /// The id in the struct's `DECLARATION`: the constructor id, or 0 for a record, which has none.
    pub id: u32,
    /// The TL line. For a record, its name and fields: `grid.rows x:int y:string`.
    pub tl: String,
    /// The TL names of the struct and of all its fields, separated by spaces. The runtime takes the names in error
    /// paths from this text.
    pub names: String,
    /// Whether the struct belongs to a function. Type parameters of functions are calls, which a client only encodes.
    pub is_function: bool,
    /// Whether the struct is a record.
    pub is_record: bool,
    /// Identifiers of the type parameters of the struct.
    pub params: Vec<String>,
    /// Variables for the numbers that encoding and decoding need from outside. `None` if the struct needs none; a
    /// record always has a list, which may be empty.
    pub numbers: Option<Vec<String>>,
    /// Structs for the fields of the struct's repetitions.
    pub records: Vec<Struct>,
    /// Fields of the struct, in TL order.
    pub fields: Vec<Field>,
    /// Fields on the wire, in TL order.
    pub wire_fields: Vec<WireField>,
    /// Methods for `true` fields that another field implies.
    pub implied: Vec<ImpliedMethod>,
    /// The implementations of traits and methods that may be written in several ways.
    pub impls: ImplChoices,
    /// Least bytes on the wire, without the constructor id.
    pub least_size: usize,
    /// Most bytes in memory on a 64-bit machine.
    pub memory: usize,
    /// The description of the constructor, function or repetition, and the attributes of the struct.
    pub notes: Annotations,
}

/// The description and the attributes that the schema and the settings add to an item or a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations {
    /// The description in the schema, as written: it may hold any characters.
    pub description: Option<String>,
    /// A sentence about the layers of a combinator; `None` for other items, and if they are unknown.
    pub since: Option<String>,
    /// Attributes from the settings, as text.
    pub attributes: Vec<String>,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The TL name of the field. A group has the name of its first member.
    pub name: String,
    /// The identifier of the field.
    pub ident: String,
    /// The kind of the field's Rust type.
    pub kind: FieldKind,
    /// A doc sentence for a fact that the TL line doesn't show.
    pub note: Option<String>,
    /// The description and the attributes of the field; those of a group are at its members.
    pub notes: Annotations,
}

/// The kind of a field's Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// `T`: a required field.
    Required(FieldValue),
    /// `Option<T>`: a conditional field.
    Optional(FieldValue),
    /// `bool`: a bit that no value depends on.
    Flag,
    /// `Option<groups::…>`: conditional fields that share a bit.
    Group(BitGroup),
}

/// Conditional fields that share a bit, so that all of them are present or none is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitGroup {
    /// The path of the struct of the group, below `groups`.
    pub item_path: ItemPath,
    /// Identifiers of the type parameters of the group's struct.
    pub params: Vec<String>,
    /// The fields of the group, in TL order.
    pub members: Vec<BitGroupMember>,
    /// How the group's struct implements `Debug`.
    pub debug: BitGroupDebug,
    /// Attributes of the group's struct from the settings, as text.
    pub attributes: Vec<String>,
}

/// How the struct of a group implements `Debug`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitGroupDebug {
    /// `Debug` is derived.
    Derived,
    /// `Debug` is written out, with bounds on the types of the members: a derive would demand `Debug` of the type
    /// parameters.
    WithBounds,
}

/// A field of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitGroupMember {
    /// The TL name of the field.
    pub name: String,
    /// The identifier of the field.
    pub ident: String,
    /// The value of the field.
    pub value: FieldValue,
    /// The description and the attributes of the field.
    pub notes: Annotations,
}

/// A method in place of a `true` field whose bit another field sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpliedMethod {
    /// The TL name of the `true` field.
    pub name: String,
    /// The name of the method.
    pub ident: String,
    /// The field that sets the bit.
    pub field: FieldIndex,
}

/// The implementations of traits and methods of a struct that may be written in several ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImplChoices {
    /// How the struct gets the function `new`.
    pub new: NewMethod,
    /// How the struct implements `Default`.
    pub default: DefaultImpl,
    /// How the decoding function works.
    pub decoding: DecodingForm,
    /// Whether the struct implements `Arbitrary`, if the runtime has the feature for it. Values of a struct that
    /// depends on numbers can't be encoded alone, so that it never does.
    pub has_arbitrary: bool,
    /// Whether the decoding of the struct refers to the names of the protocol.
    pub has_names: bool,
    /// Whether the struct has JSON, by the table of the protocol. A struct that depends on numbers never does.
    pub has_json: bool,
}

/// How a struct gets the method `new`, which takes the required fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewMethod {
    /// There is no `new`: all fields are required, so that a struct literal is as short and names the fields.
    Absent,
    /// There is a `new` with as few arguments as clippy accepts.
    Present,
    /// There is a `new`, with more arguments than clippy accepts without an `allow`.
    ManyArguments,
}

/// How a struct implements `Default`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultImpl {
    /// There is no `Default`: some field is required.
    Absent,
    /// `Default` is derived.
    Derived,
    /// `Default` is written out and calls `new`: a derive would demand `Default` of the type parameters too.
    CallsNew,
}

/// How a struct is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodingForm {
    /// As one struct literal: its fields are in the order of the wire.
    InLiteral,
    /// With a variable for each field first: a flags field or number follows a value, or fields stand in another order.
    ByVariable,
}

impl Struct {
    /// The field with this index.
    #[must_use]
    pub fn field_at(&self, index: FieldIndex) -> &Field {
        &self.fields[index.0]
    }

    /// The records inside the struct, and the records inside these.
    #[must_use]
    pub fn all_records(&self) -> Vec<&Self> {
        self.records.iter().flat_map(|record| iter::once(record).chain(record.all_records())).collect()
    }

    /// The groups among the fields of the struct and of its records, each with the struct that contains it.
    pub fn all_bit_groups(&self) -> impl Iterator<Item = (&Self, &BitGroup)> {
        let structs = iter::once(self).chain(self.all_records());
        structs.flat_map(|owner| owner.bit_groups().map(move |group| (owner, group)))
    }

    /// The groups among the fields of the struct.
    pub fn bit_groups(&self) -> impl Iterator<Item = &BitGroup> {
        self.fields.iter().filter_map(|field| match &field.kind {
            FieldKind::Group(group) => Some(group),
            _ => None,
        })
    }

    /// All values in the fields of the struct and of its records.
    pub fn values(&self) -> impl Iterator<Item = &FieldValue> {
        let fields = iter::once(self).chain(self.all_records()).flat_map(|owner| &owner.fields);
        fields.flat_map(|field| field.kind.values_in_field())
    }

    /// The codecs of all values in the fields of the struct and of its records.
    pub fn codecs(&self) -> impl Iterator<Item = &Codec> {
        self.values().map(|value| &value.codec)
    }
}

impl Field {
    /// Identifier and value of the field, or of a member if the field is a group; `None` for a flag.
    #[must_use]
    pub fn value_of_member(&self, member: Option<usize>) -> Option<(&str, &FieldValue)> {
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
    /// Whether the Rust type of the field is `Copy`.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        match self {
            Self::Required(value) | Self::Optional(value) => !value.is_indirect && value.codec.is_copy(),
            Self::Flag => true,
            Self::Group(_) => false,
        }
    }

    /// The values of the field: one for a value, one for each member of a group, none for a flag.
    #[must_use]
    pub fn values_in_field(&self) -> Vec<&FieldValue> {
        match self {
            Self::Required(value) | Self::Optional(value) => vec![value],
            Self::Group(group) => group.members.iter().map(|member| &member.value).collect(),
            Self::Flag => Vec::new(),
        }
    }
}
