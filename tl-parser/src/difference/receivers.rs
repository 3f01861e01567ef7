//! Which constructors travel to the client, and which to the server.
//!
//! The client receives results of functions and `Updates`, the server functions and their arguments. Invariant: a
//! constructor reached in either of two schemas is reached in their difference.

use rustc_hash::FxHashSet;

use super::change::WireDirection;
use super::side::{SchemaSide, visit_nested_types};
use crate::meaning::schema::{CombinatorIndex, Section, Ty, TypeIndex};

/// The TL type of updates, which the server sends to the client without a call.
const UPDATES_TYPE: &str = "Updates";

/// The constructors and types that the client receives, and those that the server receives.
#[derive(Default)]
pub(super) struct ReceiverIndex {
    client: ReceivedNames,
    server: ReceivedNames,
}

#[derive(Default)]
struct ReceivedNames {
    constructors: FxHashSet<String>,
    types: FxHashSet<String>,
}

impl ReceiverIndex {
    pub(super) fn new(sides: [&SchemaSide<'_>; 2]) -> Self {
        let mut directions = Self::default();
        for side in sides {
            let functions = || side.shapes().iter().filter(|shape| shape.section == Section::Functions);
            let mut client = ReceivedSearch::new(side);
            functions().for_each(|function| client.reach_types_in(function.result));
            if let Some(updates) = side.types.get(UPDATES_TYPE) {
                client.reach_type(*updates);
            }
            client.collect_received_names(&mut directions.client);
            let mut server = ReceivedSearch::new(side);
            functions().flat_map(|function| &function.fields).for_each(|field| server.reach_types_in(field.ty));
            server.collect_received_names(&mut directions.server);
        }
        directions
    }

    /// The receiver of values of a constructor. `names` has the old and the new name if the constructor was renamed.
    pub(super) fn direction_of_constructor(&self, names: &[&str]) -> WireDirection {
        direction_of_received(|side| names.iter().any(|name| side.constructors.contains(*name)), self)
    }

    /// The receiver of values of a type. `names` has the old and the new name if the type was renamed.
    pub(super) fn direction_of_type(&self, names: &[&str]) -> WireDirection {
        direction_of_received(|side| names.iter().any(|name| side.types.contains(*name)), self)
    }
}

fn direction_of_received(is_reached: impl Fn(&ReceivedNames) -> bool, directions: &ReceiverIndex) -> WireDirection {
    match (is_reached(&directions.client), is_reached(&directions.server)) {
        (true, false) => WireDirection::ToClient,
        (false, true) => WireDirection::ToServer,
        _ => WireDirection::Both,
    }
}

/// The search for all constructors and types that one receiver receives.
struct ReceivedSearch<'r, 'a> {
    side: &'r SchemaSide<'a>,
    has_type: Vec<bool>,
    has_constructor: Vec<bool>,
    /// Reached constructors whose fields have not been followed yet.
    waiting: Vec<CombinatorIndex>,
}

impl<'r, 'a> ReceivedSearch<'r, 'a> {
    fn new(side: &'r SchemaSide<'a>) -> Self {
        let (n_types, n_combinators) = (side.schema.types.len(), side.schema.combinators.len());
        Self { side, has_type: vec![false; n_types], has_constructor: vec![false; n_combinators], waiting: Vec::new() }
    }

    /// Follows all fields, and adds the names of everything that is reached.
    fn collect_received_names(mut self, names: &mut ReceivedNames) {
        while let Some(idx) = self.waiting.pop() {
            let shape = self.side.shape(idx);
            shape.fields.iter().for_each(|field| self.reach_types_in(field.ty));
            if !names.constructors.contains(&shape.name) {
                names.constructors.insert(shape.name.clone());
            }
            if let Ty::Boxed { ty, .. } = shape.result {
                self.has_type[ty.0 as usize] = true;
            }
        }
        let types = self.side.schema.types.iter().zip(&self.has_type).filter(|(_, is_reached)| **is_reached);
        names.types.extend(types.map(|(ty, _)| ty.name.to_string()));
    }

    fn reach_types_in(&mut self, ty: &Ty) {
        visit_nested_types(ty, &mut |ty| match ty {
            Ty::Boxed { ty, .. } => self.reach_type(*ty),
            Ty::Bare { constructor, .. } => self.reach_constructor(*constructor),
            _ => {}
        });
    }

    fn reach_type(&mut self, ty: TypeIndex) {
        if !std::mem::replace(&mut self.has_type[ty.0 as usize], true) {
            let schema = self.side.schema;
            schema.ty(ty).constructors.iter().for_each(|constructor| self.reach_constructor(*constructor));
        }
    }

    fn reach_constructor(&mut self, constructor: CombinatorIndex) {
        if !std::mem::replace(&mut self.has_constructor[constructor.0 as usize], true) {
            self.waiting.push(constructor);
        }
    }
}
