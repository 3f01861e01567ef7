//! Two versions of a schema with their plans and the reported changes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tl_codegen::difference::{ApiChange, ApiChangeKind, Impact, compare};
use tl_codegen::{Gate, Metadata, Plan, Settings, plan, plan_with_recorded_indirections};
use tl_parser::Schema;

use crate::caller::Strictness;

/// Declarations that the schemas may leave out.
const OFTEN_OMITTED_DECLARATIONS: &str = "\
boolFalse#bc799737 = Bool;
boolTrue#997275b5 = Bool;
true#3fedd339 = True;
vector#1cb5c415 {t:Type} # [ t ] = Vector t;
";

/// Two versions of a schema.
pub struct SchemaPair {
    /// The name of the pair as a Rust module.
    pub name: String,
    /// The plan of the old schema.
    pub old: Plan,
    /// The plan of the new schema, with the recorded indirections of the old one.
    pub new: Plan,
    /// The reported changes.
    pub changes: Vec<ApiChange>,
}

impl SchemaPair {
    /// Reads `old.tl` and `new.tl` of a folder. `None` if a schema has an error, or a declaration that cannot be
    /// generated.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        let name = folder.file_name()?.to_string_lossy().replace('-', "_");
        let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
        Self::new(name, &read("old.tl")?, &read("new.tl")?)
    }

    /// Plans two versions of a schema; `None` as in [`Self::read`].
    #[must_use]
    pub fn new(name: String, old: &str, new: &str) -> Option<Self> {
        let (old, new) = (schema_with_usual_declarations(old)?, schema_with_usual_declarations(new)?);
        let mut settings = Settings::new(&name);
        settings.function_decoding = Gate::Never;
        let (old_plan, old_found) = plan(&old, &Metadata::default(), &settings);
        let (new_plan, new_found) =
            plan_with_recorded_indirections(&new, &Metadata::default(), &settings, &old_plan.layout);
        if old_found.iter().chain(&new_found).any(|found| found.is_error()) {
            return None;
        }
        let changes = compare(&old_plan, &new_plan, &tl_parser::difference::compare(&old, &new)).changes;
        Some(Self { name, old: old_plan, new: new_plan, changes })
    }

    /// The items that the report says to break callers.
    #[must_use]
    pub fn items_reported_as_breaking(&self, strictness: Strictness) -> BTreeSet<&str> {
        let breaks = |change: &&ApiChange| {
            let impact = match strictness {
                Strictness::Strict => change.strict,
                Strictness::Contract => change.contract,
            };
            impact == Impact::Major
        };
        self.changes.iter().filter(breaks).map(|change| change.item.as_str()).collect()
    }

    /// Items whose only breaking change is the order of the arguments of `new`: if their types agree, callers compile
    /// with exchanged values.
    #[must_use]
    pub fn items_with_only_reordered_new(&self) -> BTreeSet<&str> {
        let breaking = |item: &str| {
            let of_item = self.changes.iter().filter(move |change| change.item == item);
            of_item
                .filter(|change| change.strict == Impact::Major)
                .all(|change| change.kind == ApiChangeKind::NewReordered)
        };
        self.items_reported_as_breaking(Strictness::Strict).into_iter().filter(|item| breaking(item)).collect()
    }
}

/// The resolved schema with the usual declarations that it lacks; `None` if it has an error.
fn schema_with_usual_declarations(text: &str) -> Option<Schema> {
    let is_missing = |line: &&str| {
        let name = line.split('#').next().unwrap_or_default();
        !text.lines().any(|other| other.starts_with(&format!("{name}#")) || other.starts_with(&format!("{name} ")))
    };
    let usual: Vec<_> = OFTEN_OMITTED_DECLARATIONS.lines().filter(is_missing).collect();
    let (_, schema, found) = tl_parser::read_text("some.tl", format!("{}\n{text}", usual.join("\n")));
    (!found.iter().any(|found| found.is_error())).then_some(schema)
}
