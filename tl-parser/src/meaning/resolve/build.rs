//! From resolved references to the [`Schema`].
//!
//! Nothing is decided here. Invariant: a term that was reported as wrong becomes [`PLACEHOLDER_TYPE`], so that the
//! indices of other fields stay right.

use super::collect::kind_of_params;
use super::ids::IdsAndCanonicalForm;
use super::reference::{Ref, Target};
use super::symbols::{NONE, SymbolTable};
use crate::meaning::schema::{
    Arg, Combinator, CombinatorIndex, Condition, Field, Name, Nat, NatVariable, Param, ParamKind, Schema, Section, Ty,
    Type, TypeIndex,
};
use crate::syntax::ast::{
    AppliedTerm, Children, Combinator as Ast, Field as AstField, FoldedSum, NodeKind, Repetition, View,
};
use crate::syntax::print::{self, PrintForm};

/// The type of a term in error.
const PLACEHOLDER_TYPE: Ty = Ty::Nat;

/// Builds the schema. `refs` has the references of the nodes of each file; `computed` is in the order of the rows.
pub(super) fn build_schema(symbols: &SymbolTable<'_>, refs: &[Vec<Ref>], computed: Vec<IdsAndCanonicalForm>) -> Schema {
    let class = |name: &str| symbols.files.iter().rev().find_map(|file| file.classes.get(name)).cloned();
    let types = (0_u32..).zip(&symbols.types).zip(symbols.constructors()).map(|((idx, ty), constructors)| Type {
        name: Name::from(ty.name),
        params: symbols.kinds_of(idx).to_vec(),
        constructors,
        doc: class(ty.name),
    });
    let combinators = (0_u32..).zip(computed).map(|(row, computed)| {
        let refs = &refs[symbols.file_of(row)];
        build_combinator(symbols, refs, row, computed)
    });
    Schema {
        types: types.collect(),
        combinators: combinators.collect(),
        layer: symbols.files.iter().filter_map(|file| file.layer).next_back(),
    }
}

fn build_combinator(
    symbols: &SymbolTable<'_>,
    refs: &[Ref],
    row: u32,
    (ids, canonical): IdsAndCanonicalForm,
) -> Combinator {
    let ast = symbols.ast(row);
    let declared = symbols.rows[row as usize];
    let params = ast.params().flat_map(|params| {
        let kind = kind_of_params(params);
        params.names().map(move |name| Param { name: name.text.to_owned(), kind })
    });
    let mut builder = CombinatorBuilder { refs, params: params.collect(), depth: 0, variables: Vec::new() };
    let fields = builder.build_fields(ast.field_nodes());
    let result = builder.build_result(ast, declared.ty);
    Combinator {
        name: Name::from(ast.name().text),
        section: ast.section(),
        id: declared.id,
        id_is_written: ast.id().is_some(),
        id_is_unverifiable: symbols.id_is_unverifiable(row),
        crc_a: ids.crc_a,
        crc_b: ids.crc_b,
        canonical,
        line: print::line_with_full_id(ast),
        result_tl: print::term(ast.result_node(), PrintForm::AsWritten),
        params: builder.params,
        fields,
        result,
        is_builtin: ast.is_builtin(),
        codec_type: declared.codec_type,
        annotations: ast.annotations().map(|annotation| annotation.text.to_owned()).collect(),
        doc: ast.doc().cloned(),
        span: ast.name().span,
    }
}

/// Builds the types of one combinator.
struct CombinatorBuilder<'r> {
    refs: &'r [Ref],
    params: Vec<Param>,
    /// The number of repetitions around the current field.
    depth: u32,
    /// The variable for each field so far, in source order, fields in repetitions included.
    variables: Vec<NatVariable>,
}

