import { generate } from 'selfsigned';

/** A certificate for 127.0.0.1 and its key, both PEM. Made anew at each run and never kept. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate that is its own authority, valid for a day. */
export async function makeCertificate(): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { cert, key };
}
