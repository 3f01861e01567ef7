//! `only`, `except` and `unsupported`: which declarations are generated, and how the others are named.

use tl_codegen::{Metadata, Plan, Settings, Unsupported, plan, unmatched_settings};
use tl_parser::{Code, Diagnostic, Schema, Severity};

const SCHEMA: &str = "
    vector {t:Type} # [ t ] = Vector t;
    object ? = Object;
    boolFalse = Bool;
    boolTrue = Bool;
    user id:int = User;
    chat users:Vector<User> = Chat;
    box content:Object = Box;
    shelf boxes:Vector<Box> = Shelf;
    cellar.shelf shelf:shelf = cellar.Shelf;
    mixBox box:box = Mix;
    mixUser user:User = Mix;
    holder mix:Mix flag:Bool = Holder;
    ---functions---
    getChat id:int = Chat;
    getShelf = Shelf;
    cellar.open key:User = Bool;
";

fn schema() -> Schema {
    let (_, schema, found) = tl_parser::read_text("some.tl", SCHEMA);
    assert!(found.is_empty(), "{found:?}");
    schema
}

fn settings_with_selectors(only: &[&str], except: &[&str], unsupported: Unsupported) -> Settings {
    let mut settings = Settings::new("some");
    settings.only = only.iter().map(|selector| selector.parse().unwrap()).collect();
    settings.except = except.iter().map(|selector| selector.parse().unwrap()).collect();
    settings.unsupported = unsupported;
    settings
}

/// TL names of the generated types and functions.
fn names_of_generated_items(plan: &Plan) -> Vec<&str> {
    let types = plan.types.iter().map(|ty| ty.name.as_str());
    types.chain(plan.functions.iter().map(|function| function.item.name.as_str())).collect()
}

fn messages_with_code(found: &[Diagnostic], code: Code) -> Vec<&str> {
    found.iter().filter(|found| found.code == code).map(|found| found.message.as_str()).collect()
}

#[test]
fn only_keeps_all_that_the_selected_declarations_reach() {
    let (plan, found) =
        plan(&schema(), &Metadata::default(), &settings_with_selectors(&["fn getChat"], &[], Unsupported::Refuse));
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(names_of_generated_items(&plan), ["Chat", "User", "getChat"]);
    // A value of a constructor is a value of its type, so its other constructors are kept too.
    let kept = tl_codegen::plan(
        &schema(),
        &Metadata::default(),
        &settings_with_selectors(&["mixUser"], &[], Unsupported::Skip),
    )
    .0;
    assert_eq!(names_of_generated_items(&kept), ["Mix", "User"]);
    let kept = tl_codegen::plan(
        &schema(),
        &Metadata::default(),
        &settings_with_selectors(&["cellar.*"], &[], Unsupported::Skip),
    )
    .0;
    assert_eq!(names_of_generated_items(&kept), ["User", "cellar.open"]);
}

#[test]
fn except_names_each_declaration_that_needs_an_excepted_one() {
    let found =
        plan(&schema(), &Metadata::default(), &settings_with_selectors(&[], &["type Box"], Unsupported::Refuse)).1;
    let expected = [
        "`shelf` needs `Box`, which is excepted",
        "`cellar.shelf` needs `shelf`, which is excepted",
        "`mixBox` needs `box`, which is excepted",
        "`getShelf` needs `Shelf`, which is excepted",
    ];
    assert_eq!(messages_with_code(&found, Code::LeftOut), expected);
    assert!(found.iter().all(Diagnostic::is_error));
    let except = ["box", "shelf", "cellar.shelf", "mixBox", "getShelf"];
    let (plan, found) =
        plan(&schema(), &Metadata::default(), &settings_with_selectors(&[], &except, Unsupported::Refuse));
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(names_of_generated_items(&plan), ["Chat", "Holder", "Mix", "User", "cellar.open", "getChat"]);
}

#[test]
fn skipping_leaves_out_what_has_no_code_and_all_that_needs_it() {
    let (plan, found) = plan(&schema(), &Metadata::default(), &settings_with_selectors(&[], &[], Unsupported::Skip));
    assert!(found.iter().all(|found| found.severity == Severity::Warning), "{found:?}");
    assert_eq!(messages_with_code(&found, Code::UnsupportedObject).len(), 1);
    let expected = [
        "`shelf` is left out, because it needs `Box`",
        "`cellar.shelf` is left out, because it needs `shelf`",
        "`mixBox` is left out, because it needs `box`",
        "`getShelf` is left out, because it needs `Shelf`",
    ];
    assert_eq!(messages_with_code(&found, Code::LeftOut), expected);
    // `Mix` keeps its other constructor, so `holder` stays.
    assert_eq!(names_of_generated_items(&plan), ["Chat", "Holder", "Mix", "User", "cellar.open", "getChat"]);
    assert_eq!(plan.structs().filter(|item| item.name.starts_with("mix")).count(), 1);
}

#[test]
fn a_vector_with_another_id_is_skipped() {
    let text = "vector {x:Type} # [ x ] = Vector x; bare a:vector<int> = Bare; boxed a:Vector<int> = Boxed;";
    let (_, schema, _) = tl_parser::read_text("some.tl", text);
    let (plan, found) = plan(&schema, &Metadata::default(), &settings_with_selectors(&[], &[], Unsupported::Skip));
    assert_eq!(names_of_generated_items(&plan), ["Bare"]);
    assert_eq!(messages_with_code(&found, Code::LeftOut), ["`boxed` is left out, because it needs `vector`"]);
    assert_eq!(messages_with_code(&found, Code::UnsupportedVectorId).len(), 1);
}

#[test]
fn selectors_of_nothing_are_found_with_the_nearest_name() {
    let settings = settings_with_selectors(&["chatt"], &["fn user", "box/content", "getShelf"], Unsupported::Refuse);
    let found: Vec<_> = unmatched_settings(&schema(), &settings).iter().map(ToString::to_string).collect();
    let expected = [
        "`only(chatt)` selects nothing in the schema; the nearest name is `chat`",
        "`except(fn user)` selects nothing in the schema",
        "`except(box/content)` selects nothing in the schema",
    ];
    assert_eq!(found, expected);
}
