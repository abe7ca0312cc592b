//! LuCI's page: its files against each other, and the page itself in a headless browser.

use super::{Folder, printed, read};
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
    let dom = printed(
        Command::new(browser)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--virtual-time-budget=5000",
                "--dump-dom",
            ])
            .arg(format!(
                "--user-data-dir={}",
                folder.0.join("profile").display()
            ))
            .arg(format!("file://{}", page.display()))
            .output()
            .unwrap(),
    );
    let text = dom
        .split("<pre id=\"result\">")
        .nth(1)
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
    let known: BTreeSet<String> = Settings::options()
        .into_iter()
        .map(|(section, option)| format!("{section}.{option}"))
        .collect();
    for option in result["options"].as_array().unwrap() {
        assert!(known.contains(option.as_str().unwrap()), "{option}");
    }
}
