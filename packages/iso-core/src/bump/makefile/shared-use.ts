// Whether a variable may get another text: not if something besides the URL of an ISO is made of it.
import { isIsoUrl } from '../url-site.js';
import type { Piece } from './expand.js';
import type { Survey } from './survey.js';
import { isOnlyShown, type Reference } from './references.js';

/** The first use of a piece that a new text would change the meaning of; undefined when there is none. */
export function otherUse(survey: Survey, { assignment }: Piece): Reference | undefined {
  return assignment === undefined ? undefined : sharedUse(survey, assignment.name);
}

function sharedUse(survey: Survey, name: string, seen = new Set<string>()): Reference | undefined {
  if (seen.has(name) || isWholeUrl(survey, name)) return undefined;
  seen.add(name);
  for (const reference of survey.references.to(name)) {
    if (survey.isInUrl(reference) || isOnlyShown(reference)) continue;
    const { assignment } = reference;
    const use = assignment === undefined ? reference : sharedUse(survey, assignment.name, seen);
    if (use !== undefined) return use;
  }
  return undefined;
}

/** A variable that is the URL of an ISO, or of its checksum, is one wherever it is used. */
function isWholeUrl(survey: Survey, name: string): boolean {
  return survey
    .textsOf(name)
    .some((text) => isIsoUrl(text.replace(/^(["'])(.*)\1$/, '$2').replace(/\.sha256$/, '')));
}
