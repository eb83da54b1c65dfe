import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { aesGcmOpen, aesGcmSeal, hkdfExpand, hkdfExtract } from '../../../src/infrastructure/keys/primitives.js';

interface Group<T> {
  readonly ivSize: number;
  readonly keySize: number;
  readonly tagSize: number;
  readonly tests: readonly T[];
}
interface Verdict {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
}
type Aead = Verdict & Readonly<Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag', string>>;
type Derivation = Verdict & Readonly<Record<'ikm' | 'salt' | 'info' | 'okm', string>> & { readonly size: number };

const groups = <T>(file: string): readonly Group<T>[] =>
  JSON.parse(readFileSync(new URL(`../../vectors/wycheproof/${file}`, import.meta.url), 'utf8')).testGroups;
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('AES-256-GCM as used for boxes, against Wycheproof', () => {
  it('seals and opens every valid case of our sizes, and refuses every other case', () => {
    let valid = 0;
    let refused = 0;
    for (const group of groups<Aead>('aes_gcm_test.json')) {
      const ours = group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128;
      for (const test of group.tests) {
        const box = hex(test.iv + test.ct + test.tag);
        const open = () => aesGcmOpen(hex(test.key), hex(test.aad), box).toString('hex');
        const seal = () => aesGcmSeal(hex(test.key), hex(test.aad), hex(test.msg), hex(test.iv)).toString('hex');
        if (ours && test.result === 'valid') {
          expect(open()).toBe(test.msg);
          expect(seal()).toBe(box.toString('hex'));
          valid++;
        } else {
          expect(open).toThrow();
          if (!ours) expect(seal).toThrow();
          refused++;
        }
      }
    }
    expect(valid).toBeGreaterThan(30);
    expect(refused).toBeGreaterThan(100);
  });

  it('opens nothing whose tag was cut short', () => {
    const key = Buffer.alloc(32, 1);
    const box = aesGcmSeal(key, 'context', Buffer.from('note'));
    for (const size of [4, 8, 12, 13, 14, 15]) {
      expect(() => aesGcmOpen(key, 'context', box.subarray(0, box.length - 16 + size))).toThrow();
    }
    expect(() => aesGcmOpen(key, 'context', Buffer.alloc(27))).toThrow(RangeError);
  });
});

describe('HKDF-SHA-256 as used for fact keys, against Wycheproof', () => {
  it('derives every valid case and refuses sizes beyond 255 blocks', () => {
    let valid = 0;
    for (const group of groups<Derivation>('hkdf_sha256_test.json')) {
      for (const test of group.tests) {
        const derive = () =>
          hkdfExpand(hkdfExtract(hex(test.ikm), hex(test.salt)), hex(test.info), test.size).toString('hex');
        if (test.result === 'invalid') expect(derive).toThrow(RangeError);
        else {
          expect(derive()).toBe(test.okm);
          valid++;
        }
      }
    }
    expect(valid).toBeGreaterThan(50);
  });
});
