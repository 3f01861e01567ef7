//! `Plan → FileSet`: writes the Rust code of a plan. It takes no decision and can't fail.
//!
//! The list of modules is the list of emitted concerns: `clone` emits `impl Clone`, `function_decoding` emits the
//! folder `decoding`. Emitted code names its own protocol, the runtime and `::core` only, so that it can live in any
//! crate and module.

// Emit whole files, or all parts of one.
mod boxed_type;
mod cross_references;
mod errors;
mod features;
mod function;
mod function_decoding;
mod functions_by_namespace;
mod method_metadata;
mod protocol;
mod reexports;
mod table;
mod views;
// Emit modules of the file of an item.
mod bit_groups;
// Emit items and impls.
mod accessors;
mod arbitrary;
mod bare;
mod boxed_codec;
mod clone;
mod combinator;
mod debug;
mod eq;
mod hash;
mod inherent;
mod json;
mod structs;
// Emit members of items and impls.
mod decode;
mod docs;
mod encode;
// Shared by the modules above.
mod feature_conditions;
mod impl_target;
mod item_file;
mod item_files;
mod module;
mod module_declaration;
mod render;
mod runtime_macros;
mod rust_types;
mod schema_prose;
mod tl_line;
mod tokens;

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};

use self::item_file::ItemFile;
use self::item_files::{CodeFiles, FileItem};
use crate::fileset::FileSet;
use crate::plan::{BoxedType, Function, Plan};
use crate::settings::Settings;

/// The code of a protocol, as files with paths relative to the folder of its module.
#[must_use]
pub fn emit(plan: &Plan) -> FileSet {
    emit_items(plan, FileItem::all_items_of_plan(plan))
}

/// The code of two plans, without the files of items that are equal in both: these files would be equal too.
pub(crate) fn emit_differing(plans: [&Plan; 2]) -> [FileSet; 2] {
    let [old, new] = plans.map(|plan| FileItem::all_items_of_plan(plan).map(|item| (item.file_path(), item)).collect());
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) = (old, new);
    let has_same_settings = plans[0].settings == plans[1].settings;
    let is_equal_in_both =
        |path: &String| has_same_settings && old.get(path).is_some_and(|item| new.get(path) == Some(item));
    let differing = |items: &BTreeMap<_, _>| {
        items.iter().filter(|(path, _)| !is_equal_in_both(path)).map(|(_, item)| *item).collect::<Vec<_>>()
    };
    [emit_items(plans[0], differing(&old)), emit_items(plans[1], differing(&new))]
}

/// The files of these items, and all files that list items.
fn emit_items<'p>(plan: &'p Plan, items: impl IntoIterator<Item = FileItem<'p>>) -> FileSet {
    // Lists come first, because the longest files are among them.
    let lists = LIST_FILES.into_iter().map(Part::Lists);
    let parts: Vec<_> = lists.chain(items.into_iter().map(Part::FileItem)).collect();
    let mut files = FileSet::default();
    for (path, text) in texts_of_parts(plan, &parts).into_iter().chain(table::table_files(plan)) {
        files.insert(path, text);
    }
    if let Some(text) = features::feature_table(plan) {
        files.insert("features.md", text);
    }
    files
}

/// The functions that emit files which list items.
const LIST_FILES: [fn(&Plan) -> CodeFiles; 8] = [
    method_metadata::method_files,
    errors::error_files,
    reexports::reexport_module_files,
    function_decoding::function_decoding_files,
    cross_references::cross_reference_files,
    views::views_mod_files,
    item_files::mod_files_of_owned_items,
    protocol::protocol_mod_files,
];

/// Files that one thread emits and lays out.
enum Part<'p> {
    /// The file of an item.
    FileItem(FileItem<'p>),
    /// Files that list items.
    Lists(fn(&Plan) -> CodeFiles),
}

/// The paths and texts of all parts, in no order. Parts do not depend on each other, so each processor takes the next
/// one until none is left.
fn texts_of_parts(plan: &Plan, parts: &[Part<'_>]) -> Vec<(String, String)> {
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let work = || {
        let taken = std::iter::from_fn(|| parts.get(next.fetch_add(1, Ordering::Relaxed)));
        taken.flat_map(|part| part.texts(plan)).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(work)).collect();
        let texts = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        texts.flatten().collect()
    })
}

/// The path of the file of a type, from the folder of the protocol.
pub(crate) fn type_file_path(ty: &BoxedType) -> String {
    FileItem::Type(ty).file_path()
}

/// The path of the file of the view of a type.
pub(crate) fn view_file_path(ty: &BoxedType) -> String {
    FileItem::View(ty).file_path()
}

/// The path of the file of a function.
pub(crate) fn function_file_path(function: &Function) -> String {
    FileItem::Function(function).file_path()
}

impl Part<'_> {
    /// The paths and texts of the files.
    fn texts(&self, plan: &Plan) -> Vec<(String, String)> {
        let with_text = |(path, code)| (path, render::generated_file_text(&plan.settings, code));
        match self {
            Self::FileItem(item) => vec![(item.file_path(), text_of_item(&plan.settings, *item))],
            Self::Lists(files) => files(plan).into_iter().map(with_text).collect(),
        }
    }
}

/// The text of the file of an item.
fn text_of_item(settings: &Settings, item: FileItem<'_>) -> String {
    let mut file = ItemFile::new(settings);
    match item {
        FileItem::Type(ty) => boxed_type::add_boxed_type(&mut file, ty, settings),
        FileItem::Function(function) => function::add_function(&mut file, settings, function),
        FileItem::View(ty) => views::add_view(&mut file, ty),
    }
    file.into_text()
}

/// The text of the `mod.rs` that declares the modules of these protocols.
#[must_use]
pub fn root_mod_file(protocols: &[&str], command: &str) -> String {
    let modules: String =
        protocols.iter().map(|protocol| format!("\n/// The protocol `{protocol}`.\npub mod {protocol};\n")).collect();
    format!("// @generated by `{command}`: don't edit, change the schemas or the generator.\n{modules}")
}