impl CombinatorBuilder<'_> {
    fn target_of_node(&self, node: View<'_>) -> Target {
        self.refs[node.at as usize].target()
    }

    fn build_fields(&mut self, nodes: Children<'_>) -> Vec<Field> {
        let mut fields = Vec::new();
        for ast in nodes.map(AstField) {
            let condition = self.build_condition(ast);
            let ty = self.build_field_type(ast);
            if ast.name_nodes().next().is_none() {
                let span = ast.type_node().span();
                self.push_field(&mut fields, Field { name: None, condition, ty: ty.clone(), span });
            }
            for name in ast.name_nodes() {
                let (name, span) = (Some(name.text().to_owned()), name.name_span());
                self.push_field(&mut fields, Field { name, condition, ty: ty.clone(), span });
            }
        }
        fields
    }

    fn push_field(&mut self, fields: &mut Vec<Field>, field: Field) {
        let idx = fields.len() as u32;
        self.variables.push(match self.depth {
            0 => NatVariable::Field(idx),
            depth => NatVariable::Inner { depth, field: idx },
        });
        fields.push(field);
    }

    fn build_condition(&self, ast: AstField<'_>) -> Option<Condition> {
        let (flags_field, bit) = ast.condition_nodes()?;
        let bit = bit.text().parse().ok().filter(|bit| *bit < 32)?;
        Some(Condition { flags_field: self.variable_of_node(flags_field)?, bit })
    }

    /// The field or parameter of type `#` that a node refers to.
    fn variable_of_node(&self, node: View<'_>) -> Option<NatVariable> {
        match self.target_of_node(node) {
            Target::Param(idx) => Some(NatVariable::Param(idx)),
            Target::Field(idx) => self.variables.get(idx as usize).copied(),
            _ => None,
        }
    }

    fn build_field_type(&mut self, ast: AstField<'_>) -> Ty {
        let node = ast.type_node();
        if node.kind() == NodeKind::Repetition {
            return self.build_repetition(Repetition(node));
        }
        match (self.build_type(node), ast.is_call()) {
            (Ty::Param(idx), true) => Ty::Call(idx),
            (ty, true) => Ty::CallOf(Box::new(ty)),
            (ty, false) => ty,
        }
    }

    fn build_repetition(&mut self, repetition: Repetition<'_>) -> Ty {
        let count = match repetition.count_node() {
            Some(count) => self.build_nat(count),
            None => self.variable_of_node(repetition.0).map(Nat::Variable),
        };
        self.depth += 1;
        let fields = self.build_fields(repetition.field_nodes());
        self.depth -= 1;
        count.map_or(PLACEHOLDER_TYPE, |count| Ty::Repetition { count, fields })
    }

    fn build_type(&self, term: View<'_>) -> Ty {
        match self.build_arg(term) {
            Some(Arg::Type(ty)) => ty,
            Some(Arg::Nat(_)) | None => PLACEHOLDER_TYPE,
        }
    }

    fn build_nat(&self, term: View<'_>) -> Option<Nat> {
        match self.build_arg(term)? {
            Arg::Nat(nat) => Some(nat),
            Arg::Type(_) => None,
        }
    }

    fn build_arg(&self, term: View<'_>) -> Option<Arg> {
        let applied = AppliedTerm::of_term(term);
        let head = applied.head;
        match head.kind() {
            NodeKind::Nat => Some(Arg::Type(Ty::Nat)),
            NodeKind::Number => Some(Arg::Nat(Nat::Constant(head.text().parse().ok()?))),
            NodeKind::Sum => self.folded_sum(head).map(Arg::Nat),
            _ => self.type_of_name(head, applied.args()),
        }
    }

    fn folded_sum(&self, sum: View<'_>) -> Option<Nat> {
        let FoldedSum { constant, terms } = FoldedSum::of_sum(sum);
        let constant = u32::try_from(constant).ok()?;
        match terms.as_slice() {
            [] => Some(Nat::Constant(constant)),
            [only] => match (self.build_nat(*only)?, constant) {
                (nat, 0) => Some(nat),
                (Nat::Variable(variable), _) => Some(Nat::Sum(variable, constant)),
                _ => None,
            },
            _ => None,
        }
    }

    fn type_of_name<'f>(&self, name: View<'_>, args: impl Iterator<Item = View<'f>>) -> Option<Arg> {
        let mut args = args.map(|arg| self.build_arg(arg));
        Some(Arg::Type(match self.target_of_node(name) {
            Target::None => return None,
            Target::Primitive(primitive) => Ty::Primitive(primitive),
            Target::Opaque(opaque) => Ty::Opaque(opaque),
            Target::Vector { is_bare } => match args.next()?? {
                Arg::Type(element) => Ty::Vector { is_bare, element: Box::new(element) },
                Arg::Nat(_) => return None,
            },
            Target::Boxed(ty) => Ty::Boxed { ty: TypeIndex(ty), args: args.collect::<Option<_>>()? },
            Target::Bare(row) => Ty::Bare { constructor: CombinatorIndex(row), args: args.collect::<Option<_>>()? },
            Target::BareParam(idx) => Ty::BareParam(idx),
            Target::Param(idx) if self.params.get(idx as usize)?.kind == ParamKind::Type => Ty::Param(idx),
            Target::Param(_) | Target::Field(_) => {
                return self.variable_of_node(name).map(|found| Arg::Nat(Nat::Variable(found)));
            }
        }))
    }

    fn build_result(&self, ast: Ast<'_>, ty: u32) -> Ty {
        let result = ast.result_node();
        match ast.section() {
            Section::Functions => self.build_type(result),
            Section::Types if ty == NONE => PLACEHOLDER_TYPE,
            Section::Types => {
                let args = result.children().map(|arg| self.build_arg(arg));
                Ty::Boxed { ty: TypeIndex(ty), args: args.collect::<Option<_>>().unwrap_or_default() }
            }
        }
    }
}
