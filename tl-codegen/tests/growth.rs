//! The time to plan and to generate grows with the length of the schema, not with the square of the number of uses of
//! one type, or of its constructors.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use tl_codegen::{Inputs, Metadata, Settings, generate};
use tl_parser::SourceMap;

/// A declaration with this number of fields of one boxed type.
fn fields_of_one_type(n_fields: usize) -> String {
    let mut tl = "b x:int = B;\na".to_owned();
    for field in 0..n_fields {
        write!(tl, " x{field}:B").expect("a string can be written");
    }
    tl + " = A;\n"
}

fn planning_time(n_fields: usize) -> Duration {
    let (_, schema, found) = tl_parser::read_text("fields.tl", fields_of_one_type(n_fields));
    assert!(found.is_empty(), "{found:?}");
    let start = Instant::now();
    let (plan, _) = tl_codegen::plan(&schema, &Metadata::default(), &Settings::new("some"));
    assert_eq!(plan.types.len(), 2);
    start.elapsed()
}

/// The time to generate code, without layout, for a type with this number of constructors.
fn generation_time(n_constructors: usize) -> Duration {
    let tl: String = (0..n_constructors).map(|n| format!("c{n} x:int y:string = T;\n")).collect();
    let start = Instant::now();
    let mut sources = SourceMap::new();
    let inputs = Inputs { schemas: vec![sources.add("constructors.tl", tl)], ..Inputs::default() };
    let mut settings = Settings::new("some");
    settings.format = false;
    assert_eq!(generate(&sources, &inputs, &settings).n_errors(), 0);
    start.elapsed()
}

/// Four times the input may take eight times as long; quadratic work would take sixteen times. Other programs can
/// disturb a measurement, so one good attempt of five is enough.
#[track_caller]
fn assert_linear(time: fn(usize) -> Duration, small: usize) {
    let ratio = || time(4 * small).as_secs_f64() / time(small).as_secs_f64();
    let ratios: Vec<_> = (0..5).map(|_| ratio()).take_while(|ratio| *ratio >= 8.0).collect();
    assert!(ratios.len() < 5, "{ratios:?}");
}

#[test]
fn planning_is_linear_in_the_uses_of_a_type() {
    assert_linear(planning_time, 2_000);
}

#[test]
fn generation_is_linear_in_the_constructors_of_a_type() {
    assert_linear(generation_time, 2_500);
}
