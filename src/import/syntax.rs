//! `<syntax>` and `<dataType>` into a type.

use super::documents::{Document, Documents, attribute, children, elements};
use crate::model::value::{Base, Bounds, ListRule, Range, Reference, Type, Word};
use std::rc::Rc;
use std::str::FromStr;
use xmltree::Element;

/// What one `<syntax>` says, named data types followed. What it leaves open is `None` or empty,
/// so that one can refine another.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    pub hidden: Option<bool>,
    pub command: Option<bool>,
    pub default: Option<String>,
    data: Data,
}

/// A type in the making.
#[derive(Clone, Debug, Default)]
struct Data {
    base: Option<Base>,
    /// Lists of lists, the outermost first.
    lists: Vec<ListRule>,
    sizes: Vec<Bounds<u32>>,
    ranges: Vec<Range>,
    enumeration: Vec<Word>,
    patterns: Vec<String>,
    /// Strong or not, and the targets as the XML writes them.
    reference: Option<(bool, Vec<String>)>,
}

impl Syntax {
    pub fn read(
        documents: &mut Documents,
        document: &Rc<Document>,
        syntax: &Element,
    ) -> Result<Syntax, String> {
        let flag = |name| attribute(syntax, name).map(|value| value == "true");
        // `secured` is `hidden` for whoever has no special role, and CWMP knows no roles.
        let hidden = match (flag("hidden"), flag("secured")) {
            (None, None) => None,
            (hidden, secured) => Some(hidden == Some(true) || secured == Some(true)),
        };
        let mut data = Data::default();
        for child in elements(syntax) {
            match child.name.as_str() {
                "list" => data.lists.push(read_list(child)?),
                "dataType" => {
                    let mut named = Data::default();
                    if let Some(name) = attribute(child, "ref").or(attribute(child, "base")) {
                        named = read_type(documents, document, name, 0)?;
                    }
                    named.refine(read_facets(child)?);
                    data.lists.append(&mut named.lists);
                    named.lists = std::mem::take(&mut data.lists);
                    data = named;
                }
                name => {
                    if let Some(base) = Base::named(name) {
                        let lists = std::mem::take(&mut data.lists);
                        data = Data {
                            base: Some(base),
                            lists,
                            ..read_facets(child)?
                        };
                    }
                }
            }
        }
        // What a new row has goes before what a factory-new device has; "implementation" is but
        // a proposal.
        let default = |kind: &str| {
            children(syntax, "default")
                .find(|default| attribute(default, "type") == Some(kind) && !is_deleted(default))
                .map(|default| attribute(default, "value").unwrap_or_default().to_owned())
        };
        let default = default("object")
            .or_else(|| default("parameter"))
            .or_else(|| default("factory"));
        Ok(Syntax {
            hidden,
            command: flag("command"),
            default,
            data,
        })
    }

    /// Lays what `other` says over what is known.
    pub fn refine(&mut self, other: Syntax) {
        self.hidden = other.hidden.or(self.hidden);
        self.command = other.command.or(self.command);
        self.default = other.default.or(self.default.take());
        self.data.refine(other.data);
    }

    /// The type, for a parameter of this object.
    pub fn finish(&self, object: &str) -> Result<Type, String> {
        let data = &self.data;
        let base = data.base.ok_or("expected a type in <syntax>, got none")?;
        let mut syntax = Type::of(base);
        for list in data.lists.iter().rev() {
            let mut list = list.clone();
            list.inner = syntax.list.take();
            list.brackets |= list.inner.is_some();
            syntax.list = Some(Box::new(list));
        }
        syntax.sizes = data.sizes.clone().into();
        syntax.ranges = data.ranges.clone().into();
        syntax.enumeration = data.enumeration.clone().into();
        syntax.patterns = data
            .patterns
            .iter()
            .map(|pattern| pattern.as_str().into())
            .collect();
        syntax.reference = data.reference.as_ref().map(|(strong, targets)| {
            let targets = targets
                .iter()
                .map(|target| absolute(target, object).into())
                .collect();
            Box::new(Reference {
                strong: *strong,
                targets,
            })
        });
        Ok(syntax)
    }
}

