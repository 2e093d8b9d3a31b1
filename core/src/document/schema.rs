//! The JSON Schema of the document, made from the grammar so that the two cannot say different things.

use crate::node::{self, Node};

use super::canonical::write_text;
use super::grammar::{Fields, Form, Member, Object, PROGRAMME, Reads, Shape, UNKNOWN, combinators, operators};

/// The JSON Schema (draft 2020-12) of the programme document, for editors and for other readers.
///
/// What a schema cannot say (that a metric exists, that an operator suits its operand, that levels ascend) only
/// [`crate::Programme::check`] finds.
#[must_use]
pub fn json_schema() -> String {
    let mut definitions = Vec::new();
    let root = schema(&PROGRAMME, &mut definitions);
    let document = object(&mut [
        ("$schema", text("https://json-schema.org/draft/2020-12/schema")),
        ("title", text("qudao programme")),
        ("description", text("The rules of a sales channel: what is measured, who stands where, what is paid.")),
    ]);
    let mut document = with_all(document, root);
    set(&mut document, "$defs", Node::Object(definitions));
    let mut text = String::new();
    write(&document, "\n", &mut text);
    text.push('\n');
    text
}

/// Indented JSON with members sorted by name.
fn write(node: &Node, line: &str, out: &mut String) {
    let inner = format!("{line}  ");
    match node {
        Node::Text(text) => write_text(text, out),
        Node::Integer(value) => out.push_str(&value.to_string()),
        Node::List(list) if !list.is_empty() => {
            out.push('[');
            for (index, element) in list.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(&inner);
                write(element, &inner, out);
            }
            out.push_str(line);
            out.push(']');
        }
        Node::Object(members) if !members.is_empty() => {
            out.push('{');
            for (index, (name, member)) in node::sorted(members).into_iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(&inner);
                write_text(name, out);
                out.push_str(": ");
                write(member, &inner, out);
            }
            out.push_str(line);
            out.push('}');
        }
        Node::List(_) => out.push_str("[]"),
        Node::Object(_) => out.push_str("{}"),
        Node::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Null | Node::Inexact => out.push_str("null"),
    }
}

type Definitions = Vec<(String, Node)>;

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}

