/** The formats of a post. */
export type ReadFormat = 'json' | 'text' | 'html';

/** The media ranges that match each format, the most specific first. Of formats with equal quality, the first wins. */
const mediaRanges: Readonly<Record<ReadFormat, readonly string[]>> = {
  json: ['application/json', 'application/*', '*/*'],
  text: ['text/plain', 'text/*', '*/*'],
  html: ['text/html', 'text/*', '*/*'],
};

/** The format that the caller prefers (`Accept`, RFC 9110, 12.5.1). Default: JSON. */
export function preferredFormat(accept: string | undefined): ReadFormat {
  const ranges = new Map((accept ?? '*/*').split(',').map(readMediaRange));
  // The most specific range decides, in whatever order they come.
  const quality = (format: ReadFormat): number => {
    const range = mediaRanges[format].find((name) => ranges.has(name));
    return range === undefined ? 0 : (ranges.get(range) ?? 0);
  };
  const formats = Object.keys(mediaRanges) as ReadFormat[];
  return formats.reduce((best, format) => (quality(format) > quality(best) ? format : best));
}

function readMediaRange(range: string): [type: string, quality: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
  return [type, Number.isNaN(quality) ? 0 : quality];
}
