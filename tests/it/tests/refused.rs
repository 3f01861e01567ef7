//! What can be read and not generated, and what is said about it.

use tl_codegen::{Metadata, Settings};
use tl_parser::{Code, SourceMap, Style};

use crate::generated::{fixtures, read};

#[test]
fn every_finding_has_an_example() {
    let mut codes = Vec::new();
    for path in fixtures("codegen-err") {
        let (name, tl) = read(&path);
        let mut sources = SourceMap::new();
        let id = sources.add(format!("{name}.tl"), &*tl);
        let (schema, found) = tl_parser::read(&sources, &[id]);
        assert!(found.is_empty(), "{name}: {}", tl_parser::render_all(&found, &sources, Style::Plain));
        let (plan, found) = tl_codegen::plan(&schema, &Metadata::default(), &Settings::new("some"));
        codes.extend(found.iter().map(|diagnostic| diagnostic.code));
        // A fixture is called like the code that it shows, and may say more of that.
        let is_shown = found.iter().all(|diagnostic| name.starts_with(diagnostic.code.as_str()));
        assert!(is_shown && !found.is_empty(), "{name} shows {found:?}");
        let places: Vec<_> = found.iter().map(|diagnostic| diagnostic.primary.span).collect();
        assert!(places.is_sorted(), "{name}: {places:?}");
        let rendered = tl_parser::render_all(&found, &sources, Style::Plain);
        insta::with_settings!({ description => tl, omit_expression => true, snapshot_path => "snapshots/codegen-err" }, {
            insta::assert_snapshot!(name, rendered);
        });
        // What isn't refused is left over, and can be written down.
        assert!(!tl_codegen::emit(&plan).is_empty());
    }
    let of_generator = |code: &&Code| {
        matches!(code, Code::NameCollision | Code::InfiniteType) || code.as_str().starts_with("unsupported-")
    };
    for code in Code::ALL.iter().filter(of_generator) {
        assert!(codes.contains(code), "no fixture shows {code}");
    }
}
