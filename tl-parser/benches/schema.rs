//! Compares the speed of schema parsers: `cargo bench -p tl-parser --bench schema`.
//!
//! Ours parses, resolves every name and checks every id; the others only parse. Invariant: all sides read the same
//! text.

mod common;

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use tl_parser::SourceMap;

static API_SOURCE: LazyLock<SourceMap> = LazyLock::new(|| common::source_map_of(common::api_text()));
static LARGE_SOURCE: LazyLock<SourceMap> = LazyLock::new(|| common::source_map_of(&common::large_text(50_000_000)));

fn main() {
    for (name, sources) in [("api", &API_SOURCE), ("large", &LARGE_SOURCE)] {
        let (n_declarations, diagnostics) = common::parse_and_check(sources);
        let n_bytes = sources.sources()[0].text().len();
        println!("{name}: {n_bytes} bytes, {n_declarations} declarations, {} diagnostics", diagnostics.len());
        for diagnostic in diagnostics.iter().take(5) {
            println!("    {}", diagnostic.message);
        }
    }
    divan::main();
}

fn text_of_source(sources: &'static SourceMap) -> &'static str {
    sources.sources()[0].text()
}

fn bench_reading<T>(bencher: Bencher<'_, '_>, sources: &'static SourceMap, read: impl Fn(&str) -> T + Sync) {
    let text = text_of_source(sources);
    bencher.counter(BytesCount::of_str(text)).bench(|| read(divan::black_box(text)));
}

mod api {
    use super::*;

    #[divan::bench(min_time = 1)]
    fn parse_and_check_with_ours(bencher: Bencher<'_, '_>) {
        bench_reading(bencher, &API_SOURCE, |_| common::parse_and_check(&API_SOURCE));
    }

    #[divan::bench(min_time = 1)]
    fn parse_with_ours(bencher: Bencher<'_, '_>) {
        bench_reading(bencher, &API_SOURCE, |_| tl_parser::parse(&API_SOURCE.sources()[0]));
    }

    #[divan::bench(min_time = 1)]
    fn parse_with_grammers(bencher: Bencher<'_, '_>) {
        bench_reading(bencher, &API_SOURCE, |text| {
            grammers_tl_parser::parse_tl_file(text).filter(Result::is_ok).collect::<Vec<_>>()
        });
    }

    #[divan::bench(min_time = 1)]
    fn parse_with_ferogram(bencher: Bencher<'_, '_>) {
        bench_reading(bencher, &API_SOURCE, |text| {
            ferogram_tl_parser::parse_tl_file(text).filter(Result::is_ok).collect::<Vec<_>>()
        });
    }
}

mod large {
    use super::*;

    #[divan::bench(sample_count = 10)]
    fn parse_and_check_with_ours(bencher: Bencher<'_, '_>) {
        bench_reading(bencher, &LARGE_SOURCE, |_| common::parse_and_check(&LARGE_SOURCE));
    }

    #[divan::bench(sample_count = 10)]
    fn parse_with_ours(bencher: Bencher<'_, '_>) {
        bench_reading(bencher, &LARGE_SOURCE, |_| tl_parser::parse(&LARGE_SOURCE.sources()[0]));
    }

    #[divan::bench(sample_count = 5)]
    fn parse_with_grammers(bencher: Bencher<'_, '_>) {
        bench_reading(bencher, &LARGE_SOURCE, |text| {
            grammers_tl_parser::parse_tl_file(text).filter(Result::is_ok).collect::<Vec<_>>()
        });
    }

    #[divan::bench(sample_count = 5)]
    fn parse_with_ferogram(bencher: Bencher<'_, '_>) {
        bench_reading(bencher, &LARGE_SOURCE, |text| {
            ferogram_tl_parser::parse_tl_file(text).filter(Result::is_ok).collect::<Vec<_>>()
        });
    }
}
