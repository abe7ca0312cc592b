//! The hook `system` of `platform/openwrt`: users and groups, keys of ssh.

use crate::lab::{Lab, hook_of, hostile, set, shells, told};
use cwmpd::fault::FaultCode;
use cwmpd::platform::hook::{Answer, Request};
use std::fs;

/// Files of a router with a user of its own.
fn with_users(name: &str) -> Lab {
    let lab = Lab::new(name);
    lab.write("etc/shells", "/bin/ash\n");
    lab.write(
        "etc/passwd",
        "root:x:0:0:root:/root:/bin/ash\nftp:*:55:55:ftp:/home/ftp:/bin/false\n",
    );
    lab.write(
        "etc/shadow",
        "root:$1$a$b:1:0:99999:7:::\nftp:*:0:0:99999:7:::\n",
    );
    lab.write("etc/group", "root:x:0:\nftp:x:55:\nusers:x:100:\n");
    lab
}

#[test]
fn a_user_comes_is_named_locked_and_goes() {
    for shell in shells() {
        let lab = with_users("users");
        let system = hook_of("openwrt", "system");
        let read = |file: &str| fs::read_to_string(lab.root.join("etc").join(file)).unwrap();
        let before = ["passwd", "shadow", "group"].map(read);
        let users = "Device.Users.User.";
        let add = Request::Add {
            path: users.to_owned(),
        };
        let row = format!("{users}[1000]");
        assert_eq!(lab.ask(&shell, &system, &[add]), [told(&row, "")]);
        let named = [
            set(&format!("{row}.Enable"), "true"),
            set(&format!("{row}.Username"), "bob"),
            set(&format!("{row}.GroupParticipation"), "100 55"),
            set(&format!("{row}.Shell"), "/bin/ash"),
        ];
        assert_eq!(lab.ask(&shell, &system, &named), []);
        let line = |text: String| text.lines().last().unwrap().to_owned();
        assert_eq!(
            line(read("passwd")),
            "bob:x:1000:100:user1000:/var/run/user1000:/bin/ash"
        );
        assert_eq!(line(read("shadow")), "bob:*:0:0:99999:7:::");
        assert!(read("group").contains("ftp:x:55:bob\n"));
        let lock = [set(&format!("{row}.Enable"), "false")];
        assert_eq!(lab.ask(&shell, &system, &lock), []);
        assert!(read("passwd").ends_with(":!/bin/ash\n"));
        assert_eq!(line(read("shadow")), "bob:!*:0:0:99999:7:::");
        let enable = Request::Get {
            path: format!("{row}.Enable"),
        };
        let told_locked = [told(&format!("{row}.Enable"), "false")];
        assert_eq!(lab.ask(&shell, &system, &[enable]), told_locked);
        let gone = Request::Del {
            path: format!("{row}."),
        };
        assert_eq!(lab.ask(&shell, &system, &[gone]), []);
        assert_eq!(["passwd", "shadow", "group"].map(read), before);
    }
}

#[test]
fn what_would_lock_the_device_or_break_its_files_is_refused_and_changes_nothing() {
    for shell in shells() {
        let lab = with_users("users-refused");
        let system = hook_of("openwrt", "system");
        let read = |file: &str| fs::read_to_string(lab.root.join("etc").join(file)).unwrap();
        let add = Request::Add {
            path: "Device.Users.User.".to_owned(),
        };
        lab.ask(&shell, &system, &[add]);
        let before = ["passwd", "shadow", "group"].map(read);
        let mut wrong = vec![
            ("[0].Enable".to_owned(), "false".to_owned()),
            ("[0].Shell".to_owned(), String::new()),
            ("[0].GroupParticipation".to_owned(), "100".to_owned()),
            ("[55].Username".to_owned(), "other".to_owned()),
            ("[55].Enable".to_owned(), "true".to_owned()),
            ("[1000].Username".to_owned(), "root".to_owned()),
        ];
        // The one that may be a name.
        let names = hostile().into_iter().filter(|name| name != "cwmp_end");
        wrong.extend(names.map(|name| ("[1000].Username".to_owned(), name)));
        for (name, value) in wrong {
            let path = format!("Device.Users.User.{name}");
            let answers = lab.ask(&shell, &system, &[set(&path, &value)]);
            assert!(
                matches!(&answers[..], [Answer::Fault { path: at, .. }] if *at == path),
                "{path}={value:?}: {answers:?}"
            );
            assert_eq!(
                ["passwd", "shadow", "group"].map(read),
                before,
                "{path}={value:?}"
            );
        }
    }
}

