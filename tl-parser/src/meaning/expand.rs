//! From a model to trees of its own: the [`Schema`] that generators work on.
//!
//! Nothing is decided here: what a word stands for was noted beside it when the model was made. Invariant: what stands
//! for nothing, because it was a mistake, becomes a placeholder, so that indices of other fields stay right.

use crate::meaning::canonical::{Folded, Rule, canonical};
use crate::meaning::model::Model;
use crate::meaning::resolve::names::{NONE, Names};
use crate::meaning::resolve::reference::{Ref, Target};
use crate::meaning::schema::{
    Arg, Combinator, CombinatorId, Condition, Field, Name, Nat, Param, ParamKind, Schema, Section, Ty, Type, TypeId,
    Variable,
};
use crate::syntax::ast::{Children, Combinator as Ast, Field as AstField, Ident, NodeKind, Repetition, View};
use crate::syntax::print;

/// What stands for a type in error.
const PLACEHOLDER: Ty = Ty::Nat;

/// The schema that a model is of.
pub(crate) fn schema(model: &Model<'_>) -> Schema {
    let names = &model.names;
    let classes = model.classes();
    let constructors = names.constructors();
    let types = (0_u32..).zip(&names.types).zip(constructors).map(|((idx, ty), constructors)| Type {
        name: Name::from(ty.name),
        params: names.kinds_of(idx).to_vec(),
        constructors,
        doc: classes.get(ty.name).map(|doc| (*doc).to_owned()),
    });
    let types = types.collect();
    let combinators = (0..names.rows.len() as u32).map(|row| combinator(model, row)).collect();
    Schema { types, combinators, layer: model.layer() }
}

fn combinator(model: &Model<'_>, row: u32) -> Combinator {
    let names = &model.names;
    let ast = names.ast(row);
    let (crc, crc_telegram) = names.crcs(row);
    let refs = &model.refs[names.file_of(row)];
    let mut expander = Expander { names, refs, depth: 0, variables: Vec::new() };
    let fields = expander.fields(ast.field_nodes());
    let result = expander.result(ast, row);
    Combinator {
        name: Name::from(ast.name().text),
        section: ast.section(),
        id: crate::meaning::resolve::ids::id_of(names, row),
        id_is_written: ast.id().is_some(),
        crc,
        crc_telegram,
        canonical: canonical(ast, Rule::A),
        line: print::line(ast),
        params: params(ast),
        fields,
        result,
        is_builtin: ast.is_builtin(),
        annotations: ast.annotations().map(|annotation| annotation.text.to_owned()).collect(),
        doc: ast.doc().cloned(),
        span: ast.name().span,
    }
}

fn params(ast: Ast<'_>) -> Vec<Param> {
    let mut params = Vec::new();
    for group in ast.params() {
        let kind = if group.kind().text == "#" { ParamKind::Nat } else { ParamKind::Type };
        params.extend(group.names().map(|name| Param { name: name.text.to_owned(), kind }));
    }
    params
}

struct Expander<'m, 'f> {
    names: &'m Names<'f>,
    refs: &'m [Ref],
    /// How many repetitions the present field stands in.
    depth: u32,
    /// The fields so far, those inside of repetitions too, in the order in which they were counted.
    variables: Vec<Variable>,
}

