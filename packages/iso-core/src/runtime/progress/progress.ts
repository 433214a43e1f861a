// What long work says about itself. The work reports; where it is shown is the caller's choice.

export interface StepUpdate {
  /** Between 0 and 1. */
  readonly fraction?: number;
  /** A few words on what is under way; may come from outside, it is cleaned before it is shown. */
  readonly detail?: string;
}

/** One piece of work under way. After `done` or `fail` nothing more is shown of it. */
export interface Step {
  update(update: StepUpdate): void;
  done(detail?: string): void;
  fail(detail?: string): void;
}

export interface Progress {
  /** Begins a step; steps may overlap. */
  step(title: string): Step;
  /** Says something that stays on the screen. */
  note(line: string): void;
}

const silentStep: Step = {
  update: () => undefined,
  done: () => undefined,
  fail: () => undefined,
};

/** Shows nothing. */
export const silentProgress: Progress = {
  step: () => silentStep,
  note: () => undefined,
};

/** Runs `work` as a step of `progress`: done when it resolves, failed when it rejects. */
export async function inStep<T>(
  progress: Progress,
  title: string,
  work: (step: Step) => Promise<T>,
): Promise<T> {
  const step = progress.step(title);
  try {
    const result = await work(step);
    step.done();
    return result;
  } catch (error) {
    step.fail();
    throw error;
  }
}
