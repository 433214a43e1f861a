// What the verdict is about, to the digest, and what it was made with.
import { duration } from '../../../runtime/index.js';
import { sizeText } from '../numbers.js';
import type { BootReport, VerifyReport } from '../report.js';
import { markup, type Markup } from './markup.js';

const ORIGINS: Readonly<Record<VerifyReport['iso']['origin'], string>> = {
  build: 'the project’s own build',
  file: 'a file',
  url: 'a URL',
};

const DEPTHS: Readonly<Record<VerifyReport['depth'], string>> = {
  kernel: 'kernel: boot records, kernel and config',
  content: 'content: the initrd and its modules as well',
};

export function factsPart(report: VerifyReport): Markup {
  const { iso, architecture, depth, kernel, requirementsSha256 } = report;
  const machine = report.boot?.machine ?? report.probeBoot?.machine;
  const facts: [string, string | undefined][] = [
    ['ISO', `${iso.name} (${ORIGINS[iso.origin]})`],
    ['Size', `${sizeText(iso.size)} (${iso.size.toLocaleString('en-US')} bytes)`],
    ['SHA-256', iso.sha256 ?? 'not known: it was read in part'],
    ['Architecture', architecture],
    ['Read at depth', DEPTHS[depth]],
    ['Kernel', kernel?.banner ?? 'none could be read'],
    ['Kernel config, SHA-256', kernel?.configSha256],
    ['Requirements, SHA-256', requirementsSha256],
    ['Machine', machine === undefined ? 'none was started' : machineText(machine)],
    [
      'Started',
      `${report.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}, took ${duration(report.seconds * 1000)}`,
    ],
    ['Verified by', `${report.producedBy.name} ${report.producedBy.version}`],
  ];
  return markup`<section id="facts" aria-labelledby="facts-title">
<h2 id="facts-title">Facts</h2>
<dl>${facts.map(([name, value]) => (value === undefined ? undefined : markup`<div><dt>${name}</dt><dd>${value}</dd></div>`))}</dl>
</section>`;
}

function machineText({ qemu, accelerator, memoryMiB }: NonNullable<BootReport['machine']>): string {
  return `${qemu}, ${accelerator === 'kvm' ? 'KVM' : 'TCG (no hardware virtualisation)'}, ${memoryMiB} MiB of memory`;
}
