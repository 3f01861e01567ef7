//! How a declaration is kept: as a run of small nodes, each before those inside of it.
//!
//! A tree of boxes takes an allocation for each field and word of a schema; this takes 16 bytes. Invariant: the nodes
//! inside of one follow it, and [`Node::n_nodes`] counts them and itself.

use crate::text::lex::{Token, TokenKind};

/// One node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) flags: u8,
    /// Offset in bytes of its text.
    pub(crate) start: u32,
    /// Offset in bytes after its text; of [`NodeKind::Percent`] the number of marks.
    pub(crate) end: u32,
    /// How many nodes it and what is inside of it take.
    pub(crate) n_nodes: u32,
}

/// What a node is, its text and what is inside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    /// `@read`; nothing.
    Annotation,
    /// `{X Y:Type}`; names and the kind.
    Params,
    /// The name of a field or parameter of a group; nothing.
    Ident,
    /// The kind of a parameter; nothing.
    ParamKind,
    /// The name of a field, or nothing for one without; the condition, if it has one, and the type. A field without
    /// name and condition that is not a call is its type alone.
    Field,
    /// `(x y:int)`; names, condition, type.
    FieldGroup,
    /// `flags` of `flags.3?`; the bit comes next. Nothing.
    Mask,
    /// `3` of `flags.3?`; nothing.
    Bit,
    /// `n*[ x:int ]`; the count, if it has one, and fields.
    Repetition,
    /// A name; arguments.
    Name,
    /// `#`; arguments, which it cannot have.
    Nat,
    /// `4`; nothing.
    Number,
    /// `%Point`; what is bare.
    Percent,
    /// `(vector int)`; terms.
    Group,
    /// An argument of several terms, with no text of its own; terms.
    Expr,
    /// `n+1`, with no text of its own; terms.
    Sum,
}

/// A field has a condition.
pub(crate) const CONDITION: u8 = 1;
/// A field has a `!`.
pub(crate) const CALL: u8 = 2;
/// A repetition has a count.
pub(crate) const COUNT: u8 = 4;
/// The text of a field is its canonical form by both rules: a name, `:`, a condition perhaps, and a name or `#`, without
/// blanks and zeros.
pub(crate) const TIGHT: u8 = 32;
/// A name is that of a type.
pub(crate) const UPPER: u8 = 16;
/// Arguments stand in angle brackets.
pub(crate) const ANGLE: u8 = 8;

/// Nodes under construction.
#[derive(Debug, Default)]
pub(crate) struct Nodes {
    pub(crate) nodes: Vec<Node>,
    /// Whether a parameter or field of the present declaration has a name like that of a type.
    pub(crate) has_upper: bool,
    /// Bytes of the text.
    text_len: usize,
}

/// Makes room for more of what a text gives, `done` bytes of which, of `all`, have given what is there.
///
/// Doubling until there is enough may take thrice as much as is needed at once, the old place and the new one. So the
/// last step is made when a quarter or less is there.
#[cold]
pub(crate) fn make_room<T>(items: &mut Vec<T>, done: usize, all: usize) {
    let n_items = items.len();
    let expected = n_items.saturating_mul(all) / done.max(1) + n_items / 64;
    let wanted = if expected <= n_items * 6 { expected } else { (expected / 4).min(n_items * 4) };
    items.reserve_exact(wanted.saturating_sub(n_items).max(n_items / 4) + 64);
}

impl Nodes {
    /// No nodes, of a text of so many bytes.
    pub(crate) fn new(text_len: usize) -> Self {
        Self { nodes: Vec::new(), has_upper: false, text_len }
    }

    pub(crate) fn len(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// Adds a node with nothing in it so far.
    #[inline]
    pub(crate) fn push(&mut self, kind: NodeKind, flags: u8, start: u32, end: u32) -> u32 {
        let at = self.len();
        self.add(Node { kind, flags, start, end, n_nodes: 1 });
        at
    }

    /// Adds a node.
    #[inline]
    pub(crate) fn add(&mut self, node: Node) {
        if self.nodes.len() == self.nodes.capacity() {
            make_room(&mut self.nodes, node.start as usize, self.text_len);
        }
        self.nodes.push(node);
    }

    /// Adds a node for a name that the declaration gives to something of its own, or that begins so.
    #[inline]
    pub(crate) fn push_own(&mut self, kind: NodeKind, name: Token) -> u32 {
        self.has_upper |= name.kind == TokenKind::TypeName;
        self.push(kind, 0, name.start, name.end)
    }

    /// Says that everything since `at` is inside of it.
    #[inline]
    pub(crate) fn close(&mut self, at: u32) {
        let len = self.len();
        self.nodes[at as usize].n_nodes = len - at;
    }

    /// Says the same, and where it ends in the text.
    pub(crate) fn close_at(&mut self, at: u32, end: u32) {
        self.close(at);
        self.nodes[at as usize].end = end;
    }

    /// Puts everything since `at` into a node of its own.
    pub(crate) fn wrap(&mut self, at: u32, kind: NodeKind, flags: u8) {
        let start = self.nodes[at as usize].start;
        self.nodes.insert(at as usize, Node { kind, flags, start, end: start, n_nodes: 1 });
        self.close(at);
    }

    pub(crate) fn flag(&mut self, at: u32, flag: u8) {
        self.nodes[at as usize].flags |= flag;
    }
}
