//! stub
/// stub
pub struct Regions;
/// stub
pub struct Node {
    /// stub
    pub id: String,
    /// stub
    pub name: String,
}
static R: Regions = Regions;
impl Regions {
    /// stub
    pub fn get() -> &'static Regions {
        &R
    }
    /// stub
    pub fn find(&self, _: &str) -> Option<&Node> {
        None
    }
    /// stub
    pub fn ancestors(&self, _: &str) -> Vec<&str> {
        vec![]
    }
}
