//! The value of `update --from`: a file, or a file in a published package.
//!
//! Invariant: names, versions and paths consist of characters that no tool takes for an option or for another folder.

use std::path::PathBuf;
use std::str::FromStr;

/// Where a schema comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SchemaSource {
    /// A file on the disk.
    File(PathBuf),
    /// A file in a package of a registry.
    Package(Package),
}

/// A file in a published package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) registry: Registry,
    pub(crate) name: String,
    pub(crate) version: String,
    /// The path of the file in the package, as the command line gives it.
    pub(crate) path: Option<String>,
}

/// A kind of packages, with the program that fetches them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Registry {
    /// Crates, fetched by `cargo`.
    Crate,
    /// Packages of npm, fetched by `npm pack`.
    Npm,
}

impl Registry {
    /// The name of the registry in the history: the prefix on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Crate => "crate",
            Self::Npm => "npm",
        }
    }
}

impl FromStr for SchemaSource {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        for (prefix, registry) in [("crate:", Registry::Crate), ("npm:", Registry::Npm)] {
            if let Some(rest) = text.strip_prefix(prefix) {
                return parse_package(registry, rest)
                    .map(Self::Package)
                    .map_err(|why| format!("{why}; expected {prefix}NAME@VERSION[:PATH]"));
            }
        }
        Ok(Self::File(PathBuf::from(text)))
    }
}

fn parse_package(registry: Registry, text: &str) -> Result<Package, String> {
    let (package, path) = match text.split_once(':') {
        Some((package, path)) => (package, Some(path)),
        None => (text, None),
    };
    // The name of an npm package may begin with `@`.
    let (name, version) = package.rsplit_once('@').filter(|(name, _)| !name.is_empty()).ok_or("there is no version")?;
    if !is_package_name(registry, name) {
        return Err(format!("`{name}` cannot be the name of a package"));
    }
    if !is_exact_version(version) {
        return Err(format!("`{version}` is not an exact version"));
    }
    if let Some(path) = path.filter(|path| !is_path_in_package(path)) {
        return Err(format!("`{path}` is not a path inside a package"));
    }
    let path = path.map(str::to_owned);
    Ok(Package { registry, name: name.to_owned(), version: version.to_owned(), path })
}

fn is_package_name(registry: Registry, name: &str) -> bool {
    let parts = match (registry, name.strip_prefix('@')) {
        (Registry::Npm, Some(scoped)) => scoped.splitn(2, '/').collect(),
        _ => vec![name],
    };
    let is_part = |part: &&str| {
        part.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    parts.iter().all(is_part) && (!name.starts_with('@') || parts.len() == 2)
}

/// Whether a text is one version, such as `1.2.3-beta.1+build`, and no range or tag.
pub(super) fn is_exact_version(version: &str) -> bool {
    version.starts_with(|first: char| first.is_ascii_digit())
        && version.split(['-', '+']).next().is_some_and(|numbers| numbers.split('.').count() == 3)
        && version.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-+".contains(&byte))
}

fn is_path_in_package(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains(['\\', '\0'])
}

#[cfg(test)]
mod tests {
    use super::{Package, Registry, SchemaSource};

    #[test]
    fn packages_have_a_name_a_version_and_a_path() {
        for (text, registry, name, version, path) in [
            ("crate:some-types@0.11.0", Registry::Crate, "some-types", "0.11.0", None),
            (
                "crate:some_types@1.0.0-rc.1+7:tl/api.tl",
                Registry::Crate,
                "some_types",
                "1.0.0-rc.1+7",
                Some("tl/api.tl"),
            ),
            ("npm:types@2.0.0", Registry::Npm, "types", "2.0.0", None),
            ("npm:@some/types@2.0.0:package/a.json", Registry::Npm, "@some/types", "2.0.0", Some("package/a.json")),
        ] {
            let (name, version, path) = (name.to_owned(), version.to_owned(), path.map(str::to_owned));
            assert_eq!(text.parse(), Ok(SchemaSource::Package(Package { registry, name, version, path })), "{text}");
        }
        assert_eq!("tl/api.tl".parse(), Ok(SchemaSource::File("tl/api.tl".into())));
    }

    #[test]
    fn malformed_package_sources_are_refused() {
        for (text, reason) in [
            ("crate:types", "there is no version"),
            ("npm:@some/types", "there is no version"),
            ("npm:@some@1.0.0", "`@some` cannot be the name"),
            ("crate:--config@1.0.0", "`--config` cannot be the name"),
            ("crate:a/b@1.0.0", "`a/b` cannot be the name"),
            ("crate:types@latest", "`latest` is not an exact version"),
            ("crate:types@1", "`1` is not an exact version"),
            ("npm:types@^1.0.0", "`^1.0.0` is not an exact version"),
            ("crate:types@1.0.0:../api.tl", "`../api.tl` is not a path"),
            ("crate:types@1.0.0:/api.tl", "`/api.tl` is not a path"),
            ("crate:types@1.0.0:", "`` is not a path"),
        ] {
            let refused = text.parse::<SchemaSource>().unwrap_err();
            assert!(refused.contains(reason) && refused.contains("NAME@VERSION[:PATH]"), "{text}: {refused}");
        }
    }
}
