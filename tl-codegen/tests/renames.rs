//! Rust names that a caller chooses, in settings and in `renames.tsv`.

use tl_codegen::{Metadata, Plan, Renames, Settings, plan, unmatched_settings};
use tl_parser::{Code, Diagnostic, SourceMap};

const SCHEMA_WITH_COLLIDING_NAMES: &str = "
    userId id:int = User;
    user_id id:long = Account;
    grid flags:# rowCount:flags.0?int row_count:flags.0?int n:# list:n*[ aB:int a_b:int ] = Grid;
    oldChat.userA a:int = oldChat.User;
    old_chat.userB a:int = old_chat.Group;
    pair {fooBar:Type} {foo_bar:Type} left:fooBar right:foo_bar = Pair fooBar foo_bar;
";

fn plan_with_renames(tl: &str, renames: Renames) -> (Plan, Vec<Diagnostic>) {
    let (_, schema, found) = tl_parser::read_text("some.tl", tl);
    assert!(found.is_empty(), "{found:?}");
    let mut settings = Settings::new("some");
    settings.renames = renames;
    assert_eq!(unmatched_settings(&schema, &settings), []);
    plan(&schema, &Metadata::default(), &settings)
}

fn renames_of_pairs(rows: &[(&str, &str)]) -> Renames {
    let mut renames = Renames::default();
    rows.iter().for_each(|(tl, rust)| renames.insert(tl, rust).unwrap());
    renames
}

#[test]
fn every_collision_has_a_rename_that_ends_it() {
    let (_, found) = plan_with_renames(SCHEMA_WITH_COLLIDING_NAMES, Renames::default());
    let helps: Vec<_> = found.iter().map(|found| found.helps[0].text.clone()).collect();
    let settings = "choose another Rust name in the settings, such as";
    let expected = [
        format!("{settings} `rename(\"user_id\", \"UserId2\")`"),
        format!("{settings} `rename(\"grid/row_count\", \"row_count_2\")`"),
        format!("{settings} `rename(\"grid/list/a_b\", \"a_b_2\")`"),
        format!("{settings} `rename(\"old_chat.*\", \"old_chat_2\")`"),
        format!("{settings} `rename(\"pair/foo_bar\", \"FooBar2\")`"),
    ];
    let mut missing: Vec<_> = expected.iter().filter(|help| !helps.contains(help)).collect();
    missing.dedup();
    assert!(missing.is_empty(), "{missing:#?} not in {helps:#?}");

    let renames = renames_of_pairs(&[
        ("user_id", "NumericUserId"),
        ("grid/row_count", "number_of_rows"),
        ("grid/list/a_b", "r#type"),
        ("old_chat.*", "older"),
        ("pair/foo_bar", "Right"),
    ]);
    let (plan, found) = plan_with_renames(SCHEMA_WITH_COLLIDING_NAMES, renames);
    assert!(found.is_empty(), "{found:#?}");
    let records: Vec<_> = plan.structs().flat_map(|item| &item.records).flat_map(|record| &record.fields).collect();
    assert_eq!(records.iter().map(|field| field.ident.as_str()).collect::<Vec<_>>(), ["a_b", "r#type"]);
    let listing = plan.public_names_text();
    for name in ["constructors::NumericUserId", "number_of_rows", "older::Group", "Right"] {
        assert!(listing.contains(name), "{name} is not in\n{listing}");
    }
    // TL names and ids stay.
    assert!(plan.structs().any(|item| item.name == "user_id" && item.tl.starts_with("user_id")));
}

#[test]
fn a_constructor_is_renamed_as_struct_and_as_variant() {
    let tl = "peerUser id:int = Peer; user id:int = Peer; getPeer = Peer;";
    let (plan, found) = plan_with_renames(tl, renames_of_pairs(&[("user", "Person"), ("type Peer", "Party")]));
    assert!(found.is_empty(), "{found:#?}");
    let listing = plan.public_names_text();
    for name in ["types::Party", "Person(", "User(", "constructors::Person"] {
        assert!(listing.contains(name), "{name} is not in\n{listing}");
    }
}

#[test]
fn lines_of_renames_file_are_checked() {
    let mut sources = SourceMap::new();
    let text = "tl\trust\nuser_id\tNumericUserId\nuser_ix\tOther\nuserId\t1x\n";
    let id = sources.add("renames.tsv", text);
    let mut renames = Renames::default();
    let found = renames.add_tsv_file(sources.get(id).unwrap());
    assert_eq!(found.iter().map(|found| found.message.as_str()).collect::<Vec<_>>(), ["`1x` is not a Rust identifier"]);
    let (plan, found) = plan_with_renames("user_id a:int = User;", renames);
    assert!(plan.public_names_text().contains("NumericUserId"));
    let messages: Vec<_> = found.iter().map(|found| (found.code, found.message.as_str())).collect();
    assert_eq!(messages, [(Code::BadMetadata, "the schema has no name `user_ix`")]);
    assert_eq!(found[0].helps[0].text, "there is `user_id`");
}

#[test]
fn renames_of_unknown_names_are_found() {
    let (_, schema, _) = tl_parser::read_text("some.tl", "user id:int = User;");
    let mut settings = Settings::new("some");
    settings.renames = renames_of_pairs(&[("user/ix", "Other"), ("auth.*", "other")]);
    let found: Vec<_> = unmatched_settings(&schema, &settings).iter().map(ToString::to_string).collect();
    let expected = [
        "`rename(auth.*)` selects nothing in the schema",
        "`rename(user/ix)` selects nothing in the schema; the nearest name is `user/id`",
    ];
    assert_eq!(found, expected);
    assert!(Renames::default().insert("user", "no identifier").is_err());
}
