// How a status looks: a sign and a word, and a colour on top of them.
import type { Verdict } from '../report.js';
import { markup, trusted, type Markup } from './markup.js';

/** What a status means for the verdict; also the name of its colour and of its sign. */
export type Tone = 'good' | 'bad' | 'open' | 'none';

export function toneOf(status: string): Tone {
  if (status === 'passed' || status === 'holds') return 'good';
  if (status === 'failed' || status === 'fails') return 'bad';
  return status === 'not applicable' ? 'none' : 'open';
}

const WORST_FIRST: readonly Tone[] = ['bad', 'open', 'good', 'none'];

/** Those that fail first, those out of question last, else in their order. */
export function worstFirst<T extends { readonly status: string }>(items: readonly T[]): T[] {
  const rank = ({ status }: T) => WORST_FIRST.indexOf(toneOf(status));
  return [...items].sort((one, other) => rank(one) - rank(other));
}

export const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  passed: 'good',
  failed: 'bad',
  incomplete: 'open',
};

/** The signs, once for the page; each differs from the others by its shape alone. */
export const SIGNS = trusted(
  [
    '<svg class="definitions" width="0" height="0" aria-hidden="true">',
    '<symbol id="good" viewBox="0 0 16 16"><circle class="body" cx="8" cy="8" r="8"/><path class="mark" d="M4.2 8.4l2.6 2.6 5-5.6"/></symbol>',
    '<symbol id="bad" viewBox="0 0 16 16"><path class="body" d="M4.7 0h6.6L16 4.7v6.6L11.3 16H4.7L0 11.3V4.7z"/><path class="mark" d="M5 5l6 6M11 5l-6 6"/></symbol>',
    '<symbol id="open" viewBox="0 0 16 16"><path class="body" d="M8 0l8 8-8 8-8-8z"/><path class="mark" d="M8 4v4.6M8 11v.9"/></symbol>',
    '<symbol id="none" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.8"/><path class="dash" d="M5 8h6"/></symbol>',
    '</svg>',
  ].join(''),
);

/** The sign alone, beside a text that says the same. */
export function sign(tone: Tone): Markup {
  return markup`<svg class="sign ${tone}" aria-hidden="true"><use href="#${tone}"/></svg>`;
}

export function statusTag(status: string, tone = toneOf(status)): Markup {
  return markup`<span class="tag ${tone}">${sign(tone)} ${status}</span>`;
}
