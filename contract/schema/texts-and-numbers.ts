/** Texts of a given length or form, and numbers of a given step. */

/** The length of a text in bytes of UTF-8; half of a character is written as U+FFFD. */
export function utf8Length(text: string): number {
  // Counted, since to write the bytes takes several times as long.
  const whole = text.toWellFormed();
  const units = whole.length;
  let length = units;
  for (let index = 0; index < units; index += 1) {
    const unit = whole.charCodeAt(index);
    // Two units, from U+D800, are four bytes.
    if (unit >= 0x80) length += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return length;
}

/** The multiple of a step that is nearest to a number; decimal steps such as 0.1 are exact to 12 digits. */
export function multipleNear(value: number, step: number): number {
  const multiple = Math.round(value / step) * step;
  return Number.isInteger(step) ? multiple : Number(multiple.toPrecision(12));
}

/** `DelayTime` becomes `delay-time`. */
export function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}
