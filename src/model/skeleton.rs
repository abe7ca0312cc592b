//! `cwmpd new-object NAME`: a map, a hook and, for a vendor's own object, a data model to begin with, as
//! commands for the shell. What comes out works as it is; its values are files until somebody knows better.

use super::schema::{Object, Parameter, Schema};
use std::fmt::Write;

/// Where the files go.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    pub platform: &'a str,
    pub datamodel: &'a str,
}

/// The commands that make the files for this object: `Device.X_ACME-COM_Fan.`, or with `{i}.` behind it for
/// a table.
///
/// # Errors
/// Says what kind of name was expected.
pub fn commands(name: &str, schema: &Schema, places: Places) -> Result<String, String> {
    let own = own_name(name).ok_or_else(|| {
        format!("expected an object such as Device.X_ACME-COM_Fan. or Device.X_ACME-COM_Fan.{{i}}., with a dot at its end, got {name}")
    })?;
    let vendors = name.split('.').any(|part| part.starts_with("X_"));
    let above = above(name);
    let (known, model) = match schema.object(name) {
        Some(object) => (object.clone(), None),
        None if vendors && above.contains('.') && schema.object(above).is_none() => {
            return Err(format!(
                "the data model has no {above}{}: begin with that",
                nearest(above, schema)
            ));
        }
        None if vendors => {
            let text = format!(
                "{name}{}\n{VENDORS}",
                if name.ends_with("{i}.") { " rw" } else { "" }
            );
            let mut made = Schema::default();
            let errors = made.parse(&text, name, &|_| true);
            let object = made.objects.into_iter().next();
            let object = object.filter(|_| errors.is_empty());
            (object.ok_or_else(|| errors.join("\n"))?, Some(text))
        }
        None => {
            return Err(format!(
                "the data model has no {name}{}; a vendor's own object begins with X_",
                nearest(name, schema)
            ));
        }
    };
    let hook: String = own
        .rsplit('_')
        .next()
        .unwrap_or(own)
        .chars()
        .map(lower)
        .collect();
    // In a shell of its own that stops at the first file that is there already.
    let mut text = String::from("( set -eC\n");
    if let Some(model) = model {
        here(
            &mut text,
            &format!("{}/{hook}.dm", places.datamodel),
            &model,
        );
    }
    here(
        &mut text,
        &format!("{}/{hook}.map", places.platform),
        &map(&known, &hook),
    );
    let file = format!("{}/hooks/{hook}", places.platform);
    let _ = writeln!(text, "mkdir -p '{}/hooks'", places.platform);
    here(&mut text, &file, &script(&known, &hook));
    let _ = writeln!(text, "chmod 755 '{file}' )");
    Ok(text)
}

/// What a vendor's own object has to begin with.
const VENDORS: &str =
    "  Enable boolean rw = true\n  Name string(:64) rw\n  Speed unsignedInt(0:100) rw = 50\n";

fn own_name(name: &str) -> Option<&str> {
    let inside = name.strip_suffix('.')?;
    let inside = inside.strip_suffix(".{i}").unwrap_or(inside);
    let (above, own) = inside.rsplit_once('.')?;
    let root = above.split('.').next()?;
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    (matches!(root, "Device" | "InternetGatewayDevice")
        && !own.is_empty()
        && own.chars().all(letters))
    .then_some(own)
}

/// The object around this one: `Device.` for `Device.X_ACME-COM_Fan.{i}.`.
fn above(name: &str) -> &str {
    let inside = name.trim_end_matches('.').trim_end_matches(".{i}");
    inside.rfind('.').map_or("", |dot| &name[..=dot])
}

/// ` (nearest: Device.WiFi.Radio.{i}.)` where only capitals or `{i}` are wrong.
fn nearest(name: &str, schema: &Schema) -> String {
    let bare = |path: &str| path.replace("{i}.", "").to_lowercase();
    let wanted = bare(name);
    let found = schema
        .objects
        .iter()
        .find(|object| bare(&object.path) == wanted);
    found.map_or(String::new(), |object| {
        format!(" (nearest: {})", object.path)
    })
}

