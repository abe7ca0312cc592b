//! `cwmpd import`: the Broadband Forum's XML (TR-106 Annex A) into `.dm` lines. Runs on the
//! developer's host; what it writes is committed, and a router never sees the XML.
//!
//! Takes the "full" files, in which everything is written out, and the files that are made of
//! components of other files beside them. Descriptions, units, profiles, and the commands and
//! events of USP are left out, and so is what the model has deleted.

mod build;
mod documents;
mod profiles;
mod syntax;

use crate::model::schema::{Object, Schema};
use build::Builder;
use documents::{Document, Documents};
use std::fmt::Write;
use std::path::Path;

/// What an import brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The whole `.dm` file.
    pub text: String,
    pub objects: usize,
    pub parameters: usize,
    /// What was left out or could not be resolved, one sentence each.
    pub notes: Vec<String>,
}

/// What `cwmpd import` prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// For standard output: the `.dm` file, unless it went to a file.
    pub text: String,
    /// For standard error, one line each.
    pub notes: Vec<String>,
}

const USAGE: &str = "usage: cwmpd import FILE.xml [--model NAME] [--profiles] [--output FILE]";

/// `cwmpd import FILE.xml [--model NAME] [--profiles] [--output FILE]`, without the word `import`.
///
/// # Errors
/// The usage, what is wrong with the file, or why the output could not be written.
pub fn command(arguments: &[String]) -> Result<Report, String> {
    let (mut file, mut model, mut output, mut profiles) = (None, None, None, false);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let place = match argument.as_str() {
            "--model" => &mut model,
            "--output" => &mut output,
            "--profiles" => {
                profiles = true;
                continue;
            }
            option if option.starts_with('-') => {
                return Err(format!(
                    "expected --model, --profiles or --output, got {option}\n{USAGE}"
                ));
            }
            path if file.is_none() => {
                file = Some(path);
                continue;
            }
            path => return Err(format!("expected one file, got {path} too\n{USAGE}")),
        };
        let value = arguments.next();
        *place = Some(value.ok_or_else(|| format!("expected a value after {argument}\n{USAGE}"))?);
    }
    let file = file.ok_or(USAGE)?;
    let model = model.map(String::as_str);
    let imported = match profiles {
        true => import_profiles(Path::new(file), model)?,
        false => import(Path::new(file), model)?,
    };
    let mut notes = imported.notes;
    let Some(output) = output else {
        return Ok(Report {
            text: imported.text,
            notes,
        });
    };
    // On the developer's host: no flash, no power cut.
    #[allow(clippy::disallowed_methods)]
    std::fs::write(output, imported.text).map_err(|error| format!("{output}: {error}"))?;
    notes.push(format!(
        "{output}: {} objects, {} parameters",
        imported.objects, imported.parameters
    ));
    Ok(Report {
        text: String::new(),
        notes,
    })
}

/// Reads one file, and those that it imports from beside it, into a `.dm` file. `model` chooses
/// where the file has several.
///
/// # Errors
/// `FILE: expected …, got …`.
pub fn import(file: &Path, model: Option<&str>) -> Result<Imported, String> {
    let mut documents = open(file)?;
    let main = documents.main();
    let name = chosen(&main, model)?;
    let mut builder = Builder::new(&mut documents);
    builder.model(&main, &name)?;
    let (mut objects, notes) = builder.finish()?;
    objects.sort_by(|a, b| a.path.cmp(&b.path));
    let mut text = header(&main, &name);
    for object in &objects {
        let _ = write!(text, "{object}");
    }
    checked(&text, &objects)?;
    let parameters = objects.iter().map(|object| object.parameters.len()).sum();
    Ok(Imported {
        text,
        objects: objects.len(),
        parameters,
        notes,
    })
}

/// Reads one file into a `.profiles` file (`model::coverage`).
///
/// # Errors
/// As [`import`].
pub fn import_profiles(file: &Path, model: Option<&str>) -> Result<Imported, String> {
    let main = open(file)?.main();
    let name = chosen(&main, model)?;
    let mut text = format!(
        "# Profiles of {name}, imported from the Broadband Forum's {file}: regenerate with\n\
         #   cwmpd import {file} --profiles --output FILE.profiles\n",
        file = main.file
    );
    notice(&mut text, &main);
    text.push('\n');
    text.push_str(&profiles::text(&main, &name));
    Ok(Imported {
        text,
        objects: 0,
        parameters: 0,
        notes: Vec::new(),
    })
}

fn chosen(main: &Document, model: Option<&str>) -> Result<String, String> {
    let names: Vec<&str> = main.named("model").map(|(name, _)| name).collect();
    match (model, names.as_slice()) {
        (Some(model), names) if names.contains(&model) => Ok(model.to_owned()),
        (None, [only]) => Ok((*only).to_owned()),
        (_, []) => Err(format!("{}: expected a model, got none", main.file)),
        (model, names) => Err(format!(
            "{}: expected --model {}, got {}",
            main.file,
            names.join(" or "),
            model.unwrap_or("nothing")
        )),
    }
}

fn open(file: &Path) -> Result<Documents, String> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut beside: Vec<String> = std::fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    beside.sort();
    Documents::open(file, beside, |path| {
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    })
}

/// Reads back what was written, so that no file leaves that the agent would refuse or
/// misunderstand.
fn checked(text: &str, objects: &[Object]) -> Result<(), String> {
    let mut schema = Schema::default();
    let errors = schema.parse(text, "(written)", &|_| true);
    if !errors.is_empty() {
        return Err(errors.join("\n"));
    }
    match schema
        .objects
        .iter()
        .zip(objects)
        .find(|(read, written)| read != written)
    {
        Some((read, written)) => Err(format!("expected to read back\n{written:?}, got\n{read:?}")),
        None if schema.objects.len() == objects.len() => Ok(()),
        None => Err(format!(
            "expected to read back {} objects, got {}",
            objects.len(),
            schema.objects.len()
        )),
    }
}

fn header(main: &Document, model: &str) -> String {
    let mut text = format!(
        "# {model}, imported from the Broadband Forum's {file}: regenerate with\n\
         #   cwmpd import {file} --output FILE.dm\n\
         # Objects in the order of their paths, parameters in that of the XML. Without descriptions,\n\
         # units and what the model has deleted; `deprecated` also stands for \"obsoleted\".\n\
         # A change made here by hand is lost with the next import: put it into a .dm file of your own.\n",
        file = main.file,
    );
    notice(&mut text, main);
    let _ = writeln!(text, "\nmodel {model}");
    text
}

fn notice(text: &mut String, main: &Document) {
    if !main.notice.is_empty() {
        text.push_str("#\n# The notice of the file that this was made from:\n#\n");
        for line in &main.notice {
            let _ = writeln!(text, "{}", format!("#   {line}").trim_end());
        }
    }
}
