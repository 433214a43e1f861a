import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoError, sha256 } from '../../runtime/index.js';
import { findInChecksumList, parseChecksumFile } from './checksum-file.js';

const HASH = sha256('a');
const OTHER = sha256('b');

describe('parseChecksumFile', () => {
  it.each([
    ['a bare digest, as minikube publishes', HASH],
    ['a bare digest with a line end', `${HASH}\n`],
    ['a digest in upper case with CRLF', `${HASH.toUpperCase()}\r\n`],
    ['digest and name, as sha256sum writes', `${HASH}  x.iso\n`],
    ['digest and name of a binary file', `${HASH} *x.iso\n`],
    ['digest and a name with ./', `${HASH}  ./x.iso\n`],
    ['the only line, whatever the name', `${HASH}  out/renamed.iso\n`],
    ['the line of the file among others', `${OTHER}  y.iso\n${HASH}  x.iso\n`],
  ])('reads %s', (_, text) => {
    expect(parseChecksumFile(text, 'x.iso')).toBe(HASH);
  });

  it.each([
    ['nothing', ''],
    ['a web page', '<html>Sign in to the network</html>'],
    ['a digest too short', HASH.slice(1)],
    ['a digest too long', `${HASH}0`],
    ['several digests of other files', `${OTHER}  y.iso\n${HASH}  z.iso\n`],
    ['a digest and then something else', `${HASH}\nnot a digest\n`],
  ])('refuses %s', (_, text) => {
    expect(() => parseChecksumFile(text, 'x.iso')).toThrow(
      expect.objectContaining({ code: 'CHECKSUM_FILE_INVALID' }),
    );
  });

  it('gives a digest or a named error, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parseChecksumFile(text, 'x.iso')).toMatch(/^[0-9a-f]{64}$/);
        } catch (error) {
          expect(isIsoError(error, 'CHECKSUM_FILE_INVALID')).toBe(true);
        }
      }),
    );
  });
});

describe('findInChecksumList', () => {
  const list = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

${OTHER}  linux-6.6.9.tar.xz
${HASH}  linux-6.6.95.tar.xz
${OTHER}  linux-6.6.95.tar.gz
-----BEGIN PGP SIGNATURE-----
`;

  it('finds the line of exactly that name', () => {
    expect(findInChecksumList(list, 'linux-6.6.95.tar.xz')).toBe(HASH);
  });

  it('says that a name is not listed', () => {
    expect(() => findInChecksumList(list, 'linux-6.6.96.tar.xz')).toThrow(
      expect.objectContaining({ code: 'CHECKSUM_NOT_LISTED' }),
    );
  });

  it('takes no bare digest for the one of the name', () => {
    expect(() => findInChecksumList(HASH, 'linux-6.6.95.tar.xz')).toThrow(
      expect.objectContaining({ code: 'CHECKSUM_NOT_LISTED' }),
    );
  });
});
