//! Compresses the built-in schemas, from 580 to 115 kB in the program.

use std::path::Path;
use std::{env, fs};

/// The highest level of zlib; the lower ones save milliseconds.
const LEVEL: u8 = 9;

fn main() {
    println!("cargo::rerun-if-changed=telegram.tl");
    let text = fs::read("telegram.tl").expect("`telegram.tl` is part of the package");
    let folder = env::var_os("OUT_DIR").expect("cargo sets `OUT_DIR`");
    let packed = miniz_oxide::deflate::compress_to_vec(&text, LEVEL);
    fs::write(Path::new(&folder).join("telegram.deflate"), packed).expect("`OUT_DIR` can be written");
}
