//! The arguments of `generate`, and the settings of the generator that follow from them.
//!
//! Invariant: an argument that cannot be parsed is a wrong call; one that names nothing in the schema is a finding.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use tl_codegen::{
    Attributes, BadAttribute, BytesType, ExternPaths, FunctionDirection, Gate, Renames, Scalar, Selector, Settings,
    Unsupported,
};
use tl_parser::{Code, Level, Prelude, Scalars};

use crate::dialect::DialectArgs;
use crate::failure::{Failure, Outcome};
use crate::reporting::ReportingArgs;

/// Generate Rust code from schemas
///
/// The files are read as one schema; declarations that are equal in several files count once. DIR/mod.rs is the module
/// of the generated code: with `--out src/chat`, `pub mod chat;` in src/lib.rs includes it. The code depends on the
/// crate `tl-runtime` alone, of the same version as this program.
///
/// If there is an error, nothing is written. In DIR, files that no longer belong to the schema are removed. Files that
/// were not generated are never replaced or removed.
///
/// An id that is not the CRC32 of its declaration is a warning here, and the written id is sent. `--deny id-mismatch`
/// refuses such ids.
///
/// SEL selects declarations by TL name: `auth.sentCode`, `auth.*` or `*`; by kind: `type auth.SentCode` or
/// `fn auth.sendCode`; fields after a slash: `auth.sentCode/type` or `auth.sentCode/*`. Options with SEL may be given
/// several times, and so may `--rename`, `--scalar` and `--extern`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} generate chat.tl --out src/chat                      generate a module
  {program} generate ton_api.tl lite_api.tl --out src/ton        two files as one schema
  {program} generate td_api.tl --out src/td --unsupported skip   leave out all that has no Rust equivalent
  {program} generate api.tl --out src/api --only 'auth.*'        a part of the schema, with all that it needs
  {program} generate api.tl --out src/api --rename user_id=NumericUserId
  {program} generate api.tl --out src/api --type-attribute 'auth.*=#[derive(Eq, Hash)]'")]
pub struct Generate {
    /// Files to read, as one schema; `-` is the standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The folder for the generated code; it is created if it does not exist
    #[arg(long, short, value_name = "DIR")]
    pub out: PathBuf,
    /// The tables beside the schemas.
    #[command(flatten)]
    pub tables: TableArgs,
    /// How the schema is read.
    #[command(flatten)]
    reading: ReadingArgs,
    /// Which declarations are generated.
    #[command(flatten)]
    selection: SelectionArgs,
    /// The form of the generated code.
    #[command(flatten)]
    code: CodeArgs,
    /// The output form of findings, and the level of each lint.
    #[command(flatten)]
    pub reporting: ReportingArgs,
}

/// The tables that belong to the schemas.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Tables")]
pub struct TableArgs {
    /// Table of ids that are right although they are not the CRC32 [default: exceptions.tsv beside each FILE]
    #[arg(long, value_name = "TSV")]
    pub exceptions: Option<PathBuf>,
    /// Table of Rust names for TL names, with the columns `tl` and `rust` [default: renames.tsv beside each FILE]
    #[arg(long, value_name = "TSV")]
    pub renames: Option<PathBuf>,
    /// Record of the values that are behind a `Box` [default: layout.tsv beside the first FILE]
    #[arg(long, value_name = "TSV")]
    pub layout: Option<PathBuf>,
    /// Table of the layers of all combinators, with layers.tsv and forms.tsv beside it [default: history.tsv beside the
    /// first FILE]
    #[arg(long, value_name = "TSV")]
    pub history: Option<PathBuf>,
}

/// How the schema is read.
#[derive(Args, Debug)]
#[command(next_help_heading = "Reading")]
struct ReadingArgs {
    #[command(flatten)]
    dialect: DialectArgs,
    /// Whether lines such as `int53 = Int53;`, with which TDLib and TON declare numbers and texts, are recognised
    #[arg(long, value_name = "WHICH", value_enum, default_value_t)]
    prelude: PreludeName,
    /// Make a constructor stand for a number or a text: `date=int`; types are int, long, double, float, string, bytes,
    /// int128, int256 and int53
    #[arg(long, value_name = "NAME=TYPE", value_parser = parse_scalar)]
    scalar: Vec<(String, Scalar)>,
}

/// Which declarations are generated.
#[derive(Args, Debug)]
#[command(next_help_heading = "Declarations")]
struct SelectionArgs {
    /// Generate only these declarations, and all that they need
    #[arg(long, value_name = "SEL")]
    only: Vec<Selector>,
    /// Leave out these declarations; an error if another one needs them
    #[arg(long, value_name = "SEL")]
    except: Vec<Selector>,
    /// The handling of declarations that have no Rust equivalent, such as fields of any type
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    unsupported: UnsupportedHandling,
    /// Use a type of another module or crate: `User=::other::User`, or `ns.*=crate::other` for a generated module
    #[arg(long = "extern", value_name = "TL=PATH", value_parser = parse_extern)]
    extern_paths: Vec<(String, String)>,
}

