//! Walks a document against the grammar and reports every departure from it.

use crate::amount::{Currency, Exact, NumberError};
use crate::diagnostic::{Diagnostic, DiagnosticCode};
use crate::node::Node;
use crate::period::parse_date;

use super::grammar::{COMBINATORS, Fields, Form, Member, Object, Reads, Shape, UNKNOWN, combinators, operators};
use super::place::{Place, choices, quoted};

/// Reports what at `place` is not of this shape. Bounds of leaves are left to the checker, which knows what they are compared with.
pub(crate) fn conform(shape: &Shape, place: Place<'_>, findings: &mut Vec<Diagnostic>) {
    if !shape.accepts(place.node) {
        findings.push(wrong_type(shape, place));
        return;
    }
    match (shape, place.node) {
        (Shape::Object(object), _) => conform_object(object, place, findings),
        (Shape::Map { key, of }, _) => {
            for (name, member) in place.members() {
                findings.extend(form_finding(*key, name, member));
                conform(of, member, findings);
            }
        }
        (Shape::List { of, min }, node) => {
            if node.list().len() < *min {
                let message = match min {
                    1 => "this list needs at least one element".to_owned(),
                    min => format!("this list needs at least {min} elements"),
                };
                findings.push(place.error(DiagnosticCode::EmptyList, message));
            }
            place.elements().for_each(|element| conform(of, element, findings));
        }
        (Shape::Tuple(of), node) => {
            if node.list().len() != of.len() {
                let message = format!("expected {}, found {} elements", shape.expected(), node.list().len());
                findings.push(place.error(DiagnosticCode::WrongType, message));
                return;
            }
            of.iter().zip(place.elements()).for_each(|(shape, element)| conform(shape, element, findings));
        }
        (Shape::Union(of), node) => {
            if let Some(shape) = of.iter().find(|shape| shape.accepts(node)) {
                conform(shape, place, findings);
            }
        }
        (Shape::Condition(reads), _) => conform_condition(*reads, place, findings),
        (Shape::LeftOut, _) => findings.push(left_out(place)),
        (shape, Node::Text(text)) => findings.extend(text_finding(shape, text, place)),
        (shape, Node::Integer(value)) => findings.extend(integer_finding(shape, *value, place)),
        (shape, Node::Inexact) => findings.push(inexact(shape, place)),
        (_, Node::Null | Node::Boolean(_) | Node::List(_) | Node::Object(_)) => {}
    }
}

fn wrong_type(shape: &Shape, place: Place<'_>) -> Diagnostic {
    let finding = place.error(DiagnosticCode::WrongType, format!("expected {}, found {}", shape.expected(), place.node.type_name()));
    match (shape, place.node) {
        (Shape::Integer { .. } | Shape::Integers(_), Node::Text(_)) => finding.with_help("write it without quotes"),
        (_, Node::Null) => finding.with_help("leave the member out instead"),
        _ => finding,
    }
}

fn left_out(place: Place<'_>) -> Diagnostic {
    let name = quoted(place.path().as_str().rsplit('/').next().unwrap_or_default());
    let finding = place.error(DiagnosticCode::NotInThisBuild, format!("{name} is left out of this build of qudao"));
    finding.with_help("use the whole build: `qudao/full` on npm, the feature `full` in Rust")
}

fn inexact(shape: &Shape, place: Place<'_>) -> Diagnostic {
    let finding = place.error(DiagnosticCode::AmountNotExact, "a number with a fraction, an exponent or more than 2^53−1 is not exact");
    match shape {
        Shape::Integer { .. } | Shape::Integers(_) => finding.with_help("write a whole number"),
        _ => finding.with_help("write it as text: \"0.02\""),
    }
}

fn text_finding(shape: &Shape, text: &str, place: Place<'_>) -> Option<Diagnostic> {
    match shape {
        Shape::Words(words) if !words.contains(&text) => {
            let finding = place.error(DiagnosticCode::UnknownChoice, format!("{} is not {}", quoted(text), choices(words)));
            Some(did_you_mean(finding, nearest(text, words.iter().copied())))
        }
        Shape::Number { or: Some(word), .. } if text == *word => None,
        Shape::Number { negative, .. } => number_finding(text, *negative, place),
        Shape::Date { or: Some(word) } if text == *word => None,
        Shape::Date { .. } if parse_date(text).is_none() => {
            Some(place.error(DiagnosticCode::BadDate, format!("{} is not a date", quoted(text))).with_help("write it as YYYY-MM-DD"))
        }
        Shape::MonthDay if month_day(text).is_none() => {
            let finding = place.error(DiagnosticCode::BadDate, format!("{} is not a month and a day from 01 to 28", quoted(text)));
            Some(finding.with_help("write it as MM-DD: \"01-01\""))
        }
        Shape::Defines(form) => form_finding(*form, text, place),
        Shape::Refers(_) | Shape::Text if text.is_empty() => Some(place.error(DiagnosticCode::BadId, "the text is empty")),
        Shape::Currency if Currency::from_code(text).is_none() => {
            let finding = place.error(DiagnosticCode::UnknownCurrency, format!("{} is not an ISO 4217 currency code", quoted(text)));
            let upper = text.to_ascii_uppercase();
            Some(did_you_mean(finding, Currency::from_code(&upper).map(Currency::code)))
        }
        Shape::Schema(schema) if text != *schema => {
            let message = format!("schema {} is not read here", quoted(text));
            Some(place.error(DiagnosticCode::UnsupportedSchema, message).with_help(format!("write `{schema}`")))
        }
        _ => None,
    }
}

