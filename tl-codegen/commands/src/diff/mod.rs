//! The command `diff`: compares two schemas, their meaning on the wire, and the Rust code generated from them.
//!
//! - `sides`: a file or a text of a git revision, resolved; `project`: the facts that a project adds;
//! - `plans`: the plans of both schemas, and the change of the metadata; `release_versions`: the version that the
//!   change needs;
//! - `report`: the facts with their verdict; `json`: the JSON form;
//! - `facts_in_words`: one fact in words; `report_text`, `api_report_text`, `report_part`: the form for people and the Markdown form.
//!
//! Facts and verdicts are those of [`tl_parser::difference`] and [`tl_codegen::difference`]. Invariant: nothing is
//! written, and with `--format json` the standard output holds one JSON object and nothing else.

mod api_report_text;
mod facts_in_words;
mod json;
mod plans;
mod project;
mod release_versions;
mod report;
mod report_part;
mod report_text;
mod sides;

use std::path::Path;

use clap::{Args, ValueEnum};
use tl_codegen::difference::Impact;
use tl_parser::Syntax;

use crate::dialect::SyntaxArgs;
use crate::failure::{Failure, Outcome};
use crate::input::check_stdin_is_named_once;
use crate::output::Output;
pub use project::{GeneratingProject, GeneratorInput};
pub use release_versions::{ReleaseVersions, least_compatible_version};
use report::Report;

use sides::{ComparedSchema, SchemaPlace};
pub use sides::{OFTEN_OMITTED_DECLARATIONS, Repository};

/// Compare two schemas: facts, verdicts on the wire, and Rust code that no longer compiles
///
/// OLD and NEW are files in TL or in the JSON form of Telegram, or texts of a git revision: REV:PATH, with a path from
/// the root of the repository. `-` is the standard input. Names, ids, fields and results are compared; order, layout
/// and comments are not.
///
/// Each fact has a verdict for two readers. The old reader gets bytes of NEW, the new reader gets bytes of OLD:
/// `compatible`, `lost` (a bit is ignored), `unknown` (an unknown id, an error) or `silent` (bytes are taken for
/// another value, without an error). A silent misreading needs a decision.
///
/// The generated Rust API is compared by two measures. Strict are the rules of cargo. The contract is: structs with
/// `new` are built with `..X::new(…)`, patterns end with `..`, matches on enums with `_`, and values are converted with
/// `.into()`. The version that the change needs follows from the contract.
///
/// Exit code 0: nothing to decide, and the version suffices. 1: otherwise. 2: the schemas cannot be compared.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} diff old.tl new.tl                            two files
  {program} diff HEAD~1:tl/chat.tl tl/chat.tl             the last change of a file
  {program} diff old.tl new.tl --format markdown          a changelog entry
  {program} diff old.json new.tl --format json            one JSON object")]
pub struct Diff {
    /// The schema before the change
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The schema after the change
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: DiffFormat,
    /// Also list the generated files that change
    #[arg(long)]
    pub files: bool,
    /// The protocol of the project whose settings and metadata apply; by default that of NEW, or else of OLD, by file
    /// name.
    #[arg(skip)]
    pub protocol: Option<String>,
    /// The dialect of both schemas, and the comments in them.
    #[command(flatten)]
    pub syntax: SyntaxArgs,
}

/// The form of a printed difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Text: decisions first, details last
    #[default]
    Human,
    /// A changelog entry, or the text of a pull request
    Markdown,
    /// One JSON object for programs
    Json,
}

/// The text of a schema to compare.
pub struct SchemaText<'a> {
    /// The name in the report.
    pub name: &'a str,
    /// The protocol of the schema.
    pub protocol: &'a str,
    /// The text, which must be UTF-8.
    pub bytes: Vec<u8>,
}

