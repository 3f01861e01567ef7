//! The packed tables: `names.rs` with names and ids, `table.rs` with all declarations, `layers.rs` with older ones.
//!
//! The files consist of long byte strings. They are written as text, because a literal of rustc's tokens would be one
//! line. Names stand on a line each, so that a difference between two layers can be read.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc_comment;
use super::module::runtime_crate_path;
use super::module_declaration::{
    private_module_declaration, with_cfg_gate, with_code_lints_allowed, with_reexport_lints_allowed,
};
use super::render::generated_file_header;
use super::runtime_macros::WITH_LAYERS_MACRO;
use super::tokens::ident_token;
use crate::plan::Plan;
use crate::settings::Gate;
use crate::table::{EncodedLayers, EncodedNames, EncodedParts};

/// Maximum number of columns of a line of bytes.
const MAX_LINE_WIDTH: usize = 118;

/// The constant of a type that refers to the names of its protocol.
pub(super) fn names_constant_item() -> TokenStream {
    quote!(
        const NAMES: rt::ProtocolNames = root::PROTOCOL_NAMES;
    )
}

/// The constant to which all types refer:
///
/// ```text
/// #[cfg(feature = "names")]
/// #[doc(hidden)]
/// pub const PROTOCOL_NAMES: ::tl_runtime::ProtocolNames = ::core::option::Option::Some(names::name_of);
/// #[cfg(not(feature = "names"))]
/// #[doc(hidden)]
/// pub const PROTOCOL_NAMES: ::tl_runtime::ProtocolNames = ::core::option::Option::None;
/// ```
pub(super) fn protocol_names_items(plan: &Plan) -> TokenStream {
    let runtime = runtime_crate_path(&plan.settings);
    let constant = |value: TokenStream| quote!(#[doc(hidden)] #[allow(dead_code)] pub const PROTOCOL_NAMES: #runtime::ProtocolNames = #value;);
    let (some, none) = (
        constant(quote!(::core::option::Option::Some(names::name_of))),
        constant(quote!(::core::option::Option::None)),
    );
    match (&plan.settings.names, &plan.tables.names) {
        (Gate::Never, _) => TokenStream::new(),
        (_, None) => none,
        (Gate::Always, _) => some,
        (Gate::Feature(feature), _) => {
            quote!(#[cfg(feature = #feature)] #some #[cfg(not(feature = #feature))] #none)
        }
    }
}

/// The modules of the tables. The statics of the private modules `names` and `table` are re-exported; `layers` is public.
pub(super) fn table_modules(plan: &Plan) -> TokenStream {
    let names = plan.tables.names.is_some().then(|| {
        let module = private_module_declaration("names");
        let import = with_reexport_lints_allowed(&quote!(
            pub use self::names::NAMES;
        ));
        [module, import].map(|item| with_cfg_gate(&plan.settings.names, &TokenStream::new(), &item))
    });
    let table = plan.tables.table.is_some().then(|| {
        let module = private_module_declaration("table");
        let import = with_reexport_lints_allowed(&quote!(
            pub use self::table::TABLE;
        ));
        [module, import].map(|item| with_cfg_gate(&plan.settings.table, &TokenStream::new(), &item))
    });
    let layers = plan.tables.layers.is_some().then(|| {
        let docs = doc_comment(["Values of older layers: see [`Layers`](layers::LAYERS).".to_owned()]);
        let (runtime, with_layers) = (runtime_crate_path(&plan.settings), ident_token(WITH_LAYERS_MACRO));
        let module = with_code_lints_allowed(&quote!(
            pub mod layers;
        ));
        let module = quote!(#runtime::#with_layers! { #docs #module });
        [with_cfg_gate(&plan.settings.layers, &TokenStream::new(), &module)]
    });
    let items: Vec<_> = names.into_iter().chain(table).flatten().chain(layers.into_iter().flatten()).collect();
    items.into_iter().collect()
}

/// The files of the tables.
pub(super) fn table_files(plan: &Plan) -> Vec<(String, String)> {
    let names = plan.tables.names.as_ref().map(|names| ("names.rs".to_owned(), names_file(plan, names)));
    let table = plan.tables.table.as_ref().map(|parts| ("table.rs".to_owned(), table_file(plan, parts)));
    let layers = plan.tables.layers.as_ref().map(|layers| ("layers.rs".to_owned(), layers_file(plan, layers)));
    names.into_iter().chain(table).chain(layers).collect()
}

fn names_file(plan: &Plan, names: &EncodedNames) -> String {
    let (header, runtime) = (generated_file_header(&plan.settings), plan.settings.runtime());
    format!(
        "{header}use {runtime}::table::{{NameParts, Names}};\n\n\
         /// The names and ids of all constructors and functions.\n\
         pub static NAMES: Names<'static> = Names::new(NameParts {{\n    \
         text: {},\n    records: {},\n    by_id: {},\n    buckets: {},\n}});\n\n{}",
        text_literal(&names.text),
        byte_literal(&names.records),
        byte_literal(&names.by_id),
        byte_literal(&names.buckets),
        name_of_function(plan),
    )
}

/// The function that errors call for the name of an unexpected constructor. Older layers know more names.
fn name_of_function(plan: &Plan) -> String {
    let in_layers = "super::layers::LAYERS.find(id).map(|life| life.name)";
    let body = match (&plan.settings.layers, &plan.tables.layers) {
        (Gate::Never, _) | (_, None) => "    NAMES.name_of(id)\n".to_owned(),
        (Gate::Always, _) => format!("    NAMES.name_of(id).or_else(|| {in_layers})\n"),
        (Gate::Feature(feature), _) => format!(
            "    #[cfg(feature = \"{feature}\")]\n    return NAMES.name_of(id).or_else(|| {in_layers});\n    \
             #[cfg(not(feature = \"{feature}\"))]\n    NAMES.name_of(id)\n"
        ),
    };
    format!(
        "/// The name of the constructor or function with this id.\n\
         pub(super) fn name_of(id: u32) -> Option<&'static str> {{\n{body}}}\n"
    )
}

/// The module `layers`: the layouts of older layers, and functions for the most common calls.
fn layers_file(plan: &Plan, layers: &EncodedLayers) -> String {
    let (header, runtime) = (generated_file_header(&plan.settings), plan.settings.runtime());
    let EncodedLayers { older, ids, targets, lives, rules, rule_bytes, moved_bits, .. } = layers;
    let [ids, targets, lives, rules, rule_bytes] = [ids, targets, lives, rules, rule_bytes].map(|it| byte_literal(it));
    format!(
        "{header}use {runtime}::layers::{{LayerParts, Layers}};\n\
         pub use {runtime}::layers::{{Error, Life, Old, OldField, Reason, Transcoded, Upgraded}};\n\
         use {runtime}::table::{{Parts, Table}};\n\
         use {runtime}::{{Bytes, Deserialize, Limits, Reader}};\n\n\
         {LAYERS_FUNCTIONS}\n\
         /// The layouts of all kept layers.\n\
         pub static LAYERS: Layers<'static> = Layers::new(super::table::TABLE, LayerParts {{\n    \
         older: PARTS,\n    ids: {ids},\n    targets: {targets},\n    lives: {lives},\n    rules: {rules},\n    \
         rule_bytes: {rule_bytes},\n}});\n\n{}\n{}",
        moved_bits_static(moved_bits),
        parts_constant(older)
    )
}

/// The list of bits that moved under the same id.
fn moved_bits_static(moved_bits: &[(u32, String, String, Option<String>)]) -> String {
    let mut out = "/// Bits of `true` fields with another meaning in an older layer, under the same id: the id, the bit, the field of \
                   that layer, and the\n/// newest field. Values get the newest meaning.\n\
                   pub static MOVED_BITS: &[(u32, &str, &str, Option<&str>)] = &[\n"
        .to_owned();
    for (id, bit, old, new) in moved_bits {
        // Writing to a string can't fail.
        let _ = writeln!(out, "    (0x{id:08x}, {bit:?}, {old:?}, {new:?}),");
    }
    out.push_str("];\n");
    out
}

/// Functions of the module `layers`.
const LAYERS_FUNCTIONS: &str = "\
/// Decodes a value of today or of an older layer, which takes all of `bytes`.
///
/// # Errors
///
/// See [`Reason`].
pub fn from_bytes<T: Deserialize>(bytes: &[u8]) -> Result<Upgraded<T>, Error> {
    LAYERS.from_bytes(bytes)
}

/// Like [`from_bytes`], but fields of type `bytes` share the memory of `bytes`, or of its transcoded form.
///
/// # Errors
///
/// See [`Reason`].
pub fn from_shared<T: Deserialize>(bytes: &Bytes) -> Result<Upgraded<T>, Error> {
    LAYERS.from_shared(bytes)
}

/// Decodes a value of today or of an older layer from the start of a reader's remaining bytes, within its limits.
///
/// # Errors
///
/// See [`Reason`]. The reader can't be used after an error.
pub fn read<T: Deserialize>(reader: &mut Reader<'_>) -> Result<Upgraded<T>, Error> {
    LAYERS.read(reader)
}

/// Today's bytes of a value of the boxed type with this TL name, which takes all of `bytes`.
///
/// # Errors
///
/// See [`Reason`].
pub fn transcode(ty: &str, bytes: &[u8], limits: &Limits) -> Result<Transcoded, Error> {
    LAYERS.transcode(ty, bytes, limits)
}

/// Reads a boxed value of any kept layer without a type: for values that can't be upgraded.
///
/// # Errors
///
/// See [`Old::from_bytes`].
pub fn old(bytes: &[u8]) -> Result<Old<'_>, Error> {
    Old::from_bytes(&LAYERS, bytes)
}

/// The life of the constructor or function with this id. `None` means that it is newer than all kept layers, or unknown.
#[must_use]
pub fn find(id: u32) -> Option<Life<'static>> {
    LAYERS.find(id)
}
";

fn table_file(plan: &Plan, parts: &EncodedParts) -> String {
    let (header, runtime) = (generated_file_header(&plan.settings), plan.settings.runtime());
    format!(
        "{header}use {runtime}::table::{{Parts, Table}};\n\n\
         /// The declarations of all constructors and functions.\n\
         pub static TABLE: Table<'static> = Table::new(super::names::NAMES, PARTS);\n\n{}",
        parts_constant(parts)
    )
}

/// The constant `PARTS`.
fn parts_constant(parts: &EncodedParts) -> String {
    let mut out = "pub(super) const PARTS: Parts<'static> = Parts {\n".to_owned();
    let byte_strings = [
        ("combinators", &parts.combinators),
        ("fields", &parts.fields),
        ("types", &parts.types),
        ("members", &parts.members),
        ("exprs", &parts.exprs),
        ("word_ends", &parts.word_ends),
    ];
    for (name, bytes) in byte_strings {
        // Writing to a string can't fail.
        let _ = writeln!(out, "    {name}: {},", byte_literal(bytes));
    }
    let _ = writeln!(out, "    words: {},\n}};", text_literal(&parts.words));
    out
}

/// Lines of names as a string literal, a line each.
fn text_literal(text: &str) -> String {
    let mut out = "\"\\\n".to_owned();
    for line in text.lines() {
        let _ = writeln!(out, "{}\\n\\", line.escape_default());
    }
    out.push('"');
    out
}

/// Bytes as a byte string literal of several lines.
fn byte_literal(bytes: &[u8]) -> String {
    let mut out = "b\"\\\n".to_owned();
    let mut width = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let escaped = match byte {
            // Before a digit, `\0` looks like an octal escape.
            0 if !bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => "\\0".to_owned(),
            b'"' | b'\\' => format!("\\{}", char::from(*byte)),
            0x21..=0x7e => char::from(*byte).to_string(),
            _ => format!("\\x{byte:02x}"),
        };
        if width + escaped.len() >= MAX_LINE_WIDTH {
            out.push_str("\\\n");
            width = 0;
        }
        width += escaped.len();
        out.push_str(&escaped);
    }
    out.push_str("\\\n\"");
    out
}
