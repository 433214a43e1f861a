// What a person reads when a verification is done: the report, where it lies, and how to go on with minikube.
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shellWord, type Environment } from '../runtime/index.js';
import { isosInTheWay } from './minikube-cache.js';
import { formatReport, type VerifyReport } from './report/index.js';
import type { VerifyResult } from './request.js';

export interface DescribeOptions {
  /** Absolute; paths are shown relative to it. */
  readonly workspace: string;
  readonly env?: Environment;
}

/** Plain lines. */
export async function describeVerification(
  { report, files, cached }: VerifyResult,
  { workspace, env = process.env }: DescribeOptions,
): Promise<string[]> {
  const shown = (path: string) => relative(workspace, path);
  return [
    ...formatReport(report),
    '',
    ...(cached
      ? [`These very bytes were verified before, on ${report.startedAt}: nothing was run now.`]
      : []),
    `Report: ${shown(files.html)} (and ${shown(files.json)})`,
    ...(report.verdict === 'passed'
      ? await nextSteps(report, shown(files.probes), workspace, env)
      : []),
  ];
}

async function nextSteps(
  report: VerifyReport,
  probes: string,
  workspace: string,
  env: Environment,
): Promise<string[]> {
  const { name, origin, sha256 } = report.iso;
  const url = origin === 'url' ? name : pathToFileURL(resolve(workspace, name)).href;
  const inTheWay =
    sha256 === undefined
      ? []
      : await isosInTheWay({ url, sha256, architecture: report.architecture, env });
  return [
    `Next: minikube start --iso-url=${shellWord(url)}`,
    ...(origin === 'url'
      ? ['      with what the URL had besides, such as a query: it is not written down']
      : []),
    ...inTheWay.map(
      ({ path }) => `      but remove ${path} first: minikube would use it, and it is another ISO`,
    ),
    'The same probes in a cluster that runs:',
    `      minikube cp ${shellWord(probes)} /tmp/probes.sh && minikube ssh -- sudo sh /tmp/probes.sh`,
  ];
}
