//! `check --fix`: corrects ids and changes nothing else.

use super::test_folder::TestFolder;

/// A schema with a wrong id, a right id, a missing id and an id with an exception, between different blanks.
const SCHEMA_WITH_WRONG_IDS: &str = "\u{feff}user#12345678 id:long  name:string = User;\t// #12345678\r\n\r\n\r\nuserEmpty = User; \
chat#d6775f11 id:long title:string = Chat;\r\nbot#0949d9dc id:long = Bot;\nint ? = Int;";

const SCHEMA_WITH_RIGHT_IDS: &str = "\u{feff}user#338da493 id:long  name:string = User;\t// #12345678\r\n\r\n\r\nuserEmpty#ed979fa1 = \
User; chat#d6775f11 id:long title:string = Chat;\r\nbot#0949d9dc id:long = Bot;\nint ? = Int;";

const EXCEPTIONS: &str = "\
name\twritten\tcomputed\tcomputed_telegram\treason
bot\t0949d9dc\t0b63a832\t0b63a832\ton the wire
";

#[test]
fn ids_are_corrected_and_added() {
    let project =
        TestFolder::empty().with_file("some.tl", SCHEMA_WITH_WRONG_IDS).with_file("exceptions.tsv", EXCEPTIONS);
    let ran = project.run(["check", "some.tl", "--fix"]).expect_success();
    assert_eq!(project.read_file("some.tl"), SCHEMA_WITH_RIGHT_IDS);
    assert_eq!(
        ran.stdout,
        "some.tl:1: #12345678 corrected to #338da493 at `user`\n\
         some.tl:4: #ed979fa1 added to `userEmpty`\n\
         some.tl: 2 ids written\n\
         5 constructors, 0 functions, 4 types\n",
    );
    let before = project.files_in("");
    let ran = project.run(["check", "some.tl", "--fix"]).expect_success();
    assert_eq!(ran.stdout, "5 constructors, 0 functions, 4 types\n");
    assert_eq!(project.files_in(""), before, "a file that is right was written");
}

#[test]
fn wrong_and_missing_ids_can_be_corrected_separately() {
    let project = TestFolder::empty();
    let text = "user#12345678 id:long name:string = User;\nuserEmpty = User;\n";
    project.write_file("some.tl", text);
    project.run(["check", "some.tl", "--fix=wrong"]).expect_success();
    assert_eq!(project.read_file("some.tl"), text.replace("12345678", "338da493"));
    project.write_file("some.tl", text);
    project.run(["check", "some.tl", "--fix=missing"]).expect_exit_code(1).expect_stderr(&["error[id-mismatch]"]);
    assert_eq!(project.read_file("some.tl"), text.replace("userEmpty", "userEmpty#ed979fa1"));
}

#[test]
fn a_copied_id_is_corrected() {
    let project = TestFolder::empty().with_file(
        "some.tl",
        "user#338da493 id:long name:string = User;\nchat#338da493 id:long title:string = Chat;\n",
    );
    project.run(["check", "some.tl"]).expect_exit_code(1).expect_stderr(&["error[duplicate-id]"]);
    project.run(["check", "some.tl", "--fix"]).expect_success();
    assert!(project.read_file("some.tl").contains("chat#d6775f11"), "{}", project.read_file("some.tl"));
}

#[test]
fn an_id_with_an_exception_stays_even_if_it_is_shared() {
    let project = TestFolder::empty();
    let bot = "bot#0949d9dc id:long = Bot;\n";
    project.write_file("some.tl", format!("{bot}chat#0949d9dc id:long title:string = Chat;\n"));
    project.write_file("exceptions.tsv", EXCEPTIONS);
    project.run(["check", "some.tl", "--fix"]).expect_success();
    assert_eq!(project.read_file("some.tl"), format!("{bot}chat#d6775f11 id:long title:string = Chat;\n"));
}

#[test]
fn corrected_ids_follow_the_usual_rule() {
    let project = TestFolder::empty();
    let text = |bot: &str, user: &str| {
        let fields = "flags:# bot:flags.0?true id:long";
        format!("true#3fedd339 = True;\nbot{bot} {fields} = Bot;\nuser{user} {fields} = User;\n")
    };
    let (bot, user) = (["#d91a97e7", "#e165dfe7"], ["#4021e2bc", "#62d72b81"]);
    for rule in [0, 1] {
        project.write_file("some.tl", text(bot[rule], "#1"));
        project.run(["check", "some.tl", "--fix"]).expect_success();
        assert_eq!(project.read_file("some.tl"), text(bot[rule], user[rule]));
    }
}

#[test]
fn a_file_with_other_errors_is_not_touched() {
    let project = TestFolder::empty();
    let text = "user#12345678 id:lng = User;\n";
    project.write_file("some.tl", text);
    let ran = project
        .run(["check", "some.tl", "--fix"])
        .expect_exit_code(1)
        .expect_stderr(&["no id was corrected", "error[unknown-type]"]);
    assert_eq!((project.read_file("some.tl").as_str(), ran.stdout.as_str()), (text, ""));
}

#[cfg(unix)]
#[test]
fn files_keep_their_permissions() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;
    let project = TestFolder::empty().with_file("some.tl", "user#1 id:long = User;\n");
    set_permissions(project.path("some.tl"), Permissions::from_mode(0o640)).unwrap();
    project.run(["check", "some.tl", "--fix"]).expect_success();
    assert_eq!(project.path("some.tl").metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(project.read_file("some.tl"), "user#74e5ad7d id:long = User;\n");
    project.write_file("some.tl", "user#1 id:long = User;\n");
    set_permissions(project.path("some.tl"), Permissions::from_mode(0o440)).unwrap();
    project.run(["check", "some.tl", "--fix"]).expect_exit_code(2).expect_stderr(&["some.tl: the file is read-only"]);
}

#[test]
fn a_schema_in_json_gets_an_id_in_json() {
    let item = |id: &str| {
        let params = r#"[{"name":"id","type":"long"}]"#;
        format!("{{\"constructors\":[\n{{\"id\":{id},\"predicate\":\"user\",\"params\":{params},\"type\":\"User\"}}]}}")
    };
    let right = 0x74e5_ad7d_u32.cast_signed();
    for (wrong, corrected) in [("\"1\"", format!("\"{right}\"")), ("-2", right.to_string())] {
        let project = TestFolder::empty().with_file("some.json", item(wrong));
        let ran = project.run(["check", "some.json", "--fix"]).expect_success();
        assert_eq!(project.read_file("some.json"), item(&corrected));
        assert!(ran.stdout.starts_with(&format!("some.json:2: {wrong} corrected to {corrected}\n")), "{}", ran.stdout);
    }
}