#[test]
fn keys_of_an_acs_come_and_go_beside_others() {
    for shell in shells() {
        let lab = Lab::new("keys");
        let system = hook_of("openwrt", "system");
        let file = "etc/dropbear/authorized_keys";
        let mine = "ssh-ed25519 AAAAmine me@home\nrestrict ssh-rsa AAAAold\n";
        lab.write(file, mine);
        let read = || fs::read_to_string(lab.root.join(file)).unwrap();
        let table = "Device.SSH.AuthorizedKey.";
        let row = format!("{table}[cwmpd:1]");
        let add = Request::Add {
            path: table.to_owned(),
        };
        assert_eq!(lab.ask(&shell, &system, &[add]), [told(&row, "")]);
        let key = format!("{row}.Key");
        let asked = |value: &str| Request::Check {
            path: key.clone(),
            value: value.to_owned(),
        };
        for value in hostile() {
            let answers = lab.ask(&shell, &system, &[asked(&value)]);
            assert!(
                matches!(answers[..], [Answer::Fault { .. }, ..]),
                "{value:?}"
            );
        }
        let good = "ssh-rsa AAAAnew operator's key";
        let batch = [set(&key, good), Request::Get { path: key.clone() }];
        assert_eq!(lab.ask(&shell, &system, &batch), [told(&key, good)]);
        assert_eq!(read(), format!("{mine}{good} cwmpd:1\n"));
        let gone = Request::Del {
            path: format!("{row}."),
        };
        assert_eq!(lab.ask(&shell, &system, &[gone]), []);
        assert_eq!(read(), mine);
    }
}

#[test]
fn what_is_off_comes_back_as_it_was() {
    for shell in shells() {
        let lab = Lab::new("panel");
        lab.write("lib/libustream-ssl.so", "");
        let system = hook_of("openwrt", "system");
        lab.write("sys/class/leds/blue:wan/brightness", "1\n");
        lab.write("sys/class/leds/white:power/brightness", "1\n");
        let edits = |path: &str, value: &str, wanted: &[(&str, &str)]| {
            let wanted: Vec<Answer> = wanted
                .iter()
                .map(|(option, value)| told(&format!("uci.{option}"), value))
                .collect();
            assert_eq!(lab.ask(&shell, &system, &[set(path, value)]), wanted);
        };
        lab.write(
            "etc/config/system",
            "config led 'led_wan'\n\toption sysfs 'blue:wan'\n\toption trigger 'netdev'\n",
        );
        let wan = "Device.LEDs.LED.[blue:wan].Enable";
        let off = [
            ("system.led_wan.trigger_off", "netdev"),
            ("system.led_wan.default_off", "none"),
            ("system.led_wan.trigger", "none"),
            ("system.led_wan.default", "0"),
        ];
        edits(wan, "true", &[]);
        edits(wan, "false", &off);
        lab.write(
            "etc/config/system",
            "config led 'led_wan'\n\toption sysfs 'blue:wan'\n\toption trigger 'none'\n\
             \toption default '0'\n\toption trigger_off 'netdev'\n\toption default_off 'none'\n",
        );
        let on = [
            ("system.led_wan.trigger", "netdev"),
            ("system.led_wan.default", ""),
            ("system.led_wan.trigger_off", ""),
            ("system.led_wan.default_off", ""),
        ];
        edits(wan, "false", &[]);
        edits(wan, "true", &on);
        let new = "system.led_white_power";
        let made = [
            (new, "led"),
            (&format!("{new}.sysfs"), "white:power"),
            (&format!("{new}.name"), "white:power"),
            (&format!("{new}.trigger_off"), "none"),
            (&format!("{new}.default_off"), "none"),
            (&format!("{new}.trigger"), "none"),
            (&format!("{new}.default"), "0"),
        ];
        edits("Device.LEDs.LED.[white:power].Enable", "false", &made);

        lab.write(
            "etc/config/uhttpd",
            "config uhttpd 'main'\n\tlist listen_http '0.0.0.0:80'\n\
             \tlist listen_https_off '[::]:443'\n",
        );
        edits(
            "Device.UserInterface.Enable",
            "false",
            &[
                ("uhttpd.main.listen_http_held[]", "0.0.0.0:80"),
                ("uhttpd.main.listen_http", ""),
            ],
        );
        let page = "Device.UserInterface.HTTPAccess.[main.https].";
        let batch = [
            set(&format!("{page}Enable"), "true"),
            set(&format!("{page}Port"), "8443"),
        ];
        assert_eq!(
            lab.ask(&shell, &system, &batch),
            [
                told("uci.uhttpd.main.listen_https[]", "[::]:8443"),
                told("uci.uhttpd.main.listen_https_off", ""),
            ]
        );
    }
}

