//! What is staged for hooks: asked first, then told, and told back when something fails later.

use super::edited::keep_numbers;
use super::{HookSet, Stage, several};
use crate::fault::{Fault, FaultCode, ParameterFault};
use crate::model::parameter::ParameterSetting;
use crate::model::view::{View, internal};
use crate::platform::hook::{Answer, Request};
use crate::platform::{Change, LONGEST_FILE, Target};
use std::collections::BTreeMap;

/// Every touched hook judges before any of them acts.
pub(super) fn ask_hooks(
    view: &mut View,
    stage: &Stage,
    list: &[ParameterSetting],
) -> Result<(), Fault> {
    let mut faults = Vec::new();
    for (hook, sets) in &stage.hooks {
        let batch = sets
            .iter()
            .map(|set| Request::Check {
                path: set.path.clone(),
                value: set.value.clone(),
            })
            .collect();
        faults.extend(hook_faults(view, *hook, sets, batch, list, &mut Vec::new()));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(several(faults))
    }
}

pub(super) fn set_hooks(
    view: &mut View,
    stage: &mut Stage,
    list: &[ParameterSetting],
) -> Result<(), Fault> {
    // What cannot be set back comes last: then the fewest can still refuse.
    let can = |sets: &[_]| sets.iter().all(|set: &HookSet| set.before.is_some());
    let hooks = std::mem::take(&mut stage.hooks).into_iter();
    let (mut hooks, last): (Vec<_>, Vec<_>) = hooks.partition(|(_, sets)| can(sets));
    hooks.extend(last);
    let done = tell_hooks(view, stage, &hooks, list);
    stage.hooks = hooks;
    done
}

fn tell_hooks(
    view: &mut View,
    stage: &mut Stage,
    hooks: &[(usize, Vec<HookSet>)],
    list: &[ParameterSetting],
) -> Result<(), Fault> {
    for (hook, sets) in hooks {
        stage.told.push(*hook);
        let batch = sets
            .iter()
            .map(|set| Request::Set {
                path: set.path.clone(),
                value: set.value.clone(),
            })
            .collect();
        let mut edits = Vec::new();
        let faults = hook_faults(view, *hook, sets, batch, list, &mut edits);
        if !faults.is_empty() {
            return Err(several(faults));
        }
        for (option, value) in edits {
            stage.edits.insert(*hook);
            edit(view, stage, &option, &value).map_err(|why| {
                let text = format!("hook {}: {option}: {why}", view.template.hooks[*hook]);
                Fault::new(FaultCode::InternalError, text)
            })?;
        }
    }
    Ok(())
}

/// `uci.PACKAGE.SECTION.OPTION=VALUE`, `uci.PACKAGE.SECTION.OPTION[]=ITEM ITEM`: an edit that a hook wants
/// made along with those of this change; an empty value takes the option away. `uci.PACKAGE.SECTION=TYPE` makes the section,
/// unless it is there; without a TYPE it goes.
pub(super) fn edit(
    view: &mut View,
    stage: &mut Stage,
    option: &str,
    value: &str,
) -> Result<(), String> {
    let mut words = option.splitn(4, '.').skip(1);
    let (Some(package), Some(section)) = (words.next(), words.next()) else {
        return Err("expected uci.PACKAGE.SECTION.OPTION".to_owned());
    };
    let edited = view
        .package_or_new(package)
        .map_err(|trouble| trouble.to_string())?;
    let option = words.next();
    let found = edited.find(section).map(|section| section.id());
    match (option, found) {
        (None, Some(found)) if value.is_empty() => edited.delete_section(found)?,
        (None, None) if !value.is_empty() => drop(edited.add_section(value, Some(section))?),
        _ => {}
    }
    let (Some(option), Some(section)) = (option, found) else {
        stage.packages.insert(package.to_owned());
        return match option {
            None => Ok(()),
            Some(_) => Err("expected a section that exists".to_owned()),
        };
    };
    match option.strip_suffix("[]") {
        Some(option) => {
            let items: Vec<&str> = value.split_whitespace().collect();
            edited.set_list(section, option, &items)
        }
        None if value.is_empty() => edited.unset(section, option),
        None => edited.set(section, option, value),
    }?;
    stage.packages.insert(package.to_owned());
    Ok(())
}

