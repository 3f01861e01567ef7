//! `history`: layers in any order and from updates give the same tables, and kept layers are compared without git.

use serde_json::Value;
use tl_parser::ast::Declaration;
use tl_parser::canonical::{Rule, canonical, crc};
use tl_parser::{Section, SourceMap, print};

use crate::test_project::{CommandResult, TestProject};

/// Declarations of eight layers. They have an id that changes, a combinator with a gap, presence bits that come and
/// move, and a function that goes.
const LAYERS: [(u32, &str); 8] = [
    (
        3,
        "user id:int = User; badge = Badge; \
         ---functions--- users.get id:int = User; users.old = User;",
    ),
    (
        4,
        "user id:int = User; note flags:# text:string = Note; \
         ---functions--- users.get id:int = User; users.old = User;",
    ),
    (
        5,
        "user id:long = User; badge = Badge; note flags:# loud:flags.1?true text:string = Note; \
         ---functions--- users.get id:long = User; users.old = User;",
    ),
    (
        7,
        "user id:long = User; note flags:# loud:flags.1?true text:string = Note; \
         ---functions--- users.get id:long = User;",
    ),
    (
        8,
        "user id:long = User; note flags:# loud:flags.2?true text:string = Note; \
         ---functions--- users.get id:long = User;",
    ),
    (
        9,
        "user flags:# id:long name:flags.0?string = User; \
         note flags:# loud:flags.2?true text:string = Note; \
         ---functions--- users.get id:long = User;",
    ),
    (
        11,
        "user flags:# id:long name:flags.0?string = User; \
         note flags:# loud:flags.2?true text:string = Note; \
         ---functions--- users.get id:long = User; users.all = User;",
    ),
    (
        12,
        "user flags:# id:long name:flags.0?string = User; badge = Badge; \
         note flags:# loud:flags.2?true text:string = Note; \
         ---functions--- users.get id:long = User; users.all = User;",
    ),
];

const TABLES: [&str; 3] = ["history.tsv", "layers.tsv", "forms.tsv"];

/// A schema with the computed ids written.
fn layer_text(layer: u32, declarations: &str) -> String {
    let mut sources = SourceMap::new();
    sources.add("", declarations.replace("---functions---", "\n---functions---\n"));
    let (file, _) = tl_parser::parse(&sources.sources()[0]);
    let mut text = format!("// LAYER {layer}\ntrue#3fedd339 = True;\n");
    let mut section = Section::Types;
    for declaration in file.declarations() {
        let Declaration::Combinator(combinator) = declaration else { panic!() };
        if std::mem::replace(&mut section, combinator.section()) != combinator.section() {
            text.push_str("---functions---\n");
        }
        let (name, line) = (combinator.name().text, print::line_with_full_id(combinator));
        let id = crc(&canonical(combinator, Rule::B));
        text.push_str(&format!("{name}#{id:08x}{}\n", &line[name.len()..]));
    }
    text
}

/// A project with a file for each layer.
fn project_with_layer_files() -> TestProject {
    let project = TestProject::new();
    for (layer, declarations) in LAYERS {
        project.write_file(&format!("layer-{layer}.tl"), layer_text(layer, declarations));
    }
    project
}

fn history(project: &TestProject, args: &[&str]) -> CommandResult {
    project.run(["history", "--protocol", "chat"].iter().chain(args))
}

fn add(project: &TestProject, layer: u32) -> CommandResult {
    history(project, &["add", &format!("layer-{layer}.tl")]).expect_success()
}

fn project_with_history() -> TestProject {
    let project = project_with_layer_files();
    let files = LAYERS.map(|(layer, _)| format!("layer-{layer}.tl"));
    let files: Vec<_> = files.iter().map(String::as_str).collect();
    history(&project, &[&["add"], files.as_slice()].concat()).expect_success();
    project
}

fn tables(project: &TestProject) -> [String; 3] {
    TABLES.map(|table| project.read_file(&format!("schemas/chat/{table}")))
}

fn update(project: &TestProject, layer: u32) -> CommandResult {
    let file = format!("layer-{layer}.tl");
    project.run(["update", "chat", "--from", &file, "--accept", "fewer", "--accept", "older-layer"])
}

fn json(ran: &CommandResult) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|why| panic!("{why}: {}", ran.stdout))
}

