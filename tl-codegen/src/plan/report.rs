//! The plan as text, for the review of a schema update and for snapshot tests.
//!
//! One line for each type, constructor and function, sorted by TL name: Rust names, sizes, pointers, groups.

use std::fmt::{self, Write as _};

use super::indirection::MAX_VARIANT;
use super::model::{BoxedType, Codec, Extent, FieldKind, Function, Member, Plan, Presence, Shape, Struct, Value};
use crate::settings::Namespaces;

/// Bytes in memory from which an enum is listed in the summary.
const LARGE_ENUM: usize = 64;

impl Plan {
    /// The report about the plan.
    #[must_use]
    pub fn report(&self) -> String {
        let mut out = String::new();
        // Writing to a string can't fail.
        let _ = self.write_report(&mut out);
        out
    }

    fn write_report(&self, out: &mut String) -> fmt::Result {
        let n_constructors: usize = self.types.iter().map(BoxedType::n_constructors).sum();
        let layer = self.layer.map_or_else(String::new, |layer| format!(", layer {layer}"));
        writeln!(out, "protocol {}{layer}", self.settings.protocol)?;
        writeln!(
            out,
            "{n_constructors} constructors of {} types, {} functions",
            self.types.len(),
            self.functions.len()
        )?;
        let large = self.types.iter().filter(|ty| ty.is_enum() && ty.memory > LARGE_ENUM);
        for ty in large {
            write!(out, "enum larger than {LARGE_ENUM} bytes: {} ({})", ty.name, ty.memory)?;
            match ty.dominant() {
                Some(item) => writeln!(out, ": {} by value, all others are small", item.name)?,
                None => writeln!(out)?,
            }
        }
        let structs = self.structs().map(|item| (item.memory.div_ceil(4 + item.least_size), item.name.as_str()));
        let types = self.types.iter().map(|ty| (ty.memory.div_ceil(ty.least_size.max(1)), ty.name.as_str()));
        if let Some((factor, name)) = structs.chain(types).max() {
            writeln!(out, "most memory for a byte on the wire: {factor} ({name})")?;
        }
        writeln!(out, "\nsupplied by the runtime:")?;
        for line in &self.supplied {
            writeln!(out, "  {line}")?;
        }
        self.write_features(out)?;
        writeln!(out, "\ntypes (bytes in memory / least bytes on the wire):")?;
        for ty in &self.types {
            ty.write_report(out)?;
        }
        writeln!(out, "\nfunctions:")?;
        for function in &self.functions {
            function.write_report(out)?;
        }
        Ok(())
    }

    /// The number of items that each feature adds, alone and to the default ones. Types that no function reaches are
    /// listed last.
    fn write_features(&self, out: &mut String) -> fmt::Result {
        let Namespaces::Features { all, default, .. } = &self.settings.namespaces else { return Ok(()) };
        let by_default = self.extent_of_default();
        writeln!(out, "\nfeatures (functions/types/constructors, + to the default ones):")?;
        writeln!(out, "  none {}", self.extent(&[]))?;
        writeln!(out, "  default {by_default}: {}", default.join(" "))?;
        for feature in self.features() {
            write!(out, "  {feature} {}", self.extent(&[feature]))?;
            match default.iter().any(|default| default == feature) {
                true => writeln!(out)?,
                false => writeln!(out, " +{}", self.extent_with_default(feature).without(by_default))?,
            }
        }
        writeln!(out, "  {all} {}", self.extent_of_all())?;
        let only_all = Presence::feature(all);
        let unreached = self.types.iter().filter(|ty| *self.presence_of_type(ty) == only_all);
        writeln!(out, "  {all} alone:")?;
        unreached.into_iter().try_for_each(|ty| writeln!(out, "    {}", ty.name))
    }
}

impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.functions, self.types, self.constructors)
    }
}

impl BoxedType {
    /// The large constructor that the enum holds by value: see `indirection`.
    fn dominant(&self) -> Option<&Struct> {
        let Shape::Enum(variants) = &self.shape else { return None };
        let payloads = variants.iter().filter_map(|variant| variant.payload.as_ref());
        let by_value = payloads.filter(|payload| !payload.is_indirect);
        let bodies = by_value.map(|payload| &self.constructors[payload.constructor]);
        bodies.max_by_key(|item| item.memory).filter(|item| item.memory > MAX_VARIANT)
    }

    fn write_report(&self, out: &mut String) -> fmt::Result {
        write!(out, "{} {}/{}", self.name, self.memory, self.least_size)?;
        match &self.shape {
            Shape::Alias => {
                let item = &self.constructors[0];
                write!(out, " = {}#{:08x}", item.name, item.id)?;
                item.write_fields(out)
            }
            Shape::Enum(variants) => {
                writeln!(out)?;
                for variant in variants {
                    write!(out, "  {}#{:08x} {}", variant.name, variant.id, variant.ident)?;
                    match &variant.payload {
                        None => writeln!(out)?,
                        Some(payload) => {
                            let item = &self.constructors[payload.constructor];
                            write!(out, " {}/{}", item.memory, 4 + item.least_size)?;
                            write!(out, "{}", if payload.is_indirect { " indirect" } else { "" })?;
                            item.write_fields(out)?;
                        }
                    }
                }
                Ok(())
            }
        }
    }
}

impl Struct {
    /// Pointers, groups and implied fields; ordinary fields are left out.
    fn write_fields(&self, out: &mut String) -> fmt::Result {
        for field in &self.fields {
            match &field.kind {
                FieldKind::Required(value) | FieldKind::Optional(value) if value.is_indirect => {
                    write!(out, " {}:indirect", field.ident)?;
                }
                FieldKind::Group(group) => {
                    let members: Vec<_> =
                        group.members.iter().map(|Member { ident, value, .. }| format!("{ident}{value}")).collect();
                    write!(out, " {}:{}{{{}}}", field.ident, group.item_path.ident, members.join(","))?;
                }
                _ => {}
            }
        }
        for implied in &self.implied {
            write!(out, " {}():{}", implied.ident, self.field(implied.field).ident)?;
        }
        writeln!(out)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_indirect { ":indirect" } else { "" })
    }
}

impl Function {
    fn write_report(&self, out: &mut String) -> fmt::Result {
        write!(out, "{}#{:08x} -> {}", self.item.name, self.item.id, self.result_tl)?;
        if let Codec::Param(param) = &self.result {
            write!(out, " (of the call {param})")?;
        }
        if let Some(method) = &self.method {
            let errors = method.errors.as_ref().map_or("unknown".to_owned(), |errors| errors.len().to_string());
            write!(out, " [users {:?}, bots {:?}, errors {errors}]", method.users, method.bots)?;
        }
        self.item.write_fields(out)
    }
}
