// What several sources say of one published ISO: they have to agree.
import { displayUrl, IsoError } from '../../runtime/index.js';

interface Said {
  /** Who says so: `its manifest`. */
  readonly from: string;
  readonly value: string | number;
}

/** Error: `BUMP_PUBLICATION_DIFFERS`. */
export function expectSame(url: string, what: string, said: Said, found: string | number): void {
  if (said.value === found) return;
  throw new IsoError(
    'BUMP_PUBLICATION_DIFFERS',
    `${displayUrl(url)}: expected the ${what} ${said.value} that ${said.from} says, found ${found}`,
    {
      hint: 'Nothing was changed. Find out who wrote to that place, and publish under a new name.',
      details: { url, what, expected: said.value, found, from: said.from },
    },
  );
}
