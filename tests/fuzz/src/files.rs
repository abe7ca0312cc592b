//! What stands in files: uci, maps, schemas, settings, the Broadband Forum's XML; and what hooks say.

use super::device::Memory;
use cwmpd::agent::settings::{PARAMETERS, Settings};
use cwmpd::model::hook_answers::{HookAnswers, Step, push_key, steps};
use cwmpd::model::pattern::Pattern;
use cwmpd::model::schema::Schema;
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use cwmpd::platform::hook::{Answer, LONGEST_LINE, LONGEST_OUTPUT, Request, decode, encode};
use cwmpd::platform::uci::{Package, Value};
use std::fmt::Write;

/// A section as a reader sees it: type, name, options with their values.
type Seen = (String, Option<String>, Vec<(String, String)>);

/// Comes back out byte for byte; and an edit changes what it is about and nothing else.
pub fn uci(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Ok(package) = Package::parse(&*text) else {
        return false;
    };
    assert_eq!(package.to_text(), text);
    let before = seen(&package);
    let mut dice = Dice::of(bytes);
    for _ in 0..4 {
        let mut edited = package.clone();
        let ids: Vec<_> = package.sections().map(|section| section.id()).collect();
        let value = dice.piece(&text);
        let Some(place) = dice.below(ids.len()) else {
            let added = edited.add_section("fuzz", Some("fuzzed_section"));
            let after = seen(&reread(&edited));
            assert_eq!(added.is_ok(), after.len() == before.len() + 1);
            continue;
        };
        let id = ids[place];
        let names: Vec<&String> = before[place].2.iter().map(|(name, _)| name).collect();
        let option = match dice.below(names.len() + 1) {
            Some(at) if at < names.len() => names[at].clone(),
            _ => "fuzzed_option".to_owned(),
        };
        let mut wanted = before.clone();
        match dice.below(5).unwrap_or(0) {
            0 => {
                let done = edited.set(id, &option, value);
                assert_eq!(done.is_ok(), !value.contains('\0'), "{done:?}");
                if done.is_ok() {
                    let after = reread(&edited);
                    let section = after.sections().nth(place).unwrap();
                    assert_eq!(section.value(&option), Some(Value::Single(value)));
                    let mut after = seen(&after);
                    after[place].2.retain(|(name, _)| *name != option);
                    wanted[place].2.retain(|(name, _)| *name != option);
                    assert_eq!(after, wanted);
                }
            }
            1 => {
                let items: Vec<&str> = value.split(' ').collect();
                let done = edited.set_list(id, &option, &items);
                assert_eq!(done.is_ok(), !value.contains('\0'), "{done:?}");
                if done.is_ok() {
                    let after = reread(&edited);
                    let section = after.sections().nth(place).unwrap();
                    assert_eq!(section.list(&option), items);
                    let mut after = seen(&after);
                    after[place].2.retain(|(name, _)| *name != option);
                    wanted[place].2.retain(|(name, _)| *name != option);
                    assert_eq!(after, wanted);
                }
            }
            2 => {
                edited.unset(id, &option).unwrap();
                wanted[place].2.retain(|(name, _)| *name != option);
                assert_eq!(seen(&reread(&edited)), wanted);
            }
            3 => {
                edited.delete_section(id).unwrap();
                wanted.remove(place);
                assert_eq!(seen(&reread(&edited)), wanted);
            }
            _ => {
                if edited.rename(id, "fuzzed_name").is_ok() {
                    wanted[place].1 = Some("fuzzed_name".to_owned());
                }
                assert_eq!(seen(&reread(&edited)), wanted);
            }
        }
    }
    true
}

/// A message of ubus: what it holds is written and read again as the same.
pub fn ubus(bytes: &[u8]) -> bool {
    use cwmpd::platform::ubus::{Body, HEAD, Head, table, values};
    let Some((head, rest)) = bytes.split_first_chunk::<HEAD>() else {
        return false;
    };
    let Ok(head) = Head::read(*head) else {
        return false;
    };
    let Some(body) = rest.get(..head.rest).and_then(|rest| Body::read(rest).ok()) else {
        return false;
    };
    let Some(value) = body.data.and_then(|data| table(data).ok()) else {
        return false;
    };
    assert_eq!(table(&values(&value)).as_ref(), Ok(&value));
    true
}

/// What is written is read as what the edited package already says.
fn reread(edited: &Package) -> Package {
    let text = edited.to_text();
    let again = Package::parse(text.as_str()).unwrap_or_else(|error| panic!("{error}: {text:?}"));
    assert_eq!(seen(edited), seen(&again), "{text:?}");
    assert_eq!(again.to_text(), text);
    again
}

fn seen(package: &Package) -> Vec<Seen> {
    package
        .sections()
        .map(|section| {
            (
                section.kind().to_owned(),
                section.name().map(str::to_owned),
                section
                    .pairs()
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            )
        })
        .collect()
}

/// Choices that depend on the bytes alone.
struct Dice(u64);

impl Dice {
    fn of(bytes: &[u8]) -> Dice {
        let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Dice(bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix) | 1)
    }

    /// A number below this one, which may be 0: then there is none.
    fn below(&mut self, end: usize) -> Option<usize> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).ok()?.checked_rem(end)
    }

    /// Some part of a text.
    fn piece<'t>(&mut self, text: &'t str) -> &'t str {
        let start = self.below(text.len() + 1).unwrap_or(0);
        let end = start + self.below((text.len() - start).min(40) + 1).unwrap_or(0);
        text.get(start..end)
            .unwrap_or("it's \"quoted\"\\\n# no comment")
    }
}

