//! `update --from crate:…` and `npm:…`: packages that `cargo` and `npm` fetch.
//!
//! Both programs are scripts of the test, so that no test needs a network. Invariant: an update that
//! fails ends with 2 and leaves the project as it was.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use tar::{Builder, EntryType, Header};

use crate::test_project::{CHAT_SCHEMA, CommandResult, TestProject, run_command};

/// The path of the archive in the local cache of the fake cargo.
const CACHED_CRATE_PATH: &str = "home/registry/cache/index/some-types-1.2.4.crate";

fn schema_with_new_function() -> String {
    CHAT_SCHEMA.replace("chats.get id", "chats.add id:long = Chat;\nchats.get id")
}

/// A gzip archive with these regular files.
fn gzip_archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, bytes) in files {
        let mut header = Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_entry_type(EntryType::Regular);
        builder.append_data(&mut header, path, *bytes).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

/// A project with fake programs in the folder `bin`, and a package of the version 1.2.4.
fn project_with_archive(archive: &[u8]) -> TestProject {
    let project = TestProject::generated().with_file(CACHED_CRATE_PATH, archive);
    let sha256: String = Sha256::digest(archive).iter().map(|byte| format!("{byte:02x}")).collect();
    let root = project.path("");
    let manifest = root.join("home/registry/src/index/some-types-1.2.4/Cargo.toml");
    let manifest = manifest.display();
    let lock = format!("[[package]]\nname = \"some-types\"\nversion = \"1.2.4\"\nchecksum = \"{sha256}\"\n");
    let answer =
        format!(r#"{{"packages": [{{"name": "some-types", "version": "1.2.4", "manifest_path": "{manifest}"}}]}}"#);
    project.write_file("home/lock", lock);
    project.write_file("home/answer", answer);
    let home = root.join("home");
    let home = home.display();
    write_fake_program(
        &project,
        "cargo",
        &format!("cp {home}/lock \"$(dirname \"$5\")/Cargo.lock\"\ncat {home}/answer\n"),
    );
    write_fake_program(
        &project,
        "npm",
        &format!("cp {}/{CACHED_CRATE_PATH} \"$4/some-types-1.2.4.tgz\"\n", root.display()),
    );
    project
}

fn project_with_package() -> TestProject {
    project_with_archive(&archive_with_schema(schema_with_new_function().as_bytes()))
}

/// A package with the schema at the path that the lock of the project has.
fn archive_with_schema(schema: &[u8]) -> Vec<u8> {
    gzip_archive(&[("some-types-1.2.4/Cargo.toml", b"[package]\n"), ("some-types-1.2.4/tl/chat.tl", schema)])
}

fn write_fake_program(project: &TestProject, name: &str, commands: &str) {
    let path = format!("bin/{name}");
    project.write_file(&path, format!("#!/bin/sh\n{commands}"));
    fs::set_permissions(project.path(&path), fs::Permissions::from_mode(0o755)).unwrap();
}

fn run_update(project: &TestProject, from: &str, options: &[&str]) -> CommandResult {
    let mut command = project.command(["update", "chat", "--from", from].iter().chain(options));
    let path = format!("{}:/usr/bin:/bin", project.path("bin").display());
    run_command(command.env("PATH", path).env_remove("CARGO"))
}

/// Checks that an update fails with a message that contains `parts`, and changes nothing.
fn assert_update_is_refused(project: &TestProject, from: &str, parts: &[&str]) {
    let before = project.files_in("");
    run_update(project, from, &["--timeout", "2"]).expect_exit_code(2).expect_stderr(parts);
    assert_eq!(project.files_in(""), before, "{from}");
    assert!(!project.path("schemas/.downloads").exists());
}

#[test]
fn packages_are_fetched_by_cargo_and_npm() {
    for (from, name) in
        [("crate:some-types@1.2.4", "some-types"), ("npm:some-types@1.2.4:tl/chat.tl", "npm:some-types")]
    {
        let project = project_with_package();
        run_update(&project, from, &[]).expect_success();
        let lock = project.read_file("schemas/tl.lock");
        let origin = format!("[chat]\npackage = \"{name}\"\nversion = \"1.2.4\"\nfile = \"tl/chat.tl\"\n");
        assert!(lock.contains(&origin), "{lock}");
        assert!(project.read_file("schemas/chat/chat.tl").contains("chats.add"));
        assert!(!project.path("schemas/.downloads").exists());
    }
}

/// The folder that holds a whole package may be left out, and may be named.
#[test]
fn npm_paths_may_name_the_package_folder() {
    let project = project_with_archive(&gzip_archive(&[("package/tl/chat.tl", schema_with_new_function().as_bytes())]));
    for path in ["tl/chat.tl", "package/tl/chat.tl"] {
        run_update(&project, &format!("npm:some-types@1.2.4:{path}"), &[]).expect_success();
        assert!(project.read_file("schemas/tl.lock").contains(&format!("file = \"{path}\"")));
    }
}

#[test]
fn a_vendored_package_is_read_from_its_folder() {
    let project = project_with_package();
    project.remove_file(CACHED_CRATE_PATH);
    project.write_file("home/registry/src/index/some-types-1.2.4/tl/chat.tl", schema_with_new_function());
    run_update(&project, "crate:some-types@1.2.4", &[]).expect_success();
    assert!(project.read_file("schemas/chat/chat.tl").contains("chats.add"));
    assert_update_is_refused(&project, "crate:some-types@1.2.4:other.tl", &["no file other.tl"]);
}

#[test]
fn a_missing_program_is_named_with_advice() {
    let project = project_with_package();
    for (program, from) in [("cargo", "crate:some-types@1.2.4"), ("npm", "npm:some-types@1.2.4")] {
        let mut command = project.command(["update", "chat", "--from", from]);
        let before = project.files_in("");
        let ran = run_command(command.env("PATH", project.path("schemas")).env_remove("CARGO")).expect_exit_code(2);
        assert!(ran.stderr.contains(&format!("{program} is not installed")), "{}", ran.stderr);
        assert!(ran.stderr.contains("help: install") && ran.stderr.contains("--from FILE"), "{}", ran.stderr);
        assert_eq!(project.files_in(""), before);
    }
}

#[test]
fn the_message_of_a_failed_program_is_repeated() {
    let project = project_with_package();
    for (program, from) in [("cargo", "crate:some-types@9.9.9"), ("npm", "npm:some-types@9.9.9")] {
        write_fake_program(&project, program, "echo 'no matching version 9.9.9' >&2\nexit 1\n");
        let parts =
            [&format!("{program} failed"), "no matching version 9.9.9", "help: check name, version and network"];
        assert_update_is_refused(&project, from, &parts);
    }
}

#[test]
fn a_program_that_hangs_is_stopped() {
    let project = project_with_package();
    for (program, from) in [("cargo", "crate:some-types@1.2.4"), ("npm", "npm:some-types@1.2.4")] {
        // The second process keeps the output of the first open.
        write_fake_program(&project, program, "sleep 30 &\nsleep 30\n");
        let start = Instant::now();
        assert_update_is_refused(&project, from, &[&format!("{program} did not end within 2 s"), "--timeout"]);
        assert!(start.elapsed() < Duration::from_secs(20));
    }
}

/// A killed update cannot remove its downloads; the next command that writes does.
#[test]
fn downloads_of_a_killed_update_are_removed() {
    let project = project_with_package();
    let before = project.texts_by_path();
    write_fake_program(&project, "npm", "touch \"$4/started\"\nexec sleep 30\n");
    let mut command = project.command(["update", "chat", "--from", "npm:some-types@1.2.4"]);
    let path = format!("{}:/usr/bin:/bin", project.path("bin").display());
    let mut child = command.env("PATH", path).stderr(Stdio::null()).spawn().unwrap();
    let is_started = || project.texts_by_path().keys().any(|path| path.ends_with("/started"));
    while !is_started() {
        assert_eq!(child.try_wait().unwrap(), None);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(project.path("schemas/.downloads").exists());
    project.run(["codegen"]).expect_success();
    project.write_file("bin/npm", before["/bin/npm"].clone());
    assert_eq!(project.texts_by_path(), before);
}

#[test]
fn a_fetch_without_a_package_is_an_error() {
    let project = project_with_package();
    write_fake_program(&project, "npm", "exit 0\n");
    assert_update_is_refused(&project, "npm:some-types@1.2.4", &["npm left no archive"]);
    write_fake_program(&project, "cargo", "echo '{\"packages\": []}'\n");
    assert_update_is_refused(&project, "crate:some-types@1.2.4", &["does not name the package"]);
    write_fake_program(&project, "cargo", "echo hello\n");
    assert_update_is_refused(&project, "crate:some-types@1.2.4", &["the answer of cargo"]);
}

#[test]
fn a_wrong_checksum_is_refused() {
    let project = project_with_package();
    project.write_file(CACHED_CRATE_PATH, archive_with_schema(b"userEmpty = User;"));
    assert_update_is_refused(&project, "crate:some-types@1.2.4", &["has the checksum", "the registry says"]);
}

#[test]
fn a_missing_file_is_named_with_the_schemas_of_the_package() {
    let schema = schema_with_new_function();
    let project = project_with_archive(&gzip_archive(&[("some-types-1.2.4/other/api.tl", schema.as_bytes())]));
    let parts = ["has no file tl/chat.tl", "there is other/api.tl"];
    assert_update_is_refused(&project, "crate:some-types@1.2.4", &parts);
    assert_update_is_refused(&project, "npm:some-types@1.2.4", &parts);
}

#[test]
fn damaged_archives_are_refused() {
    let whole = archive_with_schema(schema_with_new_function().as_bytes());
    let cut = whole[..whole.len() / 2].to_vec();
    let mut wrong_sum = whole.clone();
    let n = wrong_sum.len();
    wrong_sum[n - 8] ^= 1;
    let mut link = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Symlink);
    header.set_size(0);
    link.append_link(&mut header, "some-types-1.2.4/tl/chat.tl", "/etc/passwd").unwrap();
    let link = link.into_inner().unwrap().finish().unwrap();
    let schema = schema_with_new_function();
    let twice = gzip_archive(&[("a/tl/chat.tl", schema.as_bytes()), ("a/tl/chat.tl", schema.as_bytes())]);
    for (archive, reason) in [
        (cut, "damaged or cut off"),
        (wrong_sum, "damaged or cut off"),
        (b"<html>502 Bad Gateway</html>".to_vec(), "damaged or cut off"),
        (Vec::new(), "damaged or cut off"),
        (link, "is not a regular file"),
        (twice, "two files"),
    ] {
        let project = project_with_archive(&archive);
        assert_update_is_refused(&project, "crate:some-types@1.2.4", &[reason]);
        assert_update_is_refused(&project, "npm:some-types@1.2.4:tl/chat.tl", &[reason]);
    }
}

/// Nothing of an archive is unpacked, so that entries with other paths do no harm.
#[test]
fn entries_with_paths_out_of_the_package_are_not_followed() {
    let schema = schema_with_new_function();
    let mut builder = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let bytes = schema.as_bytes();
    for (path, bytes) in [("package/../../../outside", bytes), ("/outside", bytes), ("package/tl/chat.tl", bytes)] {
        let mut header = Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_entry_type(EntryType::Regular);
        // `set_path` refuses such paths.
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        builder.append(&header, bytes).unwrap();
    }
    let mut folder = Header::new_gnu();
    folder.set_entry_type(EntryType::Symlink);
    folder.set_size(0);
    builder.append_link(&mut folder, "package/tl", "/etc").unwrap();
    let project = project_with_archive(&builder.into_inner().unwrap().finish().unwrap());
    run_update(&project, "npm:some-types@1.2.4:tl/chat.tl", &[]).expect_success();
    assert!(project.read_file("schemas/chat/chat.tl").contains("chats.add"));
    assert!(!project.path("../outside").exists() && !Path::new("/outside").exists());
    for path in ["../../outside", "/outside", "package/../outside"] {
        assert_update_is_refused(
            &project,
            &format!("npm:some-types@1.2.4:{path}"),
            &["is not a path inside a package"],
        );
    }
}

/// Names of an archive are printed without the characters that change a terminal.
#[test]
fn control_characters_of_names_are_escaped() {
    let project = project_with_archive(&gzip_archive(&[("a/\u{1b}[2J\u{202e}lt.evil.tl", b"")]));
    let ran = run_update(&project, "npm:some-types@1.2.4:chat.tl", &[]).expect_exit_code(2);
    assert!(ran.stderr.contains(r"there is \u{1b}[2J\u{202e}lt.evil.tl"), "{}", ran.stderr);
    assert!(!ran.stderr.contains(['\u{1b}', '\u{202e}']), "{}", ran.stderr);
}

#[test]
fn huge_archives_are_refused() {
    let zeros = vec![0; 64 << 20];
    let many: Vec<_> = (0..20_001).map(|n| format!("a/{n}")).collect();
    let many: Vec<_> = many.iter().map(|path| (path.as_str(), &b""[..])).collect();
    for (archive, reason) in [
        // 64 MiB of zeros in 300 KB, before the schema and as the schema.
        (
            gzip_archive(&[("a/zeros", &zeros), ("a/tl/chat.tl", schema_with_new_function().as_bytes())]),
            "unpacks to more bytes",
        ),
        (gzip_archive(&[("a/tl/chat.tl", &zeros)]), "more than 16777216"),
        (gzip_archive(&many), "more than 20000 entries"),
    ] {
        let project = project_with_archive(&archive);
        assert_update_is_refused(&project, "crate:some-types@1.2.4", &[reason]);
    }
    let project = project_with_package();
    let file = fs::File::create(project.path("huge.tgz")).unwrap();
    file.set_len(65 << 20).unwrap();
    write_fake_program(&project, "npm", &format!("cp {} \"$4/a.tgz\"\n", project.path("huge.tgz").display()));
    assert_update_is_refused(&project, "npm:some-types@1.2.4", &["more than 67108864"]);
}

/// The history names the package of a layer, and the licence in its manifest.
#[test]
fn the_history_names_the_package_and_its_licence() {
    let layer = format!("// LAYER 9\n{}", schema_with_new_function());
    let files: [(&str, &[u8]); 2] =
        [("package/package.json", br#"{"license": "MIT"}"#), ("package/tl/chat.tl", layer.as_bytes())];
    let npm = project_with_archive(&gzip_archive(&files));
    run_update(&npm, "npm:some-types@1.2.4:tl/chat.tl", &[]).expect_success();
    let layers = npm.read_file("schemas/chat/layers.tsv");
    assert!(layers.contains("\n9\tmain\tnpm\tsome-types\t1.2.4\ttl/chat.tl\t"), "{layers}");
    assert!(layers.ends_with("\tMIT\t6\n"), "{layers}");

    let published = project_with_archive(&archive_with_schema(layer.as_bytes()));
    published.replace_in_file(
        "home/answer",
        "\"manifest_path\"",
        "\"license\": \"MIT OR Apache-2.0\", \"manifest_path\"",
    );
    run_update(&published, "crate:some-types@1.2.4", &[]).expect_success();
    let layers = published.read_file("schemas/chat/layers.tsv");
    assert!(layers.contains("\n9\tmain\tcrate\tsome-types\t1.2.4\ttl/chat.tl\t"), "{layers}");
    assert!(layers.ends_with("\tMIT OR Apache-2.0\t6\n"), "{layers}");
}
