//! Fast path of the printer: runs of fields whose text is their canonical form, copied as a whole.
//!
//! The parser marks such fields as [`TIGHT`]: `id:long`, `bot:flags.3?Bot`. Clearing the marks gives the same canonical
//! forms; the test holds both against each other.

use super::ast::Children;
use super::ast::node::TIGHT;

/// Takes the longest run of marked fields, one blank between them, off the front; returns its text, which may be empty.
#[inline]
pub(super) fn take_run<'f>(fields: &mut Children<'f>) -> &'f [u8] {
    let text = fields.file.text.as_bytes();
    let mut run = 0..0;
    let mut rest = *fields;
    while let Some(field) = rest.next().filter(|field| field.has(TIGHT)) {
        let (start, end) = (field.node().start as usize, field.last().node().end as usize);
        if run.is_empty() {
            run.start = start;
        } else if start != run.end + 1 || text[run.end] != b' ' {
            break;
        }
        run.end = end;
        *fields = rest;
    }
    &text[run]
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::canonical::{Rule, canonical};
    use crate::syntax::ast::{Declaration, File};
    use crate::{Dialect, SourceMap, parse_as};

    fn forms(file: &File<'_>) -> Vec<[String; 2]> {
        let forms = file.declarations().filter_map(|declaration| match declaration {
            Declaration::Combinator(combinator) => Some([Rule::A, Rule::B].map(|rule| canonical(combinator, rule))),
            _ => None,
        });
        forms.collect()
    }

    fn texts(folder: &Path, paths: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => texts(&path, paths),
                false if path.extension().is_some_and(|extension| extension == "tl") => paths.push(path),
                false => {}
            }
        }
    }

    #[test]
    fn copied_runs_are_the_canonical_form() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut paths = Vec::new();
        ["schemas", "tests/fixtures"].iter().for_each(|folder| texts(&root.join(folder), &mut paths));
        let mut n_marked = 0;
        for path in paths {
            let mut sources = SourceMap::new();
            sources.add("some.tl", String::from_utf8_lossy(&fs::read(&path).unwrap()));
            let (mut file, _) = parse_as(&sources.sources()[0], Dialect::Vk);
            let copied = forms(&file);
            n_marked += file.nodes.iter().filter(|node| node.flags & TIGHT != 0).count();
            file.nodes.iter_mut().for_each(|node| node.flags &= !TIGHT);
            assert_eq!(copied, forms(&file), "{}", path.display());
        }
        assert!(n_marked > 5000, "only {n_marked} marked fields");
    }
}
