//! The command `decode`: shows bytes as TL values.
//!
//! - `walk`, `events`: the one walk, which yields leaves; `envelope`, `inflate`: MTProto's envelope in it;
//! - `leaf`: leaves and their receiver; `nodes`, `tree`, `hexdump`: receivers that print; `json`: values as JSON;
//! - `fault`: the reason why bytes can't be read; `framing`: streams of messages;
//! - `text`, `type_text`, `colour`, `writer`: values, types and colours in the output.
//!
//! Bytes are walked twice: the first pass finds faults and buffers, the second one writes, so that output needs no
//! memory. Invariant: with a JSON form, the standard output holds one object, or with framing one a line.

mod colour;
mod envelope;
mod events;
mod fault;
mod framing;
mod hexdump;
mod inflate;
mod json;
mod leaf;
mod nodes;
mod text;
mod tree;
mod type_text;
mod walk;
mod writer;

#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tl_runtime::table::{CombinatorKind, Table, Type, TypeRef};

use self::fault::Fault;
use self::framing::Frame;
pub use self::framing::Framing;
use self::hexdump::HexdumpWriter;
use self::json::JsonSink;
use self::leaf::{LeafValue, Role, Sink};
use self::nodes::NodesWriter;
use self::tree::TreeWriter;
use self::walk::{Buffer, Walker};
use crate::byte_input::{self, ByteForm};
use crate::byte_schema::{ByteSchema, ByteSchemaArgs};
use crate::failure::{Failure, Outcome};
use crate::input::check_stdin_is_named_once;
use crate::output::Output;
use crate::{printable, problem};
use tl_parser::diagnostic::printable_json;

/// Show bytes as TL values
///
/// The first constructor id decides the type of the bytes. Containers, packed objects and results of MTProto are opened.
/// Ids that only an older layer has are read by the line of that layer and marked with it.
///
/// If the bytes can't be read to the end, everything before the error is shown, then the error with its offset and path,
/// and the bytes after it as unknown. Hints name known ids after the error. They may be wrong.
///
/// With `--format nodes`, the standard output holds one object. Its key `buffers` lists the input and all inflated
/// objects, with `length` and `from`. Its key `nodes` lists the parts of all buffers, without gap or overlap, with
/// `buffer`, `offset`, `length`, `path`, `role`, `type` and `value`. After an error, the object has the keys `error` and
/// `partial`, which holds the parts.
///
/// Exit code 0: decoded. 1: the bytes can't be decoded. 2: the command was called wrongly.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  {program} decode b5757299                              the hex digits of a log: a tree of values
  {program} decode '15 c4 b5 1c 00 00 00 00'             blanks, colons, 0x and \\x may stand between bytes
  {program} decode \"b'\\xb5ur\\x99'\"                       a line of Python
  {program} decode HEX --format json                     one JSON object, which `encode` reads
  {program} decode --file dump.bin --format hexdump      which byte belongs to which field
  {program} decode HEX --type 'Vector<long>'             a value without an id that tells its type
  {program} decode HEX --request messages.getHistory     an rpc_result, by the function that it answers
  {program} decode --file stream --framing abridged      the messages of a TCP stream
  {program} decode HEX --schema my.tl                    by a schema of your own
  {program} find 171155211                               the declaration of an id, if nothing but it is known")]
pub struct Decode {
    /// The bytes, as hexadecimal digits, base64 or a literal of Python
    #[arg(
        value_name = "HEX",
        required_unless_present = "file",
        conflicts_with = "file",
        allow_negative_numbers = true
    )]
    pub bytes: Option<String>,
    /// File with the bytes, or with a text of them; `-` is the standard input
    #[arg(long, value_name = "F")]
    pub file: Option<PathBuf>,
    /// Form of the input [default: by its look; a file that is no text has the bytes themselves]
    #[arg(long = "as", value_name = "FORM", value_enum)]
    pub form: Option<ByteForm>,
    /// Type of the value: `User`, `Vector<long>`, `vector<%Message>` [default: by the first id]
    #[arg(long = "type", value_name = "T")]
    pub value_type: Option<String>,
    /// Function that an `rpc_result` answers, whose result type is that of the result
    #[arg(long, value_name = "NAME")]
    pub request: Option<String>,
    /// Read a stream of framed messages, of this transport
    #[arg(long, value_name = "TRANSPORT", value_enum)]
    pub framing: Option<Framing>,
    /// Accept strings in encodings that no TL writer produces, and show them such that `encode` gives the same bytes
    #[arg(long)]
    pub lossless: bool,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = DecodeFormat::Tree)]
    pub format: DecodeFormat,
    /// The schema of the bytes.
    #[command(flatten)]
    pub schema: ByteSchemaArgs,
}

