//! One side of a comparison: a file, or a text of a git revision, with the record of indirections beside it.
//!
//! Declarations that schemas often leave out, such as `true`, are added, so that a comment is no difference. Invariant:
//! a returned schema has no errors and at least one combinator.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest as _, Sha256};
use tl_codegen::RecordedIndirections;
use tl_parser::diagnostic::printable;
use tl_parser::{Combinator, Diagnostic, Schema, SourceId, SourceMap, Syntax, read_as, render_all};

use super::SchemaText;
use super::project::GeneratingProject;
use crate::failure::{Failure, Outcome};
use crate::foreign_forms::name_of_foreign_form;
use crate::input::{is_stdin, name_in_findings, read_bytes};
use crate::output::Output;
use crate::recorded_layout;
use crate::resolve::DeclarationCounts;

/// Names and texts of declarations that published schemas often leave out, such as `true`.
pub const OFTEN_OMITTED_DECLARATIONS: [(&str, &str); 4] = [
    ("boolFalse", "boolFalse#bc799737 = Bool;\n"),
    ("boolTrue", "boolTrue#997275b5 = Bool;\n"),
    ("true", "true#3fedd339 = True;\n"),
    ("vector", "vector#1cb5c415 {t:Type} # [ t ] = Vector t;\n"),
];

/// The git repository whose revisions are compared, and the layout of its schemas.
#[derive(Clone, Copy)]
pub struct Repository<'a> {
    /// A folder inside the git repository.
    pub folder: &'a Path,
    /// The path of the schema of a protocol, relative to the root of the repository.
    pub schema_path: fn(&str) -> String,
    /// The project in the folder, if there is one.
    pub project: Option<&'a dyn GeneratingProject>,
}

/// One side of a comparison: a schema with its origin.
pub(super) struct ComparedSchema {
    /// The command-line argument that names the schema.
    pub(super) name: String,
    /// The name of the protocol, derived from the argument: `api` for `HEAD:api`.
    pub(super) protocol: String,
    /// The SHA-256 of the schema text, in hexadecimal digits.
    pub(super) sha256: String,
    /// The number of declarations in the text, without those that the codec itself supplies.
    pub(super) counts: DeclarationCounts,
    /// The declarations of the text, and the usual declarations that the text leaves out.
    pub(super) schema: Schema,
    /// The record of indirections beside the schema; `None` if there is none.
    pub(super) layout: Option<RecordedIndirections>,
    /// The place of the text.
    pub(super) place: SchemaPlace,
}

/// The place of a text, in which the other files of its project are found.
#[derive(Clone, Debug)]
pub(super) enum SchemaPlace {
    /// A file in a folder of the disk.
    Disk { folder: PathBuf },
    /// A file of a git revision, in a folder relative to the root of the repository.
    Revision { revision: String, folder: String },
    /// A text that is in no file yet.
    Memory,
}

impl SchemaPlace {
    /// The text of a file beside the schema; `None` if there is none.
    fn text_of_sibling(&self, name: &str, repository: Repository<'_>) -> Option<String> {
        match self {
            Self::Disk { folder } => fs::read_to_string(folder.join(name)).ok(),
            Self::Revision { revision, folder } => {
                let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
                String::from_utf8(bytes_in_git_revision(repository, revision, &path).ok()?).ok()
            }
            Self::Memory => None,
        }
    }

    /// The text of a file of the project, by its path from the root of the repository; `None` if there is none.
    pub(super) fn text_of_project_file(&self, path: &str, repository: Repository<'_>) -> Option<String> {
        match self {
            Self::Disk { .. } | Self::Memory => fs::read_to_string(repository.folder.join(path)).ok(),
            Self::Revision { revision, .. } => {
                String::from_utf8(bytes_in_git_revision(repository, revision, path).ok()?).ok()
            }
        }
    }
}

/// The protocol of an argument that is the number of a layer, unless the caller names another one.
const PROTOCOL_OF_LAYERS: &str = "api";

