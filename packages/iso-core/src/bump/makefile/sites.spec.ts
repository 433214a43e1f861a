import { describe, expect, it } from 'vitest';
import { mayNameIso } from './index.js';
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
    'mk/*.mk',
    'mk/[hi]s?.mk',
    '*/*.mk',
    '$(wildcard mk/*.mk)',
    '$(sort $(wildcard mk/*.mk ../none/*.mk))',
    '$(CURDIR)/mk/iso.mk',
    '$(HERE)mk/iso.mk',
    '$(dir $(lastword $(MAKEFILE_LIST)))iso.mk',
    '$(patsubst %/,%,$(HERE))/mk/iso.mk',
    '$(realpath $(CURDIR)/../dev/./mk)/iso.mk',
  ])('follows include %s', (path) => {
    const files = {
      'dev/Makefile': `HERE := $(dir $(abspath $(lastword $(MAKEFILE_LIST))))\ninclude mk/none.d\ninclude ${path}\nstart:\n\tminikube start --iso-url=$(U)\n`,
      'dev/mk/iso.mk': `U = ${OLD}\n`,
      'dev/mk/none.d': '',
      'dev/mk/.hidden.mk': 'U = https://b/hidden.iso\n',
      'iso.mk': 'U = https://b/other.iso\n',
    };
    expect(sitesOf(files)).toMatchObject([{ file: 'dev/mk/iso.mk', line: 1, url: OLD }]);
  });

  it('reads what a pattern matches as make does, each after those before it', () => {
    const files = {
      Makefile: 'include mk/*.mk\nstart:\n\tminikube start --iso-url=$(U)\n',
      'mk/b.mk': `U = ${OLD}\n`,
      'mk/a.mk': 'U = https://b/first.iso\n',
    };
    expect(sitesOf(files)).toMatchObject([{ file: 'mk/b.mk', url: OLD }]);
  });

  it('finds each URL of a list, as minikube splits it', () => {
    const text = `A = https://a/1.iso\nstart:\n\tminikube start --iso-url="$(A),https://b/2.iso,${OLD}"\n`;
    expect(sitesOf(text)).toMatchObject([
      { url: 'https://a/1.iso', alternatives: ['https://b/2.iso', OLD] },
      { url: 'https://b/2.iso', alternatives: ['https://a/1.iso', OLD] },
      { url: OLD, alternatives: ['https://a/1.iso', 'https://b/2.iso'] },
    ]);
  });

  it.each([
    'file://$(CURDIR)/dist/minikube.iso',
    'file://$(shell pwd)/minikube.iso',
    '"file://$$PWD/minikube.iso"',
    '"file://$${HOME}/minikube.iso"',
    '"file://$$(pwd)/minikube.iso"',
  ])('takes %s for the URL of a file as it is written', (word) => {
    const url = word.replaceAll('"', '');
    expect(sitesOf(`start:\n\tminikube start --iso-url=${word}\n`)).toMatchObject([{ url }]);
    const text = `U = ${word} # why\nstart:\n\tminikube start --iso-url=$(U)\n`;
    expect(sitesOf(text)).toMatchObject([{ line: 1, url }]);
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
    ['file://$$(pwd)/a.iso', '--iso-url=file://$$'],
    ['$(FILE).old', '--iso-url=$(FILE).old'],
    ['$(FILES)', '--iso-url=$(FILES)'],
  ])('says that %s cannot be followed', (value, computed) => {
    const text = `SELF = $(SELF)\nRUN != cat url\nGOOD = ${OLD}\nEVAL = ${OLD}\n$(eval EVAL = x)\nHIDDEN = ${OLD}\nFILE = file://$(CURDIR)/a.iso\nFILES = $(FILE)\nFILES += b\nstart:\n\tminikube start --iso-url=${value}\n`;
    expect(sitesOf(text)).toMatchObject([{ line: 11, url: '', computed }]);
  });

  it('takes no help text for a place, but for one that names an ISO', () => {
    const text = 'help:\n\t@echo "use --iso-url=URL or --iso-url=$(URL)"\n';
    expect(urls(text)).toEqual([]);
    expect(urls(`${text}\t@echo --iso-url=${OLD}\n`)).toEqual([OLD]);
  });
});

describe('a Makefile that cannot name an ISO', () => {
  it('is known by its text, if it includes none', () => {
    const texts = [
      'start:\n\techo\n',
      'include x.mk\n',
      '--iso-url=$(U)',
      `U = ${OLD}`,
      'E = .ISO',
    ];
    expect(texts.map(mayNameIso)).toEqual([false, true, true, true, true]);
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
