//! A temporary project: a folder with schemas of protocols.

pub(crate) use crate::on_files::CHAT_SCHEMA;
pub(crate) use crate::on_files::test_folder::{CommandResult, FilesByPath, TestFolder as TestProject, run_command};

/// The schema of the protocol `door`, without mistakes.
pub(crate) const DOOR_SCHEMA: &str = "doorOpen = Door;\ndoorShut lock:int = Door;\n";

/// The text of `tl.lock` with entries for both schemas.
fn lock_of_both_schemas() -> String {
    let entry = |(name, n_constructors, n_functions, n_types)| {
        format!(
            "[{name}]\npackage = \"some-types\"\nversion = \"1.2.3\"\nfile = \"tl/{name}.tl\"\nsha256 = \"\"\n\
             constructors = {n_constructors}\nfunctions = {n_functions}\ntypes = {n_types}\n"
        )
    };
    [("chat", 3, 2, 2), ("door", 2, 0, 1)].map(entry).join("\n")
}

impl TestProject {
    /// A project with the protocols `chat` and `door`.
    pub(crate) fn new() -> Self {
        let project =
            Self::empty().with_file("schemas/chat/chat.tl", CHAT_SCHEMA).with_file("schemas/door/door.tl", DOOR_SCHEMA);
        project.with_file("schemas/tl.lock", lock_of_both_schemas())
    }

    /// A project with the generated code of its protocols.
    pub(crate) fn generated() -> Self {
        let project = Self::new();
        project.run(["codegen"]).expect_success();
        project
    }
}