/// Reads the schema that an argument names, and prints the errors in the schema. A number is a layer that the project
/// keeps, of `protocol` or else of `api`.
pub(super) fn read_schema_argument(
    name: &str,
    protocol: Option<&str>,
    repository: Repository<'_>,
    syntax: Syntax,
    output: &mut Output<'_>,
) -> Outcome<ComparedSchema> {
    if let Some((project, layer)) = repository.project.zip(layer_of_argument(name)) {
        let protocol = protocol.unwrap_or(PROTOCOL_OF_LAYERS);
        let text = project.kept_layer(protocol, layer)?.ok_or_else(|| {
            let help = "name a file, REV:PATH, or a layer that `history` lists";
            Failure::unable_with_advice(format!("`{protocol}` keeps no layer {layer}"), help)
        })?;
        let schema_path = repository.folder.join((repository.schema_path)(protocol));
        let place = SchemaPlace::Disk { folder: schema_path.parent().unwrap_or(repository.folder).to_owned() };
        let input = resolve_text(SchemaText { name, protocol, bytes: text.into_bytes() }, syntax, output)?;
        return input.with_place_and_layout(place, repository);
    }
    let (bytes, place) = read_bytes_and_place(name, repository)?;
    if let Some(form) = name_of_foreign_form(&bytes) {
        let help = "name a file in TL, or in the JSON form that Telegram publishes";
        let name = printable(name);
        return Err(Failure::unable_with_advice(format!("{name} is no schema; it seems to be {form}"), help));
    }
    let shown = name_in_findings(Path::new(name));
    let input =
        resolve_text(SchemaText { name: &shown, protocol: &protocol_of_argument(name), bytes }, syntax, output)?;
    input.with_place_and_layout(place, repository)
}

impl ComparedSchema {
    /// The same input at its place, with the record of indirections that is there.
    pub(super) fn with_place_and_layout(self, place: SchemaPlace, repository: Repository<'_>) -> Outcome<Self> {
        let text = place.text_of_sibling(recorded_layout::LAYOUT_FILE_NAME, repository);
        let name = format!("{} beside {}", recorded_layout::LAYOUT_FILE_NAME, self.name);
        let layout = text.map(|text| recorded_layout::parse_layout(&name, &text)).transpose()?;
        Ok(Self { layout, place, ..self })
    }
}

/// Resolves a text, and prints its errors.
pub(super) fn resolve_text(text: SchemaText<'_>, syntax: Syntax, output: &mut Output<'_>) -> Outcome<ComparedSchema> {
    let SchemaText { name, protocol, bytes } = text;
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let shown = printable(name);
    let text = String::from_utf8(bytes).map_err(|why| {
        Failure::unable_with_advice(format!("{shown}: the text is not UTF-8: {why}"), "save the file as UTF-8")
    })?;
    let mut sources = SourceMap::new();
    let id = sources.add(name, text);
    let (schema, found) = read_as(&sources, &[id], syntax);
    let counts = count_compared_declarations(&schema);
    let (schema, found) = with_usual_declarations(&mut sources, id, schema, found, syntax);
    let errors: Vec<_> = found.into_iter().filter(Diagnostic::is_error).collect();
    if !errors.is_empty() {
        let few = errors.iter().take(MAX_PRINTED_ERRORS).cloned().collect::<Vec<_>>();
        let rendered = render_all(&few, &sources, output.diagnostic_style());
        output.write_rendered_problem(&format!("{rendered}\n"));
        let help = "correct the schema first; `check` lists all its mistakes";
        return Err(Failure::unable_with_advice(format!("{shown} has errors and cannot be compared"), help));
    }
    if counts.n_constructors + counts.n_functions == 0 {
        return Err(Failure::unable_with_advice(format!("{shown} declares nothing"), "name a complete schema"));
    }
    let (name, protocol) = (name.to_owned(), protocol.to_owned());
    Ok(ComparedSchema { name, protocol, sha256, counts, schema, layout: None, place: SchemaPlace::Memory })
}

