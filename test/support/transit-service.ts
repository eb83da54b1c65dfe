import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a request asked for: path and body as they came. */
export interface Asked {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A key service that speaks the transit protocol of Vault and OpenBao over a real socket: encrypt, decrypt and rotate of one
 * AES-256-GCM key in versions, with associated data, tokens, and the answers those services give when they refuse.
 */
export async function transitService(
  options: {
    readonly key?: string;
    readonly token?: string;
    readonly tls?: { readonly key: string; readonly cert: string };
  } = {},
) {
  const { key = 'alliance', token = 'a-token' } = options;
  const versions = [randomBytes(32)];
  const asked: Asked[] = [];
  /** Answers given before the real ones: to be down, sealed or slow for so many requests. */
  const instead: (number | 'hang' | 'cut')[] = [];

  const answer = (response: ServerResponse, status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const errors = (response: ServerResponse, status: number, ...said: string[]): void =>
    answer(response, status, { errors: said });

  const encrypt = (body: Record<string, unknown>) => {
    const vector = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', versions.at(-1) as Buffer, vector);
    cipher.setAAD(Buffer.from(String(body['associated_data'] ?? ''), 'base64'));
    const sealed = Buffer.concat([
      vector,
      cipher.update(Buffer.from(String(body['plaintext']), 'base64')),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return { ciphertext: `vault:v${versions.length}:${sealed.toString('base64')}`, key_version: versions.length };
  };
  const decrypt = (body: Record<string, unknown>) => {
    const [, version, text] = /^vault:v(\d+):(.*)$/.exec(String(body['ciphertext'])) ?? [];
    const box = Buffer.from(text ?? '', 'base64');
    const decipher = createDecipheriv('aes-256-gcm', versions[Number(version) - 1] as Buffer, box.subarray(0, 12));
    decipher.setAAD(Buffer.from(String(body['associated_data'] ?? ''), 'base64'));
    decipher.setAuthTag(box.subarray(-16));
    const plain = Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
    return { plaintext: plain.toString('base64') };
  };

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      const body = JSON.parse(text || '{}') as Record<string, unknown>;
      const path = request.url ?? '';
      asked.push({ path, body });
      const first = instead.shift();
      if (first === 'hang') return;
      if (first === 'cut') return void request.socket.destroy();
      if (first !== undefined) return errors(response, first, first === 503 ? 'Vault is sealed' : 'try again');
      if (request.headers['x-vault-token'] !== token) return errors(response, 403, 'permission denied');
      try {
        if (request.method !== 'POST') errors(response, 405, 'unsupported operation');
        else if (path === `/v1/transit/encrypt/${key}`) answer(response, 200, { data: encrypt(body) });
        else if (path === `/v1/transit/decrypt/${key}`) answer(response, 200, { data: decrypt(body) });
        else if (path === `/v1/transit/keys/${key}/rotate`) {
          versions.push(randomBytes(32));
          response.writeHead(204).end();
        } else if (path.startsWith('/v1/transit/')) errors(response, 400, `encryption key ${key} not found`);
        else errors(response, 404);
      } catch {
        errors(response, 400, `cipher: message authentication failed for ${key}`);
      }
    });
  };
  const server = options.tls ? createTlsServer(options.tls, serve) : createServer(serve);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    token,
    asked,
    instead,
    versions,
    close: () =>
      new Promise<void>((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
