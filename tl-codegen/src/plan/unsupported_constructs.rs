//! TL constructs that are valid, but for which no Rust code can be generated.

use tl_parser::{Code, Diagnostic, Span};

/// A construct for which no Rust code can be generated.
#[derive(Clone, Debug)]
pub(super) struct UnsupportedConstruct {
    pub(super) code: Code,
    /// The construct, as the subject of the message.
    what: &'static str,
    /// The reason, and an alternative if there is one.
    why: &'static str,
    /// Facts about the declarations of the schema that make the construct unsupported.
    facts: Vec<String>,
    /// Alternatives that depend on the schema.
    helps: Vec<String>,
}

/// The reason why a field or result has no codec. `None` if it depends on a number or parameter that is not visible to
/// it: the parser reports such schemas.
pub(super) type PossibleRefusal = Option<UnsupportedConstruct>;

impl UnsupportedConstruct {
    pub(super) fn into_diagnostic(self, span: Span) -> Diagnostic {
        let message = format!("{} is valid TL but can't be generated", self.what);
        let mut diagnostic = Diagnostic::error(self.code, span, message).label("no code for this");
        for fact in self.facts {
            diagnostic = diagnostic.note(fact);
        }
        diagnostic = diagnostic.note(self.why);
        for help in self.helps {
            diagnostic = diagnostic.help(help);
        }
        diagnostic
    }

    /// Adds a fact about the schema, shown before the reason.
    pub(super) fn with_fact(mut self, fact: String) -> Self {
        self.facts.push(fact);
        self
    }

    /// Adds an alternative.
    pub(super) fn with_help(mut self, help: String) -> Self {
        self.helps.push(help);
        self
    }
}

/// A constant for each construct: its code, then `what` and `why`.
macro_rules! define_unsupported_constructs {
    ($($name:ident = $code:ident: $what:literal, $why:literal;)*) => {
        $(pub(super) const $name: UnsupportedConstruct = UnsupportedConstruct {
            code: Code::$code,
            what: $what,
            why: $why,
            facts: Vec::new(),
            helps: Vec::new(),
        };)*
    };
}

define_unsupported_constructs! {
    ARGUMENT = UnsupportedArgument: "a type argument that depends on a number",
        "the Rust type of the argument doesn't contain the number; only fields, and items of `Vector`, may depend on one";
    BARE_PARAM = UnsupportedBareParam: "the bare form of a type parameter",
        "not every argument has a bare form; write `X` here, and `%` before the argument";
    CHAIN = UnsupportedDepth: "a chain of types with more than 120 levels",
        "each type is a level, and so is a conditional field, a repetition or a further vector; rustc's default limit is 128";
    CALL = UnsupportedCall: "a call that is not the result of its function",
        "a decoder can't know which function is called; write `{X:Type} query:!X = X` in the section of functions";
    DEPTH = UnsupportedDepth: "a type nested this deep",
        "rustc limits the nesting of types: at most 32 vectors, and types of at most 1 MiB";
    EMPTY_ITEM = UnsupportedEmptyItem: "an item that takes no bytes",
        "the length of the input would not limit the number of items: a count of 4 bytes could demand any memory";
    EMPTY_ARGUMENT = UnsupportedEmptyItem: "a type argument that may take no bytes",
        "a generic type may have vectors of its argument, and the length of the input would not limit their items";
    EMPTY_TYPE = UnsupportedEmptyType: "a value of a type without constructors",
        "such a value doesn't exist, so that it has no bytes";
    EXTERN_BARE = Unsupported: "a bare value of a type of another module",
        "the settings give a path for the boxed type only; add one for the constructor, such as `extern_path(\"user\", \"crate::User\")`";
    FIXED_ARGUMENT = UnsupportedFixedArgument: "a constructor that fixes an argument of its result type",
        "the Rust enum would allow the constructor for all arguments; use each parameter once, as an argument of the result";
    GROWING_TYPE = UnsupportedGrowingType: "a type that contains itself with larger arguments",
        "rustc would have to instantiate infinitely many types";
    NAME_LEN = UnsupportedName: "a name with a part of more than 120 bytes",
        "files are named after types and functions, and file systems limit the length";
    NAMESPACES = UnsupportedName: "a name in more than 16 namespaces",
        "each namespace becomes a module inside the previous one; the limit keeps their paths short";
    FOLDER_LEN = UnsupportedName: "a name whose namespaces take more than 255 bytes together",
        "a folder is named after all namespaces of a name, and file systems limit the length";
    OBJECT = UnsupportedObject: "a field of any type",
        "a decoder can't find the end of the value without knowing its type; only a function's result may be `Object`";
    PARAM = UnsupportedParam: "a function with a type parameter that no call results in",
        "the request doesn't determine the type; add a field `query:!X`";
    RESULT = UnsupportedResult: "a result that depends on a number",
        "answers are decoded by their Rust type alone, without the request that contains the number";
    VECTOR_ID = UnsupportedVectorId: "a boxed vector with another id than #1cb5c415",
        "the Rust type of a boxed vector is `Vec<T>`, which is encoded with that id in every schema";
}
