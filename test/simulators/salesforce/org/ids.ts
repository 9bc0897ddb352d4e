const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECK_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
/** Behind the prefix of the object: the place where the org lives, and a reserved digit. */
const POD = "5g0";
const SERIAL_LENGTH = 9;
const CASE_SENSITIVE_LENGTH = 15;
const CHUNK_LENGTH = 5;

const ID_SHAPE = /^(?:[0-9A-Za-z]{15}|[0-9A-Za-z]{18})$/;

/** The three letters that tell which of the fifteen characters are capitals. */
function checksumOf(id: string): string {
  let checksum = "";
  for (let start = 0; start < CASE_SENSITIVE_LENGTH; start += CHUNK_LENGTH) {
    const chunk = [...id.slice(start, start + CHUNK_LENGTH)];
    const capitals = chunk.reduce((sum, sign, place) => sum + (/[A-Z]/.test(sign) ? 1 << place : 0), 0);
    checksum += CHECK_DIGITS[capitals] ?? "";
  }
  return checksum;
}

/** The form of 18 characters of an id of 15 or 18; null when the text is no id or its checksum is wrong. */
export function to18(id: string): string | null {
  if (!ID_SHAPE.test(id)) return null;
  const bare = id.slice(0, CASE_SENSITIVE_LENGTH);
  const whole = bare + checksumOf(bare);
  return id.length === CASE_SENSITIVE_LENGTH || id === whole ? whole : null;
}

/** The form of 15 characters, which some answers use. */
export function to15(id: string): string {
  return id.slice(0, CASE_SENSITIVE_LENGTH);
}

/** Whether two ids name one record, in either form. Ids that differ in case name two. */
export function sameId(one: string, other: string): boolean {
  const whole = to18(one);
  return whole !== null && whole === to18(other);
}

/** The id of 18 characters of the record with a number, of the object with a prefix such as 006. */
export function idOf(prefix: string, number: number): string {
  let serial = "";
  for (let rest = number; rest > 0; rest = Math.floor(rest / DIGITS.length)) {
    serial = (DIGITS[rest % DIGITS.length] ?? "") + serial;
  }
  const bare = prefix + POD + serial.padStart(SERIAL_LENGTH, "0");
  return bare + checksumOf(bare);
}

/** The first three characters of an id, which tell the object. */
export function prefixOf(id: string): string {
  return id.slice(0, 3);
}