fn lower(c: char) -> char {
    if c.is_ascii_alphanumeric() {
        c.to_ascii_lowercase()
    } else {
        '_'
    }
}

fn here(text: &mut String, file: &str, content: &str) {
    let _ = write!(text, "cat > '{file}' <<'END'\n{content}END\n");
}

/// What is left for the platform to say; the agent counts rows and keeps aliases.
fn parameters(object: &Object) -> impl Iterator<Item = &Parameter> {
    let all = object.parameters.iter();
    all.filter(|one| *one.name != *"Alias" && !one.name.ends_with("NumberOfEntries"))
}

fn map(object: &Object, hook: &str) -> String {
    let table = object.path.ends_with("{i}.");
    let rows = match (table, object.writable) {
        (true, true) => " add del",
        _ => "",
    };
    let mut text = format!(
        "# Each line that gets a source of its own (uci, file, ubus …) is one less for the hook.\n{} hook {hook}{rows}\n",
        object.path
    );
    for one in parameters(object) {
        let line = one.to_string();
        let (name, kind) = line.trim().split_once(' ').unwrap_or((&one.name, ""));
        let _ = writeln!(text, "  {name:<30} hook {hook}    # {kind}");
    }
    text
}

fn script(object: &Object, hook: &str) -> String {
    let table = object.path.ends_with("{i}.");
    let path = object.path.strip_suffix("{i}.").unwrap_or(&object.path);
    let names: Vec<&str> = parameters(object).map(|one| &*one.name).collect();
    let names = names.join(" ");
    let mut text = format!(
        "#!/bin/sh\n# {path}: what it says comes from files in $CWMPD_ROOT/etc/{hook} until you say where it lives.\n\n\
         # shellcheck disable=SC1090,SC1091,SC2154\n. \"$CWMPD_LIB\"\n\nnames='{names}'\n"
    );
    let inside = around(path);
    text.push_str(&match inside {
        Some(_) => format!("\n{}", place(path, hook)),
        None => format!("object={path}\nstore=$CWMPD_ROOT/etc/{hook}\n\n"),
    });
    text.push_str(
        "# $1: path, $2: file. What nobody has written yet is as the data model has it.\ntell() {\n\
         \tif [ -r \"$2\" ]; then\n\t\treply_file \"$1\" \"$2\"\n\t\treturn\n\tfi\n\tcase ${2##*/} in\n",
    );
    for one in parameters(object) {
        let first = one.default.as_deref().unwrap_or(one.syntax.null());
        let first = first.replace('\'', "'\\''");
        if !first.is_empty() {
            let _ = writeln!(text, "\t{}) reply \"$1\" '{first}' ;;", one.name);
        }
    }
    text.push_str("\t*) reply \"$1\" '' ;;\n\tesac\n}\n\n");
    let body = match table {
        false => {
            "on_get() {\n@\tfor name in $names; do\n\t\tif under \"$1\" \"$object$name\"; then\n\
                  \t\t\ttell \"$object$name\" \"$store/$name\"\n\t\tfi\n\tdone\n}\n\n\
                  on_set() {\n@\tif ! { mkdir -p \"$store\" && keep \"$store/${1#\"$object\"}\" \"$2\"; }; then\n\
                  \t\tfault 9002 \"$1\" \"cannot write to $store\"\n\tfi\n}\n"
        }
        true => {
            "on_get() {\n@\tfor folder in \"$store\"/*/; do\n\t\t[ -d \"$folder\" ] || continue\n\
                 \t\tfolder=${folder%/}\n\t\tquoted \"${folder##*/}\"\n\t\trow=\"${object}[$quoted].\"\n\
                 \t\tcase $1 in\n\t\t\"$row\"*) reply \"$1\" '' ;;\n\t\t*) if under \"$1\" \"$row\"; then reply \"$row\" ''; fi ;;\n\t\tesac\n\t\tfor name in $names; do\n\
                 \t\t\tif under \"$1\" \"$row$name\"; then\n\
                 \t\t\t\ttell \"$row$name\" \"$folder/$name\"\n\t\t\tfi\n\t\tdone\n\tdone\n}\n\n\
                 on_set() {\n@\tif ! { row \"$object\" \"$1\" && keep \"$store/$key/$rest\" \"$2\"; }; then\n\
                 \t\tfault 9002 \"$1\" \"cannot write to $store\"\n\tfi\n}\n\n\
                 on_add() {\n@\tnumber=1\n\twhile [ -e \"$store/$number\" ]; do\n\t\tnumber=$((number + 1))\n\tdone\n\
                 \tif mkdir -p \"$store/$number\"; then\n\t\treply \"${object}[$number]\" ''\n\telse\n\
                 \t\tfault 9002 \"$1\" \"cannot write to $store\"\n\tfi\n}\n\n\
                 on_del() {\n@\tif row \"$object\" \"$1\"; then\n\t\trm -rf \"${store:?}/$key\"\n\tfi\n}\n"
        }
    };
    let first = match inside {
        Some(_) => "\tplace \"$1\" || return 0\n",
        None => "",
    };
    text.push_str(&body.replace('@', first));
    text.push_str(
        "\n# Faults from 9800 to 9899 are your own; here goes what no data model can say.\non_check() {\n\t:\n}\n\n\
         cwmp_requests\n",
    );
    text
}

