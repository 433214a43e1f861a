import { describe, expect, it } from 'vitest';
import { type Files, sitesOf } from './makefile.testing.js';
import { OLD, PLACES } from './places.testing.js';

function urls(files: string | Files): string[] {
  return sitesOf(files).map(({ url, computed }) => computed ?? url);
}

describe('isoUrlSites', () => {
  it.each(PLACES)('finds the value of --iso-url %s', (_, text) => {
    expect(urls(text)).toEqual([OLD]);
  });

  it('says where the URL, or what composes it, is written', () => {
    const text = `B = https://bucket\n\nU = $(B)/minikube-1.iso\nV = $(U)\nstart:\n\tminikube start --iso-url=$(V)\n`;
    expect(sitesOf(text)).toMatchObject([{ file: 'Makefile', line: 3 }]);
    expect(sitesOf(`start:\n\tminikube \\\n\t--iso-url=${OLD}\n`)).toMatchObject([{ line: 3 }]);
  });

  it('follows includes within the workspace, relative to the folder of the top Makefile', () => {
    const files = {
      'dev/Makefile':
        'D = mk\ninclude $(D)/iso.mk ../../etc/x.mk\n-include none.mk\nsinclude ../top.mk\n',
      'dev/mk/iso.mk': `include mk/iso.mk\nU = ${OLD}\n`,
      'top.mk': 'start:\n\tminikube start --iso-url=$(U)\n',
    };
    expect(sitesOf(files)).toMatchObject([{ file: 'dev/mk/iso.mk', line: 2, url: OLD }]);
  });

  it.each([
    [
      'in comments',
      `# minikube start --iso-url=${OLD}\\\n--iso-url=${OLD}\nstart:\n\t# --iso-url=${OLD}\n\techo \\# # --iso-url=${OLD}\n`,
    ],
    ['of other options', `start:\n\tminikube start --no-iso-url=${OLD} --iso-url-mirror=${OLD}\n`],
    ['that nobody sees', `F = --iso-url=${OLD}\nF = --memory=4\nstart:\n\tminikube start $(F)\n`],
    [
      'in a branch that is never taken',
      `ifeq (0,1)\nstart:\n\tminikube start --iso-url=${OLD}\nendif\n`,
    ],
  ])('finds nothing %s', (_, text) => {
    expect(urls(text)).toEqual([]);
  });

  it('finds variables that are the URL of an ISO where --iso-url is not given', () => {
    const text = `A := '${OLD}'\nB = $(A)\nC = x $(A)\nD = ${OLD}.sha256\nexport E = https://b/$(F).iso # e\nF = f\n`;
    expect(urls(text)).toEqual([OLD, 'https://b/f.iso']);
    expect(urls(`${text}start:\n\tminikube start --iso-url=https://b/only.iso\n`)).toEqual([
      'https://b/only.iso',
    ]);
  });

  it.each([
    ['$(shell cat url)', '--iso-url=$(shell cat url)'],
    ['$(call url,1)', '--iso-url=$(call url,1)'],
    ['$(NOWHERE)', '--iso-url=$(NOWHERE)'],
    ['$(SELF)', '--iso-url=$(SELF)'],
    ['$(RUN)', '--iso-url=$(RUN)'],
    ['$(EVAL)', '--iso-url=$(EVAL)'],
    ['$$HIDDEN', '--iso-url=$$HIDDEN'],
    ['https://b/$(PWD)/a.iso', '--iso-url=https://b/$(PWD)/a.iso'],
    ['$(GOOD:a=b)', '--iso-url=$(GOOD:a=b)'],
  ])('says that %s cannot be followed', (value, computed) => {
    const text = `SELF = $(SELF)\nRUN != cat url\nGOOD = ${OLD}\nEVAL = ${OLD}\n$(eval EVAL = x)\nHIDDEN = ${OLD}\nstart:\n\tminikube start --iso-url=${value}\n`;
    expect(sitesOf(text)).toMatchObject([{ line: 8, url: '', computed }]);
  });

  it('takes no help text for a place, but for one that names an ISO', () => {
    const text = 'help:\n\t@echo "use --iso-url=URL or --iso-url=$(URL)"\n';
    expect(urls(text)).toEqual([]);
    expect(urls(`${text}\t@echo --iso-url=${OLD}\n`)).toEqual([OLD]);
  });
});

describe('isoUrlSites under conditions', () => {
  it('has a site for each branch, for the architecture that the branch is about', () => {
    const text = [
      'ifeq ($(ARCH),arm64)',
      'U = https://b/one.iso',
      'else ifneq (,$(filter amd64 x86_64,$(ARCH)))',
      'U = https://b/two.iso',
      'else',
      'U = https://b/three-amd64.iso',
      'endif',
      'start:',
      '\tminikube start --iso-url=$(U)',
    ].join('\n');
    expect(sitesOf(text)).toMatchObject([
      { url: 'https://b/one.iso', architecture: 'arm64', line: 2 },
      { url: 'https://b/two.iso', architecture: 'amd64', line: 4 },
      { url: 'https://b/three-amd64.iso', architecture: 'amd64', line: 6 },
    ]);
  });

  it('takes what is not one of two architectures for the other', () => {
    const text = `ifeq "$(shell uname -m)" "aarch64"\nstart:\n\tminikube start --iso-url=https://b/1.iso\nelse\nstart:\n\tminikube start --iso-url=https://b/2.iso\nendif\n`;
    expect(sitesOf(text).map(({ architecture }) => architecture)).toEqual(['arm64', 'amd64']);
  });

  it('puts together what holds together only', () => {
    const text = [
      'ifdef CI',
      'B = https://ci',
      'else',
      'B = https://home',
      'endif',
      'ifndef CI',
      'N = home.iso',
      'else',
      'N = ci.iso',
      'endif',
      'start:',
      '\tminikube start --iso-url=$(B)/$(N)',
    ].join('\n');
    expect(urls(text)).toEqual(['https://ci/ci.iso', 'https://home/home.iso']);
  });

  it('needs no value where nothing is set', () => {
    const text = `ifndef U\nU = ${OLD}\nendif\nifeq ($(X),1)\nV = $(U)\nendif\nstart:\n\tminikube start --iso-url=$(V)\n`;
    expect(urls(text)).toEqual([OLD]);
  });

  it('finds the variables that a name with a reference may mean', () => {
    const text = `ARCH ?= amd64\nU_amd64 = https://b/1.iso\nU_arm64 = https://b/2.iso\nstart:\n\tminikube start --iso-url=$(U_$(ARCH))\n`;
    expect(sitesOf(text)).toMatchObject([
      { url: 'https://b/1.iso', architecture: 'amd64' },
      { url: 'https://b/2.iso', architecture: 'arm64' },
    ]);
  });
});
