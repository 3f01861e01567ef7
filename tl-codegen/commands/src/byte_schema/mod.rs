//! The schema by which bytes are read: Telegram's, which is built in, or that of files.
//!
//! The declarations become one table in memory, whose combinators include those of older layers. An older one has its
//! id in its name: `message#1c9b1027`. Declarations that schemas leave out are added, those of MTProto's envelope among
//! them. Invariant: a schema with an error is refused, and the built-in one has none.

mod builtin;
mod declared;
mod usual;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use tl_codegen::table::EncodedTable;
use tl_parser::{Code, Diagnostic, Schema, SourceId, SourceMap, Syntax, read_as, render_all};
use tl_runtime::table::{Table, TypeRef};

#[cfg(test)]
pub(crate) use self::builtin::add_to as add_built_in;
pub use self::declared::{Declared, Origin};
pub use self::usual::MESSAGE_NAME;
use crate::dialect::SyntaxArgs;
use crate::failure::{Failure, Outcome};
use crate::findings::Findings;
use crate::output::Output;

/// The constructor whose field has the type of `--type`. A TL name can't end in this way by accident.
const VALUE_NAME: &str = "tl_value_of_type_option";

/// Constructors of the tools, which are no declarations of the schema.
const HIDDEN_NAMES: [&str; 2] = [VALUE_NAME, usual::VECTORS_NAME];

/// Maximum number of printed errors of a schema.
const MAX_PRINTED_ERRORS: usize = 5;

/// The options that choose the schema.
#[derive(Args, Clone, Debug, Default)]
pub struct ByteSchemaArgs {
    /// Schema of the bytes, in one or several files [default: Telegram's, with the older layers that are known]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub schema: Vec<PathBuf>,
    /// The dialect of the files, and the comments in them.
    #[command(flatten)]
    pub syntax: SyntaxArgs,
}

/// A table with the declarations behind it.
pub struct ByteSchema {
    encoded: EncodedTable,
    declared: BTreeMap<u32, Vec<Declared>>,
    /// The newest kept layer of the built-in schema.
    newest_layer: Option<u32>,
}

/// A schema with the texts that its diagnostics are about.
struct ResolvedSchema {
    schema: Schema,
    sources: SourceMap,
    /// The sources of the schema.
    ids: Vec<SourceId>,
    found: Vec<Diagnostic>,
}

impl ByteSchema {
    /// Reads the schema that the options name. `value_type` is a type expression, which [`value_type`](Self::value_type)
    /// refers to.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or has an error, which is printed, or if the expression is no type of the schema.
    pub fn read(args: &ByteSchemaArgs, value_type: Option<&str>, output: &mut Output<'_>) -> Outcome<Self> {
        let mut findings = Findings::default();
        let (ids, origins) = match args.schema.as_slice() {
            [] => {
                let (id, origins) = builtin::add_to(&mut findings.sources);
                (vec![id], origins)
            }
            files => (findings.read_files(files)?, BTreeMap::new()),
        };
        let syntax = Syntax::from(&args.syntax);
        let unreadable = findings.diagnostics().to_vec();
        let mut read = usual::with_usual_declarations(findings.sources, &ids, syntax);
        read.found.extend(unreadable);
        refuse_errors(&read, args, output)?;
        let schema = match value_type {
            Some(expression) => with_value_type(read, expression, syntax)?,
            None => read.schema,
        };
        Self::of_schema(schema, &origins)
    }

    /// The table of a schema, whose older declarations have other origins.
    fn of_schema(mut schema: Schema, origins: &BTreeMap<String, Origin>) -> Outcome<Self> {
        let mut declared: BTreeMap<u32, Vec<Declared>> = BTreeMap::new();
        for combinator in &mut schema.combinators {
            let origin = origins.get(&combinator.name.to_string()).copied().unwrap_or(Origin::Schema);
            let found = Declared::new(combinator, origin);
            if found.is_older() {
                let local = found.name.rsplit('.').next().unwrap_or(&found.name);
                combinator.name.local = format!("{local}#{:08x}", found.id);
            }
            if !HIDDEN_NAMES.contains(&combinator.name.local.as_str()) {
                declared.entry(combinator.id).or_default().push(found);
            }
        }
        let encoded = EncodedTable::of_schema(&schema);
        let encoded = encoded.map_err(|why| Failure::unable_with_advice(why.to_string(), "name a smaller schema"))?;
        let newest_layer = origins.values().filter_map(|origin| origin.first_layer()).max();
        Ok(Self { encoded, declared, newest_layer })
    }

