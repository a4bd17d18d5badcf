//! The data types that the classes' signatures name, shared with the npm package's own declarations.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../../pkg/types.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const STREAM: &str = "
/** Results one by one. */
export interface Stream<T> extends AsyncIterable<T> {
  next(): Promise<IteratorResult<T, undefined>>;
  /** Begins nothing more, and waits for what is under way. */
  return(): Promise<IteratorResult<T, undefined>>;
}

/** The results of many deletions: one by one, or awaited all together; not both. */
export interface DeletionStream extends Stream<DeletionResult>, PromiseLike<DeletionsSummary> {
  catch<T = never>(onrejected?: ((reason: unknown) => T | PromiseLike<T>) | null): Promise<DeletionsSummary | T>;
  finally(onfinally?: (() => void) | null): Promise<DeletionsSummary>;
}
";
