//! The nodes of declarations: a flat vector in which each node precedes its children.
//!
//! A tree of boxes would allocate for each field and name of a schema; a node takes 16 bytes. Invariant: the
//! descendants of a node follow it directly, and [`Node::n_nodes`] counts them and the node itself.

use crate::text::lex::{Token, TokenKind};

/// A node of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    /// A bit set of [`CONDITION_FLAG`], [`CALL_FLAG`], [`COUNT_FLAG`], [`CANONICAL_TEXT_FLAG`], [`UPPER_FLAG`] and
    /// [`ANGLE_FLAG`].
    pub(crate) flags: u8,
    /// Offset in bytes of the start of the text of the node.
    pub(crate) start: u32,
    /// Offset in bytes of the end of the text of the node; for [`NodeKind::Percent`] the number of `%` instead.
    pub(crate) end: u32,
    /// The number of nodes in the subtree of this node, including the node itself.
    pub(crate) n_nodes: u32,
}

/// The kind of a node. Documented as: its text; its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    /// `@read`; none.
    Annotation,
    /// `{X Y:Type}`; the names as [`Self::Ident`], then the kind.
    Params,
    /// A name in a group of fields or parameters; none.
    Ident,
    /// The kind of a parameter; none.
    ParamKind,
    /// The name of a field, empty for an anonymous one; the condition if there is one, then the type. An anonymous
    /// field without condition and `!` has no node but that of its type.
    Field,
    /// `(x y:int)`; the names as [`Self::Ident`], the condition if there is one, then the type.
    FieldGroup,
    /// `flags` in the condition `flags.3?`, followed by the bit as a sibling; none.
    FlagsField,
    /// `3` in the condition `flags.3?`; none.
    Bit,
    /// `n*[ x:int ]`; the count if there is one, then the fields.
    Repetition,
    /// The name of a type, constructor, field or parameter; its arguments.
    Name,
    /// `#`; its arguments, a mistake that is reported later.
    Nat,
    /// `4`; none.
    Number,
    /// `%Point`; the term without `%`.
    Percent,
    /// `(vector int)`; the terms.
    Group,
    /// An argument in angle brackets that consists of several terms. No text; the terms.
    Expr,
    /// `n+1`. No text; the terms.
    Sum,
}

/// Flag of a node: the field has a condition.
pub(crate) const CONDITION_FLAG: u8 = 1;
/// Flag of a node: the type of the field follows a `!`.
pub(crate) const CALL_FLAG: u8 = 2;
/// Flag of a node: the repetition has a written count.
pub(crate) const COUNT_FLAG: u8 = 4;
/// Flag of a node: the text of the field equals its canonical form by both rules. Only [`crate::fast_paths`] sets this
/// flag, and not for all such fields.
pub(crate) const CANONICAL_TEXT_FLAG: u8 = 32;
/// Flag of a node: the last part of the name begins with a capital, so that it names a type.
pub(crate) const UPPER_FLAG: u8 = 16;
/// Flag of a node: the arguments of the name are in angle brackets.
pub(crate) const ANGLE_FLAG: u8 = 8;

/// The nodes of a file during parsing.
#[derive(Debug, Default)]
pub(crate) struct NodeList {
    pub(crate) nodes: Vec<Node>,
    /// Whether a parameter or field of the current declaration has a name that begins with a capital.
    pub(crate) has_upper: bool,
    /// Length of the text in bytes.
    text_len: usize,
}

/// Reserves room in a vector that is filled from a text, after `done` of its `all` bytes.
///
/// Doubling allocates up to three times the final size at once, in the old and the new buffer. So the final size is
/// extrapolated, and reserved in one step as soon as at least a sixth of the items is present.
#[cold]
pub(crate) fn reserve_by_progress<T>(items: &mut Vec<T>, done: usize, all: usize) {
    let n_items = items.len();
    let expected = n_items.saturating_mul(all) / done.max(1) + n_items / 64;
    let wanted = if expected <= n_items * 6 { expected } else { (expected / 4).min(n_items * 4) };
    items.reserve_exact(wanted.saturating_sub(n_items).max(n_items / 4) + 64);
}

impl NodeList {
    /// An empty list of nodes, for a text of `text_len` bytes.
    pub(crate) fn empty_for_text_len(text_len: usize) -> Self {
        Self { nodes: Vec::new(), has_upper: false, text_len }
    }

    pub(crate) fn len(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Adds a node without children; returns the index of the node.
    #[inline]
    pub(crate) fn push_leaf(&mut self, kind: NodeKind, flags: u8, start: u32, end: u32) -> u32 {
        let at = self.len();
        self.push_node(Node { kind, flags, start, end, n_nodes: 1 });
        at
    }

    /// Adds a node.
    #[inline]
    pub(crate) fn push_node(&mut self, node: Node) {
        if self.nodes.len() == self.nodes.capacity() {
            reserve_by_progress(&mut self.nodes, node.start as usize, self.text_len);
        }
        self.nodes.push(node);
    }

    /// Adds a node for the name of a parameter or field.
    #[inline]
    pub(crate) fn push_declared_name(&mut self, kind: NodeKind, name: Token) -> u32 {
        self.has_upper |= name.kind == TokenKind::TypeName;
        self.push_leaf(kind, 0, name.start, name.end)
    }

    /// Makes all nodes after the node at `at` descendants of it.
    #[inline]
    pub(crate) fn close_node(&mut self, at: u32) {
        let len = self.len();
        self.nodes[at as usize].n_nodes = len - at;
    }

    /// Makes all nodes after the node at `at` descendants of it, and sets the end of its text.
    pub(crate) fn close_node_at(&mut self, at: u32, end: u32) {
        self.close_node(at);
        self.nodes[at as usize].end = end;
    }

    /// Inserts a parent of all nodes from `at` on.
    pub(crate) fn wrap_nodes_from(&mut self, at: u32, kind: NodeKind, flags: u8) {
        let start = self.nodes[at as usize].start;
        self.nodes.insert(at as usize, Node { kind, flags, start, end: start, n_nodes: 1 });
        self.close_node(at);
    }

    /// Removes all nodes from index `n_nodes` on.
    pub(crate) fn truncate(&mut self, n_nodes: u32) {
        self.nodes.truncate(n_nodes as usize);
    }

    pub(crate) fn set_flag(&mut self, at: u32, flag: u8) {
        self.nodes[at as usize].flags |= flag;
    }
}
