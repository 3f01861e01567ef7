//! The results that the planner adds to while it walks over the schema: declared names, indirections and diagnostics.
//!
//! Two TL names that become one identifier are reported. Which identifier a name becomes is decided in `naming`.

use std::collections::{HashMap, HashSet};

use tl_parser::{Code, Combinator, Diagnostic, Name, Span};

use super::decided_indirections::DecidedIndirections;
use super::model::ItemPath;
use super::rust_names::RustNames;
use super::unsupported_constructs::PossibleRefusal;
use crate::renames::namespace_key;

/// The names that are declared so far, the indirections and the diagnostics.
#[derive(Default)]
pub(super) struct PlannerOutput {
    declared: HashMap<ScopedIdent, DeclaredName>,
    /// TL namespaces that are declared already.
    namespaces: HashSet<Vec<String>>,
    pub(super) indirections: DecidedIndirections,
    diagnostics: Vec<Diagnostic>,
    collisions: Vec<Diagnostic>,
    /// Collisions that are reported already: two constructors may collide as structs and as variants.
    reported_collisions: HashSet<NameCollision>,
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
struct DeclaredName {
    name: TlName,
    span: Span,
}

/// Two declarations whose TL names become one identifier.
#[derive(PartialEq, Eq, Hash)]
struct NameCollision {
    first: Span,
    second: Span,
}

impl PlannerOutput {
    pub(super) fn add_diagnostic(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports that no code can be generated for the declaration or field at `span`.
    pub(super) fn refuse_declaration(&mut self, span: Span, refusal: impl Into<PossibleRefusal>) {
        if let Some(unsupported) = refusal.into()
            && self.refused.insert((span, unsupported.code))
        {
            self.diagnostics.push(unsupported.into_diagnostic(span));
        }
    }

    /// Reports that all values of a type or function are infinite or too large.
    pub(super) fn report_infinite_type(&mut self, combinator: &Combinator, name: &str) {
        let message = format!("no value of `{name}` can be sent");
        let note = "every value contains another value of the same type, or takes at least 16 MiB";
        self.add_diagnostic(Diagnostic::error(Code::InfiniteType, combinator.span, message).note(note));
    }

    /// All diagnostics; those about collisions of names come last.
    pub(super) fn into_diagnostics(self) -> impl Iterator<Item = Diagnostic> {
        self.diagnostics.into_iter().chain(self.collisions)
    }

    /// Declares `ident` in `scope` for a TL name. Returns whether no other TL name has declared the identifier.
    pub(super) fn declare_ident(&mut self, scope: impl Into<String>, ident: &str, name: TlName, span: Span) -> bool {
        let scoped = ScopedIdent { scope: scope.into(), ident: ident.to_owned() };
        let Some(first) = self.declared.get(&scoped) else {
            self.declared.insert(scoped, DeclaredName { name, span });
            return true;
        };
        if self.reported_collisions.insert(NameCollision { first: first.span, second: span }) {
            let (first_name, scope) = (&first.name.shown, &scoped.scope);
            let message = format!("{} and {first_name} both become `{ident}` in {scope}", name.shown);
            let diagnostic = Diagnostic::error(Code::NameCollision, span, message)
                .label("second one")
                .secondary_label(first.span, "first one");
            let renamable = name.key.or_else(|| first.name.key.clone());
            self.collisions.push(suggest_rename(diagnostic, renamable.as_deref(), ident));
        }
        false
    }

    /// Declares an item of a module tree such as `types`. Returns whether no other item has declared the path.
    pub(super) fn declare_item(&mut self, tree: &str, path: &ItemPath, name: TlName, span: Span) -> bool {
        self.declare_ident(scope_in_words(tree, &path.namespace), &path.ident, name, span)
    }

    /// Declares the namespaces of a name, because two namespaces must not become one module.
    pub(super) fn declare_namespaces(&mut self, names: RustNames<'_>, name: &Name, span: Span) {
        for len in 1..=name.namespace.len() {
            let namespace = &name.namespace[..len];
            if self.namespaces.insert(namespace.to_vec()) {
                let scope = scope_in_words("the namespaces", &names.namespace_modules(&namespace[..len - 1]));
                self.declare_ident(
                    scope,
                    &names.innermost_namespace_module(namespace),
                    TlName::namespace_name(namespace),
                    span,
                );
            }
        }
    }

    /// Declares the file `module` of an item. Returns whether no other item has declared the file.
    pub(super) fn declare_file(&mut self, tree: &str, path: &ItemPath, module: &str, name: TlName, span: Span) -> bool {
        self.declare_ident(scope_in_words(&format!("the files of `{tree}`"), &path.namespace), module, name, span)
    }
}

/// A TL name that becomes a Rust name.
#[derive(Clone, Debug)]
pub(super) struct TlName {
    /// The name in messages: `` `user` ``.
    shown: String,
    /// The name in a rename; `None` if it cannot be renamed.
    key: Option<String>,
}

impl TlName {
    /// The name of a type, constructor, function or error.
    pub(super) fn renamable_name(name: &str) -> Self {
        Self::with_rename_key(name, name)
    }

    /// A name that messages show in another way than renames name it.
    pub(super) fn with_rename_key(shown: &str, key: &str) -> Self {
        Self { shown: format!("`{shown}`"), key: Some(key.to_owned()) }
    }

    /// A name that the caller cannot choose.
    pub(super) fn not_renamable(name: &str) -> Self {
        Self { shown: format!("`{name}`"), key: None }
    }

    /// The field without a name at this index.
    pub(super) fn anonymous_field(index: usize) -> Self {
        Self { shown: format!("the anonymous field number {}", index + 1), key: None }
    }

    fn namespace_name(namespace: &[String]) -> Self {
        Self { shown: format!("namespace `{}`", namespace.join(".")), key: Some(namespace_key(namespace)) }
    }
}

/// Adds the two ways to give a TL name another Rust name than `ident`.
pub(super) fn suggest_rename(diagnostic: Diagnostic, tl: Option<&str>, ident: &str) -> Diagnostic {
    let Some(tl) = tl else { return diagnostic };
    let is_lowercase = ident.trim_start_matches("r#").starts_with(|first: char| first.is_ascii_lowercase());
    let other = format!("{}{}2", ident.trim_start_matches("r#"), if is_lowercase { "_" } else { "" });
    diagnostic.help(format!("choose another Rust name in the settings, such as `rename(\"{tl}\", \"{other}\")`")).help(
        format!("or in `renames.tsv` beside the schema, with the columns `tl` and `rust`: `{tl}`, tab, `{other}`"),
    )
}

/// A scope in words: ``types of namespace `chat` ``.
fn scope_in_words(tree: &str, namespace: &[String]) -> String {
    match namespace {
        [] => format!("{tree} of the root namespace"),
        _ => format!("{tree} of namespace `{}`", namespace.join("::")),
    }
}