/// The form of the generated code.
#[derive(Args, Debug)]
#[command(next_help_heading = "Code")]
struct CodeArgs {
    /// Choose another Rust name for a TL name: `user_id=NumericUserId`, or `user/id=number` for a field
    #[arg(long, value_name = "TL=RUST", value_parser = parse_rename)]
    rename: Vec<(String, String)>,
    /// Add an attribute to enums and structs: `auth.*=#[derive(Eq, Hash)]`
    #[arg(long, value_name = "SEL=ATTR", value_parser = parse_type_attribute)]
    type_attribute: Vec<(Selector, String)>,
    /// Add an attribute to fields: `auth.sentCode/type=#[doc(hidden)]`
    #[arg(long, value_name = "SEL=ATTR", value_parser = parse_field_attribute)]
    field_attribute: Vec<(Selector, String)>,
    /// The side of a connection that the functions of the schema are for
    #[arg(long, value_name = "DIRECTION", value_enum, default_value_t)]
    functions: DirectionName,
    /// Generate views too, which read values without allocation; they need the feature `views` of tl-runtime
    #[arg(long)]
    views: bool,
    /// The Rust type of `bytes`
    #[arg(long, value_name = "TYPE", value_enum, default_value_t)]
    bytes_type: BytesTypeName,
    /// Generate a table of names and ids too, from which errors take the names of unexpected constructors
    #[arg(long)]
    names: bool,
    /// Generate the module `layers` too, which reads values of older layers by the history of the schema and the rules in
    /// upgrades.tsv beside it; it needs the feature `layers` of tl-runtime
    #[arg(long)]
    layers: bool,
    /// Implement `Arbitrary`, for random values, if tl-runtime has its feature `arbitrary`
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value_t = true,
          default_missing_value = "true", action = clap::ArgAction::Set)]
    arbitrary: bool,
    /// Leave out documentation, which is made from TL lines and from the comments of the schema
    #[arg(long)]
    no_docs: bool,
    /// Leave the code in the layout of the generator, which takes a third of the time
    #[arg(long)]
    unformatted: bool,
    /// The path of the crate tl-runtime in the code [default: ::tl_runtime]
    #[arg(long, value_name = "PATH", value_parser = parse_runtime_path)]
    runtime: Option<String>,
}

/// The values of `--prelude`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum PreludeName {
    /// All lines of known families are recognised
    #[default]
    Known,
    /// Only lines with a `?` are, such as `int ? = Int;`
    None,
}

/// The values of `--unsupported`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum UnsupportedHandling {
    /// Each is an error
    #[default]
    Refuse,
    /// They are left out with all that needs them, with a warning for each
    Skip,
}

/// The values of `--bytes-type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum BytesTypeName {
    /// `tl_runtime::Bytes`, whose clones share their memory
    #[default]
    Shared,
    /// `Vec<u8>`
    Vec,
}

/// The values of `--functions`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct DirectionName(FunctionDirection);

impl ValueEnum for DirectionName {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(FunctionDirection::Send), Self(FunctionDirection::SendAndReceive)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self.0 {
            FunctionDirection::Send => {
                PossibleValue::new("send").help("Encode them, and decode their results, as clients do")
            }
            FunctionDirection::SendAndReceive => {
                PossibleValue::new("send-and-receive").help("Decode them too, as servers and tests do")
            }
        })
    }
}

impl Generate {
    /// The settings of the generator; the names of the command and of the schemas are those of the caller.
    pub(super) fn settings(&self) -> Outcome<Settings> {
        let Self { reading, selection, code, reporting, .. } = self;
        let mut settings = Settings::new("schema").with_function_direction(code.functions.0);
        if let Some(path) = &code.runtime {
            settings = settings.with_runtime(path).map_err(argument_failure)?;
        }
        settings.dialect = reading.dialect.into();
        settings.block_comments = reporting.allows_block_comments();
        settings.scalars = reading.scalars();
        settings.levels = reporting.with_default_level(Code::IdMismatch, Level::Warn).lint_levels().clone();
        settings.only.clone_from(&selection.only);
        settings.except.clone_from(&selection.except);
        settings.unsupported = match selection.unsupported {
            UnsupportedHandling::Refuse => Unsupported::Refuse,
            UnsupportedHandling::Skip => Unsupported::Skip,
        };
        settings.extern_paths = selection.extern_paths()?;
        settings.renames = code.renames()?;
        settings.attributes = code.attributes()?;
        settings.views = if code.views { Gate::Always } else { Gate::Never };
        settings.bytes_type = match code.bytes_type {
            BytesTypeName::Shared => BytesType::Shared,
            BytesTypeName::Vec => BytesType::Vec,
        };
        let gate = |is_generated| if is_generated { Gate::Always } else { Gate::Never };
        settings.names = gate(code.names || code.layers);
        (settings.table, settings.layers) = (gate(code.layers), gate(code.layers));
        settings.arbitrary = code.arbitrary;
        settings.docs = !code.no_docs;
        settings.format = !code.unformatted;
        Ok(settings)
    }
}

