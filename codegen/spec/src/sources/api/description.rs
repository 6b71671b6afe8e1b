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
            let route = if new { of_openapi(path, post) } else { of_swagger(path, post) };
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

fn of_openapi(path: &str, post: &Value) -> Route {
    let json = |holder: &Value| holder.pointer("/content/application~1json/schema").cloned();
    let request = post.get("requestBody").and_then(json).unwrap_or_else(|| Value::Object(Map::new()));
    Route { path: path.to_owned(), request, answers: answers(post, json) }
}

fn of_swagger(path: &str, post: &Value) -> Route {
    let parameters = post.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let body = parameters.filter(|one| one.get("in").and_then(Value::as_str) == Some("body"));
    let request = body.filter_map(|body| body.get("schema")).next().cloned();
    let json = |holder: &Value| holder.get("schema").cloned();
    Route {
        path: path.to_owned(),
        request: request.unwrap_or_else(|| Value::Object(Map::new())),
        answers: answers(post, json),
    }
}

fn answers(post: &Value, schema: impl Fn(&Value) -> Option<Value>) -> BTreeMap<String, Value> {
    let all = post.get("responses").and_then(Value::as_object).into_iter().flatten();
    all.filter_map(|(status, answer)| Some((status.clone(), schema(answer)?))).collect()
}
