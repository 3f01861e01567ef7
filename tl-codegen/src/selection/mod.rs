//! Which declarations of a schema are generated: `only`, `except`, and the ones that can be.
//!
//! - `needs`: what a declaration cannot do without;
//! - `unmatched_setting`: settings that name nothing in the schema;
//! - `reduced_schema`: a schema without some of its declarations.
//!
//! Invariant: everything that a kept declaration needs is kept too. Types that the runtime supplies are always kept.

mod needs;
mod reduced_schema;
mod unmatched_setting;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{Code, Combinator, CombinatorIndex, Diagnostic, Field, Schema, Severity, Span, Ty};

use self::needs::{DeclarationNeeds, combinators_with_ids};
pub use self::unmatched_setting::{UnmatchedSetting, unmatched_settings};
use crate::plan::is_bool_type;
use crate::plan::walk::type_of_constructor;
use crate::renames::combinator_name;
use crate::selector::{ItemKind, Selector};
use crate::settings::Settings;

/// The declarations that the settings select, and an error for each kept one that needs an excepted one.
pub(crate) fn apply_selectors<'s>(schema: &'s Schema, settings: &Settings) -> (Cow<'s, Schema>, Vec<Diagnostic>) {
    if settings.only.is_empty() && settings.except.is_empty() {
        return (Cow::Borrowed(schema), Vec::new());
    }
    let mut left_out = BTreeSet::new();
    let needs = DeclarationNeeds::collect_needs(schema);
    if !settings.only.is_empty() {
        let kept = selected_and_reached(schema, &needs, &settings.only);
        left_out.extend(combinators_with_ids(schema).map(|(id, _)| id).filter(|id| !kept.contains(id)));
    }
    let excepted = selected_combinators(schema, &settings.except);
    let mut found = Vec::new();
    let mut all = &left_out | &excepted;
    for (user, place, need) in needs.add_users_of_left_out(&mut all) {
        // Nothing that `only` keeps needs a declaration that it leaves out.
        if !left_out.contains(&user) {
            let (needed, declared) = needs.tl_name_and_place(need);
            let user = &schema.combinator(user).name;
            let message = format!("`{user}` needs `{needed}`, which is excepted");
            let diagnostic = Diagnostic::error(Code::LeftOut, place, message).label("needed here");
            let diagnostic =
                declared.into_iter().fold(diagnostic, |found, span| found.secondary_label(span, "excepted"));
            found.push(diagnostic.help(format!("except `{user}` too, or keep `{needed}`")));
        }
    }
    (Cow::Owned(reduced_schema::schema_without(schema, &all)), found)
}

/// The schema without the declarations that errors of the plan refuse and without all that need them, with a warning
/// for each. `None` if no error refuses a single declaration.
pub(crate) fn skip_refused_declarations(
    schema: &Schema,
    diagnostics: &[Diagnostic],
) -> Option<(Schema, Vec<Diagnostic>)> {
    let owners = combinators_by_span(schema);
    let mut left_out = BTreeSet::new();
    let mut warnings = Vec::new();
    for diagnostic in diagnostics.iter().filter(|found| is_refusal_code(found.code)) {
        let Some(owner) = owners.get(&diagnostic.primary.span) else { continue };
        left_out.insert(*owner);
        let name = combinator_name(schema, schema.combinator(*owner));
        let warning = Diagnostic { severity: Severity::Warning, ..diagnostic.clone() };
        warnings.push(warning.note(format!("`{name}` is left out")));
    }
    if left_out.is_empty() {
        return None;
    }
    let needs = DeclarationNeeds::collect_needs(schema);
    for (user, place, need) in needs.add_users_of_left_out(&mut left_out) {
        let (needed, declared) = needs.tl_name_and_place(need);
        let message =
            format!("`{}` is left out, because it needs `{needed}`", combinator_name(schema, schema.combinator(user)));
        let warning = Diagnostic::warning(Code::LeftOut, place, message).label("needed here");
        warnings.push(declared.into_iter().fold(warning, |found, span| found.secondary_label(span, "left out")));
    }
    Some((reduced_schema::schema_without(schema, &left_out), warnings))
}