fn number_finding(text: &str, negative: bool, place: Place<'_>) -> Option<Diagnostic> {
    match text.parse::<Exact>() {
        Ok(value) if value.is_negative() && !negative => Some(below_zero(place)),
        Ok(_) => None,
        Err(NumberError::Grammar) => {
            let finding = place.error(DiagnosticCode::BadAmount, format!("{} is not a plain decimal number", quoted(text)));
            Some(finding.with_help("write digits with at most one point: \"1234.56\""))
        }
        Err(NumberError::TooLarge) => {
            let message = format!("{} has more than {} integer digits", quoted(text), Exact::MAX_INTEGER_DIGITS);
            Some(place.error(DiagnosticCode::TooLargeAmount, message))
        }
        Err(NumberError::TooPrecise) => {
            let message = format!("{} has more than {} fraction digits", quoted(text), Exact::MAX_FRACTION_DIGITS);
            Some(place.error(DiagnosticCode::TooPrecise, message))
        }
    }
}

fn below_zero(place: Place<'_>) -> Diagnostic {
    place.error(DiagnosticCode::OutOfRange, "the number may not be negative")
}

fn integer_finding(shape: &Shape, value: i64, place: Place<'_>) -> Option<Diagnostic> {
    match shape {
        Shape::Integers(allowed) if !allowed.contains(&value) => {
            let words: Vec<String> = allowed.iter().map(i64::to_string).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            Some(place.error(DiagnosticCode::OutOfRange, format!("{value} is not {}", choices(&words))))
        }
        Shape::Integer { min, max } if value < *min || value > *max => {
            Some(place.error(DiagnosticCode::OutOfRange, format!("{value} is outside {min} to {max}")))
        }
        // a token can have one digit more than a text
        Shape::Number { negative, .. } => number_finding(&value.to_string(), *negative, place),
        _ => None,
    }
}

/// Month and day of `MM-DD`, day 01 to 28.
pub(crate) fn month_day(text: &str) -> Option<(u32, u32)> {
    let [m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let digit = |b: &u8| b.is_ascii_digit().then(|| u32::from(*b - b'0'));
    let month = digit(m1)? * 10 + digit(m2)?;
    let day = digit(d1)? * 10 + digit(d2)?;
    ((1..=12).contains(&month) && (1..=28).contains(&day)).then_some((month, day))
}

fn form_finding(form: Form, text: &str, place: Place<'_>) -> Option<Diagnostic> {
    if form.reserved().contains(&text) {
        let message = format!("{} has a meaning of its own here and cannot be a name", quoted(text));
        return Some(place.error(DiagnosticCode::BadId, message));
    }
    if form.matches(text) {
        return None;
    }
    let (what, help) = match form {
        Form::Id => ("an id", "an id has 1 to 64 letters, digits, `_`, `.`, `:`, `-` and starts with a letter, digit or `_`"),
        Form::Metric | Form::Kind | Form::Column => ("a name", "a name has 1 to 64 of a-z, 0-9, `_` and starts with a letter"),
    };
    Some(place.error(DiagnosticCode::BadId, format!("{} is not of the form of {what}", quoted(text))).with_help(help))
}

/// The known word nearest to `word`. A text that is longer than any name is no misspelt one, and comparing it would take long.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if word.len() > 130 { None } else { crate::diagnostic::nearest(word, known) }
}

pub(crate) fn did_you_mean(finding: Diagnostic, word: Option<&str>) -> Diagnostic {
    match word {
        Some(word) => finding.with_help(format!("did you mean `{word}`?")),
        None => finding,
    }
}

