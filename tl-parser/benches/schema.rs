//! Compares the speed of schema parsers: `cargo bench -p tl-parser --bench schema`.
//!
//! Ours parses, resolves every name and checks every id; the others only parse. Invariant: all sides read the same
//! text.

mod common;

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use tl_parser::SourceMap;

static API: LazyLock<SourceMap> = LazyLock::new(|| common::source(common::api()));
static LARGE: LazyLock<SourceMap> = LazyLock::new(|| common::source(&common::large(50_000_000)));

fn main() {
    for (name, sources) in [("api", &API), ("large", &LARGE)] {
        let (n_declarations, diagnostics) = common::check(sources);
        let n_bytes = sources.sources()[0].text().len();
        println!("{name}: {n_bytes} bytes, {n_declarations} declarations, {} diagnostics", diagnostics.len());
        for diagnostic in diagnostics.iter().take(5) {
            println!("    {}", diagnostic.message);
        }
    }
    divan::main();
}

fn text(sources: &'static SourceMap) -> &'static str {
    sources.sources()[0].text()
}

fn measure<T>(bencher: Bencher<'_, '_>, sources: &'static SourceMap, read: impl Fn(&str) -> T + Sync) {
    let text = text(sources);
    bencher.counter(BytesCount::of_str(text)).bench(|| read(divan::black_box(text)));
}

mod api {
    use super::*;

    #[divan::bench(min_time = 1)]
    fn ours(bencher: Bencher<'_, '_>) {
        measure(bencher, &API, |_| common::check(&API));
    }

    #[divan::bench(min_time = 1)]
    fn ours_parsing_only(bencher: Bencher<'_, '_>) {
        measure(bencher, &API, |_| tl_parser::parse(&API.sources()[0]));
    }

    #[divan::bench(min_time = 1)]
    fn grammers(bencher: Bencher<'_, '_>) {
        measure(bencher, &API, |text| {
            grammers_tl_parser::parse_tl_file(text).filter(Result::is_ok).collect::<Vec<_>>()
        });
    }

    #[divan::bench(min_time = 1)]
    fn ferogram(bencher: Bencher<'_, '_>) {
        measure(bencher, &API, |text| {
            ferogram_tl_parser::parse_tl_file(text).filter(Result::is_ok).collect::<Vec<_>>()
        });
    }
}

mod large {
    use super::*;

    #[divan::bench(sample_count = 10)]
    fn ours(bencher: Bencher<'_, '_>) {
        measure(bencher, &LARGE, |_| common::check(&LARGE));
    }

    #[divan::bench(sample_count = 10)]
    fn ours_parsing_only(bencher: Bencher<'_, '_>) {
        measure(bencher, &LARGE, |_| tl_parser::parse(&LARGE.sources()[0]));
    }

    #[divan::bench(sample_count = 5)]
    fn grammers(bencher: Bencher<'_, '_>) {
        measure(bencher, &LARGE, |text| {
            grammers_tl_parser::parse_tl_file(text).filter(Result::is_ok).collect::<Vec<_>>()
        });
    }

    #[divan::bench(sample_count = 5)]
    fn ferogram(bencher: Bencher<'_, '_>) {
        measure(bencher, &LARGE, |text| {
            ferogram_tl_parser::parse_tl_file(text).filter(Result::is_ok).collect::<Vec<_>>()
        });
    }
}
