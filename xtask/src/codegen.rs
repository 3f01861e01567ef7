//! `cargo xtask codegen`: generates the Rust code of the schemas.
//!
//! All protocols are read, planned and emitted before the first file is touched; an error in any of them stops the
//! command. All files change as one transaction. Invariants: without names of protocols, any other generated file in
//! [`GENERATED_FOLDER`] is an orphan; with names, the folder still compiles, since [`INDEX_FILE`] also lists the
//! protocols generated before, and [`manifest::MANIFEST_PATH`] keeps their features.

use std::fs;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use tl_codegen::FileSet;
use tl_codegen::fileset::{self, FolderChanges, FolderDifferences};
use tl_codegen::line_ends::differ_in_line_ends_only;
use tl_commands::{Failure, Findings, Outcome, Output, message, problem};

use crate::flags;
use crate::manifest::{self, ManifestUpdate};
use crate::metadata;
use crate::plan;
use crate::project::{LINE_ENDS_ADVICE, Project};
use crate::protocol::{self, LockAndManifest, Protocol};
use crate::telegram_schemas;
use crate::transaction::Transaction;

/// The folder of generated code.
pub(crate) const GENERATED_FOLDER: &str = "tl-types/src/generated";

/// The file in [`GENERATED_FOLDER`] that declares a module for each protocol.
const INDEX_FILE: &str = "mod.rs";

/// Generates the code, or only checks whether it is up to date.
pub(crate) fn run(project: &Project, flags: &flags::Codegen, output: &mut Output<'_>) -> Outcome {
    let _lock = match flags.check {
        true => project.lock_for_reading(output)?,
        false => project.lock_exclusively(output)?,
    };
    let generated = generate_unwritten(project, flags, output)?;
    let mut clock = PhaseClock::new(flags.timings);
    let result = match flags.check {
        true => report_outdated_files(project, &generated.expected, output),
        false => write_changes(project, &generated, output),
    };
    clock.print_lap(if flags.check { "compare" } else { "write" }, output);
    generated.protocols.iter().for_each(|protocol| print_remarks_about(protocol, output));
    result
}

/// The protocols without errors, and all files that follow from them.
pub(crate) struct GeneratedProtocols {
    protocols: Vec<Protocol>,
    expected: ExpectedFiles,
}

/// Reads, plans and emits the selected protocols; nothing is written.
pub(crate) fn generate_unwritten(
    project: &Project,
    flags: &flags::Codegen,
    output: &mut Output<'_>,
) -> Outcome<GeneratedProtocols> {
    let mut clock = PhaseClock::new(flags.timings);
    let (protocols, manifest) = plan_protocols_and_manifest(project, flags, output)?;
    clock.print_lap("read and plan", output);
    let (trees, mut files) = match flags.protocols.is_empty() {
        true => tree_of_all_protocols(&protocols),
        false => trees_of_protocols(project, &protocols)?,
    };
    files.extend(protocols.iter().flat_map(files_beside_schema));
    files.extend(telegram_schemas::file_for_tools(project, &protocols));
    clock.print_lap("emit", output);
    Ok(GeneratedProtocols { protocols, expected: ExpectedFiles { trees, files, manifest } })
}

impl GeneratedProtocols {
    /// Prints the remarks about a protocol that `codegen` prints too.
    pub(crate) fn print_remarks(&self, name: &str, output: &mut Output<'_>) {
        let protocol = self.protocols.iter().find(|protocol| protocol.name == name);
        protocol.into_iter().for_each(|protocol| print_remarks_about(protocol, output));
    }

    /// Adds the files that differ from the disk to a transaction; returns a line for each folder and file.
    pub(crate) fn add_changes_to(&self, project: &Project, transaction: &mut Transaction) -> Outcome<Vec<String>> {
        let mut lines = Vec::new();
        for GeneratedTree { folder, files } in &self.expected.trees {
            let FolderChanges { written, removed, n_unchanged } = files.planned_changes(&project.full_path(folder))?;
            let (n_written, n_removed, n_files) = (written.len(), removed.len(), files.len());
            lines.extend(removed.iter().map(|path| format!("{folder}/{path}: removed")));
            lines.push(format!(
                "{folder}: {n_files} files: {n_written} written, {n_removed} removed, {n_unchanged} unchanged"
            ));
            removed.iter().for_each(|path| transaction.add_removal(format!("{folder}/{path}")));
            for path in written {
                let text = files.get(&path).unwrap_or_default();
                transaction.add_write(format!("{folder}/{path}"), text);
            }
        }
        let written = transaction.add_changes(project.root(), &self.expected.files)?;
        lines.extend(written.into_iter().map(|path| format!("{path}: written")));
        if let Some(text) = &self.expected.manifest.text {
            transaction.add_change(project.root(), manifest::MANIFEST_PATH, text)?;
            lines.push(format!("{}: features written", manifest::MANIFEST_PATH));
        }
        Ok(lines)
    }
}

