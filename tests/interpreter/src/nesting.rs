//! Paths into recursive values: which types contain which, and the bytes of deeply nested values.
//!
//! The bytes before the innermost value, the innermost value and the bytes after it are written separately. A test can
//! write only the bytes before the innermost value and check that a decoder stops at its depth limit.

use std::collections::VecDeque;
use std::collections::hash_map::{Entry, HashMap};

use tl_parser::{Combinator, CombinatorIndex, Condition, NatVariable, Schema, Ty, TypeIndex};

use crate::byte_writer::ByteWriter;
use crate::interpreter::Interpreter;

/// A node in the graph of types: a kind of value. Edges lead from a value to the values in its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TypeNode {
    /// A boxed value: constructor id and fields.
    Boxed(TypeIndex),
    /// A bare value: only the fields of the constructor.
    Bare(CombinatorIndex),
}

/// An edge of the graph: `inner` is the value of a field of `outer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeEdge {
    /// The outer value.
    pub outer: TypeNode,
    /// The constructor of the outer value.
    pub constructor: CombinatorIndex,
    /// Index of the field that contains the inner value, directly or as a vector item.
    pub field: usize,
    /// The inner value.
    pub inner: TypeNode,
}

/// A path to arbitrary depth: `entry` once, then `cycle` any number of times.
#[derive(Clone, Debug)]
pub struct RecursivePath {
    /// Edges from the root type to the start of the cycle.
    pub entry: Vec<TypeEdge>,
    /// Edges from the start of the cycle back to it.
    pub cycle: Vec<TypeEdge>,
}

/// All edges that start at a value.
fn edges_from(schema: &Schema, outer: TypeNode) -> Vec<TypeEdge> {
    let constructors = match outer {
        TypeNode::Boxed(ty) => schema.ty(ty).constructors.clone(),
        TypeNode::Bare(constructor) => vec![constructor],
    };
    let mut edges = Vec::new();
    for constructor in constructors {
        for (field, inner) in schema.combinator(constructor).fields.iter().map(|field| node_of(&field.ty)).enumerate() {
            edges.extend(inner.map(|inner| TypeEdge { outer, constructor, field, inner }));
        }
    }
    edges
}

/// The node of a field type; for vectors, the node of the items. `None` for primitive and generic types.
fn node_of(ty: &Ty) -> Option<TypeNode> {
    match ty {
        Ty::Vector { element, .. } => node_of(element),
        Ty::Boxed { ty, args } if args.is_empty() => Some(TypeNode::Boxed(*ty)),
        Ty::Bare { constructor, args } if args.is_empty() => Some(TypeNode::Bare(*constructor)),
        _ => None,
    }
}

/// All nodes reachable from `root`, each with the last edge of a shortest path to it; `None` for `root` itself.
fn reachable_from(schema: &Schema, root: TypeNode) -> HashMap<TypeNode, Option<TypeEdge>> {
    let mut found = HashMap::from([(root, None)]);
    let mut queue = VecDeque::from([root]);
    while let Some(outer) = queue.pop_front() {
        for edge in edges_from(schema, outer) {
            if let Entry::Vacant(entry) = found.entry(edge.inner) {
                entry.insert(Some(edge));
                queue.push_back(edge.inner);
            }
        }
    }
    found
}

/// A shortest path to the node `to`. `found` is the result of [`reachable_from`]; the path starts at the root of that
/// search.
fn shortest_path(found: &HashMap<TypeNode, Option<TypeEdge>>, mut to: TypeNode) -> Vec<TypeEdge> {
    let mut path = Vec::new();
    while let Some(edge) = found[&to] {
        path.push(edge);
        to = edge.outer;
    }
    path.reverse();
    path
}

/// A path for each reachable edge that lies on a cycle: a shortest path from `root` to the edge, then a shortest cycle
/// that begins with the edge. The paths are sorted by constructor and field, so their order is deterministic.
#[must_use]
pub fn recursive_paths(schema: &Schema, root: TypeIndex) -> Vec<RecursivePath> {
    let from_root = reachable_from(schema, TypeNode::Boxed(root));
    let mut recursive_paths = Vec::new();
    for &outer in from_root.keys() {
        for edge in edges_from(schema, outer) {
            let from_inner = reachable_from(schema, edge.inner);
            if from_inner.contains_key(&outer) {
                let mut cycle = vec![edge];
                cycle.extend(shortest_path(&from_inner, outer));
                recursive_paths.push(RecursivePath { entry: shortest_path(&from_root, outer), cycle });
            }
        }
    }
    recursive_paths.sort_by_key(|path| path.cycle.first().map(|edge| (edge.constructor, edge.field)));
    recursive_paths
}

impl Interpreter<'_> {
    /// The bytes before the innermost value of a path. Every vector on the path gets the length `n_items`.
    #[must_use]
    pub fn bytes_before_innermost(&mut self, edges: &[TypeEdge], n_items: u32) -> Vec<u8> {
        let mut out = ByteWriter::new();
        for edge in edges {
            let combinator = self.schema().combinator(edge.constructor);
            if matches!(edge.outer, TypeNode::Boxed(_)) {
                out.word(combinator.id);
            }
            for index in 0..edge.field {
                self.write_sibling_field(&mut out, combinator, index, edge.field);
            }
            write_vector_headers(&mut out, &combinator.fields[edge.field].ty, n_items);
        }
        out.to_bytes()
    }

    /// The bytes after the innermost value of a path.
    #[must_use]
    pub fn bytes_after_innermost(&mut self, edges: &[TypeEdge]) -> Vec<u8> {
        let mut out = ByteWriter::new();
        for edge in edges.iter().rev() {
            let combinator = self.schema().combinator(edge.constructor);
            for index in edge.field + 1..combinator.fields.len() {
                self.write_sibling_field(&mut out, combinator, index, edge.field);
            }
        }
        out.to_bytes()
    }

    /// The shortest value of a node.
    #[must_use]
    pub fn shortest_value(&mut self, node: TypeNode) -> Vec<u8> {
        match node {
            TypeNode::Boxed(ty) => self.shortest_value_of_type(&Ty::Boxed { ty, args: Vec::new() }),
            TypeNode::Bare(constructor) => self.shortest_value_of_type(&Ty::Bare { constructor, args: Vec::new() }),
        }
    }

    /// Writes the field at `index`, a sibling of the field at index `on_path`, as its shortest value. A flags field
    /// gets only the bit of the field on the path. Optional fields with another condition are absent.
    fn write_sibling_field(&mut self, out: &mut ByteWriter, combinator: &Combinator, index: usize, on_path: usize) {
        let fields = &combinator.fields;
        let condition_on_path = fields[on_path].condition;
        if fields[index].condition.is_some_and(|condition| Some(condition) != condition_on_path) {
            return;
        }
        let depends_on_field = |condition: &Condition| condition.flags_field == NatVariable::Field(index as u32);
        if fields.iter().any(|field| field.condition.as_ref().is_some_and(depends_on_field)) {
            out.word(condition_on_path.filter(depends_on_field).map_or(0, |condition| 1 << condition.bit));
        } else {
            out.raw_bytes(&self.shortest_value_of_type(&fields[index].ty));
        }
    }
}

fn write_vector_headers(out: &mut ByteWriter, ty: &Ty, n_items: u32) {
    if let Ty::Vector { is_bare, element } = ty {
        if *is_bare {
            out.word(n_items)
        } else {
            out.vector_header(n_items)
        };
        write_vector_headers(out, element, n_items);
    }
}