/// Answers of a hook: each is written as a request and read again as the same, and what names a place
/// is found there, whatever the key.
pub fn hook_lines(bytes: &[u8]) -> bool {
    let Ok(answers) = decode("fuzz", bytes, LONGEST_LINE, LONGEST_OUTPUT) else {
        return false;
    };
    let mut known = HookAnswers::default();
    let mut taken = false;
    for answer in answers {
        let Answer::Value { path, value } = answer.clone() else {
            known.insert(answer);
            continue;
        };
        let request = Request::Set {
            path: path.clone(),
            value: value.clone(),
        };
        let line = encode(&[request]);
        let line = line.strip_prefix("set ").unwrap();
        let again = decode("fuzz", line.as_bytes(), LONGEST_LINE * 3, LONGEST_OUTPUT);
        assert_eq!(again.as_deref(), Ok(std::slice::from_ref(&answer)));
        let Some(found) = steps(&path) else {
            assert_eq!(known.insert(answer), Some(path));
            continue;
        };
        assert_eq!(known.insert(answer), None);
        let mut canonical = String::new();
        for step in &found {
            if let Step::Key(key) = step {
                assert!(known.rows(&canonical).iter().any(|known| **known == **key));
            }
            if !canonical.is_empty() {
                canonical.push('.');
            }
            match step {
                Step::Name(name) => canonical.push_str(name),
                Step::Key(key) => push_key(&mut canonical, key),
            }
        }
        assert_eq!(steps(&canonical).as_ref(), Some(&found), "{path:?}");
        if !path.ends_with('.') && matches!(found.last(), Some(Step::Name(_))) {
            assert_eq!(known.value(&canonical), Some(&*value));
            taken = true;
        }
    }
    taken
}

/// A map that is taken makes a tree, and the tree answers whatever the device says.
pub fn map(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let texts = Texts {
        maps: vec![("fuzz.map".into(), text.into_owned())],
        schemas: vec![("fuzz.dm".into(), super::device::SCHEMA.into())],
    };
    match Tree::load(texts, "Device", PARAMETERS) {
        Ok(mut tree) => {
            super::device::exercise(&mut tree, &mut Memory::default());
            true
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(
                    error.starts_with("fuzz.map:") || error.starts_with("expected map lines"),
                    "{error}"
                );
                assert!(!error.contains('\n'), "{error:?}");
            }
            false
        }
    }
}

/// A schema that is taken prints as lines that read as the same.
pub fn dm(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut schema = Schema::default();
    let errors = schema.parse(&text, "fuzz.dm", &|_| true);
    for error in &errors {
        assert!(error.starts_with("fuzz.dm:"), "{error}");
    }
    if !errors.is_empty() {
        return false;
    }
    let mut printed = String::new();
    for object in &schema.objects {
        let _ = write!(printed, "{object}");
    }
    let mut again = Schema::default();
    let errors = again.parse(&printed, "printed.dm", &|_| true);
    assert!(errors.is_empty(), "{errors:?}\n{printed}");
    assert_eq!(again.objects, schema.objects, "{printed}");
    !schema.objects.is_empty()
}

/// A type on the first line, a value in the rest: a value that is taken is taken again as the same,
/// also by who reads it back from the device.
pub fn value(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (syntax, value) = text.split_once('\n').unwrap_or((&text, ""));
    let mut schema = Schema::default();
    let lines = format!("Device.\n  Fuzzed {syntax}\n");
    if !schema.parse(&lines, "fuzz.dm", &|_| true).is_empty() {
        return false;
    }
    let Some(parameter) = schema
        .object("Device.")
        .and_then(|object| object.parameter("Fuzzed"))
    else {
        return false;
    };
    parameter.syntax.render(value);
    let Ok(kept) = parameter.accept(value) else {
        return false;
    };
    assert_eq!(
        parameter.accept(&kept).as_ref(),
        Ok(&kept),
        "{lines}{value:?}"
    );
    assert_eq!(parameter.syntax.render(&kept), kept, "{lines}{value:?}");
    true
}

/// A pattern on the first line, a value in the rest: there is an answer, and soon.
pub fn pattern(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (pattern, value) = text.split_once('\n').unwrap_or((&text, ""));
    match Pattern::parse(pattern) {
        Ok(pattern) => {
            pattern.matches(value);
            true
        }
        Err(_) => false,
    }
}

/// The settings file: what is wrong is told by line, and the rest are settings.
pub fn settings(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match Settings::read("fuzz", &text) {
        Ok((settings, _)) => {
            assert!((1..=65535).contains(&settings.acs.retry_minimum_wait));
            assert!((1000..=65535).contains(&settings.acs.retry_multiplier));
            assert!((30..=3600).contains(&settings.acs.timeout));
            assert!(settings.acs.periodic_interval > 0);
            true
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            for error in errors {
                assert!(error.starts_with("fuzz:"), "{error}");
            }
            false
        }
    }
}

/// One XML file, without others beside it.
pub fn import_xml(bytes: &[u8]) -> bool {
    let name = format!("cwmpd-fuzz-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("fuzz-1-0.xml");
    #[allow(clippy::disallowed_methods)]
    std::fs::write(&file, bytes).unwrap();
    let imported = cwmpd::import::import(&file, None);
    std::fs::remove_dir_all(&folder).unwrap();
    // The import reads its own output back.
    imported.is_ok()
}