/// Reads and plans the selected protocols, and the features that their code needs.
fn plan_protocols_and_manifest(
    project: &Project,
    flags: &flags::Codegen,
    output: &mut Output<'_>,
) -> Outcome<(Vec<Protocol>, ManifestUpdate)> {
    let records = LockAndManifest { repin: flags.repin, ..LockAndManifest::read(project)? };
    let mut findings = Findings::new(&flags.reporting, output);
    let mut protocols = Vec::new();
    for name in project.select_protocols(&flags.protocols)? {
        protocols.extend(protocol::read_and_plan(
            project,
            &records,
            &name,
            flags.dialect.syntax(&flags.reporting),
            &mut findings,
        )?);
    }
    let mut manifest = ManifestUpdate::default();
    // Features are not checked after an error, since those of a protocol with an error are unknown.
    if findings.n_errors() == 0 {
        let plans: Vec<_> = protocols.iter().map(|protocol| &protocol.plan).collect();
        manifest = records.manifest.update_with_features(&plans, flags.protocols.is_empty(), &mut findings);
    }
    let reported = findings.print_and_fail_on_error(output);
    reported.inspect_err(|_| problem!(output, "nothing was touched"))?;
    Ok((protocols, manifest))
}

/// The files that are generated beside the schema of a protocol: path and text.
fn files_beside_schema(protocol: &Protocol) -> Vec<PathAndText> {
    let facts = protocol.tables.as_ref().and_then(|tables| tables.facts.as_ref());
    let tables = facts.map(|facts| facts.texts.clone()).unwrap_or_default();
    tables.into_iter().chain(plan::plan_files(&protocol.name, &protocol.plan)).collect()
}

/// Prints the values of a protocol that had to be boxed despite the record, and the functions that lack metadata.
fn print_remarks_about(Protocol { name, tables, plan, .. }: &Protocol, output: &mut Output<'_>) {
    for forced in &plan.forced {
        message!(output, "{name}: {forced}");
    }
    if let Some(layers) = plan.tables.layers.as_ref().filter(|layers| !layers.dormant_rules.is_empty()) {
        let lines: Vec<_> = layers.dormant_rules.iter().map(u64::to_string).collect();
        message!(output, "{name}: these lines of upgrades.tsv apply to no value of this schema: {}", lines.join(", "));
    }
    if let Some(facts) = tables.as_ref().and_then(|tables| tables.facts.as_ref()) {
        metadata::print_metadata_gaps(name, &facts.store, output);
    }
}

/// A file outside of the generated trees: path relative to the root of the project, and text.
type PathAndText = (String, String);

/// A folder of generated code with its expected files.
struct GeneratedTree {
    /// The path of the folder, relative to the root of the project.
    folder: String,
    files: FileSet,
}

/// The expected state of all generated files.
struct ExpectedFiles {
    trees: Vec<GeneratedTree>,
    /// The expected files outside of the trees.
    files: Vec<PathAndText>,
    manifest: ManifestUpdate,
}

/// All protocols as one tree, which includes [`INDEX_FILE`].
fn tree_of_all_protocols(protocols: &[Protocol]) -> (Vec<GeneratedTree>, Vec<PathAndText>) {
    let mut files = FileSet::new();
    for Protocol { name, plan, .. } in protocols {
        for (path, text) in tl_codegen::emit(plan).iter() {
            files.insert(format!("{name}/{path}"), text);
        }
    }
    let names: Vec<_> = protocols.iter().map(|protocol| protocol.name.as_str()).collect();
    files.insert(INDEX_FILE, tl_codegen::emit::root_mod_file(&names, protocol::CODEGEN_COMMAND));
    (vec![GeneratedTree { folder: GENERATED_FOLDER.to_owned(), files }], Vec::new())
}

