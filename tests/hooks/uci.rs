//! How `platform/openwrt/uci.sh` reads what the agent has written into `/etc/config`.

use crate::lab::{Lab, get, repository, shells, told};

fn read(lab: &Lab, shell: &[&str]) -> Vec<cwmpd::platform::hook::Answer> {
    let library = repository().join("platform/openwrt/uci.sh");
    let script = lab.script(&format!(
        ". {}\n\
         on_section() {{ reply section \"$1 $2\"; }}\n\
         on_option() {{ reply \"$1\" \"$2\"; }}\n\
         on_end() {{ :; }}\n\
         on_get() {{ uci_read test; }}",
        library.display()
    ));
    lab.ask(shell, &script, &[get("Device.")])
}

/// As the agent reads it; but that a line feed is a space.
#[test]
fn hooks_read_every_spelling_of_a_value() {
    for shell in shells() {
        for (spelled, value) in [
            ("a", "a"),
            ("'a b'", "a b"),
            ("\"a b\"", "a b"),
            ("a'b'\"c\"", "abc"),
            ("'a'\\''b'", "a'b"),
            ("''\\'''", "'"),
            ("'\"$(touch pwned)`id`*'", "\"$(touch pwned)`id`*"),
            ("a\\ b", "a b"),
            ("a\\\nb", "ab"),
            ("'a\\\nb'", "a\\ b"),
            ("\"a\\\nb\"", "ab"),
            ("\"a\nb\"", "a b"),
            (
                "'a\n\toption p 2\nconfig t evil\n'",
                "a \toption p 2 config t evil ",
            ),
            ("'a\n'\\''\nb'", "a ' b"),
            ("\"\\a\\\"\\\\\"", "a\"\\"),
            ("'\\a'", "\\a"),
            ("''", ""),
            ("", ""),
            ("'a'#b", "a"),
            ("a#b", "a"),
            ("a\t# don't", "a"),
            ("'a' # don't", "a"),
            ("'a#b;c'", "a#b;c"),
            ("'é'", "é"),
        ] {
            let lab = Lab::new("uci");
            let text = format!("config t 's'\n\toption o {spelled}\n\toption p 1\n");
            lab.write("etc/config/test", &text);
            assert_eq!(
                read(&lab, &shell),
                [told("section", "t s"), told("o", value), told("p", "1")],
                "{shell:?} {spelled}"
            );
            assert_eq!(lab.names(), ["hook", "root"]);
        }
    }
}

#[test]
fn a_quote_that_nobody_closes_ends_with_the_file() {
    for shell in shells() {
        for open in ["'a", "\"a", "'a\nb", "\"a\\", "a\\"] {
            let lab = Lab::new("uci-open");
            lab.write("etc/config/test", &format!("config t s\noption o {open}"));
            let answers = read(&lab, &shell);
            assert_eq!(answers.first(), Some(&told("section", "t s")), "{open}");
        }
    }
}
