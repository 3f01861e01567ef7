//! Navigation in the nodes of a file: children, siblings, text, spans.
//!
//! Knows the layout of [nodes](super::node), but not which children a kind of node has: see [`super::declaration`],
//! [`super::field`] and [`super::term`].

use super::file::File;
use super::node::{ANGLE_FLAG, Node, NodeKind};
use crate::text::source::Span;

/// A node together with its file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'f> {
    pub(crate) file: &'f File<'f>,
    /// Index of the node.
    pub(crate) at: u32,
}

/// Sibling nodes, from `at` up to `end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Children<'f> {
    pub(crate) file: &'f File<'f>,
    pub(crate) at: u32,
    pub(crate) end: u32,
}

impl<'f> Iterator for Children<'f> {
    type Item = View<'f>;

    #[inline]
    fn next(&mut self) -> Option<View<'f>> {
        if self.at >= self.end {
            return None;
        }
        let view = View { file: self.file, at: self.at };
        self.at = view.next_sibling().at;
        Some(view)
    }
}

impl<'f> Children<'f> {
    pub(crate) fn is_empty(self) -> bool {
        self.at >= self.end
    }

    /// The only node of the list, if there is exactly one.
    pub(crate) fn only_node(mut self) -> Option<View<'f>> {
        let only = self.next()?;
        self.is_empty().then_some(only)
    }

    /// The list without its leading nodes of a kind.
    pub(super) fn skip_kind(mut self, kind: NodeKind) -> Self {
        while let Some(view) = { self }.next().filter(|view| view.kind() == kind) {
            self.at = view.next_sibling().at;
        }
        self
    }
}

impl File<'_> {
    /// The node with this index.
    pub(crate) fn view(&self, at: u32) -> View<'_> {
        View { file: self, at }
    }
}

impl<'f> View<'f> {
    #[inline]
    pub(crate) fn node(self) -> &'f Node {
        &self.file.nodes[self.at as usize]
    }

    #[inline]
    pub(crate) fn kind(self) -> NodeKind {
        self.node().kind
    }

    #[inline]
    pub(crate) fn has_flag(self, flag: u8) -> bool {
        self.node().flags & flag != 0
    }

    #[inline]
    pub(crate) fn text(self) -> &'f str {
        let node = self.node();
        self.file.slice(node.start, node.end)
    }

    #[inline]
    pub(crate) fn bytes(self) -> &'f [u8] {
        let node = self.node();
        &self.file.text.as_bytes()[node.start as usize..node.end as usize]
    }

    /// The node and all its descendants.
    #[inline]
    pub(crate) fn subtree(self) -> &'f [Node] {
        let nodes = &self.file.nodes[self.at as usize..];
        nodes.get(..nodes.first().map_or(0, |node| node.n_nodes as usize)).unwrap_or_default()
    }

    /// The last descendant of the node, or the node itself.
    #[inline]
    pub(crate) fn last_descendant(self) -> Self {
        Self { at: self.next_sibling().at - 1, ..self }
    }

    /// The next child of the node's parent; only to be used where the parent has another child after this node.
    #[inline]
    pub(super) fn next_sibling(self) -> Self {
        Self { at: self.at + self.node().n_nodes, ..self }
    }

    /// The first child of the node; only to be used where the node has a child.
    #[inline]
    pub(super) fn first_child(self) -> Self {
        Self { at: self.at + 1, ..self }
    }

    #[inline]
    pub(crate) fn children(self) -> Children<'f> {
        Children { file: self.file, at: self.first_child().at, end: self.next_sibling().at }
    }

    /// The span of a name, without its arguments.
    #[inline]
    pub(crate) fn name_span(self) -> Span {
        let node = self.node();
        self.file.span(node.start, node.end)
    }

    /// The span of the node and its descendants, including their brackets.
    pub(crate) fn span(self) -> Span {
        self.file.span(self.node().start, self.end())
    }

    fn end(self) -> u32 {
        let node = self.node();
        let last = self.children().last();
        match node.kind {
            NodeKind::Percent | NodeKind::Expr | NodeKind::Sum => last.map_or(node.start, Self::end),
            NodeKind::Field => last.map_or(node.end, Self::end),
            NodeKind::Name | NodeKind::Nat => {
                let end = last.map_or(node.end, Self::end);
                let after = &self.file.text.as_bytes()[end as usize..];
                let close =
                    after.iter().position(|byte| *byte == b'>').filter(|_| self.has_flag(ANGLE_FLAG) && last.is_some());
                close.map_or(end, |close| end + close as u32 + 1)
            }
            _ => node.end,
        }
    }

    /// Whether the node is a name without arguments.
    #[inline]
    pub(crate) fn is_name_without_args(self) -> bool {
        let node = self.node();
        node.kind == NodeKind::Name && node.n_nodes == 1
    }

    /// Whether a term is `name`, possibly in round brackets.
    #[inline]
    pub(crate) fn is_sole_name(self, name: &[u8]) -> bool {
        match self.kind() {
            NodeKind::Name => self.is_name_without_args() && self.bytes() == name,
            NodeKind::Group => self.children().only_node().is_some_and(|inner| inner.is_sole_name(name)),
            _ => false,
        }
    }
}
