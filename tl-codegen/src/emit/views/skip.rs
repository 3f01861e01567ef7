//! Skipping of encoded values: the methods `skip_fields` and `skip`.
//!
//! Neighbouring fields of fixed size are skipped in one step.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::module::ModuleScope;
use super::super::tokens::{self, bit_as_zero_or_one, id_hex_literal, ident_token, item_path_from_root, masked_bit};
use super::parse;
use super::ty;
use crate::plan::{BitCondition, BoxedType, Codec, FieldValue, Struct, Variant, VariantPayload, WireFieldKind};

/// For `a flags:# b:flags.0?int c:string d:int e:long = A;`:
///
/// ```text
/// fn skip_fields<M: rt::views::SkipMode>(r: &[u8], mode: M) -> rt::views::Rest<'_> {
///     let (flags, r) = mode.flags(r, 0x1)?;
///     let r = mode.fixed(r, 4 * (flags & 1))?;
///     let r = mode.string(r)?;
///     mode.fixed(r, 12)
/// }
/// ```
pub(super) fn skip_fields_method(module: &ModuleScope, item: &Struct) -> TokenStream {
    let mut skips = SkipStatements::default();
    for wire_field in &item.wire_fields {
        match &wire_field.kind {
            // A type that depends on numbers has no view.
            WireFieldKind::Flag { .. } | WireFieldKind::Implied { .. } | WireFieldKind::Number { .. } => {}
            WireFieldKind::Flags { variable, setters, .. } => {
                skips.flush_fixed_run();
                let mask = tokens::setters_mask_literal(setters);
                // A flags field whose bits belong to `true` fields only needs no variable: such fields take no bytes.
                let variable = is_variable_tested(item, variable).then(|| ident_token(variable));
                let pattern = variable.map_or_else(|| quote!(_), |variable| quote!(#variable));
                skips.add_value_binding(&quote!((#pattern, r)), quote!(mode.flags(r, #mask)));
            }
            WireFieldKind::Value { field, member, condition } => {
                let Some((_, value)) = item.field_at(*field).value_of_member(*member) else { continue };
                let condition = condition.as_ref();
                match value.codec.fixed_wire_size() {
                    Some(size) => skips.add_fixed_size(size, condition),
                    None => skips.add_varying_size(value, condition),
                }
            }
        }
    }
    let mode = if item.wire_fields.is_empty() { quote!(_mode) } else { quote!(mode) };
    let (statements, last) = skips.into_statements_and_result(module);
    quote! {
        fn skip_fields<M: rt::views::SkipMode>(r: &[u8], #mode: M) -> rt::views::Rest<'_> {
            #(#statements)*
            #last
        }
    }
}

/// The statements of a method, and the run of fixed-size fields that has no statement yet.
#[derive(Default)]
struct SkipStatements {
    statements: Vec<TokenStream>,
    /// The last expression for the rest of the input. It has no statement yet, because it may be the result.
    last: Option<TokenStream>,
    /// Bytes of the run that do not depend on a bit.
    size: usize,
    /// Expressions for the bytes of the run that are present only if a bit is set.
    terms: Vec<TokenStream>,
}

impl SkipStatements {
    /// Adds a field of fixed size to the run.
    fn add_fixed_size(&mut self, size: usize, condition: Option<&BitCondition>) {
        let Some(condition) = condition else {
            self.size += size;
            return;
        };
        let (size, bit) = (tokens::unsuffixed_literal(size), bit_as_zero_or_one(condition));
        self.terms.push(quote!(#size * (#bit)));
    }

    /// Takes the run, and returns the expression that skips it; `None` if the run is empty.
    fn take_fixed_run_skip(&mut self) -> Option<TokenStream> {
        let (size, terms) = (std::mem::take(&mut self.size), std::mem::take(&mut self.terms));
        let size = (size > 0).then(|| tokens::unsuffixed_literal(size)).map(|size| quote!(#size));
        let sum: Vec<_> = size.into_iter().chain(terms).collect();
        (!sum.is_empty()).then(|| {
            let sum = tokens::chain_of_terms(&sum, &quote!(+));
            quote!(mode.fixed(r, #sum))
        })
    }

    fn flush_fixed_run(&mut self) {
        if let Some(run) = self.take_fixed_run_skip() {
            self.add_skip_expression(run);
        }
    }

    /// Adds an expression that skips bytes and evaluates to the rest of the input.
    fn add_skip_expression(&mut self, skip: TokenStream) {
        if let Some(last) = self.last.replace(skip) {
            self.statements.push(quote!(let r = #last?;));
        }
    }

    /// Adds an expression that evaluates to a value and the rest of the input.
    fn add_value_binding(&mut self, pattern: &TokenStream, expression: TokenStream) {
        if let Some(last) = self.last.take() {
            self.statements.push(quote!(let r = #last?;));
        }
        self.statements.push(quote!(let #pattern = #expression?;));
    }

    /// Adds a statement that skips a value whose size is not fixed.
    fn add_varying_size(&mut self, value: &FieldValue, condition: Option<&BitCondition>) {
        self.flush_fixed_run();
        let method = ident_token(parse::parser_method_name(value));
        let marker = match &value.codec {
            Codec::Bare { constructor, .. } => Some(item_path_from_root("constructors", constructor)),
            Codec::Vector { element, .. } => Some(ty::codec_marker_type(element)),
            codec @ Codec::Boxed(_) => Some(ty::codec_marker_type(codec)),
            _ => None,
        };
        let turbofish = marker.map(|marker| quote!(::<#marker>));
        self.add_skip_expression(match condition {
            None => quote!(mode.#method #turbofish(r)),
            Some(condition) => {
                let bit = masked_bit(condition);
                quote!(mode.when(#bit, r, M::#method #turbofish))
            }
        });
    }

    /// The statements of the method, and the expression for its result, the rest of the input.
    fn into_statements_and_result(mut self, module: &ModuleScope) -> (Vec<TokenStream>, TokenStream) {
        self.flush_fixed_run();
        let some = module.prelude_path("Some");
        let last = self.last.take().unwrap_or_else(|| quote!(#some(r)));
        (self.statements, last)
    }
}

fn is_variable_tested(item: &Struct, variable: &str) -> bool {
    item.wire_fields.iter().any(|wire_field| match &wire_field.kind {
        WireFieldKind::Value { condition: Some(condition), .. } => condition.flags_field == variable,
        _ => false,
    })
}

/// For `a = T; b x:string = T;`:
///
/// ```text
/// fn skip<M: rt::views::SkipMode>(r: &[u8], mode: M) -> rt::views::Rest<'_> {
///     let (id, r) = mode.constructor_id(r)?;
///     match id {
///         0x… => Some(r),
///         0x… => mode.fields::<root::constructors::B>(r),
///         _ => None,
///     }
/// }
/// ```
pub(super) fn skip_variants_function(module: &ModuleScope, ty: &BoxedType, variants: &[Variant]) -> TokenStream {
    let (some, none) = (module.prelude_path("Some"), module.prelude_path("None"));
    let units: Vec<_> =
        variants.iter().filter(|variant| variant.payload.is_none()).map(|it| id_hex_literal(it.id)).collect();
    let units = (!units.is_empty()).then(|| quote!(#(#units)|* => #some(r),));
    let structs = variants.iter().filter_map(|variant| {
        let VariantPayload { constructor, .. } = variant.payload.as_ref()?;
        let (id, owned) =
            (id_hex_literal(variant.id), item_path_from_root("constructors", &ty.constructors[*constructor].item_path));
        Some(quote!(#id => mode.fields::<#owned>(r)))
    });
    quote! {
        fn skip<M: rt::views::SkipMode>(r: &[u8], mode: M) -> rt::views::Rest<'_> {
            let (id, r) = mode.constructor_id(r)?;
            match id {
                #units
                #(#structs,)*
                _ => #none,
            }
        }
    }
}
