//! Mistakes about requests as a whole, and about the method itself.

use methodspec::resolved::{Fact, Interface, Method, Operation, Role, Said, Source, Span, Turn, ValueKind};

use super::{Operator, in_forms, in_method, in_operations, in_rows, model, set};

pub(super) const ALL: &[Operator] = &[
    model("path-misspelt", |method| {
        in_forms(method, |form| {
            form.path.push('s');
            true
        })
    }),
    model("path-of-another-method", |method| {
        in_forms(method, |form| {
            let wrong = form.path.replacen("/payment/", "/payment/other/", 1);
            wrong != form.path && set(&mut form.path, wrong)
        })
    }),
    model("path-of-another-operation", |method| {
        let paths: Vec<String> =
            method.operations.values().flat_map(|operation| &operation.forms).map(|form| form.path.clone()).collect();
        in_forms(method, |form| {
            let other = paths.iter().find(|path| **path != form.path && !path.ends_with("/payment"));
            form.interface == Interface::Gate && other.is_some_and(|other| set(&mut form.path, other.clone()))
        })
    }),
    model("action-confused", |method| {
        let mut wrong = method.clone();
        let firsts = wrong.operations.values_mut().filter_map(|operation| {
            operation.forms.iter_mut().find(|form| form.role == Role::First && form.interface == Interface::Gate)
        });
        let mut firsts: Vec<_> = firsts.collect();
        let made = match firsts.as_mut_slice() {
            [one, other, ..] => {
                std::mem::swap(&mut one.rows, &mut other.rows);
                one.rows.len() != other.rows.len() && one.amounts.keys().eq(other.amounts.keys())
            }
            _ => false,
        };
        let site = super::Site { at: method.key.clone(), shape: "method".to_owned(), method: wrong };
        made.then_some(site).into_iter().collect()
    }),
    model("form-lost", |method| {
        in_operations(method, |operation| operation.forms.len() > 1 && operation.forms.pop().is_some())
    }),
    model("disputed-operation-lost", |method| {
        in_operations(method, |operation| {
            let about = format!("/operations/{}/", operation.kind.key());
            let disputed = method.disputed.iter().any(|one| one.about.starts_with(&about));
            disputed && !std::mem::take(&mut operation.forms).is_empty()
        })
    }),
    model("operation-lost", |method| {
        in_method(method, |method| {
            method.operations.len() > 1 && {
                let used = method.operations.iter().filter(|(_, operation)| !operation.forms.is_empty());
                let last = used.map(|(kind, _)| *kind).next_back();
                last.is_some_and(|kind| method.operations.remove(&kind).is_some())
            }
        })
    }),
    model("channels-lost", |method| in_forms(method, |form| !std::mem::take(&mut form.channels).is_empty())),
    model("channel-of-another-form", |method| {
        in_forms(method, |form| {
            form.channel.is_some()
                && form.channels.first_mut().is_some_and(|channel| set(channel, "another".to_owned()))
        })
    }),
    model("channel-form-shared", |method| in_operations(method, shared)),
    model("rows-swapped-in-signing-order", |method| {
        in_forms(method, |form| {
            let plain =
                |row: &methodspec::resolved::Row| row.source == Source::Caller && row.value.kind == ValueKind::Text;
            let found = form.rows.windows(2).position(|pair| pair.iter().all(plain));
            found.is_some_and(|at| {
                form.rows.swap(at, at + 1);
                true
            })
        })
    }),
    model("object-after-its-members", |method| {
        in_forms(method, |form| {
            let found = form.rows.iter().position(|row| row.source == Source::Holder);
            found.is_some_and(|at| {
                form.rows.swap(at, at + 1);
                true
            })
        })
    }),
    model("signature-lost", |method| {
        in_forms(method, |form| {
            let before = form.rows.len();
            form.rows.retain(|row| row.source != Source::Signature);
            form.rows.len() < before
        })
    }),
    model("signature-from-the-caller", |method| {
        in_rows(method, |row| {
            row.source == Source::Signature && {
                row.own = true;
                set(&mut row.source, Source::Caller)
            }
        })
    }),
    model("project-from-the-caller", |method| {
        in_rows(method, |row| row.source == Source::Project && set(&mut row.source, Source::Caller))
    }),
    model("fixed-from-the-caller", |method| {
        in_rows(method, |row| {
            row.source == Source::Fixed && {
                row.own = true;
                set(&mut row.source, Source::Caller)
            }
        })
    }),
    model("interface-confused", |method| {
        in_forms(method, |form| form.interface == Interface::PaymentPage && set(&mut form.interface, Interface::Gate))
    }),
    model("title-wrong", |method| in_method(method, |method| set(&mut method.title, "Another".to_owned()))),
    model("version-wrong", |method| in_method(method, |method| set(&mut method.version, "9.9.9".to_owned()))),
    model("page-name-wrong", |method| in_method(method, |method| name(&mut method.names.payment_page, "other"))),
    model("page-name-lost", |method| in_method(method, |method| unnamed(&mut method.names.payment_page))),
    model("label-wrong", |method| in_method(method, |method| name(&mut method.names.callback, "Other"))),
    model("label-added", |method| {
        in_method(method, |method| match &mut method.names.callback.said {
            Said::Is(labels) => {
                labels.push("Other".to_owned());
                true
            }
            _ => false,
        })
    }),
    model("label-lost", |method| {
        in_method(method, |method| match &mut method.names.callback.said {
            Said::Is(labels) => labels.len() > 1 && labels.pop().is_some(),
            _ => false,
        })
    }),
    model("labels-lost", |method| in_method(method, |method| unnamed(&mut method.names.callback))),
    model("redirect-not-told", |method| turns(method, |turn| !matches!(turn, Turn::Redirect { .. }))),
    model("display-not-told", |method| turns(method, |turn| !matches!(turn, Turn::Display { .. }))),
    model("basic-time-wrong", |method| in_operations(method, |operation| later(&mut operation.times.basic))),
    model("threshold-wrong", |method| in_operations(method, |operation| later(&mut operation.times.threshold))),
    model("times-lost", |method| {
        in_operations(method, |operation| {
            matches!(operation.times.basic.said, Said::Is(_)) && {
                operation.times.basic.said = Said::NotDocumented;
                operation.times.threshold.said = Said::NotDocumented;
                true
            }
        })
    }),
    model("source-cited-wrong", |method| {
        in_rows(method, |row| {
            row.source == Source::Caller && !row.cite.is_empty() && {
                row.cite.iter_mut().for_each(|cite| cite.document.push_str("-other"));
                true
            }
        })
    }),
];