/// The form of decoded values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecodeFormat {
    /// A line for each value
    Tree,
    /// The value as JSON, which `encode` reads
    Json,
    /// One JSON object that lists all parts of the bytes
    Nodes,
    /// The bytes with the field that each belongs to
    Hexdump,
}

impl DecodeFormat {
    /// Whether a program reads the output.
    fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Nodes)
    }
}

/// How bytes are read.
struct Decoder<'d> {
    schema: &'d ByteSchema,
    table: &'d Table<'d>,
    value_type: Option<TypeRef>,
    request: Option<TypeRef>,
    framing: Option<Framing>,
    is_lossless: bool,
}

/// The faults and buffers that a walk over a frame finds.
struct Findings {
    faults: Vec<Fault>,
    buffers: Vec<Buffer>,
    remarks: Vec<String>,
}

/// Shows the bytes that the arguments name.
///
/// # Errors
///
/// If the bytes can't be read or decoded, or the schema can't be read.
pub fn run(args: &Decode, output: &mut Output<'_>) -> Outcome {
    check_stdin_is_named_once(args.file.iter().chain(&args.schema.schema).map(PathBuf::as_path))?;
    let bytes = byte_input::read(args.bytes.as_deref(), args.file.as_deref(), args.form)?;
    let schema = ByteSchema::read(&args.schema, args.value_type.as_deref(), output)?;
    let table = schema.table();
    let request = args.request.as_deref().map(|name| result_type(&schema, &table, name)).transpose()?;
    let value_type = schema.value_type(&table);
    let decoder = Decoder {
        schema: &schema,
        table: &table,
        value_type,
        request,
        framing: args.framing,
        is_lossless: args.lossless,
    };
    if args.format.is_json() {
        output.reserve_stdout_for_data();
    }
    let frames = match args.framing {
        Some(framing) => framing::split(&bytes, framing),
        None => vec![Frame { offset: 0, bytes: &bytes, n_header: 0, stated_len: bytes.len() }],
    };
    let mut is_decoded = true;
    for (index, frame) in frames.iter().enumerate() {
        is_decoded &= decoder.show_frame(index, frame, args.format, output);
    }
    if is_decoded { Ok(()) } else { Err(Failure::Reported) }
}

/// The type of the results of a function.
fn result_type(schema: &ByteSchema, table: &Table<'_>, name: &str) -> Outcome<TypeRef> {
    let shown = printable(name);
    let function = table.combinators().find(|found| found.name() == name && found.kind() == CombinatorKind::Function);
    let Some(function) = function else {
        let nearest = schema.nearest_name(name).map(|nearest| format!("the nearest name is `{nearest}`"));
        return Err(Failure::unable_with_advice(
            format!("`--request {shown}`: the schema has no function of this name"),
            nearest.unwrap_or_default(),
        ));
    };
    match table.ty(function.result()) {
        Type::Param(_) | Type::BareParam(_) | Type::Call(_) => Err(Failure::unable_with_advice(
            format!("`--request {shown}`: the result is that of the function inside of the call"),
            "name the function inside",
        )),
        _ => Ok(function.result()),
    }
}

