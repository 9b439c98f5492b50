import { ServiceError } from '../stand-in.ts';

/** S3's statuses and messages (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
const errors = {
  BadDigest: [400, 'The Content-MD5 or checksum value that you specified did not match what we received.'],
  MetadataTooLarge: [400, 'Your metadata headers exceed the maximum allowed metadata size'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NotImplemented: [501, 'A header or query you provided implies functionality that is not implemented.'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold'],
} as const;

/** @param message default: S3's own */
export function s3Error(code: keyof typeof errors, message: string = errors[code][1]): ServiceError {
  return new ServiceError(code, errors[code][0], message);
}

export function toXml({ name, message }: ServiceError, requestId: string): string {
  const elements = Object.entries({ Code: name, Message: message, RequestId: requestId });
  const content = elements.map(([element, text]) => `<${element}>${escapeXml(text)}</${element}>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${content}</Error>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
