//! The public names of the generated code as text, one name on each line. A diff of it shows which names changed.
//!
//! Fields, variants and methods are indented below their item, so that a new variant is one new line.

use super::model::{
    BitGroup, BoxedType, Codec, Field, FieldKind, FieldValue, Instance, ItemPath, NumberExpression, Plan, Repetition,
    Struct, TypeShape,
};

impl Plan {
    /// Every public item with its fields, variants and methods, in Rust's words, sorted by TL name in each module.
    #[must_use]
    pub fn public_names_text(&self) -> String {
        let types = self.types.iter().map(public_names_of_type);
        let constructors = self
            .types
            .iter()
            .flat_map(|ty| &ty.constructors)
            .map(|constructor| public_names_of_struct("constructors", constructor, ""));
        let functions = self.functions.iter().map(|function| {
            public_names_of_struct("functions", &function.item, &format!(" -> {}", codec_rust_type(&function.result)))
        });
        let groups = self.structs().flat_map(Struct::bit_groups).map(public_names_of_bit_group);
        let records =
            self.structs().flat_map(Struct::all_records).map(|record| public_names_of_struct("records", record, ""));
        let lines: Vec<_> = types.chain(constructors).chain(functions).chain(groups).chain(records).collect();
        lines.join("\n") + "\n"
    }
}

fn public_names_of_type(ty: &BoxedType) -> String {
    let path = item_path_in_tree("types", &ty.item_path);
    match &ty.shape {
        TypeShape::Alias => {
            let constructor =
                ty.constructors.first().map(|item| self::item_path_in_tree("constructors", &item.item_path));
            format!("{path} = {}", constructor.unwrap_or_default())
        }
        TypeShape::Enum(variants) => {
            let variants = variants.iter().map(|variant| match &variant.payload {
                None => variant.ident.clone(),
                Some(payload) => {
                    let constructor =
                        self::item_path_in_tree("constructors", &ty.constructors[payload.constructor].item_path);
                    format!("{}({})", variant.ident, boxed_if_indirect(constructor, payload.is_indirect))
                }
            });
            head_with_indented_members(format!("enum {path}"), variants)
        }
    }
}

/// A struct; `result` is the text after its path.
fn public_names_of_struct(tree: &str, item: &Struct, result: &str) -> String {
    let params = if item.params.is_empty() { String::new() } else { format!("<{}>", item.params.join(", ")) };
    let fields = item.fields.iter().map(field_line);
    let methods = item.implied.iter().map(|implied| format!("{}()", implied.ident));
    head_with_indented_members(
        format!("{}{params}{result}", item_path_in_tree(tree, &item.item_path)),
        fields.chain(methods),
    )
}

fn field_line(field: &Field) -> String {
    format!("{}: {}", field.ident, field_rust_type(field))
}

/// The Rust type of a field: `Option<types::Photo>`.
pub(crate) fn field_rust_type(field: &Field) -> String {
    match &field.kind {
        FieldKind::Required(value) => self::value_rust_type(value),
        FieldKind::Optional(value) => format!("Option<{}>", self::value_rust_type(value)),
        FieldKind::Flag => "bool".to_owned(),
        FieldKind::Group(group) => format!("Option<{}>", item_path_in_tree("groups", &group.item_path)),
    }
}

fn public_names_of_bit_group(group: &BitGroup) -> String {
    let members = group.members.iter().map(|member| format!("{}: {}", member.ident, value_rust_type(&member.value)));
    head_with_indented_members(item_path_in_tree("groups", &group.item_path), members)
}

/// The head of an item, and its members on indented lines of their own.
fn head_with_indented_members(head: String, members: impl Iterator<Item = String>) -> String {
    members.fold(head, |text, member| text + "\n    " + &member)
}

/// The Rust type of a value, with its `Box`.
pub(crate) fn value_rust_type(value: &FieldValue) -> String {
    boxed_if_indirect(codec_rust_type(&value.codec), value.is_indirect)
}

fn boxed_if_indirect(ty: String, is_indirect: bool) -> String {
    if is_indirect { format!("Box<{ty}>") } else { ty }
}

/// The Rust type of the values of a codec.
pub(crate) fn codec_rust_type(codec: &Codec) -> String {
    match codec {
        Codec::Boxed(item_path) => item_path_in_tree("types", item_path),
        Codec::Bare { constructor, .. } => item_path_in_tree("constructors", constructor),
        Codec::Param(name) => name.clone(),
        Codec::Vector { element, .. } => format!("Vec<{}>", self::codec_rust_type(element)),
        Codec::Builtin { id, value } => format!("Builtin<{}, 0x{id:08x}>", self::codec_rust_type(value)),
        Codec::Instance(instance) => self::instance_rust_type(instance),
        Codec::Repetition(Repetition { count: NumberExpression::Constant(n), is_array: true, item, .. }) => {
            format!("[{}; {n}]", self::codec_rust_type(item))
        }
        Codec::Repetition(repetition) => format!("Vec<{}>", self::codec_rust_type(&repetition.item)),
        Codec::Object => "Object".to_owned(),
        codec => codec.leaf_facts().map_or_else(String::new, |leaf| leaf.rust_type.to_owned()),
    }
}

fn instance_rust_type(instance: &Instance) -> String {
    let arguments: Vec<_> = instance.arguments.iter().map(codec_rust_type).collect();
    let path = item_path_in_tree(instance.kind.module_name(), &instance.item_path);
    if arguments.is_empty() { path } else { format!("{path}<{}>", arguments.join(", ")) }
}

/// The path of an item in a module tree: `types::help::Country`.
pub(crate) fn item_path_in_tree(tree: &str, item_path: &ItemPath) -> String {
    if let Some(path) = &item_path.external {
        return path.clone();
    }
    let parts: Vec<_> = std::iter::once(tree).chain(item_path.namespace.iter().map(String::as_str)).collect();
    format!("{}::{}", parts.join("::"), item_path.ident)
}
