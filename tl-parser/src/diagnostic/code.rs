//! The closed list of what can be wrong with a schema.
//!
//! Each code has one meaning and one place it points at; wording is up to whoever makes the diagnostic. Each has a page
//! of explanation too, in `explanations/`: the documentation of its variant here is that page. Invariant: [`Code::ALL`]
//! lists every variant once.

use std::fmt;
use std::str::FromStr;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What is wrong, as a word that stays the same from version to version.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(
                $(#[$doc])*
                #[doc = ""]
                #[doc = include_str!(concat!("explanations/", $name, ".md"))]
                $variant,
            )*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it is shown: kebab-case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// A page about it in Markdown: what is wrong, an example of it, the example put right, and why there is
            /// such a rule.
            ///
            /// ```
            /// let page = tl_parser::Code::BadFlagBit.explanation();
            /// assert!(page.contains("numbered 0 to 31"));
            /// ```
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("explanations/", $name, ".md")),)*
                }
            }
        }
    };
}

codes! {
    /// A character that begins no token. Place: the character.
    BadChar = "bad-char",
    /// The id glued to a name is not 1 to 8 lowercase hexadecimal digits, or is zero. Place: the `#`.
    BadId = "bad-id",
    /// A section mark other than `---types---` and `---functions---`. Place: its first dash.
    BadSection = "bad-section",
    /// A token that no valid text could have there. Place: the token.
    UnexpectedToken = "unexpected-token",
    /// The text ends inside a declaration. Place: after the last token.
    UnexpectedEof = "unexpected-eof",
    /// A complete declaration without its `;`. Place: the token found instead, or after the last one.
    MissingSemicolon = "missing-semicolon",
    /// Brackets nested beyond any reason. Place: the first bracket too deep.
    NestingTooDeep = "nesting-too-deep",
    /// No such type or constructor. Place: the name.
    UnknownType = "unknown-type",
    /// `name ? = Type` for a pair that is no built-in. Place: the name.
    UnknownBuiltin = "unknown-builtin",
    /// A combinator declared twice. Place: the second name.
    DuplicateName = "duplicate-name",
    /// Two combinators with one id. Place: the second `#`, or the second name if no id is written.
    DuplicateId = "duplicate-id",
    /// A field or parameter name used twice. Place: the second name.
    DuplicateField = "duplicate-field",
    /// Two default constructors of one type. Place: the second `_`.
    DuplicateDefault = "duplicate-default",
    /// The flags field of a condition does not stand before it. Place: its name.
    UnknownFlagField = "unknown-flag-field",
    /// The flags field of a condition is not a `#`. Place: its name.
    FlagNotNat = "flag-not-nat",
    /// A bit over 31. Place: the number.
    BadFlagBit = "bad-flag-bit",
    /// Wrong number of arguments. Place: the generic name, or the first argument too many.
    ArityMismatch = "arity-mismatch",
    /// A number where a type is wanted, or the reverse. Place: the argument, the field type or the result name.
    KindMismatch = "kind-mismatch",
    /// A parameter that is neither `Type` nor `#`. Place: the kind.
    BadParamKind = "bad-param-kind",
    /// A parameter that shows neither in the result nor after a `!`. Place: the parameter.
    UnusedParam = "unused-param",
    /// A constructor that returns a parameter, a number as result, arguments for a parameter. Place: the result name.
    BadResult = "bad-result",
    /// Bare use of a number, or of a type without exactly one named constructor. Place: the name or number.
    BadBare = "bad-bare",
    /// A repetition with no count and no number before it. Place: the `[`.
    MissingMultiplicity = "missing-multiplicity",
    /// A count that is not a known number. Place: the count.
    BadMultiplicity = "bad-multiplicity",
    /// A constructor of a type closed by `Final` or `Empty`. Place: the constructor name.
    FinalType = "final-type",
    /// `New` or `Empty` for a type already there. Place: the type name.
    TypeRedeclared = "type-redeclared",
    /// A written id that neither rule gives. Place: the `#`.
    IdMismatch = "id-mismatch",
    /// A combinator without a written id. Place: its name.
    MissingId = "missing-id",
    /// A `true` and a value that depend on one bit. Place: the second of the two.
    SharedFlagBit = "shared-flag-bit",
    /// A type that no function takes or returns, however deep. Place: the name of its first constructor.
    UnreachableType = "unreachable-type",
    /// A type with constructors in several namespaces. Place: the first of them outside of the namespace of the others.
    ScatteredType = "scattered-type",
    /// A schema in JSON that cannot be read. Place: where reading stopped.
    BadJson = "bad-json",
    /// Valid TL that this crate does not give a meaning to. Place: the construct.
    Unsupported = "unsupported",
    /// A line of `exceptions.tsv` that cannot be read. Place: the cell at fault.
    BadException = "bad-exception",
    /// A line of `exceptions.tsv` that lifts no finding. Place: the cell that does not match, or the name.
    StaleException = "stale-exception",
    /// A line of a table of metadata that cannot be read or contradicts another. Place: the cell at fault.
    BadMetadata = "bad-metadata",
    /// Two TL names that become one Rust name. Place: the second name.
    NameCollision = "name-collision",
    /// A type that has no finite value. Place: its name.
    InfiniteType = "infinite-type",
    /// A type argument that depends on a number: nothing in Rust's type tells the number. Place: the field.
    UnsupportedArgument = "unsupported-argument",
    /// `%X` of a type parameter: only what it stands for has a bare form or none. Place: the field.
    UnsupportedBareParam = "unsupported-bare-param",
    /// A call where its result doesn't become that of a function: in a constructor, of a known type. Place: the field.
    UnsupportedCall = "unsupported-call",
    /// Types inside each other beyond what rustc takes. Place: the field.
    UnsupportedDepth = "unsupported-depth",
    /// Items or type arguments that take no bytes: a count alone could ask for endless memory. Place: the field.
    UnsupportedEmptyItem = "unsupported-empty-item",
    /// A value of a type without constructors. Place: the field.
    UnsupportedEmptyType = "unsupported-empty-type",
    /// A constructor that makes only some values of its type: it fixes an argument. Place: its name.
    UnsupportedFixedArgument = "unsupported-fixed-argument",
    /// A type that holds itself with larger arguments. Place: its first constructor.
    UnsupportedGrowingType = "unsupported-growing-type",
    /// A name too long for a file, or in too many namespaces. Place: the name.
    UnsupportedName = "unsupported-name",
    /// A field of a type that only the bytes tell: `object`, `function`. Place: the field.
    UnsupportedObject = "unsupported-object",
    /// A parameter of a function that no call tells: `{t:Type}` without `!t`. Place: the function.
    UnsupportedParam = "unsupported-param",
    /// A result that depends on a number of the request. Place: the function.
    UnsupportedResult = "unsupported-result",
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name).ok_or(UnknownCode)
    }
}

/// A word that is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such code")
    }
}

impl std::error::Error for UnknownCode {}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
