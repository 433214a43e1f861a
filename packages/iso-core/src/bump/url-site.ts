// A place in a repository that says which ISO is used.
import type { Architecture } from '../runtime/index.js';

export interface UrlSite {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** From 1: where the URL, or the reference to it, is written. */
  readonly line: number;
  /** The whole URL, as it comes out when variables are expanded. */
  readonly url: string;
  /** The architecture that the place is for: by the URL's name, else by the condition it stands under. */
  readonly architecture?: Architecture;
  /** Whether neither `--iso-url` nor a name says that the ISO is minikube's: it may be of another system. */
  readonly isUnnamed?: boolean;
}

/** The text of a file of the workspace, by its path relative to it; undefined where there is none. */
export type ReadText = (file: string) => string | undefined;

/** What is in a folder of the workspace, by its path relative to it (`.`), in any order; nothing where there is none. */
export type ListNames = (folder: string) => readonly string[];

const ISO_URL = /^(?:https?|file):\/\/\S+\.iso$/;

/** Whether a whole text is the URL of an ISO. */
export function isIsoUrl(text: string): boolean {
  return ISO_URL.test(text);
}

const ISO_URL_NAME = /iso[-_]?url|minikube/i;

/** Whether a name says that its value is where minikube's ISO is: `ISO_URL`, `isoUrls`, `MINIKUBE_ISO`. */
export function isIsoUrlName(name: string): boolean {
  return ISO_URL_NAME.test(name);
}

/** By the end of an ISO's name: `minikube-2026-11-22-arm64.iso`. */
export function architectureOfUrl(url: string): Architecture | undefined {
  return /-(amd64|arm64)\.iso$/.exec(url)?.[1] as Architecture | undefined;
}