/// The difference of two schemas, for a program that takes the second in place of the first.
pub struct Comparison {
    /// Whether both schemas mean the same.
    pub is_empty: bool,
    /// The report in the form [`DiffFormat::Human`].
    pub human: String,
    /// The report in the form [`DiffFormat::Markdown`], without generated files, for a changelog.
    pub markdown: String,
    /// A line for each change that needs a decision, but for the layer, about which the caller decides.
    pub decide: Vec<String>,
    /// The impact on code that follows the contract.
    pub contract: Impact,
    /// The version that was released with an earlier schema, and the version that this change needs; `None` if no
    /// released version is recorded.
    pub versions: Option<ReleaseVersions>,
}

/// Compares the schema of a project with a text that replaces it. Exceptions for ids are not applied; the caller has
/// checked the ids.
///
/// Indirections follow the record beside the schema of the project.
///
/// # Errors
///
/// If a text is not UTF-8, has an error, or declares nothing. If a file of the project cannot be read.
pub fn compare_schema_texts(
    old: SchemaText<'_>,
    new: SchemaText<'_>,
    repository: Repository<'_>,
    with_files: bool,
    output: &mut Output<'_>,
) -> Outcome<Comparison> {
    let protocol = new.protocol.to_owned();
    let schema_path = repository.folder.join((repository.schema_path)(&protocol));
    let folder = schema_path.parent().unwrap_or(repository.folder).to_owned();
    let old = sides::resolve_text(old, Syntax::default(), output)?
        .with_place_and_layout(SchemaPlace::Disk { folder }, repository)?;
    let new = sides::resolve_text(new, Syntax::default(), output)?;
    let mut report = Report::from_comparison(&old, &new, &protocol, repository, with_files)?;
    let versions = report.versions.clone();
    // The caller raises the present version, so the report does not judge it.
    if let Some(versions) = &mut report.versions {
        versions.present = None;
    }
    let human = report_text::report_as_plain_text(&report);
    report.files.clear();
    Ok(Comparison {
        is_empty: report.difference.is_empty(),
        human,
        markdown: report_text::report_as_markdown(&report),
        decide: report.silent_breakage_lines(),
        contract: report.api.contract_impact(),
        versions,
    })
}

/// Compares two schemas and prints the difference.
///
/// # Errors
///
/// [`Failure::Reported`] if something needs a decision, or a higher version. Another failure if a schema cannot be read
/// or has an error.
pub fn run(args: &Diff, repository: Repository<'_>, output: &mut Output<'_>) -> Outcome {
    check_stdin_is_named_once([&args.old, &args.new].map(Path::new))?;
    let protocol = args.protocol.as_deref();
    let old = sides::read_schema_argument(&args.old, protocol, repository, (&args.syntax).into(), output)?;
    let new = sides::read_schema_argument(&args.new, protocol, repository, (&args.syntax).into(), output)?;
    let protocol = args.protocol.clone().unwrap_or_else(|| protocol_of_comparison(&old, &new, repository));
    let report = Report::from_comparison(&old, &new, &protocol, repository, args.files)?;
    match args.format {
        DiffFormat::Human => output.write_data_line(report_text::report_as_plain_text(&report).trim_end()),
        DiffFormat::Markdown => output.write_data_line(report_text::report_as_markdown(&report).trim_end()),
        DiffFormat::Json => output.write_json_line(json::report_as_json(&report)),
    }
    let suffices = report.versions.as_ref().is_none_or(ReleaseVersions::does_current_suffice);
    match report.decide.is_empty() && suffices {
        true => Ok(()),
        false => Err(Failure::Reported),
    }
}

/// The protocol of a comparison: that of NEW, unless only that of OLD is one of the project.
fn protocol_of_comparison(old: &ComparedSchema, new: &ComparedSchema, repository: Repository<'_>) -> String {
    let is_known =
        |input: &ComparedSchema| repository.project.is_some_and(|project| project.has_protocol(&input.protocol));
    if !is_known(new) && is_known(old) { old.protocol.clone() } else { new.protocol.clone() }
}
