//! The vocabulary of a difference: subjects, kinds of change, verdicts and directions.
//!
//! Values only: nothing here compares. Invariant: `as_str` gives the words of the JSON form, and the variants of an
//! enum are declared in the order of their words, so that the derived `Ord` sorts by word.

use std::fmt;

/// The differences between two schemas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The single differences, sorted by subject, name, kind and field.
    pub changes: Vec<Change>,
}

impl Difference {
    /// Whether the two schemas have the same meaning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The worst verdict of any reader on any change; [`Verdict::Compatible`] for equal schemas.
    #[must_use]
    pub fn worst_verdict(&self) -> Verdict {
        self.changes.iter().map(|change| change.wire.worst()).max().unwrap_or_default()
    }
}

/// One fact: a single respect in which two schemas differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The kind of declaration that the change is about.
    pub subject: Subject,
    /// The TL name of the declaration, with its namespace.
    pub name: String,
    /// The kind of change to the declaration.
    pub kind: ChangeKind,
    /// The field that changed, or for a change to a bit of flags its text: `flags.3`. `None` for other changes.
    pub field: Option<String>,
    /// The changed id, type or other value in the old schema; `None` if the old schema has no such value.
    pub old: Option<ChangedValue>,
    /// The changed id, type or other value in the new schema; `None` if the new schema has no such value.
    pub new: Option<ChangedValue>,
    /// The verdicts of the readers of both schemas on bytes of the other schema.
    pub wire: Verdicts,
    /// The receiver of values of the changed declaration: client, server, or both.
    pub direction: WireDirection,
}

/// The changed value as one of the two schemas has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangedValue {
    /// An id (8 hexadecimal digits), a type, a bit or a name, as TL text.
    Text(String),
    /// Names of fields, sorted.
    Names(Vec<String>),
}

impl fmt::Display for ChangedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Names(names) => f.write_str(&names.join(" ")),
        }
    }
}

/// The kind of declaration that a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A combinator of the types section.
    Constructor,
    /// A combinator of the functions section.
    Function,
    /// A result type of constructors.
    Type,
}

impl Subject {
    /// The word for this kind of declaration in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Constructor => "constructor",
            Self::Function => "function",
            Self::Type => "type",
        }
    }
}

/// The kind of a change. The head of [`crate::difference`] has an example of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Only the new schema has the declaration.
    Added,
    /// A field keeps its type, but a constructor that is used bare inside that type changed its layout.
    BareLayoutChanged,
    /// A type that had several constructors has only one left.
    BecameSingle,
    /// A type gained its second constructor.
    BecameUnion,
    /// A conditional field depends on another bit.
    BitMoved,
    /// The fields that depended on a bit no longer do, and other fields depend on that bit now.
    BitReused,
    /// Only the new combinator has the field.
    FieldAdded,
    /// Only the old combinator has the field.
    FieldRemoved,
    /// A removed and an added field are probably one field with a new name.
    FieldRenamed,
    /// The fields with bytes on the wire that both combinators have stand in another order.
    FieldsReordered,
    /// A bit is now shared by at least two fields.
    GroupAppeared,
    /// A bit that several fields shared is now shared by other fields.
    GroupChanged,
    /// A bit that several fields shared is no longer shared.
    GroupDisappeared,
    /// The combinator has different ids in the two schemas.
    IdChanged,
    /// A field became conditional.
    MadeOptional,
    /// A field is no longer conditional.
    MadeRequired,
    /// A constructor now belongs to another type.
    Moved,
    /// Only the old schema has the declaration.
    Removed,
    /// A removed and an added declaration are probably one declaration with a new name.
    Renamed,
    /// The combinator has different results in the two schemas.
    ResultChanged,
    /// The field has different types in the two schemas.
    TypeChanged,
}

impl ChangeKind {
    /// All kinds, sorted by their words.
    pub const ALL: [Self; 21] = [
        Self::Added,
        Self::BareLayoutChanged,
        Self::BecameSingle,
        Self::BecameUnion,
        Self::BitMoved,
        Self::BitReused,
        Self::FieldAdded,
        Self::FieldRemoved,
        Self::FieldRenamed,
        Self::FieldsReordered,
        Self::GroupAppeared,
        Self::GroupChanged,
        Self::GroupDisappeared,
        Self::IdChanged,
        Self::MadeOptional,
        Self::MadeRequired,
        Self::Moved,
        Self::Removed,
        Self::Renamed,
        Self::ResultChanged,
        Self::TypeChanged,
    ];

    /// The word for this kind of change in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::BareLayoutChanged => "bare_layout_changed",
            Self::BecameSingle => "became_single",
            Self::BecameUnion => "became_union",
            Self::BitMoved => "bit_moved",
            Self::BitReused => "bit_reused",
            Self::FieldAdded => "field_added",
            Self::FieldRemoved => "field_removed",
            Self::FieldRenamed => "field_renamed",
            Self::FieldsReordered => "fields_reordered",
            Self::GroupAppeared => "group_appeared",
            Self::GroupChanged => "group_changed",
            Self::GroupDisappeared => "group_disappeared",
            Self::IdChanged => "id_changed",
            Self::MadeOptional => "made_optional",
            Self::MadeRequired => "made_required",
            Self::Moved => "moved",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::ResultChanged => "result_changed",
            Self::TypeChanged => "type_changed",
        }
    }
}

/// The verdict on a change for a reader of one schema that gets bytes of the other one; later variants are worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The reader gets every value that was written.
    #[default]
    Compatible,
    /// The reader ignores a bit that was written, and gets everything else.
    Lost,
    /// The reader meets an id that it does not know, and fails.
    Unknown,
    /// The reader takes bytes or bits for a value that was not written, and may not notice.
    Silent,
}

impl Verdict {
    /// The word for this verdict in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Lost => "lost",
            Self::Unknown => "unknown",
            Self::Silent => "silent",
        }
    }
}

/// The verdicts on a change for the reader of the old schema and for the reader of the new schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Verdicts {
    /// The verdict for the reader of the old schema, when it gets bytes of the new schema.
    pub old_reader: Verdict,
    /// The verdict for the reader of the new schema, when it gets bytes of the old schema.
    pub new_reader: Verdict,
}

impl Verdicts {
    /// The worse of the verdicts for the old and the new reader.
    #[must_use]
    pub fn worst(self) -> Verdict {
        self.old_reader.max(self.new_reader)
    }

    /// For each reader the worse verdict of two changes.
    pub(super) fn max(self, other: Self) -> Self {
        Self { old_reader: self.old_reader.max(other.old_reader), new_reader: self.new_reader.max(other.new_reader) }
    }
}

/// The receiver of values of a changed declaration: client, server, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WireDirection {
    /// Client and server both receive such values. Also used for a declaration that no function reaches.
    Both,
    /// Only the client receives such values: in results of functions, and in updates.
    ToClient,
    /// Only the server receives such values: functions and their arguments.
    ToServer,
}

impl WireDirection {
    /// The word for this direction in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::ToClient => "to_client",
            Self::ToServer => "to_server",
        }
    }
}
