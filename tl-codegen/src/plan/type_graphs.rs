//! Graphs over the types of a schema: which types contain which by value, and which combinators depend on which types.

use std::collections::{BTreeSet, HashMap};

use tl_parser::{Arg, CombinatorIndex, Field, Schema, Ty, TypeIndex};

use super::walk;

/// The strongly connected component of each type in a graph of types.
pub(super) struct TypeComponents {
    /// The number of the component of each type; `None` while the search has not found it.
    component: Vec<Option<usize>>,
    is_recursive: Vec<bool>,
}

impl TypeComponents {
    /// Whether a value of `inner` inside a value of `outer` would make `outer` contain itself.
    pub(super) fn closes_cycle(&self, outer: TypeIndex, inner: TypeIndex) -> bool {
        let (outer, inner) = (outer.0 as usize, inner.0 as usize);
        self.component[outer] == self.component[inner] && self.is_recursive[inner]
    }

    /// Every type in topological order: each after the types of other components that it contains.
    pub(super) fn types_innermost_first(&self) -> Vec<TypeIndex> {
        let mut types: Vec<_> = (0..self.component.len()).map(|ty| TypeIndex(ty as u32)).collect();
        types.sort_by_key(|ty| self.component[ty.0 as usize]);
        types
    }

    /// The types of each component, after those of the components that it contains.
    pub(super) fn components_innermost_first(&self) -> Vec<Vec<TypeIndex>> {
        let types = self.types_innermost_first();
        let groups = types.chunk_by(|a, b| self.component[a.0 as usize] == self.component[b.0 as usize]);
        groups.map(<[TypeIndex]>::to_vec).collect()
    }

    /// The components of the graph of containment by value.
    pub(super) fn components_by_value(schema: &Schema) -> Self {
        Self::components_of_edges(schema, |ty| walk::types_held_by_value(schema, ty))
    }

    /// The components of the graph in which a type leads to the `targets` of each of its fields.
    pub(super) fn components_of_edges(schema: &Schema, targets: impl Fn(&Ty) -> Vec<TypeIndex>) -> Self {
        let edges = schema.types.iter().map(|ty| {
            let fields = ty.constructors.iter().flat_map(|id| &schema.combinator(*id).fields);
            fields.flat_map(|field| targets(&field.ty)).map(|ty| ty.0 as usize).collect()
        });
        strongly_connected_components(&edges.collect::<Vec<Vec<usize>>>())
    }
}

/// The strongly connected components, by Tarjan's algorithm. It does not recurse, because schemas may come from
/// untrusted sources.
fn strongly_connected_components(edges: &[Vec<usize>]) -> TypeComponents {
    let n_types = edges.len();
    let mut found = TypeComponents { component: vec![None; n_types], is_recursive: vec![false; n_types] };
    let mut search = TarjanSearch { order: HashMap::new(), low: vec![0; n_types], open: Vec::new(), n_components: 0 };
    for root in 0..n_types {
        if !search.order.contains_key(&root) {
            search.visit_from(root, edges, &mut found);
        }
    }
    found
}

/// The state of Tarjan's algorithm.
struct TarjanSearch {
    /// The number of each visited node, in the order of the visits.
    order: HashMap<usize, usize>,
    /// The least number in `order` among the open nodes that each node leads to.
    low: Vec<usize>,
    /// Visited nodes whose component is not known yet.
    open: Vec<usize>,
    n_components: usize,
}

/// A node whose edges are being followed.
struct OpenVisit {
    node: usize,
    /// The number of edges that have been followed already.
    n_followed: usize,
}

impl OpenVisit {
    fn at_first_edge(node: usize) -> Self {
        Self { node, n_followed: 0 }
    }
}

impl TarjanSearch {
    /// Numbers a node and opens it.
    fn open_node(&mut self, node: usize) {
        let number = self.order.len();
        self.order.insert(node, number);
        self.low[node] = number;
        self.open.push(node);
    }

