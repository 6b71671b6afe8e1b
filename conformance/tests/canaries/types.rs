//! The public types with `Debug`, found in the sources, and which of them print texts that others wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::{Fields, GenericArgument, Item, PathArguments, ReturnType, Type, Visibility};

/// A type of the sources.
struct Found {
    place: String,
    is_public: bool,
    /// Nothing where `Debug` is written by hand.
    fields: Option<Vec<Type>>,
    parameters: BTreeSet<String>,
}

/// The types of one crate.
#[derive(Default)]
struct Crate {
    types: BTreeMap<String, Vec<Found>>,
    by_hand: BTreeSet<(String, String)>,
}

/// By `crate/file.rs Name`: public types with a `Debug` that is written by hand, or derived and prints what is not the
/// program's own text.
pub(super) fn that_speak(sources: &Path, name: &str) -> BTreeSet<String> {
    let mut all = Crate::default();
    all.folder(sources, name);
    let speaking = all.types.iter().flat_map(|(ident, found)| found.iter().map(move |one| (ident, one)));
    let speaking = speaking.filter(|(ident, one)| one.is_public && all.speaks(ident, one, &mut BTreeSet::new()));
    speaking.map(|(ident, one)| format!("{} {ident}", one.place)).collect()
}

impl Crate {
    fn folder(&mut self, folder: &Path, name: &str) {
        let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        let mut files = Vec::new();
        for path in entries {
            let name = format!("{name}/{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                // the program's own, which nobody calls
                if !name.ends_with("/cli") {
                    self.folder(&path, &name);
                }
            } else if name.ends_with(".rs") {
                let file = syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap();
                files.push((name, file));
            }
        }
        for (name, file) in files {
            self.items(&file.items, &name);
        }
    }

    fn items(&mut self, items: &[Item], place: &str) {
        for item in items {
            match item {
                Item::Struct(one) => {
                    self.found(place, &one.ident, &one.vis, &one.attrs, &one.generics, vec![&one.fields])
                }
                Item::Enum(one) => {
                    let fields = one.variants.iter().map(|variant| &variant.fields).collect();
                    self.found(place, &one.ident, &one.vis, &one.attrs, &one.generics, fields);
                }
                Item::Impl(one) => {
                    let of = one.trait_.as_ref().and_then(|(path, ..)| path.segments.last());
                    if let (Some(last), Type::Path(own)) = (of, &*one.self_ty)
                        && last.ident == "Debug"
                    {
                        let ident = own.path.segments.last().unwrap().ident.to_string();
                        self.by_hand.insert((place.to_owned(), ident));
                    }
                }
                Item::Mod(inner) if !inner.attrs.iter().any(|attribute| attribute.path().is_ident("cfg")) => {
                    self.items(inner.content.as_ref().map_or(&[][..], |(_, items)| items), place);
                }
                _ => {}
            }
        }
    }

    fn found(
        &mut self,
        place: &str,
        ident: &syn::Ident,
        vis: &Visibility,
        attributes: &[syn::Attribute],
        generics: &syn::Generics,
        fields: Vec<&Fields>,
    ) {
        let mut derived = false;
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            attribute
                .parse_nested_meta(|meta| {
                    derived |= meta.path.segments.last().is_some_and(|last| last.ident == "Debug");
                    Ok(())
                })
                .unwrap();
        }
        let fields = fields.into_iter().flat_map(|fields| fields.iter().map(|field| field.ty.clone()));
        let found = Found {
            place: place.to_owned(),
            is_public: matches!(vis, Visibility::Public(_)),
            fields: derived.then(|| fields.collect()),
            parameters: generics.type_params().map(|parameter| parameter.ident.to_string()).collect(),
        };
        self.types.entry(ident.to_string()).or_default().push(found);
    }

    fn speaks(&self, ident: &str, one: &Found, under_way: &mut BTreeSet<String>) -> bool {
        match &one.fields {
            None => self.by_hand.contains(&(one.place.clone(), ident.to_owned())),
            Some(fields) => fields.iter().any(|field| self.prints(field, one, under_way)),
        }
    }

    /// Whether a field of this type prints what others wrote. What has a `Debug` of its own is looked at by itself.
    fn prints(&self, field: &Type, of: &Found, under_way: &mut BTreeSet<String>) -> bool {
        const SILENT: [&str; 22] = [
            "bool",
            "char",
            "u8",
            "u16",
            "u32",
            "u64",
            "u128",
            "usize",
            "i8",
            "i16",
            "i32",
            "i64",
            "i128",
            "isize",
            "f32",
            "f64",
            "Duration",
            "Instant",
            "PhantomData",
            "Ordering",
            "PathBuf",
            "StatusCode",
        ];
        const HOLDERS: [&str; 12] = [
            "Option",
            "Box",
            "Arc",
            "Vec",
            "VecDeque",
            "BTreeMap",
            "HashMap",
            "BTreeSet",
            "HashSet",
            "RangeInclusive",
            "Result",
            "Range",
        ];
        match field {
            // texts of the program itself
            Type::Reference(one) if one.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static") => {
                match &*one.elem {
                    Type::Path(path) if path.path.is_ident("str") => false,
                    other => self.prints(other, of, under_way),
                }
            }
            Type::Reference(one) => self.prints(&one.elem, of, under_way),
            Type::Slice(slice) => is_byte(&slice.elem) || self.prints(&slice.elem, of, under_way),
            Type::Array(array) => is_byte(&array.elem) || self.prints(&array.elem, of, under_way),
            Type::Tuple(tuple) => tuple.elems.iter().any(|one| self.prints(one, of, under_way)),
            Type::Paren(one) => self.prints(&one.elem, of, under_way),
            Type::FnPtr(_) => false,
            Type::Path(path) => {
                let last = path.path.segments.last().unwrap();
                let name = last.ident.to_string();
                if SILENT.contains(&name.as_str()) || of.parameters.contains(&name) {
                    return false;
                }
                let inner: Vec<&Type> = match &last.arguments {
                    PathArguments::AngleBracketed(all) => all
                        .args
                        .iter()
                        .filter_map(|one| if let GenericArgument::Type(one) = one { Some(one) } else { None })
                        .collect(),
                    PathArguments::Parenthesized(all) => match &all.output {
                        ReturnType::Type(_, one) => vec![one],
                        ReturnType::Default => Vec::new(),
                    },
                    PathArguments::None => Vec::new(),
                };
                if HOLDERS.contains(&name.as_str()) {
                    return inner.iter().any(|one| is_byte(one) || self.prints(one, of, under_way));
                }
                let Some(known) = self.types.get(&name) else { return true };
                if !under_way.insert(name.clone()) {
                    return false;
                }
                // a public one is looked at by itself
                let speaks = known.iter().any(|one| !one.is_public && self.speaks(&name, one, under_way));
                under_way.remove(&name);
                speaks || inner.iter().any(|one| self.prints(one, of, under_way))
            }
            _ => true,
        }
    }
}

fn is_byte(of: &Type) -> bool {
    matches!(of, Type::Path(path) if path.path.is_ident("u8"))
}
