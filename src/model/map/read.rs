//! The reader of `.map` text: words, then lines, one error a line.

mod turns;

use super::field::field_source;
use super::items::{self, Items};
use super::ubus;
use super::words::{Word, Words, Wrong, count, words};
use super::{
    Apply, Condition, Field, FieldSource, Map, Object, ObjectSource, Outside, Piece, Place, Turns,
    Until, When,
};
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;
use turns::read_turns;

pub(super) fn parse(map: &mut Map, text: &str, file: &str) -> Vec<String> {
    let mut reader = Reader::new(map, file);
    for (number, line) in (1u32..).zip(text.lines()) {
        let at = Place {
            file: reader.file.clone(),
            line: number,
        };
        if let Err(wrong) = reader.line(line, at) {
            reader.errors.push(format!("{file}:{number}: {wrong}"));
        }
    }
    reader.finish()
}

struct Reader<'a> {
    map: &'a mut Map,
    file: Arc<str>,
    /// Place in `map.objects` by path.
    objects: HashMap<Box<str>, usize>,
    /// Where each parameter was mapped, by its full name.
    fields: HashMap<String, Place>,
    /// The object that the fields go to: `None` before the first, and below a wrong object line.
    current: Option<usize>,
    /// There was an object line, right or wrong.
    begun: bool,
    errors: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(map: &'a mut Map, file: &str) -> Reader<'a> {
        let mut objects = HashMap::new();
        let mut fields = HashMap::new();
        for (index, object) in map.objects.iter().enumerate() {
            objects.insert(object.path.clone(), index);
            for field in &object.fields {
                fields.insert(format!("{}{}", object.path, field.name), field.at.clone());
            }
        }
        Reader {
            map,
            file: file.into(),
            objects,
            fields,
            current: None,
            begun: false,
            errors: Vec::new(),
        }
    }

    fn line(&mut self, line: &str, at: Place) -> Result<(), Wrong> {
        let indented = line.starts_with([' ', '\t']);
        if !indented && line.split_whitespace().next() == Some("apply") {
            self.current = None;
            self.begun = false;
            self.map.applies.push(apply_line(line, at)?);
            return Ok(());
        }
        let words = words(line)?;
        let Some(first) = words.first() else {
            return Ok(());
        };
        if !indented && !first.quoted && first.text == "until" {
            self.current = None;
            self.begun = false;
            let mut words = Words::new(words.get(1..).unwrap_or_default());
            let package = uci_name(&words.take("PACKAGE TYPE OPTION")?.text, "a package")?;
            let kinds = words.take("TYPE OPTION")?.text.as_str();
            for kind in kinds.split('|') {
                uci_name(kind, "a type")?;
            }
            let option = uci_option(&words.take("OPTION")?.text)?;
            let once = match words.keyword(&["once"]).is_some() {
                true => {
                    let files = words.take("a path")?.text.as_str();
                    match files.split('|').find(|file| !file.starts_with('/')) {
                        None => files,
                        Some(file) => {
                            return Err(format!(
                                "expected a path that starts with /, got `{file}`"
                            ));
                        }
                    }
                }
                false => "",
            };
            self.map.ends.push(Until {
                package,
                kinds: kinds.into(),
                option,
                once: once.into(),
                owed: Cell::default(),
            });
            return match words.peek() {
                None => Ok(()),
                Some(word) => Err(format!("expected the end of the line, got `{}`", word.text)),
            };
        }
        if !indented {
            self.begun = true;
            self.current = None;
            return self.object(Words::new(&words), at);
        }
        if !self.begun {
            return Err(format!(
                "expected an object on a line that is not indented before the field `{}`",
                first.text
            ));
        }
        let object = self.current.and_then(|index| self.map.objects.get(index));
        let field = field_line(Words::new(&words), object, at)?;
        let Some(object) = self
            .current
            .and_then(|index| self.map.objects.get_mut(index))
        else {
            return Ok(());
        };
        let name = format!("{}{}", object.path, field.name);
        if let Some(first) = self.fields.get(&name) {
            return Err(format!(
                "expected each parameter once, got {name} again (first at {first})"
            ));
        }
        self.fields.insert(name, field.at.clone());
        match field.name.starts_with('{') {
            true => object.words.push(field),
            false => object.fields.push(field),
        }
        Ok(())
    }

    fn object(&mut self, words: Words, at: Place) -> Result<(), Wrong> {
        let object = object_line(words, at)?;
        let Some(known) = self.objects.get(&object.path).copied() else {
            if object.source.is_none() && object.path.ends_with("{i}.") {
                return Err(format!(
                    "expected uci, file, ubus, const, hook or agent after {}, got the end of the line",
                    object.path
                ));
            }
            self.current = Some(self.map.objects.len());
            self.objects
                .insert(object.path.clone(), self.map.objects.len());
            self.map.objects.push(object);
            return Ok(());
        };
        if let Some(first) = self
            .map
            .objects
            .get(known)
            .filter(|_| object.source.is_some() || object.limit.is_some())
        {
            return Err(format!(
                "expected the source of {} once, got a second line with one (first at {})",
                object.path, first.at
            ));
        }
        self.current = Some(known);
        Ok(())
    }

    /// An option needs a section, which only a whole object can tell.
    fn finish(mut self) -> Vec<String> {
        for object in &self.map.objects {
            if object.source.is_some() || object.path.contains("{i}") {
                continue;
            }
            let lost = object
                .fields
                .iter()
                .filter(|field| field.at.file == self.file);
            for field in lost {
                if let FieldSource::RowOption(option) = &field.source {
                    self.errors.push(format!(
                        "{}: expected `uci PACKAGE SECTION` on the line of {} or before the option, got only `{option}`",
                        field.at, object.path
                    ));
                }
            }
        }
        self.errors
    }
}

