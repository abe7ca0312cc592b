//! The device's own services and modems: accounts, pages, lights, keys, roaming.

use crate::Box;

#[test]
fn roaming_is_a_switch_of_each_modem_that_has_one() {
    let mut all = Box::new("roaming", "Device", Some("other")).unwrap();
    assert_eq!(all.value("Device.Cellular.RoamingEnabled"), "true");
    let lines = all.sets(&[("Device.Cellular.RoamingEnabled", "false")]);
    assert_eq!(lines[0], "/etc/config/network");
    assert_eq!(lines[1], "+ \toption allow_roaming '0'");

    let mut none = Box::new("roaming-none", "Device", None).unwrap();
    let off = (
        "Device.Cellular.RoamingEnabled".to_owned(),
        "false".to_owned(),
    );
    assert!(none.set(&[off]).is_err());
}
