//! Generates the tables of types and methods, and the view comparisons, for `src/lib.rs`.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for protocol in ["api", "mtproto"] {
        let schema = Path::new("../../schemas").join(protocol).join(protocol).with_extension("tl");
        println!("cargo::rerun-if-changed={}", schema.display());
        let plan = tl_round_trip::plan_schema(&tl_round_trip::load_schema(&schema), protocol);
        let table = tl_round_trip::source_of_types_under_test(&plan, &format!("tl_types::{protocol}"));
        fs::write(out.join(protocol).with_extension("rs"), table).expect("OUT_DIR can be written");
        let comparisons = tl_round_trip::source_of_view_comparisons(&plan, &format!("tl_types::{protocol}"));
        fs::write(out.join(format!("{protocol}_views.rs")), comparisons).expect("OUT_DIR can be written");
        let sizes = tl_round_trip::source_of_size_assertions(&plan, &format!("tl_types::{protocol}"));
        fs::write(out.join(format!("{protocol}_sizes.rs")), sizes).expect("OUT_DIR can be written");
        if protocol == "api" {
            let methods = tl_round_trip::source_of_method_list(&plan, "tl_types::api");
            fs::write(out.join("methods.rs"), methods).expect("OUT_DIR can be written");
        }
    }
}
