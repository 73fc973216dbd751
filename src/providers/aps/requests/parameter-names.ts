/**
 * APS's documented parameter names for cards, of requests (echoed by responses) and of responses. Includes names that
 * are never read, because one name can be the end of another.
 */
const DOCUMENTED: ReadonlySet<string> = new Set(
  `3ds_url access_code acquirer_response_code acquirer_response_description acquirer_response_message agreement_id amount
  app_framework app_plugin app_plugin_version app_programming app_ver authorization_code authorized_amount
  billing_city billing_company billing_country billing_postcode billing_provinceCode billing_stateProvince billing_street
  billing_street2 captured_amount card_bin card_brand card_holder_name card_number card_security_code check_3ds command
  creation_date currency customer_email customer_ip customer_name device_fingerprint digital_wallet eci expiry_date fees_amount
  fort_id fraud_comment installments issuer_code knet_ref_number language maintenance_reference maximum_amount merchant_extra
  merchant_extra1 merchant_extra2 merchant_extra3 merchant_extra4 merchant_extra5 merchant_identifier merchant_reference
  minimum_amount new_token_name number_of_installments order_description payment_option phone_number plan_code
  processing_fees_amount processor_response_code query_command reconciliation_reference recurring_days_between_payments
  recurring_expiry_date recurring_mode recurring_transactions_count refunded_amount remember_me request_expiry_date
  response_code response_format response_message return_third_party_response_codes return_url sadad_olp service_command
  settlement_reference shipping_city shipping_company shipping_country shipping_postcode shipping_provinceCode
  shipping_sameAsBilling shipping_source shipping_stateProvince shipping_street shipping_street2 signature
  statement_descriptor status third_party_transaction_number token_name token_status total_amount transaction_code
  transaction_message transaction_status`.split(/\s+/),
)

const LONGEST = Math.max(...[...DOCUMENTED].map(name => name.length))

/** The few names with a capital; all others consist of small letters, digits and underscores. */
const WITH_CAPITALS: ReadonlySet<string> = new Set(['apple_paymentMethod', 'shipping_sameAsBilling'])
const ENDS_WITH_CAPITAL = /^(?:billing|shipping)_(?:stateProvince|provinceCode)$/

/** Only `3ds_…` begins with a digit, so the last digit of a value is never read as the beginning of a name. */
const FORM = /^(?:3ds_)?[a-z][a-z0-9_]*$/

/** Whether this can be the name of an APS parameter. APS does not document all of its names. */
export function isParameterName(name: string): boolean {
  return FORM.test(name) || WITH_CAPITALS.has(name) || ENDS_WITH_CAPITAL.test(name)
}

/** The longest documented name that a text ends with. */
export function documentedNameAtEnd(text: string): string | undefined {
  for (let length = Math.min(LONGEST, text.length); length > 0; length--) {
    const end = text.slice(-length)
    if (DOCUMENTED.has(end)) return end
  }
  return undefined
}
