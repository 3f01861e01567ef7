//! The [`Builder`] for build scripts: reads files, generates code and reports to cargo.
//!
//! - `settings`: the methods that set something;
//! - `inputs`: the files that it reads, and tables beside schemas;
//! - `report`: findings as lines for cargo, and as the error of the build script.
//!
//! It decides nothing about the code: see [`generate`](crate::generate()). It and `fileset` are the only parts of this
//! crate that read, write and print. Invariants: one call reports all errors; nothing is written if there is one.

mod inputs;
mod report;
mod settings;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::Write;
use std::path::PathBuf;

use self::inputs::InputFiles;
pub use self::report::Error;
use crate::generate::generate;
use crate::selector::Selector;
use crate::settings::Settings;

/// The scalar that stands for a constructor; see [`Builder::scalar`].
pub use tl_parser::Primitive as Scalar;

/// The result of [`Builder::compile`], and of the function `main` of a build script.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// Generates the Rust types of a schema in a build script.
///
/// ```no_run
/// fn main() -> tl_codegen::Result {
///     tl_codegen::Builder::new()
///         .schema("tl/ton_api.tl")
///         .schema("tl/lite_api.tl")
///         .except("testObject")
///         .type_attribute("tonNode.*", "#[derive(Eq, Hash)]")
///         .compile("ton")
/// }
/// ```
///
/// The code is in `OUT_DIR/ton/mod.rs`, which the crate includes as a module:
///
/// ```text
/// pub mod ton {
///     tl_runtime::include_tl!("ton");
/// }
/// ```
///
/// # What cargo shows
///
/// Warnings are shown as warnings of the build script, one line each. An error stops the build, and its text is that of
/// `tl check`. Cargo runs the script again if one of the files that it read has changed.
///
/// # Texts in settings
///
/// A *selector* selects declarations by TL name: `*`, `auth.*`, `auth.sentCode`; by kind, `type auth.SentCode` and
/// `fn auth.sendCode`; and fields after a slash, `auth.sentCode/type` and `auth.sentCode/*`. Settings that select
/// nothing in the schema are errors, which name the nearest match.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `compile` is called"]
pub struct Builder {
    settings: Settings,
    schemas: Vec<PathBuf>,
    exceptions: Option<PathBuf>,
    renames: Option<PathBuf>,
    layout: Option<PathBuf>,
    history: Option<PathBuf>,
    out_dir: Option<PathBuf>,
    format: Option<bool>,
    /// Errors in the arguments of settings.
    errors: Vec<String>,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// A builder without schemas, whose settings are those of [`Settings::new`].
    pub fn new() -> Self {
        let mut settings = Settings::new("");
        settings.command = "cargo build".to_owned();
        Self {
            settings,
            schemas: Vec::new(),
            exceptions: None,
            renames: None,
            layout: None,
            history: None,
            out_dir: None,
            format: None,
            errors: Vec::new(),
        }
    }

    /// Generates the code into the folder `name` of the output folder; `name` is a Rust identifier.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written, if a setting or a schema has an error, or if a warning is denied. Nothing
    /// is written then.
    pub fn compile(self, name: &str) -> Result {
        self.compile_and_report(name, &mut std::io::stdout().lock())
    }

    fn compile_and_report(mut self, name: &str, cargo: &mut dyn Write) -> Result {
        if syn::parse_str::<syn::Ident>(name).is_err() {
            self.errors.push(format!("compile: `{name}` is no name of a module, such as `ton`"));
        }
        self.settings.protocol = name.to_owned();
        self.settings.format = self.format.unwrap_or(self.out_dir.is_some());
        let mut errors = std::mem::take(&mut self.errors);
        let files = InputFiles::read(&self, &mut errors);
        report::print_lines(cargo, files.paths.iter().map(|path| report::rerun_line(path)))?;
        self.settings.source = files.names_of_schemas.join("`, `");
        let out = self.output_folder(name).unwrap_or_else(|error| {
            errors.push(error);
            PathBuf::new()
        });
        if !errors.is_empty() {
            return Err(Error::from_errors(&errors));
        }
        let generation = generate(&files.sources, &files.inputs, &self.settings);
        report::print_lines(cargo, report::warning_lines(&generation.diagnostics, &files.sources))?;
        match generation.files {
            Some(written) => written.write(&out).map(drop).map_err(|why| Error::from_errors(&[why.to_string()])),
            None => Err(Error::from_generation(&generation, &files.sources)),
        }
    }

    fn output_folder(&self, name: &str) -> std::result::Result<PathBuf, String> {
        let parent = self.out_dir.clone().or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        parent.map(|parent| parent.join(name)).ok_or_else(|| {
            "the environment variable `OUT_DIR` is not set: call `compile` in a build script, or set `out_dir`"
                .to_owned()
        })
    }

    /// Adds an error in an argument of the setting `name`.
    fn record_setting_error<T, E: fmt::Display>(&mut self, name: &str, result: std::result::Result<T, E>) -> Option<T> {
        result.map_err(|why| self.errors.push(format!("{name}: {why}"))).ok()
    }

    fn parse_selector(&mut self, name: &str, text: &str) -> Option<Selector> {
        self.record_setting_error(name, text.parse())
    }
}