/// What is read for one does not get into the way of another.
#[test]
fn roles_pages_and_servers_in_one_batch() {
    for shell in shells() {
        let lab = with_users("batch");
        let system = hook_of("openwrt", "system");
        lab.write(
            "etc/config/uhttpd",
            "config uhttpd 'main'\n\tlist listen_http '80'\n",
        );
        lab.write("etc/config/dropbear", "config dropbear 'main'\n");
        lab.write(
            "etc/config/firewall",
            "config rule 'door'\n\toption name 'Allow-Web-main.http'\n",
        );
        let batch = [
            set("Device.SSH.Enable", "false"),
            set("Device.Users.User.[0].RoleParticipation", "*"),
            set(
                "Device.UserInterface.HTTPAccess.[main.http].AccessType",
                "LocalAccess",
            ),
        ];
        let answers = lab.ask(&shell, &system, &batch);
        assert!(
            answers.contains(&told("uci.firewall.door", "")),
            "{answers:?}"
        );
        assert!(
            answers.contains(&told("uci.rpcd.cwmp_login_0.read[]", "*")),
            "{answers:?}"
        );
        assert!(
            answers.contains(&told("uci.dropbear.main.enable", "0")),
            "{answers:?}"
        );
    }
}

/// To rpcd, a user without a password is one whom every password lets in.
#[test]
fn roles_are_logins_of_rpcd_for_who_has_a_password() {
    const RPCD: &str = "\
config rpcd
	option socket '/var/run/ubus/ubus.sock'

config login
	option username 'root'
	option password '$p$root'
	list read '*'
	list write '*'

config login
	option username 'ann'
	option password '$p$ann'
	list read 'luci-mod-status'
	list read 'luci-access'
	list write 'luci-access'
";
    const ACL: &str = "{\n\t\"luci-access\": {\n\t\t\"read\": {\n\t\t\t\"uci\": [ \"*\" ]\n\t\t}\n\t},\n\t\"luci-app-x\": {\n\t}\n}\n";
    for shell in shells() {
        let lab = with_users("roles");
        let system = hook_of("openwrt", "system");
        let users = "Device.Users.User.";
        let ask = |requests: &[Request]| lab.ask(&shell, &system, requests);
        let get = |path: &str| {
            ask(&[Request::Get {
                path: path.to_owned(),
            }])
        };
        let add = |file: &str, line: &str| {
            let path = lab.root.join("etc").join(file);
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, text + line).unwrap();
        };
        add("passwd", "ann:x:1000:100:ann:/home/ann:/bin/ash\n");
        add("shadow", "ann:$1$a$b:1:0:99999:7:::\n");
        add("passwd", "ben:x:1001:100:ben:/home/ben:/bin/ash\n");
        add("shadow", "ben:!:1:0:99999:7:::\n");
        add("passwd", "kim:x:1002:100:kim:/home/kim:/bin/ash\n");
        add("shadow", "kim::1:0:99999:7:::\n");
        lab.write("etc/config/rpcd", RPCD);
        lab.write("usr/share/rpcd/acl.d/luci.json", ACL);
        fs::create_dir_all(lab.root.join("tmp")).unwrap();

        let roles = ["*", "luci-access", "luci-app-x", "luci-mod-status"];
        let rows = roles.map(|role| told(&format!("Device.Users.Role.[{role}].RoleName"), role));
        assert_eq!(get("Device.Users.Role."), rows);
        // The second time from what was kept, until a package comes.
        assert_eq!(get("Device.Users.Role."), rows);

        let mine = |number: u32| format!("{users}[{number}].RoleParticipation");
        let has = |number: u32, roles: &str| vec![told(&mine(number), roles)];
        assert_eq!(get(&mine(0)), has(0, "*"));
        assert_eq!(get(&mine(1000)), has(1000, "luci-access luci-mod-status"));
        assert_eq!(get(&mine(1001)), has(1001, ""));

        // Who could only read may not write from now on.
        let wider = set(&mine(1000), "luci-mod-status luci-app-x");
        assert_eq!(
            ask(&[wider]),
            [
                told("uci.rpcd.@login[1].read[]", "luci-mod-status luci-app-x"),
                told("uci.rpcd.@login[1].write[]", "luci-app-x"),
            ]
        );
        let renamed = set(&format!("{users}[1000].Username"), "eve");
        assert_eq!(
            ask(&[renamed]),
            [
                told("uci.rpcd.@login[1].username", "eve"),
                told("uci.rpcd.@login[1].password", "$p$eve"),
            ]
        );
        fs::write(
            lab.root.join("etc/config/rpcd"),
            RPCD.replace("'ann'", "'eve'").replace("$p$ann", "$p$eve"),
        )
        .unwrap();
        let gone = Request::Del {
            path: format!("{users}[1000]."),
        };
        assert_eq!(ask(&[gone]), [told("uci.rpcd.@login[1]", "")]);

        let refused = |request: Request| {
            let Request::Set { path, value } = request else {
                unreachable!();
            };
            let answers = ask(&[Request::Check { path, value }]);
            assert!(matches!(answers[..], [Answer::Fault { .. }]), "{answers:?}");
        };
        refused(set(&mine(1002), "luci-access"));
        refused(set(&mine(0), "luci-access"));
        let check = |path: String, value: &str| Request::Check {
            path,
            value: value.to_owned(),
        };
        let password = check(format!("{users}[1001].Password"), "secret");
        let role = check(mine(1001), "luci-access");
        // A folder has no passwd: the password alone is refused.
        let answers = ask(&[role, password]);
        assert!(
            matches!(&answers[..], [Answer::Fault { path, .. }] if path.ends_with("Password")),
            "{answers:?}"
        );
        // Locked without a password: still not open to all.
        let lock = set(&format!("{users}[1001].Enable"), "false");
        assert_eq!(ask(&[lock]), []);
        let shadow = fs::read_to_string(lab.root.join("etc/shadow")).unwrap();
        assert!(shadow.contains("ben:!*:"), "{shadow}");
        let new = [set(&mine(1001), "* luci-access")];
        assert_eq!(
            ask(&new),
            [
                told("uci.rpcd.cwmp_login_1001", "login"),
                told("uci.rpcd.cwmp_login_1001.username", "ben"),
                told("uci.rpcd.cwmp_login_1001.password", "$p$ben"),
                told("uci.rpcd.cwmp_login_1001.read[]", "* luci-access"),
                told("uci.rpcd.cwmp_login_1001.write[]", "* luci-access"),
            ]
        );
    }
}

