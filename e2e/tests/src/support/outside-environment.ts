// The environment of a terminal outside of this repository: what Nx and npm set for the task that the
// tests run in would lead theirs back here.

/** Names that have to go, as the runner takes them: each is `undefined`. */
const OURS =
  /^(NX_|npm_(package|lifecycle|config_local_prefix)|INIT_CWD$|NODE_OPTIONS$|VITEST|NODE_ENV$|FORCE_COLOR$)/;

/** To be given to the runner: removes what belongs to this repository, and adds `more`. */
export function outsideEnvironment(
  more: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> {
  const removed = Object.keys(process.env).filter((name) => OURS.test(name));
  return {
    ...Object.fromEntries(removed.map((name) => [name, undefined])),
    NO_COLOR: '1',
    ...more,
  };
}
