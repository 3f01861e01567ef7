//! Valid texts: their ast and schema, and changes that must not affect them.
//!
//! Fixtures are `ok/<idea>.tl`. Invariant: all of them are read without a diagnostic.

mod common;

use std::fs;

use common::{dump, printed_text, source_map_of};
use tl_parser::{Dialect, Schema, SourceMap, Ty, ast, parse, parse_as, print, resolve};

/// The ast and the schema of a text; asserts that the text has no diagnostics.
fn read_without_diagnostics(sources: &SourceMap) -> (ast::File<'_>, Schema) {
    let (file, mut diagnostics) = parse(&sources.sources()[0]);
    let (schema, found) = resolve(std::slice::from_ref(&file));
    diagnostics.extend(found);
    assert!(diagnostics.is_empty(), "{}: {diagnostics:?}", sources.sources()[0].name());
    (file, schema)
}

fn texts_in_folder(folder: &str) -> Vec<(String, String)> {
    let paths = common::fixture_files(folder, "tl");
    paths
        .into_iter()
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn valid_texts_keep_their_recorded_meaning() {
    for (name, text) in texts_in_folder("ok") {
        let sources = source_map_of(&name, &text);
        let (file, schema) = read_without_diagnostics(&sources);
        insta::with_settings!({ description => text, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}.ast"), dump::ast_as_text(&file));
            insta::assert_snapshot!(format!("{name}.schema"), dump::schema_as_text(&schema));
        });
    }
}

#[test]
fn printed_text_has_the_same_tree() {
    let mut n_declarations = 0;
    for (name, text) in texts_in_folder("ok").into_iter().chain(texts_in_folder("conformance")) {
        let written = source_map_of(&name, &text);
        let (file, _) = parse_as(&written.sources()[0], Dialect::Vk);
        let text = printed_text(file.declarations());
        let printed_sources = source_map_of(&name, &text);
        let (again, diagnostics) = parse_as(&printed_sources.sources()[0], Dialect::Vk);
        assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}\n{text}");
        assert_eq!(dump::ast_as_text(&file), dump::ast_as_text(&again), "{name}");
        assert_eq!(text, printed_text(again.declarations()), "{name}");
        n_declarations += file.declarations().len();
    }
    assert!(n_declarations > 2000, "only {n_declarations} declarations");
}

#[test]
fn the_order_of_declarations_does_not_change_their_meaning() {
    for (name, text) in texts_in_folder("ok") {
        let written = source_map_of(&name, &text);
        let (file, schema) = read_without_diagnostics(&written);
        let declarations: Vec<_> = file.declarations().collect();
        let reversed = source_map_of(&name, &printed_text(declarations.into_iter().rev()));
        let (_, reversed) = read_without_diagnostics(&reversed);
        let combinators = |schema: &Schema| {
            let mut shown: Vec<_> =
                schema.combinators.iter().map(|found| dump::combinator_as_text(schema, found)).collect();
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
        panic!("expected one diagnostic, got {diagnostics:?}");
    };
    assert_eq!(diagnostic.primary.span.source, chat);
    assert_eq!(diagnostic.secondary[0].span.source, user);
}

#[test]
fn schema_lines_have_ids_of_eight_digits() {
    let text = "future_salt#949d9dc valid_since:int valid_until:int salt:long = FutureSalt;";
    let sources = source_map_of("some.tl", text);
    let (file, schema) = read_without_diagnostics(&sources);
    assert_eq!(print::declaration(file.declarations().next().unwrap()), text);
    assert_eq!(schema.combinators[0].line, text.replace("#949d9dc", "#0949d9dc"));
}

#[test]
fn built_ins_are_recognised_by_their_declaration() {
    let text = "int ? = Int; bytes = Bytes; int128 4*[ int ] = Int128; vector {e:Type} # [ e ] = Vector e;\n\
                long (low high:int) = Long; use a:int b:bytes c:int128 d:vector<int> e:long = Use;";
    let sources = source_map_of("known.tl", text);
    let (_, schema) = read_without_diagnostics(&sources);
    let is_supplied: Vec<_> = schema.combinators.iter().map(tl_parser::Combinator::declares_codec_type).collect();
    assert_eq!(is_supplied, [true, true, true, true, false, false]);
    let fields = &schema.combinators[5].fields;
    assert!(fields[..3].iter().all(|field| matches!(field.ty, Ty::Primitive(_))), "{fields:?}");
    assert!(matches!(fields[3].ty, Ty::Vector { is_bare: true, .. }));
    assert!(matches!(fields[4].ty, Ty::Bare { .. }));
}