/// The innermost table around an object, and the object below its rows.
fn around(path: &str) -> Option<(&str, &str)> {
    path.rsplit_once("{i}.")
}

/// The shell functions that find the row around an object: its path and its folder depend on that.
fn place(path: &str, hook: &str) -> String {
    let (tables, own) = around(path).unwrap_or(("", path));
    let steps: Vec<String> = tables
        .split("{i}.")
        .map(|table| format!("inside {table}"))
        .collect();
    format!(
        "# $1: a path. The row that it is in, of a table that other lines map and no other hook, says which folder is meant.\n\
         place() {{\n\tobject=\n\tstore=$CWMPD_ROOT/etc/{hook}\n\trest=$1\n\t{} || return 1\n\
         \tobject=${{object}}{own}\n}}\n\n\
         inside() {{\n\trow \"$1\" \"$rest\" || return 1\n\tcase $key in\n\t*/* | .*) return 1 ;;\n\tesac\n\
         \tquoted \"$key\"\n\tobject=\"${{object}}${{1}}[$quoted].\"\n\tstore=$store/$key\n}}\n\n",
        steps.join(" && ")
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_several_lines_makes_nothing() {
        let places = Places {
            platform: "/p",
            datamodel: "/d",
        };
        let name = "Device.X_ACME_Fan.\nEND\ntouch /tmp/x\n.X_ACME_Fan.";
        assert!(commands(name, &Schema::default(), places).is_err());
        let mut schema = Schema::default();
        let errors = schema.parse("Device.\nDevice.WiFi.Radio.{i}.\n", "a.dm", &|_| true);
        assert_eq!(errors, Vec::<String>::new());
        assert!(commands("Device.X_ACME_Fan.", &schema, places).is_ok());
        for (name, said) in [
            (
                "Device.X_ACME_Fan.{i}.Blade.{i}.",
                "no Device.X_ACME_Fan.{i}.: begin",
            ),
            (
                "Device.Wifi.Radio.{i}.",
                "(nearest: Device.WiFi.Radio.{i}.)",
            ),
            ("Device.WiFi.Radio.", "(nearest: Device.WiFi.Radio.{i}.)"),
            ("Device.X_ACME_Fan", "with a dot at its end"),
        ] {
            let told = commands(name, &schema, places).unwrap_err();
            assert!(told.contains(said), "{name}: {told}");
        }
    }
}
