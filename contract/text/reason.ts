/** Why something failed, as a part of a sentence. */

const plain: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
};

/** In words for what the file system says; the message of any other error, without its full stop. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  // The path of whoever imports it helps nobody.
  return plain[code] ?? error.message.replace(/ imported from \S+$/, '').replace(/\.$/, '');
}
