//! Lines of preludes and named scalars: whole lines are recognised, anything else is an ordinary constructor.

use tl_parser::{Code, Prelude, Primitive, ReadSettings, Scalars, Schema, SourceMap, Ty, lint, read_with_settings};

fn read_schema(text: &str, scalars: Scalars) -> Schema {
    let mut sources = SourceMap::new();
    let id = sources.add("some.tl", text);
    let (schema, found) = read_with_settings(&sources, &[id], &ReadSettings { scalars, ..ReadSettings::default() });
    assert!(found.is_empty(), "{text}: {found:?}");
    schema
}

/// The type of the field of the last combinator.
fn field_type_of_last_combinator(text: &str, scalars: Scalars) -> Ty {
    read_schema(text, scalars).combinators.last().unwrap().fields[0].ty.clone()
}

fn without_prelude() -> Scalars {
    let mut scalars = Scalars::default();
    scalars.prelude = Prelude::None;
    scalars
}

const PRELUDE_LINES: [(&str, Primitive); 21] = [
    ("int ? = Int", Primitive::Int),
    ("int = Int", Primitive::Int),
    ("long ? = Long", Primitive::Long),
    ("double ? = Double", Primitive::Double),
    ("string ? = String", Primitive::String),
    ("string = String", Primitive::String),
    ("bytes = Bytes", Primitive::Bytes),
    ("bytes string = Bytes", Primitive::Bytes),
    ("bytes data:string = Bytes", Primitive::Bytes),
    ("int128 4*[ int ] = Int128", Primitive::Int128),
    ("int128 = Int128", Primitive::Int128),
    ("int256 8*[ int ] = Int256", Primitive::Int256),
    ("int256 8*[ int32 ] = Int256; int32 = Int32", Primitive::Int256),
    ("int32 = Int32", Primitive::Int),
    ("int53 = Int53", Primitive::Int53),
    ("int64 = Int64", Primitive::Long),
    ("int64#5d9ed744 = Int64", Primitive::Long),
    ("secureString = SecureString", Primitive::String),
    ("secureBytes = SecureBytes", Primitive::Bytes),
    ("int128 4*[ int32 ] = Int128; int32 = Int32", Primitive::Int128),
    ("double = Double", Primitive::Double),
];

#[test]
fn every_line_of_a_prelude_declares_its_scalar() {
    for (line, primitive) in PRELUDE_LINES {
        let name = line.split([' ', '#']).next().unwrap();
        let text = format!("{line}; user id:{name} = User;");
        assert_eq!(field_type_of_last_combinator(&text, Scalars::default()), Ty::Primitive(primitive), "{line}");
        let schema = read_schema(&text, Scalars::default());
        assert_eq!(schema.combinators[0].name.to_string(), name, "the constructor stays in the schema");
        let is_ordinary = !line.contains('?');
        let without = field_type_of_last_combinator(&text, without_prelude());
        assert_eq!(matches!(without, Ty::Bare { .. }), is_ordinary, "{line}");
    }
}

#[test]
fn lines_unlike_preludes_are_ordinary_constructors() {
    let lines = [
        "int32 = Int",
        "int53 = Int64",
        "int53 a:int = Int53",
        "bytes text:string = Bytes",
        "bytes data:long = Bytes",
        "secureBytes string = SecureBytes",
        "int128 8*[ int ] = Int128",
        "int16 = Int16",
        "int64 string = Int64",
    ];
    for line in lines {
        let name = line.split(' ').next().unwrap();
        let text = format!("{line}; user id:{name} = User;");
        assert!(matches!(field_type_of_last_combinator(&text, Scalars::default()), Ty::Bare { .. }), "{line}");
    }
}

#[test]
fn named_scalars_replace_any_declaration() {
    let scalar = |name: &str, primitive| {
        let mut scalars = Scalars::default();
        scalars.insert(name, primitive);
        scalars
    };
    for line in ["date = Date", "date seconds:int = Date", "date ? = Date"] {
        let text = format!("{line}; user born:date = User;");
        assert_eq!(
            field_type_of_last_combinator(&text, scalar("date", Primitive::Int)),
            Ty::Primitive(Primitive::Int),
            "{line}"
        );
    }
    assert_eq!(
        field_type_of_last_combinator("user born:date = User;", scalar("date", Primitive::Long)),
        Ty::Primitive(Primitive::Long)
    );
    let text = "int53 = Int53; user id:int53 = User;";
    assert_eq!(
        field_type_of_last_combinator(text, scalar("int53", Primitive::Double)),
        Ty::Primitive(Primitive::Double)
    );
}

#[test]
fn fields_of_constructors_without_fields_are_found() {
    let schema =
        read_schema("unit = Unit; int53 = Int53; user a:unit b:int53 c:Unit d:unit = User;", Scalars::default());
    let found: Vec<_> = lint::check(&schema);
    let found: Vec<_> = found.iter().filter(|found| found.code == Code::FieldTakesNothing).collect();
    assert_eq!(
        found.iter().map(|found| &*found.message).collect::<Vec<_>>(),
        ["`a` takes no bytes, because `unit` has no fields"]
    );
    assert_eq!(found[0].notes, ["1 more field has the type `unit`"]);
}
