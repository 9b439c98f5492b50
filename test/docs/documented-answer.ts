import { encodePointer, faultsBySchema, follow, type Node, openApi } from './openapi-document.ts';

/** An answer of the service, of which everything is to be in the document. */
export interface SeenAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** What HTTP itself adds. */
const transportHeaders = [
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'date',
];

/**
 * @param path as in the document, such as `/blog/{blog_id}`
 * @throws Error that names everything in the answer that is not as docs/openapi.yaml says
 */
export function assertDocumented(method: 'get' | 'post', path: string, answer: SeenAnswer): void {
  const faults = faultsOfAnswer(method, path, answer);
  if (faults.length === 0) return;
  const what = `the answer ${answer.status} to ${method.toUpperCase()} ${path}`;
  throw new Error(
    `${what} is not as docs/openapi.yaml says:\n- ${faults.join('\n- ')}\n${answer.text.slice(0, 500)}`,
  );
}

export function faultsOfAnswer(method: 'get' | 'post', path: string, answer: SeenAnswer): string[] {
  const pointer = `/paths/${encodePointer(path)}/${method}/responses/${answer.status}`;
  const documentedResponse = openApi.paths[path]?.[method]?.responses[answer.status];
  if (documentedResponse === undefined) return [`the status ${answer.status} is not documented`];
  const response = follow(documentedResponse, pointer);
  const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? 'none';
  if (response.node.content[mediaType] === undefined)
    return [`the content type ${mediaType} is not documented`];
  return [
    ...faultsOfBody(`${response.pointer}/content/${encodePointer(mediaType)}/schema`, mediaType, answer.text),
    ...faultsOfHeaders(response.node.headers ?? {}, answer, mediaType),
  ];
}

function faultsOfBody(schemaPointer: string, mediaType: string, text: string): string[] {
  if (mediaType.startsWith('text/')) return faultsBySchema(schemaPointer, text);
  // The document lets fields be added some day; what is sent today it has to name.
  return faultsBySchema(schemaPointer, JSON.parse(text), { unevaluatedProperties: false });
}

function faultsOfHeaders(documented: Record<string, Node>, answer: SeenAnswer, mediaType: string): string[] {
  const { headers, status } = answer;
  const names = Object.keys(documented).map((name) => name.toLowerCase());
  const unknown = [...headers.keys()].filter((name) => ![...names, ...transportHeaders].includes(name));
  const isProblem = mediaType === 'application/problem+json';
  const retryAfter = isProblem && headers.has('retry-after') !== (status === 429 || status === 503);
  return [
    ...unknown.map((name) => `the header ${name} is not documented`),
    ...(retryAfter ? ['Retry-After comes with the problems 429 and 503, and with no other'] : []),
    ...Object.entries(documented).flatMap(([name, header]) => {
      const { node, pointer } = follow(header);
      const value = headers.get(name);
      if (value === null) return node.required ? [`the header ${name} is missing`] : [];
      const typed = node.schema.type === 'integer' ? Number(value) : value;
      return faultsBySchema(`${pointer}/schema`, typed).map((fault) => `the header ${name}: ${fault}`);
    }),
  ];
}