impl Decoder<'_> {
    /// Shows a frame; returns whether it was decoded.
    fn show_frame(&self, index: usize, frame: &Frame<'_>, format: DecodeFormat, output: &mut Output<'_>) -> bool {
        let style = output.stdout_style();
        if self.framing.is_some() && !format.is_json() {
            let separator = if index == 0 { "" } else { "\n" };
            output.write_data_line(format_args!("{separator}frame {index}, at byte {} of the stream:", frame.offset));
        }
        let mut found = None;
        output.write_streamed(|out| match format {
            DecodeFormat::Tree => {
                let mut tree = TreeWriter::new(out, style);
                found = Some(self.walk_frame(frame, Some(&mut tree)));
                tree.finish()
            }
            DecodeFormat::Hexdump => {
                let mut hexdump = HexdumpWriter::new(out, style);
                found = Some(self.walk_frame(frame, Some(&mut hexdump)));
                hexdump.finish()
            }
            DecodeFormat::Nodes | DecodeFormat::Json => {
                // These forms begin with the error and the buffers, so the frame is walked over twice.
                self.write_object(frame, found.insert(self.find(frame)), format, out)
            }
        });
        // Nothing is written after an error of the output, but faults count.
        let found = found.unwrap_or_else(|| self.find(frame));
        found.faults.iter().for_each(|fault| fault.print(output));
        found.remarks.iter().for_each(|remark| problem!(output, "note: {remark}"));
        found.faults.is_empty()
    }

    /// Writes the object of a JSON form, inside of an object with the error if there is one.
    fn write_object(
        &self,
        frame: &Frame<'_>,
        found: &Findings,
        format: DecodeFormat,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if let Some(fault) = found.faults.first() {
            let error = printable_json(&fault.to_json().to_string()).into_owned();
            out.write_all(format!("{{\"error\":{error},\"partial\":").as_bytes())?;
        }
        match format {
            DecodeFormat::Json => self.write_json(frame, out)?,
            _ => {
                let mut nodes = NodesWriter::new(out, &found.buffers);
                self.walk_frame(frame, Some(&mut nodes));
                nodes.finish()?;
            }
        }
        out.write_all(if found.faults.is_empty() { b"\n" } else { b"}\n" })
    }

    /// Writes the value of a frame as JSON.
    fn write_json(&self, frame: &Frame<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut walker = self.walker(None);
        walker.json = Some(JsonSink::new(out));
        self.walk_with(&mut walker, frame);
        walker.json.map_or(Ok(()), JsonSink::finish)
    }

    /// Finds faults and buffers, without output.
    fn find(&self, frame: &Frame<'_>) -> Findings {
        self.walk_frame(frame, None)
    }

    /// Walks over a frame.
    fn walk_frame<'s>(&'s self, frame: &Frame<'_>, sink: Option<&'s mut (dyn Sink + 's)>) -> Findings {
        let mut walker = self.walker(sink);
        self.walk_with(&mut walker, frame);
        Findings { faults: walker.faults, buffers: walker.buffers, remarks: walker.remarks }
    }

    fn walker<'s>(&'s self, sink: Option<&'s mut (dyn Sink + 's)>) -> Walker<'s> {
        let mut walker = Walker::new(self.table, self.schema, sink);
        walker.request = self.request;
        walker.is_lossless = self.is_lossless;
        walker
    }

    fn walk_with(&self, walker: &mut Walker<'_>, frame: &Frame<'_>) {
        walker.buffers.push(Buffer { len: frame.bytes.len(), from: None });
        let (header, payload) = frame.bytes.split_at_checked(frame.n_header).unwrap_or((frame.bytes, &[]));
        if !header.is_empty() {
            let stated = u32::try_from(frame.stated_len).unwrap_or(u32::MAX);
            walker.leaf(0, header, Role::Length, "int", LeafValue::Number(stated));
        }
        if payload.len() < frame.stated_len {
            let left = frame.bytes.len();
            walker.report(Fault::new("unexpected-end", "the stream ends within a frame"), left, &[]);
        }
        walker.payload(payload, header.len(), self.value_type, self.framing);
    }
}

impl Walker<'_> {
    /// Walks over the payload of a frame. Up to 15 bytes of padding may follow a value of the transport `padded`.
    fn payload(&mut self, payload: &[u8], base: usize, ty: Option<TypeRef>, framing: Option<Framing>) {
        // A transport reports errors as a negative number in place of a message.
        if let (Some(_), Ok(code)) = (framing, <[u8; 4]>::try_from(payload)) {
            let code = i32::from_le_bytes(code);
            if (-1000..0).contains(&code) {
                let int = self.schema.int_type(self.table);
                self.extent(payload, base, int);
                return;
            }
        }
        self.n_padding_allowed = if framing == Some(Framing::Padded) { 15 } else { 0 };
        self.extent(payload, base, ty);
    }
}
