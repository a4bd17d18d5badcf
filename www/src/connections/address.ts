// Through the console's server every path begins with its token, and who has the token may delete. So before anything is shown or
// kept, the platform's own address stands in its place.

export class Address {
  /** What is replaced, and by what; the longer first. */
  readonly #parts: readonly (readonly [from: string, to: string])[];

  /** @param address The platform's base URL. @param sent Where the page sends its requests. */
  constructor(address: string, sent: string) {
    const [real, own] = [urlOf(address), urlOf(sent)];
    const differs = own !== null && own.href !== real?.href;
    this.#parts = differs ? [[bare(own.href), bare(address)], [bare(own.pathname), bare(real?.pathname ?? "")]] : [];
  }

  /** The same text, list or object with the platform's address in it. */
  in<T>(value: T): T {
    return this.#parts.length === 0 ? value : (this.#replaced(value) as T);
  }

  #replaced(value: unknown): unknown {
    if (typeof value === "string") return this.#parts.reduce((text, [from, to]) => text.replaceAll(from, to), value);
    if (Array.isArray(value)) return value.map((one) => this.#replaced(one));
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#replaced(one)]));
  }
}

/** Without a slash at its end: a path goes on with one. */
const bare = (text: string): string => text.replace(/\/+$/, "");

function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
