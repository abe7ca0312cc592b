//! Runs the shell transcripts of a manual.

use super::*;

/// Folders that the transcripts work in. Each test has its own in their place.
const SCRATCH: [&str; 2] = ["/tmp/board", "/tmp/box"];

/// A command of a transcript, and what it should print.
struct Shown {
    line: usize,
    command: String,
    output: Vec<String>,
}

pub fn run_transcripts(manual: &str) {
    let scratch = Scratch::new(&manual.replace('/', "-"));
    let text = read(manual);
    let mut script = String::from("exec 2>&1\n");
    let mut shown: Vec<Shown> = Vec::new();
    for block in blocks(&text) {
        if let Some(file) = block.file {
            let content = scratch.0.join(format!("block-{}", block.line));
            fs::write(&content, scratch.inward(&block.text)).unwrap();
            let file = scratch.inward(&file);
            writeln!(
                script,
                "mkdir -p \"$(dirname {file})\" && cp {} {file}",
                content.display()
            )
            .unwrap();
        }
        if block.language != "console" {
            continue;
        }
        let first = shown.len();
        for (line, text) in (block.line..).zip(block.text.lines()) {
            match (
                text.strip_prefix("$ "),
                text.strip_prefix("> "),
                shown.get_mut(first..).and_then(<[Shown]>::last_mut),
            ) {
                (Some(command), _, _) => {
                    shown.push(Shown {
                        line,
                        command: command.into(),
                        output: Vec::new(),
                    });
                }
                (_, Some(more), Some(last)) if last.output.is_empty() => {
                    last.command.extend(["\n", more]);
                }
                (_, _, Some(last)) => last.output.push(text.into()),
                (_, _, None) => panic!("{manual}:{line}: expected `$ COMMAND`, got `{text}`"),
            }
        }
        for Shown { command, .. } in &shown[first..] {
            // What `$?` says survives the mark.
            let command = scratch.inward(command);
            writeln!(
                script,
                "{command}\nstatus=$?; printf '\\n@@@\\n'; (exit $status)"
            )
            .unwrap();
        }
    }
    let printed = shell(&script);
    let mut outputs = printed.split("\n@@@\n");
    let mut wrong = String::new();
    for shown in &shown {
        let printed = scratch.outward(outputs.next().unwrap_or_default());
        let printed: Vec<&str> = printed.lines().collect();
        if !matches(&shown.output, &printed) {
            let (expected, got) = (shown.output.join("\n"), printed.join("\n"));
            let line = shown.line;
            write!(
                wrong,
                "\n{manual}:{line}: $ {}\nexpected\n{expected}\ngot\n{got}\n",
                shown.command
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What a shell prints that has the built agent in its path.
fn shell(script: &str) -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_cwmpd")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    // A loop that waits for what never comes ends with all that was started in it.
    let mut child = Command::new("timeout")
        .args(["120", "sh"])
        .env("PATH", format!("{}:{path}", folder.display()))
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(script.as_bytes()).unwrap();
    drop(stdin);
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

/// `…` is any text in a line, and alone in a line any lines.
pub fn matches(expected: &[String], got: &[&str]) -> bool {
    let Some((first, rest)) = expected.split_first() else {
        return got.is_empty();
    };
    if first == "…" {
        return (0..=got.len()).any(|from| matches(rest, &got[from..]));
    }
    let Some((line, after)) = got.split_first() else {
        return false;
    };
    line_matches(first, line) && matches(rest, after)
}

fn line_matches(expected: &str, got: &str) -> bool {
    match expected.split_once('…') {
        None => expected == got,
        Some((before, after)) => got.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices()
                .map(|(at, _)| at)
                .chain([rest.len()])
                .any(|at| line_matches(after, &rest[at..]))
        }),
    }
}

/// A folder that is gone when the test is.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Scratch {
        let folder =
            std::env::temp_dir().join(format!("cwmpd-manual-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Scratch(folder)
    }

    /// The manual's folders become this test's.
    pub fn inward(&self, text: &str) -> String {
        let swap = |text: String, name: &str| {
            text.replace(
                name,
                self.0
                    .join(name.trim_start_matches("/tmp/"))
                    .to_str()
                    .unwrap(),
            )
        };
        SCRATCH.into_iter().fold(text.to_owned(), swap)
    }

    pub fn outward(&self, text: &str) -> String {
        text.replace(self.0.to_str().unwrap(), "/tmp")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
