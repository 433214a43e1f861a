// The part of an ISO spec that says how the ISO is verified.
import { z } from 'zod';
import { localPath, plainName } from './schema-texts.js';

const SECONDS = 'a whole number of seconds from 10 to 3600';
const MEMORY = 'a whole number of MiB from 128 to 65536';
const NUMBER = 'a number';

const seconds = (description: string) =>
  z.int(SECONDS).min(10, SECONDS).max(3600, SECONDS).meta({ description });

const PATTERN = 'a regular expression without slashes, such as "minikube login:"';

const pattern = z
  .string(PATTERN)
  .min(1, PATTERN)
  .max(500, PATTERN)
  .refine(isPattern, PATTERN)
  .meta({
    description: 'The boot has come up when a line of the serial console matches it.',
    examples: ['minikube login:'],
  });

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const PROBE = 'a probe name such as "netem-delay"';

export const probeName = z.string(PROBE).regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, PROBE);

const bound = (description: string) => z.number(NUMBER).meta({ description }).exactOptional();

const script = z
  .strictObject({
    name: probeName.max(60, PROBE).meta({ description: 'What the report calls it.' }),
    path: localPath,
    title: z
      .string('a few words')
      .min(1, 'a few words')
      .max(200, 'at most 200 characters')
      .meta({ description: 'What it proves, in a few words.' })
      .exactOptional(),
    timeout: seconds('How long it may take. By default 60 seconds.').exactOptional(),
    expect: z
      .record(
        plainName('the label of a measurement'),
        z.strictObject({
          atLeast: bound('The smallest number that passes.'),
          atMost: bound('The largest number that passes.'),
        }),
      )
      .refine((expected) => Object.keys(expected).length > 0, 'at least one measurement')
      .meta({
        description: 'What each number that it measures has to be, both ends included.',
      }),
  })
  .meta({ description: 'A POSIX shell script that measures something in the booted guest.' });

export const verifySettings = z
  .strictObject({
    boot: z.boolean('true or false').default(true).meta({
      description: 'Whether the ISO is booted; without, the verdict is at best incomplete.',
    }),
    pattern: pattern.exactOptional(),
    timeout: seconds('How long one boot may take. By default 300 seconds.').exactOptional(),
    memory: z
      .int(MEMORY)
      .min(128, MEMORY)
      .max(65_536, MEMORY)
      .meta({
        description: 'Memory of the machine in MiB. By default what the unpacked initrd needs.',
      })
      .exactOptional(),
    probes: z
      .union([z.boolean(), z.array(probeName)], 'true, false, or a list of probe names')
      .default(true)
      .meta({
        description:
          'Which probes run: all that the requirements call for, none, or only these. What is left out makes the verdict incomplete.',
      }),
    scripts: z
      .array(script)
      .max(100, 'at most 100 scripts')
      .refine(haveNamesOfTheirOwn, 'every name once')
      .default([])
      .meta({ description: 'Probes of your own.' }),
  })
  .default({ boot: true, probes: true, scripts: [] })
  .meta({ description: 'How verify-iso verifies the ISO.' });

function haveNamesOfTheirOwn(scripts: readonly { readonly name: string }[]): boolean {
  return new Set(scripts.map(({ name }) => name)).size === scripts.length;
}
