//! TL constructs that are valid, but for which no Rust code can be generated.

use tl_parser::{Code, Diagnostic, Span};

/// A construct for which no Rust code can be generated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unsupported {
    pub(super) code: Code,
    /// The construct, as the subject of the message.
    what: &'static str,
    /// The reason, and an alternative if there is one.
    why: &'static str,
}

/// Why a field or result has no codec.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refusal {
    /// The construct is to be reported as unsupported.
    Unsupported(Unsupported),
    /// The type depends on a number or parameter that is not visible there. The parser has reported it.
    Unresolved,
}

impl From<Unsupported> for Refusal {
    fn from(unsupported: Unsupported) -> Self {
        Self::Unsupported(unsupported)
    }
}

impl Unsupported {
    const fn new(code: Code, what: &'static str, why: &'static str) -> Self {
        Self { code, what, why }
    }

    pub(super) fn diagnostic(self, span: Span) -> Diagnostic {
        let message = format!("{} is valid TL but can't be generated", self.what);
        Diagnostic::error(self.code, span, message).label("no code for this").note(self.why)
    }
}

pub(super) const ARGUMENT: Unsupported = Unsupported::new(
    Code::UnsupportedArgument,
    "a type argument that depends on a number",
    "the Rust type of the argument doesn't contain the number; only fields, and items of `Vector`, may depend on one",
);
pub(super) const BARE_PARAM: Unsupported = Unsupported::new(
    Code::UnsupportedBareParam,
    "the bare form of a type parameter",
    "not every argument has a bare form; write `X` here, and `%` before the argument",
);
pub(super) const CALL: Unsupported = Unsupported::new(
    Code::UnsupportedCall,
    "a call that is not the result of its function",
    "a decoder can't know which function is called; write `{X:Type} query:!X = X` in the section of functions",
);
pub(super) const DEPTH: Unsupported = Unsupported::new(
    Code::UnsupportedDepth,
    "a type nested this deep",
    "rustc limits the nesting of types: at most 32 vectors, and types of at most 1 MiB",
);
pub(super) const EMPTY_ITEM: Unsupported = Unsupported::new(
    Code::UnsupportedEmptyItem,
    "an item or argument that takes no bytes",
    "a count of 4 bytes could demand any amount of memory",
);
pub(super) const EMPTY_TYPE: Unsupported = Unsupported::new(
    Code::UnsupportedEmptyType,
    "a value of a type without constructors",
    "such a value doesn't exist, so that it has no bytes",
);
pub(super) const FIXED_ARGUMENT: Unsupported = Unsupported::new(
    Code::UnsupportedFixedArgument,
    "a constructor that fixes an argument of its result type",
    "the Rust enum would allow the constructor for all arguments; use each parameter once, as an argument of the result",
);
pub(super) const GROWING_TYPE: Unsupported = Unsupported::new(
    Code::UnsupportedGrowingType,
    "a type that contains itself with larger arguments",
    "rustc would have to instantiate infinitely many types",
);
pub(super) const NAME_LEN: Unsupported = Unsupported::new(
    Code::UnsupportedName,
    "a name with a part of more than 120 bytes",
    "files are named after types and functions, and file systems limit the length",
);
pub(super) const NAMESPACES: Unsupported = Unsupported::new(
    Code::UnsupportedName,
    "a name in more than 16 namespaces",
    "each namespace becomes a module inside the previous one; the limit keeps their paths short",
);
pub(super) const FOLDER_LEN: Unsupported = Unsupported::new(
    Code::UnsupportedName,
    "a name whose namespaces take more than 255 bytes together",
    "a folder is named after all namespaces of a name, and file systems limit the length",
);
pub(super) const OBJECT: Unsupported = Unsupported::new(
    Code::UnsupportedObject,
    "a field of any type",
    "a decoder can't find the end of the value without knowing its type; only a function's result may be `Object`",
);
pub(super) const PARAM: Unsupported = Unsupported::new(
    Code::UnsupportedParam,
    "a function with a type parameter that no call results in",
    "the request doesn't determine the type; add a field `query:!X`",
);
pub(super) const RESULT: Unsupported = Unsupported::new(
    Code::UnsupportedResult,
    "a result that depends on a number",
    "answers are decoded by their Rust type alone, without the request that contains the number",
);
