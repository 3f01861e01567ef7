//! A type has a view only if it can be decoded from its bytes alone, and the same holds for the types of its fields.

use std::collections::BTreeSet;

use tl_codegen::{Gate, Metadata, Plan, Settings};

const SCHEMA: &str = "\
vector {t:Type} # [ t ] = Vector t;
plain x:int y:double s:string = Plain;
masked flags:# on:flags.0?int = Masked;
tree kids:Vector<Tree> leaf:plain = Tree;
here there:(vector There) = Here;
there flags:# here:flags.0?Here = There;
maybe {t:Type} value:t = Maybe t;
counted n:# items:n*[ int ] = Counted;
told {n:#} items:n*[ int ] = Told n;
number n:# told:(Told n) = Number;
uses_generic x:(Maybe int) = UsesGeneric;
holds x:Vector<%Counted> = Holds;
outer flags:# holds:flags.3?Holds = Outer;
good = Mixed;
bad x:Counted = Mixed;
ring flags:# next:flags.0?Gnir = Ring;
gnir next:Ring bad:Outer = Gnir;
---functions---
get x:Counted = Plain;
";

fn plan(views: Gate) -> Plan {
    let (_, schema, diagnostics) = tl_parser::read_text("a.tl", SCHEMA);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let mut settings = Settings::new("views");
    settings.views = views;
    let (plan, diagnostics) = tl_codegen::plan(&schema, &Metadata::default(), &settings);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    plan
}

#[test]
fn types_that_depend_on_numbers_have_no_views() {
    let plan = plan(Gate::Always);
    let viewed: Vec<_> = plan.viewed_types().map(|ty| ty.name.as_str()).collect();
    assert_eq!(viewed, ["Here", "Masked", "Plain", "There", "Tree"]);
}

#[test]
fn only_types_with_views_have_view_files() {
    let files = tl_codegen::emit(&plan(Gate::Always));
    let found: BTreeSet<_> = files.iter().filter_map(|(path, _)| path.strip_prefix("views/items/root/")).collect();
    assert_eq!(found, BTreeSet::from(["here.rs", "masked.rs", "mod.rs", "plain.rs", "there.rs", "tree.rs"]));
}

#[test]
fn views_are_off_by_default() {
    let plan = plan(Gate::Never);
    assert_eq!(plan.viewed_types().count(), 0);
    assert!(tl_codegen::emit(&plan).iter().all(|(path, _)| !path.starts_with("views")));
}