#[test]
fn a_walk_of_updates_gives_the_history_made_at_once() {
    let at_once = project_with_history();
    let walked = project_with_layer_files();
    for (layer, _) in LAYERS {
        let ran = update(&walked, layer);
        assert!(ran.stdout.contains("schemas/chat/history.tsv: written"), "{}{}", ran.stdout, ran.stderr);
        assert!(ran.stdout.contains(&format!("history: layer {layer} with")), "{}", ran.stdout);
    }
    assert_eq!(tables(&walked), tables(&at_once));
    walked.run(["check"]).expect_success();
    walked.run(["codegen", "--check"]).expect_success();
}

#[test]
fn the_order_of_adding_layers_does_not_matter() {
    let expected = tables(&project_with_history());
    let mut order = LAYERS.map(|(layer, _)| layer);
    let mut random = fastrand::Rng::with_seed(22);
    for _ in 0..4 {
        random.shuffle(&mut order);
        let project = project_with_layer_files();
        order.iter().for_each(|layer| drop(add(&project, *layer)));
        assert_eq!(tables(&project), expected, "{order:?}");
        let again = add(&project, order[0]);
        assert!(again.stdout.contains("nothing changed"), "{}", again.stdout);
    }
}

#[test]
fn an_update_to_an_older_layer_changes_no_row() {
    let project = project_with_history();
    let before = tables(&project);
    for layer in [12, 5] {
        let ran = update(&project, layer);
        assert!(ran.stdout.contains(&format!("history: layer {layer} is kept already")), "{}", ran.stderr);
        assert_eq!(tables(&project), before);
    }
    project.run(["check"]).expect_success();
}

#[test]
fn kept_layers_are_compared_like_their_files() {
    let project = project_with_history();
    for (old, new) in [(3, 12), (4, 5), (8, 7), (9, 9)] {
        let compare = |old: &str, new: &str| {
            json(&project.run(["diff", old, new, "--protocol", "chat", "--format", "json"]))["changes"].clone()
        };
        let kept = compare(&old.to_string(), &new.to_string());
        assert_eq!(kept, compare(&format!("layer-{old}.tl"), &format!("layer-{new}.tl")));
        assert_eq!(compare(&old.to_string(), &format!("layer-{old}.tl")), Value::Array(Vec::new()));
    }
    let refused = project.run(["diff", "3", "6", "--protocol", "chat"]).expect_exit_code(2);
    assert!(refused.stderr.contains("`chat` keeps no layer 6"), "{}", refused.stderr);
    // Only a bare number names a kept layer; a path that ends in a number is a file.
    project.write_file("3", layer_text(3, LAYERS[0].1));
    project.run(["diff", &project.path("3").to_string_lossy(), "layer-3.tl"]).expect_success();
}

#[test]
fn rules_that_older_values_may_need_are_proposed_until_they_are_written() {
    let project = project_with_history();
    let next = "user flags:# id:long age:int name:flags.0?string = User; \
                note flags:# loud:flags.2?true text:long = Note; \
                ---functions--- users.get id:long = User; users.all = User;";
    project.write_file("layer-13.tl", layer_text(13, next));
    let diff = |format: &str| project.run(["diff", "12", "layer-13.tl", "--protocol", "chat", "--format", format]);
    let rows = || -> Vec<String> {
        let report = json(&diff("json"));
        let cells = |rule: &Value| ["rule", "name", "part", "value"].map(|key| rule[key].as_str().unwrap().to_owned());
        report["upgrades"].as_array().unwrap().iter().map(|rule| cells(rule).join("\t")).collect()
    };
    let expected = ["convert\tlong\tstring\t?", "field\tuser\tage\t0"];
    assert_eq!(rows(), expected, "nothing holds a `badge` any more, since its type is gone");
    for format in ["human", "markdown"] {
        let text = diff(format).stdout;
        assert!(text.contains("Rules for older values to consider (2)"), "{text}");
        assert!(expected.iter().all(|row| text.contains(&format!("`{row}`"))), "{text}");
    }
    project.write_file("schemas/chat/upgrades.tsv", "rule\tname\tpart\tvalue\nfield\tuser\tage\t0\n");
    assert_eq!(rows(), expected[..1]);
    // The report of an update proposes the same.
    let update = project.run(["update", "chat", "--from", "layer-13.tl", "--accept", "fewer", "--dry-run"]);
    assert!(update.stdout.contains("`successor\tuserEmpty\t?\t-`"), "{}{}", update.stdout, update.stderr);
}

