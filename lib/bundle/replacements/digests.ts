import { leftOut } from './left-out.ts';

/** Replaces the digests in JavaScript, which the SDK uses only if Node lacks them. */
class NoDigest {
  constructor() {
    throw leftOut("The SDK's digest in JavaScript");
  }
}

export { NoDigest as Crc32Js, NoDigest as Md5Js, NoDigest as Sha1Js, NoDigest as Sha256Js };
