//! A folder to run hooks in, and what to throw at them.

use cwmpd::fault::FaultCode;
use cwmpd::platform::hook::{self, Answer, Request};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub fn get(path: &str) -> Request {
    Request::Get {
        path: path.to_owned(),
    }
}

pub fn set(path: &str, value: &str) -> Request {
    Request::Set {
        path: path.to_owned(),
        value: value.to_owned(),
    }
}

/// Whatever an ACS might try, and what goes wrong in shells.
pub fn hostile() -> Vec<String> {
    [
        "",
        " ",
        "  two  blanks  ",
        "\ttab\t",
        "$(touch pwned)",
        "`touch pwned`",
        "; touch pwned",
        "a\n; touch pwned\n",
        "' ; touch pwned ; '",
        "\" ; touch pwned ; \"",
        "$IFS${PATH}$((1))~",
        "-n",
        "-e \\n",
        "%s%n%d",
        "*",
        "/*",
        "[a-z]?",
        "\\",
        "\\\\",
        "\\n",
        "\\\\n",
        "a\\",
        "\n",
        "\n\n",
        "a\nb\n\nc\n",
        "\\\n\\",
        "=",
        "a=b=c",
        "!9007 x y",
        "set Device.X=1",
        "cwmp_end",
        "\tcwmp_end\n\tcwmp_end",
        "\r",
        "a\r\nb",
        "é \u{1f600} \u{2028}",
        "\u{1}\u{1b}[2J\u{7f}",
    ]
    .map(str::to_owned)
    .to_vec()
}

pub fn told(path: &str, value: &str) -> Answer {
    Answer::Value {
        path: path.to_owned(),
        value: value.to_owned(),
    }
}

pub fn refused(code: FaultCode, path: &str, text: &str) -> Answer {
    Answer::Fault {
        code,
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn hook_of(platform: &str, name: &str) -> PathBuf {
    repository()
        .join("platform")
        .join(platform)
        .join("hooks")
        .join(name)
}

/// The shells there are, each as the words that start it.
pub fn shells() -> Vec<Vec<&'static str>> {
    let there = |words: &Vec<&str>| {
        let (program, arguments) = words.split_first().unwrap();
        let started = Command::new(program)
            .args(arguments)
            .args(["-c", ":"])
            .stderr(Stdio::null())
            .status();
        let there = started.is_ok_and(|status| status.success());
        if !there {
            println!("skipped: there is no {}", words.join(" "));
        }
        there
    };
    [vec!["busybox", "ash"], vec!["dash"]]
        .into_iter()
        .filter(there)
        .collect()
}

/// A folder to run hooks in, with a root for the device and programs of its own.
pub struct Lab {
    pub folder: PathBuf,
    pub root: PathBuf,
}

impl Lab {
    pub fn new(name: &str) -> Lab {
        let unique = format!(
            "cwmpd-hooks-{name}-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        );
        let unique: String = unique
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        let folder = std::env::temp_dir().join(unique);
        let _ = fs::remove_dir_all(&folder);
        let root = folder.join("root");
        fs::create_dir_all(&root).unwrap();
        Lab { folder, root }
    }

    pub fn write(&self, path: &str, content: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A hook made of these lines between the library and its loop.
    pub fn script(&self, lines: &str) -> PathBuf {
        let path = self.folder.join("hook");
        fs::write(
            &path,
            format!("#!/bin/sh\n. \"$CWMPD_LIB\"\n{lines}\ncwmp_requests\n"),
        )
        .unwrap();
        path
    }

    /// A hook whose reboot and factory reset only leave a line in the log: functions come before
    /// programs and before what a shell has built in, so that nothing real is rebooted.
    pub fn harmless(&self, hook: &Path) -> PathBuf {
        let (path, log) = (self.folder.join("hook"), self.log());
        let log = log.display();
        let text = format!(
            "reboot() {{ echo reboot >>{log}; echo chatter; }}\n\
             firstboot() {{ echo \"firstboot $*\" >>{log}; echo chatter; }}\n. {}\n",
            hook.display()
        );
        fs::write(&path, text).unwrap();
        path
    }

    /// A program that hooks find instead of the real one.
    pub fn program(&self, name: &str, lines: &str) {
        crate::hook::write(&self.folder.join("bin").join(name), lines);
    }

    pub fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// What is in the folder: a value that ran would have left something.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    pub fn run(&self, shell: &[&str], script: &Path, input: &str) -> Output {
        self.run_with(shell, script, &[], input)
    }

    pub fn run_with(&self, shell: &[&str], script: &Path, words: &[&str], input: &str) -> Output {
        let (program, arguments) = shell.split_first().unwrap();
        let path = format!(
            "{}:{}",
            self.folder.join("bin").display(),
            std::env::var("PATH").unwrap()
        );
        let mut child = Command::new(program)
            .args(arguments)
            .arg(script)
            .args(words)
            .current_dir(&self.folder)
            .env("PATH", path)
            .env("CWMPD_LIB", repository().join("platform/lib.sh"))
            .env("CWMPD_ROOT", &self.root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        // A hook may end before it has read everything.
        let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output
    }

    /// As the agent asks: status 0 and nothing on stderr.
    pub fn ask(&self, shell: &[&str], script: &Path, requests: &[Request]) -> Vec<Answer> {
        let output = self.run(shell, script, &hook::encode(requests));
        let complaints = String::from_utf8_lossy(&output.stderr);
        let complaints: Vec<&str> = complaints
            .lines()
            .filter(|line| *line != "chatter")
            .collect();
        assert_eq!(
            (output.status.code(), complaints.as_slice()),
            (Some(0), &[][..]),
            "{shell:?} {}",
            script.display()
        );
        hook::decode(
            "test",
            &output.stdout,
            hook::LONGEST_LINE,
            hook::LONGEST_OUTPUT,
        )
        .unwrap()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
