//! stub
use std::borrow::Cow;
#[derive(Clone, Debug)]
pub struct Package;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionId(usize);
#[derive(Clone, Debug)]
pub struct UciError {
    pub line: usize,
    pub what: String,
}
impl std::fmt::Display for UciError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}
impl Package {
    pub fn parse(_: &str) -> Result<Package, UciError> {
        Ok(Package)
    }
    pub fn find(&self, _: &str) -> Option<SectionId> {
        None
    }
    pub fn of_type(&self, _: &str) -> std::vec::IntoIter<SectionId> {
        vec![].into_iter()
    }
    pub fn name(&self, _: SectionId) -> Option<&str> {
        None
    }
    pub fn option(&self, _: SectionId, _: &str) -> Option<Cow<'_, str>> {
        None
    }
    pub fn options(&self, _: SectionId) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        vec![]
    }
    pub fn list(&self, _: SectionId, _: &str) -> Vec<Cow<'_, str>> {
        vec![]
    }
    pub fn set(&mut self, _: SectionId, _: &str, _: &str) -> Result<(), UciError> {
        Ok(())
    }
    pub fn set_list(&mut self, _: SectionId, _: &str, _: &[&str]) -> Result<(), UciError> {
        Ok(())
    }
    pub fn unset(&mut self, _: SectionId, _: &str) {}
    pub fn add_section(&mut self, _: &str, _: Option<&str>) -> Result<SectionId, UciError> {
        Ok(SectionId(0))
    }
    pub fn delete_section(&mut self, _: SectionId) {}
    pub fn to_text(&self) -> String {
        String::new()
    }
}
