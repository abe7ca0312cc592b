//! The hook `credentials` of `platform/openwrt`: what becomes of a login that the ACS wants to have checked.

use crate::lab::{Lab, hook_of, shells};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant};

const LOGINS: &str = "\
config login
	option username 'root'
	option password '$p$root'

config other
	option username 'nobody'
";

/// Waits for the line that `cwmpd diagnosed` leaves.
fn diagnosed(lab: &Lab) {
    let begun = Instant::now();
    while !fs::read_to_string(lab.log()).is_ok_and(|log| log.ends_with("diagnosed\n")) {
        assert!(begun.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_login_is_checked_by_rpcd() {
    for shell in shells() {
        for (name, password, rpcd, verdict) in [
            ("root", "secret", "0", "Credentials_Good"),
            ("root", "secret", "1", "Credentials_Bad_Password_Incorrect"),
            // rpcd is not there, or ucode is not.
            ("root", "secret", "2", "Error"),
            ("root", "secret", "127", "Error"),
            (
                "nobody",
                "secret",
                "9",
                "Credentials_Bad_Username_Not_Supported",
            ),
            (
                "$(touch pwned)",
                "$(touch pwned)",
                "9",
                "Credentials_Bad_Username_Not_Supported",
            ),
            ("", "secret", "9", "Credentials_Missing"),
            ("root", "", "9", "Credentials_Missing"),
        ] {
            let lab = Lab::new("credentials");
            let log = lab.log().display().to_string();
            lab.program("cwmpd", &format!("echo \"$3\" >>'{log}'"));
            lab.program("ucode", &format!("echo \"$*\" >>'{log}'; exit {rpcd}"));
            lab.write("etc/config/rpcd", LOGINS);
            lab.write("var/run/cwmpd-credentials.name", &format!("{name}\n"));
            lab.write(
                "var/run/cwmpd-credentials.password",
                &format!("{password}\n"),
            );
            lab.write("var/run/cwmpd-credentials.state", "Requested\n");
            let output = lab.run(&shell, &hook_of("openwrt", "credentials"), "");
            assert!(output.status.success(), "{output:?}");
            diagnosed(&lab);
            let state = lab.root.join("var/run/cwmpd-credentials.state");
            let told = fs::read_to_string(&state).unwrap();
            for file in [state, lab.root.join("var/run/cwmpd-credentials.asked")] {
                assert_eq!(fs::metadata(file).unwrap().mode() & 0o77, 0);
            }
            assert_eq!(told, format!("{verdict}\n"), "{name} {password} {rpcd}");
            assert!(!lab.root.join("var/run/cwmpd-credentials.password").exists());
            let log = fs::read_to_string(lab.log()).unwrap();
            assert!(!log.contains("secret"), "on a command line: {log}");
            assert_eq!(log.contains("session"), rpcd != "9", "{log}");
            assert!(!lab.names().contains(&"pwned".to_owned()));
        }
    }
}

/// Nor when it is not asked for.
#[test]
fn a_check_that_is_taken_back_asks_nobody() {
    for shell in shells() {
        for (state, left) in [
            ("Canceled", "None"),
            ("Credentials_Good", "Credentials_Good"),
        ] {
            let lab = Lab::new("credentials-back");
            lab.program("ucode", "exit 9");
            lab.write("var/run/cwmpd-credentials.password", "secret\n");
            lab.write("var/run/cwmpd-credentials.state", &format!("{state}\n"));
            let output = lab.run(&shell, &hook_of("openwrt", "credentials"), "");
            assert!(output.status.success(), "{output:?}");
            let file = lab.root.join("var/run/cwmpd-credentials.state");
            assert_eq!(fs::read_to_string(file).unwrap(), format!("{left}\n"));
            let password = lab.root.join("var/run/cwmpd-credentials.password");
            assert_eq!(password.exists(), state != "Canceled");
        }
    }
}
