//! The JSON Schema of the document, made from the grammar so that the two cannot say different things.

use serde_json::{Map, Value};

use super::grammar::{Fields, Form, Member, Object, PROGRAMME, Reads, Shape, UNKNOWN, combinators, operators};

/// The JSON Schema (draft 2020-12) of the programme document, for editors and for other readers.
///
/// What a schema cannot say (that a metric exists, that an operator suits its operand, that levels ascend) only
/// [`crate::Programme::check`] finds.
#[must_use]
pub fn json_schema() -> String {
    let mut definitions = Map::new();
    let root = schema(&PROGRAMME, &mut definitions);
    let mut document = object([
        ("$schema", Value::from("https://json-schema.org/draft/2020-12/schema")),
        ("title", Value::from("qudao programme")),
        ("description", Value::from("The rules of a sales channel: what is measured, who stands where, what is paid.")),
    ]);
    document.extend(root);
    document.insert("$defs".to_owned(), Value::Object(definitions));
    let mut text = format!("{:#}", Value::Object(document));
    text.push('\n');
    text
}

type Definitions = Map<String, Value>;

fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn texts<'w>(words: impl IntoIterator<Item = &'w str>) -> Value {
    Value::Array(words.into_iter().map(Value::from).collect())
}

fn any_of(alternatives: impl IntoIterator<Item = Map<String, Value>>) -> Map<String, Value> {
    object([("anyOf", Value::Array(alternatives.into_iter().map(Value::Object).collect()))])
}

fn pattern(pattern: &str) -> Map<String, Value> {
    object([("type", Value::from("string")), ("pattern", Value::from(pattern))])
}

fn reference(name: &str) -> Map<String, Value> {
    object([("$ref", Value::from(format!("#/$defs/{name}")))])
}

/// A reference to the definition `name`, which is made when it is first referred to.
fn defined(name: &str, definitions: &mut Definitions, make: impl FnOnce(&mut Definitions) -> Map<String, Value>) -> Map<String, Value> {
    if !definitions.contains_key(name) {
        // the name is taken before its definition is made, because conditions contain conditions
        definitions.insert(name.to_owned(), Value::Null);
        let made = make(definitions);
        definitions.insert(name.to_owned(), Value::Object(made));
    }
    reference(name)
}

fn schema(shape: &'static Shape, definitions: &mut Definitions) -> Map<String, Value> {
    match shape {
        Shape::Object(object) => {
            let name = object.what.trim_start_matches("a ").trim_start_matches("an ").replace(' ', "_");
            defined(&name, definitions, |definitions| object_schema(object, definitions))
        }
        Shape::Map { key, of } => object([
            ("type", Value::from("object")),
            ("propertyNames", Value::Object(form_schema(*key))),
            ("additionalProperties", Value::Object(schema(of, definitions))),
        ]),
        Shape::List { of, min } => {
            let mut list = object([("type", Value::from("array")), ("items", Value::Object(schema(of, definitions)))]);
            if *min > 0 {
                list.insert("minItems".to_owned(), Value::from(*min));
            }
            list
        }
        Shape::Tuple(of) => object([
            ("type", Value::from("array")),
            ("prefixItems", Value::Array(of.iter().map(|shape| Value::Object(schema(shape, definitions))).collect())),
            ("minItems", Value::from(of.len())),
            ("items", Value::from(false)),
        ]),
        Shape::Union(of) => any_of(of.iter().map(|shape| schema(shape, definitions)).collect::<Vec<_>>()),
        Shape::Words(words) => object([("enum", texts(words.iter().copied()))]),
        Shape::Number { or, negative } => {
            let number = number_schema(*negative, definitions);
            or_word(number, *or)
        }
        Shape::Integer { min, max } => {
            object([("type", Value::from("integer")), ("minimum", Value::from(*min)), ("maximum", Value::from(*max))])
        }
        Shape::Boolean => object([("type", Value::from("boolean"))]),
        Shape::Date { or } => {
            let date = defined("date", definitions, |_| {
                let mut date = pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
                date.insert("format".to_owned(), Value::from("date"));
                date
            });
            or_word(date, *or)
        }
        Shape::MonthDay => pattern("^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$"),
        Shape::Defines(form) => form_schema(*form),
        Shape::Refers(_) | Shape::Text => object([("type", Value::from("string")), ("minLength", Value::from(1))]),
        Shape::Currency => pattern("^[A-Z]{3}$"),
        Shape::Schema(schema) => object([("const", Value::from(*schema))]),
        Shape::Condition(reads) => {
            let name = match reads {
                Reads::Rule => "condition",
                Reads::Filter => "filter",
            };
            defined(name, definitions, |definitions| condition_schema(*reads, definitions))
        }
    }
}