fn object_line(mut words: Words, at: Place) -> Result<Object, Wrong> {
    let path = words.take("an object path")?;
    let path = object_path(&path.text)?;
    let table = path.ends_with("{i}.");
    let depth = path.matches("{i}").count();
    // The row that is being looked for has no key yet; the enclosing one has.
    let template = |text: &str| template(text, depth);
    let source = match words.keyword(&["uci", "file", "ubus", "const", "hook", "agent"]) {
        None => None,
        Some("ubus") => {
            let above = depth - usize::from(table);
            let rows = ubus::rows(&mut words, table, &|text| self::template(text, above))?;
            if rows.of.is_some() {
                enclosed(depth, "of")?;
            }
            Some(ObjectSource::Ubus(Arc::new(rows)))
        }
        Some("uci") => Some(uci_source(&mut words, table, depth)?),
        Some(word @ ("file" | "const")) if !table => {
            return Err(format!(
                "expected a path that ends in .{{i}}. before `{word}`, got {path}"
            ));
        }
        Some("file") => Some(file_source(&mut words, &template)?),
        Some("const") => {
            let mut keys: Vec<Box<str>> = Vec::new();
            while let Some(word) = words.peek()
                && !word.is_one_of(&["add", "del", "limit", "name"])
            {
                let key: Box<str> = words.take("a key")?.text.as_str().into();
                if keys.contains(&key) {
                    return Err(format!("expected each key once, got `{key}` again"));
                }
                keys.push(key);
            }
            if keys.is_empty() {
                words.take("the keys of the rows")?;
            }
            Some(ObjectSource::Const(keys))
        }
        Some("hook") => {
            let hook = hook_name(&mut words)?;
            Some(match table && words.keyword(&["rows"]).is_some() {
                true => ObjectSource::HookRows(hook),
                false => ObjectSource::Hook(hook),
            })
        }
        Some(_) => Some(ObjectSource::Agent),
    };
    let mut others = Vec::new();
    while table && source.is_some() && words.keyword(&["also"]).is_some() {
        others.push(also(&mut words, depth, &template)?);
    }
    let leaves_out = |rows: &ObjectSource| matches!(rows, ObjectSource::Lines { unless, .. } if !unless.is_empty());
    let sections = matches!(source, Some(ObjectSource::Uci { items: None, .. }));
    if source.as_ref().is_some_and(leaves_out) || !sections && others.iter().any(leaves_out) {
        return Err("expected `unless` only behind `also`, with sections before it".to_owned());
    }
    let mut only = Vec::new();
    if !table && words.keyword(&["where"]).is_some() {
        for (word, equal, value) in words.conditions("{WORD}=VALUE or {WORD}!=VALUE")? {
            if !(word.starts_with('{') && word.ends_with('}')) {
                return Err(format!("expected {{WORD}}=VALUE, got `{word}={value}`"));
            }
            template(&word)?;
            only.push((word.into(), equal, value));
        }
    }
    let mut object = Object {
        path,
        source,
        also: others,
        only,
        add: None,
        del: false,
        parting: None,
        limit: None,
        name: None,
        fields: Vec::new(),
        words: Vec::new(),
        at,
    };
    let uci = matches!(object.source, Some(ObjectSource::Uci { .. }));
    let items = matches!(
        object.source,
        Some(ObjectSource::Uci { items: Some(_), .. })
    );
    while let Some(word) = words.peek() {
        let flag = words.keyword(&["add", "del", "limit", "name"]);
        match flag {
            Some(flag) if !table => {
                return Err(format!(
                    "expected a path that ends in .{{i}}. before `{flag}`, got {}",
                    object.path
                ));
            }
            Some("add" | "del")
                if matches!(
                    object.source,
                    Some(
                        ObjectSource::Directory { .. }
                            | ObjectSource::Lines { .. }
                            | ObjectSource::Ubus(_)
                            | ObjectSource::Const(_)
                    ) | None
                ) =>
            {
                return Err(format!(
                    "expected rows from uci, a hook or the agent before `{}`, got rows that nobody can change",
                    word.text
                ));
            }
            Some("add") => {
                let mut options = Vec::new();
                while let Some((option, value)) = words.peek().and_then(Word::pair) {
                    if !uci {
                        return Err(format!("expected rows from uci before `{option}={value}`"));
                    }
                    words.next += 1;
                    template(value)?;
                    options.push((uci_name(option, "an option")?, value.into()));
                }
                if items && !matches!(&*options, [(name, _)] if &**name == "item") {
                    return Err("expected item=TEXT behind `add`: what a new item is".to_owned());
                }
                object.add = Some(options);
            }
            Some("del") => {
                object.del = true;
                if uci && !items && words.keyword(&["hook"]).is_some() {
                    object.parting = Some(hook_name(&mut words)?);
                }
            }
            Some("limit") => {
                object.limit =
                    Some(u32::try_from(words.number("a number of rows")?).unwrap_or(u32::MAX))
            }
            Some("name") if uci => {
                object.name = Some(uci_name(
                    &words.take("a prefix for section names")?.text,
                    "a prefix",
                )?)
            }
            Some(_) => return Err("expected rows from uci before `name`".to_owned()),
            None => {
                let what = if table {
                    "add, del, limit N, name PREFIX or the end of the line"
                } else {
                    "the end of the line"
                };
                let what = if object.source.is_none() {
                    format!("uci, file, ubus, const, hook, agent or {what}")
                } else {
                    what.to_owned()
                };
                return Err(format!("expected {what}, got `{}`", word.text));
            }
        }
    }
    Ok(object)
}