/// A login of rpcd may have a password of its own, which knows nothing of a `!` in the shadow.
#[test]
fn a_disabled_user_has_no_other_password_that_lets_him_in() {
    const RPCD: &str = "\
config login 'helpdesk'
	option username 'ann'
	option password '$1$abcdefgh$R0mZ7XvWkqPpQm4Bn3yZl/'
	list read 'luci-mod-status'

config login
	option username 'ann'
	option password '$p$root'

config login 'own'
	option username 'ann'
	option password '$p$ann'

config login 'nobody'
	option username 'ann'

config login 'other'
	option username 'ben'
	option password '$1$abcdefgh$R0mZ7XvWkqPpQm4Bn3yZl/'
";
    for shell in shells() {
        let lab = with_users("logins");
        let system = hook_of("openwrt", "system");
        let etc = |file: &str| lab.root.join("etc").join(file);
        let add = |file: &str, line: &str| {
            let text = fs::read_to_string(etc(file)).unwrap();
            fs::write(etc(file), text + line).unwrap();
        };
        add("passwd", "ann:x:1000:100:ann:/home/ann:/bin/ash\n");
        add("shadow", "ann:$1$a$b:1:0:99999:7:::\n");
        lab.write("etc/config/rpcd", RPCD);
        let user = |leaf: &str| format!("Device.Users.User.[1000].{leaf}");
        assert_eq!(
            lab.ask(&shell, &system, &[set(&user("Enable"), "true")]),
            []
        );
        assert_eq!(
            lab.ask(&shell, &system, &[set(&user("Enable"), "false")]),
            [
                told("uci.rpcd.helpdesk.password", "$p$ann"),
                told("uci.rpcd.@login[1].password", "$p$ann"),
            ]
        );
        let shadow = fs::read_to_string(etc("shadow")).unwrap();
        assert!(shadow.contains("ann:!$1$a$b:"), "{shadow}");
        let both = [set(&user("Enable"), "false"), set(&user("Username"), "kim")];
        assert_eq!(
            lab.ask(&shell, &system, &both),
            [
                told("uci.rpcd.helpdesk.username", "kim"),
                told("uci.rpcd.helpdesk.password", "$p$kim"),
                told("uci.rpcd.@login[1].username", "kim"),
                told("uci.rpcd.@login[1].password", "$p$kim"),
                told("uci.rpcd.own.username", "kim"),
                told("uci.rpcd.own.password", "$p$kim"),
                told("uci.rpcd.nobody.username", "kim"),
            ]
        );
    }
}

