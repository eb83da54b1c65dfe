import { readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { setTimeout as after } from 'node:timers/promises';
import type { TransitConfiguration } from '../../key-configuration.js';
import type { KeyEncryption, Wrapped } from './key-encryption.js';
import { KeyRingRefused } from './key-ring-refused.js';
import { KEY_BYTES } from './primitives.js';
import { readPrivateFile } from './private-file.js';

const TIMEOUT_MILLISECONDS = 5_000;
const ATTEMPTS = 4;
const FIRST_PAUSE_MILLISECONDS = 200;
const LONGEST_ANSWER = 65_536;
/** Not yet consistent, too many, or down: worth another try. */
const PASSING = new Set([412, 429, 500, 502, 503, 504]);
const CIPHERTEXT = /^vault:(v[1-9]\d*):[A-Za-z0-9+/=]+$/;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * A key-encryption key that never leaves a key service. The context goes along as associated data. Nothing is rewrapped by the
 * service: its rewrap takes no associated data (hashicorp/vault#29532), and a rotation has the wrapping keys in memory anyway.
 */
export class TransitEncryption implements KeyEncryption {
  readonly source = 'transit';
  readonly says: string;

  constructor(
    private readonly service: TransitConfiguration,
    private readonly pause: (milliseconds: number) => Promise<unknown> = (milliseconds) => after(milliseconds),
    private readonly timeout = TIMEOUT_MILLISECONDS,
  ) {
    this.says = `transit key at ${new URL(service.url).host}`;
  }

  async wrap(secret: Buffer, context: string): Promise<Wrapped> {
    const { ciphertext } = await this.ask('encrypt', {
      plaintext: secret.toString('base64'),
      associated_data: Buffer.from(context).toString('base64'),
    });
    const version = typeof ciphertext === 'string' ? CIPHERTEXT.exec(ciphertext)?.[1] : undefined;
    if (version === undefined) throw this.refused('answered something else than a wrapped key');
    return { source: this.source, version, data: ciphertext as string };
  }

  async unwrap({ data }: Wrapped, context: string): Promise<Buffer> {
    const { plaintext } = await this.ask('decrypt', {
      ciphertext: data,
      associated_data: Buffer.from(context).toString('base64'),
    });
    const secret = Buffer.from(typeof plaintext === 'string' ? plaintext : '', 'base64');
    if (secret.length !== KEY_BYTES) throw this.refused('answered something else than a key');
    return secret;
  }

  knows({ source }: Wrapped): boolean {
    return source === this.source;
  }

  /** A new version of the same key, in the service. */
  async next(): Promise<KeyEncryption> {
    await this.ask('rotate', {});
    return this;
  }

  settle(): void {}

  close(): void {}

  private async ask(what: 'encrypt' | 'decrypt' | 'rotate', body: object): Promise<Readonly<Record<string, unknown>>> {
    const { mount, key } = this.service;
    const name = encodeURIComponent(key);
    const path = what === 'rotate' ? `/v1/${mount}/keys/${name}/rotate` : `/v1/${mount}/${what}/${name}`;
    // A rotation that was made and not answered would be made twice: a version too many, and nothing lost.
    for (let attempt = 1; ; attempt++) {
      const { answer, broken } = await this.send(path, JSON.stringify(body)).then(
        (given) => ({ answer: given, broken: undefined }),
        (error: NodeJS.ErrnoException) => ({ answer: undefined, broken: error }),
      );
      if (attempt < ATTEMPTS && (answer === undefined || PASSING.has(answer.status))) {
        await this.pause(FIRST_PAUSE_MILLISECONDS * 2 ** (attempt - 1));
        continue;
      }
      if (answer === undefined) throw this.refused(`does not answer (${reasonOf(broken)})`);
      if (answer.status < 200 || answer.status > 299)
        throw this.refused(SAYS[answer.status] ?? `says ${answer.status}`);
      return dataIn(answer.text);
    }
  }

  private send(path: string, body: string): Promise<Answer> {
    const { url, tokenFile, caFile } = this.service;
    const token = readPrivateFile(tokenFile, 'token file').trim();
    const address = new URL(url.replace(/\/$/, '') + path);
    const request = address.protocol === 'https:' ? tlsRequest : plainRequest;
    return new Promise((done, failed) => {
      const asked = request(
        address,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'x-vault-token': token,
            'x-vault-request': 'true',
          },
          signal: AbortSignal.timeout(this.timeout),
          ...(caFile !== undefined && { ca: readFileSync(caFile) }),
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (part: string) => {
            text += part;
            if (text.length > LONGEST_ANSWER) asked.destroy(new Error('the answer is too long'));
          });
          answer.on('error', failed);
          answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
        },
      );
      asked.on('error', failed);
      asked.end(body);
    });
  }

  /** What it answered is not quoted: an error of the service names its key. */
  private refused(why: string): KeyRingRefused {
    return new KeyRingRefused(`The key service at ${new URL(this.service.url).host} ${why}.`);
  }
}

const SAYS: Readonly<Record<number, string>> = {
  400: 'could not do it: this is not the key that the ring is wrapped by, or it was changed',
  403: 'denies it: its token may not do this, or is no longer good',
  404: 'has no such key, or no transit engine there',
  503: 'is sealed or down',
};

const reasonOf = ({ name, code }: NodeJS.ErrnoException): string =>
  name === 'TimeoutError' || name === 'AbortError' ? 'no answer in time' : String(code ?? 'broken off');

function dataIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const { data } = JSON.parse(text || '{}') as { readonly data?: Readonly<Record<string, unknown>> };
    return data ?? {};
  } catch {
    return {};
  }
}
