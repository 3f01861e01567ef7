//! The version that a change of the API needs, by cargo's rules.
//!
//! The impact by contract decides, since almost every layer breaks the strict rules. Invariant: the needed version is
//! never lower than the released one.

use semver::Version;
use tl_codegen::difference::Impact;

/// The versions of the crate with the generated code around a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseVersions {
    /// The version that was released with the old schema.
    pub released: Version,
    /// The lowest version for the new schema.
    pub needed: Version,
    /// The version in the manifest beside the new schema, if it is known.
    pub present: Option<Version>,
}

impl ReleaseVersions {
    /// The versions around a change with this impact; `None` if the released version is unknown.
    pub(super) fn new(released: Option<&str>, present: Option<&str>, impact: Impact) -> Option<Self> {
        let released = Version::parse(released?).ok()?;
        let needed = least_compatible_version(&released, impact);
        Some(Self { released, needed, present: present.and_then(|present| Version::parse(present).ok()) })
    }

    /// Whether the present version is high enough, or unknown.
    #[must_use]
    pub fn does_current_suffice(&self) -> bool {
        self.present.as_ref().is_none_or(|present| *present >= self.needed)
    }
}

/// The lowest version after `released` for a change with this impact. Below 1.0, the second number counts breaking
/// changes.
#[must_use]
pub fn least_compatible_version(released: &Version, impact: Impact) -> Version {
    let Version { major, minor, patch, .. } = *released;
    match (impact, major) {
        (Impact::Same, _) => released.clone(),
        (Impact::Minor, 0) => Version::new(0, minor, patch + 1),
        (Impact::Minor, _) => Version::new(major, minor + 1, 0),
        (Impact::Major, 0) => Version::new(0, minor + 1, 0),
        (Impact::Major, _) => Version::new(major + 1, 0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::{Impact, ReleaseVersions, Version, least_compatible_version};

    #[test]
    fn needed_versions_follow_the_rules_of_cargo() {
        let needed =
            |released: &str, impact| least_compatible_version(&Version::parse(released).unwrap(), impact).to_string();
        assert_eq!(needed("0.3.4", Impact::Same), "0.3.4");
        assert_eq!(needed("0.3.4", Impact::Minor), "0.3.5");
        assert_eq!(needed("0.3.4", Impact::Major), "0.4.0");
        assert_eq!(needed("1.3.4", Impact::Minor), "1.4.0");
        assert_eq!(needed("1.3.4", Impact::Major), "2.0.0");
    }

    #[test]
    fn a_higher_version_suffices_and_an_unknown_one_too() {
        let suffices =
            |present| ReleaseVersions::new(Some("0.3.4"), present, Impact::Major).unwrap().does_current_suffice();
        assert!(suffices(Some("0.4.0")) && suffices(Some("0.5.1")) && suffices(None) && !suffices(Some("0.3.9")));
        assert_eq!(ReleaseVersions::new(None, Some("0.4.0"), Impact::Major), None);
    }
}