fn uci_source(words: &mut Words, table: bool, depth: usize) -> Result<ObjectSource, Wrong> {
    let package = package(words)?;
    if !table {
        return Ok(ObjectSource::Section {
            package,
            section: section(words, depth)?,
        });
    }
    let kind = words.take("a section type")?.text.as_str().into();
    let (mut filter, mut of, mut key) = (Vec::new(), None, None);
    let mut within = None;
    let mut items: Option<Items> = None;
    let mut half = None;
    let mut outside = Vec::new();
    while let Some(word) = words.keyword(&["where", "of", "key", "items", "alone", "outside"]) {
        if word == "outside" {
            outside.push(Outside {
                package: self::package(words)?,
                kind: words.take("a section type")?.text.as_str().into(),
                members: uci_option(&words.take("an option")?.text)?,
                filter: match words.keyword(&["where"]) {
                    Some(_) => conditions(words)?,
                    None => Vec::new(),
                },
            });
            continue;
        }
        if word == "alone" {
            half = Some(Arc::new(items::half(words)?));
            continue;
        }
        if word == "items" {
            items = Some(items::read(words)?);
            break;
        }
        if word == "key" {
            key = Some(uci_name(&words.take("an option")?.text, "an option")?);
            continue;
        }
        if word == "of" {
            of = Some(uci_option(&words.take("an option")?.text)?);
            enclosed(depth, "of")?;
            if words.keyword(&["within"]).is_some() {
                let option = uci_option(&words.take("an option")?.text)?;
                let word = &words.take("{WORD}")?.text;
                if !(word.starts_with('{') && word.ends_with('}')) {
                    return Err(format!("expected {{WORD}}, got `{word}`"));
                }
                template(word, depth - 1)?;
                within = Some((option, word.as_str().into()));
            }
            continue;
        }
        filter.extend(conditions(words)?);
    }
    if half.is_some() && items.is_some() {
        return Err("expected either `alone` or `items`, got both".to_owned());
    }
    Ok(ObjectSource::Uci {
        package,
        kind,
        filter,
        of,
        within,
        key,
        items: items.map(Arc::new),
        half,
        outside,
    })
}

