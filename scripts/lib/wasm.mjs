// @ts-check
// The binary format of WebAssembly, as far as the build and the size report need it.

/** The numbers of the sections that are looked into. */
export const SECTION = { custom: 0, import: 2, export: 7, code: 10 };

/** The magic number and the version, before the first section. */
export const HEADER = 8;

/** Reads the binary format: numbers in LEB128, texts and sections with their length before them. */
export class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** The bytes of the next part, which this reader then has behind it. */
  part() {
    const length = this.number();
    this.at += length;
    return new Reader(this.bytes.subarray(this.at - length, this.at));
  }

  text() {
    return new TextDecoder().decode(this.part().bytes);
  }

  get done() {
    return this.at >= this.bytes.length;
  }
}

/** A number in LEB128. @param {number} value */
export function leb128(value) {
  const bytes = [];
  for (let rest = value; ; ) {
    const low = rest % 0x80;
    rest = Math.floor(rest / 0x80);
    bytes.push(rest > 0 ? low + 0x80 : low);
    if (rest === 0) return Uint8Array.from(bytes);
  }
}

/** A part, with its length before it. @param {Uint8Array} bytes */
export const part = (bytes) => Buffer.concat([leb128(bytes.length), bytes]);
