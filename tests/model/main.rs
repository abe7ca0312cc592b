//! The model, told in the line language: each file in `scripts/` is a device, what is asked of it
//! (`> …`) and what it answers (`< …`).
//!
//! ```text
//! == map | == schema | == uci NAME | == file PATH | == directory PATH | == hook NAME | == run
//! == ubus OBJECT METHOD [ARGUMENTS]
//! ```
//! What is below `ubus` is the answer as JSON, `busy`, or the reason why it fails.
//! A hook's lines are its values; `refuse PATH=VALUE CODE TEXT` lets its `check` say no, `break
//! PATH=VALUE CODE TEXT` only its `set`, and `down` makes it fail whatever it is asked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod platform;

use cwmpd::agent::settings::PARAMETERS;
use cwmpd::fault::Fault;
use cwmpd::model::notify::Depth;
use cwmpd::model::parameter::{AttributeSetting, ParameterSetting};
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use cwmpd::platform::Platform as _;
use platform::Memory;

#[test]
fn every_script_goes_as_written() {
    let mut scripts: Vec<_> =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/model/scripts"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
            .collect();
    scripts.sort();
    assert!(!scripts.is_empty());
    for script in scripts {
        run(
            script.file_name().unwrap().to_str().unwrap(),
            &std::fs::read_to_string(&script).unwrap(),
        );
    }
}

fn run(name: &str, script: &str) {
    let mut texts = Texts::default();
    let mut world = Memory::default();
    let mut steps = String::new();
    for part in script.split("\n== ").skip(1) {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        let body = format!("{}\n", body.trim_end_matches('\n'));
        let body = if body == "\n" { String::new() } else { body };
        match head.split_once(' ').unwrap_or((head, "")) {
            ("map", _) => texts.maps.push(("test.map".into(), body)),
            ("schema", _) => texts.schemas.push(("test.dm".into(), body)),
            ("uci", package) => drop(world.uci.insert(package.into(), body)),
            ("file", path) => drop(world.files.insert(path.into(), body)),
            ("directory", path) => {
                drop(
                    world
                        .directories
                        .insert(path.into(), body.lines().map(str::to_owned).collect()),
                );
            }
            ("ubus", call) => drop(world.ubus.insert(call.into(), body)),
            ("hook", hook) => drop(
                world
                    .hooks
                    .insert(hook.into(), platform::MemoryHook::read(&body)),
            ),
            ("run", _) => steps = body,
            other => panic!("{name}: unknown part {other:?}"),
        }
    }
    world.texts = texts.clone();
    let loaded = Tree::load(texts.clone(), "Device", PARAMETERS);
    let mut tree = match loaded {
        Ok(tree) => tree,
        Err(errors) => {
            let expected: Vec<&str> = steps
                .lines()
                .filter_map(|line| line.strip_prefix("< "))
                .collect();
            assert_eq!(errors, expected, "{name}: errors of map and schema");
            return;
        }
    };
    let mut lines = steps.lines().enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        let Some(request) = line.strip_prefix("> ") else {
            continue;
        };
        let answer = match ask(&mut tree, &mut world, request) {
            Ok(lines) => lines,
            Err(fault) if fault.parameters.is_empty() => {
                vec![format!("!{} {}", fault.code.number(), fault.text)]
            }
            Err(fault) => fault
                .parameters
                .iter()
                .map(|parameter| {
                    format!(
                        "!{} {} {}",
                        parameter.code.number(),
                        parameter.name,
                        parameter.text
                    )
                })
                .collect(),
        };
        let mut expected = Vec::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| line.starts_with('<')) {
            expected.push(line.strip_prefix("< ").unwrap_or(""));
        }
        let same = answer.len() == expected.len()
            && answer.iter().zip(&expected).all(|(got, wanted)| {
                got == wanted
                    || (wanted.starts_with('!') && got.starts_with(wanted.trim_end_matches('…')))
            });
        assert!(
            same,
            "{name}, step {}: {request}\nexpected:\n  {}\ngot:\n  {}",
            number + 1,
            expected.join("\n  "),
            answer.join("\n  ")
        );
    }
}