/// The number of declarations, without those that the codec itself supplies, which are not compared.
fn count_compared_declarations(schema: &Schema) -> DeclarationCounts {
    let is_supplied = |combinator: &&Combinator| combinator.is_builtin || combinator.declares_codec_type();
    let n_supplied = schema.combinators.iter().filter(is_supplied).count();
    let counts = DeclarationCounts::count_declarations(schema);
    DeclarationCounts { n_constructors: counts.n_constructors - n_supplied, ..counts }
}

/// Maximum number of errors in one schema that are printed.
const MAX_PRINTED_ERRORS: usize = 5;

/// The schema together with the usual declarations that it lacks.
fn with_usual_declarations(
    sources: &mut SourceMap,
    id: SourceId,
    schema: Schema,
    found: Vec<Diagnostic>,
    syntax: Syntax,
) -> (Schema, Vec<Diagnostic>) {
    let declared: HashSet<_> = schema.combinators.iter().map(|combinator| combinator.name.to_string()).collect();
    let missing = OFTEN_OMITTED_DECLARATIONS.iter().filter(|(name, _)| !declared.contains(*name));
    let missing: String = missing.map(|(_, line)| *line).collect();
    if missing.is_empty() {
        return (schema, found);
    }
    let usual = sources.add("usual declarations", missing);
    read_as(sources, &[id, usual], syntax)
}

/// Reads the bytes of a file, or of a path in a git revision, and returns their place.
fn read_bytes_and_place(name: &str, repository: Repository<'_>) -> Outcome<(Vec<u8>, SchemaPlace)> {
    let path = Path::new(name);
    let Some((revision, rest)) = name.split_once(':').filter(|_| !path.exists()) else {
        let bytes = read_bytes(path)?;
        if is_stdin(path) {
            return Ok((bytes, SchemaPlace::Memory));
        }
        return Ok((bytes, SchemaPlace::Disk { folder: path.parent().unwrap_or(path).to_owned() }));
    };
    // `api` is a protocol, `api.tl` and `schemas/api/api.tl` are paths.
    let is_protocol = !rest.is_empty() && !rest.contains(['/', '.', '\\']);
    let object_path = if is_protocol { (repository.schema_path)(rest) } else { rest.to_owned() };
    let bytes = bytes_in_git_revision(repository, revision, &object_path).map_err(|failure| match failure {
        Failure::Unable { message, help } => {
            Failure::Unable { message: format!("{}: {message}", printable(name)), help }
        }
        failure => failure,
    })?;
    let folder = object_path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    Ok((bytes, SchemaPlace::Revision { revision: revision.to_owned(), folder }))
}

/// The layer that an argument names; `None` for the name of an existing file, and for any text but a number.
fn layer_of_argument(name: &str) -> Option<u32> {
    name.parse().ok().filter(|layer: &u32| layer.to_string() == name && !Path::new(name).exists())
}

/// The bytes of a file of a git revision.
fn bytes_in_git_revision(repository: Repository<'_>, revision: &str, path: &str) -> Outcome<Vec<u8>> {
    let mut git = Command::new("git");
    // `--end-of-options` keeps git from reading a revision that begins with `-` as an option.
    git.arg("-C").arg(repository.folder).args(["show", "--end-of-options"]).arg(format!("{revision}:{path}"));
    let shown = git
        .output()
        .map_err(|why| Failure::unable_with_advice(format!("git cannot be run: {why}"), "name a file instead"))?;
    match shown.status.success() {
        true => Ok(shown.stdout),
        false => {
            let why = String::from_utf8_lossy(&shown.stderr);
            let why = why.lines().next().unwrap_or("git failed").to_owned();
            let path = "name a file, or REV:PATH with a path from the root of the repository";
            let or_protocol = if repository.project.is_some() { ", or REV:PROTOCOL" } else { "" };
            Err(Failure::unable_with_advice(why, format!("{path}{or_protocol}")))
        }
    }
}

/// The protocol that an argument names: `api` for `schemas/api/api.tl`, `HEAD:api` and `HEAD:schemas/api/api.tl`.
fn protocol_of_argument(name: &str) -> String {
    let path = name.rsplit(':').next().unwrap_or(name);
    Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
