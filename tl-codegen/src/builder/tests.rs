//! The Builder as a build script uses it, with a folder of schemas and one for the output.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use tl_parser::Prelude;

use super::{Builder, Scalar};
use crate::settings::{BytesType, Unsupported};

/// A folder with the files of a test, and the builder that reads `api.tl` in it.
struct Project {
    folder: TempDir,
}

impl Project {
    fn with_schema(text: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.write("api.tl", text);
        project
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn builder(&self) -> Builder {
        Builder::new().schema(self.path("api.tl")).out_dir(self.path("out"))
    }

    /// The lines for cargo without the path of the folder, or the text of the error.
    fn compile(&self, builder: Builder) -> Result<Vec<String>, String> {
        let mut cargo = Vec::new();
        let result = builder.compile_and_report("api", &mut cargo);
        let folder = format!("{}/", self.folder.path().display());
        let lines = String::from_utf8(cargo).unwrap().replace(&folder, "");
        result.map(|()| lines.lines().map(str::to_owned).collect()).map_err(|why| why.to_string())
    }

    #[track_caller]
    fn error_of_compile(&self, builder: Builder) -> String {
        let error = self.compile(builder).unwrap_err();
        assert!(!self.path("out").exists(), "nothing is written after an error");
        error
    }

    /// The text of all generated files, after a successful run. They are laid out, because the folder is not cargo's.
    #[track_caller]
    fn generated_code(&self, builder: Builder) -> String {
        self.compile(builder).unwrap();
        let mut code = String::new();
        append_texts_of_files(&self.path("out"), &mut code);
        code
    }
}

fn append_texts_of_files(folder: &Path, code: &mut String) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { append_texts_of_files(&path, code) } else { *code += &fs::read_to_string(path).unwrap() }
    }
}

#[test]
fn cargo_watches_each_file_that_was_read_and_no_other() {
    let project = Project::with_schema("user id:int = User;");
    assert_eq!(project.compile(project.builder()).unwrap(), ["cargo::rerun-if-changed=api.tl"]);
    project.write("renames.tsv", "tl\trust\nuser\tPerson\n");
    let watched = ["cargo::rerun-if-changed=api.tl", "cargo::rerun-if-changed=renames.tsv"];
    assert_eq!(project.compile(project.builder()).unwrap(), watched);
    assert!(project.generated_code(project.builder()).contains("pub struct Person"));
}

#[test]
fn wrong_ids_are_warnings_on_one_line_and_are_sent() {
    let project = Project::with_schema("user#12345678 id:int = User;");
    let lines = project.compile(project.builder()).unwrap();
    assert!(lines[1].starts_with("cargo::warning=api.tl:1:5: `user` declares #12345678 but hashes to #"), "{lines:?}");
    assert_eq!(lines.len(), 2);
    assert!(project.generated_code(project.builder()).contains("0x12345678"));
}

#[test]
fn denied_warnings_stop_the_build() {
    let project = Project::with_schema("user#12345678 id:int = User;");
    assert!(project.error_of_compile(project.builder().deny("id-mismatch")).contains("error[id-mismatch]"));
    assert!(project.error_of_compile(project.builder().deny("warnings")).contains("error[id-mismatch]"));
    let error = project.error_of_compile(project.builder().deny("id-mismatsch"));
    assert_eq!(error, "error: deny: there is no lint `id-mismatsch`; the nearest name is `id-mismatch`");
}

#[test]
fn build_errors_have_text_of_tl_check() {
    let project = Project::with_schema("user id:int pet:Pet = User;");
    let error = project.builder().compile_and_report("api", &mut Vec::new()).unwrap_err();
    let lines: Vec<_> = error.to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "error[unknown-type]: unknown type `Pet`");
    assert!(lines.len() > 4, "{lines:?}");
    assert_eq!(format!("{error:?}"), format!("\n{error}"));
}

#[test]
fn all_files_that_cannot_be_read_are_named() {
    let project = Project::with_schema("a = A;");
    project.write("binary.tl", b"a = A;\n\xff");
    let builder = project.builder().schema("nowhere/first.tl").schema(project.path("binary.tl")).renames("second.tsv");
    let error = project.error_of_compile(builder);
    assert!(error.contains("error: cannot read `nowhere/first.tl`: "), "{error}");
    assert!(error.contains("error: cannot read `second.tsv`: "), "{error}");
    assert!(error.contains("binary.tl:2: the text is not UTF-8: the byte ff"), "{error}");
    assert!(project.error_of_compile(Builder::new().out_dir(project.path("out"))).contains("there is no schema"));
}

