//! Generates five protocols with the Builder, and tables of their types for the round trips.

use std::path::{Path, PathBuf};
use std::{env, fs};

use tl_codegen::{Builder, BytesType, ExternPaths, FunctionDirection, Inputs, Settings, generate};
use tl_parser::SourceMap;

/// The module of `tl/blocks.tl`, which `tl/lite.tl` uses.
const BLOCKS_MODULE: &str = "crate::blocks";

/// A type of that module, which `tl/lite.tl` does not declare.
const BLOCKS_ROOT_TYPE: &str = "crate::blocks::types::blocks::Root";

fn main() -> tl_codegen::Result {
    Builder::new()
        .schema("tl/every/every.tl")
        .functions(FunctionDirection::SendAndReceive)
        .views(true)
        .type_attribute("type Shape", "#[must_use]")
        .type_attribute("chat.*", "#[derive(Eq, Hash)]")
        .field_attribute("user/hash", "#[doc(alias = \"digest\")]")
        .compile("every")?;
    Builder::new().schema("tl/blocks.tl").compile("blocks")?;
    Builder::new()
        .schema("tl/lite.tl")
        .functions(FunctionDirection::SendAndReceive)
        .extern_path("blocks.*", BLOCKS_MODULE)
        .extern_path("blocks.Root", BLOCKS_ROOT_TYPE)
        .compile("lite")?;
    Builder::new().schema("tl/ton.tl").functions(FunctionDirection::SendAndReceive).compile("ton")?;
    Builder::new()
        .schema("tl/blobs.tl")
        .functions(FunctionDirection::SendAndReceive)
        .views(true)
        .bytes_type(BytesType::Vec)
        .compile("blobs")?;
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut extern_paths = ExternPaths::default();
    extern_paths.insert("blocks.*", BLOCKS_MODULE).expect("a path");
    extern_paths.insert("blocks.Root", BLOCKS_ROOT_TYPE).expect("a path");
    write_types_under_test(&out, "every/every", "crate::protocols::deep::every", ExternPaths::default());
    write_types_under_test(&out, "blocks", BLOCKS_MODULE, ExternPaths::default());
    write_types_under_test(&out, "ton", "crate::ton", ExternPaths::default());
    write_types_under_test(&out, "blobs", "crate::blobs", ExternPaths::default());
    write_types_under_test(&out, "lite", "crate::lite", extern_paths);
    Ok(())
}

/// Writes the table of the types of a protocol.
fn write_types_under_test(out: &Path, name: &str, module: &str, extern_paths: ExternPaths) {
    let mut sources = SourceMap::new();
    let mut read = |path: String| fs::read_to_string(&path).map(|text| sources.add(path, text));
    let schema = read(format!("tl/{name}.tl")).expect("the Builder read it");
    let renames = read(format!("tl/{}/renames.tsv", name.rsplit('/').next().unwrap_or_default())).ok();
    let inputs = Inputs { schemas: vec![schema], renames: renames.into_iter().collect(), ..Inputs::default() };
    let mut settings = Settings::new(name).with_function_direction(FunctionDirection::SendAndReceive);
    settings.extern_paths = extern_paths;
    let generated = generate(&sources, &inputs, &settings);
    let plan = generated.plan.unwrap_or_else(|| panic!("{name}: {:?} {:?}", generated.errors, generated.diagnostics));
    let table = tl_round_trip::source_of_types_under_test(&plan, module);
    let name = name.rsplit('/').next().unwrap_or_default();
    fs::write(out.join(name).with_extension("table.rs"), table).expect("OUT_DIR can be written");
}
