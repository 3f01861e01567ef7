//! Fields on the wire: in which order a struct is encoded, and where flags and counts come from.
//!
//! Example: in `a flags:# b:flags.0?int = A;`, `flags` is no field of the struct. The bit 0 is set if `b` is `Some`.

/// Index into [`Struct::fields`](super::Struct::fields).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldIndex(pub usize);

/// A field on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireField {
    /// The index of the field among the fields of the TL line.
    pub index: u32,
    /// The role of the field in encoding: flags, a number, a value or a bit.
    pub kind: WireFieldKind,
}

/// The kinds of fields on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireFieldKind {
    /// A flags field that consists of bits of other fields only, or of no bits.
    Flags {
        /// The variable that holds the field's bits or number.
        variable: String,
        /// The struct fields that set bits of the flags field, sorted by bit.
        setters: Vec<BitSetter>,
        /// Whether some conditional field only checks its bit and does not set it. All bits are then computed before
        /// any field is encoded.
        is_checked: bool,
    },
    /// A number that other fields depend on.
    Number {
        /// The variable that holds the field's bits or number.
        variable: String,
        /// The bit that the field depends on, if it is conditional.
        condition: Option<BitCondition>,
        /// The source from which an encoder takes the number.
        source: NumberSource,
    },
    /// An ordinary value, which a field of the struct or of a group holds.
    Value {
        /// The field of the struct.
        field: FieldIndex,
        /// The index of the value in the group, if the field of the struct is a group.
        member: Option<usize>,
        /// The bit that the field depends on, if it is conditional.
        condition: Option<BitCondition>,
    },
    /// A `true` field: a bit without a value, which takes no bytes.
    Flag {
        /// The field of the struct.
        field: FieldIndex,
        /// The bit that the field sets.
        bit: BitCondition,
    },
    /// A `true` field whose bit another field sets. The struct has no field for it.
    Implied {
        /// The field of the struct that sets the bit.
        decider: FieldIndex,
    },
}

/// The bit that a field depends on: `flags.3?`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitCondition {
    /// The variable that holds the flags.
    pub flags_field: String,
    /// The bit, 0 to 31.
    pub bit: u8,
    /// The encoder's treatment of the bit when it reaches the field.
    pub on_encode: BitAction,
}

/// The encoder's treatment of the bit of a conditional field when it reaches that field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitAction {
    /// Nothing: the bit was set before, for this field or for the first member of its group.
    Nothing,
    /// Sets the bit if the value is present, so that each `Option` is tested once.
    Set,
    /// Reports an error unless the bit is set exactly if the value is present: another field decides about the bit.
    Check,
}

/// A field of the struct that sets a bit of a flags field if it is present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitSetter {
    /// The bit, 0 to 31.
    pub bit: u8,
    /// The field of the struct.
    pub field: FieldIndex,
    /// Whether the bit is set when the encoder comes to the field ([`BitAction::Set`]), not together with the flags.
    pub is_set_later: bool,
}

/// The source from which an encoder takes a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberSource {
    /// The number of items in this field of the struct.
    Items(FieldIndex),
    /// The value of a field of the struct, together with the bits that other fields set.
    Stored {
        /// The field of the struct.
        field: FieldIndex,
        /// The fields that set bits of the number, sorted by bit.
        setters: Vec<BitSetter>,
        /// Whether the number may be the count of a repetition.
        is_count: bool,
    },
}