#[test]
fn settings_that_select_nothing_name_the_nearest_match() {
    let project =
        Project::with_schema("auth.sentCode type:int = auth.SentCode; ---functions--- auth.sendCode = auth.SentCode;");
    let builder = project.builder().only("auth.sentCod").except("fn auth.sendCodes").rename("auth.SentCodes", "Code");
    let error = project
        .error_of_compile(builder.type_attribute("aut.*", "#[must_use]").field_attribute("*/typ", "#[deprecated]"));
    for (setting, nearest) in [
        ("only(auth.sentCod)", "auth.sentCode"),
        ("except(fn auth.sendCodes)", "auth.sendCode"),
        ("rename(auth.SentCodes)", "auth.SentCode"),
        ("type_attribute(aut.*)", "auth.*"),
    ] {
        let line = format!("error: `{setting}` selects nothing in the schema; the nearest name is `{nearest}`");
        assert!(error.contains(&line), "{error}");
    }
    assert!(error.contains("`field_attribute(*/typ)` selects nothing"), "{error}");
    let error = project.error_of_compile(
        project.builder().scalar("auth.sentcode", Scalar::Int).extern_path("auth.SentCod", "crate::A"),
    );
    assert!(error.contains("`scalar(auth.sentcode)` selects nothing in the schema; the nearest name is"), "{error}");
    assert!(
        error.contains("`extern_path(auth.SentCod)` selects nothing in the schema; the nearest name is"),
        "{error}"
    );
}

#[test]
fn malformed_builder_arguments_are_errors() {
    let project = Project::with_schema("a x:int = A;");
    let builder = project.builder().except("a b").rename("a", "1").runtime("no path").extern_path("a", "no path");
    let builder = builder.type_attribute("a", "derive(Eq)").field_attribute("a", "#[must_use]");
    let error = project.error_of_compile(builder);
    for part in [
        "except: `a b` is no selector",
        "rename: `1` is not a Rust identifier",
        "runtime: `no path` is not a path",
        "extern_path: `no path` is no path",
        "type_attribute: `derive(Eq)` is no attribute such as `#[derive(Hash)]`; did you mean `#[derive(Eq)]`?",
        "field_attribute: `a` selects no fields; `a/*` selects all its fields",
    ] {
        assert!(error.contains(part), "{error}");
    }
    let error = project.builder().compile_and_report("no module", &mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("`no module` is no name of a module"), "{error}");
}

#[test]
fn undeclared_extern_types_are_not_generated() {
    let project = Project::with_schema("envelope user:User bare:user flags:# list:flags.0?Vector<User> = Envelope;");
    let builder = project.builder().extern_path("User", "::api::types::User").extern_path("user", "::api::Bare");
    let code = project.generated_code(builder);
    assert!(code.contains("pub user: ::api::types::User"), "{code}");
    assert!(code.contains("pub bare: ::api::Bare"), "{code}");
    assert!(code.contains("rt::Vec<::api::types::User>"), "{code}");
    assert!(!code.contains("Extern"), "{code}");
}

#[test]
fn declared_extern_types_are_not_generated() {
    let project = Project::with_schema("ns.a x:int = ns.A; b first:ns.a second:ns.A = B;");
    let code = project.generated_code(project.builder().extern_path("ns.*", "crate::other"));
    assert!(code.contains("pub first: crate::other::constructors::ns::A"), "{code}");
    assert!(code.contains("pub second: crate::other::types::ns::A"), "{code}");
    assert!(!code.contains("pub struct A"), "{code}");
    let error =
        project.error_of_other_schema("b x:int = A; c bare:b = C;", |builder| builder.extern_path("A", "crate::A"));
    assert!(error.contains("a bare value of a type of another module"), "{error}");
}

#[test]
fn builder_settings_change_generated_code() {
    let project =
        Project::with_schema("day = Day; a at:day flags:# x:flags.0?int y:flags.0?int = A; ---functions--- f = A;");
    let code = project.generated_code(project.builder().scalar("day", Scalar::Int).arbitrary(false).docs(false));
    assert!(code.contains("pub at: i32") && !code.contains("rt::impl_arbitrary!") && !code.contains("///"), "{code}");
    let code = project
        .generated_code(project.builder().prelude(Prelude::None).field_attribute("a/x", "#[deprecated]").format(false));
    assert!(code.contains("# [deprecated] pub x : i32 ,\n"), "{code}");
    let blob = Project::with_schema("blob data:bytes = Blob;");
    let code = blob.generated_code(blob.builder().bytes_type(BytesType::Vec));
    assert!(code.contains("pub data: rt::Vec<u8>") && code.contains("r.byte_vec(0)"), "{code}");
    let views = project.generated_code(project.builder().views(true).except("fn *"));
    assert!(views.contains("require_views!") && !views.contains("rt::Function"), "{views}");
}

