//! A type has a view only if it can be decoded from its bytes alone, and the same holds for the types of its fields.

use std::collections::BTreeSet;

use tl_codegen::{Gate, Metadata, Plan, Settings};

const SCHEMA_WITH_VIEWS: &str = "\
vector {t:Type} # [ t ] = Vector t;
withoutNumbers x:int y:double s:string = WithoutNumbers;
withFlags flags:# on:flags.0?int = WithFlags;
tree children:Vector<Tree> leaf:withoutNumbers = Tree;
folder files:(vector File) = Folder;
file flags:# folder:flags.0?Folder = File;
maybe {t:Type} value:t = Maybe t;
ownCount n:# items:n*[ int ] = OwnCount;
outerCount {n:#} items:n*[ int ] = OuterCount n;
passesCount n:# items:(OuterCount n) = PassesCount;
usesGeneric x:(Maybe int) = UsesGeneric;
holdsCount x:Vector<%OwnCount> = HoldsCount;
holdsOptional flags:# x:flags.3?HoldsCount = HoldsOptional;
variantWithout = Mixed;
variantWith x:OwnCount = Mixed;
cycleStart flags:# next:flags.0?CycleEnd = CycleStart;
cycleEnd next:CycleStart x:HoldsOptional = CycleEnd;
---functions---
get x:OwnCount = WithoutNumbers;
";

fn plan_with_views(views: Gate) -> Plan {
    let (_, schema, diagnostics) = tl_parser::read_text("a.tl", SCHEMA_WITH_VIEWS);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let mut settings = Settings::new("views");
    settings.views = views;
    let (plan, diagnostics) = tl_codegen::plan(&schema, &Metadata::default(), &settings);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    plan
}

#[test]
fn types_that_depend_on_numbers_have_no_views() {
    let plan = plan_with_views(Gate::Always);
    let viewed: Vec<_> = plan.viewed_types().map(|ty| ty.name.as_str()).collect();
    assert_eq!(viewed, ["File", "Folder", "Tree", "WithFlags", "WithoutNumbers"]);
}

#[test]
fn only_types_with_views_have_view_files() {
    let files = tl_codegen::emit(&plan_with_views(Gate::Always));
    let found: BTreeSet<_> = files.iter().filter_map(|(path, _)| path.strip_prefix("views/items/root/")).collect();
    assert_eq!(
        found,
        BTreeSet::from(["file.rs", "folder.rs", "mod.rs", "tree.rs", "with_flags.rs", "without_numbers.rs"])
    );
}

#[test]
fn views_are_off_by_default() {
    let plan = plan_with_views(Gate::Never);
    assert_eq!(plan.viewed_types().count(), 0);
    assert!(tl_codegen::emit(&plan).iter().all(|(path, _)| !path.starts_with("views")));
}
