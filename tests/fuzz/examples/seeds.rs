//! Writes the initial inputs of all fuzz targets: `cargo run -p tl-fuzz --example seeds -- FOLDER`.
//!
//! `FOLDER/<target>` gets the inputs of a target, `FOLDER/ids.dict` a libFuzzer dictionary of constructor ids.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("no folder to write to")?);
    for target in tl_fuzz::FUZZ_TARGETS {
        let folder = folder.join(target.name);
        fs::create_dir_all(&folder)?;
        for seed in tl_fuzz::seeds_of_target(target.name) {
            fs::write(folder.join(seed.name), seed.bytes)?;
        }
    }
    fs::write(folder.join("ids.dict"), tl_fuzz::dictionary_of_ids())?;
    Ok(())
}
