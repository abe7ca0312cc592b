//! The Broadband Forum's profiles: what a device that meets one must have, flattened, a line an object.

use super::documents::{Document, attribute, children};
use std::collections::BTreeMap;
use std::fmt::Write;
use xmltree::Element;

/// From profile to profile.
const MOST_HOPS: usize = 20;

/// By object: its words in the order of the XML.
type Objects<'x> = Vec<(&'x str, Vec<String>)>;

/// All profiles of a model that are not deleted, in the order of the XML.
pub fn text(main: &Document, model: &str) -> String {
    let Some((_, model)) = main.named("model").find(|(name, _)| *name == model) else {
        return String::new();
    };
    let all: Vec<(&str, &Element)> = children(model, "profile")
        .filter_map(|profile| Some((attribute(profile, "name")?, profile)))
        .collect();
    let by_name: BTreeMap<&str, &Element> = all.iter().copied().collect();
    let mut text = String::new();
    for (name, profile) in all {
        if name.starts_with('_') || attribute(profile, "status") == Some("deleted") {
            continue;
        }
        let mut objects = Objects::new();
        collect(&by_name, profile, &mut objects, MOST_HOPS);
        let _ = writeln!(text, "profile {name}");
        for (path, words) in objects.iter().filter(|(_, words)| !words.is_empty()) {
            let _ = writeln!(text, "  {path} {}", words.join(" "));
        }
    }
    text
}

/// What a profile is made from comes first; what it says itself goes over that.
fn collect<'x>(
    all: &BTreeMap<&str, &'x Element>,
    profile: &'x Element,
    objects: &mut Objects<'x>,
    hops: usize,
) {
    let from = ["base", "extends"]
        .into_iter()
        .filter_map(|name| attribute(profile, name));
    for name in from.flat_map(str::split_whitespace) {
        if let (Some(other), Some(hops)) = (all.get(name), hops.checked_sub(1)) {
            collect(all, other, objects, hops);
        }
    }
    for object in children(profile, "object") {
        let Some(path) = attribute(object, "ref") else {
            continue;
        };
        let at = objects.iter().position(|(known, _)| *known == path);
        let at = at.unwrap_or_else(|| {
            objects.push((path, Vec::new()));
            objects.len() - 1
        });
        let words = &mut objects[at].1;
        let mut add = |word: String| {
            let plain = word.trim_end_matches('!');
            words.retain(|known| known.trim_end_matches('!') != plain);
            words.push(word);
        };
        let rows = attribute(object, "requirement").unwrap_or_default();
        for (needs, word) in [("create", "create"), ("delete", "delete")] {
            if rows.to_ascii_lowercase().contains(needs) {
                add(String::from(word));
            }
        }
        for parameter in children(object, "parameter") {
            let write = attribute(parameter, "requirement") == Some("readWrite");
            if let Some(name) = attribute(parameter, "ref") {
                add(format!("{}{}", name.trim(), if write { "!" } else { "" }));
            }
        }
    }
}
