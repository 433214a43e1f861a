// The verdict on one probe, by what became of its script. Pure. It is `passed` only when the script
// ended with exit code 0, a number was measured, and every expectation was measured and met.
import { amountText, boundsText, isWithinBounds, numberText } from '../report/numbers.js';
import type { Measurement, ProbeReport } from '../report/report.js';
import { boundsOf, lacksBefore } from './bounds.js';
import { LATE, NOT_STARTED, type Measured, type Probe, type ProbeRun } from './probe.js';
import { exercisedOptions } from './select.js';

type Judgement = Pick<ProbeReport, 'status' | 'detail' | 'hint'>;

/** A probe that nothing let run. */
export function notRun(probe: Probe, { detail, hint }: Omit<Judgement, 'status'>): ProbeReport {
  return {
    name: probe.name,
    title: probe.title,
    options: exercisedOptions(probe),
    status: 'not run',
    detail,
    ...(hint === undefined ? {} : { hint }),
    measurements: [],
  };
}

/** Judges a probe; without a run it never began. */
export function judgeProbe(probe: Probe, run?: ProbeRun): ProbeReport {
  if (run === undefined) return notRun(probe, NEVER_BEGAN);
  const judgement = judgeRun(probe, run);
  const output = judgement.status === 'passed' ? '' : run.output.join('\n');
  return {
    name: probe.name,
    title: probe.title,
    options: exercisedOptions(probe),
    ...judgement,
    measurements: run.measured.map((each) => ({ ...each, ...boundsOf(each, probe.expectations) })),
    ...(run.seconds === undefined ? {} : { seconds: run.seconds }),
    ...(output === '' ? {} : { output }),
  };
}

const READ_THE_CONSOLE = 'Read what the guest printed on its console, in the report.';

const NEVER_BEGAN = {
  detail: 'It did not begin: the guest did not come to it.',
  hint: READ_THE_CONSOLE,
};

function judgeRun(probe: Probe, run: ProbeRun): Judgement {
  const { exitCode, unable, refused } = run;
  if (exitCode === undefined) {
    return { status: 'not run', detail: 'The guest ended before it did.', hint: READ_THE_CONSOLE };
  }
  if (exitCode === LATE) {
    return {
      status: 'not run',
      detail: `It was not done after ${probe.timeoutSeconds} s.`,
      hint: 'Run it again where less else is running; a script of the ISO spec may be given a longer timeout.',
    };
  }
  // An exit code of 2 alone is no sign of it: tc ends with it when the kernel refuses.
  if (unable !== undefined)
    return { status: 'not run', detail: `It could not measure: ${unable}.` };
  if (refused !== undefined) return failed(probe, `The kernel refused: ${refused}`);
  const last = run.output.at(-1);
  const said = last === undefined ? '.' : `: ${last}`;
  if (NOT_STARTED.includes(exitCode)) {
    const detail = `A program that it needs is not there or cannot be started${said}`;
    return { status: 'not run', detail };
  }
  if (exitCode !== 0) {
    return failed(probe, `Its script ended with exit code ${exitCode}${said}`);
  }
  return judgeNumbers(probe, run.measured);
}

function judgeNumbers(probe: Probe, measured: readonly Measured[]): Judgement {
  const outside = measured.flatMap((each) => {
    const measurement = { ...each, ...boundsOf(each, probe.expectations) };
    return isWithinBounds(measurement) ? [] : [mismatch(measurement)];
  });
  if (outside.length > 0) return failed(probe, `Expected ${outside.join('; ')}.`);

  const missing = missingNumbers(probe, measured);
  if (missing.length > 0) {
    return { status: 'not run', detail: `It ended without measuring ${missing.join(', ')}.` };
  }
  if (measured.length === 0) {
    return { status: 'not run', detail: 'It ended well, but nothing was measured.' };
  }
  return { status: 'passed', detail: `Measured ${measured.map(sentence).join(', ')}.` };
}

/** What expectations ask for and nothing was measured of, or not what was there before. */
function missingNumbers({ expectations }: Probe, measured: readonly Measured[]): string[] {
  const labels = new Set(expectations.map(({ label }) => label));
  return [...labels].flatMap((label) => {
    const numbers = measured.filter((each) => each.label === label);
    if (numbers.length === 0) return [label];
    return numbers.some((each) => lacksBefore(each, expectations)) ? [`${label} before`] : [];
  });
}

function failed({ options }: Probe, detail: string): Judgement {
  if (options.length === 0) {
    return { status: 'failed', detail, hint: 'Read what its script printed, in the report.' };
  }
  return {
    status: 'failed',
    detail,
    hint: `It needs ${options.join(', ')}: build an ISO that has them; where all of them hold, read what the script printed.`,
  };
}

function mismatch(measurement: Measurement): string {
  return `${measurement.label} ${boundsText(measurement) ?? ''}, found ${found(measurement)}`;
}

function sentence(measured: Measured): string {
  return `${measured.label} ${found(measured)}`;
}

function found({ unit, after, before }: Measurement): string {
  const from = before === undefined ? '' : ` (${numberText(before)} before)`;
  return `${amountText(after, unit)}${from}`;
}