/// For a system that takes it, no password is any, or none at all.
#[test]
fn an_empty_password_is_refused_whenever_it_comes() {
    for shell in shells() {
        let lab = with_users("passwords");
        let system = hook_of("openwrt", "system");
        for path in [
            "InternetGatewayDevice.LANConfigSecurity.ConfigPassword",
            "InternetGatewayDevice.User.[0].Password",
            "Device.Users.User.[0].Password",
        ] {
            for value in ["", "two\nlines"] {
                let (path, value) = (path.to_owned(), value.to_owned());
                let check = Request::Check {
                    path: path.clone(),
                    value: value.clone(),
                };
                for request in [check, set(&path, &value)] {
                    let answers = lab.ask(&shell, &system, std::slice::from_ref(&request));
                    assert!(
                        matches!(
                            &answers[..],
                            [Answer::Fault {
                                code: FaultCode::InvalidParameterValue,
                                ..
                            }]
                        ),
                        "{request:?}: {answers:?}"
                    );
                }
            }
        }
    }
}

/// What the hook does not understand, another program may.
#[test]
fn lines_that_are_no_group_stay_where_they_are() {
    for shell in shells() {
        let lab = with_users("lines");
        let system = hook_of("openwrt", "system");
        lab.write(
            "etc/group",
            "root:x:0:\nbig:x:4294967290:user1000\n5\nbroken:x\n\nusers:x:100:\nlast:x:7\n",
        );
        let read = || fs::read_to_string(lab.root.join("etc/group")).unwrap();
        let before = read();
        let users = "Device.Users.User.";
        let groups = "Device.Users.Group.";
        let add = |table: &str| Request::Add {
            path: table.to_owned(),
        };
        let del = |row: String| Request::Del { path: row };
        assert_eq!(
            lab.ask(&shell, &system, &[add(users)]),
            [told(&format!("{users}[1000]"), "")]
        );
        let name = set(&format!("{users}[1000].Username"), "bob");
        assert_eq!(lab.ask(&shell, &system, &[name]), []);
        assert_eq!(read(), before);
        assert_eq!(
            lab.ask(&shell, &system, &[add(groups)]),
            [told(&format!("{groups}[1000]"), "")]
        );
        let name = set(&format!("{groups}[1000].Groupname"), "more");
        assert_eq!(lab.ask(&shell, &system, &[name]), []);
        assert_eq!(read(), format!("{before}more:x:1000:\n"));
        let gone = [del(format!("{groups}[1000]."))];
        assert_eq!(lab.ask(&shell, &system, &gone), []);
        let gone = [del(format!("{users}[1000]."))];
        assert_eq!(lab.ask(&shell, &system, &gone), []);
        assert_eq!(read(), before);
    }
}

/// A fresh image: nobody has given it a password yet.
#[test]
fn who_is_enabled_already_keeps_what_lets_him_in() {
    for shell in shells() {
        let lab = with_users("users-enabled");
        let system = hook_of("openwrt", "system");
        let shadow = "root:::0:99999:7:::\nftp:*:0:0:99999:7:::\n";
        lab.write("etc/shadow", shadow);
        let enable = [set("Device.Users.User.[0].Enable", "true")];
        assert_eq!(lab.ask(&shell, &system, &enable), []);
        let kept = fs::read_to_string(lab.root.join("etc/shadow")).unwrap();
        assert_eq!(kept, shadow);
    }
}

/// The storage is full, say: all three files are as they were, and the ACS hears of it.
#[test]
fn users_are_written_whole_or_not_at_all() {
    for shell in shells() {
        for blocked in ["passwd", "group", "shadow"] {
            let lab = with_users("users-full");
            let system = hook_of("openwrt", "system");
            let read = |file: &str| fs::read_to_string(lab.root.join("etc").join(file)).unwrap();
            let before = ["passwd", "shadow", "group"].map(read);
            fs::create_dir(lab.root.join(format!("etc/{blocked}.new"))).unwrap();
            let output = lab.run(&shell, &system, "add Device.Users.User.\n");
            assert_eq!(
                String::from_utf8_lossy(&output.stdout),
                "!9002 Device.Users.User. the files of the users cannot be written\n",
                "{blocked}"
            );
            assert_eq!(["passwd", "shadow", "group"].map(read), before, "{blocked}");
        }
    }
}
