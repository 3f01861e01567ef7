//! Which declarations a declaration cannot do without.

use std::collections::{BTreeMap, BTreeSet};

use tl_parser::{CodecType, Combinator, CombinatorIndex, Schema, Section, Span, Ty, TypeIndex};

use crate::plan::walk;

/// Something that a field or a result mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NeededItem {
    /// A boxed value: any constructor of the type will do.
    Type(TypeIndex),
    /// A bare value of this constructor, or its id: `vector` before a boxed vector.
    Constructor(CombinatorIndex),
}

/// The needs of all declarations of a schema.
pub(super) struct DeclarationNeeds<'a> {
    schema: &'a Schema,
    /// The constructor of vectors, if the schema declares one.
    vector: Option<CombinatorIndex>,
    /// For each needed item, the declarations that need it, each with the place that mentions the item.
    users: BTreeMap<NeededItem, Vec<(CombinatorIndex, Span)>>,
}

impl<'a> DeclarationNeeds<'a> {
    pub(super) fn collect_needs(schema: &'a Schema) -> Self {
        let is_vector = |(_, found): &(CombinatorIndex, &Combinator)| found.codec_type == Some(CodecType::Vector);
        let vector = combinators_with_ids(schema).find(is_vector).map(|(id, _)| id);
        let mut needs = Self { schema, vector, users: BTreeMap::new() };
        for (id, combinator) in combinators_with_ids(schema) {
            for (need, place) in needs.needs_of_combinator(combinator) {
                needs.users.entry(need).or_default().push((id, place));
            }
        }
        needs
    }

    /// The needs of a combinator, each with the place that mentions it.
    pub(super) fn needs_of_combinator(&self, combinator: &Combinator) -> Vec<(NeededItem, Span)> {
        let mut found: Vec<_> = combinator
            .fields
            .iter()
            .flat_map(|field| self.needs_of_type(&field.ty).map(|need| (need, field.span)))
            .collect();
        if combinator.section == Section::Functions {
            found.extend(self.needs_of_type(&combinator.result).map(|need| (need, combinator.span)));
        }
        found
    }

    fn needs_of_type<'t>(&self, ty: &'t Ty) -> impl Iterator<Item = NeededItem> + use<'t> {
        let vector = self.vector;
        walk::type_and_types_inside(ty).into_iter().filter_map(move |ty| match ty {
            Ty::Boxed { ty, .. } => Some(NeededItem::Type(*ty)),
            Ty::Bare { constructor, .. } => Some(NeededItem::Constructor(*constructor)),
            Ty::Vector { is_bare: false, .. } => vector.map(NeededItem::Constructor),
            _ => None,
        })
    }

    /// Adds everything that cannot do without the `left_out` ones. Returns each addition, with the place that mentions
    /// the missing need.
    pub(super) fn add_users_of_left_out(
        &self,
        left_out: &mut BTreeSet<CombinatorIndex>,
    ) -> Vec<(CombinatorIndex, Span, NeededItem)> {
        let mut added = Vec::new();
        let mut work_list: Vec<_> = left_out.iter().copied().collect();
        while let Some(id) = work_list.pop() {
            for need in self.newly_unmet_needs(id, left_out) {
                for (user, place) in self.users.get(&need).into_iter().flatten() {
                    if left_out.insert(*user) {
                        added.push((*user, *place, need));
                        work_list.push(*user);
                    }
                }
            }
        }
        added
    }

    /// The needs that nothing meets any more, now that a combinator is left out.
    fn newly_unmet_needs(&self, id: CombinatorIndex, left_out: &BTreeSet<CombinatorIndex>) -> Vec<NeededItem> {
        let mut unmet = vec![NeededItem::Constructor(id)];
        if let Some(ty) = walk::type_of_constructor(self.schema.combinator(id))
            && self.schema.ty(ty).constructors.iter().all(|other| left_out.contains(other))
        {
            unmet.push(NeededItem::Type(ty));
        }
        unmet
    }

    /// The constructors that meet a need.
    pub(super) fn constructors_meeting(&self, need: NeededItem) -> Vec<CombinatorIndex> {
        match need {
            NeededItem::Type(ty) => self.schema.ty(ty).constructors.clone(),
            NeededItem::Constructor(id) => vec![id],
        }
    }

    /// The TL name of a need, and the place of its declaration.
    pub(super) fn tl_name_and_place(&self, need: NeededItem) -> (String, Option<Span>) {
        let first = self.constructors_meeting(need).first().map(|id| self.schema.combinator(*id));
        let name = match need {
            NeededItem::Type(ty) => self.schema.ty(ty).name.to_string(),
            NeededItem::Constructor(_) => first.map(|found| found.name.to_string()).unwrap_or_default(),
        };
        (name, first.map(|found| found.span))
    }
}

/// The combinators of a schema with their indices.
pub(super) fn combinators_with_ids(schema: &Schema) -> impl Iterator<Item = (CombinatorIndex, &Combinator)> {
    (0_u32..).map(CombinatorIndex).zip(&schema.combinators)
}