#[test]
fn the_life_of_a_combinator_is_found_by_name_and_id() {
    let project = project_with_history();
    let rows = json(&history(&project, &["user", "--format", "json"]).expect_success());
    let spans: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| (row["first"].clone(), row["last"].clone())).collect();
    assert_eq!(spans, [(3.into(), 4.into()), (5.into(), 8.into()), (9.into(), Value::Null)]);
    let keys: Vec<_> = rows[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["first", "id", "kind", "last", "line", "name"]);
    assert_eq!((&rows[0]["kind"], &rows[0]["name"]), (&"constructor".into(), &"user".into()));
    assert!(rows[0]["line"].as_str().unwrap().ends_with(" id:int = User;"));

    let hex = rows[0]["id"].as_str().unwrap().to_owned();
    let id = u32::from_str_radix(&hex, 16).unwrap();
    for text in [hex.clone(), format!("0x{hex}"), format!("#{hex}"), id.to_string(), id.cast_signed().to_string()] {
        let found = json(&history(&project, &[&text, "--format", "json"]).expect_success());
        assert_eq!(found, Value::Array(vec![rows[0].clone()]), "{text}");
    }
    let all = json(&history(&project, &["--format", "json"]).expect_success());
    assert_eq!(all.as_array().unwrap().len(), tables(&project)[0].lines().count() - 1);
    let shown = history(&project, &["user"]).expect_success().stdout;
    assert!(shown.starts_with("constructor user: since layer ≤3; changed in 5, 9\n  ≤3 to 4: user#"), "{shown}");
    let gone = history(&project, &["users.old"]).expect_success().stdout;
    assert!(gone.starts_with("function users.old: since layer ≤3; gone since ≤7\n"), "{gone}");
    let moved = history(&project, &["note"]).expect_success().stdout;
    assert!(moved.contains("flags.1 was loud under #") && moved.contains("loud is flags.2"), "{moved}");
    let summary = history(&project, &[]).expect_success().stdout;
    assert!(summary.contains("\n  note: flags.1 was loud under #"), "{summary}");
    assert!(summary.ends_with("8 layers: 10 combinators, of which the newest has 6\n"), "{summary}");

    let missing = history(&project, &["usr"]).expect_exit_code(1).stderr;
    assert!(missing.contains("a combinator called `usr`") && missing.contains("help: there is user"), "{missing}");
    let missing = history(&project, &["00000001"]).expect_exit_code(1).stderr;
    assert!(missing.contains("has the id `00000001`; it is newer or unknown"), "{missing}");
    let none = project.run(["history", "--protocol", "door", "user"]).expect_exit_code(2).stderr;
    assert!(none.contains("`door` has no history"), "{none}");
}

#[test]
fn another_text_of_a_kept_layer_is_named_and_changes_nothing() {
    let project = project_with_history();
    let before = tables(&project);
    let other = layer_text(12, &LAYERS[7].1.replace("badge = Badge;", "medal = Badge;"));
    project.write_file("other.tl", &other);
    let ran = history(&project, &["add", "other.tl"]).expect_success();
    for line in ["its rows stay; 2 lines differ", "  kept: badge#", "  new:  medal#", "nothing changed"] {
        assert!(ran.stdout.contains(line), "{line}: {}", ran.stdout);
    }
    let updated = project.run(["update", "chat", "--from", "other.tl", "--accept", "fewer"]);
    assert!(updated.stdout.contains("  new:  medal#"), "{}{}", updated.stdout, updated.stderr);
    assert_eq!(tables(&project), before);
    assert!(project.read_file("schemas/chat/chat.tl").contains("medal#"));
    let named = "chat.tl differs from layer 12 in history.tsv in 2 lines: `badge`, `medal`";
    project.run(["check"]).expect_success().expect_stderr(&[named]);
    project.run(["metadata", "--protocol", "chat", "check"]).expect_stderr(&[named]);

    let further = history(&project, &["add", "other.tl", "--further"]).expect_success();
    assert!(
        further.stdout.contains("history: layer 12 with 6 combinators is kept now, 1 of them new"),
        "{}",
        further.stdout
    );
    assert!(tables(&project)[2].contains("\tmedal\t"));
    project.run(["codegen"]).expect_success();
}

#[test]
fn an_id_of_other_origin_is_left_out_and_named() {
    let project = project_with_history();
    let with_own = layer_text(13, LAYERS[7].1) + "own.call#12345678 = User;\n";
    project.write_file("own.tl", with_own);
    let ran = history(&project, &["add", "own.tl"]).expect_success();
    assert!(ran.stderr.contains("its id is not the CRC32 or is repeated: own.call#12345678 = User;"), "{}", ran.stderr);
    assert!(!tables(&project)[0].contains("own.call"));
}

