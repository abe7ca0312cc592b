//! LuCI's page: its files against each other, and the page itself in a headless browser.

use super::{Folder, read};
use cwmpd::agent::settings::Settings;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Command;

const APP: &str = "openwrt/luci-app-cwmpd";
const VIEW: &str = "htdocs/luci-static/resources/view";

fn parsed(file: &str) -> Value {
    serde_json::from_str(&read(&format!("{APP}/{file}"))).unwrap()
}

fn page() -> String {
    read(&format!("{APP}/{VIEW}/cwmpd.js"))
}

/// The texts between `before` and the next quote.
fn quoted<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    text.split(before)
        .skip(1)
        .map(|rest| rest.split('\'').next().unwrap())
        .collect()
}

#[test]
fn the_menu_leads_to_the_page_and_asks_for_the_right_that_is_granted() {
    let menu = parsed("root/usr/share/luci/menu.d/luci-app-cwmpd.json");
    let rights = parsed("root/usr/share/rpcd/acl.d/luci-app-cwmpd.json");
    let entry = &menu["admin/services/cwmpd"];
    assert_eq!(entry["action"], json!({ "type": "view", "path": "cwmpd" }));
    for right in entry["depends"]["acl"].as_array().unwrap() {
        assert!(rights.get(right.as_str().unwrap()).is_some(), "{right}");
    }
}

#[test]
fn exactly_the_calls_of_the_page_are_granted_and_rpcd_answers_them() {
    let rights = &parsed("root/usr/share/rpcd/acl.d/luci-app-cwmpd.json")["luci-app-cwmpd"];
    let mut granted = BTreeSet::new();
    for way in ["read", "write"] {
        for method in rights[way]["ubus"]["cwmp"].as_array().unwrap() {
            granted.insert(method.as_str().unwrap().to_owned());
        }
        assert_eq!(rights[way]["uci"], json!(["cwmpd"]));
    }
    let page = page();
    assert!(
        quoted(&page, "object: '")
            .iter()
            .all(|object| *object == "cwmp")
    );
    let called: BTreeSet<String> = quoted(&page, "method: '")
        .into_iter()
        .map(String::from)
        .collect();
    assert_eq!(granted, called);
    let answered = read("openwrt/cwmpd/files/cwmp.rpcd");
    let listed = answered
        .lines()
        .find(|line| line.contains("\"status\""))
        .unwrap();
    for method in called {
        assert!(listed.contains(&format!("\"{method}\":{{}}")), "{method}");
    }
}

#[test]
fn translators_find_every_text() {
    let page = page();
    let template = read(&format!("{APP}/po/templates/cwmpd.pot"));
    for text in quoted(&page, "_('") {
        assert!(
            template.contains(&format!("msgid \"{}\"\n", text.replace('"', "\\\""))),
            "{text}"
        );
    }
    assert_eq!(
        template.matches("\nmsgid ").count(),
        quoted(&page, "_('")
            .into_iter()
            .collect::<BTreeSet<_>>()
            .len()
    );
}

