//! The XML files, and how a name in one finds what it means in another.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use xmltree::Element;

/// One XML file.
#[derive(Debug)]
pub struct Document {
    /// Its name without the folder.
    pub file: String,
    /// The copyright notice that it begins with, line by line.
    pub notice: Vec<String>,
    root: Element,
}

impl Document {
    /// The definitions of one kind (`component`, `dataType`, `model`) with their names.
    pub fn named<'d>(&'d self, kind: &'d str) -> impl Iterator<Item = (&'d str, &'d Element)> {
        children(&self.root, kind)
            .filter_map(|element| Some((attribute(element, "name")?, element)))
    }

    /// What an import calls `name` here: the import, and the name over there.
    fn imported(&self, kind: &str, name: &str) -> Option<(&Element, String)> {
        children(&self.root, "import").find_map(|import| {
            let item = children(import, kind).find(|item| attribute(item, "name") == Some(name))?;
            Some((import, attribute(item, "ref").unwrap_or(name).to_owned()))
        })
    }
}

/// A definition with the file whose names it uses.
#[derive(Clone, Debug)]
pub struct Definition {
    pub document: Rc<Document>,
    pub element: Element,
}

/// How the text of a file is read.
pub type Read = fn(&Path) -> Result<String, String>;

/// The files of one import, each read once.
#[derive(Debug)]
pub struct Documents {
    text: Read,
    folder: PathBuf,
    /// Names of the files in the folder.
    beside: Vec<String>,
    main: Rc<Document>,
    read: BTreeMap<String, Rc<Document>>,
}

/// From file to file to file.
const MOST_HOPS: usize = 20;

impl Documents {
    /// `beside`: the names of all files in the folder of this one, sorted.
    pub fn open(file: &Path, beside: Vec<String>, text: Read) -> Result<Documents, String> {
        let main = Rc::new(document(file, &text(file)?)?);
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        let read = BTreeMap::from([(main.file.clone(), main.clone())]);
        Ok(Documents {
            text,
            folder,
            beside,
            main,
            read,
        })
    }

    pub fn main(&self) -> Rc<Document> {
        self.main.clone()
    }

    /// What `name` means in `document`: defined there, or imported. A component that is `virtual`
    /// gives way to what the main file imports under its name.
    pub fn find(
        &mut self,
        document: &Rc<Document>,
        kind: &str,
        name: &str,
    ) -> Result<Definition, String> {
        let found = self.follow(document, kind, name)?;
        if attribute(&found.element, "virtual") != Some("true") {
            return Ok(found);
        }
        let main = self.main();
        let own_name = attribute(&found.element, "name").unwrap_or(name).to_owned();
        match main.imported(kind, &own_name) {
            Some(_) => self.follow(&main, kind, &own_name),
            None => Ok(found),
        }
    }

    fn follow(
        &mut self,
        document: &Rc<Document>,
        kind: &str,
        name: &str,
    ) -> Result<Definition, String> {
        let mut document = document.clone();
        let mut name = name.to_owned();
        for _ in 0..MOST_HOPS {
            let element = document
                .named(kind)
                .find(|(own, _)| *own == name)
                .map(|(_, element)| element.clone());
            if let Some(element) = element {
                return Ok(Definition { document, element });
            }
            let (there, import) = match document.imported(kind, &name) {
                Some((import, there)) => (there, self.imported_file(&document, import)?),
                None => (name.clone(), self.unlisted(&document, kind, &name)?),
            };
            document = import;
            name = there;
        }
        Err(format!(
            "{}: expected {kind} {name} within {MOST_HOPS} imports",
            document.file
        ))
    }

    /// Some files use a name that they forgot to list under the import of its file.
    fn unlisted(
        &mut self,
        document: &Rc<Document>,
        kind: &str,
        name: &str,
    ) -> Result<Rc<Document>, String> {
        for import in children(&document.root, "import") {
            let imported = self.imported_file(document, import)?;
            if imported.named(kind).any(|(own, _)| own == name) {
                return Ok(imported);
            }
        }
        Err(format!(
            "{}: expected a {kind} {name}, got none",
            document.file
        ))
    }

