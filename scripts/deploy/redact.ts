/** Shorter ones are no secrets (`1`, an account's number), and blacking them out would garble every line. */
const SHORTEST = 8;
/** Settings that are secret only by the way they are stored. */
const PUBLIC = new Set(['PUBLIC_URL']);

/** A line without the values of secrets, in case somebody else's words quote one. */
export function redacted(line: string, secrets: Readonly<Record<string, string>>): string {
  let clean = line;
  for (const [name, value] of Object.entries(secrets)) {
    if (PUBLIC.has(name)) continue;
    for (const form of formsOf(value)) clean = clean.replaceAll(form, `[${name}]`);
  }
  return clean;
}

/** The value itself, and the password in an address. */
function formsOf(value: string): string[] {
  const password = URL.canParse(value) ? new URL(value).password : '';
  return [value, password, decodeURIComponent(password)].filter((form) => form.length >= SHORTEST);
}
