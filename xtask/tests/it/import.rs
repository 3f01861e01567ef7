//! `import`: the written schema depends on the declarations and not on the layout of the source.

use crate::project::{CHAT, CommandResult, Project};

const ORIGIN_ARGS: [&str; 4] = ["--package", "some-types", "--version", "1.2.3"];

/// The source of the tests: unsorted, with comments.
const SOURCE: &str = "\
// LAYER 7
// Somebody else's words.
userEmpty = User; // more of them
long ? = Long;
user#338da493 id:long   name:string = User;
---functions---
users.rename id:long title : string = User; ping = User;
---types---
chats.chat id:long = chats.Chat;
//user2 id:long = User;
alpha = Zeta; int ? = Int;
";

const RENDERED: &str = "\
// Schema of the protocol `chat`, as published in some-types 1.2.3.
// Written by `cargo xtask import`, which sorts the declarations and keeps no comments; not to be edited by hand.
// To import another version:
//     cargo xtask import chat FILE --package NAME --version VERSION
// LAYER 7

---types---

int ? = Int;
long ? = Long;

user#338da493 id:long name:string = User;
userEmpty = User;

alpha = Zeta;

chats.chat id:long = chats.Chat;

---functions---

ping = User;

users.rename id:long title:string = User;
";

fn import(project: &Project, file: &str) -> CommandResult {
    project.run(["import", "chat", file].iter().chain(&ORIGIN_ARGS))
}

fn source(text: impl AsRef<[u8]>) -> Project {
    let project = Project::empty();
    project.put("some-types-1.2.3/tl/chat.tl", text);
    project
}

#[test]
fn declarations_are_sorted_and_formatted() {
    let project = source(SOURCE);
    import(&project, "some-types-1.2.3/tl/chat.tl").succeeds();
    assert_eq!(project.read("schemas/chat/chat.tl"), RENDERED);
    let lock = project.read("schemas/tl.lock");
    let (_, entry) = lock.split_once("\n[chat]\n").unwrap();
    let sha256 = entry.lines().find_map(|line| line.strip_prefix("sha256 = ")).unwrap();
    assert_eq!(sha256.len(), 66, "{sha256}");
    let expected = format!(
        "package = \"some-types\"\nversion = \"1.2.3\"\nfile = \"tl/chat.tl\"\nsha256 = {sha256}\nlayer = 7\n\
         constructors = 6\nfunctions = 2\ntypes = 5\n"
    );
    assert_eq!(entry, expected);
}

#[test]
fn importing_again_changes_nothing() {
    let project = source(SOURCE);
    import(&project, "some-types-1.2.3/tl/chat.tl").succeeds();
    let before = project.files("schemas");
    let ran = import(&project, "some-types-1.2.3/tl/chat.tl").succeeds();
    assert_eq!(project.files("schemas"), before);
    assert!(ran.stdout.contains("unchanged"), "{}", ran.stdout);
}

#[test]
fn a_written_schema_is_imported_unchanged() {
    let project = source(RENDERED);
    import(&project, "some-types-1.2.3/tl/chat.tl").succeeds();
    assert_eq!(project.read("schemas/chat/chat.tl"), RENDERED);
}

#[test]
fn the_order_of_the_source_does_not_matter() {
    let (types, functions) = CHAT.split_once("\n---functions---\n\n").unwrap();
    let backwards = |text: &str| text.lines().rev().map(|line| format!("{line}\n")).collect::<String>();
    let permuted = format!("---functions---\n{}---types---\n{}", backwards(functions), backwards(types));
    let [one, other] = [CHAT, &permuted].map(|text| {
        let project = source(text);
        import(&project, "some-types-1.2.3/tl/chat.tl").succeeds();
        project.read("schemas/chat/chat.tl")
    });
    assert_eq!(one, other);
}

#[test]
fn an_imported_schema_can_be_generated() {
    let project = source(SOURCE);
    import(&project, "some-types-1.2.3/tl/chat.tl").succeeds();
    project.run(["codegen"]).succeeds();
    project.run(["codegen", "--check"]).succeeds();
}

#[test]
fn a_source_with_a_mistake_changes_nothing() {
    let project = source(SOURCE);
    import(&project, "some-types-1.2.3/tl/chat.tl").succeeds();
    let before = project.files("schemas");
    let place = "new.tl:1:";
    for (code, text) in [
        ("id-mismatch", "user#12345678 id:long = User;".as_bytes()),
        ("unknown-type", b"user id:lng = User;"),
        ("missing-semicolon", b"user id:long = User"),
        ("unsupported", b"New User; user id:long = User;"),
        ("bad-char", b"user id:long = User; // caf\xe9"),
    ] {
        project.put("new.tl", text);
        import(&project, "new.tl").ends_with(1).prints(&[&format!("error[{code}]"), place]);
        assert_eq!(project.files("schemas"), before, "{code}");
    }
}

#[test]
fn exceptions_of_the_protocol_apply() {
    let project = source("user#12345678 = User;\n");
    import(&project, "some-types-1.2.3/tl/chat.tl").ends_with(1).prints(&["hashes to #bb708740"]);
    let list = "name\twritten\tcomputed\tcomputed_telegram\treason\nuser\t12345678\tbb708740\tbb708740\ton the wire\n";
    project.put("schemas/chat/exceptions.tsv", list);
    import(&project, "some-types-1.2.3/tl/chat.tl").succeeds();
    assert!(project.read("schemas/chat/chat.tl").contains("user#12345678 = User;\n"));
}

#[test]
fn layers_have_to_agree() {
    let project = source(SOURCE);
    let with_layer = |layer: &str| {
        let args = ["import", "chat", "some-types-1.2.3/tl/chat.tl", "--layer", layer];
        project.run(args.iter().chain(&ORIGIN_ARGS))
    };
    with_layer("8").ends_with(2).prints(&["layer 7", "not 8"]);
    with_layer("7").succeeds();
    project.put("some-types-1.2.3/tl/chat.tl", SOURCE.replace("// LAYER 7\n", ""));
    with_layer("9").succeeds();
    assert!(project.read("schemas/chat/chat.tl").contains("\n// LAYER 9\n"));
}

#[test]
fn other_entries_of_the_lock_stay() {
    let project = source(SOURCE);
    project.put("some-types-1.2.3/door.tl", "doorOpen = Door;");
    import(&project, "some-types-1.2.3/tl/chat.tl").succeeds();
    let alone = project.read("schemas/tl.lock");
    project.run(["import", "door", "some-types-1.2.3/door.tl"].iter().chain(&ORIGIN_ARGS)).succeeds();
    let both = project.read("schemas/tl.lock");
    assert!(both.starts_with(&alone) && both.contains("\n[door]\n"), "{both}");
    project.put("schemas/tl.lock", "not a lock");
    import(&project, "some-types-1.2.3/tl/chat.tl").ends_with(2).prints(&["schemas/tl.lock"]);
}
