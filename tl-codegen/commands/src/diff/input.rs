//! One side of a comparison: a file, or a text of a git revision.
//!
//! Declarations that schemas often leave out, such as `true`, are added, so that a comment is no difference. Invariant: a
//! returned schema has no errors and at least one combinator.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use sha2::{Digest as _, Sha256};
use tl_parser::{Combinator, Diagnostic, Dialect, Schema, SourceId, SourceMap, read_as, render_all};

use crate::failure::{Failure, Outcome};
use crate::form::foreign_form;
use crate::output::Output;
use crate::problem;
use crate::resolve::Counts;

/// Names and texts of declarations that published schemas often leave out, such as `true`.
const USUAL_DECLARATIONS: [(&str, &str); 4] = [
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
}

/// One side of a comparison: a schema with its origin.
pub(super) struct Input {
    /// The command-line argument that names the schema.
    pub(super) name: String,
    /// The name of the protocol, derived from the argument: `api` for `HEAD:api`.
    pub(super) protocol: String,
    /// The SHA-256 of the schema text, in hexadecimal digits.
    pub(super) sha256: String,
    /// The number of declarations in the text, without those that the codec itself supplies.
    pub(super) counts: Counts,
    /// The declarations of the text, and the usual declarations that the text leaves out.
    pub(super) schema: Schema,
}

/// Reads the schema that an argument names, and prints the errors in the schema.
pub(super) fn read(
    name: &str,
    repository: Repository<'_>,
    dialect: Dialect,
    output: &mut Output<'_>,
) -> Outcome<Input> {
    let bytes = read_bytes(name, repository)?;
    if let Some(form) = foreign_form(&bytes) {
        let help = "name a file in TL, or in the JSON form that Telegram publishes";
        return Err(Failure::unable(format!("{name} is no schema; it seems to be {form}"), help));
    }
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let text = String::from_utf8(bytes)
        .map_err(|why| Failure::unable(format!("{name}: the text is not UTF-8: {why}"), "save the file as UTF-8"))?;
    let mut sources = SourceMap::new();
    let id = sources.add(name, text);
    let (schema, found) = read_as(&sources, &[id], dialect);
    let counts = count_compared(&schema);
    let (schema, found) = with_usual_declarations(&mut sources, id, schema, found, dialect);
    let errors: Vec<_> = found.into_iter().filter(Diagnostic::is_error).collect();
    if !errors.is_empty() {
        let shown = errors.iter().take(MAX_PRINTED_ERRORS).cloned().collect::<Vec<_>>();
        problem!(output, "{}\n", render_all(&shown, &sources, output.style()));
        let help = "correct the schema first; `check` lists all its mistakes";
        return Err(Failure::unable(format!("{name} has errors and cannot be compared"), help));
    }
    if counts.n_constructors + counts.n_functions == 0 {
        return Err(Failure::unable(format!("{name} declares nothing"), "name a complete schema"));
    }
    Ok(Input { name: name.to_owned(), protocol: protocol_of_argument(name), sha256, counts, schema })
}

/// The number of declarations, without those that the codec itself supplies, which are not compared.
fn count_compared(schema: &Schema) -> Counts {
    let is_supplied = |combinator: &&Combinator| combinator.is_builtin || combinator.is_supplied();
    let n_supplied = schema.combinators.iter().filter(is_supplied).count();
    let counts = Counts::of(schema);
    Counts { n_constructors: counts.n_constructors - n_supplied, ..counts }
}

/// Maximum number of errors in one schema that are printed.
const MAX_PRINTED_ERRORS: usize = 5;

/// The schema together with the usual declarations that it lacks.
fn with_usual_declarations(
    sources: &mut SourceMap,
    id: SourceId,
    schema: Schema,
    found: Vec<Diagnostic>,
    dialect: Dialect,
) -> (Schema, Vec<Diagnostic>) {
    let declared: HashSet<_> = schema.combinators.iter().map(|combinator| combinator.name.to_string()).collect();
    let missing = USUAL_DECLARATIONS.iter().filter(|(name, _)| !declared.contains(*name));
    let missing: String = missing.map(|(_, line)| *line).collect();
    if missing.is_empty() {
        return (schema, found);
    }
    let usual = sources.add("usual declarations", missing);
    read_as(sources, &[id, usual], dialect)
}

/// Reads the bytes of a file, or of a path in a git revision.
fn read_bytes(name: &str, repository: Repository<'_>) -> Outcome<Vec<u8>> {
    let path = Path::new(name);
    let Some((revision, rest)) = name.split_once(':').filter(|_| !path.exists()) else {
        return fs::read(path).map_err(|why| Failure::file(path, &why));
    };
    // `api` is a protocol, `api.tl` and `schemas/api/api.tl` are paths.
    let is_protocol = !rest.is_empty() && !rest.contains(['/', '.', '\\']);
    let object_path = if is_protocol { (repository.schema_path)(rest) } else { rest.to_owned() };
    let mut git = Command::new("git");
    // `--end-of-options` keeps git from reading a revision that begins with `-` as an option.
    git.arg("-C").arg(repository.folder).args(["show", "--end-of-options"]).arg(format!("{revision}:{object_path}"));
    let shown =
        git.output().map_err(|why| Failure::unable(format!("git cannot be run: {why}"), "name a file instead"))?;
    match shown.status.success() {
        true => Ok(shown.stdout),
        false => {
            let why = String::from_utf8_lossy(&shown.stderr);
            let why = why.lines().next().unwrap_or("git failed").to_owned();
            let help = "name a file, REV:PATH with a path from the root of the repository, or REV:PROTOCOL";
            Err(Failure::unable(format!("{name}: {why}"), help))
        }
    }
}

/// The protocol that an argument names: `api` for `schemas/api/api.tl`, `HEAD:api` and `HEAD:schemas/api/api.tl`.
fn protocol_of_argument(name: &str) -> String {
    let path = name.rsplit(':').next().unwrap_or(name);
    Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