    /// Visits all nodes that `root` leads to.
    fn visit_from(&mut self, root: usize, edges: &[Vec<usize>], found: &mut TypeComponents) {
        self.open_node(root);
        let mut path = vec![OpenVisit::at_first_edge(root)];
        while let Some(OpenVisit { node, n_followed }) = path.last_mut() {
            let node = *node;
            if let Some(&target) = edges[node].get(*n_followed) {
                *n_followed += 1;
                match self.order.get(&target) {
                    None => {
                        self.open_node(target);
                        path.push(OpenVisit::at_first_edge(target));
                    }
                    Some(&number) if found.component[target].is_none() => {
                        self.low[node] = self.low[node].min(number);
                    }
                    Some(_) => {}
                }
                continue;
            }
            path.pop();
            if let Some(parent) = path.last() {
                self.low[parent.node] = self.low[parent.node].min(self.low[node]);
            }
            if self.low[node] == self.order[&node] {
                self.close_component(node, edges, found);
            }
        }
    }

    /// Makes a component of `root` and the nodes that were opened after it.
    fn close_component(&mut self, root: usize, edges: &[Vec<usize>], found: &mut TypeComponents) {
        let start = self.open.iter().rposition(|&node| node == root).unwrap_or(0);
        let members = self.open.split_off(start);
        let is_recursive = members.len() > 1 || edges[root].contains(&root);
        for member in members {
            found.component[member] = Some(self.n_components);
            found.is_recursive[member] = is_recursive;
        }
        self.n_components += 1;
    }
}

/// For each type and constructor, the combinators with a field that mentions it. Each dependent is listed once.
pub(super) struct Dependents {
    of_types: Vec<Vec<usize>>,
    of_constructors: Vec<Vec<usize>>,
}

impl Dependents {
    /// The dependents of all types and constructors. Only fields that `is_relevant` accepts count.
    pub(super) fn collect_dependents(schema: &Schema, is_relevant: impl Fn(&Field) -> bool) -> Self {
        let mut dependents = Self {
            of_types: vec![Vec::new(); schema.types.len()],
            of_constructors: vec![Vec::new(); schema.combinators.len()],
        };
        for (dependent, combinator) in schema.combinators.iter().enumerate() {
            for field in combinator.fields.iter().filter(|field| is_relevant(field)) {
                for ty in walk::type_and_types_inside(&field.ty) {
                    let list = match ty {
                        Ty::Boxed { ty, .. } => &mut dependents.of_types[ty.0 as usize],
                        Ty::Bare { constructor, .. } => &mut dependents.of_constructors[constructor.0 as usize],
                        _ => continue,
                    };
                    // Dependents come in ascending order, so a repeated one is the last.
                    if list.last() != Some(&dependent) {
                        list.push(dependent);
                    }
                }
            }
        }
        dependents
    }

    /// Indexes of the combinators with a field that mentions a boxed type.
    pub(super) fn dependents_of_type(&self, ty: TypeIndex) -> &[usize] {
        &self.of_types[ty.0 as usize]
    }

    /// Indexes of the combinators with a field that mentions a bare constructor.
    pub(super) fn dependents_of_constructor(&self, constructor: CombinatorIndex) -> &[usize] {
        &self.of_constructors[constructor.0 as usize]
    }
}

/// The types that contain themselves with a larger argument: `n:(Nest (Pair t t)) = Nest t`. Rust would have to
/// instantiate infinitely many types for such a type.
pub(super) fn types_with_growing_arguments(schema: &Schema) -> BTreeSet<TypeIndex> {
    let mentioned = |ty: &Ty| {
        walk::type_and_types_inside(ty).into_iter().filter_map(|ty| walk::declared_type(schema, ty)).collect()
    };
    let components = TypeComponents::components_of_edges(schema, mentioned);
    let mut growing = BTreeSet::new();
    for outer in (0..schema.types.len()).map(|ty| TypeIndex(ty as u32)) {
        let fields = schema.ty(outer).constructors.iter().flat_map(|id| &schema.combinator(*id).fields);
        for ty in fields.flat_map(|field| walk::type_and_types_inside(&field.ty)) {
            let leads_back = walk::declared_type(schema, ty).is_some_and(|inner| components.closes_cycle(outer, inner));
            if leads_back && walk::args_of_type(ty).iter().any(is_growing_argument) {
                growing.insert(outer);
            }
        }
    }
    growing
}

/// Whether an argument contains a type parameter and is not that parameter alone: `Pair t t`, but not `t`.
fn is_growing_argument(arg: &Arg) -> bool {
    let Arg::Type(ty) = arg else { return false };
    let is_param = |ty: &&Ty| matches!(ty, Ty::Param(_) | Ty::BareParam(_));
    !matches!(ty, Ty::Param(_)) && walk::type_and_types_inside(ty).iter().any(is_param)
}
