// Whether the ISO is the one that its publisher means. Without a word of anybody there is nothing that it could
// contradict, so an ISO that nobody published may still pass.
import type { DigestClaim } from '../../inspect/index.js';
import type { Check } from '../report/report.js';
import { CHECKS, failed, notApplicable, notChecked, passed } from './check.js';
import { listed } from './words.js';

const DEEPER = 'Verify the ISO at depth content, which reads all of it.';

/** `actual` is absent when no more than part of the ISO was read. */
export function checkDigest(claims: readonly DigestClaim[], actual: string | undefined): Check {
  const kind = CHECKS.digest;
  const known = claims.filter((claim) => 'sha256' in claim);
  const unknown = claims.find((claim) => 'problem' in claim);
  const froms = listed(
    known.map(({ from }) => from),
    ', ',
  );
  const [first] = known;
  const contradiction = known.find(({ sha256 }) => sha256 !== first?.sha256);
  if (first !== undefined && contradiction !== undefined) {
    return failed(
      kind,
      `${first.from} and ${contradiction.from} name different digests.`,
      'One of them is of another ISO: build or fetch the ISO again with what stands beside it.',
      { wanted: first.sha256, actual: contradiction.sha256 },
    );
  }
  if (claims.length === 0) {
    return notApplicable(kind, 'Nobody says what it has to be: no .sha256 stands beside the ISO.', {
      actual,
    });
  }
  if (actual === undefined) {
    return notChecked(kind, 'The digest is of all bytes, and the ISO was read in part.', DEEPER);
  }
  if (first !== undefined && first.sha256 !== actual) {
    return failed(
      kind,
      `It is not the ISO that ${froms} names.`,
      'Fetch or build the ISO again: its bytes were changed or cut.',
      { wanted: first.sha256, actual },
    );
  }
  if (unknown !== undefined) {
    return notChecked(kind, `It was not compared: ${unknown.problem}.`, unknown.hint);
  }
  return passed(kind, `It is the ISO that ${froms} names.`, { wanted: first?.sha256, actual });
}