#[test]
fn the_page_in_a_browser() {
    let Some(browser) = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok())
    else {
        println!("skipped: there is no chromium on this machine");
        return;
    };
    let folder = Folder::new("luci");
    let page = folder.put(
        "page.html",
        &format!(
            "<!DOCTYPE html><meta charset=\"utf-8\"><body><script type=\"text/plain\" id=\"source\">{}</script>\
             <script>{}</script>",
            self::page(),
            read("tests/package/luci/stub.js")
        ),
    );
    // A browser that does not come to it on a machine that does much else is started anew.
    let look = |attempt: u32| {
        Command::new(browser)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--virtual-time-budget=5000",
                "--dump-dom",
            ])
            .arg(format!(
                "--user-data-dir={}",
                folder.0.join(format!("profile-{attempt}")).display()
            ))
            .arg(format!("file://{}", page.display()))
            .output()
            .unwrap()
    };
    let dom = (0..5).map(look).find_map(|output| {
        let dom = String::from_utf8_lossy(&output.stdout).into_owned();
        dom.contains("<pre id=\"result\">").then_some(dom)
    });
    let text = dom
        .as_deref()
        .and_then(|dom| dom.split("<pre id=\"result\">").nth(1))
        .unwrap()
        .split("</pre>")
        .next()
        .unwrap();
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    let result: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(result.get("error"), None);
    assert_eq!(
        result["status"],
        json!([
            "State: Running",
            "ACS: http://acs.test/",
            "Session: in 5 s",
            "Last session: <img id=\"evil\" src=\"x\">",
            "Failed sessions in a row: 0",
            "Events that wait: -",
            "Connection request URL: http://192.0.2.1:7547/x",
            "STUN: off",
            "XMPP: Enabled cpe@test/1",
            "Connection requests so far: 3 accepted",
            "Transfers: fw-1 fetching",
            "Transfers: fw-2 waits",
        ])
    );
    assert_eq!(result["markup_of_the_agent"], 0);
    assert_eq!(
        result["without_agent"],
        json!(["State: The agent is not running"])
    );
    assert_eq!(result["seconds"], 5);
    assert_eq!(
        result["notices"],
        json!([
            "info: A session with the ACS has been asked for.",
            "warning: No session: the agent is not running, or has no ACS.",
            "error: No session: access denied",
        ])
    );
    assert_eq!(
        result["good"].as_array().unwrap().len(),
        3,
        "{}",
        result["good"]
    );
    assert_eq!(
        result["bad"].as_array().unwrap().len(),
        4,
        "{}",
        result["bad"]
    );
    assert_eq!(result["periods"], json!(["", "-1", "300"]));
    assert_eq!(result["times"], json!(["", "2026-01-31T03:00:00Z"]));
    each_option_is_there_or_has_a_reason(&result);
    each_option_is_what_the_manual_says(&result);
    let config = read("openwrt/cwmpd/files/cwmpd.config");
    let first_boot = read("openwrt/cwmpd/files/cwmpd.defaults");
    let made = first_boot.split("for section in ").nth(1).unwrap();
    let made = made.split(';').next().unwrap();
    for section in result["sections"].as_array().unwrap() {
        // LuCI shows a named section only where the file has it.
        let name = section["name"].as_str().unwrap();
        if section["kind"] == "named" {
            assert!(
                config.contains(&format!("config {name} '{name}'\n")),
                "{name}"
            );
            assert!(made.split(' ').any(|known| known == name), "{name}");
        }
    }
}

/// Not for the page: whoever builds the image knows these, or only the ACS writes them.
const ELSEWHERE: [(&str, &str); 15] = [
    ("acs.schedule_reboot", "an act of the ACS"),
    ("acs.delay_reboot", "an act of the ACS"),
    ("acs.upgrades_managed", "kept for the ACS"),
    ("device.manufacturer_file", "of the image"),
    ("device.oui_file", "of the image"),
    ("device.product_class_file", "of the image"),
    ("device.serial_number_file", "of the image"),
    ("device.identity_hook", "of the image"),
    ("agent.platform", "of the package"),
    ("agent.datamodel", "of the package"),
    ("agent.state", "of the package"),
    ("agent.control", "of the package"),
    ("agent.leases", "of the package"),
    ("agent.boot_id", "of the package"),
    (
        "agent.syslog",
        "procd takes what the agent writes to standard error",
    ),
];