fn conditions(words: &mut Words) -> Result<Vec<Condition>, Wrong> {
    let pairs = words.conditions("OPTION=VALUE or OPTION!=VALUE")?;
    let condition = |(option, equal, value): (String, bool, Box<str>)| {
        Ok(Condition {
            option: uci_option(&option)?,
            equal,
            value,
        })
    };
    pairs.into_iter().map(condition).collect()
}

/// Rows of a second source, which nobody can change.
fn also(
    words: &mut Words,
    depth: usize,
    template: &dyn Fn(&str) -> Result<(), Wrong>,
) -> Result<ObjectSource, Wrong> {
    match words.keyword(&["file", "ubus", "uci", "hook"]) {
        Some("uci") => uci_source(words, true, depth),
        Some("file") => file_source(words, template),
        Some("hook") => Ok(ObjectSource::HookRows(hook_name(words)?)),
        Some(_) => {
            let rows = ubus::rows(words, true, &|text| self::template(text, depth - 1))?;
            Ok(ObjectSource::Ubus(Arc::new(rows)))
        }
        None => Err("expected `file`, `ubus`, `uci` or `hook` behind `also`".to_owned()),
    }
}

fn file_source(
    words: &mut Words,
    template: &dyn Fn(&str) -> Result<(), Wrong>,
) -> Result<ObjectSource, Wrong> {
    // A word of the table itself says which file.
    let worded = |word: &&Word| word.text.starts_with('{') && word.text.ends_with('}');
    let path = match words.peek().filter(worded) {
        Some(_) => words.take("a path")?.text.as_str().into(),
        None => file_path(words)?,
    };
    if !path.starts_with('{') {
        template(&path)?;
    }
    if words.keyword(&["lines"]).is_none() {
        let parts = path
            .strip_suffix('*')
            .and_then(|path| path.rsplit_once('/'))
            .filter(|(path, prefix)| !path.contains('*') && !prefix.contains('*'));
        let Some((path, prefix)) = parts else {
            return Err(format!(
                "expected DIRECTORY/PREFIX* or `lines` after the path, got `{path}`"
            ));
        };
        let (mut filter, mut with) = (Vec::new(), None);
        while let Some(word) = words.keyword(&["where", "with"]) {
            if word == "with" {
                let key = &words.take("a key")?.text;
                template(key)?;
                with = Some(key.as_str().into());
                continue;
            }
            for (file, equal, value) in words.conditions("FILE=VALUE or FILE!=VALUE")? {
                filter.push((file.into(), equal, value));
            }
        }
        return Ok(ObjectSource::Directory {
            path: path.into(),
            prefix: prefix.into(),
            filter,
            with,
        });
    }
    let (mut skip, mut key, mut of, mut filter) = (0, vec![1], None, Vec::new());
    let (mut separator, mut unless) = (None, Vec::new());
    while let Some(word) = words.keyword(&["skip", "key", "of", "where", "unless", "separator"]) {
        match word {
            "unless" => {
                for (word, equal, option) in words.conditions("N=OPTION")? {
                    let Some(word) = count(&word).filter(|_| equal) else {
                        let sign = if equal { "=" } else { "!=" };
                        return Err(format!(
                            "expected N=OPTION (N from 1), got `{word}{sign}{option}`"
                        ));
                    };
                    unless.push((word, uci_name(&option, "an option")?));
                }
            }
            "separator" => separator = Some(words.character()?),
            "skip" => skip = words.number("a number of lines")?,
            "of" => of = Some(words.number("the number of a word")?),
            "key" => {
                let list = &words.take("numbers of words")?.text;
                key = list
                    .split(',')
                    .map(count)
                    .collect::<Option<_>>()
                    .ok_or_else(|| format!("expected N or N,N… (from 1), got `{list}`"))?;
            }
            _ => {
                for (word, equal, value) in words.conditions("N=VALUE or N!=VALUE")? {
                    let word = count(&word).ok_or_else(|| {
                        format!("expected the number of a word (from 1), got `{word}`")
                    })?;
                    filter.push((word, equal, value));
                }
            }
        }
    }
    Ok(ObjectSource::Lines {
        path,
        skip,
        key,
        of,
        filter,
        unless,
        separator,
    })
}