/// One tree for each given protocol, and [`INDEX_FILE`], which also lists protocols generated before.
fn trees_of_protocols(project: &Project, protocols: &[Protocol]) -> Outcome<(Vec<GeneratedTree>, Vec<PathAndText>)> {
    let trees = protocols.iter().map(|Protocol { name, plan, .. }| GeneratedTree {
        folder: format!("{GENERATED_FOLDER}/{name}"),
        files: tl_codegen::emit(plan),
    });
    let mut names = project.protocol_names()?;
    let is_selected = |name: &String| protocols.iter().any(|protocol| protocol.name == *name);
    names.retain(|name| is_selected(name) || project.full_path(&format!("{GENERATED_FOLDER}/{name}")).is_dir());
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let path = format!("{GENERATED_FOLDER}/{INDEX_FILE}");
    if !fileset::may_be_overwritten(&project.full_path(&path))? {
        return Err(Failure::unable_with_advice(
            format!("{path} was not generated; nothing was touched"),
            "move the file away: the index of the protocols needs its path",
        ));
    }
    let index = (path, tl_codegen::emit::root_mod_file(&names, protocol::CODEGEN_COMMAND));
    Ok((trees.collect(), vec![index]))
}

fn write_changes(project: &Project, generated: &GeneratedProtocols, output: &mut Output<'_>) -> Outcome {
    let mut transaction = Transaction::default();
    let lines = generated.add_changes_to(project, &mut transaction)?;
    transaction.make_all_changes(project.root())?;
    lines.iter().for_each(|line| message!(output, "{line}"));
    Ok(())
}

fn report_outdated_files(project: &Project, expected: &ExpectedFiles, output: &mut Output<'_>) -> Outcome {
    let mut stale = Vec::new();
    for GeneratedTree { folder, files } in &expected.trees {
        let differences = files.compare_with_folder(&project.full_path(folder))?;
        for path in &differences.foreign {
            problem!(output, "note: {folder}/{path} was not generated, and stays");
        }
        if differences.is_up_to_date() {
            message!(output, "{folder}: {} files, all up to date", files.len());
        }
        stale.push((folder.as_str(), differences));
    }
    for (path, text) in &expected.files {
        stale.push(file_differences(project, path, text)?);
    }
    stale.push(("tl-types", expected.manifest.differences.clone()));
    stale.retain(|(_, differences)| !differences.is_up_to_date());
    if stale.is_empty() {
        return Ok(());
    }
    stale.iter().for_each(|(folder, differences)| print_differences(folder, differences, output));
    problem!(output, "help: run `cargo xtask codegen` and commit the changed files");
    if stale.iter().any(|(_, differences)| !differences.with_other_line_ends.is_empty()) {
        problem!(output, "help: {LINE_ENDS_ADVICE}");
    }
    Err(Failure::Reported)
}

/// The folder of a single file, and the difference between its expected and its present text.
fn file_differences<'a>(project: &Project, path: &'a str, text: &str) -> Outcome<(&'a str, FolderDifferences)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let on_disk = project.full_path(path);
    let mut differences = FolderDifferences::default();
    match fs::read(&on_disk) {
        Ok(found) if found == text.as_bytes() => {}
        Ok(found) => {
            differences.stale.push(name.to_owned());
            if differ_in_line_ends_only(&found, text.as_bytes()) {
                differences.with_other_line_ends.push(name.to_owned());
            }
        }
        Err(why) if why.kind() == ErrorKind::NotFound => differences.missing.push(name.to_owned()),
        Err(why) => return Err(Failure::about_file(&on_disk, &why)),
    }
    Ok((folder, differences))
}

fn print_differences(folder: &str, differences: &FolderDifferences, output: &mut Output<'_>) {
    problem!(output, "error: {folder} is not up to date with the schemas");
    let FolderDifferences { missing, stale, orphaned, .. } = differences;
    for (state, paths) in [("missing", missing), ("stale", stale), ("orphaned", orphaned)] {
        for path in paths {
            let remark = if differences.with_other_line_ends.contains(path) { ": only line ends differ" } else { "" };
            problem!(output, "{state:>10}: {folder}/{path}{remark}");
        }
    }
}

/// Prints the duration of each phase of the command, if `--timings` is given.
struct PhaseClock {
    is_requested: bool,
    last: Instant,
}

impl PhaseClock {
    fn new(is_requested: bool) -> Self {
        Self { is_requested, last: Instant::now() }
    }

    fn print_lap(&mut self, phase: &str, output: &mut Output<'_>) {
        let took: Duration = self.last.elapsed();
        self.last = Instant::now();
        if self.is_requested {
            problem!(output, "{phase:>16}: {} ms", took.as_millis());
        }
    }
}