/// Options of sections that may be there more than once, and that of the init script.
const ROWS: [&str; 22] = [
    "xmpp_connection.enable",
    "xmpp_connection.username",
    "xmpp_connection.password",
    "xmpp_connection.domain",
    "xmpp_connection.resource",
    "xmpp_connection.use_tls",
    "xmpp_connection.algorithm",
    "xmpp_connection.keep_alive",
    "xmpp_connection.attempts",
    "xmpp_connection.retry_initial",
    "xmpp_connection.retry_multiplier",
    "xmpp_connection.retry_longest",
    "xmpp_server.enable",
    "xmpp_server.connection",
    "xmpp_server.address",
    "xmpp_server.port",
    "xmpp_server.priority",
    "xmpp_server.weight",
    "inform_parameter.enable",
    "inform_parameter.parameter_name",
    "inform_parameter.event_list",
    "procd.jail",
];

fn each_option_is_there_or_has_a_reason(result: &Value) {
    let options = result["options"].as_array().unwrap();
    let shown: Vec<String> = options
        .iter()
        .map(|option| option["name"].as_str().unwrap().to_owned())
        .collect();
    let unique: BTreeSet<&String> = shown.iter().collect();
    assert_eq!(unique.len(), shown.len());
    let left: BTreeSet<String> = ELSEWHERE
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let mut known: BTreeSet<String> = Settings::options()
        .into_iter()
        .map(|(section, option)| format!("{section}.{option}"))
        .collect();
    known.extend(ROWS.map(String::from));
    // What the rows have is what the maps write.
    let maps = [
        read("platform/openwrt/xmpp.map"),
        read("platform/openwrt/management.map"),
    ]
    .concat();
    for (section, option) in ROWS.iter().filter_map(|row| row.split_once('.')) {
        let there = maps
            .lines()
            .any(|line| line.split_whitespace().any(|word| word == option));
        // The key of the enclosing row.
        let of = maps.contains(&format!("of {option}"));
        assert!(there || of || section == "procd", "{section}.{option}");
    }
    for name in &known {
        let here = shown.contains(name);
        assert!(here != left.contains(name), "{name}: shown: {here}");
    }
    for name in shown {
        assert!(known.contains(&name), "{name}");
    }
}

/// Against the table of options in the README: kinds, defaults and ranges.
fn each_option_is_what_the_manual_says(result: &Value) {
    let manual = read("README.md");
    let options = result["options"].as_array().unwrap();
    let mut judged = 0;
    for option in options {
        let name = option["name"].as_str().unwrap();
        for other in option["needs"].as_array().unwrap() {
            let there = options.iter().any(|known| known["name"] == *other);
            assert!(there, "{name} needs {other}");
        }
        if name.ends_with("password") {
            assert_eq!(option["password"], true, "{name}");
        }
        let Some(row) = manual
            .lines()
            .find(|line| line.starts_with(&format!("| `{name}` |")))
        else {
            continue;
        };
        judged += 1;
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (kind, default) = (cells[2], cells[3].trim_matches('`'));
        let wanted = match kind {
            "boolean" => "flag",
            "list" => "list",
            kind if kind.contains(" or ") => "choice",
            _ => "value",
        };
        match option["kind"].as_str().unwrap() {
            // A text with few meanings.
            "choice" if kind == "text" => {}
            shown => assert_eq!(shown, wanted, "{name}"),
        }
        assert_eq!(
            option["on"] == true,
            kind == "boolean" && default == "1",
            "{name}"
        );
        if let Some(range) = kind.strip_prefix("number ") {
            let (least, most) = range.split_once('–').unwrap();
            let datatype = option["datatype"].as_str().unwrap();
            let right = datatype == format!("range({least}, {most})")
                || datatype == "port" && most == "65535";
            assert!(right, "{name}: {datatype}");
            assert_eq!(option["placeholder"], default, "{name}");
        }
        if kind.contains(" or ") {
            let values = option["values"].as_array().unwrap();
            assert_eq!(values.len(), kind.split(" or ").count(), "{name}");
            // What is first is what LuCI shows where nothing is set.
            assert_eq!(values[0], default, "{name}");
            for value in values {
                assert!(
                    kind.contains(&format!("`{}`", value.as_str().unwrap())),
                    "{name}"
                );
            }
        }
    }
    assert!(judged > 60, "{judged}");
}
