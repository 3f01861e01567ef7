//! The methods of the [`Builder`] that set something, in four groups: files, reading, declarations, code.
//!
//! A wrong argument is kept as an error for [`Builder::compile`]. Invariant: every method has an example.

use std::path::Path;

use tl_parser::{Code, Dialect, Level, Levels, Prelude};

use super::{Builder, Scalar, report};
use crate::settings::{BytesType, FunctionDirection, Gate, Unsupported};

/// Files.
impl Builder {
    /// Adds a file of the schema. All files are read as one schema; declarations that are equal in several files count
    /// once.
    ///
    /// A relative path begins at the folder of `Cargo.toml`.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").compile("api")
    /// # }
    /// ```
    pub fn schema(mut self, path: impl AsRef<Path>) -> Self {
        self.schemas.push(path.as_ref().to_owned());
        self
    }

    /// Sets the file of ids that are right although they are not the CRC32. The default is `exceptions.tsv` beside each
    /// schema, if there is one.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").exceptions("tl/known-ids.tsv").compile("api")
    /// # }
    /// ```
    pub fn exceptions(mut self, path: impl AsRef<Path>) -> Self {
        self.exceptions = Some(path.as_ref().to_owned());
        self
    }

    /// Sets the file of Rust names for TL names, with the columns `tl` and `rust`. The default is `renames.tsv` beside
    /// each schema, if there is one. See also [`rename`](Self::rename).
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").renames("tl/names.tsv").compile("api")
    /// # }
    /// ```
    pub fn renames(mut self, path: impl AsRef<Path>) -> Self {
        self.renames = Some(path.as_ref().to_owned());
        self
    }

    /// Sets the file that records which values are behind a `Box`. The default is `layout.tsv` beside the first schema,
    /// if there is one.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").layout("tl/boxes.tsv").compile("api")
    /// # }
    /// ```
    pub fn layout(mut self, path: impl AsRef<Path>) -> Self {
        self.layout = Some(path.as_ref().to_owned());
        self
    }

    /// Sets the table of the layers of all combinators, `history.tsv`; `layers.tsv` and `forms.tsv` are read beside it.
    /// The default is `history.tsv` beside the first schema, if there is one.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").history("tl/old/history.tsv").compile("api")
    /// # }
    /// ```
    pub fn history(mut self, path: impl AsRef<Path>) -> Self {
        self.history = Some(path.as_ref().to_owned());
        self
    }

    /// Sets the folder that gets a folder of generated code; the default is `OUT_DIR`.
    ///
    /// In a folder that is not cargo's, files without the mark of the generator are never replaced or removed.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").out_dir("src/generated").compile("api")
    /// # }
    /// ```
    pub fn out_dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.out_dir = Some(folder.as_ref().to_owned());
        self
    }
}

/// Reading of the schema.
impl Builder {
    /// Sets the dialect of the schema; the default is [`Dialect::Tl`].
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// use tl_codegen::Dialect;
    ///
    /// tl_codegen::Builder::new().schema("tl/vk.tl").dialect(Dialect::Vk).compile("vk")
    /// # }
    /// ```
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.settings.dialect = dialect;
        self
    }

    /// Sets whether lines such as `int53 = Int53;` declare scalars; see [`Prelude`] for the list of lines.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// use tl_codegen::Prelude;
    ///
    /// tl_codegen::Builder::new().schema("tl/api.tl").prelude(Prelude::None).compile("api")
    /// # }
    /// ```
    pub fn prelude(mut self, prelude: Prelude) -> Self {
        self.settings.scalars.prelude = prelude;
        self
    }

    /// Makes a constructor stand for a number or text: fields of its bare type are values of the scalar.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// use tl_codegen::Scalar;
    ///
    /// // `date = Date; event at:date = Event;`
    /// tl_codegen::Builder::new().schema("tl/api.tl").scalar("date", Scalar::Int).compile("api")
    /// # }
    /// ```
    pub fn scalar(mut self, constructor: &str, scalar: Scalar) -> Self {
        self.settings.scalars.insert(constructor, scalar);
        self
    }

    /// Sets the levels of all lints; the default denies no lint, and warns about wrong ids. See also
    /// [`allow`](Self::allow), [`warn`](Self::warn) and [`deny`](Self::deny).
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// // The levels of `tl check`.
    /// tl_codegen::Builder::new().schema("tl/api.tl").levels(Default::default()).compile("api")
    /// # }
    /// ```
    pub fn levels(mut self, levels: Levels) -> Self {
        self.settings.levels = levels;
        self
    }

    /// Reports nothing about a lint such as `id-mismatch`. `tl explain` lists all lints. The name `block-comment` is no
    /// lint: it makes `/* … */` a comment.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").allow("scattered-type").compile("api")
    /// # }
    /// ```
    pub fn allow(mut self, lint: &str) -> Self {
        if lint == "block-comment" {
            self.settings.block_comments = true;
            return self;
        }
        self.set_lint_level("allow", lint, Level::Allow)
    }

    /// Reports findings of a lint as warnings.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").warn("missing-id").compile("api")
    /// # }
    /// ```
    pub fn warn(self, lint: &str) -> Self {
        self.set_lint_level("warn", lint, Level::Warn)
    }

    /// Reports findings of a lint, or of all `warnings`, as errors.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").deny("id-mismatch").compile("api")
    /// # }
    /// ```
    pub fn deny(self, lint: &str) -> Self {
        self.set_lint_level("deny", lint, Level::Deny)
    }

    fn set_lint_level(mut self, setting: &str, lint: &str, level: Level) -> Self {
        if lint == "warnings" {
            self.settings.levels.set_level_of_warnings(level);
            return self;
        }
        let set = match lint.parse::<Code>() {
            Ok(code) => self.settings.levels.set(code, level).map_err(|why| why.to_string()),
            Err(_) => Err(report::unknown_lint_message(lint)),
        };
        self.record_setting_error(setting, set);
        self
    }
}