    /// The table of all declarations.
    #[must_use]
    pub fn table(&self) -> Table<'_> {
        self.encoded.as_table()
    }

    /// The type that the option `--type` names, if it was given.
    #[must_use]
    pub fn value_type(&self, table: &Table<'_>) -> Option<TypeRef> {
        table.by_name(VALUE_NAME)?.field(0).map(|field| field.ty())
    }

    /// The type of vectors of objects, of `int`s and of `long`s, for a vector of unknown items.
    #[must_use]
    pub fn vector_types(&self, table: &Table<'_>) -> [Option<TypeRef>; 3] {
        let vectors = table.by_name(usual::VECTORS_NAME);
        [0, 1, 2].map(|index| Some(vectors?.field(index)?.ty()))
    }

    /// The type `int`.
    #[must_use]
    pub fn int_type(&self, table: &Table<'_>) -> Option<TypeRef> {
        Some(table.by_name(usual::VECTORS_NAME)?.field(3)?.ty())
    }

    /// The declarations with an id: one, or a constructor and functions of the same id.
    #[must_use]
    pub fn declared_with_id(&self, id: u32) -> &[Declared] {
        self.declared.get(&id).map_or(&[], Vec::as_slice)
    }

    /// All declarations, in the order of their ids.
    pub fn declared(&self) -> impl Iterator<Item = &Declared> {
        self.declared.values().flatten()
    }

    /// The newest kept layer of the built-in schema; `None` for the schema of files.
    #[must_use]
    pub fn newest_layer(&self) -> Option<u32> {
        self.newest_layer
    }

    /// The name of a combinator for people, with its layers if no current schema has it.
    #[must_use]
    pub fn name_with_mark(&self, id: u32, name: &str) -> String {
        let older = self.declared_with_id(id).iter().find(|declared| declared.is_older());
        match older {
            Some(older) => format!("{name} ({})", older.origin.in_words()),
            None if name.contains('#') => name.to_owned(),
            None => format!("{name}#{id:08x}"),
        }
    }

    /// The name of a combinator that is most similar to an unknown name.
    #[must_use]
    pub fn nearest_name(&self, name: &str) -> Option<&str> {
        let names: BTreeSet<_> = self.declared().map(|declared| declared.name.as_str()).collect();
        let distance = |found: &str| strsim::damerau_levenshtein(&found.to_lowercase(), &name.to_lowercase());
        let nearest = names.into_iter().map(|found| (distance(found), found)).min()?;
        Some(nearest).filter(|(distance, found)| distance * 3 <= found.len().max(3)).map(|(_, found)| found)
    }
}

fn refuse_errors(read: &ResolvedSchema, args: &ByteSchemaArgs, output: &mut Output<'_>) -> Outcome {
    let errors = read.found.iter().filter(|found| found.is_error() && found.code != Code::IdMismatch);
    let errors: Vec<_> = errors.take(MAX_PRINTED_ERRORS).cloned().collect();
    if errors.is_empty() {
        return Ok(());
    }
    let rendered = render_all(&errors, &read.sources, output.diagnostic_style());
    output.write_rendered_problem(&format!("{rendered}\n"));
    let files =
        args.schema.iter().map(|path| crate::printable_path::printable_path(path)).collect::<Vec<_>>().join(", ");
    let help = "correct the schema first; `check` lists all its mistakes";
    Err(Failure::unable_with_advice(format!("the schema has errors: {files}"), help))
}

/// The schema with a constructor whose only field has the type of the option `--type`.
fn with_value_type(read: ResolvedSchema, expression: &str, syntax: Syntax) -> Outcome<Schema> {
    let shown = tl_parser::diagnostic::printable(expression);
    let no_type = |why: &str| {
        let help = "examples: User, Vector<long>, vector<%Message>, future_salt, int";
        Failure::unable_with_advice(format!("`--type {shown}`: {why}"), help)
    };
    if expression.contains([';', '=', '\n']) || expression.contains("//") {
        return Err(no_type("expected one type"));
    }
    // The API has several constructors of `Message`, so its bare form can only be that of MTProto.
    let of_mtproto = expression.replace("%Message", "%mtproto.Message");
    match schema_with_value(&read, expression, syntax) {
        Ok(schema) => Ok(schema),
        Err(_) if of_mtproto != expression => {
            schema_with_value(&read, &of_mtproto, syntax).map_err(|why| no_type(&why))
        }
        Err(why) => Err(no_type(&why)),
    }
}

/// The schema with the constructor for a type expression, or the reason why the expression is no type.
fn schema_with_value(read: &ResolvedSchema, expression: &str, syntax: Syntax) -> Result<Schema, String> {
    let mut sources = read.sources.clone();
    let text = format!("---types---\n{VALUE_NAME} value:{expression} = Tl_value_of_type_option;\n");
    let own = sources.add("--type", text);
    let ids: Vec<_> = read.ids.iter().copied().chain([own]).collect();
    let (schema, found) = read_as(&sources, &ids, syntax);
    let is_own = |found: &&Diagnostic| found.is_error() && found.primary.span.source == own;
    match found.iter().filter(is_own).find(|found| found.code != Code::IdMismatch) {
        Some(error) => Err(error.message.clone()),
        None => Ok(schema),
    }
}
