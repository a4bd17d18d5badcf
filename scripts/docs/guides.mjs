// @ts-check
// The guides, and how their links change on the way to the site.

import { posix } from "node:path";

/** The first page. */
export const home = "README.md";

/** The others, in the order of the menu. */
export const guides = [
  { file: "docs/deleting.md", title: "Deleting" },
  { file: "docs/platforms.md", title: "Platforms" },
  { file: "docs/command-line.md", title: "The command line" },
  { file: "docs/describing-a-platform.md", title: "Describing a platform" },
  { file: "examples/README.md", title: "Examples" },
  { file: "SECURITY.md", title: "Security" },
  { file: "docs/reliability.md", title: "Reliability" },
  { file: "CHANGELOG.md", title: "Changelog" },
];

const REPOSITORY = "https://github.com/agent-delete/agent-delete";

/** A link in the README leads to the repository, for it is read on npm, too; on the site it leads to the page. */
const IN_REPOSITORY = new RegExp(`${REPOSITORY}/(?:blob|tree)/main/([\\w./-]+)`, "g");

/** @param {string} file Of the guide. @param {string} text */
export function toSite(file, text) {
  return text.replace(IN_REPOSITORY, (address, path) => {
    const there = [home, ...guides.map((guide) => guide.file)].find((one) => one === path || one === `${path}/README.md`);
    return there === undefined ? address : posix.relative(posix.dirname(file), there);
  });
}
