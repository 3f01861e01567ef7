//! Ways into values: which values can be inside which, how to get deeper and deeper, and the bytes on the way.
//!
//! What stands before the innermost value, that value and what stands behind it are written apart: without the last two
//! a decoder that goes all the way finds no more bytes.

use std::collections::VecDeque;
use std::collections::hash_map::{Entry, HashMap};

use tl_parser::{Combinator, CombinatorId, Condition, Schema, Ty, TypeId, Variable};

use crate::interpreter::Interpreter;
use crate::out::Out;

/// A place where a value can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// A value of a type, with its id.
    Boxed(TypeId),
    /// The fields of a constructor.
    Bare(CombinatorId),
}

/// A step inwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// The outer value.
    pub outer: Node,
    /// The constructor of the outer value.
    pub constructor: CombinatorId,
    /// The field of it, by index, that the inner value is in, or is an item of.
    pub field: usize,
    /// The inner value.
    pub inner: Node,
}

/// A way to get as deep as one likes: the steps of `entry` once, those of `cycle` again and again.
#[derive(Clone, Debug)]
pub struct Descent {
    /// From the root to where the cycle begins.
    pub entry: Vec<Step>,
    /// From there to there.
    pub cycle: Vec<Step>,
}

/// The steps that can be taken from a value.
fn steps(schema: &Schema, outer: Node) -> Vec<Step> {
    let constructors = match outer {
        Node::Boxed(ty) => schema.ty(ty).constructors.clone(),
        Node::Bare(constructor) => vec![constructor],
    };
    let mut steps = Vec::new();
    for constructor in constructors {
        for (field, inner) in schema.combinator(constructor).fields.iter().map(|field| node(&field.ty)).enumerate() {
            steps.extend(inner.map(|inner| Step { outer, constructor, field, inner }));
        }
    }
    steps
}

/// The value that a field holds, or its vector has as items.
fn node(ty: &Ty) -> Option<Node> {
    match ty {
        Ty::Vector { element, .. } => node(element),
        Ty::Boxed { ty, args } if args.is_empty() => Some(Node::Boxed(*ty)),
        Ty::Bare { constructor, args } if args.is_empty() => Some(Node::Bare(*constructor)),
        _ => None,
    }
}

/// Everything that can be inside a value, with the last step of the shortest way there.
fn reachable(schema: &Schema, root: Node) -> HashMap<Node, Option<Step>> {
    let mut found = HashMap::from([(root, None)]);
    let mut queue = VecDeque::from([root]);
    while let Some(outer) = queue.pop_front() {
        for step in steps(schema, outer) {
            if let Entry::Vacant(entry) = found.entry(step.inner) {
                entry.insert(Some(step));
                queue.push_back(step.inner);
            }
        }
    }
    found
}

/// The shortest way to a value that can be reached.
fn way(found: &HashMap<Node, Option<Step>>, mut to: Node) -> Vec<Step> {
    let mut way = Vec::new();
    while let Some(step) = found[&to] {
        way.push(step);
        to = step.outer;
    }
    way.reverse();
    way
}

/// For each step that can be taken inside a value of `root` and that leads back to where it started: the shortest way
/// to it, and the shortest way around. Sorted, so that the order is always the same.
#[must_use]
pub fn descents(schema: &Schema, root: TypeId) -> Vec<Descent> {
    let from_root = reachable(schema, Node::Boxed(root));
    let mut descents = Vec::new();
    for &outer in from_root.keys() {
        for step in steps(schema, outer) {
            let from_inner = reachable(schema, step.inner);
            if from_inner.contains_key(&outer) {
                let mut cycle = vec![step];
                cycle.extend(way(&from_inner, outer));
                descents.push(Descent { entry: way(&from_root, outer), cycle });
            }
        }
    }
    descents.sort_by_key(|descent| descent.cycle.first().map(|step| (step.constructor, step.field)));
    descents
}

impl Interpreter<'_> {
    /// The bytes of taking `steps`: each outer value up to its inner one. Vectors on the way say that they have
    /// `n_items` items.
    #[must_use]
    pub fn open(&mut self, steps: &[Step], n_items: u32) -> Vec<u8> {
        let mut out = Out::new();
        for step in steps {
            let combinator = self.schema().combinator(step.constructor);
            if matches!(step.outer, Node::Boxed(_)) {
                out.word(combinator.id);
            }
            for index in 0..step.field {
                self.beside(&mut out, combinator, index, step.field);
            }
            vectors(&mut out, &combinator.fields[step.field].ty, n_items);
        }
        out.into_bytes()
    }

    /// The bytes behind the innermost value of `steps`: what is left of each outer value, the innermost first.
    #[must_use]
    pub fn close(&mut self, steps: &[Step]) -> Vec<u8> {
        let mut out = Out::new();
        for step in steps.iter().rev() {
            let combinator = self.schema().combinator(step.constructor);
            for index in step.field + 1..combinator.fields.len() {
                self.beside(&mut out, combinator, index, step.field);
            }
        }
        out.into_bytes()
    }

    /// The simplest value that can stand in a place.
    #[must_use]
    pub fn innermost(&mut self, node: Node) -> Vec<u8> {
        match node {
            Node::Boxed(ty) => self.shortest(&Ty::Boxed { ty, args: Vec::new() }),
            Node::Bare(constructor) => self.shortest(&Ty::Bare { constructor, args: Vec::new() }),
        }
    }

    /// The field at `index`, which stands beside the one that is wanted.
    fn beside(&mut self, out: &mut Out, combinator: &Combinator, index: usize, wanted: usize) {
        let fields = &combinator.fields;
        let wanted = fields[wanted].condition;
        if fields[index].condition.is_some_and(|condition| Some(condition) != wanted) {
            return;
        }
        let is_asked = |condition: &Condition| condition.flags_field == Variable::Field(index as u32);
        if fields.iter().any(|field| field.condition.as_ref().is_some_and(is_asked)) {
            out.word(wanted.filter(is_asked).map_or(0, |condition| 1 << condition.bit));
        } else {
            out.raw(&self.shortest(&fields[index].ty));
        }
    }
}

fn vectors(out: &mut Out, ty: &Ty, n_items: u32) {
    if let Ty::Vector { is_bare, element } = ty {
        if *is_bare {
            out.word(n_items)
        } else {
            out.vector(n_items)
        };
        vectors(out, element, n_items);
    }
}