impl ReadingArgs {
    fn scalars(&self) -> Scalars {
        let mut scalars = Scalars::default();
        scalars.prelude = match self.prelude {
            PreludeName::Known => Prelude::Known,
            PreludeName::None => Prelude::None,
        };
        self.scalar.iter().for_each(|(constructor, scalar)| scalars.insert(constructor, *scalar));
        scalars
    }
}

impl SelectionArgs {
    fn extern_paths(&self) -> Outcome<ExternPaths> {
        let mut paths = ExternPaths::default();
        self.extern_paths.iter().try_for_each(|(tl, rust)| paths.insert(tl, rust)).map_err(argument_failure)?;
        Ok(paths)
    }
}

impl CodeArgs {
    fn renames(&self) -> Outcome<Renames> {
        let mut renames = Renames::default();
        self.rename.iter().try_for_each(|(tl, rust)| renames.insert(tl, rust)).map_err(argument_failure)?;
        Ok(renames)
    }

    fn attributes(&self) -> Outcome<Attributes> {
        let mut attributes = Attributes::default();
        for (selector, text) in &self.type_attribute {
            attributes.add_to_types(selector.clone(), text).map_err(argument_failure)?;
        }
        for (selector, text) in &self.field_attribute {
            attributes.add_to_fields(selector.clone(), text).map_err(argument_failure)?;
        }
        Ok(attributes)
    }
}

/// The name of the option for a setting of [`Settings`].
pub(super) fn name_of_option(setting: &str) -> String {
    match setting {
        "extern_path" => "extern".to_owned(),
        _ => setting.replace('_', "-"),
    }
}

/// A failure for an argument that its parser let pass.
fn argument_failure(why: impl ToString) -> Failure {
    Failure::unable_with_advice(why.to_string(), "")
}

/// The two sides of the first `=` in an argument.
fn split_at_equals<'t>(text: &'t str, form: &str) -> Result<(&'t str, &'t str), String> {
    let sides = text.split_once('=').map(|(left, right)| (left.trim(), right.trim()));
    let complete = sides.filter(|(left, right)| !left.is_empty() && !right.is_empty());
    complete.ok_or_else(|| format!("expected {form}"))
}

fn parse_scalar(text: &str) -> Result<(String, Scalar), String> {
    let (constructor, name) = split_at_equals(text, "a constructor and a type, such as `date=int`")?;
    let scalar = Scalar::ALL.into_iter().find(|scalar| scalar.name() == name);
    let scalar = scalar.ok_or_else(|| {
        let names = Scalar::ALL.map(Scalar::name).join(", ");
        format!("`{name}` is no number or text; types are {names}")
    })?;
    Ok((constructor.to_owned(), scalar))
}

fn parse_extern(text: &str) -> Result<(String, String), String> {
    let (tl, rust) = split_at_equals(text, "a TL name and a Rust path, such as `User=::other::User`")?;
    ExternPaths::default().insert(tl, rust).map_err(|why| why.to_string())?;
    Ok((tl.to_owned(), rust.to_owned()))
}

fn parse_rename(text: &str) -> Result<(String, String), String> {
    let (tl, rust) = split_at_equals(text, "a TL name and a Rust name, such as `user_id=NumericUserId`")?;
    Renames::default().insert(tl, rust).map_err(|why| why.to_string())?;
    Ok((tl.to_owned(), rust.to_owned()))
}

fn parse_type_attribute(text: &str) -> Result<(Selector, String), String> {
    parse_attribute(text, "auth.*=#[derive(Eq)]", Attributes::add_to_types)
}

fn parse_field_attribute(text: &str) -> Result<(Selector, String), String> {
    parse_attribute(text, "user/id=#[doc(hidden)]", Attributes::add_to_fields)
}

/// A selector and an attribute that `add` accepts.
fn parse_attribute(
    text: &str,
    example: &str,
    add: fn(&mut Attributes, Selector, &str) -> Result<(), BadAttribute>,
) -> Result<(Selector, String), String> {
    let (selector, attribute) = split_at_equals(text, &format!("a selector and an attribute, such as `{example}`"))?;
    let selector: Selector = selector.parse().map_err(|why| format!("{why}"))?;
    add(&mut Attributes::default(), selector.clone(), attribute).map_err(|why| why.to_string())?;
    Ok((selector, attribute.to_owned()))
}

fn parse_runtime_path(text: &str) -> Result<String, String> {
    Settings::new("schema").with_runtime(text).map(|_| text.to_owned()).map_err(|why| why.to_string())
}
