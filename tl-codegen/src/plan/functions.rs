//! Functions: their structs, results and metadata.

use tl_parser::{Combinator, CombinatorIndex, ParamKind, Section, Ty};

use super::codecs;
use super::combinators::{self, check_name_is_usable};
use super::memory_layout::MemoryLayouts;
use super::model::Function;
use super::planner_output::{PlannerOutput, TlName};
use super::schema_facts::SchemaFacts;
use super::unsupported_constructs::{PARAM, RESULT, UnsupportedConstruct};
use crate::metadata::Metadata;

/// All functions, sorted by name.
pub(super) fn plan_functions(
    facts: &SchemaFacts<'_>,
    layouts: &MemoryLayouts,
    metadata: &Metadata,
    out: &mut PlannerOutput,
) -> Vec<Function> {
    let combinators = (0_u32..).map(CombinatorIndex).zip(&facts.schema.combinators);
    let functions = combinators.filter(|(_, combinator)| combinator.section == Section::Functions);
    let mut planned: Vec<_> =
        functions.filter_map(|(id, _)| plan_function(facts, layouts, metadata, id, out)).collect();
    planned.sort_by(|a, b| a.item.name.cmp(&b.item.name));
    planned
}

fn plan_function(
    facts: &SchemaFacts<'_>,
    layouts: &MemoryLayouts,
    metadata: &Metadata,
    id: CombinatorIndex,
    out: &mut PlannerOutput,
) -> Option<Function> {
    let combinator = facts.schema.combinator(id);
    let span = combinator.span;
    if !check_name_is_usable(facts, &combinator.name, span, out) {
        return None;
    }
    if let Some(unsupported) = unsupported_function_param(combinator) {
        out.refuse_declaration(span, unsupported);
        return None;
    }
    let (item, _) = combinators::plan_combinator_struct(facts, layouts, id, None, out);
    let module = facts.names.module_name(&combinator.name);
    if !out.declare_file("functions", &item.item_path, &module, TlName::renamable_name(&item.name), span) {
        return None;
    }
    let result = codecs::codec_of_result(facts, layouts, combinator)
        .map_err(|refusal| out.refuse_declaration(span, refusal))
        .ok()?;
    let method = metadata.methods.get(&item.name).cloned();
    Some(Function { item, module, result, result_tl: combinator.result_tl.clone(), method })
}

/// The construct to report for the first unsupported parameter of a function. Only a type parameter that is the result
/// of a call is supported.
fn unsupported_function_param(combinator: &Combinator) -> Option<UnsupportedConstruct> {
    let is_result_of_call = |param| combinator.fields.iter().any(|field| field.ty == Ty::Call(param));
    (0..).zip(&combinator.params).find_map(|(index, param)| match param.kind {
        ParamKind::Nat => Some(RESULT),
        ParamKind::Type => (!is_result_of_call(index)).then_some(PARAM),
    })
}
