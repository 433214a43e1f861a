import {
  ARM64_FIRMWARE,
  checkTools,
  IsoError,
  kernelToolNeeds,
  localHost,
  qemuProgram,
  type Architecture,
  type Runner,
} from 'iso-core';
import { expect, it } from 'vitest';
import { debianPackages } from './debian-packages.js';

/** A Debian that has nothing installed. */
const bare: Runner = ({ file }) =>
  file === 'cat' || file === 'ls'
    ? Promise.resolve({ exitCode: 0, stdout: file === 'cat' ? 'ID=debian' : '', stderr: '' })
    : Promise.reject(new IsoError('COMMAND_NOT_FOUND', file, { hint: '' }));

const OTHERS: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: [],
  arm64: [ARM64_FIRMWARE],
};

/** What the tool says is to be installed for a kernel with every option. */
async function namedByTheTool(architectures: readonly Architecture[]): Promise<string[]> {
  const needs = architectures.flatMap((architecture) => [
    ...kernelToolNeeds({ get: () => 'y' }, architecture, 'amd64'),
    ...[qemuProgram(architecture), 'ccache', 'mcopy', 'xorriso', ...OTHERS[architecture]].map(
      (tool) => ({ tool, because: 'ISOs' }),
    ),
  ]);
  const host = { ...localHost({ run: bare }), isRoot: () => Promise.resolve(true) };
  const error: unknown = await checkTools(host, needs).catch((reason: unknown) => reason);
  const command = error instanceof IsoError ? String(error.details['command']) : '';
  return command.replace('apt-get install --yes ', '').split(' ');
}

it('are those that the tool itself names, for amd64', async () => {
  expect(debianPackages(['amd64'])).toEqual(await namedByTheTool(['amd64']));
});

it('are those that the tool itself names, for both architectures', async () => {
  expect(debianPackages(['arm64', 'amd64', 'arm64'])).toEqual(
    await namedByTheTool(['amd64', 'arm64']),
  );
});

it('have no cross compiler unless an ISO is for arm64', () => {
  expect(debianPackages(['amd64']).filter((name) => /aarch64|arm/.test(name))).toEqual([]);
});