impl<'f> Expander<'_, 'f> {
    fn target(&self, node: View<'_>) -> Target {
        self.refs[node.at as usize].target()
    }

    fn fields(&mut self, nodes: Children<'f>) -> Vec<Field> {
        let mut fields = Vec::new();
        for ast in nodes.map(AstField) {
            let condition = self.condition(ast);
            let ty = self.field_type(ast);
            let names: Vec<_> = ast.names().collect();
            if names.is_empty() {
                self.number(fields.len());
                let span = ast.type_node().span();
                fields.push(Field { name: None, condition, ty: ty.clone(), span });
            }
            for Ident { text, span } in names {
                self.number(fields.len());
                fields.push(Field { name: Some(text.to_owned()), condition, ty: ty.clone(), span });
            }
        }
        fields
    }

    fn number(&mut self, idx: usize) {
        let field = idx as u32;
        self.variables.push(match self.depth {
            0 => Variable::Field(field),
            depth => Variable::Inner { depth, field },
        });
    }

    fn condition(&self, ast: AstField<'_>) -> Option<Condition> {
        let bit = ast.condition()?.bit.value().filter(|bit| *bit < 32)?;
        let mask = ast.0.children().find(|view| view.kind() == NodeKind::FlagsField)?;
        Some(Condition { mask: self.variable(mask)?, bit: bit as u8 })
    }

    /// The number that a word stands for.
    fn variable(&self, node: View<'_>) -> Option<Variable> {
        match self.target(node) {
            Target::Param(idx) => Some(Variable::Param(idx)),
            Target::Field(idx) => self.variables.get(idx as usize).copied(),
            _ => None,
        }
    }

    fn field_type(&mut self, ast: AstField<'f>) -> Ty {
        let node = ast.type_node();
        if node.kind() == NodeKind::Repetition {
            return self.repetition(Repetition(node));
        }
        match (self.ty(node), ast.is_call()) {
            (Ty::Param(idx), true) => Ty::Call(idx),
            (ty, true) => Ty::CallOf(Box::new(ty)),
            (ty, false) => ty,
        }
    }

    fn repetition(&mut self, repetition: Repetition<'f>) -> Ty {
        let count = match repetition.count_node() {
            Some(count) => self.nat(count),
            None => self.variable(repetition.0).map(Nat::Variable),
        };
        self.depth += 1;
        let fields = self.fields(repetition.field_nodes());
        self.depth -= 1;
        count.map_or(PLACEHOLDER, |count| Ty::Repetition { count, fields })
    }

    fn ty(&self, node: View<'f>) -> Ty {
        match self.value(node, &mut Vec::new()) {
            Some(Arg::Type(ty)) => ty,
            Some(Arg::Nat(_)) | None => PLACEHOLDER,
        }
    }

    fn nat(&self, node: View<'f>) -> Option<Nat> {
        match self.value(node, &mut Vec::new())? {
            Arg::Nat(nat) => Some(nat),
            Arg::Type(_) => None,
        }
    }

    /// What a term means that is applied to `rest`.
    fn value(&self, node: View<'f>, rest: &mut Vec<View<'f>>) -> Option<Arg> {
        match node.kind() {
            NodeKind::Nat => Some(Arg::Type(Ty::Nat)),
            NodeKind::Number => Some(Arg::Nat(Nat::Constant(node.text().parse().ok()?))),
            NodeKind::Sum => self.sum(node).map(Arg::Nat),
            NodeKind::Name => {
                let args: Vec<_> = node.children().chain(rest.drain(..)).collect();
                self.name(node, &args)
            }
            _ => {
                let mut terms = node.children();
                let first = terms.next()?;
                rest.splice(0..0, terms);
                self.value(first, rest)
            }
        }
    }

    fn sum(&self, node: View<'f>) -> Option<Nat> {
        let mut folded = Folded::default();
        folded.add(node);
        let constant = u32::try_from(folded.constant).ok()?;
        match folded.terms.as_slice() {
            [] => Some(Nat::Constant(constant)),
            [only] => match (self.nat(*only)?, constant) {
                (nat, 0) => Some(nat),
                (Nat::Variable(variable), _) => Some(Nat::Sum(variable, constant)),
                _ => None,
            },
            _ => None,
        }
    }

    fn name(&self, node: View<'f>, args: &[View<'f>]) -> Option<Arg> {
        let args = || args.iter().map(|arg| self.value(*arg, &mut Vec::new())).collect::<Option<Vec<_>>>();
        Some(Arg::Type(match self.target(node) {
            Target::None => return None,
            Target::Primitive(primitive) => Ty::Primitive(primitive),
            Target::Opaque(opaque) => Ty::Opaque(opaque),
            Target::Vector { is_bare } => match args()?.into_iter().next()? {
                Arg::Type(element) => Ty::Vector { is_bare, element: Box::new(element) },
                Arg::Nat(_) => return None,
            },
            Target::Boxed(ty) => Ty::Boxed { ty: TypeId(ty), args: args()? },
            Target::Bare(row) => Ty::Bare { constructor: CombinatorId(row), args: args()? },
            Target::BareParam(idx) => Ty::BareParam(idx),
            Target::Param(_) | Target::Field(_) => return self.own(node),
        }))
    }

    /// A parameter or number of the combinator itself.
    fn own(&self, node: View<'_>) -> Option<Arg> {
        let variable = self.variable(node)?;
        let Variable::Param(idx) = variable else {
            return Some(Arg::Nat(Nat::Variable(variable)));
        };
        let entry = node.file.entry_of(node.at)?;
        let param = params(node.file.combinator(entry)).into_iter().nth(idx as usize)?;
        Some(match param.kind {
            ParamKind::Type => Arg::Type(Ty::Param(idx)),
            ParamKind::Nat => Arg::Nat(Nat::Variable(variable)),
        })
    }

    fn result(&self, ast: Ast<'f>, row: u32) -> Ty {
        let node = ast.result_node();
        let ty = self.names.rows[row as usize].ty;
        match ast.section() {
            Section::Types if ty == NONE => PLACEHOLDER,
            Section::Types => {
                let args = node.children().map(|arg| self.value(arg, &mut Vec::new()));
                Ty::Boxed { ty: TypeId(ty), args: args.collect::<Option<_>>().unwrap_or_default() }
            }
            Section::Functions => self.ty(node),
        }
    }
}
