import { expect, it } from 'vitest';
import { NAMELESS, storeError } from './store-errors.js';

function hintFor(name: string): string {
  const bucket = `s3://${name}`;
  const request = { action: 's3:PutObject', bucket, subject: `${bucket}/a.iso` };
  return storeError({ name: NAMELESS, message: '', status: 403 }, request, undefined).hint;
}

it('names the owners of the public bucket only where that is the one', () => {
  expect(hintFor('public-chaos-controller')).toContain('need the rights of its owners');
  expect(hintFor('public-chaos-controller-2')).toBe('Ask the bucket’s owner for s3:PutObject.');
});
