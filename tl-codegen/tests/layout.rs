//! The record of indirections: a new layer changes no `Box` of a type that it did not touch, unless a bound forces it.

use tl_codegen::plan::{BoxReason, Plan};
use tl_codegen::{Metadata, RecordedIndirections, Settings, plan_with_recorded_indirections};
use tl_parser::Section;

/// `state.big` is the dominant variant of its enum, and `holder` holds a struct of 72 bytes in an optional field.
const OLD_SCHEMA: &str = "\
long3 a:long b:long c:long = Long3;
nine a:Long3 b:Long3 c:Long3 = Nine;
state.big a:Nine b:Nine c:Nine d:Nine = State;
state.none id:int = State;
holder flags:# nine:flags.0?Nine list:Vector<State> = Holder;
---functions---
get = Holder;
";

fn plan_with_record(tl: &str, layout: &RecordedIndirections) -> Plan {
    let (_, schema, found) = tl_parser::read_text("some.tl", tl);
    assert!(found.is_empty(), "{found:?}");
    let (plan, found) = plan_with_recorded_indirections(&schema, &Metadata::default(), &Settings::new("some"), layout);
    assert!(found.is_empty(), "{found:?}");
    plan
}

fn plan_without_record(tl: &str) -> Plan {
    plan_with_record(tl, &RecordedIndirections::default())
}

/// The listing lines that mention a `Box`.
fn lines_with_box(plan: &Plan) -> Vec<String> {
    plan.public_names_text().lines().filter(|line| line.contains("Box<")).map(|line| line.trim().to_owned()).collect()
}

/// [`OLD_SCHEMA`] with a sibling that is more than a third as large as the dominant variant, and a longer `nine`.
fn grown_schema() -> String {
    OLD_SCHEMA
        .replace("state.none id:int = State;", "state.none id:int = State;\nstate.other a:Nine b:Nine = State;")
        .replace("c:Long3 = Nine", "c:Long3 d:Long3 = Nine")
}

#[test]
fn a_growing_layer_moves_no_value_behind_a_box() {
    let old = plan_without_record(OLD_SCHEMA);
    assert_eq!(lines_with_box(&old), [] as [&str; 0]);
    assert_eq!(
        lines_with_box(&plan_without_record(&grown_schema())),
        [
            "Big(Box<constructors::state::Big>)",
            "Other(Box<constructors::state::Other>)",
            "nine: Option<Box<types::Nine>>",
        ]
    );
    let new = plan_with_record(&grown_schema(), &old.layout);
    assert_eq!(lines_with_box(&new), ["Other(Box<constructors::state::Other>)"]);
    assert_eq!((new.n_kept, new.forced.len()), (2, 0));
    assert!(new.report().contains("\nindirections that only the record keeps: 2\n"), "{}", new.report());
}

#[test]
fn a_boxed_value_stays_boxed_when_its_reason_goes() {
    let grown = plan_without_record(&grown_schema());
    let shrunk = plan_with_record(OLD_SCHEMA, &grown.layout);
    assert_eq!(lines_with_box(&shrunk), ["Big(Box<constructors::state::Big>)", "nine: Option<Box<types::Nine>>"]);
    assert_eq!(shrunk.forced, []);
}

#[test]
fn record_rows_outlive_missing_declarations() {
    let first = plan_without_record(&grown_schema());
    let without = plan_with_record("a b:int = A;\n---functions---\nget = A;", &first.layout);
    assert_eq!(without.layout.iter().len(), first.layout.iter().len());
    let again = plan_with_record(&grown_schema(), &without.layout);
    assert_eq!(
        (again.public_names_text(), again.layout.to_string()),
        (first.public_names_text(), first.layout.to_string())
    );
}

#[test]
fn recursion_and_memory_force_a_box_and_are_named() {
    let old = plan_without_record(OLD_SCHEMA);
    let recursive = OLD_SCHEMA
        .replace("nine a:Long3 b:Long3 c:Long3", "nine flags:# a:Long3 b:Long3 c:Long3 holder:flags.0?Holder");
    let forced = plan_with_record(&recursive, &old.layout).forced;
    let forced: Vec<_> = forced.iter().map(ToString::to_string).collect();
    assert_eq!(forced, ["field `nine` of constructor `holder` is boxed now: its type would contain itself"]);

    // Each optional field takes 96 bytes instead of 72, and the struct at least 8 bytes on the wire.
    let fields: Vec<_> = (0..7).map(|n| format!("f{n}:flags.{n}?Nine")).collect();
    let many = |tl: &str| tl.replace("nine:flags.0?Nine", &fields.join(" ")).replace("list:Vector<State>", "");
    let old = plan_without_record(&many(OLD_SCHEMA));
    assert_eq!(lines_with_box(&old).len(), 0);
    let new = plan_with_record(&many(&grown_schema()), &old.layout);
    let reasons: Vec<_> = new.forced.iter().map(|forced| forced.reason).collect();
    assert_eq!(reasons, [BoxReason::MemoryFactor; 2]);
    let holder = new.types.iter().find(|ty| ty.name == "Holder").unwrap();
    assert!(holder.memory <= 72 * holder.least_size, "{} {}", holder.memory, holder.least_size);
    // A forced `Box` is recorded, so that a second run changes nothing.
    let again = plan_with_record(&many(&grown_schema()), &new.layout);
    assert_eq!((again.public_names_text(), again.layout, again.forced.len()), (new.public_names_text(), new.layout, 0));
}

#[test]
fn function_and_repetition_fields_are_recorded() {
    let tl = "p x:int = P;\nq n:# rows:n*[ p:P list:2*[ int ] ] = Q;\n---functions---\nset flags:# p:flags.0?P = Q;\n";
    let layout = plan_without_record(tl).layout;
    let rows: Vec<_> = layout.iter().map(|(holder, _)| holder.to_string()).collect();
    assert_eq!(
        rows,
        ["field `rows.list` of constructor `q`", "field `rows.p` of constructor `q`", "field `p` of function `set`",]
    );
    assert!(layout.iter().any(|(holder, _)| holder.section == Section::Functions));
}

#[test]
fn structs_convert_into_the_box_of_a_field() {
    let tl = "leaf id:int = Tree;\nnode left:Tree right:Tree = Tree;\nseed id:int = Seed;\nnut id:int = Seed;\npot seed:Seed = Pot;\n";
    let files = tl_codegen::emit(&plan_without_record(tl));
    let has_impl = |path: &str, text: &str| files.get(path).unwrap().contains(text);
    assert!(has_impl("items/types/root/tree.rs", "From<constructors::Leaf> for rt::Box<Tree>"));
    assert!(!has_impl("items/types/root/seed.rs", "Box<Seed>"));
}
