//! The choices that a caller has about the generated code. They apply to the whole protocol, never to a single type.

use std::fmt;

use tl_parser::{Code, Dialect, Level, Levels, Scalars};

use crate::attributes::Attributes;
use crate::extern_paths::ExternPaths;
use crate::renames::Renames;
use crate::selector::Selector;

/// Whether a part of the code is generated, and under which condition it is compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The code is not generated.
    Never,
    /// The code is generated and always compiled.
    Always,
    /// The code is generated, and compiled with this cargo feature of the crate that contains it.
    Feature(String),
}

/// Under which condition the functions of each namespace are compiled, and the types that they reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamespaceFeatures {
    /// All namespaces are always compiled.
    Always,
    /// Each namespace is compiled with a cargo feature of its name: functions of `auth`, and of namespaces inside it,
    /// with the feature `auth`. A type is compiled with each feature whose functions reach it. Functions without a
    /// namespace, and the types that they reach, are always compiled.
    Features {
        /// The feature that enables all other features. Types that no function reaches are compiled with it only.
        all: String,
        /// The features that the crate enables by default. Only the report and the table of features use them.
        default: Vec<String>,
        /// Features of the crate with other meanings. A namespace with the name of such a feature is an error.
        taken: Vec<String>,
    },
}

/// The handling of declarations for which no code can be generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsupported {
    /// Each such declaration is an error.
    #[default]
    Refuse,
    /// Such declarations are left out, and so are all that need them, with a warning for each.
    Skip,
}

/// The side of a connection that the generated functions are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FunctionDirection {
    /// A client: functions are encoded, and their results decoded.
    #[default]
    Send,
    /// A server, proxy or test: functions are decoded and compared too.
    SendAndReceive,
}

/// The Rust type of values of the TL type `bytes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BytesType {
    /// `tl_runtime::Bytes`: clones share their memory, and values decoded from a shared buffer share that of the
    /// buffer.
    #[default]
    Shared,
    /// `Vec<u8>`: each value has memory of its own, and can be changed.
    Vec,
}

/// Settings of the generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The dialect of the schema. Only [`generate`](crate::generate()) reads schemas, and so this setting.
    pub dialect: Dialect,
    /// Whether `/* … */` is a comment; read by [`generate`](crate::generate()) only.
    pub block_comments: bool,
    /// The constructors that stand for numbers and texts; read by [`generate`](crate::generate()) only.
    pub scalars: Scalars,
    /// The level of each lint; read by [`generate`](crate::generate()) only. `id-mismatch` is a warning: a schema from
    /// outside keeps its ids, and the written ids are sent.
    pub levels: Levels,
    /// Name of the protocol, and of the folder and module that contain the code: `api`.
    pub protocol: String,
    /// The source that the first line of every file names, relative to the repository: `schemas/api/api.tl`.
    pub source: String,
    /// The command that the first line of every file names for generating it: `cargo xtask codegen`.
    pub command: String,
    /// Whether code that decodes and compares function calls is generated. Servers, proxies and tests need it; clients
    /// don't.
    pub function_decoding: Gate,
    /// Whether views are generated, which read values in place. A type with parameters, repetitions or numbers has no
    /// view, and neither has a type that contains such a type.
    pub views: Gate,
    /// Whether a table of names and ids is generated. Errors show the name of an unexpected constructor then.
    pub names: Gate,
    /// Whether a table of all declarations is generated, for reflection and for reading without generated types. It
    /// needs [`names`](Self::names) wherever it is compiled.
    pub table: Gate,
    /// Whether values become JSON, and JSON values. It needs [`table`](Self::table) wherever it is compiled.
    pub json: Gate,
    /// Whether values of older layers can be read, by the layouts in the history of the schema. It needs
    /// [`table`](Self::table) wherever it is compiled. Without a history, nothing is generated.
    pub layers: Gate,
    /// Whether metadata of functions is generated: descriptions, permitted callers, errors.
    pub metadata: Gate,
    /// Whether small types without floating-point numbers implement `Eq` and `Hash`, such as identifiers of users and
    /// chats.
    pub hash: Gate,
    /// Whether namespaces of functions become cargo features.
    pub namespaces: NamespaceFeatures,
    /// The declarations to generate, with all that they reach; empty for all declarations.
    pub only: Vec<Selector>,
    /// Declarations that are not generated. It is an error if another one needs them.
    pub except: Vec<Selector>,
    /// The handling of declarations for which no code can be generated.
    pub unsupported: Unsupported,
    /// Rust names that differ from those that the generator would choose.
    pub renames: Renames,
    /// Types that another module or crate has. Nothing is generated for them.
    pub extern_paths: ExternPaths,
    /// Attributes of generated types and fields, such as `#[derive(Hash)]`.
    pub attributes: Attributes,
    /// The Rust type of values of the TL type `bytes`.
    pub bytes_type: BytesType,
    /// Whether all types implement `arbitrary::Arbitrary` if the runtime has its feature `arbitrary`.
    pub arbitrary: bool,
    /// Whether the code has documentation: descriptions from the schema, TL lines and facts about fields.
    pub docs: bool,
    /// Whether the code is laid out for readers, which takes two thirds of the time of generating it.
    pub format: bool,
    runtime: String,
}