#[test]
fn unsupported_declarations_can_be_left_out() {
    let long = "a".repeat(121);
    let project = Project::with_schema(&format!("{long} x:int = A; b a:A = B; c = C;"));
    assert!(project.error_of_compile(project.builder()).contains("unsupported-"));
    let lines = project.compile(project.builder().unsupported(Unsupported::Skip)).unwrap();
    assert!(lines.iter().any(|line| line.contains(&format!("`{long}` is left out"))), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("`b` is left out, because it needs `A`")), "{lines:?}");
}

#[test]
fn block_comments_are_read_where_they_are_allowed() {
    let project = Project::with_schema("/* a comment\nof two lines */ a x:int = A;");
    assert!(project.error_of_compile(project.builder()).contains("`--allow block-comment`"));
    assert!(
        project.error_of_compile(project.builder().deny("block-comment")).contains("there is no lint `block-comment`")
    );
    assert!(project.generated_code(project.builder().allow("block-comment")).contains("pub struct A"));
}

#[test]
fn schema_path_injects_no_cargo_instruction() {
    let project = Project::with_schema("a = A;");
    let path = project.path("x\ncargo::rustc-cfg=evil.tl");
    fs::write(&path, "user#12345678 id:int = User;").unwrap();
    let lines = project.compile(project.builder().schema(path)).unwrap();
    assert!(lines.iter().all(|line| !line.starts_with("cargo::rustc-cfg")), "{lines:?}");
}

#[test]
fn descriptions_of_the_schema_reach_the_docs() {
    let project = Project::with_schema(
        "//@class Shape @description A `shape`\n//@description A circle @radius Radius\ncircle radius:double = Shape;\n\
         // No shape,\n// really.\nnone = Shape;\n---functions---\n// Draws.\ndraw shape:Shape = Shape;\n",
    );
    let code = project.generated_code(project.builder());
    for line in ["/// A `shape`.\n", "/// A circle.\n", "    /// Radius.\n", "/// No shape, really.\n", "/// Draws.\n"]
    {
        assert!(code.contains(line), "{line}: {code}");
    }
}

impl Project {
    /// The error for another schema in the same folder.
    #[track_caller]
    fn error_of_other_schema(&self, text: &str, set: impl Fn(Builder) -> Builder) -> String {
        let project = Self::with_schema(text);
        project.error_of_compile(set(project.builder()))
    }
}

#[test]
fn a_history_beside_the_schema_is_told_in_the_docs() {
    const HISTORY: &str = "kind\tname\tid\tfirst\tlast\tline\n\
        constructor\tdoor\t21d0b31e\t7\t7\tdoor#21d0b31e lock:int = Door;\n\
        constructor\tdoor\t4fa8afcf\t8\t\tdoor#4fa8afcf lock:long = Door;\n";
    const LAYERS: &str = "layer\trole\tregistry\tpackage\tversion\tfile\tsha256\tlicence\tcombinators\n\
        7\tmain\t\t\t\told.tl\t\t\t1\n8\tmain\t\t\t\tnew.tl\t\t\t1\n";
    let project = Project::with_schema("door#4fa8afcf lock:long = Door;");
    let sentence = "[`Door`](super::Door). Since layer ≤7; in this form since 8.\n";
    assert!(!project.generated_code(project.builder()).contains("Since layer"));
    project.write("history.tsv", HISTORY);
    let missing = project.compile(project.builder()).unwrap_err();
    assert!(missing.contains("cannot read `") && missing.contains("layers.tsv"), "{missing}");
    project.write("layers.tsv", LAYERS);
    assert!(project.generated_code(project.builder()).contains(sentence));
    let watched = ["api.tl", "history.tsv", "layers.tsv"].map(|file| format!("cargo::rerun-if-changed={file}"));
    assert_eq!(project.compile(project.builder()).unwrap(), watched);
    assert!(!project.generated_code(project.builder().docs(false)).contains("Since layer"));

    project.write("history.tsv", HISTORY.replace("\t7\t7\t", "\t7\t9\t"));
    let damaged = project.compile(project.builder()).unwrap_err();
    assert!(damaged.contains("history.tsv:2:29") && damaged.contains("layer 9 has no row"), "{damaged}");
    fs::create_dir(project.path("kept")).unwrap();
    project.write("kept/history.tsv", HISTORY);
    project.write("kept/layers.tsv", LAYERS);
    assert!(project.generated_code(project.builder().history(project.path("kept/history.tsv"))).contains(sentence));
}
