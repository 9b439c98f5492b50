/** S3's statuses and messages (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
const errors = {
  BadDigest: [400, 'The Content-MD5 or checksum value that you specified did not match what we received.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The AWS Access Key Id you provided does not exist in our records.'],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  MetadataTooLarge: [400, 'Your metadata headers exceed the maximum allowed metadata size'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NotImplemented: [501, 'A header or query you provided implies functionality that is not implemented.'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold'],
} as const;

/** An error of S3, to be answered as S3 answers it. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }

  /** The answer's body. */
  toXml(requestId: string): string {
    const { code, message } = this;
    const elements = Object.entries({ Code: code, Message: message, RequestId: requestId });
    const content = elements.map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`).join('');
    return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${content}</Error>`;
  }
}

/** @param message default: S3's own */
export function s3Error(code: keyof typeof errors, message: string = errors[code][1]): S3Error {
  return new S3Error(code, errors[code][0], message);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
