//! A machine-readable API description: OpenAPI 3.0 or Swagger 2.0, as JSON.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

use super::shape::Shape;

/// An API description as read.
#[derive(Debug, Clone)]
pub struct Description {
    /// Title and version, as its `info` gives them: `Host-to-host API 3.28.0`.
    pub title: String,
    /// The whole of it: references lead into it.
    document: Value,
    routes: BTreeMap<String, Route>,
}

/// One route of the description, by its path, which may be a template.
#[derive(Debug, Clone)]
pub struct Route {
    /// As described: `/v2/payment/wallet/{payment_method}/sale`.
    pub path: String,
    /// The schema of the JSON body of its requests; `{}` where there is none.
    pub request: Value,
    /// Why its requests have no JSON body, where they have none: `application/xml`, `no body`.
    pub without_json: Option<String>,
    /// Schemas of its answers by HTTP status.
    pub answers: BTreeMap<String, Value>,
}

impl Description {
    /// Reads a description.
    ///
    /// # Errors
    /// What is wrong with the file and what to do.
    pub fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|why| format!("{}: {why}", file.display()))?;
        Self::parse(&text).map_err(|why| format!("{}: {why}", file.display()))
    }

    /// Every description in a folder (files ending in `.json`), or the one of a file.
    ///
    /// # Errors
    /// What cannot be read, or that there is none.
    pub fn read_all(path: &Path) -> Result<Vec<Self>, String> {
        if !path.is_dir() {
            return Ok(vec![Self::read(path)?]);
        }
        let entries = std::fs::read_dir(path).map_err(|why| format!("{}: {why}", path.display()))?;
        let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|file| file.extension().is_some_and(|ext| ext == "json"));
        files.sort();
        if files.is_empty() {
            return Err(format!("{}: no API description; they are files that end in .json", path.display()));
        }
        files.iter().map(|file| Self::read(file)).collect()
    }

    /// A description from its text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let document: Value = serde_json::from_str(text).map_err(|why| format!("not JSON: {why}"))?;
        let version = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default();
        let new = version("openapi").starts_with("3.0");
        if !new && version("swagger") != "2.0" {
            return Err("neither OpenAPI 3.0 nor Swagger 2.0: `openapi` or `swagger` says the version".to_owned());
        }
        let info = |key: &str| document.pointer(&format!("/info/{key}")).and_then(Value::as_str).unwrap_or_default();
        let title = format!("{} {}", info("title"), info("version")).trim().to_owned();
        let paths = document.get("paths").and_then(Value::as_object);
        let paths = paths.ok_or("no `paths`: an API description lists its routes there")?;
        let mut routes = BTreeMap::new();
        for (path, item) in paths {
            let Some(post) = item.get("post") else { continue };
            let route = if new { of_openapi(&document, path, post) } else { of_swagger(&document, path, post) };
            routes.insert(path.clone(), route);
        }
        let description = Self { title, document, routes };
        for key in ["components", "definitions"] {
            description.references(description.document.get(key).unwrap_or(&Value::Null), key)?;
        }
        for route in description.routes.values() {
            for schema in std::iter::once(&route.request).chain(route.answers.values()) {
                description.references(schema, &route.path)?;
            }
        }
        Ok(description)
    }

    /// How many routes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.routes.len()
    }

    /// Whether it has no route.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.routes.is_empty()
    }

    /// The route of a path: the one written so, else the template with the fewest variables that fits.
    #[must_use]
    pub fn route(&self, path: &str) -> Option<&Route> {
        let variables = |route: &&Route| route.path.matches('{').count();
        self.routes.get(path).or_else(|| self.routes.values().filter(|one| fits(&one.path, path)).min_by_key(variables))
    }

    /// What a schema of this description takes.
    #[must_use]
    pub fn shape(&self, schema: &Value) -> Shape {
        Shape::of(&self.document, schema)
    }

    /// A schema with everything that its references lead to, for an engine of JSON Schema.
    #[must_use]
    pub fn with_definitions(&self, schema: &Value) -> Value {
        let mut whole = schema.as_object().cloned().unwrap_or_default();
        for key in ["components", "definitions"] {
            if let Some(definitions) = self.document.get(key) {
                whole.insert(key.to_owned(), definitions.clone());
            }
        }
        super::convert::schema(&Value::Object(whole))
    }

    /// A reference that leads nowhere would make a check that never fails.
    fn references(&self, schema: &Value, route: &str) -> Result<(), String> {
        match schema {
            Value::Object(members) => {
                if let Some(to) = members.get("$ref").and_then(Value::as_str)
                    && target(&self.document, to).is_none()
                {
                    return Err(format!("{route}: `$ref` leads nowhere: {to}"));
                }
                members.values().try_for_each(|below| self.references(below, route))
            }
            Value::Array(items) => items.iter().try_for_each(|below| self.references(below, route)),
            _ => Ok(()),
        }
    }
}