#[test]
fn a_second_layout_under_one_id_is_refused() {
    let project = project_with_history();
    let before = tables(&project);
    let id = before[0].lines().find(|line| line.contains("id:int = User;")).unwrap().split('\t').nth(2).unwrap();
    let bad = format!("// LAYER 13\nuser#{id} id:string = User;\n");
    let exceptions =
        format!("name\twritten\tcomputed\tcomputed_telegram\treason\nuser\t{id}\t00000000\t00000000\tby hand\n");
    project.write_file("schemas/chat/exceptions.tsv", exceptions);
    project.write_file("bad.tl", bad);
    let ran = history(&project, &["add", "bad.tl"]).expect_exit_code(2);
    assert!(ran.stderr.contains("an id must keep its name and its layout"), "{}", ran.stderr);
    assert!(ran.stderr.contains("  kept: user#") && ran.stderr.contains("  new:  user#"), "{}", ran.stderr);
    assert_eq!(tables(&project), before);
}

#[test]
fn a_layer_without_a_number_or_with_another_one_is_refused() {
    let project = project_with_layer_files();
    project.write_file("none.tl", layer_text(3, LAYERS[0].1).replace("// LAYER 3\n", ""));
    let none = history(&project, &["add", "none.tl"]).expect_exit_code(2);
    assert!(none.stderr.contains("name the layer with --layer N"), "{}", none.stderr);
    let updated = project.run(["update", "chat", "--from", "none.tl", "--accept", "fewer"]);
    assert!(updated.code != Some(2) && !project.path("schemas/chat/history.tsv").exists(), "{}", updated.stderr);
    let other = history(&project, &["add", "layer-3.tl", "--layer", "4"]).expect_exit_code(2);
    assert!(other.stderr.contains("says that it is layer 3, not 4"), "{}", other.stderr);
    let several = history(&project, &["add", "layer-3.tl", "layer-4.tl", "--layer", "3"]).expect_exit_code(2);
    assert!(several.stderr.contains("an option about one text was given for several"), "{}", several.stderr);
    history(&project, &["add", "none.tl", "--layer", "3", "--package", "p", "--registry", "pypi"]).expect_success();
    assert!(tables(&project)[1].contains("\n3\tmain\tpypi\tp\t\tnone.tl\t"), "{}", tables(&project)[1]);
}

#[test]
fn a_damaged_row_is_an_error_with_its_place() {
    let project = project_with_history();
    project.replace_in_file("schemas/chat/history.tsv", "constructor\tnote\t", "creator\tnote\t");
    for command in [&["check"][..], &["codegen"], &["history", "--protocol", "chat", "user"]] {
        let ran = project.run(command).expect_exit_code(1);
        assert!(ran.stderr.contains("error[bad-metadata]: `creator` is not one of"), "{}", ran.stderr);
        assert!(ran.stderr.contains("schemas/chat/history.tsv:3:1"), "{}", ran.stderr);
    }
    project.remove_file("schemas/chat/history.tsv");
    project.run(["check"]).expect_exit_code(2).expect_stderr(&["the history of `chat` is incomplete"]);
}

#[test]
fn rustdoc_and_metadata_tell_the_layers() {
    let project = project_with_layer_files();
    for (layer, _) in LAYERS {
        update(&project, layer);
    }
    let user = project.read_file("tl-types/src/generated/chat/items/types/root/user.rs");
    assert!(user.contains(" Since layer ≤3; in this form since 9.\n"), "{user}");
    let function = project.read_file("tl-types/src/generated/chat/items/functions/users/all.rs");
    assert!(function.contains(" Since layer ≤11.\n"), "{function}");
    let show = |name: &str| project.run(["metadata", "--protocol", "chat", "show", name]).expect_success().stdout;
    assert!(show("user").contains("\nsince layer ≤3; changed in 5, 9\n"), "{}", show("user"));
    assert!(show("users.all").contains("\nsince layer ≤11\n"), "{}", show("users.all"));
    assert_eq!(show("users.old"), "function users.old\nsince layer ≤3; gone since ≤7\n");
    let gone = json(&project.run(["metadata", "--protocol", "chat", "show", "users.old", "--format", "json"]));
    assert_eq!((&gone["since"], &gone["gone_since"]), (&"≤3".into(), &"≤7".into()));
}
