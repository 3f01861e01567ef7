//! The memory for a type with ten thousand constructors, whose code is one file.
//!
//! The system counts the memory of a process, so this file has one test.

#![cfg(target_os = "linux")]

use tl_codegen::{Inputs, Settings, generate};
use tl_parser::SourceMap;

/// Maximum memory of the process, in KiB.
const MAX_KIB: usize = 160 * 1024;

/// The largest memory that the process has had, in KiB.
fn peak_memory_in_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches("kB").trim_end().parse().unwrap()
}

#[test]
fn ten_thousand_constructors_fit_into_the_limit() {
    let tl: String = (0..10_000).map(|n| format!("c{n} x:int y:string = T;\n")).collect();
    let mut sources = SourceMap::new();
    let inputs = Inputs { schemas: vec![sources.add("constructors.tl", tl)], ..Inputs::default() };
    let mut settings = Settings::new("some");
    settings.format = false;
    assert_eq!(generate(&sources, &inputs, &settings).n_errors(), 0);
    let peak = peak_memory_in_kib();
    assert!(peak < MAX_KIB, "{peak} KiB");
}
