//! Items and arguments that take no bytes, or only seem to: the reasons are those of the declarations.

use tl_codegen::{Metadata, Settings, emit, plan};
use tl_parser::{Code, Diagnostic};

const DECLARATIONS: &str = "
    vector {t:Type} # [ t ] = Vector t;
    tuple {t:Type} {n:#} n*[ t ] = Tuple t n;
    pair {t:Type} {n:#} first:%(Tuple t n) second:%(Tuple t n) = Pair t n;
    some {t:Type} value:t = Some t;
    true = True;
    uint24 = Uint24;
";

fn refusals_of_declaration(line: &str) -> Vec<Diagnostic> {
    let (_, schema, found) = tl_parser::read_text("some.tl", format!("{DECLARATIONS}{line}"));
    assert!(found.is_empty(), "{found:?}");
    plan(&schema, &Metadata::default(), &Settings::new("some")).1
}

#[test]
fn a_number_makes_a_bare_argument_take_bytes() {
    for argument in ["%(Tuple int 4)", "%(Tuple long 1)", "%(Pair int 2)"] {
        let found = refusals_of_declaration(&format!("holder a:(Some {argument}) = Holder;"));
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::UnsupportedArgument], "{argument}");
    }
    let found = refusals_of_declaration("holder a:(Some %(Tuple int 0)) = Holder;");
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::UnsupportedEmptyItem]);
}

#[test]
fn vector_item_size_counts_known_numbers() {
    let line = "lists a:Vector<%(Tuple int 4)> b:Vector<%(Pair int 3)> = Lists;";
    let (_, schema, _) = tl_parser::read_text("some.tl", format!("{DECLARATIONS}{line}"));
    let (plan, found) = plan(&schema, &Metadata::default(), &Settings::new("some"));
    assert!(found.is_empty(), "{found:?}");
    let files = emit(&plan);
    let text = files.get("items/types/root/lists.rs").unwrap();
    assert!(text.contains("r.vector_with(0, 16,") && text.contains("r.vector_with(1, 24,"), "{text}");
}

#[test]
fn refusal_notes_name_the_empty_constructor() {
    let found = refusals_of_declaration("list a:Vector<true> b:Vector<uint24> c:(Some true) = List;");
    let facts: Vec<_> = found.iter().map(|found| found.notes[0].as_str()).collect();
    assert_eq!(facts, ["`true` has no fields", "`uint24` has no fields", "`true` has no fields"]);
    let helps: Vec<_> = found.iter().map(|found| found.helps.len()).collect();
    assert_eq!(helps, [0, 1, 0], "only `uint24` may stand for a number");
    assert_ne!(found[0].notes[1], found[2].notes[1], "an argument is not an item");
}