fn name(names: &mut Fact<Vec<String>>, other: &str) -> bool {
    match &mut names.said {
        Said::Is(names) => names.first_mut().is_some_and(|name| set(name, other.to_owned())),
        _ => false,
    }
}

fn unnamed(names: &mut Fact<Vec<String>>) -> bool {
    matches!(names.said, Said::Is(_)) && set(&mut names.said, Said::NotDocumented)
}

fn later(time: &mut Fact<Span>) -> bool {
    match &mut time.said {
        Said::Is(span) => match span.to.as_mut().or(span.from.as_mut()) {
            Some(seconds) => set(seconds, *seconds + 1),
            None => false,
        },
        _ => false,
    }
}

/// Without what `keeps` does not keep of what the platform sends.
fn turns(method: &Method, keeps: impl Fn(&Turn) -> bool) -> Vec<super::Site> {
    in_method(method, |method| {
        let labelled = matches!(method.names.callback.said, Said::Is(_));
        let channels = method.operations.values_mut().flat_map(|operation| &mut operation.channels);
        let lost = channels.fold(false, |any, channel| {
            let before = channel.turns.len();
            channel.turns.retain(&keeps);
            channel.turns.len() < before || any
        });
        lost && labelled
    })
}

/// One channel's form has the fields of another's.
fn shared(operation: &mut Operation) -> bool {
    let own = |form: &methodspec::resolved::Form| form.role == Role::First && form.interface == Interface::Gate;
    let mut firsts = operation.forms.iter_mut().filter(|form| own(form));
    match (firsts.next(), firsts.next()) {
        (Some(one), Some(other)) => {
            let differ = one.rows.len() != other.rows.len();
            other.rows.clone_from(&one.rows);
            differ
        }
        _ => false,
    }
}
