//! The vocabulary of an API difference: kinds of change and their impact on callers.
//!
//! Values only: nothing here compares. Invariant: `as_str` gives the words of the JSON form.

/// The differences between the Rust APIs of two plans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiDifference {
    /// The single differences, sorted by item, part and kind.
    pub changes: Vec<ApiChange>,
    /// Types whose size in memory differs, sorted by TL name.
    pub sizes: Vec<MemorySizeChange>,
}

impl ApiDifference {
    /// The impact on code that follows the contract of the generated API; see [`crate::difference`].
    #[must_use]
    pub fn contract_impact(&self) -> Impact {
        self.changes.iter().map(|change| change.contract).max().unwrap_or_default()
    }

    /// The impact on any code, by cargo's rules for versions.
    #[must_use]
    pub fn strict_impact(&self) -> Impact {
        self.changes.iter().map(|change| change.strict).max().unwrap_or_default()
    }
}

/// A single difference between two Rust APIs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiChange {
    /// The path of the item: `constructors::Message`, `features::auth`.
    pub item: String,
    /// The field, variant or method of the item; `None` for the item itself.
    pub part: Option<String>,
    /// The kind of change.
    pub kind: ApiChangeKind,
    /// The changed type, signature or other text in the old plan; `None` if the old plan has no such text.
    pub old: Option<String>,
    /// The changed type, signature or other text in the new plan; `None` if the new plan has no such text.
    pub new: Option<String>,
    /// The impact on code that follows the contract.
    pub contract: Impact,
    /// The impact on any code.
    pub strict: Impact,
    /// An edit after which calling code compiles again; `None` if nothing breaks.
    pub mend: Option<String>,
    /// The change of the schema, or the bound, from which this change follows.
    pub cause: String,
}

/// A type whose size in memory differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemorySizeChange {
    /// The TL name of the type.
    pub name: String,
    /// Bytes in the old plan.
    pub old: usize,
    /// Bytes in the new plan.
    pub new: usize,
}

/// The impact of a change on calling code; later variants are worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// The API is the same.
    #[default]
    Same,
    /// The API has additions, and code that compiled still compiles.
    Minor,
    /// Some code that compiled no longer does.
    Major,
}

impl Impact {
    /// The word for this impact in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// Declares [`ApiChangeKind`] with the word of each variant.
macro_rules! define_api_change_kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal,)*) => {
        /// The kind of a change to a Rust API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ApiChangeKind {
            $($(#[$doc])* $kind,)*
        }

        impl ApiChangeKind {
            /// All kinds, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The word for this kind in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                }
            }
        }
    };
}

define_api_change_kinds! {
    /// The item is new.
    ItemAdded = "item_added",
    /// The item is gone.
    ItemRemoved = "item_removed",
    /// A struct became an enum: its type has several constructors now.
    BecameEnum = "became_enum",
    /// An enum became a struct: its type has one constructor left.
    BecameStruct = "became_struct",
    /// The type is another struct than before.
    AliasChanged = "alias_changed",
    /// The item has other type parameters or numbers.
    ParamsChanged = "params_changed",
    /// An enum has a new variant.
    VariantAdded = "variant_added",
    /// A variant is gone.
    VariantRemoved = "variant_removed",
    /// A variant holds a struct now.
    PayloadAdded = "payload_added",
    /// A variant holds nothing now.
    PayloadRemoved = "payload_removed",
    /// A variant holds another struct.
    PayloadChanged = "payload_changed",
    /// The struct of a variant is behind a `Box` now.
    VariantBoxed = "variant_boxed",
    /// The struct of a variant is no longer behind a `Box`.
    VariantUnboxed = "variant_unboxed",
    /// A struct has a new field.
    FieldAdded = "field_added",
    /// A field is gone.
    FieldRemoved = "field_removed",
    /// A field has another type.
    FieldTypeChanged = "field_type_changed",
    /// A field became an `Option`.
    FieldMadeOptional = "field_made_optional",
    /// A field is no longer an `Option`.
    FieldMadeRequired = "field_made_required",
    /// A field holds its value behind a `Box` now.
    FieldBoxed = "field_boxed",
    /// A field no longer holds its value behind a `Box`.
    FieldUnboxed = "field_unboxed",
    /// A struct has the method `new` now.
    NewAdded = "new_added",
    /// A struct has no method `new` any more.
    NewRemoved = "new_removed",
    /// The arguments of `new` are in another order.
    NewReordered = "new_reordered",
    /// A struct implements `Default` now.
    DefaultAdded = "default_added",
    /// A struct no longer implements `Default`.
    DefaultRemoved = "default_removed",
    /// A struct has a new method.
    MethodAdded = "method_added",
    /// A struct no longer has a method.
    MethodRemoved = "method_removed",
    /// A function has another result.
    ResultChanged = "result_changed",
    /// A type has a view now.
    ViewAdded = "view_added",
    /// A type has no view any more.
    ViewRemoved = "view_removed",
    /// The structs of a type convert into a `Box` of the type now.
    BoxConversionAdded = "box_conversion_added",
    /// The structs of a type no longer convert into a `Box` of the type: no field holds one.
    BoxConversionRemoved = "box_conversion_removed",
    /// There is a new cargo feature.
    FeatureAdded = "feature_added",
    /// A cargo feature is gone.
    FeatureRemoved = "feature_removed",
    /// Some cargo features no longer enable a type.
    FeatureNarrowed = "feature_narrowed",
}
