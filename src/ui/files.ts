/** Files that a visitor drops or chooses. */
import type { InputFile } from '../contract/intake.ts';

/** Files chosen in a dialog; those of a folder keep their path in it. */
export function chosenFiles(list: FileList | null): InputFile[] {
  return Array.from(list ?? [], (file) => ({ name: file.webkitRelativePath || file.name, blob: file }));
}

/**
 * Files and folders that were dropped, folders searched to the bottom. What cannot be read comes as an empty file, so that
 * whoever takes the files in names it among the refused ones and goes on with the others.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<InputFile[]> {
  // The list is emptied as soon as the event is over, so everything is taken before anything is awaited.
  const items = Array.from(transfer.items, (item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: InputFile[] = [];
  for (const { entry, file } of items) {
    if (entry) await collect(entry, found);
    else if (file) found.push({ name: file.name, blob: file });
  }
  return found;
}

async function collect(entry: FileSystemEntry, found: InputFile[]): Promise<void> {
  const name = entry.fullPath.replace(/^\//, '');
  try {
    if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      found.push({ name, blob: file });
    } else if (isFolder(entry)) {
      const reader = entry.createReader();
      // A reader gives its entries in parts, and an empty one at the end.
      for (;;) {
        const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
        if (part.length === 0) break;
        for (const child of part) await collect(child, found);
      }
    }
  } catch {
    found.push({ name, blob: new Blob() });
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
