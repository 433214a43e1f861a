import type { Architecture } from 'iso-core';

/** The options of `iso`; paths are relative to the workspace. */
export interface IsoGeneratorOptions {
  directory: string;
  preset?: string;
  minikube?: string;
  architectures?: Architecture[];
  bucket?: string;
  makefile?: string;
}