fn ask(tree: &mut Tree, world: &mut Memory, request: &str) -> Result<Vec<String>, Fault> {
    let (verb, rest) = request.split_once(' ').unwrap_or((request, ""));
    let words: Vec<String> = rest
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    world.reading = matches!(verb, "get" | "names" | "next" | "attributes");
    Ok(match verb {
        "get" => {
            let names = if words.is_empty() {
                vec![String::new()]
            } else {
                words
            };
            tree.get(world, &names)?
                .into_iter()
                .map(|value| format!("{}={}", value.name, value.value.replace('\n', "\\n")))
                .collect()
        }
        "names" | "next" => tree
            .names(world, rest, verb == "next")?
            .into_iter()
            .map(|info| format!("{} {}", info.name, if info.writable { "rw" } else { "ro" }))
            .collect(),
        "set" => {
            // Settings are parted by ` | `, so that values may hold blanks.
            let list: Vec<ParameterSetting> = rest
                .split(" | ")
                .map(|setting| {
                    let (name, value) = setting.split_once('=').expect("PATH=VALUE");
                    let (name, declared) = match name.split_once(':') {
                        Some((name, declared)) => (name, Some(declared.to_owned())),
                        None => (name, None),
                    };
                    ParameterSetting {
                        name: name.to_owned(),
                        value: value.replace("\\n", "\n"),
                        declared,
                    }
                })
                .collect();
            vec![format!(
                "status {}",
                tree.set(world, &list, Some("key-of-set"))? as u8
            )]
        }
        "add" => {
            let (number, status) = tree.add(world, rest, Some("key-of-add"))?;
            vec![format!("{number} status {}", status as u8)]
        }
        "del" => vec![format!(
            "status {}",
            tree.delete(world, rest, Some("key-of-del"))? as u8
        )],
        "attributes" => tree
            .attributes(world, &words)?
            .into_iter()
            .map(|attribute| {
                format!(
                    "{} {} {}",
                    attribute.name,
                    attribute.notification,
                    attribute.access_list.join(",")
                )
            })
            .collect(),
        "notify" => {
            let list: Vec<AttributeSetting> = words
                .iter()
                .map(|word| {
                    let (name, value) = word.split_once('=').unwrap();
                    AttributeSetting {
                        name: name.to_owned(),
                        notification: Some(value.parse().unwrap()),
                        access_list: None,
                    }
                })
                .collect();
            tree.set_attributes(world, &list)?;
            Vec::new()
        }
        "inform" => tree
            .inform_parameters(world, &words)?
            .into_iter()
            .map(|value| format!("{}={}", value.name, value.value))
            .collect(),
        // The Inform with changes in it arrives.
        "told" => {
            let list = tree.inform_parameters(world, &words)?;
            let mut lines: Vec<String> = list
                .into_iter()
                .map(|value| format!("{}={}", value.name, value.value))
                .collect();
            if tree.tells_changes() {
                lines.push("4 VALUE CHANGE".to_owned());
            }
            if let Some(told) = tree.delivered(world) {
                world.commit(vec![told.clone()]).expect("a good flash");
                tree.kept_or_not(&told, Ok(()));
            }
            lines
        }
        "survey" | "survey-files" => {
            let depth = match verb {
                "survey" => Depth::Hooks,
                _ => Depth::Files,
            };
            let survey = tree.survey(world, depth)?;
            let light = survey.light.then(|| "light".to_owned());
            survey.changed.into_iter().chain(light).collect()
        }
        // A lightweight notification is made, and sent.
        "light" => {
            let list = tree.light_parameters(world)?;
            tree.light_sent();
            list.into_iter()
                .map(|value| format!("{}={}", value.name, value.value))
                .collect()
        }
        "sources" => {
            let sources = tree.survey(world, Depth::Hooks)?.sources;
            let packages = sources
                .packages
                .into_iter()
                .map(|name| format!("uci {name}"));
            let files = sources.files.into_iter().map(|name| format!("file {name}"));
            let polled = sources.polled.then(|| "polled".to_owned());
            packages.chain(files).chain(polled).collect()
        }
        "local" => {
            let (name, value) = rest.split_once('=').unwrap();
            let setting = ParameterSetting {
                name: name.to_owned(),
                value: value.to_owned(),
                declared: None,
            };
            tree.set(world, &[setting], None)?;
            Vec::new()
        }
        "local-add" => {
            tree.add(world, rest, None)?;
            Vec::new()
        }
        "local-del" => {
            tree.delete(world, rest, None)?;
            Vec::new()
        }
        "put" => {
            let (path, text) = rest.split_once(' ').unwrap();
            world.files.insert(path.into(), format!("{text}\n"));
            Vec::new()
        }
        // Somebody answers otherwise over ubus from now on: `answer OBJECT METHOD | JSON`.
        "answer" => {
            let (call, text) = rest.split_once(" | ").unwrap();
            world.ubus.insert(call.into(), text.into());
            Vec::new()
        }
        // The process starts again.
        "restart" => {
            let texts = world.texts.clone();
            *tree = Tree::load(texts.clone(), "Device", PARAMETERS).unwrap();
            Vec::new()
        }
        "waiting" => tree.take_waiting(),
        // What the world looks like and what was done to it.
        "uci" => world
            .uci
            .get(rest)
            .map(|text| text.lines().map(str::to_owned).collect())
            .unwrap_or_default(),
        "file" => world
            .files
            .get(rest)
            .map(|text| text.lines().map(str::to_owned).collect())
            .unwrap_or_default(),
        "log" => std::mem::take(&mut world.log)
            .into_iter()
            .map(|line| line.replace('\n', "\\n"))
            .collect(),
        "forget" => {
            world.log.clear();
            Vec::new()
        }
        "edit" => {
            // Somebody else writes a uci file: `edit PACKAGE` takes the text of the file PATH.
            let (package, path) = rest.split_once(' ').unwrap();
            let text = world.files.get(path).cloned().unwrap();
            world.uci.insert(package.into(), text);
            Vec::new()
        }
        "full" => {
            world.full = rest == "on";
            Vec::new()
        }
        _ => panic!("unknown request {request}"),
    })
}