fn integer(value: usize) -> Node {
    Node::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// An object of these members, which are taken out of the list.
fn object(members: &mut [(&str, Node)]) -> Node {
    Node::Object(members.iter_mut().map(|(name, node)| ((*name).to_owned(), std::mem::replace(node, Node::Null))).collect())
}

fn set(object: &mut Node, name: &str, value: Node) {
    let Node::Object(members) = object else { return };
    members.retain(|(known, _)| known != name);
    members.push((name.to_owned(), value));
}

fn with_all(mut object: Node, more: Node) -> Node {
    if let Node::Object(more) = more {
        more.into_iter().for_each(|(name, value)| set(&mut object, &name, value));
    }
    object
}

fn texts(words: &[&str]) -> Node {
    Node::List(words.iter().map(|word| text(word)).collect())
}

fn any_of(alternatives: Vec<Node>) -> Node {
    object(&mut [("anyOf", Node::List(alternatives))])
}

fn pattern(pattern: &str) -> Node {
    object(&mut [("type", text("string")), ("pattern", text(pattern))])
}

fn reference(name: &str) -> Node {
    object(&mut [("$ref", Node::Text(format!("#/$defs/{name}")))])
}

/// A reference to the definition `name`, which is made when it is first referred to.
fn defined(name: &str, definitions: &mut Definitions, make: &dyn Fn(&mut Definitions) -> Node) -> Node {
    if !definitions.iter().any(|(known, _)| known == name) {
        // the name is taken before its definition is made, because conditions contain conditions
        let at = definitions.len();
        definitions.push((name.to_owned(), Node::Null));
        let made = make(definitions);
        if let Some((_, definition)) = definitions.get_mut(at) {
            *definition = made;
        }
    }
    reference(name)
}

fn schema(shape: &'static Shape, definitions: &mut Definitions) -> Node {
    match shape {
        Shape::Object(of) => {
            let name = ["a ", "an "].iter().find_map(|article| of.what.strip_prefix(article)).unwrap_or(of.what).replace(' ', "_");
            defined(&name, definitions, &|definitions| object_schema(of, definitions))
        }
        Shape::Map { key, of } => {
            object(&mut [("type", text("object")), ("propertyNames", form_schema(*key)), ("additionalProperties", schema(of, definitions))])
        }
        Shape::List { of, min } => {
            let mut list = object(&mut [("type", text("array")), ("items", schema(of, definitions))]);
            if *min > 0 {
                set(&mut list, "minItems", integer(*min));
            }
            list
        }
        Shape::Tuple(of) => object(&mut [
            ("type", text("array")),
            ("prefixItems", Node::List(of.iter().map(|shape| schema(shape, definitions)).collect())),
            ("minItems", integer(of.len())),
            ("items", Node::Boolean(false)),
        ]),
        Shape::Union(of) => any_of(of.iter().map(|shape| schema(shape, definitions)).collect()),
        Shape::Words(words) => object(&mut [("enum", texts(words))]),
        Shape::Number { or, negative } => or_word(number_schema(*negative, definitions), *or),
        Shape::Integer { min, max } => integers(*min, *max),
        Shape::Integers(allowed) => object(&mut [("enum", Node::List(allowed.iter().map(|value| Node::Integer(*value)).collect()))]),
        Shape::Boolean => object(&mut [("type", text("boolean"))]),
        Shape::Date { or } => {
            let date = defined("date", definitions, &|_| {
                let mut date = pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
                set(&mut date, "format", text("date"));
                date
            });
            or_word(date, *or)
        }
        Shape::MonthDay => pattern("^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"),
        Shape::Defines(form) => form_schema(*form),
        Shape::Refers(_) | Shape::Text => object(&mut [("type", text("string")), ("minLength", integer(1))]),
        Shape::Currency => pattern("^[A-Z]{3}$"),
        // the schema is of the whole build
        Shape::LeftOut => Node::Boolean(true),
        Shape::Schema(schema) => object(&mut [("const", text(schema))]),
        Shape::Condition(reads) => {
            let name = match reads {
                Reads::Rule => "condition",
                Reads::Filter => "filter",
            };
            defined(name, definitions, &|definitions| condition_schema(*reads, definitions))
        }
    }
}

fn integers(min: i64, max: i64) -> Node {
    object(&mut [("type", text("integer")), ("minimum", Node::Integer(min)), ("maximum", Node::Integer(max))])
}

fn or_word(schema: Node, word: Option<&str>) -> Node {
    match word {
        Some(word) => any_of(vec![object(&mut [("const", text(word))]), schema]),
        None => schema,
    }
}

fn number_schema(negative: bool, definitions: &mut Definitions) -> Node {
    let (name, sign, minimum) = if negative { ("number", "-?", -999_999_999_999_999i64) } else { ("number_from_0", "", 0) };
    defined(name, definitions, &|_| {
        let as_text = pattern(&format!("^{sign}(0|[1-9][0-9]{{0,14}})(\\.[0-9]{{1,12}}0*)?$"));
        let mut number = any_of(vec![as_text, integers(minimum, 999_999_999_999_999)]);
        set(&mut number, "description", text("an exact number, written as text: \"1234.56\""));
        number
    })
}

fn form_schema(form: Form) -> Node {
    let mut schema = pattern(form.pattern());
    if !form.reserved().is_empty() {
        set(&mut schema, "not", object(&mut [("enum", texts(form.reserved()))]));
    }
    schema
}

fn property(member: &Member, definitions: &mut Definitions) -> (String, Node) {
    (member.name.to_owned(), described(member.shape, member.doc, definitions))
}

fn described(shape: &'static Shape, doc: &str, definitions: &mut Definitions) -> Node {
    let mut property = schema(shape, definitions);
    set(&mut property, "description", text(doc));
    property
}

fn object_schema(of: &'static Object, definitions: &mut Definitions) -> Node {
    let mut forms = Vec::new();
    collect_forms(&of.fields, &mut Vec::new(), String::new(), &mut forms);
    let mut schemas: Vec<Node> = Vec::new();
    for (title, members) in &forms {
        let required: Vec<&str> = members.iter().filter(|member| member.required).map(|member| member.name).collect();
        let mut form = object(&mut [
            ("type", text("object")),
            ("additionalProperties", Node::Boolean(false)),
            ("properties", Node::Object(members.iter().map(|member| property(member, definitions)).collect())),
            ("required", texts(&required)),
        ]);
        if !title.is_empty() {
            set(&mut form, "title", text(title));
        }
        schemas.push(form);
    }
    match schemas.len() {
        1 => schemas.remove(0),
        _ => object(&mut [("description", text(of.what)), ("oneOf", Node::List(schemas))]),
    }
}

/// Every form of an object with all its members, named by the members that decide it.
fn collect_forms(
    fields: &'static Fields,
    above: &mut Vec<&'static Member>,
    title: String,
    forms: &mut Vec<(String, Vec<&'static Member>)>,
) {
    let depth = above.len();
    above.extend(fields.members.iter().flat_map(|group| group.iter()));
    if fields.choice.is_empty() {
        forms.push((title, above.clone()));
    } else {
        for variant in fields.choice {
            let inner = above.len();
            above.push(&variant.key);
            let title = if title.is_empty() { variant.key.name.to_owned() } else { format!("{title}, {}", variant.key.name) };
            collect_forms(&variant.then, above, title, forms);
            above.truncate(inner);
        }
    }
    above.truncate(depth);
}

fn condition_schema(reads: Reads, definitions: &mut Definitions) -> Node {
    let mut properties: Vec<(String, Node)> = combinators(reads).iter().map(|member| property(member, definitions)).collect();
    let operand = match reads {
        Reads::Rule => {
            let tier = defined("tier_comparison", definitions, &|definitions| comparison_schema(reads, "tier", definitions));
            properties.push(("tier".to_owned(), tier));
            "a metric, `partner.column` or `tier`"
        }
        Reads::Filter => "a column, or a column of the record that it refers to: `product.category`",
    };
    let comparison = defined("comparison", definitions, &|definitions| comparison_schema(reads, "", definitions));
    object(&mut [
        ("type", text("object")),
        ("description", Node::Text(format!("one operand, which is {operand}, or one of all, any, at_least_k, not"))),
        ("minProperties", integer(1)),
        ("maxProperties", integer(1)),
        ("properties", Node::Object(properties)),
        ("additionalProperties", comparison),
    ])
}

fn comparison_schema(reads: Reads, operand: &str, definitions: &mut Definitions) -> Node {
    let operators = operators(reads, operand);
    let mut properties: Vec<(String, Node)> =
        operators.iter().map(|operator| (operator.name.to_owned(), described(operator.bound, operator.doc, definitions))).collect();
    properties.push(("unknown".to_owned(), described(&UNKNOWN, "what the comparison is when the value is unknown", definitions)));
    object(&mut [
        ("type", text("object")),
        ("additionalProperties", Node::Boolean(false)),
        ("properties", Node::Object(properties)),
        ("oneOf", Node::List(operators.iter().map(|operator| object(&mut [("required", texts(&[operator.name]))])).collect())),
    ])
}

#[cfg(test)]
mod tests {
    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/programme.schema.json");

    #[test]
    fn the_published_schema_is_the_one_of_the_grammar() {
        let schema = super::json_schema();
        if std::env::var_os("QUDAO_BLESS").is_some() {
            std::fs::write(PATH, &schema).expect("the schema can be written");
        }
        assert_eq!(std::fs::read_to_string(PATH).expect("the schema is there"), schema, "regenerate it with QUDAO_BLESS=1");
        let value: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
        let definitions = value["$defs"].as_object().expect("definitions");
        assert!(definitions.values().all(serde_json::Value::is_object));
    }
}
