//! Lists the rules that values of the kept layers may need, and doesn't find in `schemas/api/upgrades.tsv`: the number of
//! layers with the older constructor, the change, and the row of a rule.
//!
//! `cargo run -p tl-layers --example missing_rules`

use std::collections::BTreeMap;

use tl_codegen::table::{MissingRule, missing_rules};
use tl_layers::History;

fn main() {
    let history = History::of_api();
    let mut n_layers: BTreeMap<MissingRule, usize> = BTreeMap::new();
    for layer in history.history.layers() {
        let text = history.history.rebuild(layer).expect("a kept layer");
        let (_, older, _) = tl_parser::read_text("older.tl", text);
        for rule in missing_rules(&older, &history.schema, history.upgrades()) {
            *n_layers.entry(rule).or_default() += 1;
        }
    }
    let mut n_rules: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, n_layers) in &n_layers {
        *n_rules.entry(rule.change.as_str()).or_default() += 1;
        let (name, id) = &rule.constructor;
        println!(
            "{n_layers}\t{}\t{name}#{id:08x}\t{}\t{rule}",
            rule.change.as_str(),
            rule.field.as_deref().unwrap_or("-")
        );
    }
    n_rules.iter().for_each(|(change, n)| eprintln!("{change}: {n}"));
}
