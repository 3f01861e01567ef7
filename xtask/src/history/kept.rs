//! The text of a kept layer, for comparisons without git.
//!
//! Some projects add functions whose types they do not declare in TL. Invariant: every type in the text is declared, in
//! the text or among the declarations that schemas often leave out.

use std::collections::BTreeSet;

use tl_commands::diff::OFTEN_OMITTED_DECLARATIONS;
use tl_commands::{Failure, Findings, Outcome};
use tl_parser::Diagnostic;

use super::tables::read_history;
use crate::project::Project;

/// A kept layer as TL text; `None` if the protocol does not keep the layer.
pub(crate) fn kept_layer_text(project: &Project, protocol: &str, layer: u32) -> Outcome<Option<String>> {
    let mut findings = Findings::default();
    let history = read_history(project, protocol, &mut findings)?;
    if findings.n_errors() > 0 {
        let help = "`cargo xtask check` lists them";
        return Err(Failure::unable_with_advice(format!("the history of `{protocol}` has mistakes"), help));
    }
    Ok(history.and_then(|history| history.rebuild(layer)).map(without_undeclared_types))
}

/// Leaves out lines with types that the text does not declare.
fn without_undeclared_types(mut text: String) -> String {
    loop {
        let usual = OFTEN_OMITTED_DECLARATIONS.iter().filter(|(name, _)| !text.contains(&format!("\n{name}#")));
        let usual: String = usual.map(|(_, line)| *line).collect();
        let (sources, _, found) = tl_parser::read_text("layer", format!("{text}---types---\n{usual}"));
        let starts = found.iter().filter(|found| Diagnostic::is_error(found)).map(|found| found.primary.span.start);
        let source = sources.sources().first();
        let bad: BTreeSet<_> = starts.filter_map(|start| Some(source?.location(start).line)).collect();
        let left = text.lines().zip(1..).filter(|(_, number)| !bad.contains(number));
        let left: String = left.map(|(line, _)| format!("{line}\n")).collect();
        if left == text {
            return text;
        }
        text = left;
    }
}

#[cfg(test)]
mod tests {
    use super::without_undeclared_types;

    #[test]
    fn lines_with_undeclared_types_are_left_out() {
        let text = "// LAYER 7\n---types---\na#00000001 ok:Bool = A;\nb#00000002 c:C = B;\nd#00000003 b:B = D;\n\
                    ---functions---\nf#00000004 = A;\ng#00000005 = Missing;\n";
        let left = "// LAYER 7\n---types---\na#00000001 ok:Bool = A;\n---functions---\nf#00000004 = A;\n";
        assert_eq!(without_undeclared_types(text.to_owned()), left);
    }
}
