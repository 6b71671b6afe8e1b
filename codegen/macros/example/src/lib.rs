//! A shop that takes payments by a method of its own: `methods/lagoon-pay.yaml`.

methodspec_macros::payment_method! {
    /// Lagoon Pay, typed.
    pub mod lagoon = "methods/lagoon-pay.yaml";
}

use ecommpay_platform::runtime::{Project, Secret, Test};
use lagoon::{amount, sale::redirect};

/// The path and the signed body of a request to pay ten Fiji dollars.
///
/// # Errors
/// Where an id or the key is no such thing, or a rule of the method is broken.
pub fn pay(payment: &str, customer: &str, key: &str) -> Result<(String, String), Box<dyn std::error::Error>> {
    let request = redirect::Request::new(redirect::Fields {
        payment_id: payment.parse()?,
        amount: amount!(redirect, FJD 10.00),
        customer_id: customer.parse()?,
        customer_ip_address: "1.2.3.4".parse()?,
    });
    let signed = request.sign(&Project::<Test>::new(125, Secret::new(key)?)?)?;
    Ok((signed.path.to_string(), signed.body.to_string()))
}
