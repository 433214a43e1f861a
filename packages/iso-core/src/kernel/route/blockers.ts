// What about a base forbids adding modules to its kernel, whatever the modules are.
import type { ConfigValues } from '../toolchain/index.js';

/** What is known of the base beside its config. */
export interface BaseFacts {
  /**
   * Whether the symbols that its kernel exports are known: from a Module.symvers in its initrd, or
   * rebuilt from its image. An arm64 `Image` has no section headers to rebuild them from.
   */
  readonly hasSymvers: boolean;
}

const OPTIONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^MODULE_SIG_FORCE$/, 'its kernel loads only modules signed with a key that is not here'],
  [
    /^(?:SECURITY_LOCKDOWN_LSM_EARLY|LOCK_DOWN_KERNEL_FORCE_\w+|LOCK_DOWN_KERNEL)$/,
    'its kernel is locked down and loads no unsigned modules',
  ],
  [
    /^(?:RANDSTRUCT(?:_FULL|_PERFORMANCE)?|GCC_PLUGIN_RANDSTRUCT)$/,
    'the layout of its structures was shuffled with a seed that is not here',
  ],
  [/^LTO(?:_CLANG\w*|_GCC)?$/, 'its kernel was optimised as a whole at link time'],
  [/^(?:CFI_CLANG|CFI|KCFI)$/, 'calls between its kernel and modules are checked by the compiler'],
  [/^TRIM_UNUSED_KSYMS$/, 'its kernel exports only the symbols that its own modules use'],
  [/^CC_IS_CLANG$/, 'its kernel was built with clang'],
];

/** The reasons, as whole sentences; none when modules may be added. */
export function moduleBlockers(
  base: ConfigValues & { symbols(): readonly string[] },
  facts: BaseFacts,
): string[] {
  const reasons: string[] = [];
  if (base.get('MODULES') !== 'y')
    reasons.push('MODULES is off: the base’s kernel loads no modules.');
  for (const symbol of base.symbols()) {
    if (base.get(symbol) !== 'y') continue;
    const reason = OPTIONS.find(([pattern]) => pattern.test(symbol))?.[1];
    if (reason !== undefined) reasons.push(`${symbol}=y in the base: ${reason}.`);
  }
  if (!facts.hasSymvers) {
    reasons.push(
      'The symbols that the base’s kernel exports are not known: it brings no Module.symvers, and they cannot be read from its kernel image.',
    );
  }
  return reasons;
}
