// The steps that make an identifier comparable before it is hashed, each in the words of the documents.

export const NORMALISE_STEPS = {
  trim: 'remove spaces at both ends',
  remove_spaces: 'remove all spaces',
  lower_case: 'lower-case',
  gmail_local_part: 'for gmail.com and googlemail.com: remove dots and “+suffix” before the @',
  gmail_com_local_part: 'for gmail.com: remove dots and “+suffix” before the @',
  remove_plus_suffix: 'remove “+suffix” before the @',
  email_characters: 'keep only a–z, 0–9, dot, @ and hyphen',
  letters_and_digits: 'keep only a–z and 0–9',
  e164: 'E.164: plus sign, country code, digits',
  digits_only: 'keep only digits',
  country_code: 'with the country code',
  no_leading_zeros: 'no leading zeros',
  m_or_f: '“m” or “f”',
  year_month_day: 'year as YYYY, month as MM, day as DD, each by itself',
} as const

export type NormaliseStep = keyof typeof NORMALISE_STEPS
