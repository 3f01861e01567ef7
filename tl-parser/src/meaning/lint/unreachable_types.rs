//! Types that no function takes or returns, directly or inside of other types.
//!
//! A schema without functions is not checked: it describes files, or is a part of another schema. Codec types are never
//! reported.

use crate::diagnostic::{Code, Diagnostic};
use crate::meaning::schema::{Arg, CombinatorIndex, Field, Schema, Section, Ty, TypeIndex};

pub(super) fn unreachable_type_warnings(schema: &Schema) -> Vec<Diagnostic> {
    let functions: Vec<_> = (schema.combinators.iter()).filter(|found| found.section == Section::Functions).collect();
    if functions.is_empty() {
        return Vec::new();
    }
    let mut reached = ReachedTypes { schema, is_reached: vec![false; schema.types.len()], waiting: Vec::new() };
    for function in functions {
        reached.reach_types_in_fields(&function.fields);
        reached.reach_types_in(&function.result);
    }
    reached.reach_contained_types();
    let unreached = (schema.types.iter().zip(&reached.is_reached)).filter(|(_, is_reached)| !**is_reached);
    unreached.filter_map(|(ty, _)| unreachable_type_warning(schema, &ty.constructors, &ty.name.to_string())).collect()
}

fn unreachable_type_warning(schema: &Schema, constructors: &[CombinatorIndex], name: &str) -> Option<Diagnostic> {
    let first = constructors.first().map(|id| schema.combinator(*id))?;
    if first.declares_codec_type() || first.is_builtin {
        return None;
    }
    let message = format!("no function takes or returns `{name}` or a type that contains it");
    let help = "use it, remove it, or allow this lint if its values are sent outside of calls, as updates are";
    let diagnostic = Diagnostic::warning(Code::UnreachableType, first.span, message);
    Some(diagnostic.label("constructor of that type").help(help))
}

/// The types that are reached so far from the fields and results of functions.
struct ReachedTypes<'a> {
    schema: &'a Schema,
    is_reached: Vec<bool>,
    /// Reached types whose constructors are not yet visited.
    waiting: Vec<TypeIndex>,
}

impl<'a> ReachedTypes<'a> {
    /// Reaches the types that reached types contain.
    fn reach_contained_types(&mut self) {
        while let Some(id) = self.waiting.pop() {
            for constructor in &self.schema.ty(id).constructors {
                self.reach_types_in_fields(&self.schema.combinator(*constructor).fields);
            }
        }
    }

    fn reach_types_in_fields(&mut self, fields: &'a [Field]) {
        fields.iter().for_each(|field| self.reach_types_in(&field.ty));
    }

    fn reach_types_in(&mut self, ty: &'a Ty) {
        match ty {
            Ty::Boxed { ty, args } => {
                self.reach_type(*ty);
                self.reach_types_in_args(args);
            }
            Ty::Bare { constructor, args } => {
                // A value of a constructor is a value of its type.
                if let Ty::Boxed { ty, .. } = self.schema.combinator(*constructor).result {
                    self.reach_type(ty);
                }
                self.reach_types_in_args(args);
            }
            Ty::CallOf(result) => self.reach_types_in(result),
            Ty::Vector { element, .. } => self.reach_types_in(element),
            Ty::Repetition { fields, .. } => self.reach_types_in_fields(fields),
            Ty::Nat | Ty::Primitive(_) | Ty::Param(_) | Ty::BareParam(_) | Ty::Call(_) | Ty::Opaque(_) => {}
        }
    }

    fn reach_types_in_args(&mut self, args: &'a [Arg]) {
        for arg in args {
            if let Arg::Type(ty) = arg {
                self.reach_types_in(ty);
            }
        }
    }

    fn reach_type(&mut self, id: TypeIndex) {
        let is_reached = &mut self.is_reached[id.0 as usize];
        if !*is_reached {
            *is_reached = true;
            self.waiting.push(id);
        }
    }
}
