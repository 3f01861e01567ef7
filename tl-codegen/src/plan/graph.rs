//! Which types hold which by value, and which of them hold themselves.
//!
//! Only fields count that stand in the value itself: items of a vector are elsewhere in memory already.

use std::collections::HashMap;

use tl_parser::{Arg, CombinatorId, Nat, Schema, Ty, TypeId};

/// The strongly connected component of each type in the graph of containment.
pub(super) struct Components {
    component: Vec<u32>,
    is_recursive: Vec<bool>,
}

impl Components {
    /// Whether a value of `inner` inside one of `outer` would make `outer` hold itself.
    pub(super) fn is_recursive(&self, outer: TypeId, inner: TypeId) -> bool {
        let (outer, inner) = (outer.0 as usize, inner.0 as usize);
        self.component[outer] == self.component[inner] && self.is_recursive[inner]
    }

    /// Every type, each after the types that it holds by value and that do not hold it.
    pub(super) fn innermost_first(&self) -> Vec<TypeId> {
        let mut types: Vec<_> = (0..self.component.len()).map(|ty| TypeId(ty as u32)).collect();
        types.sort_by_key(|ty| self.component[ty.0 as usize]);
        types
    }

    /// Finds the components, without recursion of its own: schemas come from strangers (Tarjan's algorithm).
    pub(super) fn of(schema: &Schema) -> Self {
        Self::of_edges((0..schema.types.len()).map(|ty| contained(schema, TypeId(ty as u32))).collect())
    }

    /// The same of any graph: for each node those that it leads to.
    pub(super) fn of_edges(edges: Vec<Vec<usize>>) -> Self {
        let n_types = edges.len();
        let mut found = Self { component: vec![u32::MAX; n_types], is_recursive: vec![false; n_types] };
        let mut state = Search { order: HashMap::new(), low: vec![0; n_types], open: Vec::new(), n_components: 0 };
        for root in 0..n_types {
            if !state.order.contains_key(&root) {
                state.visit(root, &edges, &mut found);
            }
        }
        found
    }
}

struct Search {
    order: HashMap<usize, usize>,
    low: Vec<usize>,
    open: Vec<usize>,
    n_components: u32,
}

impl Search {
    fn enter(&mut self, node: usize) {
        let number = self.order.len();
        self.order.insert(node, number);
        self.low[node] = number;
        self.open.push(node);
    }

    fn visit(&mut self, root: usize, edges: &[Vec<usize>], found: &mut Components) {
        self.enter(root);
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if let Some(&target) = edges[node].get(*next) {
                *next += 1;
                match self.order.get(&target) {
                    None => {
                        self.enter(target);
                        path.push((target, 0));
                    }
                    Some(&number) if found.component[target] == u32::MAX => {
                        self.low[node] = self.low[node].min(number);
                    }
                    Some(_) => {}
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                self.low[*parent] = self.low[*parent].min(self.low[node]);
            }
            if self.low[node] == self.order[&node] {
                self.close(node, edges, found);
            }
        }
    }

    fn close(&mut self, root: usize, edges: &[Vec<usize>], found: &mut Components) {
        let start = self.open.iter().rposition(|&node| node == root).unwrap_or(0);
        let members = self.open.split_off(start);
        let is_recursive = members.len() > 1 || edges[root].contains(&root);
        for member in members {
            found.component[member] = self.n_components;
            found.is_recursive[member] = is_recursive;
        }
        self.n_components += 1;
    }
}

fn contained(schema: &Schema, ty: TypeId) -> Vec<usize> {
    let constructors = &schema.ty(ty).constructors;
    let fields = constructors.iter().flat_map(|id| &schema.combinator(*id).fields);
    fields.flat_map(|field| types_by_value(schema, &field.ty)).map(|ty| ty.0 as usize).collect()
}

/// The types whose values may stand in a field of this type: its own, and those of its arguments.
pub(super) fn types_by_value(schema: &Schema, ty: &Ty) -> Vec<TypeId> {
    let mut open = vec![ty];
    let mut found = Vec::new();
    while let Some(ty) = open.pop() {
        match ty {
            Ty::Boxed { ty, args } => {
                found.push(*ty);
                open.extend(args.iter().filter_map(type_argument));
            }
            Ty::Bare { constructor, args } => {
                found.extend(type_of(schema, *constructor));
                open.extend(args.iter().filter_map(type_argument));
            }
            Ty::Repetition { count: Nat::Constant(_), fields } => open.extend(fields.iter().map(|field| &field.ty)),
            _ => {}
        }
    }
    found
}

fn type_argument(arg: &Arg) -> Option<&Ty> {
    match arg {
        Arg::Type(ty) => Some(ty),
        Arg::Nat(_) => None,
    }
}

/// The type that a constructor makes.
pub(super) fn type_of(schema: &Schema, constructor: CombinatorId) -> Option<TypeId> {
    match &schema.combinator(constructor).result {
        Ty::Boxed { ty, .. } => Some(*ty),
        _ => None,
    }
}
