// Where backups go: a folder that the person chose, or one zip file.

import { Zip, ZipDeflate } from "fflate";
import { download } from "./download";
import { fileName, FileNames, timeName } from "./names";

export interface BackupPlace {
  /** Resolves when the file is there; gives its name. */
  save(connection: string, id: string, text: string): Promise<string>;
  /** After the last one. */
  close(): Promise<void>;
  /** Of a zip, which the browser may or may not have stored: hands it over once more. */
  readonly again: (() => void) | null;
  /** For a sentence. */
  readonly where: string;
}

/** Asks for a folder, which a browser does only right after a click. Rejects with an AbortError where the person wants none. */
export async function chosenFolder(at: number): Promise<BackupPlace> {
  const chosen = await globalThis.showDirectoryPicker!({ id: "agent-delete-backups", mode: "readwrite", startIn: "documents" });
  const name = `agent-delete-${timeName(at)}`;
  const folder = await chosen.getDirectoryHandle(name, { create: true });
  const names = new Map<string, { folder: FileSystemDirectoryHandle; files: FileNames }>();
  const folders = new FileNames();
  return {
    again: null,
    where: `the folder ${chosen.name}/${name}`,
    close: async () => {},
    async save(connection, id, text) {
      let place = names.get(connection);
      if (!place) {
        const directory = folders.of(connection, "");
        place = { folder: await folder.getDirectoryHandle(directory, { create: true }), files: new FileNames() };
        names.set(connection, names.get(connection) ?? place);
        place = names.get(connection)!;
      }
      const file = place.files.of(id, ".json");
      const handle = await place.folder.getFileHandle(file, { create: true });
      const writable = await handle.createWritable();
      try {
        await writable.write(text);
      } catch (error) {
        await writable.abort().catch(() => {});
        throw error;
      }
      await writable.close();
      return `${name}/${place.folder.name}/${file}`;
    },
  };
}

export function zipFile(at: number): BackupPlace {
  const name = `agent-delete-${timeName(at)}.zip`;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let failed: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failed = error;
    else chunks.push(chunk as Uint8Array<ArrayBuffer>);
  });
  const names = new Map<string, FileNames>();
  let blob: Blob | null = null;
  const hand = () => {
    if (blob) download(name, blob);
  };
  return {
    where: name,
    again: hand,
    async save(connection, id, text) {
      const files = names.get(connection) ?? new FileNames();
      names.set(connection, files);
      const path = `${fileName(connection)}/${files.of(id, ".json")}`;
      const entry = new ZipDeflate(path);
      zip.add(entry);
      entry.push(new TextEncoder().encode(text), true);
      if (failed) throw failed;
      return `${name}: ${path}`;
    },
    async close() {
      zip.end();
      if (failed) throw failed;
      blob = new Blob(chunks, { type: "application/zip" });
      hand();
    },
  };
}