/// Whether a code says that no code can be generated for a single declaration.
fn is_refusal_code(code: Code) -> bool {
    code == Code::InfiniteType || code.as_str().starts_with("unsupported")
}

/// The combinator at each place that diagnostics of the plan name: its name and its fields.
fn combinators_by_span(schema: &Schema) -> BTreeMap<Span, CombinatorIndex> {
    fn add_spans_of_fields(owners: &mut BTreeMap<Span, CombinatorIndex>, id: CombinatorIndex, fields: &[Field]) {
        for field in fields {
            owners.insert(field.span, id);
            if let Ty::Repetition { fields, .. } = &field.ty {
                add_spans_of_fields(owners, id, fields);
            }
        }
    }
    let mut owners = BTreeMap::new();
    for (id, combinator) in combinators_with_ids(schema) {
        owners.insert(combinator.span, id);
        add_spans_of_fields(&mut owners, id, &combinator.fields);
    }
    owners
}

/// The selected declarations and all that they reach.
fn selected_and_reached(
    schema: &Schema,
    needs: &DeclarationNeeds<'_>,
    selectors: &[Selector],
) -> BTreeSet<CombinatorIndex> {
    let supplied =
        combinators_with_ids(schema).filter(|(_, found)| is_supplied_by_runtime(schema, found)).map(|(id, _)| id);
    let mut work_list: Vec<_> = selected_combinators(schema, selectors).into_iter().chain(supplied).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = work_list.pop() {
        if !reached.insert(id) {
            continue;
        }
        let combinator = schema.combinator(id);
        work_list.extend(type_of_constructor(combinator).into_iter().flat_map(|ty| &schema.ty(ty).constructors));
        let needed =
            needs.needs_of_combinator(combinator).into_iter().flat_map(|(need, _)| needs.constructors_meeting(need));
        work_list.extend(needed);
    }
    reached
}

/// The combinators that selectors select. Those that the runtime supplies are left out.
fn selected_combinators(schema: &Schema, selectors: &[Selector]) -> BTreeSet<CombinatorIndex> {
    let is_selected =
        |found: &Combinator| selectors.iter().any(|selector| does_selector_match(schema, selector, found));
    let found =
        combinators_with_ids(schema).filter(|(_, found)| is_selected(found) && !is_supplied_by_runtime(schema, found));
    found.map(|(id, _)| id).collect()
}

fn does_selector_match(schema: &Schema, selector: &Selector, combinator: &Combinator) -> bool {
    let name = combinator_name(schema, combinator).to_string();
    match type_of_constructor(combinator) {
        None => selector.selects(ItemKind::Function, &name),
        Some(ty) => {
            selector.selects(ItemKind::Constructor, &name)
                || selector.selects(ItemKind::Type, &schema.ty(ty).name.to_string())
        }
    }
}

/// Whether the runtime supplies the type of a constructor.
fn is_supplied_by_runtime(schema: &Schema, combinator: &Combinator) -> bool {
    combinator.declares_codec_type() || type_of_constructor(combinator).is_some_and(|ty| is_bool_type(schema, ty))
}

/// An error for each line of `renames.tsv` that renames nothing.
pub(crate) fn errors_of_stale_renames(schema: &Schema, settings: &Settings) -> Vec<Diagnostic> {
    let stale = settings.renames.unmatched_with_nearest(schema).into_iter().filter_map(|(tl, nearest, span)| {
        let message = format!("the schema has no name `{tl}`");
        let diagnostic = Diagnostic::error(Code::BadMetadata, span?, message).label("renames nothing");
        Some(match nearest {
            Some(nearest) => diagnostic.suggest(format!("there is `{nearest}`"), span?, nearest),
            None => diagnostic.help("remove the line"),
        })
    });
    stale.collect()
}