fn field_line(mut words: Words, object: Option<&Object>, at: Place) -> Result<Field, Wrong> {
    let name = words.take("a parameter")?.text.as_str();
    match name.strip_prefix('{').map(|word| word.strip_suffix('}')) {
        None => field_name(name)?,
        Some(Some(word)) if is_name(word) && !matches!(word, "i" | "key" | "parent") => {}
        Some(_) => {
            return Err(format!(
                "expected a word of your own like {{device}}, got `{name}`"
            ));
        }
    }
    let depth = object.map_or(usize::MAX, |object| object.path.matches("{i}").count());
    let mut turns = Turns::default();
    let source = field_source(&mut words, object, depth, &mut turns)?;
    if name.ends_with('.') {
        return match (source, words.peek()) {
            (FieldSource::Hook(_) | FieldSource::Agent, Some(word)) => {
                Err(format!("expected the end of the line, got `{}`", word.text))
            }
            (source @ (FieldSource::Hook(_) | FieldSource::Agent), None) => Ok(Field {
                name: name.into(),
                source,
                turns,
                otherwise: Vec::new(),
                at,
            }),
            _ => Err(format!(
                "expected `hook NAME` or `agent` for all below {name}, got another source"
            )),
        };
    }
    read_turns(&mut words, &mut turns)?;
    let mut otherwise = Vec::new();
    while words.keyword(&["else"]).is_some() {
        let mut turns = Turns::default();
        let source = field_source(&mut words, object, depth, &mut turns)?;
        read_turns(&mut words, &mut turns)?;
        otherwise.push((source, turns));
    }
    let mut asked = None;
    for (place, (source, turns)) in std::iter::once((&source, &turns))
        .chain(otherwise.iter().map(|(source, turns)| (source, turns)))
        .enumerate()
    {
        if turns.negate && !turns.pairs.is_empty() {
            return Err("expected either `!` or pairs, got both".to_owned());
        }
        let words = match source {
            FieldSource::File { path, .. } => path.matches('{').count(),
            _ => 0,
        };
        if turns.sum && words != 1 {
            return Err("expected `file` with one {WORD} in its path for sum".to_owned());
        }
        if turns.beside.is_some() && !matches!(source, FieldSource::Hook(_)) {
            return Err("expected `hook` for beside, got another source".to_owned());
        }
        let uci = matches!(
            source,
            FieldSource::RowOption(_) | FieldSource::Option { .. }
        );
        let kept = matches!(
            object.and_then(|object| object.source.as_ref()),
            Some(ObjectSource::Uci { .. } | ObjectSource::Section { .. })
        ) || !matches!(source, FieldSource::RowOption(_));
        if matches!(turns.piece.as_deref(), Some(Piece::Less(_))) && uci && kept {
            return Err("expected what is only read for less, got an option".to_owned());
        }
        let suffix = matches!(
            turns.piece.as_deref(),
            Some(Piece::Suffix(_) | Piece::Power(_) | Piece::Less(_))
        );
        let beside = turns.without.is_some()
            || turns.resets.is_some()
            || turns.ends.is_some()
            || !turns.together.is_empty();
        if (turns.piece.is_some() && !suffix || beside) && !uci {
            return Err(
                "expected an option of uci for part, item, has, begins, behind, between, and, child, without, resets, ends and together, got another source"
                    .to_owned(),
            );
        }
        let section = match (source, object.and_then(|object| object.source.as_ref())) {
            (FieldSource::Option { section, .. }, _)
            | (FieldSource::RowOption(_), Some(ObjectSource::Section { section, .. })) => section,
            _ => "",
        };
        let several = section.starts_with('@') && (!section.contains('[') || section.contains('='));
        if turns.each && !several {
            return Err(
                "expected `uci PACKAGE @TYPE[OPTION=VALUE]` and an option before `each`".to_owned(),
            );
        }
        let alone = matches!(
            source,
            FieldSource::Agent | FieldSource::Only(_) | FieldSource::Run { .. }
        );
        if alone && (place > 0 || !otherwise.is_empty() || name.starts_with('{')) {
            return Err("expected no only, agent or run in a word or beside `else`".to_owned());
        }
        if let FieldSource::Hook(hook) = source {
            if name.starts_with('{') {
                return Err("expected no hook in a word".to_owned());
            }
            if asked.replace(hook).is_some_and(|other| other != hook) {
                return Err(format!("expected one hook on a line, got {hook}, too"));
            }
        }
    }
    Ok(Field {
        name: name.into(),
        source,
        turns,
        otherwise,
        at,
    })
}

