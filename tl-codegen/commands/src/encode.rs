//! The command `encode`: JSON as bytes, the way back of `decode --format json`.
//!
//! Invariant: without an error, the standard output holds the bytes in the chosen form and nothing else.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::{Args, ValueEnum};
use tl_runtime::json::{ReadOptions, from_json};
use tl_runtime::table::TypeRef;

use crate::byte_schema::{ByteSchema, ByteSchemaArgs};
use crate::failure::{Failure, Outcome};
use crate::input::{check_stdin_is_named_once, read_bytes};
use crate::output::Output;
use crate::printable_path::printable_path;
use crate::problem;

/// Encode JSON as TL bytes
///
/// The JSON is that of `decode --format json`: `{"@type": "auth.loginToken", "expires": 5, "token": "AQID"}`. The key
/// `@type` may be missing where only one constructor fits. Flags words follow from the fields. An error names its path,
/// line and column, and the nearest name.
///
/// Exit code 0: encoded. 1: the JSON is no value. 2: the command was called wrongly.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} encode '{\"@type\": \"boolTrue\"}'                   hexadecimal digits
  {program} encode --file value.json --to base64
  {program} encode '[1, \"2\"]' --type 'Vector<long>'          a value without `@type`
  {program} decode HEX --format json | {program} encode --file -    the same bytes again")]
pub struct Encode {
    /// The value as JSON
    #[arg(
        value_name = "JSON",
        required_unless_present = "file",
        conflicts_with = "file",
        allow_negative_numbers = true
    )]
    pub json: Option<String>,
    /// File with the JSON; `-` is the standard input
    #[arg(long, value_name = "F")]
    pub file: Option<PathBuf>,
    /// Type of the value: `User`, `Vector<long>`, `vector<%Message>` [default: by the name in the value]
    #[arg(long = "type", value_name = "T")]
    pub value_type: Option<String>,
    /// Form of the output
    #[arg(long, value_name = "FORM", value_enum, default_value_t = EncodedForm::Hex)]
    pub to: EncodedForm,
    /// Ignore unknown keys
    #[arg(long)]
    pub lenient: bool,
    /// The schema of the value.
    #[command(flatten)]
    pub schema: ByteSchemaArgs,
}

/// The form of encoded bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EncodedForm {
    /// Hexadecimal digits
    Hex,
    /// Base64 with padding
    Base64,
    /// The bytes themselves, not for a terminal
    Bytes,
}

/// Prints the bytes of the value that the arguments name.
///
/// # Errors
///
/// If the JSON is no value of the schema, or an input can't be read.
pub fn run(args: &Encode, output: &mut Output<'_>) -> Outcome {
    check_stdin_is_named_once(args.file.iter().chain(&args.schema.schema).map(PathBuf::as_path))?;
    let text = json_text(args)?;
    if args.to == EncodedForm::Bytes && output.is_stdout_terminal() {
        return Err(Failure::unable_with_advice("a terminal shows no bytes", "redirect the output to a file"));
    }
    let schema = ByteSchema::read(&args.schema, args.value_type.as_deref(), output)?;
    let table = schema.table();
    let ty = schema.value_type(&table).unwrap_or(TypeRef::ANY);
    let options = ReadOptions { ignores_unknown_keys: args.lenient, ..ReadOptions::default() };
    let bytes = match from_json(&table, ty, &text, &options) {
        Ok(bytes) => bytes,
        Err(error) => {
            problem!(output, "error: {error}");
            return Err(Failure::Reported);
        }
    };
    match args.to {
        EncodedForm::Hex => output.write_data_line(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        EncodedForm::Base64 => output.write_data_line(STANDARD.encode(&bytes)),
        EncodedForm::Bytes => output.write_streamed(|out| out.write_all(&bytes)),
    }
    Ok(())
}

fn json_text(args: &Encode) -> Outcome<String> {
    match (&args.json, &args.file) {
        (Some(json), None) => Ok(json.clone()),
        (None, Some(path)) => String::from_utf8(read_bytes(path)?).map_err(|why| {
            Failure::unable_with_advice(format!("{}: {why}", printable_path(path)), "save the file as UTF-8")
        }),
        _ => Err(Failure::unable_with_advice("expected JSON", "give it as an argument, or name a file with `--file`")),
    }
}
