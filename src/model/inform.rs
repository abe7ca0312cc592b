//! What may stand in a row of ManagementServer.InformParameter (TR-181, Device:2.8), beyond what the
//! schema can say. An error completes "expected …".

use super::path::{Path, Segment};
use super::template::Template;

/// Below the root.
const TABLE: &str = "ManagementServer.InformParameter.{i}.";

/// Judges a value for the parameter `name` of the object with this template path.
pub(super) fn check(
    template: &Template,
    object: &str,
    name: &str,
    value: &str,
) -> Result<(), String> {
    let below_root = object.strip_prefix(&*template.root);
    if below_root.and_then(|path| path.strip_prefix('.')) != Some(TABLE) {
        return Ok(());
    }
    match name {
        "ParameterName" => parameter_name(template, value),
        "EventList" => event_list(value),
        _ => Ok(()),
    }
}

fn parameter_name(template: &Template, value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Ok(());
    }
    let wild = Path::parse(value).ok().and_then(|path| wild(&path));
    let inside = wild.filter(|wild| wild.starts_with(&format!("{}.", template.root)));
    let Some(wild) = inside else {
        let root = &template.root;
        return Err(format!(
            "the full name of a parameter below {root}., with * for any instance, not {value:?}"
        ));
    };
    let forced = template.forced.iter().any(|leaf| {
        let leaf = template.node(*leaf);
        format!("{}{}", template.node(leaf.parent).path, leaf.name) == wild
    });
    if forced {
        return Err(format!(
            "a parameter that is not in every Inform anyway, not {value}"
        ));
    }
    Ok(())
}

/// The path with `{i}` for every instance; none for an object.
fn wild(path: &Path) -> Option<String> {
    if path.partial || !matches!(path.segments.last(), Some(Segment::Name(_))) {
        return None;
    }
    let words = path.segments.iter().map(|segment| match segment {
        Segment::Name(name) => *name,
        Segment::Number(_) | Segment::Alias(_) | Segment::Any => "{i}",
    });
    Some(words.collect::<Vec<&str>>().join("."))
}

fn event_list(value: &str) -> Result<(), String> {
    let mut events = value
        .split(',')
        .map(str::trim)
        .filter(|event| !event.is_empty());
    match events.find(|event| !is_event(event)) {
        Some(odd) => Err(format!(
            "events such as 1 BOOT or M Reboot, separated by commas, but not 4 VALUE CHANGE; got {odd:?}"
        )),
        None => Ok(()),
    }
}

/// The forms of an event code in the cwmp schema, but the one that stands for no moment to tell.
fn is_event(event: &str) -> bool {
    let Some((first, rest)) = event.split_once(' ') else {
        return false;
    };
    let number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    (number || first == "M" || first == "X") && !rest.trim().is_empty() && event != "4 VALUE CHANGE"
}