/// The generated declarations.
impl Builder {
    /// Generates only the selected declarations and all that they reach. Several calls add up.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").only("auth.*").only("fn help.getConfig").compile("api")
    /// # }
    /// ```
    pub fn only(mut self, selector: &str) -> Self {
        let selector = self.parse_selector("only", selector);
        self.settings.only.extend(selector);
        self
    }

    /// Leaves out the selected declarations. It is an error if another one needs them.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").except("fn test.*").compile("api")
    /// # }
    /// ```
    pub fn except(mut self, selector: &str) -> Self {
        let selector = self.parse_selector("except", selector);
        self.settings.except.extend(selector);
        self
    }

    /// Sets the handling of declarations for which no code can be generated; the default is to refuse the schema.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// use tl_codegen::Unsupported;
    ///
    /// tl_codegen::Builder::new().schema("tl/api.tl").unsupported(Unsupported::Skip).compile("api")
    /// # }
    /// ```
    pub fn unsupported(mut self, unsupported: Unsupported) -> Self {
        self.settings.unsupported = unsupported;
        self
    }

    /// Uses types of another module or crate: the path of a type, of a constructor for bare values, or of a module that
    /// this generator wrote, for all types that a pattern selects.
    ///
    /// The schema need not declare the type.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new()
    ///     .schema("tl/envelope.tl")
    ///     .extern_path("User", "::tl_types::api::types::User")
    ///     .extern_path("tonNode.*", "crate::ton")
    ///     .compile("envelope")
    /// # }
    /// ```
    pub fn extern_path(mut self, tl: &str, rust: &str) -> Self {
        let inserted = self.settings.extern_paths.insert(tl, rust);
        self.record_setting_error("extern_path", inserted);
        self
    }

    /// Sets which functions can do: clients send them, servers receive them too. The default is
    /// [`FunctionDirection::Send`].
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// use tl_codegen::FunctionDirection;
    ///
    /// tl_codegen::Builder::new().schema("tl/api.tl").functions(FunctionDirection::SendAndReceive).compile("api")
    /// # }
    /// ```
    pub fn functions(mut self, direction: FunctionDirection) -> Self {
        self.settings = self.settings.with_function_direction(direction);
        self
    }

    /// Sets whether small types without floating-point numbers implement `Eq` and `Hash`; the default is `false`.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").hash(true).compile("api")
    /// # }
    /// ```
    pub fn hash(mut self, hash: bool) -> Self {
        self.settings.hash = if hash { Gate::Always } else { Gate::Never };
        self
    }

    /// Sets whether types have views, which are read in place; the default is `false`. Views need the feature `views`
    /// of `tl-runtime`.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").views(true).compile("api")
    /// # }
    /// ```
    pub fn views(mut self, views: bool) -> Self {
        self.settings.views = if views { Gate::Always } else { Gate::Never };
        self
    }

    /// Sets whether there is a table of names and ids, `NAMES`, from which errors take the names of unexpected
    /// constructors; the default is `false`.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").names(true).compile("api")
    /// # }
    /// ```
    pub fn names(mut self, names: bool) -> Self {
        self.settings.names = if names { Gate::Always } else { Gate::Never };
        self
    }