    fn imported_file(
        &mut self,
        document: &Document,
        import: &Element,
    ) -> Result<Rc<Document>, String> {
        let file = attribute(import, "file").unwrap_or_default();
        let spec = attribute(import, "spec").unwrap_or_default();
        let file = self.resolve(file, spec).ok_or_else(|| {
            format!(
                "{}: expected {file} ({spec}) beside it, got no such file",
                document.file
            )
        })?;
        self.load(&file)
    }

    /// The file that an import means. `tr-181-2-wifi.xml` with the spec `…:tr-181-2-19-wifi` is the
    /// newest `tr-181-2-19-*-wifi.xml`, or else the newest `tr-181-2-*-wifi.xml`.
    fn resolve(&self, file: &str, spec: &str) -> Option<String> {
        if self.beside.iter().any(|beside| beside == file) {
            return Some(file.to_owned());
        }
        let spec = spec.rsplit(':').next().unwrap_or_default();
        [spec, file.strip_suffix(".xml")?]
            .into_iter()
            .find_map(|wanted| {
                let (wanted, suffix) = parted(wanted)?;
                self.beside
                    .iter()
                    .filter_map(|beside| {
                        let (version, name) = parted(beside.strip_suffix(".xml")?)?;
                        (name == suffix && version.starts_with(&wanted))
                            .then_some((version, beside))
                    })
                    .max()
                    .map(|(_, beside)| beside.clone())
            })
    }

    fn load(&mut self, file: &str) -> Result<Rc<Document>, String> {
        if let Some(known) = self.read.get(file) {
            return Ok(known.clone());
        }
        let path = self.folder.join(file);
        let document = Rc::new(document(&path, &(self.text)(&path)?)?);
        self.read.insert(file.to_owned(), document.clone());
        Ok(document)
    }
}

/// `tr-181-2-19-0-wifi-base` as its numbers and the name behind them.
fn parted(stem: &str) -> Option<(Vec<u32>, &str)> {
    let mut rest = stem.strip_prefix("tr-")?;
    let mut version = Vec::new();
    while let Some((number, behind)) = rest.split_once('-')
        && let Ok(number) = number.parse()
    {
        version.push(number);
        rest = behind;
    }
    Some((version, rest))
}

fn document(path: &Path, text: &str) -> Result<Document, String> {
    let shown = path.display();
    let root = Element::parse(text.as_bytes()).map_err(|error| format!("{shown}: {error}"))?;
    if root.name != "document" {
        return Err(format!(
            "{shown}: expected a data model (dm:document), got {}",
            root.name
        ));
    }
    let file = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(Document {
        file,
        notice: notice(text),
        root,
    })
}

/// The part of the first comment from the copyright to the end of the licence; it has to go with
/// every copy.
fn notice(text: &str) -> Vec<String> {
    let comment = text
        .split_once("<!--")
        .and_then(|(_, rest)| rest.split_once("-->"));
    let lines: Vec<&str> = comment
        .map(|(comment, _)| comment.lines().collect())
        .unwrap_or_default();
    let start = lines
        .iter()
        .position(|line| line.trim_start().starts_with("Copyright (c)"));
    let end = lines
        .iter()
        .position(|line| line.trim_end().ends_with("granted under this license."));
    match start
        .zip(end)
        .and_then(|(start, end)| lines.get(start..=end))
    {
        Some(lines) => lines
            .iter()
            .map(|line| {
                line.strip_prefix("  ")
                    .unwrap_or(line)
                    .trim_end()
                    .to_owned()
            })
            .collect(),
        None => Vec::new(),
    }
}

/// The child elements of this name.
pub fn children<'e>(element: &'e Element, name: &'e str) -> impl Iterator<Item = &'e Element> {
    elements(element).filter(move |child| child.name == name)
}

/// All child elements.
pub fn elements(element: &Element) -> impl Iterator<Item = &Element> {
    element.children.iter().filter_map(|node| node.as_element())
}

/// An attribute, where it says something.
pub fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element
        .attributes
        .get(name)
        .map(String::as_str)
        .filter(|value| !value.is_empty())
}
