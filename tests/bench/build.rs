//! Generates the `Visit` impls of all views, for `src/sides/views.rs`.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let schema = Path::new("../../schemas/api/api.tl");
    println!("cargo::rerun-if-changed={}", schema.display());
    let plan = tl_round_trip::plan_schema(&tl_round_trip::load_schema(schema), "api");
    let visits = tl_round_trip::source_of_view_visits(&plan, "tl_types::api");
    fs::write(out.join("visits.rs"), visits).expect("OUT_DIR can be written");
}
