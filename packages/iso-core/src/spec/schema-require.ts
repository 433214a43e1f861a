// The items of `kernel.require`: presets, options, options with values, any of several options.
import { z } from 'zod';
import { PATH_OPTIONS } from './path-options.js';
import { presetNames } from './presets/index.js';

const OPTION = 'a kernel option such as "BLK_DEV_THROTTLING"';

/** An option's name as Kconfig has it; a few have lower-case letters (CRYPTO_DEV_QAT_DH895xCC). */
export const optionName = z
  .string(OPTION)
  .max(128, OPTION)
  .regex(/^(?!CONFIG_)[A-Za-z0-9_]+$/, { error: ({ input }) => betterOptionName(input) })
  .refine((name) => !isPathOption(name), {
    error: ({ input }) => `${String(input)} in kernel.override (its value is a path)`,
  })
  .meta({ description: 'A kernel option, without CONFIG_.' });

const VALUE = '"y", "m", "n", a whole number, a text, or a list of these';

/** Words that are meant as `y`, `m` or `n`; as the value of a text option they need their quotes. */
const MISTAKEN = /^(?:yes|no|true|false|on|off|module|Y|M|N)$/i;

const value = z.union(
  [
    z
      .string()
      .max(2048, 'at most 2048 characters')
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'a text without control characters')
      .refine((text) => /^[ymn]$/.test(text) || !MISTAKEN.test(text), {
        error: '"y", "m" or "n"',
      }),
    z.int(),
  ],
  VALUE,
);

const optionWithValue = z
  .strictObject({
    option: optionName,
    value: z.union([value, z.array(value).min(1, 'at least one value')], VALUE).meta({
      description: 'The value that the option must have, or a list of those it may have.',
    }),
  })
  .meta({ description: 'An option and the values that satisfy it.' });

const wish = z
  .union([optionName, optionWithValue], 'an option, or an object with "option" and "value"')
  .meta({ description: 'A bare option means y or m.' });

const anyOf = z
  .strictObject({
    anyOf: z
      .array(wish)
      .min(2, 'at least two options')
      .max(100, 'at most 100 options')
      .meta({ description: 'The options, of which at least one must hold.' }),
  })
  .meta({ description: 'Satisfied by any one of several options.' });

const BARE = 'a preset such as "chaos-controller", or an option such as "BLK_DEV_THROTTLING"';

/** A preset has a `/` or a lower-case letter; everything else is an option, and means y or m. */
const bare = z
  .string()
  .max(128, BARE)
  .regex(/^(?!CONFIG_)(?:[A-Z0-9_]+|(?=[^a-z/]*[a-z/])[A-Za-z0-9_./-]+)$/, {
    error: ({ input }) => betterOptionName(input, BARE),
  })
  .refine((name) => !isPathOption(name), {
    error: ({ input }) => `${String(input)} in kernel.override (its value is a path)`,
  })
  .meta({
    description: 'A preset, or an option that must be y or m.',
    examples: [...presetNames()],
  });

export const requiredItem = z.union(
  [bare, optionWithValue, anyOf],
  'a preset, an option, or an object with "option" and "value", or with "anyOf"',
);

export type RequiredItemInput = z.output<typeof requiredItem>;
export type WishInput = z.output<typeof wish>;

function isPathOption(name: string): boolean {
  return PATH_OPTIONS.some((option) => option === name);
}

/** Mends what people copy from a `.config` file: `CONFIG_X`, `X=y`, `CONFIG_X=y`. */
function betterOptionName(input: unknown, otherwise = OPTION): string {
  const [, option, value] =
    /^(?:CONFIG_)?([A-Za-z0-9_]+)(?:=(\w{1,40}))?$/.exec(String(input)) ?? [];
  if (option === undefined) return otherwise;
  if (value !== undefined) return JSON.stringify({ option, value });
  return `"${option}", without CONFIG_`;
}