fn conform_object(object: &Object, place: Place<'_>, findings: &mut Vec<Diagnostic>) {
    let known = object.fields.all();
    let members = object.fields.of(place.node);
    let mut meant = Vec::new();
    for (name, member) in place.members() {
        match members.iter().find(|candidate| candidate.name == name) {
            Some(known) => conform(known.shape, member, findings),
            None => {
                let word = nearest(name, members.iter().map(|member| member.name));
                meant.push(word);
                findings.push(unknown_member(object, &known, name, word, member));
            }
        }
    }
    let missing = |member: &Member| member.required && place.node.member(member.name).is_none() && !meant.contains(&Some(member.name));
    require(&object.fields, object.what, place, &missing, meant.is_empty(), findings);
}

fn unknown_member(object: &Object, known: &[&'static Member], name: &str, word: Option<&str>, place: Place<'_>) -> Diagnostic {
    let elsewhere = known.iter().any(|member| member.name == name);
    let message = match elsewhere {
        true => format!("{} is no member of this form of {}", quoted(name), object.what),
        false => format!("unknown member {} in {}", quoted(name), object.what),
    };
    did_you_mean(place.error(DiagnosticCode::UnknownMember, message), word)
}

/// Reports missing members and forms that are not decided; `undisturbed`: no unknown member could have been meant as the deciding one.
fn require(
    fields: &Fields,
    what: &str,
    place: Place<'_>,
    missing: &dyn Fn(&Member) -> bool,
    undisturbed: bool,
    findings: &mut Vec<Diagnostic>,
) {
    for member in fields.members.iter().flat_map(|group| group.iter()).filter(|member| missing(member)) {
        let message = format!("{what} needs the member `{}`: {}", member.name, member.doc);
        findings.push(place.error(DiagnosticCode::MissingMember, message));
    }
    let keys: Vec<&str> = fields.choice.iter().map(|variant| variant.key.name).collect();
    match fields.chosen(place.node).as_slice() {
        [variant] => require(&variant.then, what, place, missing, undisturbed, findings),
        [] if keys.is_empty() || !undisturbed => {}
        [] => findings.push(place.error(DiagnosticCode::NotOneOf, format!("{what} needs one of {}", choices(&keys)))),
        several => {
            let there: Vec<String> = several.iter().map(|variant| format!("`{}`", variant.key.name)).collect();
            let message = format!("{what} has {} but may have only one of them", there.join(" and "));
            findings.push(place.error(DiagnosticCode::NotOneOf, message));
        }
    }
}

fn conform_condition(reads: Reads, place: Place<'_>, findings: &mut Vec<Diagnostic>) {
    let [(name, _)] = place.node.members() else {
        let message = format!("a condition has exactly one member, this one has {}", place.node.members().len());
        let help = "join several with {\"all\": [...]} or {\"any\": [...]}";
        findings.push(place.error(DiagnosticCode::NotOneOf, message).with_help(help));
        return;
    };
    let Some(member) = place.member(name) else { return };
    match combinators(reads).iter().find(|combinator| combinator.name == name) {
        Some(combinator) => conform(combinator.shape, member, findings),
        None => conform_leaf(reads, name, member, findings),
    }
}

fn conform_leaf(reads: Reads, operand: &str, place: Place<'_>, findings: &mut Vec<Diagnostic>) {
    if !matches!(place.node, Node::Object(_)) {
        let message = format!("expected an operator and its bound (an object), found {}", place.node.type_name());
        let finding = place.error(DiagnosticCode::WrongType, message);
        findings.push(did_you_mean(finding, nearest(operand, COMBINATORS.iter().copied())));
        return;
    }
    let operators = operators(reads, operand);
    let names: Vec<&str> = operators.iter().map(|operator| operator.name).collect();
    let mut there = Vec::new();
    let mut undisturbed = true;
    for (name, member) in place.members() {
        if name == "unknown" {
            conform(&UNKNOWN, member, findings);
        } else if names.contains(&name) {
            there.push(format!("`{name}`"));
        } else {
            undisturbed = false;
            let finding = member.error(DiagnosticCode::UnknownMember, format!("unknown operator {}", quoted(name)));
            findings.push(match nearest(name, names.iter().copied()) {
                Some(word) => finding.with_help(format!("did you mean `{word}`?")),
                None => finding.with_help(format!("operators are {}", choices(&names))),
            });
        }
    }
    match there.len() {
        1 => {}
        0 if !undisturbed => {}
        0 => findings.push(place.error(DiagnosticCode::NotOneOf, format!("a comparison needs one of {}", choices(&names)))),
        _ => {
            let message = format!("a comparison has {} but may have only one of them", there.join(" and "));
            let help = "join several comparisons with {\"all\": [...]}";
            findings.push(place.error(DiagnosticCode::NotOneOf, message).with_help(help));
        }
    }
}
