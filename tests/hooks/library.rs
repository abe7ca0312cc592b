//! `lib.sh` in small hooks of its own.

use crate::lab::{Lab, hostile, refused, shells, told};
use cwmpd::fault::FaultCode;
use cwmpd::platform::hook::Request;
use std::fs;

#[test]
fn a_refusal_says_any_text_in_one_line() {
    for shell in shells() {
        let lab = Lab::new("refusal");
        let script = lab.script("on_set() { fault 9007 \"$1\" \"no: $2\"; }");
        for value in hostile() {
            let requests = [Request::Set {
                path: "Device.X.[a b].Y".to_owned(),
                value: value.clone(),
            }];
            let answers = lab.ask(&shell, &script, &requests);
            let text = format!("no: {value}");
            let expected = [refused(
                FaultCode::InvalidParameterValue,
                "Device.X.[a b].Y",
                &text,
            )];
            assert!(
                answers == expected,
                "{shell:?}: {:?}…",
                value.chars().take(60).collect::<String>()
            );
        }
        assert_eq!(lab.names(), ["hook", "root"], "{shell:?} ran something");
    }
}

#[test]
fn a_hook_that_defines_nothing_refuses_everything_but_reads_and_checks() {
    for shell in shells() {
        let lab = Lab::new("nothing");
        let script = lab.script("");
        let path = || "Device.X.".to_owned();
        let requests = [
            Request::Get { path: path() },
            Request::Check {
                path: path(),
                value: "1".to_owned(),
            },
            Request::Set {
                path: path(),
                value: "1".to_owned(),
            },
            Request::Add { path: path() },
            Request::Del { path: path() },
            Request::Do {
                name: "dance".to_owned(),
                arguments: Vec::new(),
            },
        ];
        let denied = |path: &str, text: &str| refused(FaultCode::RequestDenied, path, text);
        let expected = [
            denied("Device.X.", "the hook cannot set it"),
            denied("Device.X.", "the hook cannot add rows"),
            denied("Device.X.", "the hook cannot delete rows"),
            denied("dance", "the hook does not know this act"),
        ];
        assert_eq!(lab.ask(&shell, &script, &requests), expected);
    }
}

#[test]
fn an_act_hears_its_arguments() {
    for shell in shells() {
        let lab = Lab::new("act");
        let script = lab.script("on_do() { reply name \"$1\"; reply arguments \"$2\"; }");
        for arguments in [vec![], vec!["/tmp/fw.bin"], vec!["a\nb", "$(id) 'c\\"]] {
            let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
            let said = arguments.join(" ");
            let requests = [Request::Do {
                name: "install".to_owned(),
                arguments,
            }];
            let expected = [told("name", "install"), told("arguments", &said)];
            assert_eq!(lab.ask(&shell, &script, &requests), expected);
        }
    }
}

#[test]
fn a_path_is_taken_apart_and_put_together_again() {
    const SCRIPT: &str = "on_get() {
        if row Device.X.Port. \"$1\"; then quoted \"$key\"; reply key \"$key\"; reply rest \"$rest\"; reply quoted \"$quoted\"
        else reply none \"$1\"; fi
    }
    on_set() { reply \"$1\" \"$2\"; }";
    for shell in shells() {
        let lab = Lab::new("path");
        let script = lab.script(SCRIPT);
        for (key, quoted) in [
            ("eth0", "eth0"),
            ("a:b.c d", "a:b.c d"),
            ("]", "\\]"),
            ("a]b\\c=d\ne[", "a\\]b\\\\c\\=d\\ne["),
            ("\\n", "\\\\n"),
            ("$(touch pwned)*?", "$(touch pwned)*?"),
        ] {
            let row = format!("Device.X.Port.[{quoted}]");
            for (below, rest) in [
                ("", ""),
                (".", ""),
                (".Name", "Name"),
                (".Stats.Bytes", "Stats.Bytes"),
            ] {
                let requests = [Request::Get {
                    path: format!("{row}{below}"),
                }];
                let expected = [told("key", key), told("rest", rest), told("quoted", quoted)];
                assert_eq!(
                    lab.ask(&shell, &script, &requests),
                    expected,
                    "{shell:?} {row}{below}"
                );
            }
            // The first `=` outside a key parts path and value.
            let path = format!("{row}.Name");
            let requests = [Request::Set {
                path: path.clone(),
                value: "a=b\\\n".to_owned(),
            }];
            assert_eq!(
                lab.ask(&shell, &script, &requests),
                [told(&path, "a=b\\\n")]
            );
        }
        for path in [
            "Device.X.Port.",
            "Device.X.Port.[open",
            "Device.X.Ports.[a].",
            "Device.",
        ] {
            let requests = [Request::Get {
                path: path.to_owned(),
            }];
            assert_eq!(lab.ask(&shell, &script, &requests), [told("none", path)]);
        }
    }
}

