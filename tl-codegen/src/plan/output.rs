//! The results that the planner adds to while it walks over the schema: declared names, indirections and diagnostics.
//!
//! Two TL names that become one identifier are reported. Which identifier a name becomes is decided in `naming`.

use std::collections::{HashMap, HashSet};

use tl_parser::{Code, Combinator, Diagnostic, Name, Span};

use super::indirections::Indirections;
use super::model::ItemPath;
use super::naming;
use super::unsupported::Refusal;

/// The names that are declared so far, the indirections and the diagnostics.
#[derive(Default)]
pub(super) struct Output {
    declared: HashMap<ScopedIdent, TlName>,
    /// TL namespaces that are declared already.
    namespaces: HashSet<Vec<String>>,
    pub(super) indirections: Indirections,
    diagnostics: Vec<Diagnostic>,
    collisions: Vec<Diagnostic>,
    /// Collisions that are reported already: two constructors may collide as structs and as variants.
    reported_collisions: HashSet<Collision>,
    /// Unsupported constructs that are reported already: a group or type is planned from several sides.
    refused: HashSet<(Span, Code)>,
}

/// An identifier in the scope in which it must be unique.
#[derive(PartialEq, Eq, Hash)]
struct ScopedIdent {
    /// The scope in words: "the variants of `Peer`".
    scope: String,
    ident: String,
}

/// The TL name that an identifier comes from, and the declaration of that name.
struct TlName {
    name: String,
    span: Span,
}

/// Two declarations whose TL names become one identifier.
#[derive(PartialEq, Eq, Hash)]
struct Collision {
    first: Span,
    second: Span,
}

impl Output {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports that no code can be generated for the declaration or field at `span`.
    pub(super) fn refuse(&mut self, span: Span, refusal: impl Into<Refusal>) {
        if let Some(unsupported) = refusal.into()
            && self.refused.insert((span, unsupported.code))
        {
            self.diagnostics.push(unsupported.diagnostic(span));
        }
    }

    /// Reports that all values of a type or function are infinite or too large.
    pub(super) fn report_infinite(&mut self, combinator: &Combinator, name: &str) {
        let message = format!("no value of `{name}` can be sent");
        let note = "every value contains another value of the same type, or takes at least 16 MiB";
        self.report(Diagnostic::error(Code::InfiniteType, combinator.span, message).note(note));
    }

    /// All diagnostics; those about collisions of names come last.
    pub(super) fn into_diagnostics(self) -> impl Iterator<Item = Diagnostic> {
        self.diagnostics.into_iter().chain(self.collisions)
    }

    /// Declares `ident` in `scope` for the TL name `name`. Returns whether no other TL name has declared the
    /// identifier.
    pub(super) fn declare(&mut self, scope: impl Into<String>, ident: &str, name: &str, span: Span) -> bool {
        let scoped = ScopedIdent { scope: scope.into(), ident: ident.to_owned() };
        let Some(first) = self.declared.get(&scoped) else {
            self.declared.insert(scoped, TlName { name: name.to_owned(), span });
            return true;
        };
        if self.reported_collisions.insert(Collision { first: first.span, second: span }) {
            let (first_name, scope) = (&first.name, &scoped.scope);
            let message = format!("`{name}` and `{first_name}` both become `{ident}` in {scope}");
            self.collisions.push(
                Diagnostic::error(Code::NameCollision, span, message)
                    .label("second one")
                    .also(first.span, "first one")
                    .help("rename one of them in the schema: identifiers depend on the name alone"),
            );
        }
        false
    }

    /// Declares an item of a module tree such as `types`. Returns whether no other item has declared the path.
    pub(super) fn declare_item(&mut self, tree: &str, path: &ItemPath, name: &str, span: Span) -> bool {
        self.declare(in_namespace(tree, &path.namespace), &path.ident, name, span)
    }

    /// Declares the namespaces of a name, because two namespaces must not become one module.
    pub(super) fn declare_namespaces(&mut self, name: &Name, span: Span) {
        for len in 1..=name.namespace.len() {
            let (parents, last) = (&name.namespace[..len - 1], &name.namespace[len - 1]);
            if self.namespaces.insert(name.namespace[..len].to_vec()) {
                let parents: Vec<_> = parents.iter().map(|part| naming::module_ident(part)).collect();
                let scope = in_namespace("the namespaces", &parents);
                let namespace = format!("namespace {}", name.namespace[..len].join("."));
                self.declare(scope, &naming::module_ident(last), &namespace, span);
            }
        }
    }

    /// Declares the file `module` of an item. Returns whether no other item has declared the file.
    pub(super) fn declare_file(&mut self, tree: &str, path: &ItemPath, module: &str, name: &str, span: Span) -> bool {
        self.declare(in_namespace(&format!("the files of `{tree}`"), &path.namespace), module, name, span)
    }
}

/// A scope in words: ``types of namespace `chat` ``.
fn in_namespace(tree: &str, namespace: &[String]) -> String {
    match namespace {
        [] => format!("{tree} of the root namespace"),
        _ => format!("{tree} of namespace `{}`", namespace.join("::")),
    }
}