/// Sends the old values back to every hook that was told new ones, and takes away the rows that were made. What
/// comes back are the names of what stays, since nobody knows what it was.
pub(super) fn restore_hooks(
    view: &mut View,
    stage: &mut Stage,
    list: &[ParameterSetting],
) -> Vec<String> {
    let mut left = Vec::new();
    let told = std::mem::take(&mut stage.told);
    for (hook, sets) in stage.hooks.iter().filter(|(hook, _)| told.contains(hook)) {
        let batch: Vec<Request> = sets
            .iter()
            .filter_map(|set| {
                set.before.clone().map(|value| Request::Set {
                    path: set.path.clone(),
                    value,
                })
            })
            .collect();
        if !batch.is_empty() {
            send_back(view, *hook, &batch);
        }
        let its = sets.iter().filter(|set| set.before.is_none());
        let its = its.filter(|set| !stage.added.iter().any(|(_, row)| set.path.starts_with(row)));
        left.extend(its.map(|set| named(set, list)));
    }
    if !left.is_empty() {
        log::warn!(
            "of a change that is refused, this stays: {}",
            left.join(", ")
        );
    }
    for (hook, path) in std::mem::take(&mut stage.added) {
        send_back(view, hook, &[Request::Del { path }]);
    }
    left
}

fn send_back(view: &mut View, hook: usize, batch: &[Request]) {
    let name = &view.template.hooks[hook];
    let why = match view.world.hook(name, batch) {
        Ok(answers) => answers.into_iter().find_map(|answer| match answer {
            Answer::Fault { path, text, .. } => Some(format!("{path}: {text}")),
            Answer::Value { .. } => None,
        }),
        Err(trouble) => Some(trouble.to_string()),
    };
    if let Some(why) = why {
        log::error!("hook {name}: the old values could not be set back: {why}");
    }
}

/// What the ACS calls it.
fn named(set: &HookSet, list: &[ParameterSetting]) -> String {
    list.get(set.setting)
        .map_or_else(|| set.path.clone(), |setting| setting.name.clone())
}

fn hook_faults(
    view: &mut View,
    hook: usize,
    sets: &[HookSet],
    batch: Vec<Request>,
    list: &[ParameterSetting],
    edits: &mut Vec<(String, String)>,
) -> Vec<ParameterFault> {
    let name = &view.template.hooks[hook];
    match view.world.hook(name, &batch) {
        Ok(answers) => answers
            .into_iter()
            .filter_map(|answer| match answer {
                Answer::Fault { code, path, text } => {
                    let setting = sets.iter().find(|set| set.path == path).or(sets.first());
                    let text = format!("{text} (hook {name})");
                    setting.map(|set| ParameterFault {
                        name: named(set, list),
                        code,
                        text,
                    })
                }
                Answer::Value { path, value } => {
                    if path.starts_with("uci.") {
                        edits.push((path, value));
                    }
                    None
                }
            })
            .collect(),
        Err(trouble) => sets
            .iter()
            .map(|set| ParameterFault {
                name: named(set, list),
                code: FaultCode::InternalError,
                text: format!("hook {name}: {trouble}"),
            })
            .collect(),
    }
}

/// The new texts of all that was edited.
pub(super) fn texts(view: &mut View, stage: &Stage) -> Result<Vec<Change>, Fault> {
    let mut changes = Vec::new();
    for name in &stage.packages {
        let package = view
            .package_or_new(name)
            .map_err(|trouble| internal(name, &trouble))?;
        let text = package.to_text();
        short_enough(name, &text)?;
        changes.push(Change {
            target: Target::Uci(name.clone()),
            content: text.into_bytes(),
        });
        keep_numbers(view, name);
    }
    for (path, text) in &stage.files {
        short_enough(path, text)?;
        changes.push(Change {
            target: Target::File(path.clone()),
            content: text.clone().into_bytes(),
        });
    }
    Ok(changes)
}

/// The packages that were edited, as they were when they were read.
pub(super) fn as_read(view: &mut View, stage: &Stage) -> BTreeMap<String, String> {
    let packages = stage.packages.iter().filter_map(|name| {
        let package = view.package(name).ok()??;
        Some((name.clone(), String::from(package.as_read())))
    });
    let mut read = BTreeMap::new();
    read.extend(packages);
    read
}

/// What is written must be read back.
fn short_enough(what: &str, text: &str) -> Result<(), Fault> {
    match text.len() {
        0..=LONGEST_FILE => Ok(()),
        length => {
            let text = format!("{what}: expected at most {LONGEST_FILE} bytes, would be {length}");
            Err(Fault::new(FaultCode::ResourcesExceeded, text))
        }
    }
}
