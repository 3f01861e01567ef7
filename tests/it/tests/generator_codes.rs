//! Schemas that can be parsed but not generated, with the diagnostics that explain why.

use tl_codegen::{Metadata, Settings};
use tl_parser::{Code, Style};

use crate::fixture_snapshots::{fixture_paths, read_fixture};

#[test]
fn every_generator_code_has_a_fixture() {
    let mut codes = Vec::new();
    for path in fixture_paths("codegen-err") {
        let (name, tl) = read_fixture(&path);
        let (sources, schema, found) = tl_parser::read_text(format!("{name}.tl"), &*tl);
        assert!(found.is_empty(), "{name}: {}", tl_parser::render_all(&found, &sources, Style::Plain));
        let mut settings = Settings::new("some");
        if name == Code::LeftOut.as_str() {
            settings.except.extend(["thing", "choiceThing"].map(|selector| selector.parse().unwrap()));
        }
        let (plan, found) = tl_codegen::plan(&schema, &Metadata::default(), &settings);
        codes.extend(found.iter().map(|diagnostic| diagnostic.code));
        // A fixture is named after its code, optionally with a suffix.
        let is_shown = found.iter().all(|diagnostic| name.starts_with(diagnostic.code.as_str()));
        assert!(is_shown && !found.is_empty(), "{name} has {found:?}");
        let spans: Vec<_> = found.iter().map(|diagnostic| diagnostic.primary.span).collect();
        assert!(spans.is_sorted(), "{name}: {spans:?}");
        let rendered = tl_parser::render_all(&found, &sources, Style::Plain);
        insta::with_settings!({ description => tl, omit_expression => true, snapshot_path => "snapshots/codegen-err" }, {
            insta::assert_snapshot!(name, rendered);
        });
        // The supported declarations of the schema are generated despite the errors.
        assert!(!tl_codegen::emit(&plan).is_empty());
    }
    let of_generator = |code: &&Code| {
        matches!(code, Code::LeftOut | Code::NameCollision | Code::InfiniteType)
            || code.as_str().starts_with("unsupported-")
    };
    for code in Code::ALL.iter().filter(of_generator) {
        assert!(codes.contains(code), "no fixture has {code}");
    }
}