/// The rest of the line is the command, whatever is in it.
fn apply_line(line: &str, at: Place) -> Result<Apply, Wrong> {
    let rest = line
        .trim()
        .strip_prefix("apply")
        .unwrap_or_default()
        .trim_start();
    let (group, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let risky = rest.trim_start().strip_prefix("risky ");
    let rest = risky.unwrap_or(rest).trim_start();
    let (when, command) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    if group.is_empty() {
        return Err(
            "expected `apply GROUP [risky] check|now|after COMMAND`, got the end of the line"
                .to_owned(),
        );
    }
    let when = match when.trim() {
        "check" => When::Check,
        "now" => When::Now,
        "after" => When::After,
        other => return Err(format!("expected `check`, `now` or `after`, got `{other}`")),
    };
    match command.trim() {
        "" => Err("expected a command, got the end of the line".to_owned()),
        command => Ok(Apply {
            group: group.into(),
            package: false,
            risky: risky.is_some(),
            when,
            command: command.into(),
            at,
        }),
    }
}

/// `Device.WiFi.SSID.{i}.`
pub(super) fn object_path(text: &str) -> Result<Box<str>, Wrong> {
    let Some(names) = text.strip_suffix('.') else {
        return Err(format!(
            "expected an object path that ends in a dot, got `{text}`"
        ));
    };
    let mut row_before = true;
    for name in names.split('.') {
        let row = name == "{i}";
        if !(row && !row_before || is_name(name)) {
            return Err(format!(
                "expected an object path like Device.WiFi.SSID.{{i}}., got `{text}`"
            ));
        }
        row_before = row;
    }
    Ok(text.into())
}

/// `SSID`, `Stats.BytesSent`, `Stats.`
fn field_name(text: &str) -> Result<(), Wrong> {
    if text.contains("{i}") {
        return Err(format!(
            "expected a parameter of this object, got `{text}`: a table needs a line of its own that is not indented"
        ));
    }
    if !text
        .strip_suffix('.')
        .unwrap_or(text)
        .split('.')
        .all(is_name)
    {
        return Err(format!(
            "expected a parameter like SSID or Stats.BytesSent, got `{text}`"
        ));
    }
    let leaf = text.rsplit('.').next().unwrap_or_default();
    if leaf == "Alias" || leaf.ends_with("NumberOfEntries") {
        return Err(format!(
            "expected no source for `{text}`: the agent answers every Alias and …NumberOfEntries itself"
        ));
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

pub(super) fn package(words: &mut Words) -> Result<Box<str>, Wrong> {
    let text = &words.take("a uci package")?.text;
    match !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    {
        true => Ok(text.as_str().into()),
        false => Err(format!(
            "expected a uci package (letters, digits, - and _), got `{text}`"
        )),
    }
}

/// `NAME`, `@TYPE`, `@TYPE[N]`, `@TYPE[OPTION=VALUE]`, or with `{key}`.
pub(super) fn section(words: &mut Words, depth: usize) -> Result<Box<str>, Wrong> {
    let what = "a section (NAME, @TYPE, @TYPE[N] or @TYPE[OPTION=VALUE])";
    let text = &words.take(what)?.text;
    template(text, depth)?;
    let (kind, index) = match text.strip_prefix('@') {
        None => (text.replace(['{', '}'], ""), None),
        Some(kind) => match kind.split_once('[') {
            None => (kind.to_owned(), None),
            Some((kind, index)) => (
                kind.to_owned(),
                Some(index.strip_suffix(']').unwrap_or("[")),
            ),
        },
    };
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' && text.starts_with('@')
    };
    let indexed = index.is_none_or(|index| match index.split_once('=') {
        Some((option, _)) => uci_name(option, "").is_ok(),
        None => index.parse::<u32>().is_ok(),
    });
    match !kind.is_empty() && kind.bytes().all(plain) && indexed {
        true => Ok(text.as_str().into()),
        false => Err(format!("expected {what}, got `{text}`")),
    }
}

pub(super) fn uci_name(text: &str, what: &str) -> Result<Box<str>, Wrong> {
    match !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        true => Ok(text.into()),
        false => Err(format!(
            "expected {what} (letters, digits and _), got `{text}`"
        )),
    }
}

/// An option, or `.name`, the section's own name.
pub(super) fn uci_option(text: &str) -> Result<Box<str>, Wrong> {
    match text {
        ".name" => Ok(text.into()),
        _ => uci_name(text, "an option"),
    }
}

/// One step of a path: a hook is a file in the platform's `hooks` folder and nowhere else.
pub(super) fn hook_name(words: &mut Words) -> Result<Box<str>, Wrong> {
    let text = &words.take("the name of a hook")?.text;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    match !text.is_empty() && !text.starts_with('.') && text.bytes().all(plain) {
        true => Ok(text.as_str().into()),
        false => Err(format!(
            "expected the name of a hook (letters, digits, -, _ and .), got `{text}`"
        )),
    }
}

pub(super) fn file_path(words: &mut Words) -> Result<Box<str>, Wrong> {
    let text = &words.take("a path")?.text;
    let known = matches!(
        text.as_str(),
        "@addresses" | "@clock" | "@layers" | "@routes" | "@mappings"
    );
    match known || text.starts_with('/') || text.starts_with("@changed/") {
        true => Ok(text.as_str().into()),
        false => Err(format!(
            "expected a path that starts with / or @changed/, or @addresses, @clock, @layers, @routes or @mappings, got `{text}`"
        )),
    }
}

/// `{key}` and `{parent}` stand where a row of that depth can fill them in.
pub(super) fn template(text: &str, depth: usize) -> Result<(), Wrong> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            return Err(format!("expected {{key}} or {{parent}}, got `{text}`"));
        };
        let needed = match name {
            "parent" => 2,
            // Which words there are is known when all maps are read.
            _ if is_name(name) => 1,
            _ => {
                return Err(format!(
                    "expected {{key}}, {{parent}} or a word of the row, got `{{{name}}}` in `{text}`"
                ));
            }
        };
        if depth < needed {
            return Err(format!(
                "expected an object with {needed} × {{i}} for {{{name}}}, got one with {depth}"
            ));
        }
        rest = after;
    }
    Ok(())
}

fn enclosed(depth: usize, word: &str) -> Result<(), Wrong> {
    match depth {
        0 | 1 => Err(format!(
            "expected a table inside a table for `{word}`, got one without an enclosing row"
        )),
        _ => Ok(()),
    }
}
