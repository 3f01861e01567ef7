//! A caller stops compiling if and only if the report says so, strict or by contract.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tl_callers::{CallersCrate, CodeVersion, SchemaPair, Strictness};

/// Pairs for this test, each with changes of the Rust API.
const CALLER_FIXTURES: &str = "../fixtures/callers";

/// Pairs for the comparison of schemas. Some cannot be generated.
const DIFFERENCE_FIXTURES: &str = "../fixtures/difference";

fn fixture_folders(parent: &str) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(parent).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn pairs_in_folders() -> Vec<SchemaPair> {
    let own = fixture_folders(CALLER_FIXTURES)
        .into_iter()
        .map(|folder| SchemaPair::read(&folder).unwrap_or_else(|| panic!("{} has an error", folder.display())));
    let of_schemas = fixture_folders(DIFFERENCE_FIXTURES).into_iter().filter_map(|folder| SchemaPair::read(&folder));
    own.chain(of_schemas).collect()
}

#[test]
fn callers_break_where_the_report_says_so() {
    let pairs = pairs_in_folders();
    assert!(pairs.len() > 40, "{} pairs", pairs.len());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let parent = Path::new(env!("CARGO_TARGET_TMPDIR")).join("callers");
    let old = CallersCrate::write(&root, &parent, &pairs, CodeVersion::Old);
    assert_eq!(old.failing_callers(), BTreeSet::new(), "callers of the old code");
    let new = CallersCrate::write(&root, &parent, &pairs, CodeVersion::New);
    let failing = new.failing_callers();
    let mut wrong = Vec::new();
    for pair in &pairs {
        for strictness in [Strictness::Strict, Strictness::Contract] {
            let found = failing.iter().filter(|caller| caller.pair == pair.name && caller.strictness == strictness);
            let found: BTreeSet<_> = found.map(|caller| caller.item).collect();
            let mut reported = pair.items_reported_as_breaking(strictness);
            // Views and features have no callers here, and exchanged arguments of one type compile.
            reported.retain(|item| !item.starts_with("views::") && !item.starts_with("features::"));
            reported.retain(|item| found.contains(item) || !pair.items_with_only_reordered_new().contains(item));
            if found != reported {
                wrong.push(format!("{} {strictness:?}: {found:?} breaks, {reported:?} is reported", pair.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
