//! `cargo xtask history add`: takes a further layer into the history of a protocol.
//!
//! `update` takes the layer that it brings in the same way. Invariant: rows of a layer that is kept already stay, and
//! every line that differs from them is named.

use std::path::Path;
use std::time::Duration;

use tl_codegen::history::{Addition, Declared, History, KeptText, TextRole, TextSource, declared_in};
use tl_commands::{
    Failure, Findings, Outcome, Output, ReportingArgs, count_with_noun, message, printable_path, problem,
};

use super::mtcute::{MtcuteText, tl_text_of_mtcute};
use super::tables::{history_texts, read_exceptions, read_history};
use crate::flags;
use crate::incoming_schema::given_or_stated_layer;
use crate::project::Project;
use crate::schema_lock::sha256;
use crate::schema_loss;
use crate::transaction::Transaction;
use crate::update::{SchemaSource, read_source};

/// Takes the layers of files or packages, and writes the tables that change.
pub(super) fn run(project: &Project, protocol: &str, flags: &flags::HistoryAdd, output: &mut Output<'_>) -> Outcome {
    if flags.sources.len() > 1 && flags.has_facts_of_one_text() {
        let help = "add the texts one by one, or leave out --layer and the options about the package";
        return Err(Failure::unable_with_advice("an option about one text was given for several texts", help));
    }
    let _exclusive = project.lock_exclusively(output)?;
    let mut findings = Findings::new(&ReportingArgs::default(), output);
    let mut history = read_history(project, protocol, &mut findings)?.unwrap_or_default();
    findings.print_and_fail_on_error(output)?;
    for source in &flags.sources {
        let taken = read_layer(project, protocol, source, flags, output)?;
        take_layer(&mut history, taken, output)?;
    }
    let mut transaction = Transaction::default();
    let texts = history_texts(protocol, &history);
    let written = transaction.add_changes(project.root(), &texts)?;
    transaction.make_all_changes(project.root())?;
    written.iter().for_each(|path| message!(output, "{path}: written"));
    if written.is_empty() {
        message!(output, "nothing changed");
    }
    Ok(())
}

/// Reads a text, with its origin and the declarations to take.
fn read_layer(
    project: &Project,
    protocol: &str,
    source: &SchemaSource,
    flags: &flags::HistoryAdd,
    output: &mut Output<'_>,
) -> Outcome<TakenLayer> {
    let read = read_source(project, protocol, source, Duration::from_secs(flags.timeout.into()))?;
    let name = Path::new(&read.name);
    let sha256 = sha256(&read.bytes);
    let (bytes, no_tl) = match tl_text_of_mtcute(&read.bytes) {
        Some(MtcuteText { tl, left_out }) => (tl.into_bytes(), left_out),
        None => (read.bytes, Vec::new()),
    };
    schema_loss::refuse_non_schema_file(name, &bytes)?;
    let mut findings = Findings::new(&ReportingArgs::default(), output);
    let id = findings.add_file_bytes(name, &read.name, bytes);
    let Some(source) = id.and_then(|id| findings.sources.get(id)) else {
        findings.print_and_fail_on_error(output)?;
        return Err(Failure::Reported);
    };
    let (file, found) = tl_parser::parse(source);
    let (declared, left_out) = declared_in(&file, &read_exceptions(project, protocol)?);
    // Only the layer is of interest: an old text may name types that it does not declare.
    let (schema, _) = tl_parser::read(&findings.sources, &[source.id()]);
    let layer = given_or_stated_layer(name, flags.layer, &schema)?.ok_or_else(|| {
        let message = format!("{} does not say which layer it is", printable_path(name));
        Failure::unable_with_advice(message, "name the layer with --layer N")
    })?;
    findings.add_without_levels(found);
    findings.print_and_fail_on_error(output)?;
    Ok(TakenLayer {
        layer,
        role: if flags.further { TextRole::Further } else { TextRole::Main },
        source: flags.source_of_text(TextSource { sha256, ..read.text_source }),
        declared,
        left_out: [left_out, no_tl].concat(),
    })
}

/// A text of a layer, with the declarations that a history takes of it.
pub(crate) struct TakenLayer {
    pub(crate) layer: u32,
    pub(crate) role: TextRole,
    pub(crate) source: TextSource,
    pub(crate) declared: Vec<Declared>,
    /// Lines that are not taken: their id is not the CRC32 of the declaration.
    pub(crate) left_out: Vec<String>,
}

/// Adds a layer to the history and prints the result; refuses a text that gives an id another meaning.
pub(crate) fn take_layer(history: &mut History, taken: TakenLayer, output: &mut Output<'_>) -> Outcome {
    let TakenLayer { layer, role, source, declared, left_out } = taken;
    if declared.is_empty() {
        let help = "a history takes declarations whose id is written and is their CRC32";
        return Err(Failure::unable_with_advice(format!("layer {layer} has no declaration to take"), help));
    }
    let n_before = history.lives().count();
    let added = history.add(KeptText { layer, role, source, n_combinators: declared.len() }, &declared);
    let added = added.map_err(|conflicts| {
        let help = "the text is damaged, or one of its ids is kept by hand; nothing was changed";
        Failure::unable_with_advice(format!("layer {layer} cannot be taken: {conflicts}"), help)
    })?;
    for line in &left_out {
        problem!(output, "note: left out, since it is no TL, or its id is not the CRC32 or is repeated: {line}");
    }
    match added {
        Addition::AlreadyKept => message!(output, "history: layer {layer} is kept already"),
        Addition::Added => {
            let n_new = history.lives().count() - n_before;
            let n_taken = count_with_noun(declared.len(), "combinator");
            message!(output, "history: layer {layer} with {n_taken} is kept now, {n_new} of them new");
        }
        Addition::OtherText(differences) => {
            let n_differing = count_with_noun(differences.len(), "line");
            message!(
                output,
                "history: layer {layer} is kept from another text, and its rows stay; {n_differing} differ"
            );
            for (kept, new) in differences {
                kept.iter().for_each(|line| message!(output, "  kept: {line}"));
                new.iter().for_each(|line| message!(output, "  new:  {line}"));
            }
        }
    }
    Ok(())
}