/// The error for a text that is not the Rust path of a crate or module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAPath(String);

impl fmt::Display for NotAPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a path to a crate or module, such as `::tl_runtime`", self.0)
    }
}

impl std::error::Error for NotAPath {}

impl Settings {
    /// Settings for a protocol of this name. The runtime is the crate `tl_runtime`; decoding of functions, views and
    /// metadata are not generated, and the rest is always compiled.
    #[must_use]
    pub fn new(protocol: impl Into<String>) -> Self {
        let protocol = protocol.into();
        let mut levels = Levels::default();
        // Cannot fail: `id-mismatch` is a lint.
        levels.set(Code::IdMismatch, Level::Warn).unwrap_or_default();
        Self {
            dialect: Dialect::default(),
            block_comments: false,
            scalars: Scalars::default(),
            levels,
            source: format!("{protocol}.tl"),
            protocol,
            command: "tl-codegen".to_owned(),
            function_decoding: Gate::Never,
            views: Gate::Never,
            names: Gate::Never,
            table: Gate::Never,
            json: Gate::Never,
            layers: Gate::Never,
            metadata: Gate::Never,
            hash: Gate::Never,
            namespaces: NamespaceFeatures::Always,
            only: Vec::new(),
            except: Vec::new(),
            unsupported: Unsupported::Refuse,
            renames: Renames::default(),
            extern_paths: ExternPaths::default(),
            attributes: Attributes::default(),
            bytes_type: BytesType::default(),
            arbitrary: true,
            docs: true,
            format: true,
            runtime: "::tl_runtime".to_owned(),
        }
    }

    /// Sets the side of a connection that functions are for; the code is always compiled.
    #[must_use]
    pub fn with_function_direction(mut self, direction: FunctionDirection) -> Self {
        self.function_decoding = match direction {
            FunctionDirection::Send => Gate::Never,
            FunctionDirection::SendAndReceive => Gate::Always,
        };
        self
    }

    /// Sets the path of the runtime in generated code: `::tl_types::runtime`, `crate::runtime`.
    ///
    /// # Errors
    ///
    /// If `path` is no path of a crate or module.
    pub fn with_runtime(mut self, path: &str) -> Result<Self, NotAPath> {
        syn::parse_str::<syn::Path>(path).map_err(|_| NotAPath(path.to_owned()))?;
        path.clone_into(&mut self.runtime);
        Ok(self)
    }

    /// The cargo features that gates name; features of namespaces are left out.
    pub fn features_of_gates(&self) -> impl Iterator<Item = &str> {
        let tables = [&self.names, &self.table, &self.json, &self.layers];
        let gates = [&self.function_decoding, &self.views].into_iter().chain(tables);
        let gates = gates.chain([&self.metadata, &self.hash]);
        gates.filter_map(|gate| match gate {
            Gate::Feature(feature) => Some(feature.as_str()),
            Gate::Never | Gate::Always => None,
        })
    }

    /// The path of the runtime in generated code: `::tl_runtime`.
    #[must_use]
    pub fn runtime(&self) -> &str {
        &self.runtime
    }
}
