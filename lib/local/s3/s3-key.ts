import path from 'node:path';
import { type S3Error, s3Error } from './s3-errors.ts';

/** S3 counts a key's bytes in UTF-8. */
const maxKeyBytes = 1_024;

// File systems hold 255 bytes a name; the sidecar's name is the key's last part and `.<md5>.json`.
const maxPartBytes = 255 - '.'.length - 32 - '.json'.length;

/**
 * Why a key is refused: by S3 itself, or because it cannot be a file's path below the bucket's folder.
 *
 * A key is kept under its own name, so that a person finds it; so a part that is empty, `.` or `..`, a
 * backslash and NUL, all of which S3 would take, are refused here instead of being renamed.
 *
 * @returns KeyTooLongError past 1,024 bytes; NotImplemented for a key that only real S3 can hold; undefined for
 * a good key
 */
export function faultOfKey(key: string): S3Error | undefined {
  const bytes = Buffer.byteLength(key);
  if (bytes > maxKeyBytes) {
    return s3Error('KeyTooLongError', {
      details: { Size: String(bytes), MaxSizeAllowed: String(maxKeyBytes) },
    });
  }
  const parts = key.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part))) {
    return onlyRealS3('no part of a key may be empty, "." or "..", or hold a backslash or NUL');
  }
  if (parts.some((part) => Buffer.byteLength(part) > maxPartBytes)) {
    return onlyRealS3(`each part of a key between slashes is at most ${maxPartBytes} bytes`);
  }
  return undefined;
}

/** The refusal of what real S3 would take. */
export function onlyRealS3(rule: string): S3Error {
  return s3Error('NotImplemented', { message: `The local stand-in for S3 keeps keys as files: ${rule}.` });
}

/**
 * The file of an object below `folder`. The key must have passed {@link faultOfKey}; the check here is the last
 * line should that one ever be wrong.
 */
export function pathBelow(folder: string, key: string): string {
  const file = path.resolve(folder, ...key.split('/'));
  if (!file.startsWith(path.resolve(folder) + path.sep)) {
    throw s3Error('InternalError', { message: 'The key leads out of its bucket.' });
  }
  return file;
}