    /// Sets whether values become JSON, and JSON values: see `tl_runtime::json`; the default is `false`. It needs the feature
    /// `json` of `tl-runtime`, and adds [`names`](Self::names) and a table of all declarations, `TABLE`. With the feature
    /// `serde` of `tl-runtime`, all types implement `serde::Serialize` and `serde::Deserialize`.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").json(true).compile("api")
    /// # }
    /// ```
    pub fn json(mut self, json: bool) -> Self {
        let gate = if json { Gate::Always } else { Gate::Never };
        (self.settings.names, self.settings.table, self.settings.json) = (gate.clone(), gate.clone(), gate);
        self
    }

    /// Sets whether values of older layers can be read, with the module `layers`; the default is `false`. The layouts are
    /// those of [`history`](Self::history), and rules for values of another form are in `upgrades.tsv` beside it. It needs
    /// the feature `layers` of `tl-runtime`, and adds [`names`](Self::names) and a table of all declarations, `TABLE`.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").layers(true).compile("api")
    /// # }
    /// ```
    pub fn layers(mut self, layers: bool) -> Self {
        let gate = if layers { Gate::Always } else { Gate::Never };
        (self.settings.names, self.settings.table, self.settings.layers) = (gate.clone(), gate.clone(), gate);
        self
    }
}

/// The generated code.
impl Builder {
    /// Chooses another Rust name for a TL name. The schema and its ids stay as they are.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").rename("user_id", "NumericUserId").compile("api")
    /// # }
    /// ```
    pub fn rename(mut self, tl: &str, rust: &str) -> Self {
        let inserted = self.settings.renames.insert(tl, rust);
        self.record_setting_error("rename", inserted);
        self
    }

    /// Sets the path of the runtime in generated code; the default is `::tl_runtime`.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// // `pub use tl_runtime as wire;`
    /// tl_codegen::Builder::new().schema("tl/api.tl").runtime("crate::wire").compile("api")
    /// # }
    /// ```
    pub fn runtime(mut self, path: &str) -> Self {
        let settings = self.settings.clone().with_runtime(path);
        if let Some(settings) = self.record_setting_error("runtime", settings) {
            self.settings = settings;
        }
        self
    }

    /// Adds attributes to the selected types: to enums, and to the structs of constructors and functions.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").type_attribute("auth.*", "#[derive(Eq, Hash)]").compile("api")
    /// # }
    /// ```
    pub fn type_attribute(mut self, selector: &str, attribute: &str) -> Self {
        if let Some(selector) = self.parse_selector("type_attribute", selector) {
            let added = self.settings.attributes.add_to_types(selector, attribute);
            self.record_setting_error("type_attribute", added);
        }
        self
    }

    /// Adds attributes to the selected fields.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new()
    ///     .schema("tl/api.tl")
    ///     .field_attribute("auth.sentCode/type", "#[doc(alias = \"kind\")]")
    ///     .compile("api")
    /// # }
    /// ```
    pub fn field_attribute(mut self, selector: &str, attribute: &str) -> Self {
        if let Some(selector) = self.parse_selector("field_attribute", selector) {
            let added = self.settings.attributes.add_to_fields(selector, attribute);
            self.record_setting_error("field_attribute", added);
        }
        self
    }

    /// Sets the Rust type of values of the TL type `bytes`; the default is [`BytesType::Shared`].
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// use tl_codegen::BytesType;
    ///
    /// tl_codegen::Builder::new().schema("tl/api.tl").bytes_type(BytesType::Vec).compile("api")
    /// # }
    /// ```
    pub fn bytes_type(mut self, bytes_type: BytesType) -> Self {
        self.settings.bytes_type = bytes_type;
        self
    }

    /// Sets whether types implement `arbitrary::Arbitrary` if the runtime has its feature `arbitrary`; the default is
    /// `true`.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").arbitrary(false).compile("api")
    /// # }
    /// ```
    pub fn arbitrary(mut self, arbitrary: bool) -> Self {
        self.settings.arbitrary = arbitrary;
        self
    }

    /// Sets whether the code has documentation; the default is `true`.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").docs(false).compile("api")
    /// # }
    /// ```
    pub fn docs(mut self, docs: bool) -> Self {
        self.settings.docs = docs;
        self
    }

    /// Sets whether the code is laid out for readers; by default it is in a folder from [`out_dir`](Self::out_dir), and
    /// not in `OUT_DIR`, because layout takes two thirds of the time of generating code.
    ///
    /// ```no_run
    /// # fn main() -> tl_codegen::Result {
    /// tl_codegen::Builder::new().schema("tl/api.tl").format(true).compile("api")
    /// # }
    /// ```
    pub fn format(mut self, format: bool) -> Self {
        self.format = Some(format);
        self
    }
}
