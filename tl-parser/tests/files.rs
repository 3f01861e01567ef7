//! Several files as one schema: equal declarations are one, unequal ones are refused with both places.

use tl_parser::{Code, Diagnostic, Dialect, Schema, SourceMap};

fn read_texts(texts: &[&str]) -> (SourceMap, Schema, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let ids: Vec<_> = texts.iter().map(|text| sources.add("some.tl", *text)).collect();
    let (schema, found) = tl_parser::read(&sources, &ids);
    (sources, schema, found)
}

fn combinator_names(schema: &Schema) -> Vec<String> {
    schema.combinators.iter().map(|combinator| combinator.name.to_string()).collect()
}

#[test]
fn equal_declarations_of_several_files_are_one() {
    let (_, schema, found) = read_texts(&[
        "int ? = Int; true#3fedd339 = True; point x:int y:int = Point; // one\n",
        "",
        "int ? = Int; true = True; point  x:int\n y:int=Point; line a:point b:Point = Line;",
        "point x:int y:int = Point; path all:vector<point> = Path;",
    ]);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(combinator_names(&schema), ["int", "true", "point", "line", "path"]);
    let line = &schema.combinators[3];
    assert_eq!(
        schema.types.iter().filter(|ty| ty.name.local == "Point").map(|ty| ty.constructors.len()).sum::<usize>(),
        1
    );
    assert!(line.fields.iter().all(|field| field.name.is_some()));
}

#[test]
fn unequal_declarations_are_refused_with_both_places() {
    let first = "point x:int y:int = Point;";
    let others = [
        "point x:int y:long = Point;",
        "point x:int z:int = Point;",
        "point#12345678 x:int y:int = Point;",
        "---functions---\npoint x:int y:int = Point;",
        "point {y:#} x:int = Point;",
    ];
    for second in others {
        let (_, _, found) = read_texts(&[first, second]);
        let repeated =
            found.iter().find(|found| found.code == Code::DuplicateName).unwrap_or_else(|| panic!("{second}"));
        let places = [repeated.primary.span.source, repeated.secondary[0].span.source];
        assert_ne!(places[0], places[1], "{second}");
    }
    // A field and a parameter of one name have one canonical form.
    let (_, _, found) = read_texts(&["a x:# = A;", "a {x:#} = A x;"]);
    assert!(found.iter().any(|found| found.code == Code::DuplicateName), "{found:?}");
}

#[test]
fn a_declaration_twice_in_one_file_stays_an_error() {
    let (_, _, found) = read_texts(&["point x:int = Point; point x:int = Point;"]);
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::DuplicateName]);
}

#[test]
fn the_json_report_shows_each_declaration_once() {
    let mut sources = SourceMap::new();
    let ids =
        ["point x:int = Point;", "point x:int = Point; line a:point = Line;"].map(|text| sources.add("some.tl", text));
    let (files, _) = tl_parser::parse_all(&sources, &ids, Dialect::Tl);
    let (schema, _) = tl_parser::resolve(&files);
    let report = tl_parser::json::report(&schema, &files, &[], &sources);
    let shown: Vec<_> = report["combinators"].as_array().unwrap().iter().map(|found| found["name"].as_str()).collect();
    assert_eq!(shown, [Some("point"), Some("line")]);
}
