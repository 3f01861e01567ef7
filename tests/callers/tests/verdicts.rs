//! A caller stops compiling if and only if the report says so, by both measures.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tl_callers::{Crate, Measure, Pair, Side};

/// The folders with pairs of schemas.
const FIXTURE_FOLDERS: [&str; 2] = ["../fixtures/callers", "../fixtures/difference"];

fn pairs() -> Vec<Pair> {
    let folders = FIXTURE_FOLDERS.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut paths: Vec<_> = folders.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().filter_map(|path| Pair::read(path)).collect()
}

#[test]
fn callers_break_where_the_report_says_so() {
    let pairs = pairs();
    assert!(pairs.len() > 30, "{} pairs", pairs.len());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let parent = Path::new(env!("CARGO_TARGET_TMPDIR")).join("callers");
    let old = Crate::write(&root, &parent, &pairs, Side::Old);
    assert_eq!(old.failing_callers(), BTreeSet::new(), "callers of the old code");
    let new = Crate::write(&root, &parent, &pairs, Side::New);
    let failing = new.failing_callers();
    let mut wrong = Vec::new();
    for pair in &pairs {
        for measure in [Measure::Strict, Measure::Contract] {
            let found = failing.iter().filter(|(name, _, by)| *name == pair.name && *by == measure);
            let found: BTreeSet<_> = found.map(|(_, item, _)| *item).collect();
            let mut reported = pair.reported(measure);
            // Views and features have no callers here, and exchanged arguments of one type compile.
            reported.retain(|item| !item.starts_with("views::") && !item.starts_with("features::"));
            reported.retain(|item| found.contains(item) || !pair.only_reordered().contains(item));
            if found != reported {
                wrong.push(format!("{} {measure:?}: {found:?} breaks, {reported:?} is reported", pair.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