impl Data {
    fn refine(&mut self, other: Data) {
        fn replace<T>(known: &mut Vec<T>, said: Vec<T>) {
            if !said.is_empty() {
                *known = said;
            }
        }
        self.base = other.base.or(self.base);
        for (place, said) in other.lists.into_iter().enumerate() {
            match self.lists.get_mut(place) {
                None => self.lists.push(said),
                Some(known) => {
                    if !said.sizes.is_empty() {
                        known.sizes = said.sizes;
                    }
                    if said.items != Bounds::default() {
                        known.items = said.items;
                    }
                    known.brackets |= said.brackets;
                }
            }
        }
        replace(&mut self.sizes, other.sizes);
        replace(&mut self.ranges, other.ranges);
        replace(&mut self.enumeration, other.enumeration);
        replace(&mut self.patterns, other.patterns);
        self.reference = other.reference.or(self.reference.take());
    }
}

/// Types that are built on types that are built on types.
const DEEPEST: usize = 20;

fn read_type(
    documents: &mut Documents,
    document: &Rc<Document>,
    name: &str,
    depth: usize,
) -> Result<Data, String> {
    if depth > DEEPEST {
        return Err(format!(
            "{}: expected dataType {name} to end somewhere",
            document.file
        ));
    }
    let found = documents.find(document, "dataType", name)?;
    let mut data = match attribute(&found.element, "base") {
        Some(base) => read_type(documents, &found.document, base, depth + 1)?,
        None => Data::default(),
    };
    data.refine(read_facets(&found.element)?);
    for child in elements(&found.element) {
        if child.name == "list" {
            data.lists.push(read_list(child)?);
        } else if let Some(base) = Base::named(&child.name) {
            data.base = Some(base);
            data.refine(read_facets(child)?);
        }
    }
    Ok(data)
}

fn read_list(list: &Element) -> Result<ListRule, String> {
    Ok(ListRule {
        sizes: read_facets(list)?.sizes.into(),
        items: Bounds {
            least: number(list, "minItems")?,
            most: number(list, "maxItems")?,
        },
        brackets: attribute(list, "nestedBrackets") == Some("required"),
        inner: None,
    })
}

fn read_facets(element: &Element) -> Result<Data, String> {
    let mut data = Data::default();
    for facet in elements(element).filter(|facet| !is_deleted(facet)) {
        // An empty value means the empty string here.
        let value = || {
            facet
                .attributes
                .get("value")
                .map(String::as_str)
                .unwrap_or_default()
        };
        match facet.name.as_str() {
            "size" => {
                let bounds = Bounds {
                    least: number(facet, "minLength")?,
                    most: number(facet, "maxLength")?,
                };
                if bounds != Bounds::default() {
                    data.sizes.push(bounds);
                }
            }
            "range" => data.ranges.push(Range {
                least: number(facet, "minInclusive")?,
                most: number(facet, "maxInclusive")?,
                step: number(facet, "step")?,
            }),
            "enumeration" => {
                let reported = attribute(facet, "access") == Some("readOnly");
                data.enumeration.push(Word {
                    text: value().into(),
                    reported,
                });
            }
            "pattern" => data.patterns.push(value().to_owned()),
            "pathRef" => {
                let targets = attribute(facet, "targetParent").unwrap_or_default();
                let strong = attribute(facet, "refType") == Some("strong");
                let targets = targets.split_whitespace().map(str::to_owned).collect();
                data.reference = Some((strong, targets));
            }
            _ => {}
        }
    }
    Ok(data)
}

/// `deleted` items are in the XML for the record only (TR-106 2.4).
pub fn is_deleted(element: &Element) -> bool {
    attribute(element, "status") == Some("deleted")
}

fn number<N: FromStr>(element: &Element, name: &str) -> Result<Option<N>, String> {
    let Some(digits) = attribute(element, name) else {
        return Ok(None);
    };
    let number = digits
        .parse()
        .map_err(|_| format!("expected a number for {name}, got {digits}"));
    number.map(Some)
}

/// A path of the XML as seen from an object (TR-106 A.2.3.4): `.X.` starts at the root, each `#`
/// goes up by one (a table and its rows are one), anything else goes on from the object.
fn absolute(target: &str, object: &str) -> String {
    let root = object.split_inclusive('.').next().unwrap_or_default();
    if let Some(rest) = target.strip_prefix('.') {
        return format!("{root}{rest}");
    }
    if target.starts_with(root) {
        return target.to_owned();
    }
    let below = target.trim_start_matches('#');
    let mut up = target.len() - below.len();
    let mut place = object;
    while up > 0 {
        let table = place
            .strip_suffix(".{i}.")
            .or(place.strip_suffix('.'))
            .unwrap_or_default();
        place = table
            .rfind('.')
            .and_then(|dot| place.get(..=dot))
            .unwrap_or_default();
        up -= 1;
    }
    format!("{place}{}", below.strip_prefix('.').unwrap_or(below))
}
