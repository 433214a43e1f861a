// The door of the projen component: `import { MinikubeIso } from 'nx-minikube-iso/projen'`.
export { MinikubeIso, type MinikubeIsoOptions } from './minikube-iso.js';
export type * from './spec-options.js';
