//! Chains of types that are longer than rustc's default recursion limit allows.
//!
//! rustc instantiates the code of a type inside that of the types that mention it: in fields, vectors and arguments,
//! behind pointers too. Types that mention each other count as a chain of all of them, the longest that rustc may find.
//! Invariant: the length depends on the declarations alone, not on their order.

use tl_parser::{Combinator, Section, Span, Ty, TypeIndex};

use super::planner_output::PlannerOutput;
use super::schema_facts::SchemaFacts;
use super::type_graphs::TypeComponents;
use super::unsupported_constructs::CHAIN;
use super::walk;

/// Maximum number of levels in a chain. rustc's limit is 128; measured with all traits and views, chains of 126 types
/// compile, and chains of 63 types whose fields are conditional.
const MAX_NESTING_LEVELS: usize = 120;

/// Refuses each field at which a chain of types becomes too long. The types around it are not reported.
pub(super) fn refuse_too_deep_types(facts: &SchemaFacts<'_>, out: &mut PlannerOutput) {
    let lengths = ChainLengths::compute_chain_lengths(facts, out);
    let functions = facts.schema.combinators.iter().filter(|found| found.section == Section::Functions);
    for function in functions {
        let longest = lengths.longest_mentioned_chain([function]);
        lengths.refuse_long_chain(&facts.tl_name_of_combinator(function).to_string(), 0, longest, out);
    }
}

/// The length of the longest chain that starts at each type.
struct ChainLengths<'f, 'a> {
    facts: &'f SchemaFacts<'a>,
    /// The lengths, by type; 0 while a length is not known.
    lengths: Vec<usize>,
}

/// The place that mentions the longest chain inside a combinator or type.
#[derive(Clone, Copy)]
struct LongestChain {
    place: Span,
    target: TypeIndex,
    /// Number of levels in the chain: its types, and what lies between them.
    length: usize,
}

impl<'f, 'a> ChainLengths<'f, 'a> {
    /// Computes all lengths, innermost types first. Refuses each type at which a chain becomes too long.
    fn compute_chain_lengths(facts: &'f SchemaFacts<'a>, out: &mut PlannerOutput) -> Self {
        let schema = facts.schema;
        let mut lengths = Self { facts, lengths: vec![0; schema.types.len()] };
        let targets =
            |ty: &Ty| lengths.mentions_inside_type(ty, false).into_iter().map(|mention| mention.target).collect();
        let components = TypeComponents::components_of_edges(schema, targets);
        for mut members in components.components_innermost_first() {
            members.sort_by_key(|ty| &schema.ty(*ty).name);
            let constructors: Vec<_> = members.iter().flat_map(|ty| lengths.constructors_by_name(*ty)).collect();
            let longest = lengths.longest_mentioned_chain(constructors.iter().copied());
            let first = members.first().map(|ty| schema.ty(*ty).name.to_string()).unwrap_or_default();
            // The members mention each other, and their lengths are not known yet.
            let n_levels = members.len() * (1 + lengths.most_levels_inside_cycle(&constructors));
            lengths.refuse_long_chain(&first, n_levels, longest, out);
            let length = n_levels + longest.map_or(0, |found| found.length);
            members.iter().for_each(|ty| lengths.lengths[ty.0 as usize] = length);
        }
        lengths
    }

    /// Refuses the longest chain inside of `n_levels` levels, which begin at this name, unless a part of it is refused
    /// already.
    fn refuse_long_chain(&self, name: &str, n_levels: usize, longest: Option<LongestChain>, out: &mut PlannerOutput) {
        let Some(LongestChain { place, target, length }) = longest else { return };
        let is_new = self.lengths[target.0 as usize] <= MAX_NESTING_LEVELS;
        if is_new && n_levels + length > MAX_NESTING_LEVELS {
            out.refuse_declaration(
                place,
                CHAIN.with_fact(format!("`{name}` begins a chain of {} levels", n_levels + length)),
            );
        }
    }

