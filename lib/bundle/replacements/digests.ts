import { leftOut } from './left-out.ts';

/** In place of digests written in JavaScript, which the SDK makes where Node has none of its own. */
class NoDigest {
  constructor() {
    throw leftOut("The SDK's digest in JavaScript");
  }
}

export { NoDigest as Crc32Js, NoDigest as Md5Js, NoDigest as Sha1Js, NoDigest as Sha256Js };
