// Every figure, in the order in which they are measured.
import { bumping } from './bumping.js';
import { container } from './container.js';
import type { Figure } from './figure.js';
import { inference } from './inference.js';
import { inspectionBytes } from './inspection-bytes.js';
import { inspectionHttp } from './inspection-http.js';
import { inspectionProcess } from './inspection-process.js';
import { kernelFlip } from './kernel-flip.js';
import { kernelPipeline } from './kernel-pipeline.js';
import { memory } from './memory.js';
import { modulesCold } from './modules-cold.js';
import { modulesFlip } from './modules-flip.js';
import { modulesPipeline } from './modules-pipeline.js';
import { publishing } from './publishing.js';
import { publishingLarge } from './publishing-large.js';
import { publishingResumed } from './publishing-resumed.js';
import { reproducible } from './reproducible.js';
import { sourceGate } from './source-gate.js';
import { unchanged } from './unchanged.js';
import { verification } from './verification.js';

export type { Figure } from './figure.js';

export const FIGURES: readonly Figure[] = [
  unchanged,
  inspectionBytes,
  inspectionProcess,
  inspectionHttp,
  modulesCold,
  modulesFlip,
  modulesPipeline,
  reproducible,
  kernelFlip,
  kernelPipeline,
  sourceGate,
  container,
  memory,
  verification,
  publishing,
  publishingLarge,
  publishingResumed,
  inference,
  bumping,
];