    /// The longest chain that fields or results mention. A type of unknown length counts as 0.
    fn longest_mentioned_chain<'c>(
        &self,
        combinators: impl IntoIterator<Item = &'c Combinator>,
    ) -> Option<LongestChain> {
        let places = combinators.into_iter().flat_map(|combinator| self.mentions_of_combinator(combinator));
        let chains = places.map(|(place, MentionedType { target, n_between })| LongestChain {
            place,
            target,
            length: n_between + self.lengths[target.0 as usize],
        });
        // Reversed, because `max_by_key` returns the last of several maxima.
        let chains: Vec<_> = chains.collect();
        chains.into_iter().rev().max_by_key(|found| found.length)
    }

    /// The most levels between two types whose lengths are not known, since they mention each other.
    fn most_levels_inside_cycle(&self, constructors: &[&Combinator]) -> usize {
        let mentions = constructors.iter().flat_map(|constructor| self.mentions_of_combinator(constructor));
        let inside = mentions.filter(|(_, mention)| self.lengths[mention.target.0 as usize] == 0);
        inside.map(|(_, mention)| mention.n_between).max().unwrap_or(0)
    }

    /// The types that the fields of a combinator mention, and the result of a function, each with its place.
    fn mentions_of_combinator(&self, combinator: &Combinator) -> Vec<(Span, MentionedType)> {
        let result = (combinator.section == Section::Functions).then_some((combinator.span, &combinator.result, false));
        let fields = combinator.fields.iter().map(|field| (field.span, &field.ty, field.condition.is_some()));
        let places = fields.chain(result).flat_map(|(place, ty, is_conditional)| {
            self.mentions_inside_type(ty, is_conditional).into_iter().map(move |mention| (place, mention))
        });
        places.collect()
    }

    /// The constructors of a type, sorted by name.
    fn constructors_by_name(&self, ty: TypeIndex) -> Vec<&'a Combinator> {
        let schema = self.facts.schema;
        let mut sorted: Vec<_> = schema.ty(ty).constructors.iter().map(|id| schema.combinator(*id)).collect();
        sorted.sort_by_key(|constructor| self.facts.tl_name_of_combinator(constructor));
        sorted
    }

    /// The declared types inside the type of a field.
    fn mentions_inside_type(&self, ty: &Ty, is_conditional: bool) -> Vec<MentionedType> {
        let mut open = vec![NestedTypePlace { ty, n_around: 0, n_options: usize::from(is_conditional) }];
        let mut found = Vec::new();
        while let Some(NestedTypePlace { ty, n_around, n_options }) = open.pop() {
            let named = walk::declared_type(self.facts.schema, ty).filter(|ty| !self.facts.is_type_of_runtime(*ty));
            found.extend(
                named.map(|target| MentionedType { target, n_between: n_around.saturating_sub(1) + n_options }),
            );
            let inside = |ty| NestedTypePlace { ty, n_around: n_around + 1, n_options };
            match ty {
                Ty::Vector { element, .. } => open.push(inside(element)),
                Ty::CallOf(ty) => open.push(NestedTypePlace { ty, n_around, n_options }),
                // The record of a repetition is a level, as is an `Option` in it.
                Ty::Repetition { fields, .. } => open.extend(fields.iter().map(|field| NestedTypePlace {
                    n_options: n_options + 1 + usize::from(field.condition.is_some()),
                    ..inside(&field.ty)
                })),
                ty => open.extend(walk::type_args_of_type(ty).map(inside)),
            }
        }
        found
    }
}

/// A type inside the type of a field.
struct NestedTypePlace<'t> {
    ty: &'t Ty,
    /// Number of vectors and types around it.
    n_around: usize,
    /// Number of options and records around it.
    n_options: usize,
}

/// A declared type inside the type of a field.
struct MentionedType {
    target: TypeIndex,
    /// Number of levels between the two types: options, records, and vectors and types but for one, whose code is
    /// instantiated beside that of its item.
    n_between: usize,
}
