//! xmllint with the Broadband Forum's schemas.

use super::*;

/// xmllint, the Broadband Forum's schemas, and a folder to work in.
pub struct Oracle {
    pub folder: PathBuf,
    schemas: PathBuf,
}

impl Oracle {
    pub fn find(name: &str) -> Option<Oracle> {
        let bbf = match std::env::var_os("CWMPD_BBF") {
            Some(path) => PathBuf::from(path),
            None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bbf"),
        };
        let Ok(schemas) = bbf.join("cwmp-xsd").canonicalize() else {
            println!(
                "skipped: no schemas in {} (CWMPD_BBF tells where)",
                bbf.display()
            );
            return None;
        };
        if Command::new("xmllint").arg("--version").output().is_err() {
            println!("skipped: xmllint is not installed");
            return None;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("envelopes")
            .join(name);
        fs::create_dir_all(&folder).unwrap();
        let oracle = Oracle { folder, schemas };
        oracle.write_stubs();
        Some(oracle)
    }

    /// SOAP's own schemas are not at hand: these say what CWMP needs of them, and a catalog leads
    /// the Broadband Forum's references to the local files.
    pub fn write_stubs(&self) {
        fs::write(self.folder.join("envelope-lax.xsd"), envelope_schema("lax")).unwrap();
        fs::write(
            self.folder.join("envelope-strict.xsd"),
            envelope_schema("strict"),
        )
        .unwrap();
        fs::write(self.folder.join("encoding.xsd"), ENCODING_SCHEMA).unwrap();
        let mut catalog =
            String::from("<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>");
        for name in ["cwmp-1-2.xsd", "cwmp-1-3.xsd"] {
            let path = self.schemas.join(name);
            catalog.push_str(&format!(
                "<uri name='http://www.broadband-forum.org/cwmp/{name}' uri='file://{}'/>",
                path.display()
            ));
        }
        fs::write(self.folder.join("catalog.xml"), catalog + "</catalog>").unwrap();
    }

    /// The driver schemas that envelopes of this generation must satisfy. Those of 1.2 are held
    /// against 1.4 too, which alone knows all headers.
    pub fn schemas(&self, version: Version) -> Vec<PathBuf> {
        let versions: &[(&str, &str)] = match version {
            Version::V1_0 => &[("1-0", "strict")],
            Version::V1_1 => &[("1-1", "strict")],
            Version::V1_2 => &[("1-2", "lax"), ("1-4", "strict")],
        };
        versions
            .iter()
            .map(|(name, headers)| self.driver(version, name, headers))
            .collect()
    }

    pub fn driver(&self, version: Version, name: &str, headers: &str) -> PathBuf {
        let file = self.folder.join(format!("driver-{name}.xsd"));
        let text = format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
             <xs:import namespace='http://schemas.xmlsoap.org/soap/envelope/' schemaLocation='envelope-{headers}.xsd'/>\
             <xs:import namespace='http://schemas.xmlsoap.org/soap/encoding/' schemaLocation='encoding.xsd'/>\
             <xs:import namespace='{}' schemaLocation='{}/cwmp-{name}.xsd'/></xs:schema>",
            version.namespace(),
            self.schemas.display()
        );
        fs::write(&file, text).unwrap();
        file
    }

    /// What xmllint says about the files that are not valid; none: all are.
    pub fn refused(&self, schema: &Path, files: &[PathBuf]) -> Vec<String> {
        let output = Command::new("xmllint")
            .args(["--nonet", "--noout", "--schema"])
            .arg(schema)
            .args(files)
            .env("XML_CATALOG_FILES", self.folder.join("catalog.xml"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let valid = said
            .lines()
            .filter(|line| line.ends_with(" validates"))
            .count();
        let invalid = said
            .lines()
            .filter(|line| line.ends_with(" fails to validate"))
            .count();
        assert_eq!(valid + invalid, files.len(), "{said}");
        if invalid == 0 {
            assert!(output.status.success());
            return Vec::new();
        }
        let errors: Vec<&str> = said
            .lines()
            .filter(|line| line.contains("validity error"))
            .collect();
        vec![errors.join("\n")]
    }
}

pub fn envelope_schema(headers: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' \
         xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/' \
         targetNamespace='http://schemas.xmlsoap.org/soap/envelope/'>\
         <xs:element name='Envelope'><xs:complexType><xs:sequence>\
         <xs:element ref='soap:Header' minOccurs='0'/><xs:element ref='soap:Body'/>\
         </xs:sequence></xs:complexType></xs:element>\
         <xs:element name='Header'><xs:complexType><xs:sequence>\
         <xs:any namespace='##other' processContents='{headers}' maxOccurs='unbounded'/>\
         </xs:sequence></xs:complexType></xs:element>\
         <xs:element name='Body'><xs:complexType><xs:sequence>\
         <xs:any namespace='##any' processContents='strict'/>\
         </xs:sequence></xs:complexType></xs:element>\
         <xs:element name='Fault'><xs:complexType><xs:sequence>\
         <xs:element name='faultcode' type='xs:QName'/><xs:element name='faultstring' type='xs:string'/>\
         <xs:element name='detail' minOccurs='0'><xs:complexType><xs:sequence>\
         <xs:any namespace='##any' processContents='strict'/>\
         </xs:sequence></xs:complexType></xs:element>\
         </xs:sequence></xs:complexType></xs:element>\
         <xs:attribute name='mustUnderstand'><xs:simpleType><xs:restriction base='xs:boolean'>\
         <xs:pattern value='0|1'/></xs:restriction></xs:simpleType></xs:attribute></xs:schema>"
    )
}

pub const ENCODING_SCHEMA: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' \
     xmlns:enc='http://schemas.xmlsoap.org/soap/encoding/' \
     targetNamespace='http://schemas.xmlsoap.org/soap/encoding/'>\
     <xs:attribute name='arrayType' type='xs:string'/>\
     <xs:simpleType name='base64'><xs:restriction base='xs:base64Binary'/></xs:simpleType>\
     <xs:complexType name='Array'><xs:sequence>\
     <xs:any namespace='##any' processContents='lax' minOccurs='0' maxOccurs='unbounded'/>\
     </xs:sequence><xs:attribute ref='enc:arrayType'/></xs:complexType></xs:schema>";
