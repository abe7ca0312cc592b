//! The body of a lightweight notification against the Broadband Forum's schema.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use cwmpd::cwmp::light::Sender;
use cwmpd::cwmp::rpc::{DeviceId, ParameterValue};
use cwmpd::cwmp::soap::write_notification;
use cwmpd::model::value::Base;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn a_notification_is_valid_against_its_schema() {
    let bbf = match std::env::var_os("CWMPD_BBF") {
        Some(path) => PathBuf::from(path),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bbf"),
    };
    let schema = bbf.join("cwmp-xsd/cwmp-UDPLightweightNotification-1-0.xsd");
    if !schema.exists() || Command::new("xmllint").arg("--version").output().is_err() {
        println!("skipped: no {} or no xmllint", schema.display());
        return;
    }
    let device = DeviceId {
        manufacturer: "ACME".into(),
        oui: "00A0C9".into(),
        product_class: "<R&D>".into(),
        serial_number: "SN 1/\"2\"".into(),
    };
    let sender = Sender {
        device: &device,
        username: "cpe <1>",
        password: "secret",
        host: "acs.example:7547",
        time: 1_795_305_600,
    };
    let values = [
        ("", Base::String),
        (" a\tb\n<&>]]>é\u{1}😀", Base::String),
        ("-7", Base::Int),
        ("true", Base::Boolean),
        ("2026-11-22T12:00:00Z", Base::DateTime),
    ];
    let list: Vec<ParameterValue> = values
        .into_iter()
        .map(|(value, base)| ParameterValue {
            name: "Device.X_ACME_<&>".into(),
            value: value.into(),
            base,
        })
        .collect();
    let body = String::from_utf8(write_notification(&sender, "0123456789abcdef", &list)).unwrap();
    assert_eq!(refused(&schema, &body), "");
    // A schema that accepts everything would make this worthless.
    for (right, wrong) in [
        ("<UN>", "<UN/><UN>"),
        ("<TS>1", "<TS>x"),
        ("<OUI>00A0C9", "<OUI>00a0c9"),
        ("lwnotif-1-0", "lwnotif-1-1"),
    ] {
        let refused = refused(&schema, &body.replace(right, wrong));
        assert!(refused.contains("error"), "{wrong}: {refused}");
    }
}

/// What xmllint has against the document.
fn refused(schema: &Path, document: &str) -> String {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("notification.xml");
    fs::write(&file, document).unwrap();
    let output = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .args([schema, &file])
        .output()
        .unwrap();
    match output.status.success() {
        true => String::new(),
        false => String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
