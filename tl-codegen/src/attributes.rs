//! Attributes that a caller adds to generated types and fields.
//!
//! Invariant: every attribute is a syntactically correct outer attribute. Its meaning is up to rustc.

use std::fmt;

use syn::Attribute;
use syn::parse::Parser as _;

use crate::selector::{ItemKind, Selector};

/// The attributes of generated types and fields, in the order in which they were added.
///
/// ```
/// let mut attributes = tl_codegen::Attributes::default();
/// attributes.add_to_types("auth.*".parse()?, "#[derive(Eq, Hash)]")?;
/// attributes.add_to_fields("auth.sentCode/type".parse()?, "#[doc(alias = \"kind\")]")?;
/// assert!(attributes.add_to_types("*".parse()?, "derive(Eq)").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    of_types: Vec<SelectedAttribute>,
    of_fields: Vec<SelectedAttribute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct SelectedAttribute {
    selector: Selector,
    text: String,
}

/// The error for a text that is no attribute, or for a selector of the wrong kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadAttribute(String);

impl fmt::Display for BadAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadAttribute {}

impl Attributes {
    /// Adds attributes to the selected types. An attribute of a type is put on its enum and on the structs of its
    /// constructors; one of a constructor or function on its struct. Structs of groups and records get the attributes
    /// of the struct that they are a part of.
    ///
    /// # Errors
    ///
    /// If the text is no attribute, or the selector selects fields.
    pub fn add_to_types(&mut self, selector: Selector, text: &str) -> Result<(), BadAttribute> {
        if selector.is_field_selector() {
            return Err(BadAttribute(format!("`{selector}` selects fields; attributes of fields are another setting")));
        }
        self.of_types.push(SelectedAttribute::parse(selector, text)?);
        Ok(())
    }

    /// Adds attributes to the selected fields.
    ///
    /// # Errors
    ///
    /// If the text is no attribute, or the selector selects no fields.
    pub fn add_to_fields(&mut self, selector: Selector, text: &str) -> Result<(), BadAttribute> {
        if !selector.is_field_selector() {
            return Err(BadAttribute(format!("`{selector}` selects no fields; `{selector}/*` selects all its fields")));
        }
        self.of_fields.push(SelectedAttribute::parse(selector, text)?);
        Ok(())
    }

    /// Whether there are no attributes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of_types.is_empty() && self.of_fields.is_empty()
    }

    /// The attributes whose selector satisfies `is_selected`.
    pub(crate) fn of_types<'a>(
        &'a self,
        is_selected: impl Fn(&Selector) -> bool + 'a,
    ) -> impl Iterator<Item = &'a str> {
        self.of_types.iter().filter(move |found| is_selected(&found.selector)).map(|found| found.text.as_str())
    }

    /// The attributes of a field.
    pub(crate) fn of_field<'a>(
        &'a self,
        kind: ItemKind,
        owner: &'a str,
        field: &'a str,
    ) -> impl Iterator<Item = &'a str> {
        let selected = self.of_fields.iter().filter(move |found| found.selector.selects_field(kind, owner, field));
        selected.map(|found| found.text.as_str())
    }

    /// The selectors of types, then those of fields.
    pub(crate) fn selectors(&self) -> [Vec<&Selector>; 2] {
        [&self.of_types, &self.of_fields].map(|list| list.iter().map(|found| &found.selector).collect())
    }
}

impl SelectedAttribute {
    fn parse(selector: Selector, text: &str) -> Result<Self, BadAttribute> {
        let is_attribute =
            |text: &str| Attribute::parse_outer.parse_str(text).is_ok_and(|attributes| !attributes.is_empty());
        if is_attribute(text) {
            return Ok(Self { selector, text: text.to_owned() });
        }
        let near = text.trim().trim_start_matches(['#', '!']).trim_start_matches('[').trim_end_matches(']');
        let near = format!("#[{near}]");
        let advice = if is_attribute(&near) { format!("; did you mean `{near}`?") } else { String::new() };
        Err(BadAttribute(format!("`{text}` is no attribute such as `#[derive(Hash)]`{advice}")))
    }
}
