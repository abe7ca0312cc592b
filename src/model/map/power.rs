//! Power as the data model counts it, in per cent of the most: 3 dB less is half of it.

/// What is left when the power is so many dB lower, in per cent.
const PERCENTS: [u32; 10] = [100, 79, 63, 50, 40, 32, 25, 20, 16, 13];

/// Each of some powers in dBm, parted by commas, in per cent of the highest of `all`; what comes to the same is
/// told once. `None` where nobody knows the highest.
pub fn percents(some: &str, all: &str) -> Option<String> {
    let most = numbers(all).max()?;
    let mut told: Vec<u32> = Vec::new();
    for percent in numbers(some).map(|dbm| percent(dbm, most)) {
        if !told.contains(&percent) {
            told.push(percent);
        }
    }
    let told: Vec<String> = told.iter().map(u32::to_string).collect();
    Some(told.join(","))
}

/// The highest of these powers that is so many per cent of all; nothing for -1, which leaves it to the radio.
///
/// # Errors
/// None of them is.
pub fn dbm(wanted: &str, all: &str) -> Result<String, String> {
    if wanted == "-1" {
        return Ok(String::new());
    }
    let most = numbers(all).max().unwrap_or_default();
    let fits = |dbm: &i32| percent(*dbm, most).to_string() == wanted;
    match numbers(all).filter(fits).max() {
        Some(dbm) => Ok(dbm.to_string()),
        None => Err(format!(
            "expected -1 or one of {}, got {wanted}",
            percents(all, all).unwrap_or_default()
        )),
    }
}

fn numbers(text: &str) -> impl Iterator<Item = i32> {
    text.split(',')
        .filter_map(|number| number.trim().parse().ok())
}

fn percent(dbm: i32, most: i32) -> u32 {
    let less = most.abs_diff(dbm.min(most));
    let tens = less / 10;
    let index = usize::try_from(less % 10).unwrap_or(0);
    let percent = PERCENTS.get(index).copied().unwrap_or(0);
    match tens {
        0 => percent,
        1 => (percent + 5) / 10,
        2 => (percent + 50) / 100,
        _ => 0,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn dbm_and_per_cent() {
        let all = "0,5,8,11,14,17,20";
        assert_eq!(percents("20", all).unwrap(), "100");
        assert_eq!(percents("17", all).unwrap(), "50");
        assert_eq!(percents("23", all).unwrap(), "100");
        assert_eq!(percents(all, all).unwrap(), "1,3,6,13,25,50,100");
        assert_eq!(percents("10", "0,1,30").unwrap(), "1");
        assert_eq!(percents("-2147483648", "2147483647,x").unwrap(), "0");
        assert_eq!(percents("20", ""), None);
        assert_eq!(dbm("50", all).unwrap(), "17");
        assert_eq!(dbm("-1", all).unwrap(), "");
        assert_eq!(
            dbm("60", all).unwrap_err(),
            "expected -1 or one of 1,3,6,13,25,50,100, got 60"
        );
        assert!(dbm("50", "").is_err());
    }
}
