// How the selection is to be deleted.

export interface Options {
  /** Those in use, too, and a default agent. */
  readonly inUse: boolean;
  /** Their threads first, where a platform would leave them behind. */
  readonly threads: boolean;
  /** Look afterwards whether each is gone. */
  readonly look: boolean;
  readonly backup: "folder" | "zip" | "none";
  /** Keep secret values in the backups. */
  readonly secrets: boolean;
}

export const canSaveToFolder = (): boolean => typeof globalThis.showDirectoryPicker === "function";

export const usual = (): Options => ({
  inUse: false, threads: false, look: true, backup: canSaveToFolder() ? "folder" : "zip", secrets: false,
});

/** As the package takes them. */
export const sdkOptions = ({ inUse, threads }: Options) => ({
  force: inUse,
  ...(threads && { cascade: ["threads" as const] }),
});

declare global {
  /** Of browsers that have the File System Access API. */
  var showDirectoryPicker:
    | ((options?: { id?: string; mode?: "readwrite"; startIn?: string }) => Promise<FileSystemDirectoryHandle>)
    | undefined;
}