/// Where a reference within the document leads.
pub(super) fn target<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    document.pointer(reference.strip_prefix('#')?)
}

/// Whether a path is one of a template's.
fn fits(template: &str, path: &str) -> bool {
    let mut given = path.split('/');
    let each = template.split('/').all(|part| {
        given
            .next()
            .is_some_and(|given| part == given || (part.starts_with('{') && part.ends_with('}') && !given.is_empty()))
    });
    each && given.next().is_none()
}

fn of_openapi(document: &Value, path: &str, post: &Value) -> Route {
    let body = post.get("requestBody").map(|body| followed(document, body));
    let answer = |holder: &Value| json_of(followed(document, holder)).and_then(|json| json.get("schema")).cloned();
    let json = body.and_then(json_of);
    let without_json = json.is_none().then(|| {
        let kinds = body.and_then(|body| body.get("content")).and_then(Value::as_object).into_iter().flatten();
        said(kinds.map(|(kind, _)| kind.as_str()))
    });
    let request = json.and_then(|json| json.get("schema")).cloned();
    Route {
        path: path.to_owned(),
        request: request.unwrap_or_else(|| Value::Object(Map::new())),
        without_json,
        answers: answers(post, answer),
    }
}

fn of_swagger(document: &Value, path: &str, post: &Value) -> Route {
    let parameters = post.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let mut bodies = parameters.map(|one| followed(document, one)).filter(|one| one.get("in") == Some(&"body".into()));
    let body = bodies.next();
    // the operation's own list stands for the document's
    let consumes = [post, document].into_iter().find_map(|holder| holder.get("consumes")?.as_array());
    let kinds = || consumes.into_iter().flatten().filter_map(Value::as_str);
    let without_json = match body {
        None => Some(said(std::iter::empty())),
        Some(_) if consumes.is_some() && !kinds().any(is_json) => Some(said(kinds())),
        Some(_) => None,
    };
    let request = body.and_then(|body| body.get("schema")).cloned();
    let json = |holder: &Value| followed(document, holder).get("schema").cloned();
    Route {
        path: path.to_owned(),
        request: request.unwrap_or_else(|| Value::Object(Map::new())),
        without_json,
        answers: answers(post, json),
    }
}

/// What a reference leads to, or the thing itself.
fn followed<'a>(document: &'a Value, one: &'a Value) -> &'a Value {
    one.get("$ref").and_then(Value::as_str).and_then(|to| target(document, to)).unwrap_or(one)
}

/// The JSON among the contents of a body.
fn json_of(holder: &Value) -> Option<&Value> {
    let contents = holder.get("content")?.as_object()?;
    contents.iter().find(|(kind, _)| is_json(kind)).map(|(_, content)| content)
}

/// `application/json`, whatever its parameters.
fn is_json(kind: &str) -> bool {
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// The contents that a body has instead of JSON.
fn said<'a>(kinds: impl Iterator<Item = &'a str>) -> String {
    let kinds: Vec<&str> = kinds.collect();
    if kinds.is_empty() { "no body".to_owned() } else { kinds.join(" or ") }
}

fn answers(post: &Value, schema: impl Fn(&Value) -> Option<Value>) -> BTreeMap<String, Value> {
    let all = post.get("responses").and_then(Value::as_object).into_iter().flatten();
    all.filter_map(|(status, answer)| Some((status.clone(), schema(answer)?))).collect()
}
