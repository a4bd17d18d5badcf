// A file handed to the browser's downloads. It does not tell whether the file arrived.

/** The browser has read the file's content long before. */
const KEEP_MS = 60_000;

export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
