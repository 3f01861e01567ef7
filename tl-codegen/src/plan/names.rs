//! The identifiers that are declared so far, by scope. Two TL names that become one identifier are reported.
//!
//! Which identifier a name becomes is decided in `naming`.

use std::collections::{HashMap, HashSet};

use tl_parser::{Code, Diagnostic, Name, Span};

use super::model::ItemPath;
use super::naming;

/// Declared identifiers.
#[derive(Debug, Default)]
pub(super) struct DeclaredNames {
    /// For scope and identifier, the TL name that it comes from.
    taken: HashMap<(String, String), (String, Span)>,
    /// Pairs of declarations that are reported already: two constructors may collide as structs and as variants.
    reported: HashSet<(Span, Span)>,
    /// TL namespaces that are declared already.
    namespaces: HashSet<Vec<String>>,
    diagnostics: Vec<Diagnostic>,
}

impl DeclaredNames {
    /// Declares `ident` in `scope` for the TL name `name`. Returns whether the identifier was free.
    pub(super) fn declare(&mut self, scope: impl Into<String>, ident: &str, name: &str, span: Span) -> bool {
        let scope = scope.into();
        let key = (scope, ident.to_owned());
        let Some((first_name, first_span)) = self.taken.get(&key) else {
            self.taken.insert(key, (name.to_owned(), span));
            return true;
        };
        if self.reported.insert((*first_span, span)) {
            let (scope, ident) = key;
            let message = format!("`{name}` and `{first_name}` both become `{ident}` in {scope}");
            self.diagnostics.push(
                Diagnostic::error(Code::NameCollision, span, message)
                    .label("second one")
                    .also(*first_span, "first one")
                    .help("rename one of them in the schema: identifiers depend on the name alone"),
            );
        }
        false
    }

    /// Declares an item of a module tree such as `types`. Returns whether its path was free.
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

    /// Declares the file `module` of an item. Returns whether the file was free.
    pub(super) fn declare_file(&mut self, tree: &str, path: &ItemPath, module: &str, name: &str, span: Span) -> bool {
        self.declare(in_namespace(&format!("the files of `{tree}`"), &path.namespace), module, name, span)
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}

/// Scope and namespace in words: ``types of namespace `chat` ``.
fn in_namespace(tree: &str, namespace: &[String]) -> String {
    match namespace {
        [] => format!("{tree} of the root namespace"),
        _ => format!("{tree} of namespace `{}`", namespace.join("::")),
    }
}