fn or_word(schema: Map<String, Value>, word: Option<&str>) -> Map<String, Value> {
    match word {
        Some(word) => any_of([object([("const", Value::from(word))]), schema]),
        None => schema,
    }
}

fn number_schema(negative: bool, definitions: &mut Definitions) -> Map<String, Value> {
    let (name, sign, minimum) = if negative { ("number", "-?", -999_999_999_999_999i64) } else { ("number_from_0", "", 0) };
    defined(name, definitions, |_| {
        let text = pattern(&format!("^{sign}(0|[1-9][0-9]{{0,14}})(\\.[0-9]{{1,12}}0*)?$"));
        let token =
            object([("type", Value::from("integer")), ("minimum", Value::from(minimum)), ("maximum", Value::from(999_999_999_999_999i64))]);
        let mut number = any_of([text, token]);
        number.insert("description".to_owned(), Value::from("an exact number, written as text: \"1234.56\""));
        number
    })
}

fn form_schema(form: Form) -> Map<String, Value> {
    let mut schema = pattern(form.pattern());
    if !form.reserved().is_empty() {
        schema.insert("not".to_owned(), Value::Object(object([("enum", texts(form.reserved().iter().copied()))])));
    }
    schema
}

fn property(member: &Member, definitions: &mut Definitions) -> (String, Value) {
    let mut property = schema(member.shape, definitions);
    property.insert("description".to_owned(), Value::from(member.doc));
    (member.name.to_owned(), Value::Object(property))
}

fn object_schema(of: &'static Object, definitions: &mut Definitions) -> Map<String, Value> {
    let mut forms = Vec::new();
    collect_forms(&of.fields, &mut Vec::new(), String::new(), &mut forms);
    let mut schemas = forms.iter().map(|(title, members)| {
        let mut form = object([
            ("type", Value::from("object")),
            ("additionalProperties", Value::from(false)),
            ("properties", Value::Object(members.iter().map(|member| property(member, definitions)).collect())),
            ("required", texts(members.iter().filter(|member| member.required).map(|member| member.name))),
        ]);
        if !title.is_empty() {
            form.insert("title".to_owned(), Value::from(title.as_str()));
        }
        form
    });
    if forms.len() == 1 {
        return schemas.next().unwrap_or_default();
    }
    let schemas: Vec<Value> = schemas.map(Value::Object).collect();
    object([("description", Value::from(of.what)), ("oneOf", Value::Array(schemas))])
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

fn condition_schema(reads: Reads, definitions: &mut Definitions) -> Map<String, Value> {
    let mut properties: Map<String, Value> = combinators(reads).iter().map(|member| property(member, definitions)).collect();
    let operand = match reads {
        Reads::Rule => {
            let tier = defined("tier_comparison", definitions, |definitions| comparison_schema(reads, "tier", definitions));
            properties.insert("tier".to_owned(), Value::Object(tier));
            "a metric, `partner.column` or `tier`"
        }
        Reads::Filter => "a column, or a column of the record that it refers to: `product.category`",
    };
    let comparison = defined("comparison", definitions, |definitions| comparison_schema(reads, "", definitions));
    object([
        ("type", Value::from("object")),
        ("description", Value::from(format!("one operand, which is {operand}, or one of all, any, at_least_k, not"))),
        ("minProperties", Value::from(1)),
        ("maxProperties", Value::from(1)),
        ("properties", Value::Object(properties)),
        ("additionalProperties", Value::Object(comparison)),
    ])
}

fn comparison_schema(reads: Reads, operand: &str, definitions: &mut Definitions) -> Map<String, Value> {
    let operators = operators(reads, operand);
    let mut properties = Map::new();
    for operator in operators {
        let mut bound = schema(operator.bound, definitions);
        bound.insert("description".to_owned(), Value::from(operator.doc));
        properties.insert(operator.name.to_owned(), Value::Object(bound));
    }
    let mut unknown = schema(&UNKNOWN, definitions);
    unknown.insert("description".to_owned(), Value::from("what the comparison is when the value is unknown"));
    properties.insert("unknown".to_owned(), Value::Object(unknown));
    let one = operators.iter().map(|operator| Value::Object(object([("required", texts([operator.name]))]))).collect();
    object([
        ("type", Value::from("object")),
        ("additionalProperties", Value::from(false)),
        ("properties", Value::Object(properties)),
        ("oneOf", Value::Array(one)),
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
