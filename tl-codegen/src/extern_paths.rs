//! Types that another module or crate has: `User` is `::tl_types::api::types::User`.
//!
//! Nothing is generated for such a type, whether the schema declares it or not. Invariant: every path is a Rust path.

use std::fmt;

use crate::selector::{ItemKind, Selector};

/// Rust paths of types that another module or crate has.
///
/// - A type, `User`, has the path of the Rust type of its boxed values.
/// - A constructor, `user`, has the path of the struct of its bare values.
/// - Types by pattern, `tonNode.*`, have the path of a module that this generator wrote: `crate::ton` for
///   `crate::ton::types::ton_node::BlockId`, and for the constructors beside it.
///
/// The Rust types implement `Serialize` and `Deserialize` of the runtime, and those of bare values `Bare`, as all
/// generated types do.
///
/// ```
/// let mut paths = tl_codegen::ExternPaths::default();
/// paths.insert("User", "::tl_types::api::types::User")?;
/// paths.insert("tonNode.*", "crate::ton")?;
/// assert!(paths.insert("User", "no path").is_err());
/// # Ok::<(), tl_codegen::BadExternPath>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExternPaths {
    paths: Vec<ExternPath>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct ExternPath {
    selector: Selector,
    rust: String,
}

/// The error for a TL name or Rust path of another form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadExternPath(String);

impl fmt::Display for BadExternPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadExternPath {}

/// Where another module or crate has a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExternPlace<'a> {
    /// The path of the Rust type itself.
    Item(&'a str),
    /// The path of the module of a protocol that has the type under its usual path.
    Protocol(&'a str),
}

impl ExternPaths {
    /// Adds a path. For a declaration that several TL names select, the last one counts.
    ///
    /// # Errors
    ///
    /// If `tl` is no name or pattern, or `rust` is no path.
    pub fn insert(&mut self, tl: &str, rust: &str) -> Result<(), BadExternPath> {
        let selector: Selector = tl.parse().map_err(|why| BadExternPath(format!("{why}")))?;
        if selector.is_field_selector()
            || selector.selects(ItemKind::Function, "") && !selector.selects(ItemKind::Type, "")
        {
            return Err(BadExternPath(format!("`{tl}` selects no types; only types may be in another module")));
        }
        syn::parse_str::<syn::Path>(rust)
            .map_err(|_| BadExternPath(format!("`{rust}` is no path such as `::tl_types::api::types::User`")))?;
        self.paths.push(ExternPath { selector, rust: rust.to_owned() });
        Ok(())
    }

    /// Whether there are no paths.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The place of a type, for its boxed values.
    pub(crate) fn place_of_type(&self, name: &str) -> Option<ExternPlace<'_>> {
        self.place_of_declaration(ItemKind::Type, name)
    }

    /// The place of a constructor of the type `ty`, for its bare values.
    pub(crate) fn place_of_constructor(&self, ty: &str, name: &str) -> Option<ExternPlace<'_>> {
        let own = self
            .paths
            .iter()
            .rev()
            .find(|path| path.selector.is_exact_name() && path.selector.selects(ItemKind::Constructor, name));
        match own {
            Some(path) => Some(ExternPlace::Item(&path.rust)),
            None => self.place_of_type(ty).filter(|place| matches!(place, ExternPlace::Protocol(_))),
        }
    }

    fn place_of_declaration(&self, kind: ItemKind, name: &str) -> Option<ExternPlace<'_>> {
        let path = self.paths.iter().rev().find(|path| path.selector.selects(kind, name))?;
        let rust = path.rust.as_str();
        Some(if path.selector.is_exact_name() { ExternPlace::Item(rust) } else { ExternPlace::Protocol(rust) })
    }

    /// The TL names without patterns, each with its path.
    pub(crate) fn exact_names_with_paths(&self) -> impl Iterator<Item = (String, &str)> {
        self.paths.iter().filter(|path| path.selector.is_exact_name()).map(|path| {
            let name = path.selector.to_string();
            (name.trim_start_matches("type ").trim().to_owned(), path.rust.as_str())
        })
    }

    /// The patterns, which select declarations of the schema.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &Selector> {
        self.paths.iter().map(|path| &path.selector).filter(|selector| !selector.is_exact_name())
    }
}
