//! The closed list of diagnostic codes.
//!
//! A code fixes the meaning of a diagnostic and its primary span, not the wording of its message. Each code has a page of
//! explanation in `explanations/`, which is also the documentation of its variant. A code with a level in brackets is a
//! lint; the level is the default one. Invariant: [`Code::ALL`] lists every variant once.

use std::fmt;
use std::str::FromStr;

use super::Level;

macro_rules! define_codes {
    (level) => { None };
    (level $level:ident) => { Some(Level::$level) };
    ($($(#[$doc:meta])* $variant:ident = $name:literal $(($level:ident))?,)*) => {
        /// The kind of a mistake. Codes keep their names from version to version.
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
            /// All diagnostic codes, each once.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name of the code, in kebab-case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The default level; `None` for a code that is always an error.
            ///
            /// Wrong ids are denied because they make wrong messages on the wire. Codes that are frequent in real schemas are
            /// allowed: Telegram's has 22 bits that a `true` shares with a value, the types of MTProto's are sent outside of
            /// calls, and those of TON and TDLib have hardly any written ids.
            #[must_use]
            pub const fn default_level(self) -> Option<Level> {
                const DEFAULT_LEVELS: &[Option<Level>] = &[$(define_codes!(level $($level)?),)*];
                DEFAULT_LEVELS[self as usize]
            }

            /// A page about the code in Markdown: the mistake, an example, the corrected example, and the reason for the
            /// rule.
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

define_codes! {
    /// A character that begins no token. Span: the character.
    BadChar = "bad-char",
    /// The id after a name is not 1 to 8 lowercase hexadecimal digits, or is zero. Span: the `#`.
    BadId = "bad-id",
    /// A section mark other than `---types---` and `---functions---`. Span: its first dash.
    BadSection = "bad-section",
    /// A token that no valid declaration has at this position. Span: the token.
    UnexpectedToken = "unexpected-token",
    /// The text ends inside a declaration. Span: after the last token.
    UnexpectedEof = "unexpected-eof",
    /// A complete declaration without its `;`. Span: the token found instead, or after the last one.
    MissingSemicolon = "missing-semicolon",
    /// Brackets nested more than 256 levels deep. Span: the first bracket too deep.
    NestingTooDeep = "nesting-too-deep",
    /// A name that no type or constructor has. Span: the name.
    UnknownType = "unknown-type",
    /// `name ? = Type` for a pair that is no built-in. Span: the name.
    UnknownBuiltin = "unknown-builtin",
    /// A combinator declared twice. Span: the second name.
    DuplicateName = "duplicate-name",
    /// Two combinators with one id. Span: the second `#`, or the second name if no id is written.
    DuplicateId = "duplicate-id" (Deny),
    /// A field or parameter name used twice. Span: the second name.
    DuplicateField = "duplicate-field",
    /// Two default constructors of one type. Span: the second `_`.
    DuplicateDefault = "duplicate-default",
    /// No earlier field or parameter has the name of the flags field of a condition. Span: its name.
    UnknownFlagField = "unknown-flag-field",
    /// The flags field of a condition is not a `#`. Span: its name.
    FlagNotNat = "flag-not-nat",
    /// A bit over 31. Span: the number.
    BadFlagBit = "bad-flag-bit",
    /// Wrong number of arguments. Span: the generic name, or the first argument too many.
    ArityMismatch = "arity-mismatch",
    /// A number where a type is wanted, or the reverse. Span: the argument, the field type or the result name.
    KindMismatch = "kind-mismatch",
    /// A parameter whose kind is neither `Type` nor `#`. Span: the kind.
    BadParamKind = "bad-param-kind",
    /// A parameter that occurs neither in the result nor after a `!`. Span: the parameter.
    UnusedParam = "unused-param",
    /// A constructor that returns a parameter, a number as result, arguments for a parameter. Span: the result name.
    BadResult = "bad-result",
    /// Bare use of a number, or of a type without exactly one named constructor. Span: the name or number.
    BadBare = "bad-bare",
    /// A repetition with no count and no number before it. Span: the `[`.
    MissingMultiplicity = "missing-multiplicity",
    /// A count that is not a known number. Span: the count.
    BadMultiplicity = "bad-multiplicity",
    /// A constructor of a type closed by `Final` or `Empty`. Span: the constructor name.
    FinalType = "final-type",
    /// `New` or `Empty` for a type that was mentioned before. Span: the type name.
    TypeRedeclared = "type-redeclared",
    /// A written id that neither rule gives. Span: the `#`.
    IdMismatch = "id-mismatch" (Deny),
    /// A combinator without a written id. Span: its name.
    MissingId = "missing-id" (Allow),
    /// A `true` and a value that depend on one bit. Span: the second of the two.
    SharedFlagBit = "shared-flag-bit" (Allow),
    /// A type that no function takes or returns, directly or inside other types. Span: the name of its first constructor.
    UnreachableType = "unreachable-type" (Allow),
    /// A type with constructors in several namespaces. Span: the first one outside of the namespace of the others.
    ScatteredType = "scattered-type" (Warn),
    /// A field whose bare type takes no bytes, although it is not `true`. Span: the first such field of a constructor.
    FieldTakesNothing = "field-takes-nothing" (Warn),
    /// A schema in JSON that cannot be parsed. Span: the position of the error.
    BadJson = "bad-json",
    /// Valid TL that this crate does not support. Span: the construct.
    Unsupported = "unsupported",
    /// A line of `exceptions.tsv` that cannot be parsed. Span: the cell at fault.
    BadException = "bad-exception",
    /// A line of `exceptions.tsv` that applies to no diagnostic. Span: the cell that does not match, or the name.
    StaleException = "stale-exception",
    /// A line of a metadata table that cannot be parsed or contradicts another. Span: the cell at fault.
    BadMetadata = "bad-metadata",
    /// A declaration that needs another one, which the settings of the generator leave out. Span: the field or function.
    LeftOut = "left-out" (Warn),
    /// Two TL names with the same Rust name. Span: the second name.
    NameCollision = "name-collision" (Warn),
    /// A type that has no finite value. Span: the name of the type.
    InfiniteType = "infinite-type",
    /// A type argument that depends on a number, which the Rust type does not contain. Span: the field.
    UnsupportedArgument = "unsupported-argument" (Warn),
    /// `%X` of a type parameter: whether there is a bare form depends on the argument. Span: the field.
    UnsupportedBareParam = "unsupported-bare-param" (Warn),
    /// A call whose result is not the result of the function: in a constructor, or of a concrete type. Span: the field, or
    /// the function if its result contains that of the call.
    UnsupportedCall = "unsupported-call" (Warn),
    /// Types nested more deeply than rustc accepts. Span: the field.
    UnsupportedDepth = "unsupported-depth" (Warn),
    /// Items or type arguments of zero bytes: a count alone could request unlimited memory. Span: the field.
    UnsupportedEmptyItem = "unsupported-empty-item" (Warn),
    /// A value of a type without constructors. Span: the field.
    UnsupportedEmptyType = "unsupported-empty-type" (Warn),
    /// A constructor of only one instance of its generic type: it fixes an argument. Span: the constructor name.
    UnsupportedFixedArgument = "unsupported-fixed-argument" (Warn),
    /// A type that contains itself with larger arguments. Span: its first constructor.
    UnsupportedGrowingType = "unsupported-growing-type" (Warn),
    /// A name too long for a file, or in too many namespaces. Span: the name.
    UnsupportedName = "unsupported-name" (Warn),
    /// A field whose type is known only from its bytes: `object`, `function`. Span: the field.
    UnsupportedObject = "unsupported-object" (Warn),
    /// A parameter of a function that no call determines: `{t:Type}` without `!t`. Span: the function.
    UnsupportedParam = "unsupported-param" (Warn),
    /// A result that depends on a number of the request. Span: the function.
    UnsupportedResult = "unsupported-result" (Warn),
    /// A `vector` with another id than #1cb5c415, where boxed vectors are used. Span: the constructor name.
    UnsupportedVectorId = "unsupported-vector-id" (Warn),
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name).ok_or(UnknownCode)
    }
}

/// The error of parsing a text that is not the name of a code.
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
