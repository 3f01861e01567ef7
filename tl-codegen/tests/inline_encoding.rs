//! Enums of a few words are encoded inline, and all other boxed types by a call.

use tl_codegen::{Metadata, Settings};

/// The types of a schema that are encoded inline, and the generated files in which `serialize` is `#[inline]`.
fn types_encoded_inline(tl: &str) -> (Vec<String>, Vec<String>) {
    let (_, schema, found) = tl_parser::read_text("inline.tl", tl);
    assert!(found.is_empty(), "{found:?}");
    let (plan, found) = tl_codegen::plan(&schema, &Metadata::default(), &Settings::new("some"));
    assert!(found.is_empty(), "{found:?}");
    let planned = plan.types.iter().filter(|ty| ty.is_encoded_inline).map(|ty| ty.name.clone()).collect();
    let is_inline = |text: &str| text.contains("#[inline]\n    fn serialize(&self");
    let files = tl_codegen::emit(&plan);
    let emitted = plan.types.iter().map(|ty| format!("items/types/root/{}.rs", ty.module));
    (planned, emitted.filter(|path| is_inline(files.get(path).expect("the file of a type"))).collect())
}

#[test]
fn small_enums_are_encoded_inline() {
    let tl = "\
        peerUser id:long = Peer; peerChat id:long = Peer;\n\
        online expires:int = Status; offline flags:# seen:flags.0?int = Status; unknown = Status;\n";
    let expected_files = ["items/types/root/peer.rs", "items/types/root/status.rs"];
    assert_eq!(
        types_encoded_inline(tl),
        (vec!["Peer".into(), "Status".into()], expected_files.map(String::from).into())
    );
}

#[test]
fn structs_and_large_enums_are_encoded_by_a_call() {
    let many_constructors: String = (0..9).map(|n| format!("many{n} = Many;\n")).collect();
    let tl = "\
        only id:long = Only;\n\
        text text:string = Text2; noText = Text2;\n\
        pair a:long b:long = Pair; noPair = Pair;\n\
        list next:Link head:int = Link; end = Link;\n"
        .to_owned();
    assert_eq!(types_encoded_inline(&(tl + &many_constructors)), (vec![], vec![]));
}
