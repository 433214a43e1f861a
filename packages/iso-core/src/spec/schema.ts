// The ISO spec as a user writes it: the zod schema that checks it and that its JSON schema is made of.
// Every `error` says what was expected, to be read after the word «expected».
import { z } from 'zod';
import { ARCHITECTURES } from '../runtime/index.js';
import { HOSTS } from './iso-spec.js';
import type { PathOption } from './path-options.js';
import { httpUrl, plainName } from './schema-texts.js';
import { bumpSettings } from './schema-bump.js';
import { compilerSettings } from './schema-compiler.js';
import { containerSettings, vagrantSettings } from './schema-hosts.js';
import { fileOrigin, oneOfKeys } from './schema-origin.js';
import { publishSettings } from './schema-publish.js';
import { requiredItem } from './schema-require.js';
import { sourceSettings } from './schema-source.js';
import { verifySettings } from './schema-verify.js';
import { checkWhole, isObject } from './schema-whole.js';

const architecture = z.enum(ARCHITECTURES);

const baseIso = fileOrigin('The base ISO.');

const foreignModule = z.enum(['keep', 'drop']);

const WITHOUT_FILE =
  'null: a file of one machine has no place in a kernel that is the same everywhere';

/** The only thing to say of an option that names a file: that it names none. */
const withoutFile = (what: string) =>
  z
    .null(WITHOUT_FILE)
    .meta({ description: `${what}; null: none.` })
    .exactOptional();

const mirror = (description: string) =>
  z
    .union([httpUrl, z.array(httpUrl).min(1, 'at least one URL')], 'a URL, or a list of URLs')
    .meta({ description })
    .exactOptional();

const kernel = z
  .strictObject({
    require: z
      .array(requiredItem)
      .max(1000, 'at most 1000 items')
      .default([])
      .meta({ description: 'What the kernel must be: presets, options, options with values.' }),
    source: fileOrigin(
      "The kernel's source: a tarball, or a local folder. By default the release's tarball from kernel.org.",
    ).exactOptional(),
    compiler: compilerSettings,
    foreignModules: z
      .union(
        [foreignModule, z.record(plainName('a module name such as "vboxguest"'), foreignModule)],
        '"keep", "drop", or one of the two for each module by name',
      )
      .meta({
        description:
          "What becomes of the base's modules that the kernel's source does not produce. By default one that cannot be proven to fit is an error.",
      })
      .exactOptional(),
    override: z
      .strictObject({
        INITRAMFS_SOURCE: withoutFile('The initramfs that is built in'),
        EXTRA_FIRMWARE: withoutFile('Firmware that is built in'),
        SYSTEM_TRUSTED_KEYS: withoutFile('Certificates that are trusted'),
        SYSTEM_REVOCATION_KEYS: withoutFile('Certificates that are revoked'),
        SYSTEM_BLACKLIST_HASH_LIST: withoutFile('Hashes that are not trusted'),
        MODULE_SIG_KEY: z
          .null(WITHOUT_FILE)
          .meta({
            description: 'The key that signs modules; null: one that is made for the build.',
          })
          .exactOptional(),
        CFG80211_EXTRA_REGDB_KEYDIR: withoutFile('Further keys of the wireless regulations'),
        BOOT_CONFIG_EMBED_FILE: withoutFile('The boot config that is built in'),
        ACPI_CUSTOM_DSDT_FILE: withoutFile('The ACPI table that replaces the machine’s'),
        EFI_SBAT_FILE: withoutFile('The SBAT section of an EFI kernel'),
        UNUSED_KSYMS_WHITELIST: withoutFile('Symbols that are exported though nothing uses them'),
      } satisfies Record<PathOption, unknown>)
      .default({})
      .meta({
        description:
          'Options that name a file of the machine that built the base, and are to name none; such an option is an error otherwise.',
      }),
  })
  .default({ require: [], compiler: {}, override: {} })
  .meta({ description: 'What the kernel must be, and how it is made.' });

export const specSchema = z
  .strictObject({
    $schema: z
      .string()
      .meta({ description: 'Where editors find the JSON schema of this file.' })
      .exactOptional(),
    minikube: z
      .string('a released version such as "1.38.1"')
      .regex(
        /^(?:v?\d+\.\d+\.\d+(?:-[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*)?|[0-9a-fA-F]{7,40})$/,
        'a released version such as "1.38.1" (not a branch, nor a name that moves)',
      )
      .meta({
        description:
          'The minikube release whose official ISO is the base; for the engine source the release, or a commit, that is built. Or else: base.',
        examples: ['1.38.1'],
      })
      .exactOptional(),
    base: z
      .strictObject({ amd64: baseIso.exactOptional(), arm64: baseIso.exactOptional() })
      .meta({ description: 'An ISO to start from for each architecture. Or else: minikube.' })
      .exactOptional(),
    architectures: z
      .array(architecture)
      .min(1, 'at least one architecture')
      .refine((list) => new Set(list).size === list.length, 'every architecture once')
      .default(['amd64'])
      .meta({ description: 'The architectures to build for.', uniqueItems: true }),
    kernel,
    engine: z.enum(['remaster', 'source']).default('remaster').meta({
      description:
        'How the ISO comes about: remaster (base ISO and rebuilt kernel or modules) or source (minikube built from its own sources).',
    }),
    source: sourceSettings.exactOptional(),
    host: z.enum(HOSTS).default('auto').meta({
      description:
        "Where the engine's commands run. By default auto: this computer where it has the tools, else a container, else (macOS) a virtual machine.",
    }),
    container: containerSettings,
    vagrant: vagrantSettings,
    mirrors: z
      .strictObject({
        iso: mirror(
          'In place of https://storage.googleapis.com/minikube/iso: the folder of the ISOs.',
        ),
        kernel: mirror(
          'In place of https://cdn.kernel.org/pub/linux/kernel: the folder of v5.x, v6.x and so on.',
        ),
      })
      .default({})
      .meta({ description: 'Other places to download from, in the order to try.' }),
    output: z
      .strictObject({
        name: plainName('a plain file name such as "minikube", without a folder')
          .default('minikube')
          .meta({ description: 'What published files are called before -<architecture>.iso.' }),
      })
      .default({ name: 'minikube' })
      .meta({ description: 'The names of what is built.' }),
    verify: verifySettings,
    publish: publishSettings,
    bump: bumpSettings,
  })
  .superRefine(checkWhole, { when: ({ value }) => isObject(value) })
  .meta({
    title: 'minikube ISO spec',
    description: "One project's wish for a minikube ISO; paths are relative to this file.",
    ...oneOfKeys('minikube', 'base'),
  });

export type SpecInput = z.output<typeof specSchema>;
