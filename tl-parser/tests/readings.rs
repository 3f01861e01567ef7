//! What good texts are read as, and what does not change it.
//!
//! Fixtures are `ok/<idea>.tl`. Invariant: every one of them is read without a finding.

mod common;

use std::fs;

use common::dump;
use tl_parser::{Schema, Section, SourceMap, Ty, ast, parse, print, resolve};

/// A text that there is nothing to say about.
fn read(name: &str, text: &str) -> (ast::File, Schema) {
    let mut sources = SourceMap::new();
    sources.add(name, text);
    let (file, mut diagnostics) = parse(&sources.sources()[0]);
    let (schema, found) = resolve(std::slice::from_ref(&file));
    diagnostics.extend(found);
    assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}");
    (file, schema)
}

fn texts(folder: &str) -> Vec<(String, String)> {
    let paths = common::files(folder, "tl");
    paths
        .into_iter()
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn good_texts_are_read_as_they_were() {
    for (name, text) in texts("ok") {
        let (file, schema) = read(&name, &text);
        insta::with_settings!({ description => text, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}.ast"), dump::ast(&file));
            insta::assert_snapshot!(format!("{name}.schema"), dump::schema(&schema));
        });
    }
}

/// Prints a file one declaration a line, with a section mark before each.
fn printed(declarations: &[ast::Declaration]) -> String {
    let mark = |declaration: &ast::Declaration| match declaration {
        ast::Declaration::Combinator(ast::Combinator { section: Section::Functions, .. })
        | ast::Declaration::Partial(ast::Partial { section: Section::Functions, .. }) => "---functions---",
        _ => "---types---",
    };
    let lines =
        declarations.iter().map(|declaration| format!("{}\n{}\n", mark(declaration), print::declaration(declaration)));
    lines.collect()
}

#[test]
fn printing_and_reading_again_changes_nothing() {
    let mut n_declarations = 0;
    for (name, text) in texts("ok").into_iter().chain(texts("conformance")) {
        let mut sources = SourceMap::new();
        sources.add(&name, text);
        let (file, _) = parse(&sources.sources()[0]);
        let text = printed(&file.declarations);
        sources.add(&name, &text);
        let (again, diagnostics) = parse(&sources.sources()[1]);
        assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}\n{text}");
        assert_eq!(dump::ast(&file), dump::ast(&again), "{name}");
        assert_eq!(text, printed(&again.declarations), "{name}");
        n_declarations += file.declarations.len();
    }
    assert!(n_declarations > 2000, "only {n_declarations} declarations");
}

#[test]
fn order_does_not_matter() {
    for (name, text) in texts("ok") {
        let (mut file, schema) = read(&name, &text);
        file.declarations.reverse();
        let (_, reversed) = read(&name, &printed(&file.declarations));
        let combinators = |schema: &Schema| {
            let mut shown: Vec<_> = schema.combinators.iter().map(|found| dump::combinator(schema, found)).collect();
            shown.sort();
            shown
        };
        assert_eq!(combinators(&schema), combinators(&reversed), "{name}");
    }
}

#[test]
fn several_files_are_one_schema() {
    let mut sources = SourceMap::new();
    let user = sources.add("user.tl", "// LAYER 3\nuser chat:Chat = User;");
    let chat = sources.add("chat.tl", "chat user:User = Chat;\nbot = Chat;\nuser = User;");
    let (schema, diagnostics) = tl_parser::read(&sources, &[user, chat]);
    assert_eq!(schema.layer, Some(3));
    assert_eq!(schema.types.len(), 2);
    let [diagnostic] = diagnostics.as_slice() else {
        panic!("expected one finding, found {diagnostics:?}");
    };
    assert_eq!(diagnostic.primary.span.source, chat);
    assert_eq!(diagnostic.secondary[0].span.source, user);
}

#[test]
fn lines_have_all_eight_digits() {
    let text = "future_salt#949d9dc valid_since:int valid_until:int salt:long = FutureSalt;";
    let (file, schema) = read("some.tl", text);
    assert_eq!(print::declaration(&file.declarations[0]), text);
    assert_eq!(schema.combinators[0].line, text.replace("#949d9dc", "#0949d9dc"));
}

#[test]
fn a_declaration_of_a_known_name_is_told_by_its_shape() {
    let text = "int ? = Int; bytes = Bytes; int128 4*[ int ] = Int128; vector {e:Type} # [ e ] = Vector e;\n\
                long (low high:int) = Long; use a:int b:bytes c:int128 d:vector<int> e:long = Use;";
    let (_, schema) = read("known.tl", text);
    let is_known: Vec<_> = schema.combinators.iter().map(tl_parser::Combinator::is_known).collect();
    assert_eq!(is_known, [true, true, true, true, false, false]);
    let fields = &schema.combinators[5].fields;
    assert!(fields[..3].iter().all(|field| matches!(field.ty, Ty::Primitive(_))), "{fields:?}");
    assert!(matches!(fields[3].ty, Ty::Vector { is_bare: true, .. }));
    assert!(matches!(fields[4].ty, Ty::Bare { .. }));
}
