//! What a caller can choose about the generated code. No decision about a single type is taken here.

use std::fmt;

/// How a part of the generated code is switched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It isn't generated.
    Never,
    /// It is always there.
    Always,
    /// It is behind this cargo feature of the crate that the code lands in.
    Feature(String),
}

/// How namespaces of functions are switched, and with them the types that they reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Namespaces {
    /// Everything is always there.
    Always,
    /// The functions of `auth`, and of namespaces in it, are behind the cargo feature `auth` of the crate that the code
    /// lands in. A type is there with each feature whose functions reach it; functions without a namespace, and what
    /// they reach, are always there.
    Features {
        /// The feature that the crate lets enable all others; types that no function reaches are behind it.
        all: String,
        /// The features that the crate enables by default. Only the report and the table of features look at it.
        default: Vec<String>,
        /// Other features of the crate, which no namespace can be called like.
        taken: Vec<String>,
    },
}

/// Settings of the generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Name of the protocol, and of the folder and module that the code lands in: `api`.
    pub protocol: String,
    /// What the first line of every file names as source, relative to the repository: `schemas/api/api.tl`.
    pub source: String,
    /// What the first line of every file names as the command to make it again: `cargo xtask codegen`.
    pub command: String,
    /// Decoding of functions, and comparing of them: servers, proxies and tests need it and clients don't.
    pub function_decoding: Gate,
    /// Views: reading of types where they lie. Types with parameters, with repetitions or that depend on numbers have none, nor
    /// have those that hold one of them.
    pub views: Gate,
    /// Metadata of methods.
    pub metadata: Gate,
    /// Namespaces of functions, and the types that they reach.
    pub namespaces: Namespaces,
    runtime: String,
}

/// The text given as path to the runtime isn't a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAPath(String);

impl fmt::Display for NotAPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a path to a crate or module, such as `::tl_runtime`", self.0)
    }
}

impl std::error::Error for NotAPath {}

impl Settings {
    /// Settings for a protocol of this name: the runtime is the crate `tl_runtime`, functions can't be decoded, there is
    /// no metadata, and everything else is always there.
    #[must_use]
    pub fn new(protocol: impl Into<String>) -> Self {
        let protocol = protocol.into();
        Self {
            source: format!("{protocol}.tl"),
            protocol,
            command: "tl-codegen".to_owned(),
            function_decoding: Gate::Never,
            views: Gate::Never,
            metadata: Gate::Never,
            namespaces: Namespaces::Always,
            runtime: "::tl_runtime".to_owned(),
        }
    }

    /// Takes another path to the runtime, as generated code names it: `::tl_types::runtime`, `crate::runtime`.
    ///
    /// # Errors
    ///
    /// If `path` isn't a path.
    pub fn with_runtime(mut self, path: &str) -> Result<Self, NotAPath> {
        syn::parse_str::<syn::Path>(path).map_err(|_| NotAPath(path.to_owned()))?;
        path.clone_into(&mut self.runtime);
        Ok(self)
    }

    /// The cargo features that parts of the code are behind, but for those of namespaces.
    pub fn features(&self) -> impl Iterator<Item = &str> {
        let gates = [&self.function_decoding, &self.views, &self.metadata].into_iter();
        gates.filter_map(|gate| match gate {
            Gate::Feature(feature) => Some(feature.as_str()),
            Gate::Never | Gate::Always => None,
        })
    }

    /// The path to the runtime.
    #[must_use]
    pub fn runtime(&self) -> &str {
        &self.runtime
    }
}