#[test]
fn a_request_covers_what_it_names_and_all_below_an_object() {
    const SCRIPT: &str = "on_set() { under \"$1\" \"$2\" && reply under yes; touches \"$1\" \"$2\" && reply touches yes; }";
    for shell in shells() {
        let lab = Lab::new("under");
        let script = lab.script(SCRIPT);
        for (request, path, under, touches) in [
            ("Device.X.", "Device.X.Mode", true, true),
            ("Device.X.Mode", "Device.X.Mode", true, true),
            ("Device.X.Mode", "Device.X.ModeB", false, false),
            ("Device.X.M", "Device.X.Mode", false, false),
            ("Device.Y.", "Device.X.Mode", false, false),
            ("Device.X.[a*].", "Device.X.[a*].B", true, true),
            ("Device.X.[a*].", "Device.X.[ab].B", false, false),
            ("Device.", "Device.X.", true, true),
            ("Device.X.Mode", "Device.X.", false, true),
            ("Device.X.Stats.Sent", "Device.X.Stats.", false, true),
            ("Device.X.Stats.", "Device.X.Other.", false, false),
        ] {
            let requests = [Request::Set {
                path: request.to_owned(),
                value: path.to_owned(),
            }];
            let mut expected = Vec::new();
            expected.extend(under.then(|| told("under", "yes")));
            expected.extend(touches.then(|| told("touches", "yes")));
            assert_eq!(
                lab.ask(&shell, &script, &requests),
                expected,
                "{shell:?} {request} {path}"
            );
        }
    }
}

#[test]
fn a_file_is_told_by_its_first_line_or_whole() {
    const SCRIPT: &str = "on_get() { if value \"$CWMPD_ROOT/f\"; then reply value \"$value\"; else reply none \"$value\"; fi; reply_file whole \"$CWMPD_ROOT/f\"; }";
    for shell in shells() {
        let lab = Lab::new("file");
        let script = lab.script(SCRIPT);
        let ask = || {
            lab.ask(
                &shell,
                &script,
                &[Request::Get {
                    path: "Device.".to_owned(),
                }],
            )
        };
        assert_eq!(ask(), [told("none", "")]);
        for (content, first, whole) in [
            ("", None, ""),
            ("\n", Some(""), ""),
            ("a", Some("a"), "a"),
            (" a \\n b \n", Some(" a \\n b "), " a \\n b "),
            ("a\nb", Some("a"), "a\nb"),
            ("a\n\n", Some("a"), "a\n"),
        ] {
            fs::write(lab.root.join("f"), content).unwrap();
            let first = first.map_or_else(|| told("none", ""), |first| told("value", first));
            assert_eq!(
                ask(),
                [first, told("whole", whole)],
                "{shell:?} {content:?}"
            );
        }
    }
}

#[test]
fn a_hook_that_reads_stdin_eats_no_requests() {
    for shell in shells() {
        let lab = Lab::new("stdin");
        let script = lab.script("on_get() { while read -r _; do :; done; reply \"$1\" heard; }");
        let requests = ["Device.A", "Device.B", "Device.C"].map(|path| Request::Get {
            path: path.to_owned(),
        });
        let expected = ["Device.A", "Device.B", "Device.C"].map(|path| told(path, "heard"));
        assert_eq!(lab.ask(&shell, &script, &requests), expected);
    }
}

#[test]
fn the_library_needs_no_other_program() {
    for shell in shells() {
        let lab = Lab::new("builtins");
        let script = lab.script(
            "PATH=/nowhere\nIFS=x\non_get() { under \"$1\" Device.X && touches \"$1\" Device.; row Device. \"$1\"; quoted \"]\"; value /proc/uptime; reply \"$1\" \"a\\b\"; }
             on_set() { reply \"$1\" \"$2\"; fault 9001 \"$1\" \"$2\"; }",
        );
        let path = || "Device.X".to_owned();
        let requests = [
            Request::Get { path: path() },
            Request::Set {
                path: path(),
                value: "a\\b\nc".to_owned(),
            },
        ];
        let expected = [
            told("Device.X", "a\\b"),
            told("Device.X", "a\\b\nc"),
            refused(FaultCode::RequestDenied, "Device.X", "a\\b\nc"),
        ];
        assert_eq!(lab.ask(&shell, &script, &requests), expected);
    }
}

#[test]
fn a_request_that_nobody_knows_fails_the_batch() {
    for shell in shells() {
        let lab = Lab::new("unknown");
        let script = lab.script("");
        for request in ["dance", "get", "", "set"] {
            let output = lab.run(&shell, &script, &format!("{request}\n"));
            assert_eq!(output.status.code(), Some(1), "{shell:?} {request}");
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                complaint.contains("expected get, check, set, add, del or do"),
                "{complaint}"
            );
        }
        let output = lab.run(&shell, &script, "");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    }
}

#[test]
fn five_thousand_answers_come_whole() {
    for shell in shells() {
        let lab = Lab::new("many");
        let script = lab.script("on_get() { i=0; while [ $i -lt 5000 ]; do reply \"Device.X.[$i].Name\" \"value $i\"; i=$((i + 1)); done; }");
        let answers = lab.ask(
            &shell,
            &script,
            &[Request::Get {
                path: "Device.X.".to_owned(),
            }],
        );
        assert_eq!(answers.len(), 5000);
        assert_eq!(
            answers.last(),
            Some(&told("Device.X.[4999].Name", "value 4999"))
        );
    }
}
