// A question of the style sheets, for what is laid out by numbers.

import { useEffect, useState } from "preact/hooks";

/** Where the style sheets put a row's cells below one another. */
export const NARROW = "(max-width: 760px)";

export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const listen = () => setMatches(list.matches);
    list.addEventListener("change", listen);
    return () => list.removeEventListener("change", listen);
  }, [query]);
  return matches;
}
