import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BoxTampered } from '../../../src/application/ports.js';
import type { Box } from '../../../src/domain/language/fact.js';
import { canonical } from '../../../src/infrastructure/integrity/canonical.js';
import { oneUseKey, openBox, sealBox } from '../../../src/infrastructure/keys/box.js';
import { aesGcmSeal, KEY_BYTES } from '../../../src/infrastructure/keys/primitives.js';

interface Golden {
  readonly streamKey: string;
  readonly boxes: readonly { readonly values: Readonly<Record<string, unknown>>; readonly box: Box }[];
}
const golden = JSON.parse(readFileSync(new URL('../../vectors/boxes.json', import.meta.url), 'utf8')) as Golden;
const streamKey = Buffer.from(golden.streamKey, 'hex');

describe('A box that was sealed once', () => {
  it('opens for ever: those kept from before open as what they were', () => {
    expect(golden.boxes.length).toBeGreaterThanOrEqual(3);
    for (const { box, values } of golden.boxes) expect(openBox(streamKey, box)).toEqual(values);
    expect(() => openBox(Buffer.alloc(KEY_BYTES), (golden.boxes[0] as { box: Box }).box)).toThrow(BoxTampered);
  });

  it('opens whatever size classes there were then, also none: spaces after its content mean nothing', () => {
    const sealed = sealBox(streamKey, (golden.boxes[0] as { box: Box }).box, { note: 'x' });
    const { data: _, commitment, ...context } = sealed;
    const key = oneUseKey(streamKey, sealed).subarray(0, KEY_BYTES);
    for (const spaces of [0, 1, 5_000]) {
      const plain = Buffer.from(`{"note":"x"}${' '.repeat(spaces)}`);
      const data = aesGcmSeal(key, canonical(context), plain).toString('base64url');
      expect(openBox(streamKey, { ...context, commitment, data })).toEqual({ note: 'x' });
    }
  });
});
